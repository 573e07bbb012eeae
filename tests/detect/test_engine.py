"""What entries can say, each part alone."""

from __future__ import annotations

import pytest

from dragon_prep.detect.engine import finder_of
from dragon_prep.language.page import read
from dragon_prep.phi.entry import Entry


def found(text, **said):
    find = finder_of(Entry(rule="name.born", **{"label": "PERSOON", **said}))
    return [(text[hit.span.start : hit.span.end], hit.span.label) for hit in find(read(text))]


def test_each_group_is_found_with_its_own_label():
    said = {"label": "PERSOON RAPPORT_ID", "inside": r"([A-Z][a-z]+) \((\d+)\)"}
    assert found("van Smit (12)", **said) == [("Smit", "PERSOON"), ("12", "RAPPORT_ID")]


def test_group_that_did_not_match_is_not_found():
    assert found("Smit", inside="([A-Z][a-z]+)|(x)") == [("Smit", "PERSOON")]


def test_guards_ask_all_groups():
    said = {"inside": "([A-Za-z]+)/([A-Za-z]+)", "guards": ("opens_capital",)}
    assert found("Ab/Cd", **said) == [("Ab", "PERSOON"), ("Cd", "PERSOON")]
    assert found("Ab/cd", **said) == []


def test_numbers_of_some_lengths_are_looked_beside():
    said = {"at": "number:2,3", "on": r"(\d+)"}
    assert found("1 22 333 4444, 55 mm", **said) == [("22", "PERSOON"), ("333", "PERSOON")]


def test_words_of_a_class_are_dropped_from_the_front_but_the_last():
    said = {"at": "born", "before": r"([A-Z][\w -]+) \Z", "drop": "employed"}
    assert found("Ex-timmerman Timmerman Smit geboren", **said) == [("Smit", "PERSOON")]
    assert found("Timmerman geboren", **said) == [("Timmerman", "PERSOON")]


@pytest.mark.parametrize("far", [0, 3, 8])
def test_pattern_is_looked_for_near_signs_only(far):
    said = {"inside": "(Ab)", "signs": ("#",), "reach": 8}
    assert found("Ab" + far * "-" + "#", **said) == ([("Ab", "PERSOON")] if far < 8 else [])


def test_what_stands_behind_a_window_counts():
    said = {"inside": "(Ab)(?!.*y)", "signs": ("#",), "reach": 4}
    assert found("Ab #      y", **said) == []


def test_windows_that_meet_are_searched_once():
    said = {"inside": "(Ab)", "signs": ("#", "##"), "reach": 4}
    assert found("Ab##Ab##", **said) == [("Ab", "PERSOON")] * 2
