"""dragon_eval scores perfect predictions on our test sets at 1.0."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks

CHECKOUT = Path(__file__).resolve().parents[2]
CLIENTS = CHECKOUT / "tests" / "clients"
REQUIREMENTS = CLIENTS / "eval_requirements.txt"


@pytest.fixture(scope="session")
def dragon_eval() -> Path:
    """The Python of an environment with dragon_eval, kept in the checkout between runs."""
    home = CHECKOUT / ".clients" / "eval"
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = home / "installed.txt"
    if not done.is_file() or done.read_bytes() != REQUIREMENTS.read_bytes():
        venv.create(home, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            pytest.skip("dragon_eval cannot be installed here: no package index")
        done.write_bytes(REQUIREMENTS.read_bytes())
    return python


def scores_of_perfect_predictions(dragon_eval, release, output):
    run = subprocess.run(
        [dragon_eval, CLIENTS / "score_with_eval.py", release, "--output", output],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(output.read_bytes())["case"]


def test_perfect_predictions_score_one_in_every_task(dragon_eval, everything, tmp_path):
    names = [task.full_name for task in find_tasks(["all"])]
    assert len(names) == 37
    scores = scores_of_perfect_predictions(
        dragon_eval, everything.release, tmp_path / "metrics.json"
    )
    assert scores == {name: {f"{name}-fold{fold}": 1.0 for fold in range(5)} for name in names}


def test_the_evaluator_can_be_told_of_tasks_it_does_not_know(dragon_eval, world, tmp_path):
    tasks = [replace(task, number=task.number + 900) for task in find_tasks(["T10", "T21"])]
    release = build(tasks, world.raw, tmp_path / "release", key=KEY).release
    scores = scores_of_perfect_predictions(dragon_eval, release, tmp_path / "metrics.json")
    assert sorted(scores) == [task.full_name for task in tasks]
