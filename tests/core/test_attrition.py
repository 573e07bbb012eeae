"""Attrition adds up, whatever happens on the way."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.errors import ErrorCode, Place, Problem

KIND = ErrorCode("R999", "of no use", "Nothing.")


@dataclass(frozen=True)
class Item:
    number: int
    patient: str


items = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc")).map(lambda t: Item(*t)))


@given(items, st.lists(st.integers(0, 9), max_size=5), st.integers(0, 3))
def test_what_is_left_is_what_was_read_less_what_was_left_out(found, unwanted, lost):
    funnel = Funnel("x", found, lost=lost)
    for number in unwanted:
        funnel.exclude(f"is {number}", lambda item, number=number: item.number == number)
    funnel.quarantine(
        "even",
        lambda item: Problem(KIND, Place("f", item.number)) if item.number % 2 == 0 else None,
    )
    read, *steps = funnel.steps
    assert read.rows == len(found) + lost
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(funnel.items)
    assert all(item.number % 2 and item.number not in unwanted for item in funnel.items)
    assert funnel.steps[-1].patients == len({item.patient for item in funnel.items})


def test_problem_that_holds_nothing_back_is_listed_and_stays():
    funnel = Funnel("x", [Item(1, "a")])
    funnel.quarantine("odd", lambda item: Problem(KIND, Place("f", item.number), quarantined=False))
    assert (len(funnel.items), len(funnel.problems), len(funnel.steps)) == (1, 1, 1)


def numbers(funnel):
    return [(s.centre, s.name, s.excluded, s.rows, s.patients) for s in funnel.steps]


def test_every_step_in_numbers():
    funnel = Funnel("umcg", [Item(n, "aab"[n]) for n in range(3)], lost=2)
    funnel.exclude("too small", lambda item: item.number < 1)
    funnel.exclude("too large", lambda item: item.number > 9)
    funnel.quarantine("fine", lambda _: None)
    funnel.quarantine(
        "odd", lambda i: Problem(KIND, Place("f", i.number)) if i.number == 1 else None
    )
    assert numbers(funnel) == [
        ("umcg", "read", 0, 5, 2),
        ("umcg", "row cannot be read", 2, 3, 2),
        ("umcg", "too small", 1, 2, 2),
        ("umcg", "too large", 0, 2, 2),
        ("umcg", "odd", 1, 1, 1),
    ]
    assert [problem.place.row for problem in funnel.problems] == [1]
    later = funnel.map_all(lambda items: [Item(item.number + 10, "z") for item in items])
    assert later.items == [Item(12, "z")]
    assert (later.centre, later.steps, later.problems) == ("umcg", funnel.steps, funnel.problems)


def test_nothing_lost_is_no_step():
    assert numbers(Funnel("x", [])) == [("x", "read", 0, 0, 0)]
