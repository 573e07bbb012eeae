"""What the leakage audit of a release found, for people and for machines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.errors import Problem
    from dragon_prep.services.release_leakage import LeakageResult


def leaks_json(found: LeakageResult) -> dict[str, object]:
    """The findings by grade."""
    from dragon_prep.cli.json_bodies import problem_json

    return {
        "tasks": found.tasks,
        "stops": [problem_json(problem) for problem in found.stops],
        "needs_word": [problem_json(problem) for problem in found.needs_word],
        "accepted": [problem_json(problem) for problem in found.accepted],
        "information": [problem_json(problem) for problem in found.information],
    }


def show_leaks(found: LeakageResult) -> None:
    """Tells the findings, the gravest first."""
    from dragon_prep.cli import lines

    grades = (
        ("Leaks that stop a release", found.stops),
        ("Leaks that somebody has to answer for", found.needs_word),
        ("Leaks that somebody answers for, see the manifest", found.accepted),
        ("For information", found.information),
    )
    for title, problems in grades:
        if problems:
            typer.echo(lines.problems(problems).replace("Problems", title, 1))
            typer.echo("")
    if found.is_clean:
        typer.echo(f"{found.tasks} tasks looked at: no leak that stands in the way.")


def leak_counts(found: Sequence[Problem]) -> str:
    """What the leakage audit of a build found, by code; nothing if it found nothing."""
    count = Counter(problem.kind for problem in found)
    lines = [f"  {kind.code} {kind.title}: {number}" for kind, number in sorted(count.items())]
    head = "The leakage audit found, for information or accepted (problems.csv lists the places)"
    return "\n".join([head, *lines]) if lines else ""
