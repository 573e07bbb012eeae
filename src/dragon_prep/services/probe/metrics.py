"""The metrics of the DRAGON evaluator, value for value (dragon_eval 0.2.11)."""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.entities import OUTSIDE, entities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

AUROC, MACRO_AUROC = "auroc", "macro_auroc"
LINEAR_KAPPA, KAPPA = "linear_weighted_cohen_kappa", "unweighted_cohen_kappa"
RSMAPES = "rsmapes"
MACRO_F1, F1, WEIGHTED_F1 = "macro_f1", "f1", "weighted_f1"
_INTEGER = re.compile(r"-?[0-9]+")

BY_TYPE = {
    TargetType.SINGLE_LABEL_BINARY: AUROC,
    TargetType.MULTI_LABEL_BINARY: AUROC,
    TargetType.SINGLE_LABEL_MULTI_CLASS: KAPPA,
    TargetType.MULTI_LABEL_MULTI_CLASS: KAPPA,
    TargetType.SINGLE_LABEL_REGRESSION: RSMAPES,
    TargetType.MULTI_LABEL_REGRESSION: RSMAPES,
    TargetType.NER: MACRO_F1,
    TargetType.MULTI_LABEL_NER: WEIGHTED_F1,
}
"""The metric of a task whose manifest names none."""


def score(
    metric: str, truth: Sequence[Any], predicted: Sequence[Any], *, epsilon: float | None = None
) -> float:
    """Scores predictions as the organisers do.

    Args:
        metric: in the words of the manifest.
        truth: labels as the archives have them.
        predicted: of the same cases in the same order; of binary labels how likely true is.
        epsilon: the tolerance of ``rsmapes``, in the unit of the label.

    Returns:
        The score, 1 at most; not a number where the metric is not defined for these labels.
    """
    if metric == RSMAPES:
        return rsmapes(_flat(truth), _flat(predicted), epsilon=epsilon or 0.0)
    return METRICS[metric](truth, predicted)


def auroc(truth: Sequence[Any], predicted: Sequence[Any]) -> float:
    """The area under the curve, all positions of a multi-label target together."""
    from sklearn.metrics import roc_auc_score

    answers = [int(value) for value in _flat(truth)]
    if len(set(answers)) < 2:
        return math.nan
    return float(roc_auc_score(answers, [float(value) for value in _flat(predicted)]))


def macro_auroc(truth: Sequence[Any], predicted: Sequence[Any]) -> float:
    """The mean of the areas of the positions."""
    areas = [auroc(t, p) for t, p in zip(zip(*truth), zip(*predicted), strict=True)]  # noqa: B905
    return sum(areas) / len(areas)


def kappa(truth: Sequence[Any], predicted: Sequence[Any], *, weights: str | None = None) -> float:
    """Cohen's kappa, all positions together.

    Args:
        truth: classes.
        predicted: classes.
        weights: ``linear`` for classes that have an order: of numbers theirs, else the alphabet's.
    """
    from sklearn.metrics import cohen_kappa_score

    true, guessed = _flat(truth), _flat(predicted)
    if all(_INTEGER.fullmatch(str(value)) for value in (*true, *guessed)):
        true, guessed = [int(value) for value in true], [int(value) for value in guessed]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of one class on both sides kappa is not defined
        return float(cohen_kappa_score(true, guessed, weights=weights))


def linear_kappa(truth: Sequence[Any], predicted: Sequence[Any]) -> float:
    """Cohen's kappa with linear weights."""
    return kappa(truth, predicted, weights="linear")


def rsmapes(truth: Sequence[Any], predicted: Sequence[Any], *, epsilon: float) -> float:
    """The robust symmetric mean absolute percentage error score; missing labels do not count."""
    errors = []
    for true, guessed in zip(truth, predicted, strict=True):
        if true is not None:
            number = 0.0 if guessed is None or math.isnan(guessed) else float(guessed)
            size = abs(true) + abs(number) + epsilon
            errors.append(abs(true - number) / size if size else 0.0)
    return 1 - sum(errors) / len(errors) if errors else math.nan


def macro_f1(truth: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> float:
    """The mean over the kinds of entity of F1 of whole entities."""
    scores = [f1 for f1, _ in _by_kind(truth, predicted)]
    return sum(scores) / len(scores) if scores else math.nan


def _weighted(truth: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> float:
    found = _by_kind(truth, predicted)
    total = sum(support for _, support in found)
    return sum(f1 * support for f1, support in found) / total if total else 0.0


def weighted_f1(
    truth: Sequence[Sequence[Sequence[str]]], predicted: Sequence[Sequence[Sequence[str]]]
) -> float:
    """F1 of each label's entities, weighted by how many there are.

    As in the evaluator, a label takes in those that contain its name: ``1-BCC`` also ``11-BCC``.
    """
    labels = sorted({tag[2:] for tags in truth for at in tags for tag in at if tag != OUTSIDE})
    tags = [
        (_tags_of(true), _tags_of(guessed)) for true, guessed in zip(truth, predicted, strict=True)
    ]
    scores, supports = [], []
    for label in labels:
        rows = [
            row
            for row, (true, guessed) in enumerate(tags)
            if any(label in tag for tag in true | guessed)
        ]
        true = [_of_label(truth[row], label) for row in rows]
        guessed = [_of_label(predicted[row], label) for row in rows]
        scores.append(_weighted(true, guessed))
        supports.append(sum(1 for tags_ in true for _ in entities(tags_)))
    total = sum(supports)
    if not total:
        return math.nan
    return sum(s * n for s, n in zip(scores, supports, strict=True)) / total


def _tags_of(tokens: Sequence[Sequence[str]]) -> set[str]:
    return {tag for tags in tokens for tag in tags}


def _of_label(tokens: Sequence[Sequence[str]], label: str) -> list[str]:
    return [next((tag for tag in tags if label in tag), OUTSIDE) for tags in tokens]


def _by_kind(
    truth: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]
) -> list[tuple[float, int]]:
    """For each kind of entity on either side, F1 and how many there are."""
    true, guessed = set(_placed(truth)), set(_placed(predicted))
    wanted = Counter(kind for _, (kind, _, _) in true)
    found = Counter(kind for _, (kind, _, _) in guessed)
    right = Counter(kind for _, (kind, _, _) in true & guessed)
    kinds = sorted(wanted.keys() | found.keys())
    return [(2 * right[k] / (wanted[k] + found[k]), wanted[k]) for k in kinds]


def _placed(texts: Iterable[Sequence[str]]) -> Iterator[tuple[int, tuple[str, int, int]]]:
    for row, tags in enumerate(texts):
        for entity in entities(tags):
            yield row, entity


def _flat(values: Sequence[Any]) -> list[Any]:
    if values and isinstance(values[0], list | tuple):
        return [value for row in values for value in row]
    return list(values)


METRICS = cast(
    "dict[str, Callable[[Sequence[Any], Sequence[Any]], float]]",
    {
        AUROC: auroc,
        MACRO_AUROC: macro_auroc,
        LINEAR_KAPPA: linear_kappa,
        KAPPA: kappa,
        MACRO_F1: macro_f1,
        F1: macro_f1,  # of one kind of entity it is the same
        WEIGHTED_F1: weighted_f1,
    },
)
