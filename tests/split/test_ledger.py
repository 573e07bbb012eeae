"""Sides by keyed digest."""

from __future__ import annotations

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.split.folds import Split
from dragon_prep.split.ledger import (
    Ledger,
    known_of,
    patient_digest,
    patients_told,
    sides_from_json,
    sides_json,
)


def test_a_manifest_names_patients_by_a_digest_of_each_task():
    split = Split((0, 1), ((2,), (3,), ()))
    said = sides_json(["p1", "p1", "p2", "p3"], split, "Task001", KEY)
    assert list(said) == ["test", "fold 0", "fold 1", "fold 2"]
    assert said["fold 2"] == []
    assert said["test"] == [patient_digest(KEY, "Task001", "p1")]
    assert patient_digest(KEY, "Task002", "p1") != said["test"][0]
    assert patient_digest(OTHER_KEY, "Task001", "p1") != said["test"][0]
    earlier = {"Task001": sides_from_json(said)}
    assert known_of(earlier, "Task001", ["p1", "p3", "p9"], KEY) == {"p1": -1, "p3": 1}
    assert known_of(earlier, "Task002", ["p1"], KEY) == {}


def test_whoever_is_on_two_sides_stands_on_both():
    split = Split((0,), ((1, 2),))
    patients = ["p1", "p1", "p2"]
    digests = [patient_digest(KEY, "T", patient) for patient in ("p1", "p2")]
    assert sides_json(patients, split, "T", KEY) == {
        "test": digests[:1],
        "fold 0": sorted(digests),
    }


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"patients_keyed": {"test": ["a"], "fold 1": []}}, {"test": ["a"], "fold 1": []}),
        ({"patients_keyed": {"test": ["a", 5], "fold 0": "bb"}}, {"test": ["a"]}),
        (
            {"grouping": {"test": "a b", "validation": ["c", "", 5]}},
            {"test": ["a", "b"], "fold 0": ["c"], "fold 1": []},
        ),
        ({"grouping": {"validation": 7}}, {}),
        ({"patients_keyed": {"test": ["a"]}, "grouping": {"test": "b"}}, {"test": ["a"]}),
        ({"patients_keyed": None, "grouping": []}, {}),
        ({}, {}),
    ],
)
def test_the_patients_of_a_manifest_of_either_format(entry, told):
    assert patients_told(entry) == told


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
