"""The published archives: our split and writer give their bytes, and verify finds them sound."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from made_manifests import manifest_of
from worlds import KEY

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import write_manifest
from dragon_prep.archive.verify.release import verify
from dragon_prep.archive.write import Case, TaskArchive, write_task
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.targets import TargetType
from dragon_prep.split.folds import dragon2025
from dragon_prep.split.leakage import check_disjoint

TASKS = {
    "Task101_Example_sl_bin_clf": TargetType.SINGLE_LABEL_BINARY,
    "Task103_Example_mednli": TargetType.SINGLE_LABEL_MULTI_CLASS,
    "Task105_Example_ml_mc_clf": TargetType.MULTI_LABEL_MULTI_CLASS,
    "Task108_Example_sl_ner": TargetType.NER,
}


@pytest.fixture(scope="module")
def references(shared_data, tmp_path_factory):
    """The published archives in the layout of a release, without a manifest."""
    source = shared_data / "reference_archives"
    root = tmp_path_factory.mktemp("references")
    (root / contract.TEST_SET).mkdir()
    for task in TASKS:
        shutil.copy(source / f"{task}.json", root / contract.truth_path(task))
        for fold in range(contract.FOLDS):
            job = contract.job_path(task, fold)
            shutil.copytree(source / contract.job_folder(task, fold), root / job)
    return root


def records_of(references, task):
    """All records of a task, in the order of the table they were made from."""
    job = references / contract.job_path(task, 0)
    files = [references / contract.truth_path(task)]
    files += [job / contract.TRAINING, job / contract.VALIDATION]
    records = [record for file in files for record in json.loads(file.read_text("utf-8"))]
    return sorted(records, key=lambda record: int(re.search(r"\d+$", record["uid"])[0]))


@pytest.mark.parametrize("task", TASKS)
def test_same_bytes(task, references, tmp_path):
    records = records_of(references, task)
    kind = TASKS[task]
    settings = json.loads(
        (references / contract.job_path(task, 0) / contract.CONFIGURATION).read_text()
    )
    input_name = settings["input_name"]
    grouped = "mednli" in task
    groups = [r["text_parts"][0] if grouped else r["uid"] for r in records]
    split = dragon2025(groups)
    check_disjoint(groups, split)
    contents = [r[input_name] for r in records]
    archive = TaskArchive(
        number=int(task[4:7]),
        name=task.partition("_")[2],
        input_name=input_name,
        target_type=kind,
        truncation_side=settings["recommended_truncation_side"],
        cases=[
            Case(r["uid"], c if isinstance(c, str) else tuple(c), r[kind.column])
            for r, c in zip(records, contents, strict=True)
        ],
        split=split,
    )
    write_task(tmp_path, archive)
    names = [contract.truth_path(task)]
    names += [
        f"{contract.job_path(task, fold)}/{file}"
        for fold in range(contract.FOLDS)
        for file in contract.JOB_FILES
    ]
    for name in names:
        assert (tmp_path / name).read_bytes() == (references / name).read_bytes(), name
    written = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()]
    assert sorted(written) == sorted(names)


def test_verify_misses_the_manifest_only(references, tmp_path):
    assert [p.kind for p in verify(references)] == [rules.NO_MANIFEST]
    root = tmp_path / "release"
    shutil.copytree(references, root)
    write_manifest(root, manifest_of(TASKS), key=KEY)
    assert verify(root) == []
