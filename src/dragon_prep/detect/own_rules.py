"""Rules and words that a centre adds in its profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragon_prep.core.phi import canonical_label
from dragon_prep.detect.engine import finder_of
from dragon_prep.language.folding import plain_text
from dragon_prep.language.lexicon import cue_groups
from dragon_prep.language.page import read
from dragon_prep.language.vocabulary import LISTED, OWN, Words
from dragon_prep.phi.entry import Entry, unmarked
from dragon_prep.phi.numbers.patterns import PatternFault, read_pattern

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

_WORD = re.compile(r"[^\W\d_]{2,40}")
_KEYS = frozenset(("behind", "finds", "pattern", "label", "cases"))
# What may stand between the word and what is found.
_GAP = r"[.]?[ \t]{0,2}[:=]?[ \t]{0,4}"
_READERS = {"name": "name", "codes": "codes"}


class RuleFault(ValueError):
    """What is wrong with a rule or word of a profile, without what it says."""


@dataclass(frozen=True, slots=True, repr=False)
class OwnRule:
    """A rule of a centre's own.

    Attributes:
        behind: the words that it looks behind, in lower case.
        entry: what it says.
    """

    behind: tuple[str, ...]
    entry: Entry

    @property
    def told(self) -> list[object]:
        """All that decides what it finds."""
        return [self.behind, self.entry.label, self.entry.behind, self.entry.read]


@lru_cache(maxsize=64)
def finders_of(rules: tuple[OwnRule, ...]) -> tuple[Callable[[Page], Iterable[Detection]], ...]:
    """What finds by some rules."""
    return tuple(finder_of(rule.entry) for rule in rules)


def read_words(table: object) -> Words:
    """Words by group: ``titles``, ``roles``, ``surnames``, ``first_names``, or a group of cues.

    Raises:
        RuleFault: if it is no table of groups and lists of words.
    """
    if not isinstance(table, Mapping):
        raise RuleFault("words must be a table of groups and lists")
    for number, group in enumerate(table, start=1):
        if group not in LISTED and group not in cue_groups():
            groups = ", ".join(LISTED)
            raise RuleFault(f"group {number} is none: there are {groups} and those of the cues")
    return tuple((str(group), _words(words)) for group, words in table.items())


def _words(words: object) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise RuleFault("words must be lists of words in quotes")
    small = tuple(plain_text(word).lower() for word in words)
    if not small or not all(map(_WORD.fullmatch, small)):
        raise RuleFault("a word must be of two letters or more, and of letters only")
    return small


def read_rule(table: object, number: int) -> OwnRule:
    """A rule, seen to find what its cases say.

    Args:
        table: its keys.
        number: its place among the centre's.

    Raises:
        RuleFault: if it cannot be used.
    """
    if not isinstance(table, Mapping) or table.keys() - _KEYS:
        raise RuleFault(f"its keys must be some of {', '.join(sorted(_KEYS))}{_near(table)}")
    behind = _words(table.get("behind", []))
    rule = OwnRule(behind, _entry(table, number))
    cases = table.get("cases", [])
    if not isinstance(cases, list) or not all(isinstance(case, str) for case in cases):
        raise RuleFault("cases must be a list of sentences")
    if not any("{{" in case for case in cases):
        raise RuleFault("it needs a case: a sentence with what it finds in {{ }}")
    for place, case in enumerate(cases, start=1):
        text, marked = unmarked(case)
        page = read(plain_text(text), ((rule.entry.at, behind),))
        found = [(hit.span.start, hit.span.end) for hit in finder_of(rule.entry)(page)]
        if found != marked:
            raise RuleFault(f"it does not find what case {place} marks, or finds more")
    return rule


def _near(table: object) -> str:
    """Which key was meant, without the one that stands there."""
    for key in table if isinstance(table, Mapping) else ():
        if key not in _KEYS and (near := get_close_matches(str(key), sorted(_KEYS), 1)):
            return f"; did you mean {near[0]}?"
    return ""


def _entry(table: Mapping[str, Any], number: int) -> Entry:
    finds, at = table.get("finds"), f"{OWN}{number}"
    if finds in _READERS:
        if "label" in table or "pattern" in table:
            raise RuleFault("names and codes have no label and no pattern")
        return Entry(rule="profile.rule", at=at, behind=_GAP, read=_READERS[finds])
    if finds != "number":
        raise RuleFault("finds must be name, codes or number")
    label = canonical_label(str(table.get("label", "")))
    if label is None:
        raise RuleFault("a number needs a label of PHI")
    try:
        source = read_pattern(plain_text(str(table.get("pattern", "")))).source
    except PatternFault as fault:
        raise RuleFault(f"its pattern: {fault}") from None
    pattern = rf"{_GAP}({source})(?![^\W_]|[.,]\d)"
    return Entry(rule="profile.rule", label=label, at=at, behind=pattern)
