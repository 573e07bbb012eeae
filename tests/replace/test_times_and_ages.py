from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.replace.key import ProjectKey
from dragon_prep.replace.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
patients = st.integers(0, 500).map(lambda n: PatientSurrogates(KEY, "rumc", str(n)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")


@given(st.integers(0, 23), st.integers(0, 59), patients)
def test_a_time_moves_by_the_shift_in_every_notation(
    hours: int, minutes: int, patient: PatientSurrogates
) -> None:
    new_hours, new_minutes = divmod((hours * 60 + minutes + patient._scope.minutes) % 1440, 60)
    for form in ("{:02}:{:02}", "{:02}.{:02} uur", "{}u{:02}", "{:02}{:02} uur", "{:02}:{:02}:30"):
        original = form.format(hours, minutes)
        assert patient.surrogate(original, "TIJD") == form.format(new_hours, new_minutes)


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
