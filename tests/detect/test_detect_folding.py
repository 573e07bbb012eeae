"""What a text hides, the detector sees: the same findings whatever characters write it."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_alone import detect

from dragon_prep.core.spans import Span
from dragon_prep.detect.repeats import repeats

HERE = Path(__file__).parent
INVISIBLE = (
    *("\xad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"),
    *("\x1f", "\x07", "\u3164", "\ufe0f"),
)
FORMS = {
    "no-break blank": {" ": "\xa0"},
    "figure blank": {" ": "\u2007"},
    "thin blank": {" ": "\u2009"},
    "narrow no-break blank": {" ": "\u202f"},
    "non-breaking hyphen": {"-": "\u2011"},
    "Word's non-breaking hyphen": {"-": "\x1e"},
    "figure dash": {"-": "\u2012"},
    "en dash": {"-": "\u2013"},
    "em dash": {"-": "\u2014"},
    "minus sign": {"-": "\u2212"},
    "fraction slash": {"/": "\u2044"},
    "apostrophe": {"'": "\u2019"},
    "full-width digits": {str(d): chr(0xFF10 + d) for d in range(10)},
    "Arabic digits": {str(d): chr(0x660 + d) for d in range(10)},
    "full width": {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)},
    "mathematical digits": {str(d): chr(0x1D7D8 + d) for d in range(10)},
}
_TWINS = dict(zip("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ", strict=True))


def texts():
    for name in ("held_out", "development"):
        lines = (HERE / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line)["text"] for line in lines)
    for path in sorted((HERE / "cases").glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line)["text"] for line in lines)


TEXTS = tuple(texts())


def expected(text):
    return [(h.span.start, h.span.end, h.span.label, h.rule) for h in detect(text)]


def seen_through(pieces):
    """Findings of a text made of one piece for each character of another, in the other's places."""
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    ends = [*starts[1:], at]
    found = []
    for hit in detect("".join(pieces)):
        over = [
            i
            for i, (s, e) in enumerate(zip(starts, ends, strict=True))
            if s < hit.span.end and e > hit.span.start and pieces[i] not in INVISIBLE
        ]
        found.append((over[0], over[-1] + 1, hit.span.label, hit.rule))
    return found


@settings(max_examples=150)
@given(st.sampled_from(TEXTS), st.sampled_from(INVISIBLE), st.integers(0, 99))
def test_what_nobody_sees_changes_nothing(text, char, seed):
    chance = random.Random(seed)
    # Piece by piece, so that the inserted characters are pieces of their own.
    pieces, places = [], []
    for at, visible in enumerate(text):
        if chance.random() < 0.2:
            pieces.append(char)
            places.append(at)
        places.append(at)
        pieces.append(visible)
    found = [
        (places[s], places[e - 1] + 1, label, rule) for s, e, label, rule in seen_through(pieces)
    ]
    assert found == expected(text)


@settings(max_examples=150)
@given(st.sampled_from(TEXTS), st.sampled_from(sorted(FORMS)), st.integers(0, 99))
def test_another_form_changes_nothing(text, form, seed):
    chance = random.Random(seed)
    table = FORMS[form]
    pieces = [table.get(c, c) if chance.random() < 0.8 else c for c in text]
    assert seen_through(pieces) == expected(text)


@settings(max_examples=60)
@given(st.sampled_from(TEXTS))
def test_accents_as_characters_of_their_own_change_nothing(text):
    text = unicodedata.normalize("NFC", text)
    pieces = [unicodedata.normalize("NFD", c) if c.isalpha() else c for c in text]
    assert seen_through(pieces) == expected(text)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_another_form_changes_nothing_in_the_held_out_reports(form):
    for text in TEXTS[:26]:
        pieces = [FORMS[form].get(c, c) for c in text]
        assert seen_through(pieces) == expected(text)


def test_letters_that_look_alike_change_nothing():
    for text in TEXTS:
        names = [h.span for h in detect(text)]
        pieces = [
            _TWINS.get(c, c) if any(s.start <= at < s.end for s in names) else c
            for at, c in enumerate(text)
        ]
        assert seen_through(pieces) == expected(text)


@pytest.mark.parametrize("char", INVISIBLE)
def test_a_finding_covers_what_is_invisible_in_and_around_it(char):
    text = f"Gezien door dr. {char}Tjep{char}kema{char}, op 2 mei 2019."
    name = detect(text)[0].span
    assert text[name.start : name.end] == f"{char}Tjep{char}kema{char}"


def test_repeats_are_seen_through_invisible_characters():
    text = "dr. Hoogeboezem belde. Hooge\xadboezem\u200b komt."
    marked = Span(4, 15, "PERSOON")
    spans = repeats(text, [marked])
    assert "Hooge\xadboezem\u200b" in {text[s.start : s.end] for s in spans}
