"""How many of each stratum are drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.evaluation.allocation import allocated


@pytest.mark.parametrize(
    ("sizes", "number", "fewest", "wanted"),
    [
        ([500, 300, 200], 10, 1, [5, 3, 2]),
        ([334, 333, 333], 100, 3, [34, 33, 33]),  # the remainder to the largest
        ([900, 90, 10], 100, 3, [88, 9, 3]),
        ([1000, 2, 1], 10, 3, [7, 2, 1]),  # no more than there are
        ([50, 50, 50, 50], 7, 3, [2, 2, 2, 1]),  # fewer than fewest of each
        ([50, 50], 2, 3, [1, 1]),
        ([4, 5], 9, 3, [4, 5]),
        ([7], 3, 5, [3]),
        ([10, 10, 10], 4, 1, [2, 1, 1]),  # of equal remainders the first
        ([1, 99], 2, 1, [1, 1]),
        ([60, 30, 10], 10, 2, [5, 3, 2]),  # the rest is shared by those above the fewest
        ([2, 2, 96], 10, 3, [2, 2, 6]),
        ([5, 5], 5, 9, [3, 2]),
        ([10, 20], 30, 1, [10, 20]),
        ([10, 20], 2, 1, [1, 1]),
    ],
)
def test_shares(sizes, number, fewest, wanted):
    assert allocated(sizes, number, fewest) == wanted


@pytest.mark.parametrize("number", [1, 31])
def test_what_cannot_be_drawn_is_refused(number):
    with pytest.raises(ValueError):
        allocated([10, 20], number, 1)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.data())
def test_shares_add_up_and_fit(sizes, data):
    number = data.draw(st.integers(len(sizes), sum(sizes)))
    fewest = data.draw(st.integers(1, 6))
    found = allocated(sizes, number, fewest)
    assert sum(found) == number
    assert all(1 <= n <= size for n, size in zip(found, sizes, strict=True))
    if sum(min(fewest, size) for size in sizes) <= number:
        assert all(n >= min(fewest, size) for n, size in zip(found, sizes, strict=True))
    exact = [number * size / sum(sizes) for size in sizes]
    if all(share >= min(fewest, size) for share, size in zip(exact, sizes, strict=True)):
        assert all(abs(n - share) < 1 for n, share in zip(found, exact, strict=True))
