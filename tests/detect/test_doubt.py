"""How likely something in a report was not found, and that it tells where something was missed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from dragon_prep.core.spans import Span
from dragon_prep.detect.doubt import likeliest_unfound
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.profile import EVERY_CENTRE, Profile
from dragon_prep.detect.raw_text import detect_as_given
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.doubt import doubt_of
from dragon_prep.evaluation.labels import common_label

TEXT = "Dhr. Jansen is op 3-4-2019 gezien door dr. A.B. de Vries."
WRITERS = Path(__file__).parent / "writers"


def spans(text):
    return [hit.span for hit in detect_as_given(text)]


def test_what_was_not_found_is_likely():
    name, *others = spans(TEXT)
    everything = likeliest_unfound(TEXT, [name, *others])
    assert everything < 100
    assert likeliest_unfound(TEXT, others) > 900
    assert likeliest_unfound(TEXT, []) >= likeliest_unfound(TEXT, others)


@pytest.mark.parametrize("text", ["", " \n", ".,-", "\u00ad"])
def test_where_nothing_stands_nothing_was_missed(text):
    assert likeliest_unfound(text, []) == 0


def test_offsets_are_those_of_the_text_as_given():
    text = "Verslag\r\nDhr. J\u00adansen\r\nop 3-4-2019 gezien.\r\n"
    found = [Span(14, 21, "PERSOON"), Span(26, 34, "DATUM")]
    assert [text[s.start : s.end] for s in found] == ["J\u00adansen", "3-4-2019"]
    assert likeliest_unfound(text, found) < 200
    assert likeliest_unfound(text, found[1:]) > 900


def test_all_of_a_text_may_be_found():
    assert likeliest_unfound(TEXT, [Span(0, len(TEXT), "PERSOON")]) == 0


def test_words_of_the_profile_count():
    text = "De heer kwam lopend, Kapstok was akkoord."
    profile = Profile(EVERY_CENTRE, own_words=(("surnames", ("kapstok",)),))
    known = likeliest_unfound(text, [], Evidence(profile=profile))
    assert known > likeliest_unfound(text, []) + 100


def test_misses_are_where_the_doubt_is():
    """Of writers who taught the weights nothing; docs/review.md has all of them."""
    missed = defaultdict(list)
    for writer in ("professional_reports", "frisian_clinic", "oncology", "telephone_team"):
        assert writer in (WRITERS / "aside.txt").read_text(encoding="utf-8").split()
        for line in (WRITERS / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = record["text"]
            found = spans(text)
            word = doubt_of(likeliest_unfound(text, found))
            marked = [Span(*span) for span in record["spans"]]
            sides = ([replace(s, label=common_label(s.label)) for s in m] for m in (marked, found))
            missed[word].append(compare(text, *sides).overall.token.missed)
    shares = {word: sum(m > 0 for m in some) / len(some) for word, some in missed.items()}
    assert set(shares) == {"low", "middle", "high"}
    assert shares["low"] < shares["middle"] < shares["high"]
    assert shares["low"] < 0.2
    assert shares["high"] > 2 * shares["low"]
