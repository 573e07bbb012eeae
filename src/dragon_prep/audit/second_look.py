"""The second look at reports that people annotated: what nobody marked, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.audit.label_values import ValuePlaces
from dragon_prep.core.codes.run import (
    DELETED_LEFT,
    OVERLOOKED_HELD,
    OVERLOOKED_LISTED,
    OVERLOOKED_REPLACED,
)
from dragon_prep.core.errors import Problem
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.core.tags import tag_spans
from dragon_prep.detect.repeats import repeats
from dragon_prep.detect.sure import looked_at, sure_of
from dragon_prep.phi.finding import Detection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.core.errors import Place
    from dragon_prep.core.report import Report
    from dragon_prep.detect import LookedThrough
    from dragon_prep.detect.evidence import Evidence

_FATES = {
    SecondLook.REPLACE: Fate.REPLACED,
    SecondLook.LIST: Fate.LISTED,
    SecondLook.HOLD: Fate.HELD_BACK,
}
_KINDS = {
    Fate.REPLACED: OVERLOOKED_REPLACED,
    Fate.LISTED: OVERLOOKED_LISTED,
    Fate.IN_LABEL: OVERLOOKED_LISTED,
    Fate.HELD_BACK: OVERLOOKED_HELD,
    Fate.DELETED: DELETED_LEFT,
}


@dataclass(frozen=True, slots=True, repr=False)
class SecondLookRules:
    """How annotated reports are looked at once more.

    Attributes:
        wanted: what is to become of what nobody marked.
        kept: categories that are not replaced, and so are not looked for.
    """

    wanted: SecondLook = SecondLook.REPLACE
    kept: frozenset[PhiCategory] = field(default=frozenset())


def overlooked(
    together: Sequence[Report],
    evidence: Evidence,
    rules: SecondLookRules,
    looked: LookedThrough | None = None,
) -> dict[Detection, Fate]:
    """What the detector is sure of in a report and nobody marked, and what becomes of it.

    Where a value stands that a label may be read from, nothing is replaced and no report held back
    for it: it is listed. Where nothing was marked since somebody looked and found nothing
    (``phi`` is empty), nothing is replaced either: that was said on purpose. Nor is what a reviewer
    said to be none, but for what sticks out of it.

    Args:
        together: a report that somebody annotated, and those of its patient with the same text and
            marks.
        evidence: what is known beside the text.
        rules: see there; a second look is wanted.
        looked: what :func:`dragon_prep.detect.sure.looked_at` gave for the report, if it was asked.
    """
    report = together[0]
    marked = [*(report.phi or ()), *tag_spans(report.text).spans]
    deleted: dict[Detection, Fate] = {}
    if looked is None:
        (looked,) = looked_at([(report.text, evidence)])
    if report.cleared:
        there = sure_of(report.text, evidence, marked, looked)
        there = tuple(hit for hit in there if any(map(hit.span.overlaps, report.cleared)))
        deleted = dict.fromkeys(there, Fate.DELETED)
        marked += report.cleared
    sure = sure_of(report.text, evidence, marked, looked)
    hits = [*sure, *_once_more(report, [*marked, *(hit.span for hit in sure)], sure)]
    # What people marked elsewhere in the report is what they said it is.
    said = {report.text[span.start : span.end]: span.label for span in report.phi or ()}
    hits = [_called(hit, said.get(report.text[hit.span.start : hit.span.end])) for hit in hits]
    hits = [hit for hit in hits if category_of(hit.span.label) not in rules.kept]
    if not hits:
        return deleted
    wanted = _FATES[rules.wanted]
    if not report.phi and wanted is Fate.REPLACED:
        wanted = Fate.LISTED
    values = ValuePlaces.of(together)
    fates = {
        hit: Fate.IN_LABEL if values.meet(report.text, hit.span) else wanted for hit in sorted(hits)
    }
    # Of a finding that sticks out of what was deleted, the rest is a finding of its own.
    return {**deleted, **fates}


def _called(hit: Detection, label: str | None) -> Detection:
    return hit if label is None else replace(hit, span=replace(hit.span, label=label))


def _once_more(
    report: Report, taken: Sequence[Span], sure: Sequence[Detection]
) -> Iterator[Detection]:
    """Where names and numbers stand once more, apart from what is marked or found already."""
    taken = list(taken)
    for span in sorted(repeats(report.text, [hit.span for hit in sure])):
        if not any(map(span.overlaps, taken)):
            taken.append(span)
            is_name = category_of(span.label) is PhiCategory.PERSOON
            yield Detection(span, "again.name" if is_name else "again.number")


def overlooked_to_json(
    found: Mapping[int, Sequence[Overlooked]],
) -> dict[str, list[list[int | str]]]:
    """Offsets, labels and fates, by position; no text."""
    return {
        str(position): [[o.span.start, o.span.end, o.span.label, o.fate.value] for o in of_report]
        for position, of_report in sorted(found.items())
    }


def overlooked_from_json(body: Mapping[str, Any]) -> dict[int, tuple[Overlooked, ...]]:
    """What :func:`overlooked_to_json` wrote."""
    return {
        int(position): tuple(Overlooked(Span(*span), Fate(fate)) for *span, fate in of_report)
        for position, of_report in body.items()
    }


def in_given_text(found: Iterable[Overlooked], report: Report) -> tuple[Overlooked, ...]:
    """The same with the places in the raw text, where a steward looks for them."""
    given = report.cleaned.given
    return tuple(replace(one, span=given.carry(one.span) or one.span) for one in found)


def overlooked_problems(
    found: Iterable[Overlooked], place: Place, marks: Place | None
) -> list[Problem]:
    """One problem for each thing that became of what nobody marked, with labels and offsets.

    Args:
        found: of one report.
        place: of the report.
        marks: of its annotation, if that stands elsewhere.
    """
    by_kind: dict[Fate, list[str]] = defaultdict(list)
    for one in sorted(found):
        span = one.span
        by_kind[one.fate].append(f"{category_of(span.label)} {span.start}-{span.end}")
    where = f"annotation in {marks}: " if marks is not None and marks != place else ""
    return [
        Problem(
            _KINDS[fate],
            place,
            where
            + ", ".join(said)
            + (", where a label's value stands" if fate is Fate.IN_LABEL else ""),
            quarantined=fate is Fate.HELD_BACK,
        )
        for fate, said in by_kind.items()
    ]
