"""Numbers that a report does not have twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.tasks.numbering import apart, number_of


@st.composite
def numbered(draw):
    """Up to 60 cases, each with the numbers it has in up to four other tasks."""
    size = draw(st.integers(0, 60))
    tasks = draw(st.lists(st.permutations(range(size)), max_size=4))
    taken = [{task[case] for task in tasks} for case in range(size)]
    absent = draw(st.sets(st.integers(0, max(size - 1, 0)), max_size=size))
    return [numbers for case, numbers in enumerate(taken) if case not in absent]


@given(numbered())
def test_every_place_is_given_once_and_none_is_taken(taken):
    order = apart(taken)
    assert sorted(order) == list(range(len(taken)))
    clashes = [at for at, place in enumerate(order) if at in taken[place]]
    shared = max(Counter(n for numbers in taken for n in numbers).values(), default=0)
    if len(taken) > 1 + shared + max(map(len, taken), default=0):
        assert not clashes


@given(numbered())
def test_what_is_apart_stays_as_it_is(taken):
    if not any(at in numbers for at, numbers in enumerate(taken)):
        assert apart(taken) == list(range(len(taken)))


@given(numbered())
def test_the_same_order_every_time(taken):
    assert apart(taken) == apart([{*sorted(numbers, reverse=True)} for numbers in taken])


def test_where_nothing_is_free_every_place_is_given_all_the_same():
    assert sorted(apart([{0, 1}, {0, 1}])) == [0, 1]
    assert apart([{0}]) == [0]
    assert apart([]) == []


def test_the_number_is_in_the_uid():
    assert number_of("Task019_prostate_volume_reg_case12") == 12
    assert number_of("Task002_nodule_clf_test_case7") == 7
