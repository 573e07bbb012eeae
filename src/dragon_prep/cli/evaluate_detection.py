"""``dragon-prep evaluate-detection``."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Overwrite, guarded
from dragon_prep.cli.figures import figure_cell, printable, require_json_place, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.cli.tables import Sheet
    from dragon_prep.evaluation.evaluate import Evaluation, Group, ListedSlip

_SLIPS_SHOWN = 20


@guarded
def command(
    gold: Annotated[
        Path,
        typer.Option(
            "--gold", help='JSON lines {"id","text","spans","centre"?}, or what doccano exports.'
        ),
    ],
    predictions: Annotated[
        Path | None, typer.Option("--pred", help='JSON lines {"id","spans"}.')
    ] = None,
    second: Annotated[
        Path | None,
        typer.Option(
            "--second",
            help="What another annotator marked in the reports of --gold, in its place: tells how "
            "far the two agree.",
        ),
    ] = None,
    show_text: Annotated[
        bool,
        typer.Option(
            "--show-text",
            help="Show what stands where a slip is. It is PHI: for use inside the hospital only.",
        ),
    ] = False,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write all figures and slips to this file."),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Of the bootstrap; same seed, same figures.")
    ] = 0,
    resamples: Annotated[int, typer.Option(min=1, help="Of the bootstrap.")] = 1000,
    overwrite: Overwrite = False,
) -> None:
    """Scores detected PHI against what people marked, or tells how far two people agree.

    Each slip or difference is listed by its offsets.
    """
    from dragon_prep.cli.agreement import agreement_json, show_agreement
    from dragon_prep.services.agreement_file import annotator_agreement
    from dragon_prep.services.evaluate_file import evaluate_detection

    other = _only(predictions, second)
    if json_file is not None:
        require_json_place(json_file, (gold, other), overwrite=overwrite)
    if second is not None:
        agreed = annotator_agreement(gold, second, seed=seed, resamples=resamples)
        body, show = agreement_json(agreed, show_text=show_text), partial(show_agreement, agreed)
    else:
        found = evaluate_detection(gold, other, seed=seed, resamples=resamples)
        body, show = _json(found, show_text), partial(_show, found)
    if json_file is not None:
        write_json(json_file, {"seed": seed, "resamples": resamples, **body}, private=show_text)
    show(show_text=show_text)
    if json_file is not None:
        typer.echo(f"All figures and {'differences' if second else 'slips'}: {json_file}")


def _only(predictions: Path | None, second: Path | None) -> Path:
    """The one of two options that was given."""
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault

    given = [path for path in (predictions, second) if path is not None]
    if len(given) != 1:
        raise UsageFault(OPTION_INVALID, "give either --pred or --second")
    return given[0]


def _show(found: Evaluation, *, show_text: bool) -> None:
    from dragon_prep.cli.tables import console, show

    out = console()
    show(out, _overall(found.overall))
    if found.labels:
        show(out, _by_group("By label", "label", found.labels))
    if found.centres:
        show(out, _by_group("By centre", "centre", found.centres))
    lists = (("Misses", "found", found.misses), ("False alarms", "PHI", found.false_alarms))
    for title, what, slips in lists:
        if slips:
            show(out, _slips(f"{title} ({len(slips)})", what, slips, show_text=show_text))
            if len(slips) > _SLIPS_SHOWN:
                typer.echo(f"and {len(slips) - _SLIPS_SHOWN} more; --json FILE lists all")


def _overall(group: Group) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    names = {
        "token": "words that are PHI",
        "strict": "spans, same label",
        "merged": "spans, same family of labels",
        "boundary": "spans, any label",
    }
    rows = []
    for name, meaning in names.items():
        measure = group.measures[name]
        figures = (measure.recall, measure.precision, measure.f1)
        rows.append((meaning, *(figure_cell(figure, interval=True) for figure in figures)))
    covered = figure_cell(group.measures["covered"].recall, interval=True)
    rows.append(("spans wholly covered", covered, "", ""))
    title = (
        f"{group.reports} reports, {group.marked} spans marked, {group.found} found "
        "(95 % intervals in brackets)"
    )
    return Sheet(title, ("", "recall", "precision", "F1"), tuple(rows))


def _by_group(title: str, what: str, groups: Mapping[str, Group]) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    columns = (
        *(what, "marked", "found", "recall", "precision", "F1"),
        *("strict F1", "boundary F1", "covered"),
    )
    rows = []
    for name, group in groups.items():
        token = group.measures["token"]
        figures = (
            *(token.recall, token.precision, token.f1),
            *(group.measures["strict"].f1, group.measures["boundary"].f1),
            group.measures["covered"].recall,
        )
        numbers = (str(group.marked), str(group.found))
        rows.append((name, *numbers, *(figure_cell(figure) for figure in figures)))
    return Sheet(title, columns, tuple(rows))


def _slips(title: str, what: str, slips: Sequence[ListedSlip], *, show_text: bool) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    columns = ("id", "label", "start", "end", what)
    rows = [
        (
            *(
                printable(str(s.id)),
                s.slip.span.label,
                str(s.slip.span.start),
                str(s.slip.span.end),
            ),
            "in part" if s.slip.partly else "no",
        )
        for s in slips[:_SLIPS_SHOWN]
    ]
    if not show_text:
        return Sheet(title, columns, tuple(rows), words=2)
    shown = zip(rows, slips, strict=False)
    with_text = [(printable(s.text), *row) for row, s in shown]
    return Sheet(title, ("text", *columns), tuple(with_text), words=3)


def _json(found: Evaluation, show_text: bool) -> dict[str, object]:
    return {
        "overall": _group_json(found.overall),
        "labels": {label: _group_json(group) for label, group in found.labels.items()},
        "centres": {centre: _group_json(group) for centre, group in found.centres.items()},
        "misses": [_slip_json(slip, show_text) for slip in found.misses],
        "false_alarms": [_slip_json(slip, show_text) for slip in found.false_alarms],
    }


def _group_json(group: Group) -> dict[str, object]:
    body: dict[str, object] = {
        "reports": group.reports,
        "marked": group.marked,
        "found": group.found,
    }
    for name, measure in group.measures.items():
        counts = asdict(measure.counts)
        if name == "covered":  # a share of what was marked; it has one side only
            counts = {side: counts[side] for side in ("hit", "missed")}
            body[name] = {**counts, **asdict(measure.recall)}
        elif any(counts.values()) or name != "merged":  # merged is not kept per label
            figures = ("recall", "precision", "f1")
            body[name] = {**counts, **{f: asdict(getattr(measure, f)) for f in figures}}
    return body


def _slip_json(listed: ListedSlip, show_text: bool) -> dict[str, object]:
    span = listed.slip.span
    body: dict[str, object] = {
        "id": listed.id,
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "partly": listed.slip.partly,
    }
    return {**body, "text": listed.text} if show_text else body
