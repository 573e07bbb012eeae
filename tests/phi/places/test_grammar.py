"""What one notation of a town or hospital is: read, written again, another written in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mentions import mentions

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean, fold
from dragon_prep.language.pools import pool
from dragon_prep.phi.places.grammar import parse, parse_hospital, pieces, reads, render
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
BEFORE = ("", "te ", "in ", "regio ", "gemeente ")
CASES = (str, str.lower, str.upper)
names = st.sampled_from(pool("towns"))


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
        ("te Zwolle en Kampen", r"te [A-Z].* en [A-Z].*"),
        ("Meppe1", r"[^\d]+"),
        ("Kenya", r"[A-Z][A-Za-z' -]+"),
        ("elders", r"[a-z' -]+"),
    ],
)
def test_a_town_becomes_another_town(original, form):
    new = PATIENT.surrogate(original, "PLAATS")
    assert re.fullmatch(form, new), new
    towns = set(map(fold, pool("towns")))
    parts = re.split(r"/| en ", new.removeprefix("te "))
    assert all(fold(part) in towns for part in parts)


@pytest.mark.parametrize(
    ("original", "kept"),
    [
        ("afdeling urologie van het UMCG", r"afdeling urologie van het (.+)"),
        ("Isala, afdeling cardiologie", r"(.+), afdeling cardiologie"),
        ("poli longziekten Rijnstate", r"poli longziekten (.+)"),
    ],
)
def test_a_department_stays(original, kept):
    new = PATIENT.surrogate(original, "ZIEKENHUIS")
    name = re.fullmatch(kept, new)
    assert name is not None
    assert any(name[1] in entry.split("\t") for entry in pool("hospitals"))
    plain = re.fullmatch(kept, original)[1]
    assert name[1] == PATIENT.surrogate(plain, "ZIEKENHUIS")


def test_no_person_is_kept_as_a_department():
    assert "Wobbelink" not in PATIENT.surrogate("poli Wobbelink Rijnstate", "ZIEKENHUIS")


@given(st.sampled_from(pool("hospitals")))
def test_all_names_of_a_hospital_are_one(entry):
    full, short, abbreviation = entry.split("\t")
    new = PATIENT.surrogate(full, "ZIEKENHUIS")
    rows = [row for row in pool("hospitals") if row.split("\t")[0] == new]
    assert parse_hospital(full).identity == full
    if parse_hospital(short).identity == full:
        assert [PATIENT.surrogate(short, "ZIEKENHUIS")] == [row.split("\t")[1] for row in rows]
    if fold(abbreviation) != fold(short) and parse_hospital(abbreviation).identity == full:
        assert PATIENT.surrogate(abbreviation, "ZIEKENHUIS") == rows[0].split("\t")[2]
