"""Options with weights."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream
from dragon_prep.core.weighted import Weighted

KEY = ProjectKey(bytes(32))


def picks(options, times):
    stream = KeyedStream(KEY, KeyPurpose.NAME, "weights")
    return Counter(options.pick(stream) for _ in range(times))


def test_each_is_met_as_often_as_its_weight_says():
    found = picks(Weighted.of([("a", 700), ("b", 290), ("c", 10)]), 10_000)
    assert abs(found["a"] - 7000) < 200
    assert abs(found["b"] - 2900) < 200
    assert 60 < found["c"] < 150


def test_what_has_no_weight_is_left_out():
    options = Weighted.of([("a", 1), ("b", 0), ("c", 2)])
    assert options.options == ("a", "c")
    assert set(picks(options, 100)) == {"a", "c"}
    assert len(Weighted()) == Weighted().total == 0
    with pytest.raises(ValueError, match="nothing to choose from"):
        picks(Weighted(), 1)


@given(st.lists(st.tuples(st.text(), st.integers(1, 10**6)), max_size=30))
def test_weights_come_back(pairs):
    options = Weighted.of(pairs)
    assert list(options.pairs()) == pairs
    assert options.total == sum(weight for _, weight in pairs)


@pytest.mark.parametrize("totals", [(1,), (2, 1), (1, 1), (0, 1), (1, 2, 3)])
def test_totals_that_are_no_sums_are_refused(totals):
    with pytest.raises(ValueError, match=r"weights are positive|as many totals"):
        Weighted(("a", "b"), totals)
