"""What ``dragon-prep evaluate-detection --second`` shows: how far two annotators agree."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from dragon_prep.cli.figures import figure_cell, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.cli.tables import Sheet
    from dragon_prep.evaluation.agreement import Agreed, Agreement, ListedDifference

_SHOWN = 20
_FIGURES = {
    "word_f1": "words that are PHI, F1",
    "kappa": "words, PHI or not, kappa",
    "kappa_labels": "words, which label or none, kappa",
    "span_f1": "spans, same label, F1",
}


def show_agreement(found: Agreement, *, show_text: bool) -> None:
    """Shows how far two annotators agree."""
    from dragon_prep.cli.tables import console, show

    out = console()
    show(out, _overall(found.overall))
    if found.labels:
        show(out, _by_group("By label", "label", found.labels))
    if found.centres:
        show(out, _by_group("By centre", "centre", found.centres))
    if found.differences:
        show(out, _differences(found.differences, show_text=show_text))
        if len(found.differences) > _SHOWN:
            typer.echo(f"and {len(found.differences) - _SHOWN} more; --json FILE lists all")


def _overall(group: Agreed) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    title = (
        f"{group.reports} reports, {group.first} spans marked by the first, {group.second} by the "
        "second (95 % intervals in brackets)"
    )
    rows = tuple(
        (meaning, figure_cell(getattr(group, name), interval=True))
        for name, meaning in _FIGURES.items()
    )
    return Sheet(title, ("", "agreement"), rows)


def _by_group(title: str, what: str, groups: Mapping[str, Agreed]) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    columns = (what, "first", "second", "word F1", "kappa", "span F1")
    rows = [
        (
            *(name, str(group.first), str(group.second)),
            *(figure_cell(f, interval=True) for f in (group.word_f1, group.kappa, group.span_f1)),
        )
        for name, group in groups.items()
    ]
    return Sheet(title, columns, tuple(rows))


def _differences(listed: Sequence[ListedDifference], *, show_text: bool) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    columns = ("id", "label", "start", "end", "marked by", "the other has")
    rows = []
    for item in listed[:_SHOWN]:
        span, by, other = item.difference.span, item.difference.by, item.difference.other
        place = (span.label, str(span.start), str(span.end))
        row = (printable(str(item.id)), *place, str(by), str(other))
        rows.append((printable(item.text), *row) if show_text else row)
    title = f"Spans that differ ({len(listed)})"
    if show_text:
        return Sheet(title, ("text", *columns), tuple(rows), words=3)
    return Sheet(title, columns, tuple(rows), words=2)


def agreement_json(found: Agreement, *, show_text: bool) -> dict[str, object]:
    """How far two annotators agree, for machines."""
    return {
        "overall": asdict(found.overall),
        "labels": {label: asdict(group) for label, group in found.labels.items()},
        "centres": {centre: asdict(group) for centre, group in found.centres.items()},
        "differences": [_difference_json(item, show_text) for item in found.differences],
    }


def _difference_json(item: ListedDifference, show_text: bool) -> dict[str, object]:
    span = item.difference.span
    body: dict[str, object] = {
        "id": item.id,
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "by": str(item.difference.by),
        "other": str(item.difference.other),
    }
    return {**body, "text": item.text} if show_text else body
