from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.spans import Span
from dragon_prep.language.pools import calendar
from dragon_prep.phi.care_context import CareContext
from dragon_prep.phi.dates import moves as date_moves
from dragon_prep.phi.dates.surrogate import date_surrogate, full_date, nearest_full
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.scope import RULES, Scope, week_shifts
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
MONTHS = [m[0] for m in calendar("month", "nl")]
SHORT_MONTHS = [m[min(1, len(m) - 1)] for m in calendar("month", "nl")]
WEEKDAYS = [w[0] for w in calendar("weekday", "nl")]
days = st.dates(date(1900, 1, 1), date(2035, 12, 31))
patients = st.integers(0, 500).map(lambda n: PatientSurrogates(KEY, "rumc", str(n)))

# How to write a date, and how to read it again.
NOTATIONS = {
    "dd-mm-yyyy": lambda d: f"{d:%d-%m-%Y}",
    "d/m/yyyy": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dd.mm.yyyy": lambda d: f"{d:%d.%m.%Y}",
    "dd mm yyyy": lambda d: f"{d:%d %m %Y}",
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "yyyymmdd": lambda d: f"{d:%Y%m%d}",
    "words": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "short": lambda d: f"{d.day} {SHORT_MONTHS[d.month - 1]}. {d.year}",
    "weekday": lambda d: f"{WEEKDAYS[d.weekday()]} {d.day} {MONTHS[d.month - 1]} {d.year}",
    "broken": lambda d: f"{d.day}\n{MONTHS[d.month - 1]}\n{d.year}",
}


def moved(original: str, patient: PatientSurrogates) -> str:
    return patient.surrogate(original, "DATUM")


def shift(patient: PatientSurrogates) -> timedelta:
    return timedelta(patient._scope.days)


@pytest.mark.parametrize("notation", NOTATIONS)
@given(day=days, patient=patients)
def test_a_full_date_moves_by_exactly_the_shift(
    notation: str, day: date, patient: PatientSurrogates
) -> None:
    write = NOTATIONS[notation]
    # Whether 3-9-2019 would have a zero cannot be seen from 12-10-2019; then it gets one.
    assume(notation != "d/m/yyyy" or min(day.day, day.month) < 10)
    assert moved(write(day), patient) == write(day + shift(patient))


@pytest.mark.parametrize("notation", ["%d-%m-%y", "%d/%m/%y", "%d%m%y"])
@given(day=st.dates(date(1941, 1, 1), date(2036, 12, 31)), patient=patients)
def test_a_year_of_two_digits_moves_likewise(
    notation: str, day: date, patient: PatientSurrogates
) -> None:
    assume(notation != "%d%m%y" or day.day not in (19, 20))  # may be read from the other side
    assert moved(day.strftime(notation), patient) == (day + shift(patient)).strftime(notation)


@given(days, days, patients)
def test_intervals_stay(one: date, other: date, patient: PatientSurrogates) -> None:
    new = moved(f"{one:%d-%m-%Y} t/m {other:%d-%m-%Y}", patient)
    first, last = (date(int(y), int(m), int(d)) for d, m, y in re.findall(r"(..)-(..)-(....)", new))
    assert last - first == other - one
    assert first != one


@given(days, patients, st.sampled_from(WEEKDAYS))
def test_weekdays_are_right_even_where_they_were_not(
    day: date, patient: PatientSurrogates, said: str
) -> None:
    right = WEEKDAYS[(day + shift(patient)).weekday()]
    assert moved(f"{said} {day:%d-%m-%Y}", patient).startswith(right)
    assert moved(f"{day:%d-%m-%Y} ({said})", patient).endswith(f"({right})")


@given(days, patients)
def test_partial_dates_move_as_nearly_as_they_can(day: date, patient: PatientSurrogates) -> None:
    whole = day + shift(patient)
    number, month = re.fullmatch(r"(\d\d)-(\d\d)", moved(f"{day:%d-%m}", patient)).groups()  # type: ignore[union-attr]
    near = [date(whole.year + y, int(month), min(int(number), 28)) for y in (-1, 0, 1)]
    assert min(abs((whole - d).days) for d in near) <= 4  # leap days and day 29 to 31
    year = int(moved(str(day.year), patient))
    assert abs(year - day.year - shift(patient).days / 365.25) < 1


PARTIAL = st.one_of(
    st.builds("{}-{}".format, st.integers(1, 31), st.integers(1, 12)),
    st.builds("{} {}".format, st.integers(1, 31), st.sampled_from(MONTHS)),
    st.builds("{} {}".format, st.sampled_from(MONTHS), st.integers(1950, 2030)),
    st.sampled_from([*MONTHS, *SHORT_MONTHS, *WEEKDAYS]),
    st.integers(1800, 2200).map(str),
    st.integers(0, 99).map("'{:02}".format),
    st.integers(1, 31).map(str),
    st.from_regex(r"[0-9]{2}-[0-9]{2}-[0-9]{4}", fullmatch=True),
)


@given(PARTIAL, patients)
def test_no_date_stays_as_it_was(original: str, patient: PatientSurrogates) -> None:
    new = moved(original, patient)
    assert new.lower() != original.lower()
    assert re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", new.lower())) == re.sub(
        r"[a-z]+", "a", re.sub(r"\d+", "0", original.lower())
    )


@pytest.mark.parametrize(
    ("original", "form"),
    [
        ("31-02-2019", r"\d\d-\d\d-20\d\d"),
        ("mrt 20l9", r"[a-z]{3} 20\d\d"),
        ("2 aprl", r"\d\d? [a-z]+"),
        ("45-67-2019", r"\d\d-\d\d-20\d\d"),
        ("00-00-0000", r"\d\d-\d\d-\d{4}"),
        ("12-13-2019", r"\d\d-\d\d-20\d\d"),
    ],
)
def test_impossible_dates_become_possible_ones(original: str, form: str) -> None:
    for number in range(50):
        assert re.fullmatch(form, moved(original, PatientSurrogates(KEY, "rumc", str(number))))


def test_what_is_no_date_does_not_slip_through() -> None:
    new = moved("12-03-2019 Jansen 998877", PatientSurrogates(KEY, "rumc", "1"))
    assert not re.search("2019|Jansen|998877", new)


def test_the_first_of_a_list_gets_a_month_where_it_needs_one() -> None:
    seen = set()
    for number in range(60):
        patient = PatientSurrogates(KEY, "rumc", str(number))
        first, last = date(2019, 5, 3) + shift(patient), date(2019, 5, 5) + shift(patient)
        new = moved("3-5 mei 2019", patient)
        same = first.month == last.month
        word = "" if same else f" {MONTHS[first.month - 1]}"
        assert new == f"{first.day}{word}-{last.day} {MONTHS[last.month - 1]} {last.year}"
        seen.add(same)
    assert seen == {True, False}


def test_shifts_are_whole_weeks_about_whole_years_within_four() -> None:
    shifts = week_shifts(RULES.fewest_years, RULES.most_years)
    assert 0 not in shifts
    assert len(shifts) == len(set(shifts)) > 60
    for weeks in shifts:
        assert abs(weeks * 7) <= 4 * 365.25
        assert abs(weeks * 7 - round(weeks * 7 / 365.25) * 365.25) <= 4 * 7 + 4
        assert date_moves.residue(weeks * 7) != 0
    assert min(shifts) == -max(shifts)


def test_patients_get_different_shifts_both_ways() -> None:
    long_ago = CareContext(None, (), date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1))
    found = {scope_of(KEY.derived("rumc", str(n)), around=long_ago).days for n in range(300)}
    assert len(found) > 50
    assert min(found) < 0 < max(found)


def test_patients_without_a_cohort_get_different_shifts_back() -> None:
    found = {scope_of(KEY.derived("rumc", str(n))).days for n in range(300)}
    assert len(found) > 25
    assert max(found) < 0


@given(days, st.integers(-170, 170), patients)
def test_a_date_without_a_year_is_that_nearest_to_a_full_one(
    full: date, apart: int, patient: PatientSurrogates
) -> None:
    partial = full + timedelta(apart)
    assume((partial.day, partial.month) != (29, 2))
    new = moved(f"{full:%d-%m-%Y}", patient)
    assert new == f"{full + shift(patient):%d-%m-%Y}"
    said = patient.surrogate(f"{partial:%d-%m}", "DATUM", anchor=full)
    assert said == f"{partial + shift(patient):%d-%m}"


@given(days, st.integers(-170, 170), patients)
def test_within_one_mention_too(full: date, apart: int, patient: PatientSurrogates) -> None:
    partial = full + timedelta(apart)
    assume((partial.day, partial.month) != (29, 2))
    new = moved(f"{full:%d-%m-%Y} en {partial.day} {MONTHS[partial.month - 1]}", patient)
    there = partial + shift(patient)
    assert new.endswith(f" en {there.day} {MONTHS[there.month - 1]}")


@given(days, patients)
def test_month_and_year_of_a_full_date_move_with_it(full: date, patient: PatientSurrogates) -> None:
    there = full + shift(patient)
    year = patient.surrogate(str(full.year), "DATUM", anchor=full)
    assert year == str(there.year) or there.year == full.year
    month = patient.surrogate(f"{MONTHS[full.month - 1]} {full.year}", "DATUM", anchor=full)
    assert month == f"{MONTHS[there.month - 1]} {there.year}"


@given(days, days, patients)
def test_age_in_days_at_a_report_stays(
    birth: date, report: date, patient: PatientSurrogates
) -> None:
    born, seen = (
        date(*map(int, reversed(moved(f"{day:%d-%m-%Y}", patient).split("-"))))
        for day in (birth, report)
    )
    assert seen - born == report - birth


@given(st.integers(-5000, 5000).filter(bool), days)
def test_partial_dates_change_under_any_shift(weeks: int, day: date) -> None:
    scope = scope_of(KEY)
    scope = Scope(scope.key, scope.people, 7 * (weeks % 300 or 1), scope.minutes)
    for text in (f"{day.year}", MONTHS[day.month - 1], f"{MONTHS[day.month - 1]} {day.year}"):
        for anchor in (None, day):
            assert date_surrogate(text, scope, anchor) != text


def test_dates_of_a_report_anchor_its_partial_ones() -> None:
    patient = PatientSurrogates(KEY, "rumc", "1")
    text = "CT 28-12 en MRI 3 jan; ontvangen 05-01-2020."
    spans = [Span(3, 8, "DATUM"), Span(16, 21, "DATUM"), Span(33, 43, "DATUM")]
    new = replace(text, spans, patient)
    first, second, third = (new.text[s.start : s.end] for s in new.spans)
    there = shift(patient)
    assert first == f"{date(2019, 12, 28) + there:%d-%m}"
    assert third == f"{date(2020, 1, 5) + there:%d-%m-%Y}"
    day = date(2020, 1, 3) + there
    assert second == f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def test_the_nearest_full_date_is_the_anchor() -> None:
    one, other = date(2019, 1, 1), date(2020, 1, 1)
    assert nearest_full(5, [(0, one), (8, other)]) == other
    assert nearest_full(4, [(0, one), (8, other)]) == one
    assert nearest_full(4, []) is None
    assert full_date("12 mei, 3-1-2020") == date(2020, 1, 3)
    assert full_date("'20") is None
