"""Surrogates that must not be something real."""

from __future__ import annotations

from collections import Counter

import pytest

from dragon_prep.core.avoidance import avoiding, draw, nothing
from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream
from dragon_prep.core.weighted import Weighted

KEY = ProjectKey(bytes(32))


def drawn(options, wrong=(), unwanted=(), times=40):
    streams = (KeyedStream(KEY, KeyPurpose.NAME, str(n)) for n in range(times))
    options = Weighted.alike(options)
    return {draw(one, options, wrong.__contains__, unwanted.__contains__) for one in streams}


def test_what_is_avoided_as_a_question():
    assert avoiding({"jansen"})("jansen")
    assert not avoiding({"jansen"})("bakker")
    assert not avoiding(set())("jansen")
    assert avoiding(None) is nothing
    assert nothing("jansen") is False
    ask = "jan".__eq__
    assert avoiding(ask) is ask


def test_what_is_neither_wrong_nor_unwanted_is_drawn():
    assert drawn("abcd", wrong="a", unwanted="b") == {"c", "d"}
    assert drawn("abcd") == {*"abcd"}


def test_what_is_unwanted_is_drawn_where_nothing_else_is_right():
    assert drawn("abc", wrong="a", unwanted="bc") == {"b", "c"}


def test_one_right_option_of_many_is_found():
    options = Weighted.alike(range(100_000))
    right = 77
    found = draw(
        *(KeyedStream(KEY, KeyPurpose.NAME), options, lambda one: one != right, lambda _: False)
    )
    assert found == right
    unwanted = draw(
        *(KeyedStream(KEY, KeyPurpose.NAME), options, lambda one: one != right, lambda _: True)
    )
    assert unwanted == right
    wanted = draw(
        *(KeyedStream(KEY, KeyPurpose.NAME), options, lambda _: False, lambda one: one != right)
    )
    assert wanted == right


def test_nothing_is_drawn_where_all_is_wrong():
    with pytest.raises(ValueError, match="nothing to choose from"):
        drawn("ab", wrong="ab", times=1)


@pytest.mark.parametrize(
    ("wrong", "unwanted", "left"),
    [("", "", "abcd"), ("a", "b", "cd"), ("ab", "cd", "cd"), ("b", "a", "cd")],
)
def test_what_is_left_is_drawn_as_often_as_it_is_met(wrong, unwanted, left):
    """Neither what is wrong nor what is unwanted moves the odds of the others."""
    weights = {"a": 1000, "b": 2000, "c": 1, "d": 3}
    options = Weighted.of(weights.items())
    streams = (KeyedStream(KEY, KeyPurpose.NAME, str(n)) for n in range(1200))
    found = Counter(draw(s, options, wrong.__contains__, unwanted.__contains__) for s in streams)
    assert found.keys() <= {*left}
    total = sum(weights[one] for one in left)
    for one in left:
        assert abs(found[one] - 1200 * weights[one] / total) < 60


def test_sixty_draws_are_tried_before_all_options_are_looked_at():
    stream = KeyedStream(KEY, KeyPurpose.NAME, "tries")
    options = Weighted.alike(range(1_000_000))
    tried = [options.pick(stream) for _ in range(61)]
    for at, found in ((59, tried[59]), (60, 999_999)):
        right = {tried[at], 999_999}
        made = {
            draw(
                *(KeyedStream(KEY, KeyPurpose.NAME, "tries"), options),
                *(lambda one, right=right: one not in right, lambda one, at=at: one == tried[60]),
            )
        }
        assert made == {found}
