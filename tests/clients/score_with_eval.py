"""Scores predictions for a release with dragon_eval, in the evaluator's environment.

    python tests/clients/score_with_eval.py RELEASE [--predictions FOLDER] [--output METRICS]

FOLDER holds ``<job>/nlp-predictions-dataset.json``. Without it, predictions that repeat the
answers of the test sets are scored, in the form in which the baseline writes them.

Prints one line per task; exit code 1 if a score is not finite, or not 1.0 without FOLDER.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

from dragon_eval.evaluation import REGRESSION_EPSILON, TASK_TYPE, DragonEval, EvalType

PREDICTIONS = "nlp-predictions-dataset.json"

# What the manifest of a release calls the metrics.
EVAL_TYPES = {
    "auroc": EvalType.BINARY_CLASSIFICATION,
    "macro_auroc": EvalType.BINARY_CLASSIFICATION_NON_SHARED_TASK,
    "linear_weighted_cohen_kappa": EvalType.ORDINAL_MULTI_CLASS_CLASSIFICATION,
    "unweighted_cohen_kappa": EvalType.NONORDINAL_MULTI_CLASS_CLASSIFICATION,
    "rsmapes": EvalType.REGRESSION,
    "f1": EvalType.SINGLE_LABEL_NER,
    "macro_f1": EvalType.SINGLE_LABEL_NER,
    "weighted_f1": EvalType.MULTI_LABEL_NER,
}


def register(release: Path) -> None:
    """Tells dragon_eval of the tasks it does not know; those it knows must be as it knows them."""
    tasks = json.loads((release / "manifest.json").read_bytes())["tasks"]
    for name, task in tasks.items():
        kind, epsilon = EVAL_TYPES[task["metric"]], task["epsilon"]
        if TASK_TYPE.setdefault(name, kind) is not kind:
            raise SystemExit(f"{name}: the release says {kind}, dragon_eval {TASK_TYPE[name]}")
        if epsilon is not None and REGRESSION_EPSILON.setdefault(name, epsilon) != epsilon:
            known = REGRESSION_EPSILON[name]
            raise SystemExit(f"{name}: the release says epsilon {epsilon}, dragon_eval {known}")


def write_perfect(release: Path, folder: Path) -> None:
    """Writes predictions for every job that repeat the answers of its test set."""
    for job in sorted((release / "algorithm-input").iterdir()):
        configuration = json.loads((job / "nlp-task-configuration.json").read_bytes())
        column = configuration["label_name"]
        prediction = column.removesuffix("_target")
        truth = release / "test-set" / f"{configuration['task_name']}.json"
        answers = {r["uid"]: r[column] for r in json.loads(truth.read_bytes())}
        asked = [r["uid"] for r in json.loads((job / "nlp-test-dataset.json").read_bytes())]
        if sorted(asked) != sorted(answers):
            raise SystemExit(f"{job.name}: the test set and its answers are about other cases")
        rows = [{"uid": uid, prediction: predicted(answers[uid])} for uid in asked]
        (folder / job.name).mkdir(parents=True)
        (folder / job.name / PREDICTIONS).write_text(json.dumps(rows), encoding="ascii")


def predicted(answer: Any) -> Any:
    """An answer as a model would give it: a probability for a truth, a number for a missing one."""
    if isinstance(answer, list):
        return [predicted(each) for each in answer]
    return answer if isinstance(answer, str) else float(answer or 0)


def score(release: Path, predictions: Path, output: Path) -> dict[str, dict[str, float]]:
    """Scores the jobs that have predictions: by task, the score of each job."""
    jobs = sorted(path.parent.name for path in predictions.glob(f"*/{PREDICTIONS}"))
    with contextlib.redirect_stdout(io.StringIO()):
        DragonEval(
            folds=sorted({int(job.rpartition("-fold")[2]) for job in jobs}),
            tasks=sorted({job.rpartition("-fold")[0] for job in jobs}),
            ground_truth_path=release / "test-set",
            predictions_path=predictions,
            output_file=output,
        ).evaluate()
    scores: dict[str, dict[str, float]] = json.loads(output.read_bytes())["case"]
    return scores


def main(release: Path, predictions: Path | None, output: Path | None) -> int:
    """Scores a release's predictions, or perfect ones."""
    register(release)
    with tempfile.TemporaryDirectory() as work:
        if predictions is None:
            write_perfect(release, Path(work) / "perfect")
        scores = score(
            release, predictions or Path(work) / "perfect", output or Path(work) / "metrics.json"
        )
    for task, by_job in scores.items():
        print(f"{task}: {', '.join(f'{s:.4f}' for s in by_job.values())}")
    every = [s for by_job in scores.values() for s in by_job.values()]
    right = sum(math.isfinite(s) if predictions else s == 1.0 for s in every)
    print(f"{right} of {len(every)} jobs have a score{'' if predictions else ' of 1.0'}")
    return 0 if every and right == len(every) else 1


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("release", type=Path)
    arguments.add_argument("--predictions", type=Path)
    arguments.add_argument("--output", type=Path)
    sys.exit(main(**vars(arguments.parse_args())))
