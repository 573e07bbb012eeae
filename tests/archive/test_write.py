from __future__ import annotations

import json

import pytest

from dragon_prep.archive import contract
from dragon_prep.archive.write import Case, TaskArchive, write_task
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import VerifyFault
from dragon_prep.core.targets import TargetType
from dragon_prep.split.folds import Split

SPLIT = Split(test=(1, 3), validation=((0,), (2,), (4,), (5,), (6,)))
CASES = [Case(f"Task007_x_case{i}", f"text {i}", float(i)) for i in range(7)]


def write(root, cases=CASES, split=SPLIT):
    archive = TaskArchive(
        number=7,
        name="x",
        input_name="text",
        target_type=TargetType.SINGLE_LABEL_REGRESSION,
        truncation_side="left",
        cases=cases,
        split=split,
    )
    write_task(root, archive)


def test_all_files_in_their_places(tmp_path):
    write(tmp_path)
    label = "single_label_regression_target"
    for fold in range(5):
        job = tmp_path / "algorithm-input" / f"Task007_x-fold{fold}"
        raw = (job / "nlp-task-configuration.json").read_bytes()
        assert raw == (
            b'{\n  "jobid": 7%d,\n  "task_name": "Task007_x",\n  "input_name": "text",\n'
            b'  "label_name": "single_label_regression_target",\n'
            b'  "recommended_truncation_side": "left",\n  "version": "1.0"\n}' % fold
        )
        rows = {
            "nlp-training-dataset.json": SPLIT.training(fold),
            "nlp-validation-dataset.json": SPLIT.validation[fold],
            "nlp-test-dataset.json": SPLIT.test,
        }
        for file, expected in rows.items():
            raw = (job / file).read_bytes()
            assert raw.startswith(b'[\n  {\n    "uid":"Task007_x_case')
            assert raw.endswith(b"\n  }\n]")
            records = json.loads(raw)
            assert [r["uid"] for r in records] == [CASES[i].uid for i in expected]
            assert all((label in r) == (file != contract.TEST) for r in records)
        assert len(list(job.iterdir())) == 4
    truth = json.loads((tmp_path / "test-set" / "Task007_x.json").read_bytes())
    assert truth == [{"uid": CASES[i].uid, "text": f"text {i}", label: i} for i in SPLIT.test]


@pytest.mark.parametrize(
    ("split", "file"),
    [
        (Split((), ((0, 1, 3), (2,), (4,), (5,), (6,))), "fold0/nlp-test-dataset.json"),
        (Split((1, 3), ((0,), (), (2, 4), (5,), (6,))), "fold1/nlp-validation-dataset.json"),
        (Split((1, 3), ((), (), (), (0, 2, 4, 5, 6), ())), "fold0/nlp-validation-dataset.json"),
    ],
)
def test_an_empty_file_is_refused_before_anything_is_written(tmp_path, split, file):
    with pytest.raises(VerifyFault) as caught:
        write(tmp_path, split=split)
    assert caught.value.kind == rules.EMPTY_FILE
    assert caught.value.place.file == f"algorithm-input/Task007_x-{file}"
    assert not list(tmp_path.iterdir())


def test_a_split_of_other_cases_is_refused(tmp_path):
    with pytest.raises(ValueError):
        write(tmp_path, cases=CASES[:-1])
    with pytest.raises(ValueError):
        write(tmp_path, split=Split((1, 3), ((0, 2), (4,), (5, 6))))


def test_a_task_is_not_written_twice(tmp_path):
    write(tmp_path)
    with pytest.raises(FileExistsError):
        write(tmp_path)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("date", True),
        ("DateTime", True),
        ("modified", True),
        ("timestamp_x", True),
        ("read_at", True),
        ("study_time", True),
        ("update", False),
        ("text", False),
        ("timer", False),
    ],
)
def test_columns_that_become_dates(column, expected):
    assert contract.becomes_a_date(column) is expected


def test_names():
    assert contract.full_name(19, "prostate_volume_reg") == "Task019_prostate_volume_reg"
    assert contract.full_name(1019, "x") == "Task1019_x"
    assert contract.job_folder("Task019_x", 4) == "Task019_x-fold4"
    assert contract.jobid(19, 4) == 194
    assert contract.uid("Task019_x", 0) == "Task019_x_case0"
    assert contract.test_uid("Task019_x", 3) == "Task019_x_test_case3"
