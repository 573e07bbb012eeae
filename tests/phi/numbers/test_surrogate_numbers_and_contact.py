from __future__ import annotations

import re

import pytest
import stdnum.iban
import stdnum.nl.bsn
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.institutions import institutions
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
patients = st.integers(0, 500).map(lambda n: PatientSurrogates(KEY, "rumc", str(n)))
TOWN = r"(?:'[st][ -])?[A-Z][A-Za-z' -]+"  # "'s-Gravenzande", "'t Harde"
digits = st.text("0123456789", min_size=1, max_size=14)


@given(digits, st.sampled_from(["PATIENTNUMMER", "ZNUMMER", "PHINUMMER"]), patients)
def test_numbers_keep_their_shape_and_change(
    number: str, label: str, patient: PatientSurrogates
) -> None:
    new = patient.surrogate(number, label)
    assert new.isdigit()
    assert len(new) == len(number)
    assert new != number


@given(digits, patients)
def test_a_number_is_the_same_wherever_it_stands(number: str, patient: PatientSurrogates) -> None:
    new = patient.surrogate(number, "PATIENTNUMMER")
    assert patient.surrogate(f"MDN {number}", "PATIENTNUMMER") == f"MDN {new}"
    assert patient.surrogate(f"Z{number}", "ZNUMMER") == f"Z{new}"


@given(st.integers(10, 24), st.integers(10_000, 999_999), patients)
def test_the_year_of_a_report_moves_as_years_do(
    year: int, number: int, patient: PatientSurrogates
) -> None:
    new = patient.surrogate(f"T{year}-{number}", "RAPPORT_ID.T_NUMMER")
    assert new[1:3] == patient.surrogate(f"20{year}", "DATUM")[2:]
    assert patient.surrogate(f"T {year}-{number}", "RAPPORT_ID") == f"T {new[1:]}"


@given(st.integers(10**8, 10**9 - 1), patients)
def test_citizen_service_numbers_are_valid_and_nobodys(
    number: int, patient: PatientSurrogates
) -> None:
    new = patient.surrogate(str(number), "BSN")
    assert stdnum.nl.bsn.is_valid(new)
    assert new[0] == "9"
    assert new != str(number)


@given(st.from_regex(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}", fullmatch=True), patients)
def test_account_numbers_are_valid(number: str, patient: PatientSurrogates) -> None:
    new = patient.surrogate(number, "IBAN")
    assert stdnum.iban.is_valid(new)
    spaced = " ".join(number[i : i + 4] for i in range(0, 18, 4))
    assert patient.surrogate(spaced, "IBAN").replace(" ", "") == new


@given(st.integers(10**8, 10**9 - 1), patients)
def test_telephone_numbers_in_all_their_forms_are_one(
    number: int, patient: PatientSurrogates
) -> None:
    new = patient.surrogate(f"0{number}", "TELEFOONNUMMER")
    assert new[0] == "0"
    assert new[1:] != str(number)
    assert patient.surrogate(f"+31{number}", "TELEFOONNUMMER") == f"+31{new[1:]}"
    assert patient.surrogate(f"0031 {number}", "TELEFOONNUMMER") == f"0031 {new[1:]}"
    if str(number)[0] == "6":
        assert new.startswith("06")


def test_mobile_numbers_stay_mobile() -> None:
    assert PATIENT.surrogate("06-12345678", "TELEFOONNUMMER").startswith("06-")


def test_mail_follows_the_person() -> None:
    initial, surname = PATIENT.surrogate("J. Jansen", "PERSOON").lower().split(". ")
    assert PATIENT.surrogate("j.jansen@umcn.nl", "EMAIL").startswith(f"{initial}.{surname}@")
    *particle, core = PATIENT.surrogate("de Vries", "PERSOON").lower().split()
    new = PATIENT.surrogate("j.devries@gmail.com", "EMAIL")
    assert new.partition("@")[0].endswith(f".{''.join(particle)}{core}")


@pytest.mark.parametrize("label", ["ADRES", "PLAATS"])
def test_parts_of_an_address_agree_with_the_same_elsewhere(label: str) -> None:
    new = PATIENT.surrogate("Kerkstraat 12, 6511 LX Nijmegen", label)
    assert new.endswith(PATIENT.surrogate("Nijmegen", "PLAATS"))
    assert PATIENT.surrogate("6511 LX", "POSTCODE") in new
    assert "\n" not in new


def test_a_hospital_is_the_same_in_full_and_in_short() -> None:
    for number in range(50):
        patient = PatientSurrogates(KEY, "rumc", str(number))
        full = patient.surrogate("Canisius Wilhelmina Ziekenhuis", "ZIEKENHUIS")
        short = patient.surrogate("CWZ", "ZIEKENHUIS")
        assert any(one.names[0] == full and one.names[2] == short for one in institutions())


@pytest.mark.parametrize(
    ("original", "form"),
    [
        ("48149 M\u00fcnster", rf"\d{{5}} {TOWN}"),
        ("6525-GA Nijmegen", rf"\d{{4}}-[A-Z]{{2}} {TOWN}"),
        ("B-9000 Gent", rf"[A-Z]-\d{{4}} {TOWN}"),
        ("1000 Brussel", rf"\d{{4}} {TOWN}"),
        ("Nijmegen 6525GA", rf"{TOWN} \d{{4}}[A-Z]{{2}}"),
        ("6525 G", r"\d{4} [A-Z]"),
        ("Postcode: 6525 GA", r"Postcode: \d{4} [A-Z]{2}"),
    ],
)
def test_nothing_of_a_postcode_stays(original: str, form: str) -> None:
    parts = {*re.findall(r"\w{2,}", original), *re.findall(r"\b[A-Z]-|\d{4,}", original)}
    for number in range(100):
        patient = PatientSurrogates(KEY, "rumc", str(number))
        new = patient.surrogate(original, "POSTCODE")
        assert re.fullmatch(form, new), new
        # What another one has may come up: Nijmegen for Gent.
        assert not any(part in new for part in (parts | {"Munster"}) - {"Postcode"}), new


def test_the_town_beside_a_postcode_is_the_patients_other_town() -> None:
    assert PATIENT.surrogate("6525-GA Nijmegen", "POSTCODE").endswith(
        PATIENT.surrogate("Nijmegen", "PLAATS")
    )
