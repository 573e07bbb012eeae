"""Numbers in part, or with a digit wrong, hold a report back; measures and years do not."""

from __future__ import annotations

import pytest

from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.core.phi import PhiCategory


def leaks(text, number="274918365", category="BSN", **more):
    return (
        PatientOriginals.of([(number, PhiCategory(category))], (), **more).verdict(text, ()).leaks
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nummer 27491836 bekend.",  # one is missing
        "Nummer 2749.18.35 bekend.",
        "BSN2749 1835",
        "Nummer 274981365 bekend.",  # two are swapped
        "Nummer 274918355 bekend.",  # one is wrong
        "Nummer 2749180365 bekend.",  # one too many
        "Eindigt op 8365.",
        "Dossier ...918365 ingezien.",
    ],
)
def test_numbers_in_part(text):
    assert leaks(text) == {("R357", "BSN"): 1}


@pytest.mark.parametrize(
    "text",
    [
        "Nummer 27491 bekend.",
        "Nummer 274918 bekend.",  # its first digits
        "Volume 8365 ml.",
        "Waarde 8365,2 en 1.8365",
        "PSA 8365",
        "Nummer 3749193658",
        "b8365",
    ],
)
def test_other_numbers(text):
    assert not leaks(text)


def test_a_year_is_no_end_of_a_number():
    assert not leaks("Sinds 2016 bekend.", "27492016")
    assert leaks("Nummer 492016 bekend.", "27492016")


def test_short_numbers_have_no_parts():
    assert not leaks("Nummer 3456 en 12345 bekend.", "123456", "PATIENTNUMMER")
    assert leaks("Nummer 4567 bekend.", "1234567", "PATIENTNUMMER")


def test_kept_numbers_have_no_parts():
    assert not leaks("Nummer 27491836 bekend.", kept={PhiCategory.BSN})
