from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.phi.ages.surrogate import age
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.scope import Rules
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
patients = st.integers(0, 500).map(lambda n: PatientSurrogates(KEY, "rumc", str(n)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")


FORMS = ("{:02}:{:02}", "{:02}.{:02} uur", "{}u{:02}", "{:02}{:02} uur")
minutes_of_day = st.integers(0, 24 * 60 - 1)


def time(when: int, patient: PatientSurrogates, form: str = FORMS[0]) -> str:
    return patient.surrogate(form.format(*divmod(when, 60)), "TIJD")


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


@given(minutes_of_day, patients)
def test_a_time_moves_alike_in_every_notation(when: int, patient: PatientSurrogates) -> None:
    new = divmod(minutes(time(when, patient)), 60)
    for form in FORMS:
        assert time(when, patient, form) == form.format(*new)


@given(minutes_of_day, patients)
def test_a_time_moves_by_the_shift_unless_the_day_ends(
    when: int, patient: PatientSurrogates
) -> None:
    shift = patient._scope.minutes
    if 60 <= when + shift < 24 * 60 - 60:
        assert minutes(time(when, patient)) == when + shift
    else:
        assert (minutes(time(when, patient)) - when) * shift > 0 or when in (0, 24 * 60 - 1)


@given(minutes_of_day, minutes_of_day, patients)
def test_times_of_a_day_keep_their_order(one: int, other: int, patient: PatientSurrogates) -> None:
    assume({one, other} not in ({0, 1}, {24 * 60 - 2, 24 * 60 - 1}))
    first, last = (minutes(time(when, patient)) for when in sorted((one, other)))
    assert first <= last


@given(st.integers(0, 86399), st.integers(0, 86399), patients)
def test_seconds_are_in_order_too(one: int, other: int, patient: PatientSurrogates) -> None:
    assume(59 < one < 86340 and 59 < other < 86340)
    seconds = []
    for when in sorted((one, other)):
        text = f"{when // 3600:02}:{when // 60 % 60:02}:{when % 60:02}"
        new = patient.surrogate(text, "TIJD")
        assert new != text
        seconds.append(minutes(new[:5]) * 60 + int(new[6:]))
    assert seconds[0] <= seconds[1]


@given(st.integers(0, 24), patients)
def test_a_whole_hour_changes_too(hours: int, patient: PatientSurrogates) -> None:
    new = patient.surrogate(f"{hours} uur", "TIJD")
    assert new.endswith(" uur")
    assert int(new.split()[0]) != hours


@given(st.integers(0, 99), st.integers(0, 99), patients)
def test_no_time_stays(hours: int, minutes: int, patient: PatientSurrogates) -> None:
    original = f"{hours:02}:{minutes:02}"
    assert patient.surrogate(original, "TIJD") != original


def test_a_date_among_the_times_moves_as_dates_do() -> None:
    day = PATIENT.surrogate("12-03-2019", "DATUM")
    time = PATIENT.surrogate("14:05", "TIJD")
    assert PATIENT.surrogate("12-03-2019 14:05", "TIJD") == f"{day} {time}"


@given(st.integers(0, 120))
def test_ages_from_ninety_on_are_ninety(years: int) -> None:
    kept = str(min(years, 90))
    for form in ("{}", "{} jaar", "{}jr", "{}-jarige man"):
        assert PATIENT.surrogate(form.format(years), "LEEFTIJD") == form.format(kept)
    assert PATIENT.surrogate(f"{years} weken", "LEEFTIJD") == f"{years} weken"


@pytest.mark.parametrize(
    "original",
    [
        "Jansen", "12-03-2019", "0612345678", "67 Jansen", "T12-3456", "'54", "12-03", "12.34.567",
        "1954", "12-03 jaar", "op 12 10", "T12", "007", "geb. 1954", "60-65", "12.10", "12:34",
    ],
)  # fmt: skip
def test_what_is_no_age_is_not_kept(original: str) -> None:
    new = PATIENT.surrogate(original, "LEEFTIJD")
    assert new != original
    assert "Jansen" not in new
    digits = re.findall(r"\d{2,}", original)
    assert original == "67 Jansen" or not set(digits) & set(re.findall(r"\d+", new))


@pytest.mark.parametrize(
    "original",
    ["67", "(67)", "M67", "67 jaar", "67-jarige man", "60/65 jr", "45 a 50 jaar", "1,5 jaar",
     "3 jaar en 4 maanden", "6 mnd", "95 weken", "begin 60", "70+", "67\njaar", "man, 67"],
)  # fmt: skip
def test_a_plain_age_stays(original: str) -> None:
    assert PATIENT.surrogate(original, "LEEFTIJD") == original


@pytest.mark.parametrize("original", ["'54", "1954", "12-03", "12-03-1954"])
def test_a_date_marked_as_an_age_moves_as_dates_do(original: str) -> None:
    assert PATIENT.surrogate(original, "LEEFTIJD") == PATIENT.surrogate(original, "DATUM")


@pytest.mark.parametrize(
    ("original", "new"),
    [
        ("95-jarige", "90-jarige"),
        ("vijfennegentig jaar", "negentig jaar"),
        ("Tweeënnegentigjarige", "Negentigjarige"),
        ("honderdeen jaar", "negentig jaar"),
        ("ninety-five years", "ninety years"),
        ("negenentachtig jaar", "negenentachtig jaar"),
        ("eighty-nine years", "eighty-nine years"),
        ("tachtiger", "tachtiger"),
        ("85-95 jaar", "85-90 jaar"),
    ],
)
def test_ages_in_words_are_capped_likewise(original: str, new: str) -> None:
    assert PATIENT.surrogate(original, "LEEFTIJD") == new


@pytest.mark.parametrize(
    ("original", "new"),
    [("83", "80"), ("80 jaar", "80 jaar"), ("drieëntachtig jaar", "tachtig jaar"), ("79", "79")],
)
def test_another_cap_for_another_policy(original: str, new: str) -> None:
    scope = scope_of(KEY, rules=Rules(oldest=80))
    assert age(original, scope) == new
