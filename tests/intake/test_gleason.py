"""Gleason scores in the phrases of pathologists."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.codes.intake import VALUE_MISSING, VALUE_UNREADABLE
from dragon_prep.intake.gleason import gleason_score
from dragon_prep.intake.values import ValueProblem


@pytest.mark.parametrize(
    ("phrase", "score"),
    [
        ("3+4=7", 7),
        ("Gleason score 3 +4 is 7", 7),
        ("Gleason 7 (3+4)", 7),
        ("3+4=7 (90%)", 7),
        ("3+3=6 (ca. 10 %), 4 mm", 6),
        ("3+4=7 (60-70%)", 7),
        ("3 + 3 = 6, ISUP 1", 6),
        ("Gleason 4 + 3 = 7 (graadgroep 3)", 7),
        ("4+5=9, ISUP graadgroep 5", 9),
        ("WHO grade group 2, Gleason 3+4", 7),
        ("gleason 6", 6),
        ("Gleason 5 + 5 = 10", 10),
        ("4\n+\n4", 8),
        ("4 plus 3", 7),
        ("ISUP 1", 6),
        ("ISUP-graad 3", 7),
        ("geen", 0),
        ("zonder", 0),
        ("Geen maligniteit in 3 biopten", 0),
        ("3+4=7, geen perineurale groei", 7),
        ("Gleason 3+4=7 zonder cribriforme groei", 7),
        ("0+0", 0),
        ("10", 10),
        ("3+4=7, 5 - 10%", 7),
        ("3+4=7, 5 à 10 procent", 7),
        ("3+4=7, 5 tot 10%", 7),
        ("3+4=7 (2,5 %)", 7),
        ("3+4=7 over 1,5 cm", 7),
        ("3+4=7, 12 mm", 7),
        ("ISUP: 2", 7),
        ("ISUP=4", 8),
        ("ISUP 5", 9),
        ("WHO groep 2", 7),
        ("groep 1", 6),
        ("prognosegroep 3", 7),
        ("gradegroup 4", 8),
        ("ISUP grade group score 2", 7),
        ("3+4=7, ISUP 2", 7),
        ("3+3=6, ISUP 1, WHO groep 1", 6),
        ("geen, ISUP 2 niet gezien", 0),
    ],
)
def test_a_phrase_has_its_score(phrase, score):
    assert gleason_score(phrase) == score


@pytest.mark.parametrize(
    "phrase",
    [
        "3+4=8",  # does not add up
        "6+4",  # no such pattern
        "+4",
        "volgt+3",
        "prostaatcarcinoom",
        "11",
        "3+4=7 en 4+3=7",
        "geen 3+4=7",
        "3+3=6, ISUP 2",
        "3+4, graadgroep 1",
        "ISUP 6",
        "ISUP 0",
        "ISUP 1, ISUP 2",  # two groups are none
        "3+4=7, ISUP 1",
        "4+6=10",  # no such pattern, though the sum is one
        "6+1=7",
        "5+6",
        "zonder 3 plus 4",
        "7, ISUP 1",
        "6, ISUP 2",
        "3+4=7 12 dagen",
    ],
)
def test_what_cannot_be_read_is_told_without_quoting_it(phrase):
    with pytest.raises(ValueProblem) as caught:
        gleason_score(phrase)
    assert caught.value.kind is VALUE_UNREADABLE
    assert phrase not in str(caught.value)


@pytest.mark.parametrize("phrase", [None, "", " \n"])
def test_an_empty_phrase_is_missing(phrase):
    with pytest.raises(ValueProblem) as caught:
        gleason_score(phrase)
    assert caught.value.kind is VALUE_MISSING


@given(st.integers(0, 5), st.integers(0, 5), st.integers(1, 100), st.sampled_from(["", " "]))
def test_a_sum_with_its_result_is_the_result(a, b, share, gap):
    plain = f"{a}{gap}+{gap}{b}"
    assert gleason_score(plain) == a + b
    assert gleason_score(f"Gleason {plain}{gap}={gap}{a + b} ({share}%)") == a + b


@given(st.text())
def test_any_text_gives_a_score_or_a_problem(text):
    with contextlib.suppress(ValueProblem):
        assert 0 <= gleason_score(text) <= 10
