"""How far two people who marked the same reports agree, neither of whom is taken to be right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.evaluation.cover import WORD, Cover
from dragon_prep.evaluation.evaluate import NO_CENTRE
from dragon_prep.evaluation.labels import IGNORE
from dragon_prep.evaluation.score import Figure, divided, figure, resampled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.spans import Span
    from dragon_prep.evaluation.score import Numbers

NOTHING = ""  # the label of a word that was not marked
_SIDES = 3  # of spans: marked alike by both, marked by the first, marked by the second


class Annotator(StrEnum):
    """Whose span it is."""

    FIRST = "first"
    SECOND = "second"


class Other(StrEnum):
    """What the other annotator has where a span differs."""

    NOTHING = "nothing"
    BOUNDS = "other bounds"
    LABEL = "another label"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A span that one annotator marked and the other did not mark alike.

    Attributes:
        span: where, with its label.
        by: who marked it.
        other: what the other has there.
    """

    span: Span
    by: Annotator
    other: Other


@dataclass(frozen=True, slots=True, repr=False)
class TwiceMarked:
    """One report that two people marked.

    Attributes:
        id: its id.
        centre: who handed it in, empty if it does not say.
        words: how many words there are, by the label the first and the second gave them.
        spans: by label, how many both marked alike, and how many the first and the second marked.
        differences: the spans that differ, in order.
        texts: what stands at each of them.
    """

    id: str | int
    centre: str
    words: dict[tuple[str, str], int]
    spans: dict[str, tuple[int, int, int]]
    differences: tuple[Difference, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two people agree on all reports, on one label, or on one centre.

    Attributes:
        reports: how many there are; of a label, in how many either marked it.
        words: how many words these reports have; of a label, how many there are in all reports.
        first: spans that the first marked.
        second: spans that the second marked.
        word_f1: of the words that both marked. Of all labels together any label counts, of a label
            both must have given it.
        kappa: Cohen's kappa over words, of marked or not; of a label, of marked with it or not.
        kappa_labels: the same, of which label or none; the same as ``kappa`` of a label.
        span_f1: of spans with the same start, end and label.
    """

    reports: int
    words: int
    first: int
    second: int
    word_f1: Figure
    kappa: Figure
    kappa_labels: Figure
    span_f1: Figure


@dataclass(frozen=True, slots=True, repr=False)
class ListedDifference:
    """A difference, the report it is in, and what stands there."""

    id: str | int
    difference: Difference
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """How far two people agree.

    Attributes:
        overall: over all labels and reports.
        labels: by label.
        centres: by centre, where any report names one; ``?`` for those that do not.
        differences: the spans that differ, in the order of the reports.
    """

    overall: Agreed
    labels: dict[str, Agreed]
    centres: dict[str, Agreed]
    differences: tuple[ListedDifference, ...]


def twice_marked(
    name: str | int, centre: str, text: str, first: Sequence[Span], second: Sequence[Span]
) -> TwiceMarked:
    """Compares what two people marked in a report.

    A word has the label of the first of its characters that is marked. Words that a span
    ``IGNORE`` of either touches do not count, nor do spans that overlap one.

    Args:
        name: the report's id.
        centre: who handed it in, empty if it does not say.
        text: the report.
        first: what one of them marked, under common labels or ``IGNORE``; within the text.
        second: what the other marked, likewise.
    """
    ignored = Cover(len(text), [span for span in (*first, *second) if span.label == IGNORE])
    marked = [
        sorted(
            {s for s in some if s.label != IGNORE and not ignored.touches(s.start, s.end)},
        )
        for some in (first, second)
    ]
    covers = [Cover(len(text), spans) for spans in marked]
    words: Counter[tuple[str, str]] = Counter()
    for word in WORD.finditer(text):
        if not ignored.touches(*word.span()):
            one, two = (cover.label(*word.span()) or NOTHING for cover in covers)
            words[one, two] += 1
    differences = sorted(
        [
            *_differences(marked[0], marked[1], Annotator.FIRST),
            *_differences(marked[1], marked[0], Annotator.SECOND),
        ]
    )
    texts = tuple(text[d.span.start : d.span.end] for d in differences)
    return TwiceMarked(name, centre, dict(words), _counted(*marked), tuple(differences), texts)


def _counted(first: Sequence[Span], second: Sequence[Span]) -> dict[str, tuple[int, int, int]]:
    alike, ones, twos = (
        Counter(span.label for span in some) for some in ({*first} & {*second}, first, second)
    )
    return {label: (alike[label], ones[label], twos[label]) for label in sorted({*ones, *twos})}


def _differences(own: Sequence[Span], others: Sequence[Span], by: Annotator) -> list[Difference]:
    alike = {*others}
    places = {(span.start, span.end) for span in others}

    def has(span: Span) -> Other:
        if (span.start, span.end) in places:
            return Other.LABEL
        return Other.BOUNDS if any(span.overlaps(o) for o in others) else Other.NOTHING

    return [Difference(span, by, has(span)) for span in own if span not in alike]


def agreement(reports: Sequence[TwiceMarked], *, seed: int, resamples: int) -> Agreement:
    """Sums up how far two people agree.

    The intervals are those of :func:`~dragon_prep.evaluation.score.measures`: percentiles of a
    bootstrap over reports, with a generator of its own for each centre and for all of them.

    Args:
        reports: what both marked in each report.
        seed: of the bootstrap; same seed, same figures.
        resamples: of the bootstrap.
    """
    labels = sorted({label for report in reports for label in report.spans})
    centres = sorted({report.centre for report in reports if report.centre})
    if centres and not all(report.centre for report in reports):
        centres.append("")
    whole = _Sums(reports, labels, seed=seed, resamples=resamples)
    return Agreement(
        whole.overall(),
        {label: whole.of_label(at) for at, label in enumerate(labels)},
        {
            centre or NO_CENTRE: _Sums(
                [r for r in reports if r.centre == centre], labels, seed=seed, resamples=resamples
            ).overall()
            for centre in centres
        },
        tuple(
            ListedDifference(report.id, difference, text)
            for report in reports
            for difference, text in zip(report.differences, report.texts, strict=True)
        ),
    )


class _Sums:
    """What is counted, summed over some reports and over their resamples.

    Words are in a table of who gave them which label, the first row and column being none.
    """

    def __init__(
        self, reports: Sequence[TwiceMarked], labels: Sequence[str], *, seed: int, resamples: int
    ) -> None:
        at = {label: number for number, label in enumerate([NOTHING, *labels])}
        words = np.zeros((len(reports), len(at), len(at)))
        spans = np.zeros((len(reports), len(labels), _SIDES))
        for row, report in enumerate(reports):
            for (one, two), count in report.words.items():
                words[row, at[one], at[two]] = count
            for label, counts in report.spans.items():
                spans[row, at[label] - 1] = counts
        self._reports = len(reports)
        self._with = (spans.sum(axis=2) > 0).sum(axis=0)
        of_words = len(at) ** 2
        parts = (words.reshape(len(reports), of_words), spans.reshape(len(reports), -1))
        flat = np.concatenate(parts, axis=1) if labels else parts[0]
        drawn = resampled(flat, np.random.default_rng(seed), resamples)
        # The first row is all reports as they are, the others are resamples.
        sums = np.concatenate([flat.sum(axis=0, keepdims=True), drawn])
        self._words = sums[:, :of_words].reshape(len(sums), len(at), len(at))
        self._spans = sums[:, of_words:].reshape(len(sums), len(labels), _SIDES)

    def overall(self) -> Agreed:
        spans = self._spans.sum(axis=1)
        marked = _two_by_two(self._words, 0)[:, ::-1, ::-1]
        return self._agreed(self._reports, spans, marked, self._words)

    def of_label(self, at: int) -> Agreed:
        table = _two_by_two(self._words, at + 1)
        return self._agreed(int(self._with[at]), self._spans[:, at], table, table)

    def _agreed(self, reports: int, spans: Numbers, marked: Numbers, labelled: Numbers) -> Agreed:
        _, first, second = (int(number) for number in spans[0])
        one, two = marked[:, 0].sum(axis=1), marked[:, :, 0].sum(axis=1)
        word_f1 = divided(2 * marked[:, 0, 0], one + two)
        span_f1 = divided(2 * spans[:, 0], spans[:, 1] + spans[:, 2])
        values = (word_f1, _kappa(marked), _kappa(labelled), span_f1)
        figures = (figure(value[:1], value[1:]) for value in values)
        return Agreed(reports, int(self._words[0].sum()), first, second, *figures)


def _two_by_two(tables: Numbers, at: int) -> Numbers:
    """Tables of one category and of all others, the category first."""
    here = tables[:, at, at]
    only_first = tables[:, at].sum(axis=1) - here
    only_second = tables[:, :, at].sum(axis=1) - here
    rest = tables.sum(axis=(1, 2)) - here - only_first - only_second
    stacked = np.stack([here, only_first, only_second, rest], axis=1)
    return stacked.reshape(-1, 2, 2)


def _kappa(tables: Numbers) -> Numbers:
    """Cohen's kappa of each table; NaN where all is one category.

    J. Cohen, A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20 (1960) 37-46.
    """
    total = tables.sum(axis=(1, 2))
    same = divided(np.trace(tables, axis1=1, axis2=2), total)
    by_chance = divided((tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1), total**2)
    return divided(same - by_chance, 1 - by_chance)
