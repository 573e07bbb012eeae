"""Premises and hypotheses from simulated files to a release, against the answer key."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from samples import cases, published_label, sample_text
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.language.ascii import to_ascii

PATHS = [f"mednli/MEDNLI_{part}_dutch_dl.txt" for part in ("train", "dev", "test")]
NAME = "Task014_textual_entailment_clf"
LABEL = "single_label_multi_class_classification_target"


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> World:
    """Files of 3,000 pairs, and a release of T14 in source order."""
    root = tmp_path_factory.mktemp("pairs")
    tasks = find_tasks(["T14"])
    simulated = simulate(tasks, root / "raw", reports=3000, seed=7)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(pairs):
    return [answer for answer in pairs.answers if answer.targets]


@pytest.fixture(scope="module")
def uids(kept):
    """The number of each kept answer; the test set has numbers of its own."""
    tested = [answer for answer in kept if answer.file == PATHS[2]]
    others = [answer for answer in kept if answer.file != PATHS[2]]
    numbered = {f"{NAME}_test_case{n}": answer for n, answer in enumerate(tested)}
    return numbered | {f"{NAME}_case{n}": answer for n, answer in enumerate(others)}


def test_the_release_keeps_its_contract(pairs):
    assert not tuple(verify(pairs.release))


def test_every_kept_pair_has_its_words_and_label_and_no_other_is_there(pairs, uids):
    found = {record["uid"]: record for record in cases(pairs.release, NAME)}
    assert set(found) == set(uids)
    for uid, answer in uids.items():
        assert found[uid][LABEL] == answer.targets["T14"], answer
        parts = [to_ascii(part)[0] for part in answer.text.split("\n")]
        assert found[uid]["text_parts"] == parts, answer
        assert "text" not in found[uid]


def test_quotation_marks_and_words_for_nothing_are_there(pairs):
    parts = [part for record in cases(pairs.release, NAME) for part in record["text_parts"]]
    assert any(part.startswith('"') and part.count('"') % 2 for part in parts)
    assert any(part.lower() in ("na", "nan", "n/a", "null", "none") for part in parts)


def test_the_test_set_is_the_published_one(pairs, kept):
    held_out = json.loads((pairs.release / "test-set" / f"{NAME}.json").read_bytes())
    expected = [to_ascii(answer.text)[0].split("\n") for answer in kept if answer.file == PATHS[2]]
    assert [record["text_parts"] for record in held_out] == expected


def test_attrition_adds_up_to_the_lines_read(pairs, kept):
    (summary,) = pairs.result.tasks
    read, *steps = summary.steps
    lines = sum(len((pairs.raw / path).read_bytes().splitlines()) for path in PATHS)
    assert (read.name, read.rows) == ("read", lines)
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(kept) == summary.cases["mednli"]
    assert {step.name for step in steps if step.excluded} == {
        "row cannot be read", "premise or hypothesis missing", "a value is missing",
        "a value cannot be read", "patient of the separate test set",
    }  # fmt: skip


def test_a_premise_is_in_one_part_of_each_fold(pairs):
    for fold in range(5):
        parts = defaultdict(set)
        job = pairs.release / "algorithm-input" / f"{NAME}-fold{fold}"
        for part in ("training", "validation", "test"):
            for record in json.loads((job / f"nlp-{part}-dataset.json").read_bytes()):
                parts[record["text_parts"][0]].add(part)
        assert all(len(part) == 1 for part in parts.values())


@pytest.mark.sample_report(14)
@pytest.mark.parametrize("path", PATHS)
def test_sample_pair_as_one_more_line_has_the_published_label(shared_data, tmp_path, path):
    raw, tasks = tmp_path / "raw", find_tasks(["T14"])
    simulate(tasks, raw, reports=60, seed=5)
    sample = json.loads(sample_text(shared_data, 14))
    with (raw / path).open("a", encoding="utf-8", newline="\n") as out:
        out.write("\t".join([*sample, "contradiction"]) + "\n")
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    found = [case for case in cases(made.release, NAME) if case["text_parts"] == sample]
    assert [case[LABEL] for case in found] == [published_label(shared_data, 14)]
