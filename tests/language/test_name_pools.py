"""The names that surrogates are made of: where each comes from, and whose it is."""

from __future__ import annotations

import pytest

from dragon_prep.language import name_pools as names
from dragon_prep.language.pools import calendar, pool, rows, words
from dragon_prep.language.sexes import listed_sex, sex_of

ABROAD = (
    *("african", "arabic", "chinese", "english", "french", "german", "hindustani", "iberian"),
    *("indonesian", "slavic", "turkish"),
)


@pytest.mark.parametrize(
    ("particles", "kind", "origin"),
    [
        ("", "none", None),
        ("van", "van", None),
        ("v", "van", None),
        ("de", "de", None),
        ("vande", "vd", None),
        ("vanden", "vd", None),
        ("vander", "vd", None),
        ("vandr", "vd", None),
        ("vd", "vd", None),
        ("vdr", "vd", None),
        ("VAN", "van", None),
        ("ter", "any", None),
        ("El", "kept", "arabic"),
        ("von", "kept", "german"),
    ],
)
def test_kinds_of_particles(particles, kind, origin):
    assert names.particle_kind(particles) == kind
    assert names.particle_origin(particles) == origin


@pytest.mark.parametrize(
    ("core", "origin", "is_known"),
    [
        ("jansen", "dutch", True),
        ("hoekstra", "frisian", True),
        ("qqstra", "frisian", False),  # by its end
        ("berg", "dutch", False),  # with a particle only
        ("yilmaz", "turkish", True),
        ("qqwalski", "slavic", False),
        ("kowalski", "slavic", True),
        ("qqowski", "slavic", False),  # by its end
        ("zwelgmans", None, False),
    ],
)
def test_where_surnames_come_from(core, origin, is_known):
    assert names.surname_origin(core) == origin
    assert names.is_surname(core) is is_known


@pytest.mark.parametrize(
    ("name", "origin", "sex"),
    [
        ("jan", "dutch", "male"),
        ("anna", "dutch", "female"),
        ("marijke", "dutch", "female"),
        ("sjoerd", "dutch", "male"),
        ("wietske", "frisian", "female"),
        ("lieuwkje", "frisian", "female"),
        ("mehmet", "turkish", "male"),
        ("fatima", "arabic", "female"),
        ("ahmed", "arabic", "male"),
        # In the list of one sex, or more often in one, whatever the end says.
        ("claude", "dutch", "male"),
        ("adrie", "dutch", "male"),
        ("sacha", "dutch", "female"),
        # In the lists of others, too, but far more often Dutch.
        ("robert", "dutch", "male"),
        ("barbara", "dutch", "female"),
        ("hanna", "dutch", "female"),
        # In Dutch lists, too, but not so often.
        ("mohamed", "arabic", "male"),
        ("elif", "turkish", "female"),
        # By the end of the name alone.
        ("qqine", None, "female"),
        ("qqette", None, "female"),
        ("qqtje", None, "female"),
        ("qqie", None, "female"),
        ("qqa", None, "female"),
        ("qqo", None, "male"),
        ("qqe", None, "female"),
        ("qqus", None, "male"),
    ],
)
def test_where_first_names_come_from_and_whose_they_are(name, origin, sex):
    assert names.first_name_origin(name) == origin
    assert sex_of(name) == sex


def test_surnames_to_choose_from_by_particle():
    by_kind = {kind: names.surnames("dutch", kind).options for kind in ("van", "de", "vd")}
    assert {p for p, _ in by_kind["van"]} == {"van"}
    assert {p for p, _ in by_kind["de"]} == {"de"}
    assert {p for p, _ in by_kind["vd"]} <= {"van de", "van den", "van der"}
    every = by_kind["van"] + by_kind["de"] + by_kind["vd"]
    assert names.surnames("dutch", "any").options == every
    # A particle is Dutch whatever the name was.
    assert names.surnames("turkish", "van").options == by_kind["van"]
    alone = names.surnames("dutch", "none").options
    assert {p for p, _ in alone} == {""}
    assert not any(name.lower().endswith("stra") for _, name in alone)


@pytest.mark.parametrize("origin", [*ABROAD, "frisian"])
def test_surnames_of_an_origin(origin):
    found = names.surnames(origin, "none").options
    assert len(found) > 50
    assert list(found) == sorted(set(found))
    assert {particle for particle, _ in found} == {""}


def test_cores_that_are_never_used_without_their_particle():
    cores = names.kinds_of_cores()
    assert cores["amstel"] == "van"
    assert set(cores.values()) == {"van", "de", "vd"}
    assert not cores.keys() & names.surnames_alone()
    assert cores.keys() <= names.dutch_surnames()
    assert "jansen" in names.surnames_alone()
    assert "amstel" not in names.surnames_alone()
    assert "jansen\t" not in names.surnames_alone()


@pytest.mark.parametrize("origin", [*ABROAD, "frisian", "dutch"])
def test_initials_are_those_of_which_both_sexes_have_two(origin):
    initials = names.initials(origin)
    for letter in initials.options:
        for sex in names.SEXES:
            given = names.given_names(origin, sex, letter).options
            assert len(given) >= 2
            assert all(name[0] == letter for name in given)
    fewest = {
        letter: min(len(names.given_names(origin, sex, letter)) for sex in names.SEXES)
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    }
    assert set(initials.options) == {letter for letter, few in fewest.items() if few >= 2}
    # Each as often as people have a first name with it.
    for letter, weight in initials.pairs():
        both = [names.given_names(origin, sex, letter).total for sex in names.SEXES]
        assert weight == sum(both)


@pytest.mark.parametrize("sex", names.SEXES)
def test_first_names_are_of_a_time(sex):
    """Those that most who were born then bear are likelier; every name stays possible."""
    for letter in "AJM":
        early = dict(names.given_names("dutch", sex, letter, 1930).pairs())
        late = dict(names.given_names("dutch", sex, letter, 2010).pairs())
        assert early.keys() == late.keys()
        by_ratio = sorted(early, key=lambda name: early[name] / late[name])
        old, young = [names.born(n.lower(), sex) for n in (by_ratio[-1], by_ratio[0])]
        assert 1900 < old < 1950 < 1990 < young


def test_initials_of_a_sex_and_a_time():
    women = names.initials("dutch", "female", 1930)
    assert set(women.options) == set(names.initials("dutch").options)
    assert dict(women.pairs()) != dict(names.initials("dutch", "male", 1930).pairs())


@pytest.mark.parametrize("origin", [*ABROAD, "frisian"])
def test_first_names_from_abroad_are_of_the_sex_that_is_told_by_them(origin):
    for sex in names.SEXES:
        found = names.first_names(origin, sex)
        assert len(found) > 30
        assert {listed_sex(name.lower()) for name in found} <= {sex, None}
    assert "Sumeyye" not in names.first_names("turkish", "male")


def test_dutch_first_names_are_those_that_no_other_list_knows_better():
    chosen = {n for x in "FM" for n in names.given_names("dutch", "female", x).options}
    assert "Fatima" not in chosen
    assert "Marijke" in chosen
    assert "fatima" not in names.dutch_first_names("male")


def test_pools_and_words_by_kind():
    assert "radioloog" in words("title")
    assert "radioloog" not in words("no such kind")
    assert all("\t" not in word for word in words("title"))
    assert calendar("month", "nl")[2][:2] == ("maart", "mrt")
    assert [days[0] for days in calendar("weekday", "nl")] == [
        *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    ]
    assert [months[0] for months in calendar("month", "en")] == [
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    ]
    assert list(rows("towns")) == sorted(rows("towns"))
    assert pool("streets").total >= len(pool("streets"))
