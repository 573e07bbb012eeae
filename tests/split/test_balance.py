"""Standardised differences, and values made into strata."""

from __future__ import annotations

import numpy as np
import pytest

from dragon_prep.split.balance import balance, binned, difference, worst
from dragon_prep.split.folds import Split
from dragon_prep.split.refine import refined


def test_the_difference_of_two_shares():
    strata = ["y"] * 3 + ["n"] * 7 + ["y"] * 5 + ["n"] * 5
    inside = np.array([True] * 10 + [False] * 10)
    assert difference(strata, inside) == pytest.approx(0.2 / np.sqrt((0.21 + 0.25) / 2))
    assert difference(["y"] * 4, np.array([True, False, True, False])) == 0
    assert difference(["y", "n"], np.array([True, False])) == 1
    assert difference(["y", "n"], np.array([True, True])) == 0


def test_numbers_are_binned_by_fifths_and_others_stay():
    assert binned(["b", "a", True]) == ["b", "a", "True"]
    assert binned([1, 2, 2, 1]) == ["1", "2", "2", "1"]
    fifths = binned([*range(100)])
    assert (fifths[0], fifths[50], fifths[99]) == ("fifth 0", "fifth 2", "fifth 4")
    assert binned([*range(100), None])[-1] == "none"
    assert binned([*map(str, range(99)), "unknown"])[0] == "0"
    tags = [["O"] * 5 + ["B-x"] * (n % 3) for n in range(30)] + [["O"] * n for n in range(20)]
    assert binned(tags)[:3] == ["0", "1", "2"]


def test_the_balance_of_each_side():
    split = Split((0, 1), ((2, 3), (4, 5)))
    found = balance({"label": ["y", "n", "y", "n", "y", "n"]}, split)
    assert found == {"test": {"label": 0}, "fold 0": {"label": 0}, "fold 1": {"label": 0}}
    assert worst(found) == 0
    assert worst({}) == 0


def test_exchanges_make_sides_even_and_keep_groups_whole():
    groups = [f"g{n:03}" for n in range(100) for _ in range(2)]
    strata = {"label": ["y" if n < 100 else "n" for n in range(200)]}
    sides = refined(groups, strata, [0 if n < 100 else 1 for n in range(200)], 1)
    assert sides[::2] == sides[1::2]
    positive = [sides[:100].count(side) for side in (0, 1)]
    assert positive == [50, 50]
    assert sides.count(0) == 100
