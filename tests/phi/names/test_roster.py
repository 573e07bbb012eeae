"""Who is who among the mentions of one patient, and who becomes whom."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language import name_pools as names
from dragon_prep.language.form import fold
from dragon_prep.language.pools import rows
from dragon_prep.language.sexes import sex_of
from dragon_prep.phi.names.roster import cast
from dragon_prep.phi.staff_codes.abbreviated import Doctor, abbreviated
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
SURNAMES = [f"{particle} {name}".strip() for name, particle, _ in rows("surnames")]
ABROAD = [row[:3] for row in rows("names_abroad")]
FIRST = [name for sex in names.SEXES for name, *_ in rows(f"first_names_{sex}")]
full_names = st.tuples(st.sampled_from(FIRST), st.sampled_from(SURNAMES))
patients = st.integers(0, 200).map(str)


def surrogates(
    mentions: list[str], patient: str, avoid: frozenset[str] | None = None
) -> PatientSurrogates:
    return PatientSurrogates(
        KEY, "rumc", patient, cast((m, "PERSOON") for m in mentions), avoid=avoid
    )


@given(st.lists(full_names, min_size=1, max_size=8), patients, st.randoms())
def test_neither_order_nor_number_of_mentions_matters(
    people: list[tuple[str, str]], patient: str, random: object
) -> None:
    mentions = [" ".join(person) for person in people]
    shuffled = [*mentions, mentions[0]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = surrogates(mentions, patient), surrogates(shuffled, patient)
    for mention in mentions:
        assert one.surrogate(mention, "PERSOON") == other.surrogate(mention, "PERSOON")


@given(st.lists(st.sampled_from(SURNAMES), min_size=2, max_size=40, unique_by=fold), patients)
def test_no_two_surnames_of_a_patient_become_one_nor_one_of_them(
    surnames: list[str], patient: str
) -> None:
    cores = {surname.split()[-1].lower(): surname for surname in surnames}
    one = surrogates(surnames, patient)
    new = {one.surrogate(s, "PERSOON").split()[-1].lower() for s in cores.values()}
    assert len(new) == len(cores)
    assert not new & set(cores)


@given(st.lists(st.sampled_from(FIRST), min_size=2, max_size=6, unique=True), patients)
def test_relatives_do_not_become_namesakes(first: list[str], patient: str) -> None:
    mentions = [f"{name} Jansen" for name in first]
    one = surrogates(mentions, patient)
    new = [one.surrogate(mention, "PERSOON") for mention in mentions]
    assert len(set(new)) == len(first)
    assert len({name.split()[-1] for name in new}) == 1


@given(full_names, patients)
def test_every_form_of_a_full_name_is_of_one_person(person: tuple[str, str], patient: str) -> None:
    first, surname = person
    if surname.lower() in FIRST or first.lower() in names.surnames_alone():
        return
    forms = [f"{first} {surname}", f"{first[0]}. {surname}", surname, first]
    one = surrogates(forms, patient)
    full, short, family, given_name = (one.surrogate(form, "PERSOON") for form in forms)
    assert full == f"{given_name} {family}"
    assert short == f"{given_name[0]}. {family}"


def test_what_is_not_clear_is_not_tied() -> None:
    mentions = ["Anneke de Wit", "Anneke Smit", "Anneke"]
    assert "anneke" not in cast((m, "PERSOON") for m in mentions).alone
    assert cast((m, "PERSOON") for m in mentions[:1]).alone == {"anneke": "wit"}


@pytest.mark.parametrize(
    ("code", "doctors", "core"),
    [
        ("RGer", [("gerritsen", "", "r")], "gerritsen"),
        ("RGer", [("gerritsen", "", "p")], None),
        ("RGer", [("gerritsen", "", "r"), ("gerbrandy", "", "r")], None),
        ("RGer", [("gerritsen", "", "")], "gerritsen"),
        ("RGe", [("gerritsen", "", "")], None),
        ("JvdB", [("berg", "vanden", "j")], "berg"),
        ("JvdB", [("berg", "vanden", "j"), ("bos", "", "j")], "berg"),
        ("JvdB", [("berg", "vanden", "j"), ("bos", "vander", "j")], None),
        ("Rbo", [("boer", "de", "r")], "boer"),
        ("JPB", [("bakker", "", "jp")], "bakker"),
        ("vdB", [("berg", "vanden", "")], "berg"),
        ("KDij", [("dijkstra", "", "k")], "dijkstra"),
        ("Ger", [("gerritsen", "", "r")], "gerritsen"),
        ("G", [("gerritsen", "", "g")], None),
    ],
)
def test_codes_are_of_the_one_doctor_they_can_be_of(
    code: str, doctors: list[tuple[str, str, str]], core: str | None
) -> None:
    known = [Doctor(c, (p,), (i,) if i else ()) for c, p, i in doctors]
    found = abbreviated(code, known)
    assert (found and found.core) == core


@given(full_names, patients)
def test_a_code_abbreviates_the_surrogate(person: tuple[str, str], patient: str) -> None:
    first, surname = person
    core = surname.split()[-1]
    if len(core) < 4 or " " in surname:
        return
    code, doctor = f"{first[0]}{core[:3]}", f"{first[0]}. {surname}"
    mentions = [(doctor, "PERSOON"), (code, "PERSOONAFKORTING")]
    one = PatientSurrogates(KEY, "rumc", patient, cast(mentions))
    initial, name = one.surrogate(*mentions[0]).split(". ")
    assert one.surrogate(*mentions[1]) == initial + name[:3]


@pytest.mark.parametrize("origin", sorted({origin for origin, _, _ in ABROAD}))
def test_the_origin_of_a_name_is_kept(origin: str) -> None:
    listed = {
        kind: [name for o, k, name in ABROAD if (o, k) == (origin, kind)]
        for kind in ("surname", "male", "female")
    }
    own = {
        kind: {new for o, k, new, _ in rows("names_added") if (o, k) == (origin, kind)} | set(found)
        for kind, found in listed.items()
    }
    surname = next(n for n in listed["surname"] if names.surname_origin(n.lower()) == origin)
    for sex in names.SEXES:
        known = (n for n in listed[sex] if not names.is_surname(n.lower()))
        first = next(n for n in known if names.first_name_origin(n.lower()) == origin)
        mention = f"{first} {surname}"
        made, read = Counter(), sex_of(first.lower())
        for patient in map(str, range(30)):
            new = surrogates([mention], patient).surrogate(mention, "PERSOON")
            new_first, new_surname = new.split()
            made["surname"] += not names.is_listed(new_surname.lower())
            made["given"] += not names.is_listed(new_first.lower())
            assert new_surname in own["surname"] or not names.is_listed(new_surname.lower())
            assert new_first in own[read] or not names.is_listed(new_first.lower())
        assert made["surname"] <= 16  # one in four is put together
        assert made["given"] <= 5


def test_a_title_tells_the_sex_of_a_name_that_lists_do_not() -> None:
    for title, sex in (("mw.", "female"), ("dhr.", "male")):
        mentions = [f"{title} Xhudar Jansen", "Xhudar Jansen"]
        listed = names.dutch_first_names(sex)
        for patient in map(str, range(50)):
            new = surrogates(mentions, patient).surrogate("Xhudar Jansen", "PERSOON")
            first = new.split()[0].lower()
            is_made = not names.is_listed(first) and sex_of(first) == sex
            assert is_made or first in listed


def test_what_is_real_is_avoided() -> None:
    mentions = ["Jan Jansen", "P. de Vries", "El Khattabi"]
    for patient in map(str, range(20)):
        plain = surrogates(mentions, patient)
        found = {m: plain.surrogate(m, "PERSOON") for m in mentions}
        avoid = frozenset(fold(new.split()[-1]) for new in found.values())
        careful = surrogates(mentions, patient, avoid)
        for mention in mentions:
            new = careful.surrogate(mention, "PERSOON")
            assert not set(re.findall("[a-z]+", new.lower())) & avoid
        full = frozenset([fold(found["Jan Jansen"])])
        other = surrogates(mentions, patient, full).surrogate("Jan Jansen", "PERSOON")
        assert fold(other) not in full
        assert other.split()[-1] == found["Jan Jansen"].split()[-1]


@pytest.mark.parametrize(
    ("label", "original"),
    [
        ("PLAATS", "Nijmegen"),
        ("ZIEKENHUIS", "CWZ"),
        ("STUDIE_NAAM", "LUMINA"),
        ("ADRES", "Kerkstraat 1"),
    ],
)
def test_no_surrogate_is_an_original_of_the_patient(label: str, original: str) -> None:
    first = PatientSurrogates(KEY, "rumc", "1").surrogate(original, label)
    mentions = [(original, label), (first, label)]
    one = PatientSurrogates(KEY, "rumc", "1", cast(mentions))
    assert not {one.surrogate(*m) for m in mentions} & {original, first}


def test_nobody_is_shown() -> None:
    found = cast([("Jan Jansen", "PERSOON"), ("JJan", "PERSOONAFKORTING")])
    assert repr(found) == "<Roster of 1 surnames, 1 codes>"
    assert "ans" not in repr(surrogates(["Jan Jansen"], "1")._scope.people)
