"""What the simple methods score on a task, fold by fold."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import TargetType
from dragon_prep.services.probe.classing import methods_for, predict
from dragon_prep.services.probe.metrics import score
from dragon_prep.services.probe.tagging import TAGGERS, Tokenised, in_blocks
from dragon_prep.services.probe.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.services.probe.cases import ProbeCase, ProbeTask
    from dragon_prep.services.probe.tagging import Tagger

    Rows = Sequence[int]

FLOOR = "majority"
_QUICK = 3


@dataclass(frozen=True, slots=True, repr=False)
class MethodScore:
    """What one method scores on a task.

    Attributes:
        method: its name.
        validation: the score of each fold's validation cases.
        test: the score of the test cases after each fold's training; empty where they have no
            labels.
    """

    method: str
    validation: tuple[float, ...]
    test: tuple[float, ...]

    @property
    def folds(self) -> tuple[float, ...]:
        """The scores that count: those of the test set, where there are any."""
        return self.test or self.validation

    @property
    def mean(self) -> float:
        """The mean over the folds; not a number where the metric is not defined."""
        known = [value for value in self.folds if not math.isnan(value)]
        return statistics.fmean(known) if known else math.nan

    @property
    def spread(self) -> float:
        """The standard deviation over the folds."""
        known = [value for value in self.folds if not math.isnan(value)]
        return statistics.stdev(known) if len(known) > 1 else 0.0


def method_names(kind: TargetType, *, every: bool = False) -> list[str]:
    """The methods for a kind of target, the one that knows no text first.

    Args:
        kind: of target.
        every: all of them, not only those that are quick.
    """
    names = list(TAGGERS if kind.is_token_level else methods_for(kind))
    return names if every else names[:_QUICK]


class Told:
    """What methods say of the cases of a task, or of two; matrices are made once.

    Args:
        kind: of target.
        cases: all of them.
    """

    def __init__(self, kind: TargetType, cases: Sequence[ProbeCase]) -> None:
        self._kind = kind
        self._labels = [case.label for case in cases]
        contents = [case.content for case in cases]
        if kind.is_token_level:
            self._tokens = Tokenised([(c,) if isinstance(c, str) else c for c in contents])
        else:
            self._texts = Texts(tuple(contents))

    def tell(self, method: str, train: Rows, asked: Sequence[Rows]) -> list[list[Any]]:
        """What a method says of some cases after it learned from others.

        Args:
            method: one of :func:`method_names`.
            train: places of those to learn from.
            asked: places of those to tell; their labels are not looked at.
        """
        if not self._kind.is_token_level:
            return predict(methods_for(self._kind)[method], self._texts, self._labels, train, asked)
        every = [row for rows in asked for row in rows]
        said = iter(self._tagged(TAGGERS[method], train, every))
        return [list(islice(said, len(rows))) for rows in asked]

    def _tagged(self, tagger: Tagger, train: Rows, asked: Rows) -> Sequence[Any]:
        if self._kind is TargetType.MULTI_LABEL_NER:
            return in_blocks(tagger, self._tokens, self._labels, train, asked)
        return tagger(self._tokens, self._labels, train, asked)


def score_task(task: ProbeTask, *, every: bool = False) -> list[MethodScore]:
    """The scores of the methods on a task, after training on each of its folds.

    Args:
        task: to probe.
        every: with all methods, not only those that are quick.
    """
    told = Told(task.type, task.cases)
    found = []
    for method in method_names(task.type, every=every):
        validation, test = [], []
        for fold in task.folds:
            asked = [rows for rows in (fold.validation, task.test) if rows]
            said = told.tell(method, fold.train, asked)
            scores = [scored(task, rows, own) for rows, own in zip(asked, said, strict=True)]
            validation.append(scores[0] if fold.validation else math.nan)
            if task.test:
                test.append(scores[-1])
        found.append(MethodScore(method, tuple(validation), tuple(test)))
    return found


def scored(task: ProbeTask, rows: Rows, said: Sequence[Any]) -> float:
    """The score of what was said of some cases, by the task's metric."""
    truth = [task.cases[row].label for row in rows]
    return score(task.metric, truth, said, epsilon=task.epsilon)
