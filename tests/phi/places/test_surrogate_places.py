"""Other towns and hospitals where one stands among what stays."""

from __future__ import annotations

import pytest

from dragon_prep.core.keys import ProjectKey
from dragon_prep.language.form import fold
from dragon_prep.language.gazetteer import towns as known_towns
from dragon_prep.language.institutions import InstitutionKind, institutions
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
    assert fold(TOWN) in known_towns()
    assert towns("te Zwolle, Zwolle", SCOPE) == f"te {TOWN}, {TOWN}"
    assert towns(",,", SCOPE) == ",,"


def test_what_names_no_hospital_stays_as_it_is():
    assert hospital("--", SCOPE) == "--"


def test_neither_a_place_of_the_patient_nor_the_place_itself_is_drawn():
    every = [one.name for one in known_towns().values()]
    general = [one for one in institutions() if one.kind is InstitutionKind.GENERAL]
    teaching = [one for one in institutions() if one.kind is InstitutionKind.TEACHING]
    mentions = [(name, "PLAATS") for name in every[5:]]
    mentions += [(one.names[1], "ZIEKENHUIS") for one in (*general[5:], *teaching)]
    scope = scope_of(KEY, cast([*mentions, ("J. Smit", "PERSOON")]))
    for name in every[5:40]:
        assert town(name, scope) in every[:5]
    left = {name for one in general[:5] for name in one.names}
    for one in general[5:40]:
        assert hospital(one.names[0], scope) in left
