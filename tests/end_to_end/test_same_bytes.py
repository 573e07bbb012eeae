"""The same input gives the same bytes; another key gives other surrogates and the same labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from worlds import KEY, OTHER_KEY, TASKS, tree

from dragon_prep import Options, build, find_tasks, simulate
from dragon_prep.pipeline import shards
from dragon_prep.services.check import check
from dragon_prep.split.folds import dragon2025


def test_same_bytes_for_one_and_two_workers_with_and_without_cache(world, tmp_path):
    reference = tree(world.release)
    tasks = find_tasks(TASKS)
    for release, workers, workspace in [
        ("fresh", 2, tmp_path / "work"),
        ("cached", 1, tmp_path / "work"),
    ]:
        made = build(
            tasks, world.raw, tmp_path / release, key=KEY, workers=workers, workspace=workspace
        )
        assert tree(made.release) == reference


def test_same_bytes_of_one_cohort_in_shards_for_one_two_and_four_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "_REPORTS_IN_A_SHARD", 12)
    (task,) = find_tasks(["T19"])
    simulate([task], tmp_path / "raw", reports=60, seed=8)
    made = {}
    for workers in (1, 2, 4):
        own = tmp_path / str(workers)
        out = build([task], tmp_path / "raw", own / "release", key=KEY, workers=workers)
        assert len([*out.workspace.rglob("shard-*.parquet")]) == 5
        assert not [*out.workspace.rglob("*.signed")]
        told = check([task], tmp_path / "raw", key=KEY, workers=workers)
        kept = tree(out.workspace / "cohorts")
        made[workers] = (tree(out.release), kept, told.tasks, told.problems)
    assert made[1] == made[2] == made[4]


def test_one_task_has_the_bytes_it_has_among_others(world, tmp_path):
    made = build(find_tasks(["T20"]), world.raw, tmp_path / "release", key=KEY)
    name = "Task020_psa_reg"
    alone = {path: data for path, data in tree(made.release).items() if name in path}
    assert alone == {path: data for path, data in tree(world.release).items() if name in path}


def cases(release: Path, name: str) -> list[dict[str, object]]:
    found = []
    for part in ("training", "validation"):
        file = release / "algorithm-input" / f"{name}-fold0" / f"nlp-{part}-dataset.json"
        found += json.loads(file.read_bytes())
    return found + json.loads((release / "test-set" / f"{name}.json").read_bytes())


def test_another_key_gives_other_surrogates_and_the_same_labels_and_sizes(world, tmp_path):
    made = build(find_tasks(TASKS), world.raw, tmp_path / "release", key=OTHER_KEY)
    for ours, theirs in zip(world.result.tasks, made.tasks, strict=True):
        for fact in ("cases", "patients", "steps", "test", "folds", "labels"):
            assert getattr(ours, fact) == getattr(theirs, fact)
        a, b = cases(world.release, ours.name), cases(made.release, ours.name)
        label = next(key for key in a[0] if key.endswith("_target"))
        assert sorted(str(r[label]) for r in a) == sorted(str(r[label]) for r in b)
        kept = [answer for answer in world.answers if f"T{int(ours.name[4:7])}" in answer.targets]
        bare = sum(not answer.phi for answer in kept)  # nothing to be replaced
        assert len({r["text"] for r in a} & {r["text"] for r in b}) < bare + 0.05 * len(a)
    assert world.result.key_fingerprint != made.key_fingerprint


def test_order_of_the_numbers_does_not_change_the_split(world, tmp_path):
    options = Options(order="source")
    made = build(find_tasks(["T19"]), world.raw, tmp_path / "r", key=KEY, options=options)
    name = made.tasks[0].name

    def texts(release, part):
        file = release / "algorithm-input" / f"{name}-fold2" / f"nlp-{part}-dataset.json"
        return sorted(record["text"] for record in json.loads(file.read_bytes()))

    for part in ("training", "validation", "test"):
        assert texts(made.release, part) == texts(world.release, part)


def test_source_order_gives_the_split_of_the_challenge(world, tmp_path):
    options = Options(order="source")
    made = build(find_tasks(["T19"]), world.raw, tmp_path / "r", key=KEY, options=options)
    numbers = [int(r["uid"].rpartition("case")[2]) for r in cases(made.release, made.tasks[0].name)]
    labels = dict(zip(numbers, cases(made.release, made.tasks[0].name), strict=True))
    expected = [a.targets["T19"] for a in world.answers if "T19" in a.targets]
    column = "single_label_regression_target"
    assert [labels[i][column] for i in sorted(labels)] == pytest.approx(expected, abs=1e-9)
    # The patients of the split, too, are those of the recipe on the rows in source order.
    patients = [f"{a.centre} {a.patient_id}" for a in world.answers if "T19" in a.targets]
    truth = made.release / "test-set" / f"{made.tasks[0].name}.json"
    test = [int(r["uid"].rpartition("case")[2]) for r in json.loads(truth.read_bytes())]
    assert tuple(test) == dragon2025(patients).test
