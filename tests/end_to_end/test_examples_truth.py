"""The nine examples in their published sizes, from simulated exports to a release."""

from __future__ import annotations

import json
import shutil

import pytest
from samples import cases
from truths import records
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.archive import contract
from dragon_prep.services.build import BuildResult
from dragon_prep.synthetic.examples.export import published_size, write_examples

NUMBERS = tuple(range(101, 110))
# Test and development, and a fold's training and validation (specification, G4).
SIZES = {
    101: (150, 280, 70), 102: (300, 560, 140), 103: (90, 168, 42), 104: (150, 280, 70),
    105: (225, 420, 105), 106: (450, 840, 210), 107: (450, 840, 210), 108: (30, 56, 14),
    109: (150, 280, 70),
}  # fmt: skip
# Their first test cases, and the first validation cases of fold 0 (specification, G5).
FIRST = {
    101: ([0, 2, 9, 11, 15], [5, 7, 13, 37, 41]),
    102: ([2, 3, 5, 7, 9], [4, 12, 16, 36, 43]),
    105: ([2, 6, 7, 10, 18], [0, 3, 9, 13, 14]),
    106: ([15, 23, 29, 30, 31], [2, 3, 10, 12, 25]),
    108: ([0, 4, 9, 10, 12], [1, 6, 7, 14, 16]),
    109: ([0, 2, 9, 11, 15], [5, 7, 13, 37, 41]),
}


@pytest.fixture(scope="module")
def examples(tmp_path_factory) -> dict[int, World]:
    """By task, its export in the published size, and a release in source order."""
    worlds = {}
    for number in NUMBERS:
        root = tmp_path_factory.mktemp(f"t{number}")
        tasks = find_tasks([f"T{number}"])
        made = simulate(tasks, root / "raw", reports=published_size(number), seed=7)
        options = Options(order="source")
        result = build(tasks, root / "raw", root / "release", key=KEY, options=options)
        worlds[number] = world_of(root / "raw", made.answers, result)
    return worlds


def read(folder, name):
    return json.loads((folder / name).read_bytes())


def number_of(record):
    return int(record["uid"].rpartition("case")[2])


@pytest.mark.parametrize("number", NUMBERS)
def test_the_release_is_sound_and_every_case_has_its_label(number, examples):
    world = examples[number]
    assert not verify(world.release)
    (task,) = find_tasks([f"T{number}"])
    found = records(world.release, task.full_name)
    assert sorted(found) == list(range(published_size(number)))
    for index, answer in enumerate(world.answers):
        record = found[index]
        assert list(record) == ["uid", task.input_name, task.target.type.column]
        assert record[task.target.type.column] == answer.targets[f"T{number}"], answer
        if number < 108:
            assert type(record[task.target.type.column]) is type(answer.targets[f"T{number}"])
        # Nothing in them is personal, and nothing is changed.
        parts = {103: answer.text.split("\n"), 108: answer.text.split(), 109: answer.text.split()}
        assert record[task.input_name] == parts.get(number, answer.text)
    (summary,) = world.result.tasks
    assert summary.cases == {"examples": published_size(number)}
    assert not any(step.excluded for step in summary.steps)


@pytest.mark.parametrize("number", NUMBERS)
def test_splits_are_as_large_as_published(number, examples):
    (summary,) = examples[number].result.tasks
    test, training, validation = SIZES[number]
    assert (summary.test, set(summary.folds)) == (test, {(training, validation)})
    assert summary.patients == (100 if number == 103 else published_size(number))


@pytest.mark.parametrize("number", FIRST)
def test_splits_begin_with_the_published_cases(number, examples):
    release, name = examples[number].release, examples[number].result.tasks[0].name
    job = release / contract.job_path(name, 0)
    for file, first in zip((contract.TEST, contract.VALIDATION), FIRST[number], strict=True):
        assert [number_of(r) for r in read(job, file)][:5] == first


@pytest.mark.parametrize("number", [101, 103, 105, 108])
def test_archives_have_the_published_shape(number, examples, shared_data):
    release, name = examples[number].release, examples[number].result.tasks[0].name
    references = shared_data / "reference_archives"
    for fold in range(contract.FOLDS):
        ours = release / contract.job_path(name, fold)
        published = references / contract.job_folder(name, fold)
        assert sorted(p.name for p in ours.iterdir()) == sorted(p.name for p in published.iterdir())
        settings = contract.CONFIGURATION
        assert (ours / settings).read_bytes() == (published / settings).read_bytes()
        for file in (contract.TRAINING, contract.VALIDATION, contract.TEST):
            here, there = read(ours, file), read(published, file)
            assert [list(r) for r in here] == [list(r) for r in there]
            if number == 103:
                # The published pairs stand by relation, ours by premise: 100 premises either way.
                assert {number_of(r) // 3 for r in here} == {number_of(r) % 100 for r in there}
            else:
                assert [number_of(r) for r in here] == [number_of(r) for r in there]
    ours, published = read(release, contract.truth_path(name)), read(references, f"{name}.json")
    assert [list(r) for r in ours] == [list(r) for r in published]
    for here, there in zip(ours, published, strict=True):
        assert [type(v) for v in here.values()] == [type(v) for v in there.values()]


def test_a_premise_is_on_one_side_of_every_split(examples):
    release, name = examples[103].release, "Task103_Example_mednli"
    job = release / contract.job_path(name, 2)
    sides = [
        {r["text_parts"][0] for r in read(job, file)}
        for file in (contract.TRAINING, contract.VALIDATION, contract.TEST)
    ]
    assert sum(map(len, sides)) == len(set.union(*sides)) == 100


@pytest.mark.parametrize("reports", [60, 100])
def test_small_sets_of_all_nine_are_sound(reports, tmp_path):
    tasks = find_tasks(["examples"])
    assert [task.number for task in tasks] == list(NUMBERS)
    made = simulate(tasks, tmp_path / "raw", reports=reports, seed=3)
    assert (made.reports, made.phi) == (9 * reports, 0)
    first = build(tasks, tmp_path / "raw", tmp_path / "a", key=KEY)
    assert isinstance(first, BuildResult)
    assert not verify(tmp_path / "a")
    simulate(tasks, tmp_path / "again", reports=reports, seed=3)
    build(tasks, tmp_path / "again", tmp_path / "b", key=KEY)
    for path in (tmp_path / "a").rglob("*.json"):
        other = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == other.read_bytes()


def test_noisy_sets_are_sound_too(tmp_path):
    raw = tmp_path / "raw"
    for number in NUMBERS:
        clean = write_examples(number, tmp_path / "clean", reports=100, seed=3)
        noisy = write_examples(number, raw, reports=100, seed=3, noise=0.1)
        assert len(clean) == len(noisy)
    result = build(find_tasks(["examples"]), raw, tmp_path / "release", key=KEY)
    assert not verify(tmp_path / "release")
    assert [task.name for task in result.tasks] == [t.full_name for t in find_tasks(["examples"])]
    shutil.rmtree(raw)
    texts = {" ".join(c["text_parts"]) for c in cases(tmp_path / "release", result.tasks[7].name)}
    assert len(texts) == 100
