"""Small counts are not told, and cannot be computed from what is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.small_counts import (
    rounded,
    shown,
    told,
    told_in_tens,
    told_parts,
    told_throughout,
    told_together,
    total,
)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "none"), (1, "<10"), (9, "<10"), (10, "10"), (1234, "1,234")],
)
def test_a_count_as_it_is_told(count, said):
    assert shown(count) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "none"), (9, "<10"), (10, "about 10"), (14, "about 10"), (15, "about 20")],
)
def test_a_rounded_count(count, said):
    assert rounded(count) == said


def test_a_sum_is_rounded_where_a_part_of_it_is_small():
    assert (total([20, 30]), total([20, 3])) == ("50", "about 20")


def test_what_stands_beside_a_small_count_is_rounded():
    assert told_together([(26, 8), (165, 65), (14, 9)]) == [
        ["about 30", "<10"],
        ["165", "65"],
        ["about 10", "<10"],
    ]


def test_where_a_column_has_one_small_count_the_next_in_size_is_rounded():
    assert told_together([(92, 40), (8, 45), (70, 30)]) == [
        ["92", "40"],
        ["<10", "about 50"],
        ["about 70", "30"],
    ]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=6))
def test_no_small_count_follows_from_the_sums_of_rows_and_columns(rows):
    told = told_together(rows)
    for number, row in enumerate(rows):
        for at, count in enumerate(row):
            assert not re.fullmatch("[1-9]", told[number][at])
            if 0 < count < 10:
                others = [told[number][other] for other in range(2) if other != at]
                above = [told[n][at] for n, one in enumerate(rows) if n != number and one[at]]
                for beside in (others, above):
                    known = all(re.fullmatch("[0-9,]+|none", one) for one in beside)
                    assert not known or beside in ([], ["none"])


@pytest.mark.parametrize(
    ("count", "said", "in_tens"),
    [(0, 0, 0), (1, "<10", "<10"), (9, "<10", "<10"), (10, 10, 10), (14, 14, 10), (15, 15, 20)],
)
def test_what_is_told_of_a_count(count, said, in_tens):
    assert told(count) == said
    assert told_in_tens(count) == in_tens


def test_only_counts_are_hidden_at_any_depth():
    value = {"a": [3, 30, {"b": 0}], "c": "5", "d": True, "e": 2.5, "f": None, "g": (4,)}
    said = {"a": ["<10", 30, {"b": 0}], "c": "5", "d": True, "e": 2.5, "f": None, "g": ["<10"]}
    assert told_throughout(value) == said


def test_a_hidden_part_is_not_what_is_left_of_the_whole():
    assert told_parts({"a": 47, "b": 4, "c": 0}) == {"a": 50, "b": "<10", "c": 0}
    assert told_parts({"a": 47, "b": 14}) == {"a": 47, "b": 14}
