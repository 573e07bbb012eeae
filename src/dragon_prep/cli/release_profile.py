"""``dragon-prep profile``: of a release, not of a centre (that is the option --profile)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, TaskFolders, guarded, print_json

if TYPE_CHECKING:
    from dragon_prep.services.release_profile.file import ToldQuestion
    from dragon_prep.services.release_profile.profile import ProfileResult


@guarded
def command(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release.")],
    epsilon: Annotated[
        str,
        typer.Option(help="What the profile may cost, for all its tasks together, such as 1."),
    ],
    out: Annotated[Path, typer.Option("--out", help="File for the profile.")] = Path(
        "release-profile.json"
    ),
    only: Annotated[
        list[str] | None,
        typer.Option("--task", help="Only this task of the release; may be given several times."),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(
            help="All that the hospital may ever spend; asked once, for a new ledger. Default: 3."
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            help="Private file of what was spent. Default: profile-ledger.sealed in the workspace."
        ),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(help="The workspace of the build. Default: the one beside RELEASE."),
    ] = None,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Tells what a release is like as a whole, with differential privacy (docs/look_alikes.md).

    Counts of labels, lengths and centres with noise, and no word of any report: `synth --like`
    makes a look-alike after it. Every profile costs some of one budget, which does not come back.
    """
    from dragon_prep.services.release_profile.ledger import epsilon_of
    from dragon_prep.services.release_profile.profile import PrivatePlaces, profile_release

    result = profile_release(
        release,
        PrivatePlaces(out, workspace, ledger),
        epsilon_of(epsilon),
        budget=None if budget is None else epsilon_of(budget),
        tasks=only or (),
        folders=folders or (),
    )
    if as_json:
        print_json(_result_json(result))
        return
    _show(result)


def _show(result: ProfileResult) -> None:
    for name, told in result.profile.tasks.items():
        typer.echo(name)
        for question in told:
            typer.echo(f"  {question.name}: {_said(question)}")
    ledger = result.ledger
    typer.echo(f"\nRelease profile: {result.file}")
    typer.echo(
        f"  spent: epsilon {result.profile.epsilon}; {ledger.left:f} of {ledger.budget:f} is left "
        f"({result.ledger_file.name})"
    )


def _said(question: ToldQuestion) -> str:
    if not question.is_told:
        return "nothing: there are too few reports for this epsilon"
    return ", ".join(f"{_cells(group.cells)} {group.reports}" for group in question.groups)


def _cells(cells: tuple[str, ...]) -> str:
    most = 3
    few = " | ".join(cells[:most])
    return few if len(cells) <= most else f"{cells[0]} | ... | {cells[-1]}"


def _result_json(result: ProfileResult) -> dict[str, object]:
    ledger = result.ledger
    tasks = {
        name: [
            {
                "question": question.name,
                "epsilon": question.epsilon,
                "scale": question.scale,
                "groups": [{"cells": list(g.cells), "reports": g.reports} for g in question.groups],
            }
            for question in told
        ]
        for name, told in result.profile.tasks.items()
    }
    return {
        "file": str(result.file),
        "epsilon": result.profile.epsilon,
        "ledger": str(result.ledger_file),
        "budget": f"{ledger.budget:f}",
        "left": f"{ledger.left:f}",
        "tasks": tasks,
    }
