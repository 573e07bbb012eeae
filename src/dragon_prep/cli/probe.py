"""``dragon-prep probe``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import Json, guarded, print_json, progress_bars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.cli.tables import Sheet
    from dragon_prep.services.probe.compare import TaskCompared
    from dragon_prep.services.probe.contrast import Contrasted
    from dragon_prep.services.probe.probe import TaskProbe

_DIGITS = 6
_METRICS = {"linear_weighted_cohen_kappa": "linear kappa", "unweighted_cohen_kappa": "kappa"}


@guarded
def command(
    release: Annotated[
        Path,
        typer.Argument(metavar="RELEASE", help="Folder or zip of a release or of a look-alike."),
    ],
    on: Annotated[
        Path | None,
        typer.Option(
            "--on",
            metavar="B",
            help="Another release of the same tasks: train on the first, test on this one, and "
            "tell whether methods come in the same order on both.",
        ),
    ] = None,
    contrast: Annotated[
        Path | None,
        typer.Option(
            "--contrast",
            metavar="FILE",
            help='JSON lines {"uid","pair","text","label"}: pairs of reports that differ in one '
            "statement. Tells how many pairs a method has right.",
        ),
    ] = None,
    tasks: Annotated[
        list[str] | None,
        typer.Option("--task", help="Only this task, such as T19; may be given several times."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="With all methods, not only those that are quick.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; the figures stay the same.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tells what simple methods score on a release: what is trivial, or given away by a phrase.

    Nothing of a text is shown.
    """
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault

    if on and contrast:
        raise UsageFault(OPTION_INVALID, "give either --on or --contrast")
    count = workers or default_workers()
    if contrast:
        _contrast(release, contrast, tasks or [], every=every, as_json=as_json)
        return
    with progress_bars(quiet=as_json) as progress:

        def done(count: int, total: int) -> None:
            progress("tasks", count, total)

        if on:
            from dragon_prep.services.probe.compare import compare

            compared = compare(release, on, tasks=tasks or (), workers=count, done=done)
        else:
            from dragon_prep.services.probe.probe import probe

            found = probe(release, tasks=tasks or (), every=every, workers=count, done=done)
    if on:
        _tell_compared(compared, as_json=as_json)
    else:
        _tell(found, as_json=as_json)


def _contrast(
    release: Path, file: Path, tasks: Sequence[str], *, every: bool, as_json: bool
) -> None:
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.services.probe.contrast import contrast

    if len(tasks) > 1:
        raise UsageFault(OPTION_INVALID, "give --task once: a file of pairs is of one task")
    found = contrast(release, file, task=tasks[0] if tasks else None, every=every)
    if as_json:
        body = {"task": found.task, "pairs": found.pairs, "both": found.both}
        print_json({**body, "reports": 2 * found.pairs, "single": found.single})
        return
    _show([_pairs(found)])


def _pairs(found: Contrasted) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    rows = tuple(
        (method, str(count), f"{count / found.pairs:.0%}", str(found.single[method]))
        for method, count in found.both.items()
    )
    title = f"{found.task}: {found.pairs} pairs of reports"
    return Sheet(title, ("method", "pairs right", "share", "reports right"), rows)


def _tell(found: Sequence[TaskProbe], *, as_json: bool) -> None:
    if as_json:
        print_json({"tasks": [_task_json(task) for task in found]})
        return
    from dragon_prep.cli.tables import Sheet

    heads = ("task", "metric", "majority", "words", _third(found), "+-", "phrase")
    rows = tuple(_row(task) for task in found)
    sheets = [Sheet("Scores", heads, rows)]
    if any(len(task.scores) > 3 for task in found):
        sheets += [_all_methods(task) for task in found]
    _show(sheets)
    for task in found:
        for verdict in task.verdicts:
            typer.echo(
                f"{_short(task.name)} {verdict}{_where(task) if 'phrase' in verdict else ''}"
            )
    if not any(task.verdicts for task in found):
        typer.echo("Nothing is trivial, beyond simple methods, or given away by one phrase.")


def _third(found: Sequence[TaskProbe]) -> str:
    return "/".join(dict.fromkeys(task.scores[2].method for task in found))


def _row(task: TaskProbe) -> tuple[str, ...]:
    scores = [_figure(own.mean) for own in task.scores[:3]]
    phrase = _figure(task.giveaway.score) if task.giveaway else ""
    metric = _METRICS.get(task.metric, task.metric).replace("_", " ")
    return (_short(task.name), metric, *scores, f"{task.best.spread:.3f}", phrase)


def _all_methods(task: TaskProbe) -> Sheet:
    from dragon_prep.cli.tables import Sheet

    rows = tuple((own.method, _figure(own.mean), f"{own.spread:.3f}") for own in task.scores)
    return Sheet(task.name, ("method", "score", "+-"), rows)


def _where(task: TaskProbe) -> str:
    if not task.giveaway:
        return " (words alone)"
    places = [f"{_case(uid)} {start}-{end}" for uid, start, end in task.giveaway.places]
    return f" (such as at {', '.join(places)})" if places else ""


def _case(uid: str) -> str:
    return uid[uid.rfind("_") + 1 :]


def _task_json(task: TaskProbe) -> dict[str, Any]:
    development, test = task.cases
    return {
        "name": task.name,
        "metric": task.metric,
        "development": development,
        "test": test,
        "scored_on": "test" if task.on_test else "validation",
        "methods": {
            own.method: {
                "mean": _number(own.mean),
                "spread": _number(own.spread),
                "validation": [_number(value) for value in own.validation],
                "test": [_number(value) for value in own.test],
            }
            for own in task.scores
        },
        "phrase": _phrase_json(task),
        "verdicts": [verdict.name.lower() for verdict in task.verdicts],
    }


def _phrase_json(task: TaskProbe) -> dict[str, Any] | None:
    if task.giveaway is None:
        return None
    places = [{"uid": uid, "start": a, "end": b} for uid, a, b in task.giveaway.places]
    return {"score": _number(task.giveaway.score), "places": places}


def _tell_compared(found: Sequence[TaskCompared], *, as_json: bool) -> None:
    from dragon_prep.cli.tables import Sheet
    from dragon_prep.services.probe.compare import best_on_both

    if as_json:
        print_json({"tasks": [_compared_json(task) for task in found]})
        return
    heads = ("task", "best on A", "on A", "on B", "A to B", "order", "lost")
    rows = tuple(
        (
            _short(task.name),
            task.chosen.method,
            *map(_figure, _five(task)),
        )
        for task in found
    )
    _show([Sheet("Methods on A and on B", heads, rows, words=2)])
    same = sum(best_on_both(task) for task in found)
    typer.echo(f"The method that is best on A is best on B, or as good, in {same} of {len(found)}.")


def _five(task: TaskCompared) -> tuple[float, ...]:
    chosen = task.chosen
    return chosen.on_a, chosen.on_b, chosen.across, task.order, task.lost


def _compared_json(task: TaskCompared) -> dict[str, Any]:
    names = ("on_a", "on_b", "across", "order", "lost")
    return {
        "name": task.name,
        "best_on_a": task.chosen.method,
        **{name: _number(value) for name, value in zip(names, _five(task), strict=True)},
        "methods": {
            own.method: {name: _number(getattr(own, name)) for name in names[:3]}
            for own in task.methods
        },
    }


def _show(sheets: Sequence[Sheet]) -> None:
    from dragon_prep.cli import tables

    console = tables.console()
    for sheet in sheets:
        tables.show(console, sheet)


def _short(name: str) -> str:
    from dragon_prep.cli.lines import task_number

    return task_number(name)


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, _DIGITS)
