"""``dragon-prep train-detector``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import (
    Json,
    Overwrite,
    guarded,
    print_json,
    progress_bars,
)

if TYPE_CHECKING:
    from dragon_prep.cli.tables import Sheet
    from dragon_prep.evaluation.evaluate import Group
    from dragon_prep.evaluation.score import Figure
    from dragon_prep.services.train_detector import Figures, TrainResult


@guarded
def command(
    annotations: Annotated[
        list[Path],
        typer.Option(
            "--annotations",
            metavar="FILE",
            help='Annotated reports as JSON lines (docs/annotations.md), or {"id","text",'
            '"spans","patient"?}; may be given several times.',
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The model to write, for its owner only.")],
    folds: Annotated[
        int,
        typer.Option("--folds", min=2, help="In how many parts, by patient, to measure its worth."),
    ] = 5,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed, same figures.")] = 0,
    trust_empty: Annotated[
        bool,
        typer.Option(
            "--trust-empty",
            help="Learn from reports in which nothing is marked, too: they hold no PHI.",
        ),
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; the bytes stay the same.")
    ] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Teaches the detector the habits of one hospital, from reports in which people marked PHI.

    The model can hold words of patients' reports: it must stay in the hospital. Use it with
    --detector, or name it in the centre's profile. If a line cannot be used, nothing is written.
    """
    import time

    from dragon_prep.services.train_detector import train_detector

    started = time.perf_counter()
    with progress_bars(quiet=as_json) as progress:
        result = train_detector(
            annotations,
            out,
            folds=folds,
            seed=seed,
            trust_empty=trust_empty,
            workers=workers or default_workers(),
            overwrite=overwrite,
            progress=progress,
        )
    if as_json:
        print_json({"folds": folds, "seed": seed, **_json(result)})
        return
    _show(result, folds)
    seconds = time.perf_counter() - started
    typer.echo(f"{out}: {result.features} features of words added, {seconds:.0f} s in all")
    typer.echo(
        f"Mind: it can hold words that stand in the reports of {result.fewest_patients} patients "
        "or more, such as names of staff.\nIt must stay in the hospital, as the reports must."
    )


def _show(result: TrainResult, folds: int) -> None:
    from dragon_prep.cli.tables import console, show

    out = console()
    show(out, _overall(result, folds))
    show(out, _by_label(result.before, result.after))
    if result.unmarked:
        typer.echo(
            f"{result.unmarked} reports left out: nothing is marked in them (see --trust-empty)."
        )
    if result.repeated:
        typer.echo(f"{result.repeated} reports left out: they repeat the text of another one.")
    if result.unnamed:
        typer.echo(
            f"Mind: {result.unnamed} reports do not tell their patient; each counts as one of a "
            'patient of its own.\nIf some are of one patient, give each line a member "patient": '
            "else words of that patient alone can be learned."
        )
    if _f1(result.after) < _f1(result.before):
        typer.echo(
            "Mind: it does no better than the model that comes with dragon-prep. Annotate more "
            "reports, and see that all PHI in them is marked."
        )


def _f1(figures: Figures) -> float:
    return figures.overall.measures["token"].f1.value or 0.0


def _overall(result: TrainResult, folds: int) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    rows = []
    for name, group in (("before", result.before.overall), ("after", result.after.overall)):
        token, covered = group.measures["token"], group.measures["covered"]
        figures = (token.recall, token.precision, token.f1, covered.recall)
        rows.append((name, *map(_with_interval, figures)))
    title = (
        f"{result.reports} reports of {result.patients} patients, in {folds} folds by patient "
        "(95 % intervals in brackets)"
    )
    columns = ("words that are PHI", "recall", "precision", "F1", "spans wholly covered")
    return Sheet(title, columns, tuple(rows))


def _by_label(before: Figures, after: Figures) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    rows = []
    for label in sorted({*before.labels, *after.labels}):
        sides = before.labels.get(label), after.labels.get(label)
        marked = max(group.marked for group in sides if group is not None)
        figures = [*(_value(g, "recall") for g in sides), *(_value(g, "precision") for g in sides)]
        rows.append((label, str(marked), *figures))
    columns = ("label", "marked", "recall before", "after", "precision before", "after")
    return Sheet("Words by label", columns, tuple(rows))


def _value(group: Group | None, name: str) -> str:
    value = getattr(group.measures["token"], name).value if group is not None else None
    return "-" if value is None else f"{value:.3f}"


def _with_interval(figure: Figure) -> str:
    if figure.value is None:
        return "-"
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


def _json(result: TrainResult) -> dict[str, object]:
    return {
        "reports": result.reports,
        "patients": result.patients,
        "left_out": {"unmarked": result.unmarked, "repeated": result.repeated},
        "without_patient": result.unnamed,
        "before": _figures_json(result.before),
        "after": _figures_json(result.after),
        "fewest_patients": result.fewest_patients,
        "features_added": result.features,
        "model": result.fingerprint,
    }


def _figures_json(figures: Figures) -> dict[str, object]:
    return {
        "overall": _group_json(figures.overall),
        "labels": {label: _group_json(group) for label, group in figures.labels.items()},
    }


def _group_json(group: Group) -> dict[str, object]:
    token, covered = group.measures["token"], group.measures["covered"]
    return {
        "reports": group.reports,
        "marked": group.marked,
        "found": group.found,
        "token": asdict(token),
        "covered": asdict(covered.recall),
    }
