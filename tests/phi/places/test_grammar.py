"""What one notation of a town or hospital is: read, written again, another written in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mentions import mentions

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean, fold
from dragon_prep.language.gazetteer import towns
from dragon_prep.language.institutions import by_name, institutions, kind_of, kinds_like
from dragon_prep.phi.places.grammar import (
    HospitalForm,
    parse,
    parse_hospital,
    pieces,
    reads,
    render,
)
from dragon_prep.surrogate.cohort import NO_COHORT, care_context
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
BEFORE = ("", "te ", "in ", "regio ", "gemeente ")
CASES = (str, str.lower, str.upper)
names = st.sampled_from([town.name for town in towns().values()])
TOWN = r"(?:'[st][ -])?[A-Z][A-Za-z' -]+"  # "'s-Gravenzande", "'t Harde"


def written(text):
    return "".join(
        between + (render(place, like=place) if place is not None else "")
        for between, place in pieces(text)
    )


def test_every_town_is_read_and_written_again():
    found = [clean(mention) for mention in mentions("PLAATS")]
    assert [mention for mention in found if written(mention) != mention] == []
    print(f"PLAATS: {len(found)} mentions")
    assert all(map(reads, found))


def test_every_hospital_is_read_and_written_again():
    found = [clean(mention) for mention in mentions("ZIEKENHUIS")]
    for mention in found:
        place = parse_hospital(mention)
        assert render(place, like=place) == mention
    print(f"ZIEKENHUIS: {len(found)} mentions")


@given(st.sampled_from(BEFORE), names, st.sampled_from(CASES), names)
def test_another_town_reads_back_in_the_same_notation(before, name, case, new):
    value = parse(before + case(name))
    assert render(value, like=value) == before + case(name)
    other = parse(new)
    assert parse(render(other, like=value)) == other


@given(names, st.sampled_from([str.lower, str.upper]))
def test_a_town_is_the_same_in_any_case(name, case):
    assert parse(name) == parse(case(name))
    assert PATIENT.surrogate(case(name), "PLAATS") == case(PATIENT.surrogate(name, "PLAATS"))


@pytest.mark.parametrize(
    ("original", "form"),
    [
        ("Alphen a/d Rijn", r"[^/]+"),
        ("Arnhem/Nijmegen", r"[^/]+/[^/]+"),
        ("te Zwolle en Kampen", rf"te {TOWN} en {TOWN}"),
        ("Meppe1", r"[^\d]+"),
        ("Kenya", TOWN),
        ("elders", r"[a-z' -]+"),
    ],
)
def test_a_town_becomes_another_town(original, form):
    around = care_context([(original, "PLAATS")], "rumc", NO_COHORT)
    for number in range(30):
        patient = PatientSurrogates(KEY, "rumc", str(number), around=around)
        new = patient.surrogate(original, "PLAATS")
        assert re.fullmatch(form, new), new
        parts = re.split(r"/| en ", new.removeprefix("te "))
        assert all(fold(part) in towns() for part in parts)
        assert not {*map(fold, parts)} & {fold(part) for part in re.split(r"/| en ", original)}


@pytest.mark.parametrize(
    ("original", "kept"),
    [
        ("afdeling urologie van het UMCG", r"afdeling urologie van het (.+)"),
        ("Isala, afdeling cardiologie", r"(.+), afdeling cardiologie"),
        ("poli longziekten Rijnstate", r"poli longziekten (.+)"),
    ],
)
def test_a_department_stays(original, kept):
    plain = re.fullmatch(kept, original)[1]
    for number in range(30):
        patient = PatientSurrogates(KEY, "rumc", str(number))
        name = re.fullmatch(kept, patient.surrogate(original, "ZIEKENHUIS"))
        assert name is not None
        assert any(name[1] in one.names for one in institutions())
        assert name[1] == patient.surrogate(plain, "ZIEKENHUIS") != plain


def test_no_person_is_kept_as_a_department():
    assert "Wobbelink" not in PATIENT.surrogate("poli Wobbelink Rijnstate", "ZIEKENHUIS")


def test_no_two_institutions_have_one_full_name():
    full = [fold(one.names[0]) for one in institutions()]
    assert len(set(full)) == len(full)


@given(st.sampled_from(institutions()), st.integers(0, 50))
def test_all_names_of_a_hospital_are_one(known, number):
    full, short, abbreviation = known.names
    patient = PatientSurrogates(KEY, "rumc", str(number))
    new = patient.surrogate(full, "ZIEKENHUIS")
    (other,) = [one for one in institutions() if one.names[0] == new]
    assert other.kind in kinds_like(known.kind)
    assert parse_hospital(full).identity == full
    assert by_name()[fold(full)] == (known, 0) or fold(full) in map(fold, (short, abbreviation))
    if parse_hospital(short).identity == full and fold(short) != fold(full):
        assert patient.surrogate(short, "ZIEKENHUIS") == other.names[1]
    if fold(abbreviation) != fold(short) and parse_hospital(abbreviation).identity == full:
        assert patient.surrogate(abbreviation, "ZIEKENHUIS") == other.names[2]


@pytest.mark.parametrize(
    "original",
    ["Hospice Kuria", "Apotheek Linde", "Verpleeghuis Xyzabo", "Huisartsenpraktijk Xyzabo",
     "Thuiszorg Xyzabo", "Revalidatie Xyzabo", "Fysiotherapie Xyzabo", "Woonzorgcentrum Xyzabo"],
)  # fmt: skip
def test_what_says_its_kind_is_named_in_full(original):
    assert parse_hospital(original).notation.form is HospitalForm.FULL
    for number in range(30):
        new = PatientSurrogates(KEY, "rumc", str(number)).surrogate(original, "ZIEKENHUIS")
        assert new in [one.names[0] for one in institutions() if one.kind is kind_of(original)]
