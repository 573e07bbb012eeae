"""What a patient's surrogates depend on: shifts of whole weeks and of minutes, and other scopes."""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.names.roster import cast
from dragon_prep.phi.persons import Abbreviation
from dragon_prep.phi.scope import RULES, Rules, Scope, week_shifts

KEY = ProjectKey(bytes(range(32)))


@pytest.mark.parametrize(
    ("fewest", "most", "weeks"),
    [
        (1, 1, [48, 49, 50, 51, 52]),
        (2, 2, [100, 101, 102, 103, 104]),
        (1, 2, [48, 49, 50, 51, 52, 53, 54, 55, 56, 100, 101, 102, 103, 104]),
        (4, 4, [205, 206, 207, 208]),
    ],
)
def test_dates_move_by_about_whole_years_back_or_forth_and_never_by_more(fewest, most, weeks):
    assert week_shifts(fewest, most) == (*(-week for week in reversed(weeks)), *weeks)


def test_times_move_by_one_to_four_hours_and_never_by_whole_hours():
    drawn = {scope_of(KEY.derived(str(number))).minutes for number in range(3000)}
    usual = {minutes for minutes in range(61, 240) if minutes % 60}
    assert drawn == usual | {-minutes for minutes in usual}


def test_shifts_are_the_keys_and_stay():
    scope = scope_of(KEY)
    assert (scope.days, scope.minutes) == (-357, -72)
    assert (scope.days, scope.minutes) == (-357, -72)
    assert scope.days % 7 == 0
    assert scope.rules == RULES == Rules(fewest_years=1, most_years=4, oldest=90)


def test_shifts_that_are_given_are_kept():
    scope = Scope(KEY, scope_of(KEY).people, days=14, minutes=-61)
    assert (scope.days, scope.minutes) == (14, -61)


def test_other_scopes_have_other_shifts_and_the_same_rules():
    rules = Rules(2, 3, 80)
    scope = scope_of(KEY, rules=rules)
    apart, renewed = scope.isolated("x"), scope.with_new_shifts("x")
    assert apart.days == renewed.days != scope.days
    assert apart.minutes == renewed.minutes != scope.minutes
    assert apart.key != scope.isolated("x", "y").key
    assert apart.rules == renewed.rules == scope.with_new_names("x").rules == rules


def test_other_names_leave_the_shifts():
    scope = scope_of(KEY)
    other = scope.with_new_names("x")
    assert (other.days, other.minutes) == (scope.days, scope.minutes)
    assert other.key != scope.key


def test_who_is_who_stays_where_names_are_new_and_is_forgotten_apart():
    known = cast([("J. Smit", "PERSOON"), ("JSm", "PERSOONAFKORTING")])
    scope = scope_of(KEY, known)
    for renewed in (scope.with_new_shifts("x"), scope.with_new_names("x")):
        assert renewed.people.abbreviation("jsm").core == "smit"
        assert renewed.people.surname("smit", "none") != scope.people.surname("smit", "none")
    apart = scope.isolated("x").people
    assert apart.abbreviation("jsm") is None
    for people in (scope.people, renewed.people, apart):
        assert people.is_real("jsmit")
        assert not people.is_real("bakker")


def test_streams_differ_by_use_and_context():
    scope = scope_of(KEY)
    first = scope.stream(KeyPurpose.PLACE, "town").choice(range(10**6))
    assert scope.stream(KeyPurpose.PLACE, "town").choice(range(10**6)) == first
    assert scope.stream(KeyPurpose.PLACE, "hospital").choice(range(10**6)) != first
    assert scope.stream(KeyPurpose.NAME, "town").choice(range(10**6)) != first


def test_neither_shows_what_it_holds():
    assert repr(scope_of(KEY)) == "<Scope of a patient>"
    assert repr(scope_of(KEY).people) == "<People of a patient>"
    assert repr(Abbreviation("smit", "none", 1, 2, 3)) == "<Abbreviation of 6 letters>"
