"""Files of new tasks run as they are written, and nothing is written that could not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from samples import cases
from typer.testing import CliRunner
from worlds import KEY, tree

from dragon_prep import build, find_tasks, simulate, verify
from dragon_prep.cli import app
from dragon_prep.core.targets import TargetType

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
FIRST = 901


def new_task(folder, *args):
    return CliRunner().invoke(app, ["new-task", *map(str, args), "--tasks", str(folder)])


def clean_for_ruff(folder):
    """Whether ruff, where it is installed, has nothing to say under the project's settings."""
    if subprocess.run([sys.executable, "-m", "ruff", "version"], capture_output=True).returncode:
        return
    for command in (["check", "--no-cache"], ["format", "--no-cache", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--config", str(PROJECT), str(folder)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def eight(tmp_path_factory):
    """A folder with a new task of each type over a cohort of the package, and their release."""
    root = tmp_path_factory.mktemp("eight")
    for number, target in enumerate(TargetType, FIRST):
        done = new_task(
            root / "tasks", f"T{number}", "--type", target, "--cohort", "kidney_ct",
            "--name", f"of_type_{number}",
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        assert f"dragon-prep tasks T{number} --tasks" in done.output
        assert "--source ... --out ..." in done.output
    tasks = find_tasks(range_of_names(), folders=[root / "tasks"])
    simulate(tasks, root / "raw", reports=150, seed=3)
    return root, tasks, build(tasks, root / "raw", root / "release", key=KEY)


def range_of_names():
    return [f"T{FIRST + i}" for i in range(len(TargetType))]


def test_a_new_task_of_each_type_is_built_and_keeps_the_contract(eight):
    _, tasks, made = eight
    assert [task.target.type for task in tasks] == list(TargetType)
    assert not verify(made.release)
    assert not made.release.joinpath("SYNTHETIC.txt").exists()
    for task in tasks:
        found = cases(made.release, task.full_name)
        assert len(found) > 100
        assert all(task.target.type.column in case for case in found)


def test_new_files_are_as_the_project_wants_its_own(eight):
    root, tasks, _ = eight
    clean_for_ruff(root / "tasks")
    for task in tasks:
        lines = (root / "tasks" / f"t{task.number}_{task.name}.py").read_text("utf-8").splitlines()
        assert len(lines) <= 60


def test_labels_are_what_the_new_file_says(eight):
    _, tasks, made = eight
    (digit,) = [t for t in tasks if t.target.type is TargetType.SINGLE_LABEL_REGRESSION]
    for case in cases(made.release, digit.full_name):
        assert case[digit.target.type.column] == len(case["text"].split()) % 10
    (even,) = [t for t in tasks if t.target.type is TargetType.SINGLE_LABEL_BINARY]
    for case in cases(made.release, even.full_name):
        assert case[even.target.type.column] is (len(case["text"].split()) % 2 == 0)
    (numbers,) = [t for t in tasks if t.target.type is TargetType.NER]
    for case in cases(made.release, numbers.full_name):
        for part, tag in zip(case["text_parts"], case[numbers.target.type.column], strict=True):
            assert (tag != "O") is any(character.isdigit() for character in part)


def test_a_new_cohort_runs_as_it_is_and_a_second_task_uses_it(tmp_path):
    longest = "c" * 36
    one = ("--type", "single_label_regression", "--cohort", longest)
    done = new_task(tmp_path / "tasks", "901", *one, "--new-cohort-of", "UMCN", "--name", "n" * 36)
    assert done.exit_code == 0, done.output
    assert new_task(tmp_path / "tasks", "t902", *one).exit_code == 0
    clean_for_ruff(tmp_path / "tasks")
    tasks = find_tasks(["T901", "T902"], folders=[tmp_path / "tasks"])
    assert tasks[0].cohort is tasks[1].cohort
    assert tasks[0].cohort.centres == ("umcn",)  # as --centre would find it
    sheet = tmp_path / "raw" / tasks[0].cohort.files[0].path
    sheet.parent.mkdir(parents=True)
    rows = [f"{i},{i},Verslag {'met woorden ' * (3 + i)},{i}" for i in range(20)]
    sheet.write_text("\n".join(["report_id,patient_id,report,value", *rows]), encoding="utf-8")
    made = build(tasks, tmp_path / "raw", tmp_path / "release", key=KEY)
    found = cases(made.release, tasks[0].full_name)
    labels = sorted(case["single_label_regression_target"] for case in found)
    assert labels == sorted((7 + 2 * i) % 10 for i in range(20))


def test_a_cohort_that_shares_its_file_with_others_is_imported_from_there(tmp_path):
    folder = tmp_path / "tasks"
    for number, cohort in ((901, "example_sl_ner"), (902, "example_ml_reg"), (903, "phi_reports")):
        done = new_task(folder, number, "--type", "named_entity_recognition", "--cohort", cohort)
        assert done.exit_code == 0, done.output
    clean_for_ruff(folder)
    for task in find_tasks(["T901", "T902", "T903"], folders=[folder]):
        assert any(task.cohort is other.cohort for other in find_tasks("all"))


@pytest.mark.parametrize(
    ("args", "said", "remedy"),
    [
        (("T19", "--cohort", "kidney_ct"), "the number is taken", "T201 to T9999 are free"),
        (("T900", "--cohort", "kidney_ct"), "the number is taken", "T201 to T9999 are free"),
        (("Hips", "--cohort", "kidney_ct"), "called by a number", "T201 to T9999 are free"),
        (("T0", "--cohort", "kidney_ct"), "called by a number", "T201 to T9999 are free"),
        (("T10000", "--cohort", "kidney_ct"), "called by a number", "T201 to T9999 are free"),
        (("T902", "--cohort", "kidneys"), "there is no such cohort", "kidney_ct"),
        (
            ("T902", "--cohort", "kidney_ct", "--new-cohort-of", "rumc"),
            "there is a cohort of that name",
            "starts another one",
        ),
        (("T902", "--cohort", "kidney_ct", "--name", "a/b"), "letters, digits", "Such as"),
        (("T902", "--cohort", "kidney_ct", "--name", "2_reg"), "letters, digits", "Such as"),
        (("T902", "--cohort", "kidney_ct", "--name", "x" * 37), "at most 36", "Such as"),
        (("T902", "--cohort", "class", "--new-cohort-of", "rumc"), "Python's own", "Such as"),
        (("T902", "--cohort", "../hips", "--new-cohort-of", "rumc"), "letters, digits", "Such as"),
        (("T902", "--cohort", "hips", "--new-cohort-of", "a-b"), "letters, digits", "Such as"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tmp_path, args, said, remedy):
    folder = tmp_path / "tasks"
    kind = ("--type", "single_label_regression")
    assert new_task(folder, "T900", *kind, "--cohort", "kidney_ct").exit_code == 0
    before = tree(folder)
    done = new_task(folder, *args, *kind)
    assert done.exit_code == 2
    assert "Error E106" in done.output
    assert said in done.output
    assert remedy in done.output.partition("What to do:")[2]
    assert {
        path: data for path, data in tree(folder).items() if "__pycache__" not in path
    } == before
    assert not (tmp_path / "hips.py").exists()


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    mine = tmp_path / "tasks" / "cohorts" / "hips.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("years of work", encoding="utf-8")
    kind = ("--type", "single_label_regression")
    done = new_task(
        tmp_path / "tasks", "T901", *kind, "--cohort", "hips", "--new-cohort-of", "umcn"
    )
    assert done.exit_code == 2
    assert "Error E103: hips.py: this definition exists" in done.output
    assert tree(tmp_path) == {"tasks/cohorts/hips.py": b"years of work"}


def test_an_unknown_type_is_answered_with_those_there_are(tmp_path):
    done = new_task(tmp_path / "tasks", "T901", "--type", "regression", "--cohort", "kidney_ct")
    assert done.exit_code == 2
    assert "single_label_regression" in done.output
    assert not [*tmp_path.iterdir()]
