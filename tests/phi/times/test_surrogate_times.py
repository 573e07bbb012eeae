from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
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
