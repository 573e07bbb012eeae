"""What ``dragon-prep tasks`` tells a steward is the whole definition."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dragon_prep import find_tasks
from dragon_prep.cli import app


def told(*args):
    done = CliRunner().invoke(app, ["tasks", *args])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("task", find_tasks("all"), ids=lambda task: f"T{task.number}")
def test_every_file_column_and_centre_is_named(task):
    text = told(f"T{task.number}")
    head, _, files = text.partition("  files, below the folder given with --source:\n")
    assert task.full_name in head
    assert task.title in head
    assert f"centres:{' ' * 10}{', '.join(task.cohort.centres)}" in head
    for cohort, centres in task.draws_on:
        assert f"{cohort.name} ({', '.join(centres)})" in head
    for why, _ in task.rules:
        assert f"    {why}\n" in head
    lines = [line.strip() for line in files.splitlines()]
    for raw in task.files:
        assert raw.path in lines
        assert f"{raw.layout}: {raw.meaning}" in lines
        for column in raw.columns:
            optional = "" if column.required else " (optional)"
            assert f"- {column.name}{optional}: {column.meaning}" in lines
    assert sum(line.startswith("- ") for line in lines) == sum(len(r.columns) for r in task.files)


@pytest.mark.parametrize("task", find_tasks("all"), ids=lambda task: f"T{task.number}")
def test_machines_are_told_the_same(task):
    (found,) = json.loads(told(task.full_name, "--json"))
    assert found["centres"] == [*task.cohort.centres]
    assert found["left_out"] == [why for why, _ in task.rules]
    assert found["draws_on"] == [cohort.name for cohort, _ in task.draws_on]
    for raw, file in zip(task.files, found["files"], strict=True):
        assert (file["path"], file["centre"]) == (raw.path, raw.centre)
        columns = [(c["name"], c["required"]) for c in file["columns"]]
        assert columns == [(c.name, c.required) for c in raw.columns]


def test_every_cohort_of_a_task_is_read_from_files_that_are_told():
    for task in find_tasks("all"):
        for cohort, centres in task.cohorts.values():
            read = {raw.path for raw in cohort.files if {*raw.centres} & {*centres}}
            assert read
            assert read <= {raw.path for raw in task.files}


@pytest.mark.parametrize("centre", ["rumc", "umcg", "avl"])
def test_a_centre_gets_a_page(centre):
    text = told("T19", "--centre", centre)
    assert len(text.splitlines()) < 50
    assert len(told("T19").splitlines()) > 100
    (task,) = find_tasks(["T19"])
    for raw in task.files:
        assert (raw.path in text) is (centre in raw.centres)
    lines = [line.strip() for line in text.splitlines()]
    columns = {c for raw in task.files if centre in raw.centres for c in raw.columns}
    assert all(any(line.startswith(f"- {c.name}") for line in lines) for c in columns)
    assert sum(line.startswith("- patient_name") for line in lines) == 1
    assert "(if nobody annotated reports, a file that says just [])" in lines
    (body,) = json.loads(told("T19", "--centre", centre, "--json"))
    assert {file["centre"] for file in body["files"]} == {centre}


def test_the_tasks_of_a_centre():
    text = told("--centre", "jbz")
    assert "T5 " in text
    assert "T19 " not in text
    done = CliRunner().invoke(app, ["tasks", "T19", "--centre", "jbz"])
    assert (done.exit_code, "E102" in done.output) == (2, True)
