"""``dragon-prep new-task``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.common import guarded
from dragon_prep.core.targets import TargetType

_NUMBER = re.compile(r"[tT]?0*([1-9][0-9]{0,3})")


@guarded
def command(
    task: Annotated[str, typer.Argument(metavar="T901", help="A number that is still free.")],
    target: Annotated[TargetType, typer.Option("--type", help="What the task asks for.")],
    cohort: Annotated[
        str, typer.Option("--cohort", help="Whose reports; see `dragon-prep tasks` for cohorts.")
    ],
    name: Annotated[str, typer.Option("--name", help="Of the task.")] = "own_task",
    folder: Annotated[Path, typer.Option("--tasks", help="Folder of your own task files.")] = Path(
        "tasks"
    ),
    new_cohort: Annotated[
        str,
        typer.Option(
            "--new-cohort-of", metavar="CENTRE", help="Start a cohort, too, of this centre."
        ),
    ] = "",
) -> None:
    """Writes the file of a new task, to be changed by hand; it runs as it is (docs/task29.md)."""
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.tasks.registry import FIRST_FREE, tasks
    from dragon_prep.tasks.scaffold import NewCohort, new_task

    has_own = folder.is_dir() and any(folder.glob("t*.py"))
    known = tasks([folder] if has_own else [])
    match = _NUMBER.fullmatch(task.strip())
    if match is None or int(match[1]) in known:
        detail = "the number is taken" if match else "a task is called by a number, such as T901"
        remedy = f"T{FIRST_FREE} to T9999 are free for everybody."
        raise UsageFault(OPTION_INVALID, detail, remedy=remedy)
    cohorts = {c.name: c for t in known.values() for c, _ in t.cohorts.values()}
    if (cohort in cohorts) is bool(new_cohort):
        detail = "there is a cohort of that name" if new_cohort else "there is no such cohort"
        names = ", ".join(sorted(cohorts))
        remedy = f"There are {names}; --new-cohort-of CENTRE starts another one."
        raise UsageFault(OPTION_INVALID, detail, remedy=remedy)
    made = new_task(
        int(match[1]),
        target,
        folder=folder,
        cohort=NewCohort(cohort, new_cohort.lower()) if new_cohort else cohorts[cohort],
        name=name,
    )
    for path in made:
        typer.echo(f"Written: {path}")
    typer.echo(f"See what it takes:  dragon-prep tasks T{match[1]} --tasks {folder}")
    given = f"--tasks {folder} --source ... --out ..."
    typer.echo(f"Build it:           dragon-prep build T{match[1]} {given}")
