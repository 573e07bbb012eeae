"""What one notation of a study, company or school is: read, written again, written anew."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mentions import mentions

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import clean
from dragon_prep.language.pools import pool
from dragon_prep.phi.organisations.grammar import OrganisationKind, parse, reads, render
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
KINDS = {"STUDIE_NAAM": OrganisationKind.STUDY, "BEDRIJF": OrganisationKind.COMPANY}


@pytest.mark.parametrize(("category", "kind"), KINDS.items())
def test_every_mention_is_read_and_written_again(category, kind):
    found = [clean(mention) for mention in mentions(category)]
    for mention in found:
        value = parse(mention, kind=kind)
        assert render(value, like=value) == mention
    print(f"{category}: {len(found)} mentions")
    assert all(map(reads, found))


@given(
    st.sampled_from(("", "de ", "studie ")),
    st.sampled_from(pool("studies").options),
    st.sampled_from(("", "-2", " 150")),
    st.sampled_from(("", " trial", " studie")),
    st.sampled_from(pool("studies").options),
)
def test_another_study_reads_back_in_the_same_notation(before, name, number, behind, new):
    study = OrganisationKind.STUDY
    value = parse(f"{before}{name}{number}{behind}", kind=study)
    assert render(value, like=value) == f"{before}{name}{number}{behind}"
    other = parse(f"{new}{number}", kind=study)
    assert parse(render(other, like=value), kind=study) == other
    assert parse(f"{name.lower()}{number}", kind=study) == value


@pytest.mark.parametrize(
    ("original", "label", "form"),
    [
        ("HOVON 150", "STUDIE_NAAM", r"[A-Z]+ \d{3}"),
        ("de Lumina-2 trial", "STUDIE_NAAM", r"de [A-Z]+-\d trial"),
        ("Janssen B.V.", "BEDRIJF", r"[A-Z][A-Za-z ]+ B\.V\."),
        ("basisschool 't Kofschip", "BEDRIJF", r"basisschool (De|Het) [A-Z][a-z]+"),
        ("Basisschool De Zonnebloem", "BEDRIJF", r"Basisschool (De|Het) [A-Z][a-z]+"),
    ],
)
def test_organisations_keep_their_notation(original, label, form):
    new = PATIENT.surrogate(original, label)
    assert re.fullmatch(form, new), new
    assert new != original
