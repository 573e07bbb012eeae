from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.phi.ages.surrogate import age
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.scope import Rules
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
# Whose dates move into another month, so that no number of a date stays by chance.
MOVED = PatientSurrogates(KEY, "rumc", "2")


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
    new = MOVED.surrogate(original, "LEEFTIJD")
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
