"""``dragon-prep tasks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, TaskFolders, guarded, print_json
from dragon_prep.cli.complete import complete_centres, complete_tasks
from dragon_prep.cli.wrapped import tell_line

if TYPE_CHECKING:
    from dragon_prep.intake.raw_file import Column, RawFile
    from dragon_prep.tasks.task import Task


_SHOWN = ("target", "input", "unit", "plausible", "metric", "epsilon", "split", "truncation")


@guarded
def command(
    task: Annotated[
        str | None,
        typer.Argument(metavar="[TASK]", autocompletion=complete_tasks, help="All about this one."),
    ] = None,
    centre: Annotated[
        str | None,
        typer.Option(
            "--centre",
            metavar="NAME",
            autocompletion=complete_centres,
            help="Only what this centre brings, on a page.",
        ),
    ] = None,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Lists the tasks, or tells all about one: files and columns to bring, what comes out."""
    from dragon_prep.tasks.prepare import chosen_centres
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks([task or "all"], folders=folders or ())
    if centre is not None:
        centre = centre.strip().lower()
        if task is not None:
            chosen_centres(chosen, [centre])  # stops at one that none of them has
        chosen = [t for t in chosen if any(centre in own for _, own in t.cohorts.values())]
    if as_json:
        print_json([_json(t, centre) for t in chosen])
    elif task is None:
        _list(chosen)
    else:
        for one in chosen:
            _tell(one, centre)


def _list(tasks: list[Task]) -> None:
    from dragon_prep.cli.tables import Sheet, console, show

    rows = [
        (f"T{t.number}", t.full_name, t.title, t.cohort.name, ", ".join(t.cohort.centres))
        for t in tasks
    ]
    columns = ("task", "name", "title", "cohort", "centres")
    show(console(), Sheet("", columns, tuple(rows), words=len(columns)))


def _tell(task: Task, centre: str | None) -> None:
    facts = _json(task, centre)
    tell_line(f"T{task.number}  {task.full_name}")
    tell_line(f"  {task.title}; {task.cohort.title} (cohort {task.cohort.name})")
    tell_line(f"  {'centres:':17} {', '.join(task.cohort.centres)}", hanging=18)
    if task.draws_on:
        drawn = (f"{cohort.name} ({', '.join(centres)})" for cohort, centres in task.draws_on)
        tell_line(f"  draws on {', '.join(drawn)} too")
    facts["truncation"] = facts["truncation_side"]
    for name in _SHOWN:
        if facts[name] is not None:
            tell_line(f"  {name + ':':17} {facts[name]}", hanging=18)
    tell_line("  left out:")
    for why in task.rules:
        tell_line(f"    {why[0]}")
    tell_line("  files, below the folder given with --source:")
    if centre is not None:
        _tell_page(_files_of(task, centre))
        return
    for raw in task.files:
        tell_line(f"    {raw.path}")
        tell_line(f"      {raw.layout}: {raw.meaning}")
        for column in raw.columns:
            optional = "" if column.required else " (optional)"
            tell_line(f"      - {column.name}{optional}: {column.meaning}")


def _tell_page(files: list[RawFile]) -> None:
    """One centre's files, with what they have in common said once."""
    from dragon_prep.intake.raw_file import Layout

    same: dict[tuple[Column, ...], str] = {}
    identity: dict[str, str] = {}
    for raw in files:
        tell_line(f"    {raw.path}")
        tell_line(f"      {raw.layout}: {raw.meaning}")
        if raw.layout is Layout.ANNOTATIONS and not raw.columns:
            tell_line("      (if nobody annotated reports, a file that says just [])")
        if raw.columns in same:
            tell_line(f"      columns as in {same[raw.columns]}")
            continue
        same |= {raw.columns: raw.path} if raw.columns else {}
        for column in raw.columns:
            if column.known is not None and not column.required:
                identity[column.name] = column.meaning.partition(";")[0]
                continue
            optional = "" if column.required else " (optional)"
            tell_line(f"      - {column.name}{optional}: {column.meaning}")
    if identity:
        tell_line("  optional columns of any sheet, used only to find the patient in the texts:")
        for name, meaning in identity.items():
            tell_line(f"    - {name}: {meaning}")


def _files_of(task: Task, centre: str | None) -> list[RawFile]:
    return [raw for raw in task.files if centre is None or centre in raw.centres]


def _test_set(task: Task) -> str:
    if task.in_test_set is not None:
        return "a test set of its own"
    return "30 % of the patients for the test set"


def _json(task: Task, centre: str | None) -> dict[str, object]:
    from dragon_prep.split.settings import SplitPolicy

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
        "split": f"{SplitPolicy.DRAGON2025}: {_test_set(task)}, five folds by patient",
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
            for raw in _files_of(task, centre)
        ],
    }
