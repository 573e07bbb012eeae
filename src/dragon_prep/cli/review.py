"""``dragon-prep review``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import SiteOptions
from dragon_prep.cli.common import (
    Centres,
    KeyFile,
    SourceFolder,
    TaskFolders,
    guarded,
    open_key,
)
from dragon_prep.cli.look_again import USUAL, LookAgain
from dragon_prep.cli.mappings import open_mappings
from dragon_prep.cli.option_groups import grouped

if TYPE_CHECKING:
    from dragon_prep.services.local_review.desk import ReviewDesk


@guarded
@grouped
def command(
    *,
    workspace: Annotated[
        Path, typer.Argument(metavar="WORKSPACE", help="Workspace of the build to look through.")
    ],
    source: SourceFolder,
    tasks: Annotated[
        list[str] | None,
        typer.Option("--task", help="Only the reports of this task; may be given several times."),
    ] = None,
    key_file: KeyFile = None,
    centres: Centres = None,
    site: SiteOptions,
    second_look: LookAgain = USUAL,
    folders: TaskFolders = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port of the page; any that is free.")
    ] = 0,
    export: Annotated[
        bool,
        typer.Option("--export", help="Write what was decided for the next build, and no page."),
    ] = False,
) -> None:
    """Shows the reports of a build before and after, to decide what is PHI (docs/decisions.md).

    The page is for a browser on this machine alone, and shows real texts. Give the exports, key,
    profiles and settings of the build. Ctrl-C ends it; every decision is kept when it is made.
    """
    from dragon_prep.core.files import absolute
    from dragon_prep.services.local_review.desk import ReviewDesk
    from dragon_prep.services.local_review.export import export as write
    from dragon_prep.services.local_review.journal import opened_journal
    from dragon_prep.services.local_review.reports import read_reports
    from dragon_prep.tasks.prepare import Options
    from dragon_prep.tasks.registry import find_tasks

    options = Options(
        tuple(centres or ()),
        profiles=site.opened_profiles(),
        surrogates=site.opened_surrogates(),
        second_look=second_look,
    )
    options = open_mappings(source, options)
    chosen = find_tasks(tasks or ["all"], folders=folders or ())
    place, raw = absolute(workspace), absolute(source)
    typer.echo("Reading the exports and what the build made of them ...", err=True)
    reports = read_reports(chosen, place, raw, open_key(key_file, make=False), options)
    with opened_journal(place) as journal:
        desk = ReviewDesk(reports, journal, lambda desk: write(desk, raw))
        if export:
            made = write(desk, raw)
            typer.echo(f"{made['reports']} reports, {made['files']} files: {raw / 'reviewed'}")
        else:
            _serve(desk, port)


def _serve(desk: ReviewDesk, port: int) -> None:
    from dragon_prep.services.local_review.server import ReviewServer

    with ReviewServer(desk, port) as server:
        typer.echo(f"{len(desk.reports)} reports to look through, on this machine only:")
        typer.echo(f"  {server.address}")
        typer.echo("Whoever has this address can read them until this ends. Ctrl-C ends it.")
        if desk.stale:
            typer.echo(
                f"Mind: decisions on {desk.stale} reports that are not here, or have another text "
                "now, are kept and not applied.",
                err=True,
            )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo(f"\n{len(desk.journal.decisions)} decisions: {desk.journal.path}")
