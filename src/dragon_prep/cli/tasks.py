"""``dragon-prep tasks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, TaskFolders, guarded, print_json

if TYPE_CHECKING:
    from dragon_prep.tasks.task import Task


_SHOWN = ("target", "input", "unit", "plausible", "metric", "epsilon", "split", "truncation")


@guarded
def command(
    task: Annotated[
        str | None, typer.Argument(metavar="[TASK]", help="All about this one.")
    ] = None,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Lists the tasks, or tells all about one: files and columns to bring, what comes out."""
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks([task or "all"], folders=folders or ())
    if as_json:
        print_json([_json(t) for t in chosen])
    elif task is None:
        _list(chosen)
    else:
        for one in chosen:
            _tell(one)


def _list(tasks: list[Task]) -> None:
    from dragon_prep.cli.tables import Sheet, console, show

    rows = [
        (f"T{t.number}", t.full_name, t.title, t.cohort.name, ", ".join(t.cohort.centres))
        for t in tasks
    ]
    columns = ("task", "name", "title", "cohort", "centres")
    show(console(), Sheet("", columns, tuple(rows), words=len(columns)))


def _tell(task: Task) -> None:
    facts = _json(task)
    typer.echo(f"T{task.number}  {task.full_name}")
    typer.echo(f"  {task.title}; {task.cohort.title} (cohort {task.cohort.name})")
    typer.echo(f"  {'centres:':17} {', '.join(task.cohort.centres)}")
    if task.draws_on:
        drawn = (f"{cohort.name} ({', '.join(centres)})" for cohort, centres in task.draws_on)
        typer.echo(f"  draws on {', '.join(drawn)} too")
    facts["truncation"] = facts["truncation_side"]
    for name in _SHOWN:
        if facts[name] is not None:
            typer.echo(f"  {name + ':':17} {facts[name]}")
    typer.echo("  left out:")
    for why in task.rules:
        typer.echo(f"    {why[0]}")
    typer.echo("  files, below the folder given with --source:")
    for raw in task.files:
        typer.echo(f"    {raw.path}\n      {raw.layout}: {raw.meaning}")
        for column in raw.columns:
            optional = "" if column.required else " (optional)"
            typer.echo(f"      - {column.name}{optional}: {column.meaning}")


def _test_set(task: Task) -> str:
    if task.in_test_set is not None:
        return "a test set of its own"
    return "30 % of the patients for the test set"


def _json(task: Task) -> dict[str, object]:
    from dragon_prep.tasks.prepare import SPLIT_POLICY

    target = task.target
    return {
        "number": task.number,
        "name": task.full_name,
        "title": task.title,
        "cohort": task.cohort.name,
        "draws_on": [cohort.name for cohort, _ in task.draws_on],
        "centres": list(task.cohort.centres),
        "target": target.type.column,
        "unit": target.unit,
        "plausible": f"{target.plausible[0]:g} to {target.plausible[1]:g}"
        if target.plausible
        else None,
        "metric": target.metric,
        "epsilon": target.epsilon,
        "split": f"{SPLIT_POLICY}: {_test_set(task)}, five folds by patient",
        "input": task.input_name,
        "truncation_side": task.truncation_side,
        "left_out": [why for why, _ in task.rules],
        "files": [
            {
                "centre": raw.centre,
                "path": raw.path,
                "layout": raw.layout,
                "meaning": raw.meaning,
                "columns": [
                    {"name": c.name, "meaning": c.meaning, "required": c.required}
                    for c in raw.columns
                ],
            }
            for raw in task.files
        ],
    }
