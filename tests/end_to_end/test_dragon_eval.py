"""dragon_eval scores perfect predictions on our test sets at 1.0."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks
from dragon_prep.services.probe.metrics import score

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


def test_a_probe_scores_any_predictions_as_the_evaluator_does(dragon_eval, tmp_path):
    made = dict(_random_tasks(random.Random(0)))
    release, predictions = tmp_path / "release", tmp_path / "predictions"
    (release / "test-set").mkdir(parents=True)
    told = {}
    for name, (metric, column, epsilon, rows) in made.items():
        told[name] = {"metric": metric, "epsilon": epsilon}
        truth = [{"uid": uid, f"{column}_target": true} for uid, true, _ in rows]
        said = [{"uid": uid, column: own} for uid, _, own in rows]
        (release / "test-set" / f"{name}.json").write_text(json.dumps(truth))
        job = predictions / f"{name}-fold0"
        job.mkdir(parents=True)
        (job / "nlp-predictions-dataset.json").write_text(json.dumps(said))
    (release / "manifest.json").write_text(json.dumps({"tasks": told}))
    command = [dragon_eval, CLIENTS / "score_with_eval.py", release, "--predictions", predictions]
    output = tmp_path / "metrics.json"
    subprocess.run([*command, "--output", output], check=True, capture_output=True)
    found = json.loads(output.read_bytes())["case"]
    for name, (metric, _, epsilon, rows) in made.items():
        ours = score(metric, [t for _, t, _ in rows], [s for _, _, s in rows], epsilon=epsilon)
        assert ours == pytest.approx(found[name][f"{name}-fold0"], abs=1e-9), metric


def _random_tasks(rng):
    """Tasks of each metric, with answers and predictions at random: (metric, column, ...)."""

    def tags():
        return [rng.choice(("O", "O", "B-X", "I-X", "B-Y", "I-Y")) for _ in range(20)]

    def blocks():
        kinds = (["O"], ["O"], ["B-1-a"], ["I-1-a"], ["B-11-a"], ["B-2-b", "B-1-a"], ["I-2-b"])
        return [rng.choice(kinds) for _ in range(20)]

    def truth():
        return rng.random() < 0.4

    def chance():
        return round(rng.random(), 1)

    def grade():
        return str(rng.choice((0, 1, 2, 10)))

    def word():
        return rng.choice("abc")

    def size():
        return round(rng.uniform(1, 90), 1)

    def several(of, *odd):
        return lambda: [rng.choice((of(), *odd)) for _ in range(3)]

    kinds = [
        ("auroc", "single_label_binary_classification", truth, chance),
        ("auroc", "multi_label_binary_classification", several(truth), several(chance)),
        ("macro_auroc", "multi_label_binary_classification", several(truth), several(chance)),
        ("linear_weighted_cohen_kappa", "single_label_multi_class_classification", grade, grade),
        ("linear_weighted_cohen_kappa", "single_label_multi_class_classification", word, word),
        ("unweighted_cohen_kappa", "single_label_multi_class_classification", word, word),
        ("unweighted_cohen_kappa", "multi_label_multi_class_classification", *[several(word)] * 2),
        ("rsmapes", "single_label_regression", size, size),
        ("rsmapes", "multi_label_regression", several(size, None), several(size)),
        ("macro_f1", "named_entity_recognition", tags, tags),
        ("weighted_f1", "multi_label_named_entity_recognition", blocks, blocks),
    ]
    for number, (metric, column, true, said) in enumerate(kinds, 901):
        name = f"Task{number}_made"
        rows = [(f"{name}_case{n}", true(), said()) for n in range(60)]
        yield name, (metric, column, 4 if metric == "rsmapes" else None, rows)
