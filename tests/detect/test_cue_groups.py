"""Every group of cue words is needed: without its words some case has other findings."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import rule_cases
from rules_alone import detect

from dragon_prep.language import lexicon, page
from dragon_prep.language.words import class_of, classes
from dragon_prep.phi.entry import unmarked

HERE = Path(__file__).parent
GROUPS = sorted(lexicon.cue_groups())
# These are slow to make again, and no cue word decides what they remember.
_KEPT = frozenset(
    f"dragon_prep.{name}"
    for name in (
        *("language.lexicon", "language.phrases", "language.page", "data.load"),
        *("detect.registry", "detect.own_rules"),
    )
)


def own_cases():
    """The sentences of ``cues.txt`` by their group, and what is marked in them."""
    lines = (HERE / "cues.txt").read_text(encoding="utf-8").splitlines()
    told = [line.split(": ", 1) for line in lines if not line.startswith("#")]
    return [(group, *unmarked(sentence)) for group, sentence in told]


@cache
def texts():
    of_rules = [text for _, text, _ in rule_cases.of_rules()]
    own = [text for _, text, _ in own_cases()]
    return tuple(sorted({*rule_cases.by_label(), *of_rules, *own}))


def forget():
    """Clears what the package remembers of words."""
    lexicon.cue.cache_clear()
    for name, module in sorted(sys.modules.items()):
        if name.startswith("dragon_prep.") and name not in _KEPT:
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value.__module__ not in _KEPT:
                    value.cache_clear()


@contextmanager
def without(group):
    """The detector with a group of cue words emptied."""
    groups, kinds, bit = lexicon._groups(), page._kinds(), class_of(group)
    members = groups[group]
    of_kind = {word: kinds[word] for word in members if word in kinds}
    groups[group] = frozenset()
    for word in members:
        classes[word] &= ~bit
    for word, own in of_kind.items():
        kinds[word] = tuple(kind for kind in own if kind != group)
    forget()
    try:
        yield
    finally:
        groups[group] = members
        kinds.update(of_kind)
        for word in members:
            classes[word] |= bit
        forget()


def changed(group):
    """The first text whose findings depend on a group of cue words."""
    members = lexicon.cue(group)
    near = [text for text in texts() if any(word in text.lower() for word in members)]
    before = [detect(text) for text in near]
    with without(group):
        for text, hits in zip(near, before, strict=True):
            if detect(text) != hits:
                return text
    return None


@pytest.mark.parametrize("group", GROUPS)
def test_group_is_needed_by_a_case(group):
    assert changed(group) is not None, "delete the group, or write a case that needs it"


@pytest.mark.parametrize(("group", "text", "marked"), own_cases())
def test_sentence_of_a_group_has_the_findings_it_marks(group, text, marked):
    assert group in GROUPS
    assert [(hit.span.start, hit.span.end) for hit in detect(text)] == marked


def test_detector_is_whole_again_afterwards():
    text = "Gezien door dr. Terpstra op 14-03-2021."
    before = detect(text)
    changed("by_verb")
    assert detect(text) == before
