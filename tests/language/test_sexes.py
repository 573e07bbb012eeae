"""The sex of a first name: by the lists, by how it sounds, by its end."""

from __future__ import annotations

import pytest

from dragon_prep.data.load import lines
from dragon_prep.language.sexes import sex_of


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        # Names that became men's before: see issue 13.
        *((name, "female") for name in ("margreet", "ineke", "truus", "josien", "riet")),
        *((name, "female") for name in ("willemien", "ulrike", "nicole", "kim", "andrea")),
        *((name, "male") for name in ("joop", "sjoerd", "mehmet", "grzegorz", "robin")),
        # On no list, but spelt as a name of a list sounds.
        ("wyllemijn", "female"),
        ("maarthen", "male"),
        # On no list at all: by the end.
        ("qqietje", "female"),
        ("qqbert", "male"),
        ("qqelina", "female"),
    ],
)
def test_whose_a_first_name_is(name, sex):
    assert sex_of(name) == sex


def test_the_names_of_a_pool_are_of_its_sex():
    pools = {
        sex: {row.split("\t")[0].lower() for row in lines(f"pool_first_names_{sex}.txt")}
        for sex in ("female", "male")
    }
    for sex, names in pools.items():
        shared = pools["female"] & pools["male"]
        assert {sex_of(name) for name in names - shared} == {sex}


def test_an_ending_tells_more_than_a_shorter_one():
    table = dict(row.split("\t") for row in lines("pool_sex_endings.txt"))
    for ending, sex in table.items():
        shorter = (ending[start:] for start in range(1, len(ending)))
        assert next((table[end] for end in shorter if end in table), None) != sex
