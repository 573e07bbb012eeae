"""What touches a replaced span."""

from __future__ import annotations

import pytest

from dragon_prep import ProjectKey, deidentify
from dragon_prep.audit.leftovers import cut_words, leftovers, made_readable
from dragon_prep.core.spans import Span


@pytest.mark.parametrize(
    ("text", "place", "label", "is_cut"),
    [
        ("xJansen", (1, 7), "PERSOON", False),  # an inner capital starts a word
        ("XJansen", (1, 7), "PERSOON", True),
        ("xjansen", (1, 7), "PERSOON", True),
        ("1Jansen", (1, 7), "PERSOON", False),
        ("112", (1, 3), "BSN", True),
        ("-12", (1, 3), "BSN", False),
        ("x12", (1, 3), "BSN", False),
        ("Jansenx", (0, 6), "PERSOON", True),
        ("JansenX", (0, 6), "PERSOON", False),
        ("Jansens", (0, 6), "PERSOON", False),
        ("JANSENS", (0, 6), "PERSOON", False),
        ("Jansens.", (0, 6), "PERSOON", False),
        ("Jansens1", (0, 6), "PERSOON", True),
        ("Jansensx", (0, 6), "PERSOON", True),
        ("Jansens", (0, 6), "PLAATS", True),
        ("Jansen_", (0, 6), "PERSOON", False),
        ("12a", (0, 2), "BSN", False),
        ("123", (0, 2), "BSN", True),
        ("Jansen", (0, 6), "PERSOON", False),
        ("jansen belt", (0, 6), "PERSOON", False),
        ("belt jansen", (5, 11), "PERSOON", False),
    ],
)
def test_where_a_word_is_cut(text, place, label, is_cut):
    assert cut_words(text, [Span(*place, label)]) == ({label: 1} if is_cut else {})
    code = {("R350", label): 1} if is_cut else {}
    assert leftovers(text, [Span(*place, label)]) == code


def test_neighbours_that_touch_cut_nothing():
    text = "abcdefgh"
    assert cut_words(text, [Span(0, 3, "PERSOON"), Span(3, 8, "PLAATS")]) == {}
    cut = cut_words(text, [Span(0, 3, "PERSOON"), Span(4, 8, "PLAATS")])
    assert cut == {"PERSOON": 1, "PLAATS": 1}


@pytest.mark.parametrize("text", ["½ jaar", "µg", "°C 12-03-2019", "Sjoerd → 12-03-2019", "♀ 54"])
def test_signs_that_make_nothing_readable(text):
    assert made_readable(text, ()) == {}


@pytest.mark.parametrize(
    ("text", "end", "label", "is_cut"),
    [
        ("zestigjarige vrouw", 6, "LEEFTIJD", False),
        ("Zestigjarigen", 6, "LEEFTIJD", False),
        ("zestigjarigheid", 6, "LEEFTIJD", True),
        ("zestigplusser", 6, "LEEFTIJD", True),
        ("zestigjarige vrouw", 6, "PERSOON", True),
    ],
)
def test_jarige_may_stay_behind_an_age_in_words(text, end, label, is_cut):
    assert cut_words(text, [Span(0, end, label)]) == ({label: 1} if is_cut else {})


@pytest.mark.parametrize("said", ["zestigjarige", "vijfenzestig-jarige", "drieënzestig jarige"])
def test_an_age_in_words_does_not_hold_its_report_back(said):
    text = f"Een {said} vrouw met hoesten."
    record = {"id": "1", "patient_id": "p", "text": text}
    made = deidentify([record], key=ProjectKey(bytes(range(32))))
    assert [found.text for found in made.texts] != []
    assert not [problem for problem in made.problems if problem.quarantined]
