"""How far annotators agree on a task's labels, with one another and with the benchmark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.answers import Tagged, seen_as, units_of, words_of
from dragon_prep.evaluation.chance import (
    Scale,
    alpha_rows,
    alphas,
    kappas,
    table_rows,
    values_of,
)
from dragon_prep.evaluation.score import Figure, divided, figure, resampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dragon_prep.evaluation.answers import LabelQuestion
    from dragon_prep.evaluation.chance import Units
    from dragon_prep.evaluation.score import Numbers

BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True)
class Agreeing:
    """How far some annotators agree, on all of a label or a part of it.

    Attributes:
        reports: how many at least two of them labelled.
        alpha: Krippendorff's, of the scale of the task; of entities, of the labels of words.
        accuracy: of two: the share of values that are alike; of numbers, within the task's epsilon.
        kappa: of two: Cohen's, with linear weights where classes have an order; none of numbers.
        strict_f1: of two, of entities: with the same first and last word and label.
        token_f1: of two, of entities: of words with the same label.
    """

    reports: int
    alpha: Figure
    accuracy: Figure | None = None
    kappa: Figure | None = None
    strict_f1: Figure | None = None
    token_f1: Figure | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Comparing:
    """Some annotators, and how far they agree.

    Attributes:
        who: the annotators, counted from 1, or ``benchmark``.
        overall: on all of the label.
        labels: on each class, position or kind of entity.
    """

    who: tuple[str, ...]
    overall: Agreeing
    labels: Mapping[str, Agreeing]


def label_agreement(
    question: LabelQuestion,
    annotators: Sequence[Mapping[Any, Any]],
    benchmark: Mapping[Any, Any] | None = None,
    *,
    seed: int = 0,
    resamples: int = 1000,
) -> tuple[Comparing, ...]:
    """How far annotators agree.

    The intervals are percentiles of a bootstrap over reports, with a generator of its own for each
    figure.

    Args:
        question: what was asked.
        annotators: of each, the answers by report, from
            :func:`~dragon_prep.evaluation.answers.read_answer`.
        benchmark: the labels of a release, likewise.
        seed: of the bootstrap; same seed, same figures.
        resamples: of the bootstrap.

    Returns:
        All annotators together where there are more than two, each two of them, and each with the
        benchmark; but for those that have no report in common.
    """
    named = {str(number): answers for number, answers in enumerate(annotators, start=1)}
    groups = [tuple(named)] if len(named) > 2 else []
    groups += combinations(named, 2)
    if benchmark is not None:
        groups += [(name, BENCHMARK) for name in named]
        named[BENCHMARK] = benchmark
    if question.is_ordered and not _are_numbers(named.values()):
        question = replace(question, is_ordered=False)  # the alphabet is no order of meanings
    draw = _Bootstrap(seed, resamples)
    found = (_compared(question, names, [named[n] for n in names], draw) for names in groups)
    return tuple(filter(None, found))


def _are_numbers(answers: Iterable[Mapping[Any, Any]]) -> bool:
    values = {value for given in answers for answer in given.values() for value in answer}
    return all(value is None or str(value).isdecimal() for value in values)


@dataclass(frozen=True, slots=True)
class _Bootstrap:
    seed: int
    resamples: int

    def figure(self, rows: Numbers, measure: Callable[[Numbers], Numbers]) -> Figure:
        """A figure of all reports, with its interval."""
        drawn = resampled(rows, np.random.default_rng(self.seed), self.resamples)
        return figure(measure(rows.sum(axis=0, keepdims=True)), measure(drawn))


def _compared(
    question: LabelQuestion,
    names: tuple[str, ...],
    answers: Sequence[Mapping[Any, Any]],
    draw: _Bootstrap,
) -> Comparing | None:
    times = Counter(uid for given in answers for uid in given)
    shared = sorted((uid for uid, number in times.items() if number > 1), key=str)
    if not shared:
        return None
    rows = [[given.get(uid) for given in answers] for uid in shared]
    part = _Entities if question.type.is_token_level else _Values
    return part(question, rows, draw).compared(names)


class _Values:
    """Labels that are values."""

    def __init__(
        self, question: LabelQuestion, rows: Sequence[Sequence[Any]], draw: _Bootstrap
    ) -> None:
        self._question = question
        self._rows = rows
        self._draw = draw
        self._all = [units_of(row) for row in rows]

    def compared(self, names: tuple[str, ...]) -> Comparing:
        return Comparing(names, self._agreeing(self._all), dict(self._parts()))

    def _parts(self) -> list[tuple[str, Agreeing]]:
        question = self._question
        if question.has_positions:
            size = max((len(a) for row in self._rows for a in row if a is not None), default=0)
            names = question.labels if len(question.labels) == size else range(1, size + 1)
            return [(str(name), self._agreeing(self._at(at))) for at, name in enumerate(names)]
        if question.type is not TargetType.SINGLE_LABEL_MULTI_CLASS:
            return []
        return [(str(one), self._of_class(one)) for one in question.in_order(values_of(self._all))]

    def _at(self, at: int) -> list[Units]:
        return [
            units_of([None if a is None else a[at : at + 1] for a in row]) for row in self._rows
        ]

    def _of_class(self, one: Any) -> Agreeing:
        units = [seen_as(of_report, lambda value: value == one) for of_report in self._all]
        return _agreeing(units, [False, True], Scale.NOMINAL, self._draw)

    def _agreeing(self, units: Sequence[Units]) -> Agreeing:
        question = self._question
        domain = question.in_order(values_of(units))
        if question.scale is not Scale.INTERVAL:
            return _agreeing(units, domain, question.scale, self._draw)
        alpha = self._draw.figure(alpha_rows(units, [], Scale.INTERVAL), _of(Scale.INTERVAL))
        if any(len(values) != 2 for of_report in units for values in of_report):
            return Agreeing(len(units), alpha)
        near = self._draw.figure(_near_rows(units, question.epsilon), _share)
        return Agreeing(len(units), alpha, accuracy=near)


class _Entities:
    """Labels that are entities."""

    def __init__(
        self, question: LabelQuestion, rows: Sequence[Sequence[Any]], draw: _Bootstrap
    ) -> None:
        del question
        self._rows = rows
        self._draw = draw
        self._words = [words_of(row) for row in rows]
        self._labels = sorted(
            {label for row in rows for a in row if a is not None for label, _, _ in a.entities}
        )

    def compared(self, names: tuple[str, ...]) -> Comparing:
        domain = sorted(values_of(self._words))
        overall = _agreeing(self._words, domain, Scale.NOMINAL, self._draw)
        labels = {label: self._of_label(label) for label in self._labels}
        return Comparing(names, self._with_f1(overall, None), labels)

    def _of_label(self, label: str) -> Agreeing:
        units = [seen_as(words, lambda said: label in said.split("|")) for words in self._words]
        return self._with_f1(_agreeing(units, [False, True], Scale.NOMINAL, self._draw), label)

    def _with_f1(self, agreeing: Agreeing, label: str | None) -> Agreeing:
        """The same with F1 of entities; how many of all words are alike tells nothing."""
        if agreeing.kappa is None:
            return agreeing
        strict = np.array([_strict(row, label) for row in self._rows]).reshape(-1, 3)
        words = np.array([_by_word(row, label) for row in self._rows]).reshape(-1, 3)
        f1 = [self._draw.figure(rows.astype(float), _f1) for rows in (strict, words)]
        return Agreeing(agreeing.reports, agreeing.alpha, None, agreeing.kappa, *f1)


def _agreeing(
    units: Sequence[Units], domain: Sequence[Any], scale: Scale, draw: _Bootstrap
) -> Agreeing:
    alpha = draw.figure(alpha_rows(units, domain, scale), _of(scale))
    if any(len(values) != 2 for of_report in units for values in of_report):
        return Agreeing(len(units), alpha)
    tables = table_rows(units, domain)
    kappa = draw.figure(tables, lambda sums: kappas(sums, ordered=scale is Scale.ORDINAL))
    same = tables.reshape(len(units), len(domain), len(domain))
    rows = np.stack([np.trace(same, axis1=1, axis2=2), same.sum(axis=(1, 2))], axis=1)
    return Agreeing(len(units), alpha, draw.figure(rows, _share), kappa)


def _of(scale: Scale) -> Callable[[Numbers], Numbers]:
    return lambda sums: alphas(sums, scale)


def _share(sums: Numbers) -> Numbers:
    return divided(sums[:, 0], sums[:, 1])


def _f1(sums: Numbers) -> Numbers:
    return divided(2 * sums[:, 0], sums[:, 1] + sums[:, 2])


def _near_rows(reports: Sequence[Units], epsilon: float) -> Numbers:
    """How many pairs of numbers are near to each other, and how many there are."""
    rows = np.zeros((len(reports), 2))
    for row, units in enumerate(reports):
        for (one, two), number in units.items():
            if one is not None and two is not None:
                # A little more, since 3.5 and 3.1 are 0.4 apart for people, not for floats.
                rows[row] += number * np.array([abs(one - two) <= epsilon + 1e-9, 1])
    return rows


def _strict(row: Sequence[Tagged], label: str | None) -> tuple[int, int, int]:
    one, two = ({e for e in a.entities if label in (None, e[0])} for a in row)
    return len(one & two), len(one), len(two)


def _by_word(row: Sequence[Tagged], label: str | None) -> tuple[int, int, int]:
    one, two = (
        {(w, at) for w, said in a.by_word().items() for at in said if label in (None, at)}
        for a in row
    )
    return len(one & two), len(one), len(two)
