"""Matches that are looked for where the word stands with which they open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.detect.registry import finders
from dragon_prep.language.atoms import pattern_of
from dragon_prep.language.openings import matches
from dragon_prep.language.page import read
from dragon_prep.phi.places import institution_finders, notations
from dragon_prep.phi.staff_codes import in_sections

PATTERNS = [
    *((pattern_of(f.entry.inside), f.entry.opens) for f in finders() if f.entry and f.entry.opens),
    (notations.CENTRE_FIRST, institution_finders._CENTRES),
    (in_sections._HEADED, in_sections._HEADINGS),
    (in_sections._WITH, in_sections._SEEN_WITH),
    (in_sections._AGREED, in_sections._AGREED_OPENS),
]
WORDS = (
    *("Met", "met", "mEt", "S de Jong", "bekeken", "Aanvulling", "addendum", "(kdij)", "Revisie"),
    *("Macroscopie:", "macro", "Inzending:", "\u0130nzending", "rev\u0131sie", "ca\u017fsettes"),
    *("cassettes", "T.i. 2", "TG", "\n", ". ", " ", "MRI", "PET-CT", "PET/CT", "echo", "Waalstate"),
    *("05-05", "Universitair", "Medisch", "Centrum", "Leeuwarden", "gezien met", "overleg met"),
    *("BVCVR", "intercollegiaal", "akkoord", "dubbele beoordeling:", "assistentie:", "25/2", ","),
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30)


def test_there_are_such_patterns():
    assert len(PATTERNS) >= 8


@given(st.one_of(TEXTS.map(" ".join), TEXTS.map("".join)))
def test_they_are_those_of_a_search_of_the_whole_text(text):
    low = read(text).low
    for pattern, opens in PATTERNS:
        found = [match.span() for match in matches(pattern, text, low, opens)]
        assert found == [match.span() for match in pattern.finditer(text)]


@pytest.mark.parametrize("number", range(len(PATTERNS)))
def test_each_is_found_in_some_text(number):
    text = (
        ".Macro: KLU, Met S de Jong bekeken. Revisie (kdij) MRI Waalstate 05-05 gezien met BVCVR, "
        "cassettes TG\nintercollegiaal BVCVR, Universitair Medisch Centrum Leeuwarden "
    )
    pattern, opens = PATTERNS[number]
    assert list(matches(pattern, text, text.lower(), opens))
