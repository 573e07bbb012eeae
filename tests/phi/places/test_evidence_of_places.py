"""What stands beside a place, and the stretches of a text that may hold an institution."""

from __future__ import annotations

import pytest

from dragon_prep.language.page import read
from dragon_prep.phi.places.evidence import cue_before, is_generic, word_behind
from dragon_prep.phi.places.institution_finders import windows_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Gent score", "score"),
        ("Gent-Score", "score"),
        ("Gent\n \tscore", "score"),
        ("Gent\xa0score", "score"),
        ("Gent    score", ""),
        ("Gent, score", ""),
        ("Gentscore", "score"),
        ("Gent 3", ""),
        ("Gent", ""),
    ],
)
def test_the_word_behind_a_place_is_near(text, word):
    assert word_behind(read(text), len("Gent")) == word


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("te Gent", True),
        ("Te Gent", True),
        ("te: Gent", True),
        ("te\nGent", True),
        ("te   Gent", True),
        ("te    Gent", False),
        ("te, Gent", False),
        ("te (Gent", False),
        ("in Gent", False),
        ("te in Gent", False),
        ("Gent", False),
    ],
)
def test_a_word_stands_right_before_a_place(text, stands):
    assert cue_before(read(text), text.index("Gent"), frozenset(("te",))) is stands


@pytest.mark.parametrize(
    ("word", "generic"),
    [("algemeen", True), ("regionaal", True), ("radiologie", True), ("bergman", False)],
)
def test_words_that_are_no_name_of_a_hospital(word, generic):
    assert is_generic(word) is generic


@pytest.mark.parametrize(
    "name",
    [
        "Xyziekenhuis",
        "Xyz ziekenhuizen",
        "Xyz gasthuis",
        "Xyz kliniek",
        "Xyz clinic",
        "Xyz hospital",
        "Medisch centrum",
        "XyzMC",
        "UZX",
    ],
)
def test_a_word_for_an_institution_with_a_capital_near_opens_a_window(name):
    assert len(windows_of(read(f"naar {name}."))) == 1
    assert windows_of(read(f"naar {name.lower()}.")) == []


def test_windows_reach_as_far_as_names_do_and_do_not_overlap():
    assert windows_of(read("geen")) == []
    at = 300
    text = " " * at + "Kliniek"
    assert windows_of(read(text)) == [(at - 130, at + 48)]
    assert windows_of(read(f"Kliniek{text}")) == [(0, 48), (at + 7 - 130, at + 7 + 48)]
    two = f"{text} Kliniek"
    assert windows_of(read(two)) == [(at - 130, at + 8 + 48)]
    touching = " " * 130 + "Kliniek" + " " * (178 - 7) + "Kliniek"
    assert windows_of(read(touching)) == [(0, 130 + 178 + 48)]
    apart = " " * 130 + "Kliniek" + " " * (179 - 7) + "Kliniek"
    assert windows_of(read(apart)) == [(0, 178), (179, 130 + 179 + 48)]
