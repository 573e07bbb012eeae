"""``dragon-prep diff``."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, guarded, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.services.diff import ReleaseDiff, TaskDiff

_SHOWN = 10
_PREFIX = re.compile(r"^Task[0-9]+_(?:\S*_)?(?=(?:test_)?case[0-9])")
_EXIT_DIFFERENT = 1


@guarded
def command(
    before: Annotated[
        Path, typer.Argument(metavar="A", help="Folder or zip of a release, such as the earlier.")
    ],
    after: Annotated[
        Path, typer.Argument(metavar="B", help="Folder or zip of another, such as the next.")
    ],
    as_json: Json = False,
) -> None:
    """Tells what differs between two releases, by uid and number: nothing of a text is shown.

    Exit code 1 if they differ.
    """
    from dragon_prep.core.codes.run import RECORDS_INVALID
    from dragon_prep.core.errors import Place, UsageFault
    from dragon_prep.services.diff import diff

    for path in (before, after):
        if not path.exists():
            detail = "there is no such folder or zip"
            raise UsageFault(RECORDS_INVALID, detail, place=Place(path.name))
    found = diff(before, after)
    if as_json:
        tasks = [{**asdict(task), "sides": task.sides} for task in found.tasks]
        print_json({**asdict(found), "tasks": tasks, "same": found.is_same})
    else:
        typer.echo("\n".join(_lines(found)))
    if not found.is_same:
        raise typer.Exit(_EXIT_DIFFERENT)


def _lines(found: ReleaseDiff) -> Iterator[str]:
    if found.is_same:
        yield "No difference in cases or settings."
        return
    yield from (f"{name}: only in A" for name in found.tasks_gone)
    yield from (f"{name}: only in B" for name in found.tasks_new)
    for task in found.tasks:
        yield from _of_task(task)
    if found.settings:
        yield "Settings"
        yield from (f"  {s.name}: {s.before} -> {s.after}" for s in found.settings)
    if found.inputs:
        said = ", ".join(f"{count} {what}" for what, count in found.inputs.items())
        yield f"Raw files: {said}"


def _of_task(task: TaskDiff) -> Iterator[str]:
    if task.is_same:
        yield f"{task.name}: the same {task.cases[0]} cases"
        return
    yield f"{task.name}: {task.cases[0]} -> {task.cases[1]} cases"
    lists = {
        "gone": task.gone,
        "new": task.new,
        "relabelled": task.relabelled,
        "texts changed": task.texts,
        "moved": [f"{m.new_uid} ({m.before} to {m.after})" for m in task.moved],
    }
    for what, names in lists.items():
        if names:
            sides = ", ".join(f"{count} {side}" for side, count in task.sides.items())
            more = f" ({sides})" if what == "moved" else ""
            yield f"  {what} {len(names)}{more}: {_some(names)}"
    if task.renumbered:
        yield f"  renumbered {task.renumbered}"


def _some(names: Sequence[str]) -> str:
    # The end of a uid, without the task's name: case12.
    shown = ", ".join(_PREFIX.sub("", name) for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
