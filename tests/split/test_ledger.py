"""Sides by keyed digest."""

from __future__ import annotations

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.split.ledger import (
    Ledger,
    known_of,
    patient_digest,
    sides_from_json,
    sides_json,
)


def test_a_manifest_names_patients_by_a_digest_of_each_task():
    said = sides_json({"p1": -1, "p2": 0, "p3": 1}, "Task001", KEY)
    assert list(said) == ["test", "fold 0", "fold 1"]
    assert said["test"] == [patient_digest(KEY, "Task001", "p1")]
    assert patient_digest(KEY, "Task002", "p1") != said["test"][0]
    assert patient_digest(OTHER_KEY, "Task001", "p1") != said["test"][0]
    earlier = {"Task001": sides_from_json(said)}
    assert known_of(earlier, "Task001", ["p1", "p3", "p9"], KEY) == {"p1": -1, "p3": 1}
    assert known_of(earlier, "Task002", ["p1"], KEY) == {}


def test_a_ledger_holds_for_all_tasks_and_moves_nobody():
    ledger = Ledger()
    ledger.enter({"p1": -1, "p2": 2}, KEY)
    ledger.enter({"p1": -1, "p3": 0}, KEY)
    assert ledger.known(["p1", "p2", "p3", "p4"], KEY) == {"p1": -1, "p2": 2, "p3": 0}
    assert known_of({"": ledger.sides}, "Task009", ["p2"], KEY) == {"p2": 2}
    with pytest.raises(ValueError, match="cannot change sides"):
        ledger.enter({"p2": 1}, KEY)


def test_what_contradicts_itself_is_no_earlier_split():
    with pytest.raises(ValueError, match="two sides"):
        sides_from_json({"test": ["a"], "fold 0": ["a"]})
