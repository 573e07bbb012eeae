"""Shifts after which no date of a patient is later, or earlier, than dates may be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream
from dragon_prep.phi.care_context import CareContext
from dragon_prep.phi.names.people import People
from dragon_prep.phi.scope import Scope, fitting_weeks, week_shifts

WEEKS = week_shifts(1, 4)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def shift(around, which="0"):
    return 7 * fitting_weeks(KeyedStream(KEY, KeyPurpose.SHIFT, which), WEEKS, around)


KEY = ProjectKey(bytes(32))


@given(DAYS, DAYS, st.integers(0, 400), st.text(max_size=3))
def test_no_date_is_later_than_the_last_of_the_cohort(first, latest, until_last, which):
    first, latest = sorted((first, latest))
    last = min(date(2199, 12, 31), latest + timedelta(until_last))
    moved = latest + timedelta(shift(CareContext(None, (), first, latest, last), which))
    assert moved <= last
    assert moved != latest


@given(st.dates(date(1900, 1, 1), date(1960, 1, 1)), st.text(max_size=3))
def test_nobody_is_born_before_1900(born, which):
    latest = date(2020, 5, 1)
    moved = born + timedelta(shift(CareContext(None, (), born, latest, latest), which))
    assert moved.year >= 1900 or born < date(1901, 2, 1)  # nothing that goes back would do


@pytest.mark.parametrize(
    "around",
    [
        CareContext(),
        CareContext(None, (), date(2010, 1, 1), date(2018, 1, 1), None),
        CareContext(None, (), date(2010, 1, 1), date(2091, 1, 1), date(2020, 1, 1)),
        CareContext(None, (), None, None, date(2020, 1, 1)),
    ],
    ids=["nothing known", "no cohort", "a slip", "no date of the patient"],
)
def test_dates_move_back_where_nothing_else_is_safe(around):
    found = {shift(around, str(number)) for number in range(300)}
    assert max(found) < 0
    assert len(found) > 25


def test_patients_of_long_ago_move_either_way():
    around = CareContext(None, (), date(1950, 1, 1), date(2010, 1, 1), date(2020, 1, 1))
    found = {shift(around, str(number)) for number in range(600)}
    assert found == {7 * weeks for weeks in WEEKS}


def test_a_later_last_date_moves_only_whom_it_lets_move():
    early = CareContext(None, (), date(1950, 1, 1), date(2018, 1, 1), date(2019, 6, 1))
    later = CareContext(None, (), date(1950, 1, 1), date(2018, 1, 1), date(2019, 6, 15))
    same = sum(shift(early, str(n)) == shift(later, str(n)) for n in range(300))
    assert same > 280


def test_tags_and_mentions_of_their_own_move_within_the_same_bounds():
    latest = date(2020, 5, 1)
    around = CareContext(None, (), date(1950, 1, 1), latest, latest)
    scope = Scope(KEY, People(KEY), around=around)
    for number in range(50):
        assert scope.isolated("a", str(number)).days < 0
        assert scope.with_new_shifts("b", str(number)).days < 0
        assert scope.with_new_names("c", str(number)).days == scope.days
