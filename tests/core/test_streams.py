from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream

KEY = ProjectKey(bytes(range(32)))


def stream(*context: str) -> KeyedStream:
    return KeyedStream(KEY, KeyPurpose.DIGITS, *context)


def test_choices_are_pinned() -> None:
    # A change here changes every release made with the same key.
    pinned = stream("pinned")
    assert [pinned.below(n) for n in (2, 10, 256, 257, 10**6, 10**40)] == [
        1,
        3,
        155,
        42,
        714131,
        8949469587372552120057959179585988673901,
    ]


@given(st.text(max_size=5), st.lists(st.integers(1, 10**30), max_size=30))
def test_the_same_context_gives_the_same_choices_in_range(context: str, sizes: list[int]) -> None:
    one, other = stream(context), stream(context)
    numbers = [one.below(n) for n in sizes]
    assert numbers == [other.below(n) for n in sizes]
    assert all(0 <= number < n for number, n in zip(numbers, sizes, strict=True))


@pytest.mark.parametrize("n", [2, 3, 10, 26, 200, 300])
def test_choices_are_uniform(n: int) -> None:
    draws = 200 * n
    drawn = stream("uniform", str(n))
    counts = Counter(drawn.below(n) for _ in range(draws))
    # Chi-square with n - 1 degrees of freedom: mean n - 1, standard deviation sqrt(2 (n - 1)).
    statistic = sum((counts[i] - 200) ** 2 / 200 for i in range(n))
    assert abs(statistic - (n - 1)) < 4 * (2 * (n - 1)) ** 0.5 + 4


def test_choice_and_other() -> None:
    drawn = stream("choice")
    assert {drawn.choice("abc") for _ in range(50)} == set("abc")
    assert {drawn.other("abc", "a") for _ in range(50)} == set("bc")
    assert drawn.other("abc", "z") in "abc"


def test_nothing_to_choose_from() -> None:
    with pytest.raises(ValueError, match="nothing"):
        stream().below(0)
    with pytest.raises(ValueError, match="nothing"):
        stream().choice(())
    with pytest.raises(ValueError, match="nothing else"):
        stream().other(("a", "a"), "a")


def test_it_keeps_its_seed_to_itself() -> None:
    assert repr(stream("x")) == "<KeyedStream>"


def test_long_runs_of_choices_are_pinned() -> None:
    # Across blocks of 32 bytes, with numbers wider than a block.
    pinned = stream("long")
    numbers = [pinned.below(n) for n in (1, 256, 65536, 10**60, 2**256, 2**520) * 3]
    digest = hashlib.sha256(" ".join(map(str, numbers)).encode()).hexdigest()
    assert numbers[0] == 0
    assert digest[:16] == "d6edf611452dee51"


def test_one_option_is_chosen_and_another_where_there_is_one() -> None:
    assert stream().choice(("a",)) == "a"
    assert stream().other(("a",), "b") == "a"
    with pytest.raises(ValueError, match="nothing to choose"):
        stream().below(-1)
