"""Where towns are, and which are around a town."""

from __future__ import annotations

import pytest

from dragon_prep.language.form import fold
from dragon_prep.language.gazetteer import (
    area_code,
    around,
    home_of,
    near,
    postcode_region,
    towns,
)

EVERY = tuple(towns().values())


def names(weighted):
    return {town.name for town in weighted.options}


@pytest.mark.parametrize(
    "home", [town for town in EVERY if town.people > 60_000], ids=lambda town: fold(town.name)
)
def test_rings_hold_every_town_once(home):
    rings = [{town.name for town in EVERY if home.ring(town) == ring} for ring in range(4)]
    assert sum(map(len, rings)) == len(EVERY)
    for ring, members in enumerate(rings):
        assert members <= names(around(home, ring))
        assert len(members) < 10 or members == names(around(home, ring))


def test_no_ring_holds_so_few_that_one_tells_another():
    assert min(len(around(home, ring)) for home in EVERY for ring in range(4)) >= 10
    lelystad = towns()["lelystad"]
    assert sum(lelystad.ring(town) == 0 for town in EVERY) < 10
    assert {lelystad.ring(town) for town in around(lelystad, 0).options} == {0, 1}


def test_without_a_home_or_a_ring_every_town_may_come():
    every = {town.name for town in EVERY}
    assert names(around(None, 0)) == names(around(towns()["zwolle"], None)) == every
    assert dict(around(None, None).pairs())[towns()["zwolle"]] == towns()["zwolle"].people


def test_towns_near_another_are_likelier_and_none_is_out():
    zwolle, options = towns()["zwolle"], around(None, None)
    before, after = dict(options.pairs()), dict(near(zwolle, None, None).pairs())
    assert before.keys() == after.keys()
    share = {t: after[towns()[t]] / before[towns()[t]] for t in ("hattem", "kampen", "maastricht")}
    assert share["hattem"] > share["kampen"] > 20 * share["maastricht"]


@pytest.mark.parametrize(
    ("town", "code", "region"),
    [("Nijmegen", "024", "65"), ("Amsterdam", "020", "10"), ("Groningen", "050", "97")],
)
def test_codes_of_a_town(town, code, region):
    known = towns()[fold(town)]
    assert area_code(known, 3) == code
    assert postcode_region(known) == region


def test_where_centres_are():
    assert home_of("rumc").name == "Nijmegen"
    assert home_of("xyz") is None
    assert repr(home_of("rumc")) == "<Town>"
