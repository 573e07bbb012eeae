"""Studies, companies and schools in a mention: what is their name, and what stands beside it."""

from __future__ import annotations

import re

import pytest

from dragon_prep.phi.organisations.grammar import OrganisationKind, parse, reads, render

STUDY = OrganisationKind.STUDY


@pytest.mark.parametrize(
    ("marked", "kind", "found", "identity"),
    [
        ("[HOVON |150]", "STUDY", "STUDY", "hovon"),
        ("de [Lumina-|2] trial", "STUDY", "STUDY", "lumina"),
        ("studie [HOVON-|150]", "STUDY", "STUDY", "hovon"),
        ("[HOVON150]", "STUDY", "STUDY", "hovon150"),
        ("[trial]", "STUDY", "STUDY", "trial"),
        ("de [studie]", "STUDY", "STUDY", "studie"),
        ("[12 AB]", "STUDY", "STUDY", "12ab"),
        ("[Janssen] B.V.", None, "COMPANY", "janssen"),
        ("[Janssen] B.V.", "COMPANY", "COMPANY", "janssen"),
        ("[bakkerij Janssen]", None, "COMPANY", "bakkerijjanssen"),
        ("[Janssen & Zn]", None, "COMPANY", "janssenzn"),
        ("'[Janssen]'", None, "COMPANY", "janssen"),
        ("basisschool ['t Kofschip]", None, "SCHOOL", "tkofschip"),
        ("Basisschool [De Zonnebloem]", None, "SCHOOL", "dezonnebloem"),
        ("[basisschool]", None, "COMPANY", "basisschool"),
        ("hogeschool [Utrecht]", None, "SCHOOL", "utrecht"),
        ("muziekschool [X]", None, "SCHOOL", "x"),
        ("middelbare school [X]", None, "SCHOOL", "x"),
        ("vrije school [X]", None, "SCHOOL", "x"),
        ("school [X]", None, "SCHOOL", "x"),
        ("lyceum [X]", None, "SCHOOL", "x"),
        ("college [X]", None, "SCHOOL", "x"),
        ("academie [X]", None, "SCHOOL", "x"),
        ("universiteit [X]", None, "SCHOOL", "x"),
        ("kinderdagverblijf [X]", None, "SCHOOL", "x"),
        ("peuterspeelzaal [X]", None, "SCHOOL", "x"),
        ("creche [X]", None, "SCHOOL", "x"),
        ("[college X]", "STUDY", "STUDY", "collegex"),
        ("[Het College X]", None, "COMPANY", "hetcollegex"),
        ("[X 12 B]", None, "COMPANY", "x12b"),
        ("[X-|12]", None, "COMPANY", "x"),
        ("[X |12]", None, "COMPANY", "x"),
        ("([X])", None, "COMPANY", "x"),
        ("[A]", None, "COMPANY", "a"),
    ],
)
def test_a_name_and_its_number_stand_among_words_that_stay(marked, kind, found, identity):
    text = re.sub(r"[][|]", "", marked)
    value = parse(text, kind=kind and OrganisationKind[kind])
    number = f"{value.notation.gap}|{value.number}" if value.number else ""
    name = f"[{value.name}{number}]"
    assert f"{value.notation.before}{name}{value.notation.behind}" == marked
    assert (value.kind.name, value.identity, value.end) == (found, identity, len(text))
    assert reads(text)
    assert render(value, like=value) == text


@pytest.mark.parametrize("text", ["", " X", "150", "!!"])
def test_what_has_no_name_is_no_organisation(text):
    assert parse(text, kind=STUDY) is None
    assert parse(text) is None
    assert not reads(text)


def test_a_study_is_read_from_where_it_starts():
    value = parse("in HOVON 3", 3, STUDY)
    assert (value.notation.before, value.name, value.number, value.end) == ("", "HOVON", "3", 10)


@pytest.mark.parametrize(
    ("like", "other", "written"),
    [
        ("HOVON 150", "LUMINA-3", "LUMINA 3"),
        ("HOVON", "LUMINA-3", "LUMINA-3"),
        ("HOVON-1", "LUMINA", "LUMINA"),
        ("de hovon 1 trial", "Lumina-3", "de lumina 3 trial"),
        ("Hovon 2", "LUMINA-3", "LUMINA 3"),
    ],
)
def test_another_study_takes_the_sign_before_the_number(like, other, written):
    assert render(parse(other, kind=STUDY), like=parse(like, kind=STUDY)) == written
