"""dragon_eval scores perfect predictions on our test sets at 1.0."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
REQUIREMENTS = CHECKOUT / "tests" / "clients" / "eval_requirements.txt"


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


def test_perfect_predictions_score_one(dragon_eval, world, tmp_path):
    for job in sorted((world.release / "algorithm-input").iterdir()):
        configuration = json.loads((job / "nlp-task-configuration.json").read_bytes())
        label = configuration["label_name"]
        truth = world.release / "test-set" / f"{configuration['task_name']}.json"
        predictions = [
            {"uid": record["uid"], label.removesuffix("_target"): record[label]}
            for record in json.loads(truth.read_bytes())
        ]
        asked = json.loads((job / "nlp-test-dataset.json").read_bytes())
        assert [r["uid"] for r in asked] == [p["uid"] for p in predictions]
        folder = tmp_path / "predictions" / job.name
        folder.mkdir(parents=True)
        (folder / "nlp-predictions-dataset.json").write_text(json.dumps(predictions))
    metrics = tmp_path / "metrics.json"
    run = subprocess.run(
        [
            *(dragon_eval, "-m", "dragon_eval", "-g", world.release / "test-set"),
            *("-i", tmp_path / "predictions", "-o", metrics),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    scores = json.loads(metrics.read_bytes())["case"]
    tasks = sorted(path.stem for path in (world.release / "test-set").iterdir())
    assert scores == {task: {f"{task}-fold{fold}": 1.0 for fold in range(5)} for task in tasks}
