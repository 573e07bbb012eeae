"""How much of what nobody wrote for the detector is missed, by the sentence it stands in.

The population (``tests/data/natural_population.jsonl``) is drawn by ``tools/distil_population.py``,
the sentences (``natural_carriers.jsonl``) are written as clinicians write. Neither is chosen for
what the detector can find, so many are missed: tests/golden/natural_misses.json says how many, and
that number may only go down.
"""

from __future__ import annotations

import json

import pytest
from checkout import tool

golden = tool("golden")
KEPT = json.loads(golden.NATURAL.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found():
    found = golden.misses()
    print(golden.table(found))
    return found


def test_no_carrier_has_more_misses_than_it_had(found):
    worse = {name: (KEPT[name], own) for name, own in found.items() if own > KEPT[name]}
    assert not worse


def test_what_is_found_by_now_stays_found(found):
    better = {name: (KEPT[name], own) for name, own in found.items() if own < KEPT[name]}
    assert not better, "fewer misses, write them down: python tools/golden.py natural"


def test_population_and_carriers_are_many_and_natural():
    population = golden.rows(golden.TESTS / "data" / "natural_population.jsonl")
    carriers = golden.rows(golden.TESTS / "data" / "natural_carriers.jsonl")
    assert len({v["origin"] for v in population if v["of"] == "name"}) >= 10
    assert {c["of"] for c in carriers} == {v["of"] for v in population}
    assert sum(c["of"] == "name" for c in carriers) >= 20
    assert list(KEPT) == [f"{c['of']}: {c['carrier']}" for c in carriers]
    assert all(c["text"].count("[") == c["text"].count("]") == 1 for c in carriers)


def test_the_ratchet_does_not_turn_back(tmp_path, monkeypatch):
    monkeypatch.setattr(golden, "NATURAL", tmp_path / "misses.json")
    golden.NATURAL.write_text(golden.natural({"a": [3, 9], "b": [1, 9]}), encoding="utf-8")
    written = json.loads(golden.natural({"a": [2, 9], "b": [4, 9]}))
    assert written == {"a": [2, 9], "b": [1, 9]}
