"""Other towns and hospitals where one stands among what stays."""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import fold
from dragon_prep.language.pools import pool
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.names.roster import cast
from dragon_prep.phi.places.surrogate import hospital, town, towns

KEY = ProjectKey(bytes(range(32)))
SCOPE = scope_of(KEY)
TOWN = town("Zwolle", SCOPE)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Zwolle", "{}"),
        ("  te Zwolle ", "  te {} "),
        ("Zwolle, meer", "{}, meer"),
        ("", ""),
        (" ", " "),
        ("--", "--"),
    ],
)
def test_one_town_becomes_another_and_what_stands_around_it_stays(text, new):
    assert town(text, SCOPE) == new.format(TOWN)


def test_each_town_of_a_mention_becomes_another():
    assert TOWN in pool("towns")
    assert towns("te Zwolle, Zwolle", SCOPE) == f"te {TOWN}, {TOWN}"
    assert towns(",,", SCOPE) == ",,"


def test_what_names_no_hospital_stays_as_it_is():
    assert hospital("--", SCOPE) == "--"


def test_neither_a_place_of_the_patient_nor_the_place_itself_is_drawn():
    mentions = [(name, "PLAATS") for name in pool("towns")[5:]]
    mentions += [(entry.split("\t")[1], "ZIEKENHUIS") for entry in pool("hospitals")[5:]]
    scope = scope_of(KEY, cast([*mentions, ("J. Smit", "PERSOON")]))
    for name in pool("towns")[5:40]:
        assert fold(town(name, scope)) in set(map(fold, pool("towns")[:5]))
    left = {name for entry in pool("hospitals")[:5] for name in entry.split("\t")}
    for entry in pool("hospitals")[5:40]:
        assert hospital(entry.split("\t")[0], scope) in left
