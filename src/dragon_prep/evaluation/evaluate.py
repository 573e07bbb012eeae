"""Figures and slips over all reports, per label and per centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.evaluation.score import measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.evaluation.compare import Comparison, Counts, Slip
    from dragon_prep.evaluation.score import Measure

NO_CENTRE = "?"


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """A report that was compared.

    Attributes:
        id: its id.
        centre: who handed it in, empty if it does not say.
        comparison: what came out.
        texts: of each of its misses, then of each of its false alarms, what stands there.
    """

    id: str | int
    centre: str
    comparison: Comparison
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of all reports, of one label, or of one centre.

    Attributes:
        reports: how many there are; of a label, in how many it was marked or found.
        marked: spans that people marked.
        found: spans that were found, but for those that touch ignored text.
        measures: by name; see :class:`~dragon_prep.evaluation.compare.Counts`.
    """

    reports: int
    marked: int
    found: int
    measures: dict[str, Measure]


@dataclass(frozen=True, slots=True, repr=False)
class ListedSlip:
    """A slip, the report it is in, and what stands there."""

    id: str | int
    slip: Slip
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """How well detection does.

    Attributes:
        overall: over all labels and reports.
        labels: by label.
        centres: by centre, where any report names one; ``?`` for those that do not.
        misses: marked spans with a word that was not found, in the order of the reports.
        false_alarms: found spans with a word that is not PHI, in the same order.
    """

    overall: Group
    labels: dict[str, Group]
    centres: dict[str, Group]
    misses: tuple[ListedSlip, ...]
    false_alarms: tuple[ListedSlip, ...]


def evaluate(reports: Sequence[Compared], *, seed: int, resamples: int) -> Evaluation:
    """Sums comparisons up.

    Args:
        reports: what came out of each report.
        seed: of the bootstrap; same seed, same figures.
        resamples: of the bootstrap.
    """

    def group(counts: list[Counts | None]) -> Group:
        found = measures(counts, seed=seed, resamples=resamples)
        strict = found["strict"].counts
        return Group(
            sum(count is not None for count in counts),
            strict.hit + strict.missed,
            strict.right + strict.wrong,
            found,
        )

    labels = sorted({label for report in reports for label in report.comparison.labels})
    centres = sorted({report.centre for report in reports if report.centre})
    if centres and not all(report.centre for report in reports):
        centres.append("")
    return Evaluation(
        group([report.comparison.overall for report in reports]),
        {label: group([r.comparison.labels.get(label) for r in reports]) for label in labels},
        {
            centre or NO_CENTRE: group(
                [r.comparison.overall for r in reports if r.centre == centre]
            )
            for centre in centres
        },
        tuple(slip for report in reports for slip in _listed(report)[0]),
        tuple(slip for report in reports for slip in _listed(report)[1]),
    )


def _listed(report: Compared) -> tuple[list[ListedSlip], list[ListedSlip]]:
    misses, alarms = report.comparison.misses, report.comparison.false_alarms
    listed = [
        ListedSlip(report.id, slip, text)
        for slip, text in zip((*misses, *alarms), report.texts, strict=True)
    ]
    return listed[: len(misses)], listed[len(misses) :]


def compared(name: str | int, centre: str, text: str, comparison: Comparison) -> Compared:
    """A report that was compared, with the texts of its slips."""
    slips = (*comparison.misses, *comparison.false_alarms)
    texts = tuple(text[slip.span.start : slip.span.end] for slip in slips)
    return Compared(name, centre, comparison, texts)
