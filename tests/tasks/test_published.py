"""Sizes beside those that were published: information, and nothing for tasks of one's own."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dragon_prep import find_tasks
from dragon_prep.cli import app
from dragon_prep.cli.lines import published
from dragon_prep.core.targets import TargetType
from dragon_prep.data.load import text
from dragon_prep.services.synth import synth
from dragon_prep.tasks.published import Sizes, compared
from dragon_prep.tasks.scaffold import new_task


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_every_task_of_the_package_was_published():
    known = json.loads(text("dragon_sizes.json"))
    assert list(known) == [task.full_name for task in find_tasks("all")]


def test_as_published_different_and_unknown():
    (same, sizes), (other, _) = list(json.loads(text("dragon_sizes.json")).items())[:2]
    told = published(
        [(same, Sizes(*sizes)), (other, Sizes(3, 4)), ("Task901_own_reg", Sizes(1, 2))]
    )
    assert "as published: T1" in told
    assert "T2: 3 + 4; published: 1000 + 200" in told
    assert "901" not in told
    assert published([("Task901_own_reg", Sizes(1, 2))]) == ""
    assert compared([("Task901_own_reg", Sizes(1, 2))]) == []


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with a project key."""
    root = tmp_path_factory.mktemp("published")
    assert run("key", "new", root / "project.key").exit_code == 0
    return root


def test_build_and_verify_compare(root):
    common = ("--source", root / "raw", "--key-file", root / "project.key")
    assert run("simulate", "T3", "--reports", 100, "--out", root / "raw").exit_code == 0
    built = run("build", "T3", *common, "--out", root / "release")
    assert built.exit_code == 0, built.output
    manifest = json.loads((root / "release" / "manifest.json").read_bytes())
    (task,) = manifest["tasks"].values()
    sizes = Sizes(sum(task["cases"].values()) - task["test"], task["test"])
    said = f"compared with the published benchmark\n  T3: {sizes}; published: 417 + 183\n"
    assert said in built.output
    verified = run("verify", root / "release")
    assert verified.exit_code == 0
    assert said in verified.output


def test_own_tasks_are_compared_with_nothing(root):
    new_task(
        901, TargetType.SINGLE_LABEL_REGRESSION, folder=root / "tasks",
        cohort=find_tasks(["T3"])[0].cohort,
        name="own_reg",
    )  # fmt: skip
    synth(find_tasks(["T901"], folders=[root / "tasks"]), root / "own", reports=100)
    verified = run("verify", root / "own")
    assert verified.exit_code == 0
    assert "published" not in verified.output
