"""Who becomes whom: names are given out once, whoever is asked for first."""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language import name_pools as names
from dragon_prep.language.sexes import sex_of
from dragon_prep.phi.names.people import People
from dragon_prep.phi.names.roster import cast

KEY = ProjectKey(bytes(range(32)))
GIVEN = ("Anna", "Anne", "Anja", "Annie", "Agnes", "Alie", "Adriana", "Bea", "Betty", "Bianca")
SURNAMES = ("Bos", "Smit", "Mulder", "Visser", "Meijer", "Dekker", "Brouwer", "Dijkstra")
KNOWN = cast(
    [
        *((f"{name} Bos", "PERSOON") for name in GIVEN),
        *((f"{letter}. Bos", "PERSOON") for letter in "ABCDEFGH"),
        *((f"C. {surname}", "PERSOON") for surname in SURNAMES),
        ("Cato", "PERSOON"),
    ]
)
KEYS = [KEY.derived(str(number)) for number in range(12)]


def all_of(people):
    return (
        {core: people.surname(core.lower(), "none") for core in SURNAMES},
        {letter: people.initial("bos", letter) for letter in "ABCDEFGH"},
        {name: people.given("bos", name) for name in GIVEN},
    )


@pytest.mark.parametrize("key", KEYS, ids=range(len(KEYS)))
def test_what_is_asked_first_does_not_matter(key):
    surnames, initials, given = all_of(People(key, KNOWN))
    for core, new in surnames.items():
        assert People(key, KNOWN).surname(core.lower(), "none") == new
    for letter, new in initials.items():
        assert People(key, KNOWN).initial("bos", letter.lower()) == new
    for name, new in given.items():
        assert People(key, KNOWN).given("bos", name.upper()) == new


@pytest.mark.parametrize("key", KEYS, ids=range(len(KEYS)))
def test_names_are_given_to_one_each_and_to_none_that_is_an_original(key):
    surnames, initials, given = all_of(People(key, KNOWN))
    cores = {core.lower() for _, core in surnames.values()}
    assert len(cores) == len(SURNAMES)
    assert not cores & {core.lower() for core in SURNAMES}
    assert len(set(initials.values())) == len("ABCDEFGH")
    assert all(new != letter for letter, new in initials.items())
    assert len(set(given.values())) == len(GIVEN)
    assert not {name.lower() for name in given.values()} & {name.lower() for name in GIVEN}
    assert all(new[0] == initials[name[0]] for name, new in given.items())
    for new in map(str.lower, given.values()):
        is_made = not names.is_listed(new) and sex_of(new) == "female"
        assert is_made or new in names.dutch_first_names("female")


def test_a_few_names_are_made_up_and_most_are_not():
    known = cast([("Anna Bos", "PERSOON")])
    people = [People(KEY.derived(str(number)), known) for number in range(1000)]
    made = sum(not names.is_listed(one.given("bos", "anna").lower()) for one in people)
    assert 20 < made < 65
    made = sum(not names.is_listed(one.surname("bos", "none")[1].lower()) for one in people)
    assert 200 < made < 300


def test_a_mention_is_of_the_family_of_its_surname_or_of_its_first_name():
    people = People(KEY, KNOWN)
    assert people.family("bos", "Cato") == "bos"
    assert people.family("", "Anna") == "bos"
    assert people.family("", "ANNA") == "bos"
    assert people.family("", "Cato") == ""
    assert people.family("xyzabo", "Anna") == "xyzabo"


def test_what_is_avoided_is_real_and_nobody_becomes_it():
    plain = People(KEY, KNOWN)
    new = plain.surname("bos", "none")[1].lower()
    careful = People(KEY, KNOWN, avoid=lambda folded: folded == new)
    assert careful.is_real(new)
    assert not plain.is_real(new)
    assert careful.is_real("annabos")
    assert careful.surname("bos", "none")[1].lower() != new
    assert careful.renewed(KEYS[0]).is_real(new)
    assert careful.strangers(KEYS[0]).is_real(new)
    assert careful.strangers(KEYS[0]).is_real("annabos")
    assert careful.strangers(KEYS[0]).family("", "Anna") == ""
