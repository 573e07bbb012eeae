from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language import name_pools as names
from dragon_prep.language.form import clean, fold
from dragon_prep.language.pools import rows
from dragon_prep.language.sexes import sex_of
from dragon_prep.phi.names.marking import marked
from dragon_prep.phi.names.tokens import Role
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
ORDINARY = [name for name, particle, _ in rows("surnames") if not particle]
FIRST = [n for n, *_ in rows("first_names_male") if n.lower() not in names.surnames_alone()]


def person(original: str, patient: PatientSurrogates = PATIENT) -> str:
    return patient.surrogate(original, "PERSOON")


@given(st.sampled_from(ORDINARY), st.sampled_from(FIRST), st.integers(0, 200))
def test_one_person_one_surrogate(surname: str, first: str, number: int) -> None:
    patient = PatientSurrogates(KEY, "rumc", str(number))
    new_first, new = person(f"{first} {surname}", patient).split()
    initial = new_first[0]
    assert fold(new) != fold(surname)
    assert person(surname, patient) == new
    assert person(surname.upper(), patient) == new.upper()
    assert person(surname.lower(), patient) == new.lower()
    assert person(f"dr. {surname}", patient) == f"dr. {new}"
    assert person(f"{first[0]}. {surname}", patient) == f"{initial}. {new}"
    assert person(f"{surname}, {first[0]}.", patient) == f"{new}, {initial}."
    assert person(f"{surname}, {first}", patient) == f"{new}, {new_first}"
    assert person(f"mw. {surname}-Bezemer", patient).startswith(f"mw. {new}-")
    assert person(f"{first}\n{surname}", patient) == f"{new_first}\n{new}"


@pytest.mark.parametrize("number", range(20))
def test_particles_in_all_their_forms_are_of_one_person(number: int) -> None:
    patient = PatientSurrogates(KEY, "rumc", str(number))
    *_, name = person("van den Heuvel", patient).split()
    for form, pattern in (
        ("J. van den Heuvel", rf"[A-Z]\. van d(en|er|e) {name}"),
        ("dr. v.d. Heuvel", rf"dr\. v\.d\. {name}"),
        ("vd Heuvel", f"vd {name}"),
        ("VAN DEN HEUVEL", f"VAN D(EN|ER|E) {name.upper()}"),
        ("Heuvel, J. van den", rf"{name}, [A-Z]\. van d(en|er|e)"),
        ("Heuvel", name),
    ):
        assert re.fullmatch(pattern, person(form, patient)), form


def test_accents_make_no_other_person() -> None:
    assert person("B. Çelik") == person("B. Celik")
    assert person("J.\u00a0Jansen") == person("J. Jansen")


def test_relatives_share_the_surname_and_not_the_first_name() -> None:
    jan, piet = person("Jan Jansen").split(), person("Piet Jansen").split()
    assert jan[1] == piet[1]
    assert jan[0] != piet[0]
    assert person("Jan en Piet Jansen") == f"{jan[0]} en {piet[0]} {jan[1]}"


@pytest.mark.parametrize("sex", ["male", "female"])
def test_the_sex_of_a_first_name_is_kept(sex: str) -> None:
    other = "female" if sex == "male" else "male"
    listed = {one: {name for name, *_ in rows(f"first_names_{one}")} for one in names.SEXES}
    for name in sorted(listed[sex] - listed[other]):
        if name.lower() in names.surnames_alone():
            continue
        new = person(f"{name} Jansen").split()[0]
        assert sex_of(new.lower()) == sex or new in listed[sex]


@given(st.sampled_from(ORDINARY), st.sampled_from(FIRST))
def test_nothing_of_a_name_is_left(surname: str, first: str) -> None:
    for form in (f"{first} {surname}", f"{surname}, {first}", f"dr. {first} {surname}, radioloog"):
        words = re.findall("[a-z]+", person(form).lower())
        assert surname.lower() not in words
        assert first.lower() not in words


@pytest.mark.parametrize(
    ("mention", "roles"),
    [
        ("dr. J.P. van den Berg-Jansen", "TIIPPSS"),
        ("Jan Jansen", "GS"),
        ("JANSEN, JP", "SI"),
        ("Jansen, Piet", "SG"),
        ("Jansen Piet", "SG"),
        ("Jan P. Jansen", "GIS"),
        ("de heer Jansen, radioloog", "TTST"),
        ("collega v Dam", "TPS"),
        ("Chr. Jansen", "IS"),
        ("J. BOS", "IS"),
        ("Anna BOS", "GS"),
        ("DE BOER JP", "PSI"),
        ("Anna", "G"),
        ("Jansen", "S"),
        ("Jan-Willem", "GG"),
        ("J. Arts", "IS"),
        ("dr. Arts", "TS"),
        ("radioloog", "S"),
        ("al Hassan", "PS"),
        ("A.B.", "II"),
        ("v.d. Berg", "PPS"),
    ],
)
def test_mentions_are_taken_apart(mention: str, roles: str) -> None:
    pieces = marked(mention)
    assert "".join(piece.text for piece in pieces) == mention
    assert "".join(p.role.name[0] for p in pieces if p.role is not Role.GAP) == roles


@example("e/v")
@given(st.text("abAB .,-'/\nvdeJ", max_size=30))
def test_every_mention_with_a_letter_has_something_to_replace(mention: str) -> None:
    pieces = marked(mention)
    assert "".join(piece.text for piece in pieces) == mention
    if any(letter.isalpha() for letter in mention.replace("'s", "")):
        assert {p.role for p in pieces} & {Role.SURNAME, Role.GIVEN, Role.INITIALS}


@given(st.text("abcdefgABCDEFG", min_size=1, max_size=6), st.integers(0, 50))
def test_staff_codes_keep_length_and_capitals(code: str, number: int) -> None:
    new = PatientSurrogates(KEY, "rumc", str(number)).surrogate(code, "PERSOONAFKORTING")
    assert [c.isupper() for c in new] == [c.isupper() for c in code]
    assert new.lower() != code.lower()


def test_clean_text_is_left_alone() -> None:
    assert clean("J. Jansen\n") == "J. Jansen\n"
    assert clean("a\u2028b\x00c\U0001f600\ud800") == "a b c"
