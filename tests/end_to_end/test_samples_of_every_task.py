"""Each of T1 to T28 has a test that its sample report comes out with the published label.

These tests carry the mark ``sample_report`` with the numbers of their tasks, so that
``pytest -m sample_report`` runs all of them.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from samples import published_label

from dragon_prep import find_tasks

MARK = "pytest.mark.sample_report"
# What reads a label off a sample page.
READERS = {"published_label", "published", "sample_page"}


def marked() -> dict[int, list[ast.FunctionDef]]:
    """The tests with the mark, by the number of the task."""
    found: dict[int, list[ast.FunctionDef]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == MARK:
                    for number in mark.args:
                        found.setdefault(ast.literal_eval(number), []).append(node)
    return found


def test_every_task_has_a_test_that_reads_its_label_off_the_page():
    found = marked()
    assert sorted(found) == list(range(1, 29))
    for tests in found.values():
        for test in tests:
            assert test.name.startswith("test_")
            names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
            assert names & READERS, test.name


@pytest.mark.parametrize("number", range(1, 25))
def test_the_published_label_is_of_the_tasks_type(shared_data, number):
    (task,) = find_tasks([f"T{number}"])
    label = published_label(shared_data, number)
    kind = task.target.type.value
    assert isinstance(label, list) == kind.startswith("multi_label")
    values = label if isinstance(label, list) else [label]
    expected = bool if "binary" in kind else (int, float) if "regression" in kind else str
    assert values
    assert all(isinstance(value, expected) for value in values)
