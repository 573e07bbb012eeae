"""``dragon-prep agreement``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Overwrite, TaskFolders, guarded
from dragon_prep.cli.figures import figure_cell, require_json_place, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.evaluation.label_agreement import Agreeing, Comparing

_FIGURES = {
    "alpha": "alpha",
    "accuracy": "alike",
    "kappa": "kappa",
    "strict_f1": "strict F1",
    "token_f1": "token F1",
}


@guarded
def command(
    task: Annotated[str, typer.Argument(metavar="TASK", help="Such as T10.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="One of each annotator: JSON lines or CSV."),
    ],
    release: Annotated[
        Path | None,
        typer.Option("--release", help="Compare with its labels, too; a folder or a zip."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to this file.")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Of the bootstrap; same seed, same figures.")
    ] = 0,
    resamples: Annotated[int, typer.Option(min=1, help="Of the bootstrap.")] = 1000,
    folders: TaskFolders = None,
    overwrite: Overwrite = False,
) -> None:
    """Tells how far annotators agree on a task's labels (docs/agreement.md).

    Krippendorff's alpha, pairwise accuracy and kappa, F1 of entities, with intervals; of PHI that
    two people marked, evaluate-detection --second tells.
    """
    from dragon_prep.services.label_agreement import labels_agreement

    if json_file is not None:
        require_json_place(json_file, files, overwrite=overwrite)
    found = labels_agreement(
        task, files, release=release, folders=folders or (), seed=seed, resamples=resamples
    )
    if json_file is not None:
        body = {"seed": seed, "resamples": resamples, "annotators": comparing_json(found)}
        write_json(json_file, body)
    show_comparing(found)
    typer.echo("Annotators are counted in the order of the files.")


def comparing_json(found: Iterable[Comparing]) -> list[dict[str, object]]:
    """Who agrees how far, for machines."""
    return [
        {
            "who": list(one.who),
            "overall": asdict(one.overall),
            "labels": {label: asdict(figures) for label, figures in one.labels.items()},
        }
        for one in found
    ]


def show_comparing(found: Sequence[Comparing], title: str = "") -> None:
    """Shows who agrees how far."""
    from dragon_prep.cli.tables import Sheet, console, show

    figures = [name for name in _FIGURES if any(getattr(f.overall, name) for f in found)]
    rows = []
    for one in found:
        who = " and ".join(one.who)
        rows.append((who, "all", *_cells(one.overall, figures)))
        rows += [(who, label, *_cells(part, figures)) for label, part in one.labels.items()]
    columns = ("annotators", "label", "reports", *(_FIGURES[name] for name in figures))
    about = title or "Agreement (95 % intervals in brackets)"
    show(console(), Sheet(about, columns, tuple(rows), words=2, grouped=True))


def _cells(part: Agreeing, figures: Sequence[str]) -> list[str]:
    cells = [str(part.reports)]
    for name in figures:
        figure = getattr(part, name)
        cells.append("" if figure is None else figure_cell(figure, interval=True))
    return cells
