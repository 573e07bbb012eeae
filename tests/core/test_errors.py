"""Faults and problems in words, and the exit codes that scripts rely on."""

from __future__ import annotations

import pickle

import pytest

from dragon_prep.core import errors
from dragon_prep.core.errors import ErrorCode, Place, Problem, in_order, rows_quarantined

KIND = ErrorCode("E998", "this went wrong", "Do that.")
LATER = ErrorCode("E999", "that went wrong", "Do this.")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("DragonPrepError", 1), ("UsageFault", 2), ("InputFault", 3), ("VerifyFault", 4)),
        *(("KeyFault", 5), ("SystemFault", 6), ("OwnFault", 70)),
    ],
)
def test_exit_codes(name, code):
    fault = getattr(errors, name)(KIND)
    assert (fault.exit_code, isinstance(fault, errors.DragonPrepError)) == (code, True)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("a.csv"), "a.csv"),
        (Place("a.csv", 0), "a.csv, row 0"),
        (Place("a.py", 3), "a.py, line 3"),
        (Place("a.csv", 3, "id"), "a.csv, row 3, column 'id'"),
        (Place("a.csv", None, ""), "a.csv, column ''"),
    ],
)
def test_places_in_words(place, words):
    assert str(place) == words


def test_faults_in_words():
    assert str(errors.UsageFault(KIND)) == "E998 this went wrong. Do that."
    whole = errors.UsageFault(KIND, "It broke.", place=Place("a", 2), remedy="Mend it.")
    assert str(whole) == "E998 a, row 2: It broke. Mend it."
    assert str(errors.UsageFault(KIND, "Did you mean x?")) == "E998 Did you mean x? Do that."


def test_a_fault_survives_a_trip_between_processes():
    problem = Problem(KIND, Place("a"))
    fault = errors.InputFault(KIND, "x", place=Place("a"), remedy="y", problems=(problem,))
    again = pickle.loads(pickle.dumps(fault))
    assert type(again) is errors.InputFault
    assert (again.kind, again.detail, again.place) == (KIND, "x", Place("a"))
    assert (again.remedy, again.problems) == ("y", (problem,))


def test_problems_in_words():
    assert str(Problem(KIND, Place("a", 2))) == "E998 a, row 2: this went wrong"
    assert str(Problem(KIND, Place("a", 2), "in 3 cells")) == "E998 a, row 2: in 3 cells"


def test_problems_once_by_code_and_place():
    ordered = [
        Problem(KIND, Place("a")),
        Problem(KIND, Place("a", 2)),
        Problem(KIND, Place("a", 2, "x"), "one", quarantined=False),
        Problem(KIND, Place("a", 2, "x"), "one"),
        Problem(KIND, Place("a", 2, "x"), "two"),
        Problem(KIND, Place("a", 2, "y"), "one"),
        Problem(KIND, Place("a", 10)),
        Problem(KIND, Place("b", 1)),
        Problem(LATER, Place("a")),
    ]
    assert in_order([*reversed(ordered), ordered[3]]) == tuple(ordered)


def test_rows_are_counted_once_and_only_where_they_are_held_back():
    problems = [
        Problem(KIND, Place("a", 2, "x")),
        Problem(LATER, Place("a", 2, "y")),
        Problem(KIND, Place("a", 3)),
        Problem(KIND, Place("b", 2)),
        Problem(KIND, Place("b", 9), quarantined=False),
    ]
    assert rows_quarantined(problems) == 3
