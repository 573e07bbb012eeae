"""What became of what nobody marked, in numbers."""

from __future__ import annotations

import pytest

from dragon_prep.core.recall import Recall
from dragon_prep.core.second_look import (
    Fate,
    Overlooked,
    SecondLook,
    is_held,
    overlooked_counts,
    second_look_of,
)
from dragon_prep.core.spans import Span


def found(fate, label="PERSOON", start=0):
    return Overlooked(Span(start, start + 3, label), fate)


def test_counts_by_fate_and_category():
    some = [
        *(found(Fate.HELD_BACK), found(Fate.REPLACED), found(Fate.REPLACED, start=5)),
        *(found(Fate.REPLACED, "DATUM"), found(Fate.LISTED, "RAPPORT_ID.T_NUMMER")),
        found(Fate.IN_LABEL, "LEEFTIJD"),
    ]
    counts = overlooked_counts(some)
    assert counts == {
        "replaced": {"DATUM": 1, "PERSOON": 2},
        "listed": {"RAPPORT_ID": 1},
        "in_label": {"LEEFTIJD": 1},
        "held_back": {"PERSOON": 1},
    }
    assert list(counts) == ["replaced", "listed", "in_label", "held_back"]
    assert list(counts["replaced"]) == ["DATUM", "PERSOON"]
    assert all(type(name) is str for fate in counts.values() for name in fate)
    assert overlooked_counts([]) == {}


@pytest.mark.parametrize("fate", Fate)
def test_only_what_is_held_back_holds_back(fate):
    assert is_held([found(Fate.LISTED), found(fate)]) is (fate is Fate.HELD_BACK)
    assert not is_held([])


def test_what_a_manifest_says():
    assert [second_look_of(choice) for choice in ("replace", "list", "hold", "off")] == [
        *SecondLook
    ]
    assert second_look_of(None) is second_look_of("another") is SecondLook.OFF


def test_words_of_the_command_line():
    assert [*Recall] == ["high", "balanced", "precise", "rules"]
