"""Leaks as attackers look for them, planted past detector and annotation, are held back."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from planted_leaks import Table

# Of two cohorts, one that people annotated and one that nobody did.
TASKS = ("T19", "T15")
EACH = 7
# What stands nowhere else, or is a word of one patient among many slips and devices.
OUT_OF_REACH = {"unknown word in small letters": 0.0, "unknown word": 0.4}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    made = Table()
    for n, task in enumerate(TASKS):
        root = tmp_path_factory.mktemp(task)
        world = made.add(task, root, 400, EACH, 301 + 2 * n)
        records = "".join(path.read_text() for path in (root / "release").rglob("*.json"))
        made.released_texts.append((world, records))
    return made


def test_leaks_of_each_kind_are_caught(table):
    for kind in table.caught | table.released:
        total = table.caught[kind] + table.released[kind]
        least = OUT_OF_REACH.get(kind, 0.85)
        assert table.caught[kind] >= least * total, (kind, table.missed)


def test_of_150_leaks_95_percent_are_caught(table):
    within = {kind for kind in table.caught if kind not in OUT_OF_REACH}
    caught = sum(table.caught[kind] for kind in within)
    released = sum(table.released[kind] for kind in within)
    assert caught + released >= 150
    assert caught >= 0.95 * (caught + released), table.missed


def test_no_other_report_is_held_back(table):
    held, others = map(sum, zip(*table.others.values(), strict=True))
    assert others > 500
    assert held < 0.005 * others


def test_what_is_caught_is_not_in_the_release(table):
    for world, records in table.released_texts:
        out = Counter(
            plant.kind
            for plant in world.leaks.values()
            if "{{" not in plant.leak and json.dumps(plant.leak)[1:-1] in records
        )
        assert sum(out.values()) <= table.released.total()
        assert not out["american date"] + out["digit missing"] + out["reversed"]
