"""``dragon-prep audit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import (
    DetectorModel,
    DisableRules,
    HowMuch,
    Json,
    KeyFile,
    Profiles,
    SourceFolder,
    Surrogates,
    TaskFolders,
    guarded,
    open_key,
    open_profiles,
    open_settings,
    print_json,
    progress_bars,
)


@guarded
def command(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release.")],
    source: SourceFolder,
    key_file: KeyFile = None,
    profiles: Profiles = None,
    disable_rules: DisableRules = None,
    recall: HowMuch = None,
    detector: DetectorModel = None,
    surrogates: Surrogates = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes.")] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(help="Private working data. Default: dragon-prep-workspace beside RELEASE."),
    ] = None,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Searches a release for what its raw exports say of the patients (docs/audit.md).

    Give the exports, key, profiles and settings the release was made with. Every build does this
    before it writes anything; on its own it is for releases that somebody else made, or changed.
    """
    from dragon_prep.cli import json_bodies, lines
    from dragon_prep.core.codes.run import RECORDS_INVALID
    from dragon_prep.core.errors import Place, UsageFault, VerifyFault
    from dragon_prep.services.audit import audit_release
    from dragon_prep.tasks.prepare import Options

    if not release.is_dir():
        raise UsageFault(RECORDS_INVALID, "there is no such folder", place=Place(release.name))
    options = Options(
        profiles=open_profiles(profiles, disable_rules, recall, detector),
        surrogates=open_settings(surrogates),
    )
    with progress_bars(quiet=as_json) as progress:
        result = audit_release(
            release,
            source,
            key=open_key(key_file, make=False),
            options=options,
            workspace=workspace,
            workers=workers or default_workers(),
            folders=folders or (),
            progress=progress,
        )
    if as_json:
        problems = [json_bodies.problem_json(problem) for problem in result.problems]
        notes = [json_bodies.problem_json(note) for note in result.notes]
        body = {"texts": result.texts, **result.counts, "problems": problems, "notes": notes}
        print_json(body)
    else:
        if result.problems:
            typer.echo(lines.problems(result.problems))
        if result.notes:
            typer.echo(lines.problems(result.notes))
        typer.echo(lines.coincidences(result.counts["coincidences"]))
        typer.echo(f"{result.texts} texts searched.")
    if result.problems:
        typer.echo(f"{len(result.problems)} findings: this release must not go out.", err=True)
        raise typer.Exit(VerifyFault.exit_code)
    if not as_json:
        typer.echo("No finding: nothing that was replaced or is known stands in the release.")
