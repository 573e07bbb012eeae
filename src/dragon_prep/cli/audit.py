"""``dragon-prep audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import SiteOptions, default_workers
from dragon_prep.cli.common import (
    Json,
    KeyFile,
    TaskFolders,
    guarded,
    open_key,
    print_json,
    progress_bars,
)
from dragon_prep.cli.option_groups import grouped

if TYPE_CHECKING:
    from dragon_prep.services.audit import AuditResult
    from dragon_prep.services.release_leakage import LeakageResult


@guarded
@grouped
def command(
    *,
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE", help="Folder of a release, or a zip of one.")
    ],
    source: Annotated[
        Path | None,
        typer.Option("--source", help="Folder of the raw exports; without it, leaks alone."),
    ] = None,
    key_file: KeyFile = None,
    site: SiteOptions,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes.")] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(help="Private working data. Default: dragon-prep-workspace beside RELEASE."),
    ] = None,
    folders: TaskFolders = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against",
            help="Another release, its zip, or a file of records, that no case may be in; may be "
            "given several times.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Searches a release for leaks, and for what its raw exports say of patients (docs/audit.md).

    Leaks are looked for in the files alone. For patients, give the exports, key, profiles and
    settings the release was made with. Every build does both before it writes anything; on its own
    it is for releases that somebody else made, or changed.
    """
    from dragon_prep.cli.leaks import leaks_json, show_leaks
    from dragon_prep.core.codes.run import RECORDS_INVALID
    from dragon_prep.core.errors import Place, UsageFault
    from dragon_prep.services.audit import audit_release
    from dragon_prep.services.release_leakage import audit_leakage
    from dragon_prep.tasks.prepare import Options

    if not release.exists():
        detail = "there is no such folder or zip"
        raise UsageFault(RECORDS_INVALID, detail, place=Place(release.name))
    leaks = audit_leakage(release, against or ())
    if source is None:
        if as_json:
            print_json({"leakage": leaks_json(leaks)})
        else:
            show_leaks(leaks)
        _end(0, leaks)
        return
    options = Options(
        profiles=site.opened_profiles(),
        surrogates=site.opened_surrogates(),
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
        print_json({**_result_json(result), "leakage": leaks_json(leaks)})
    else:
        _show(result)
        show_leaks(leaks)
    _end(len(result.problems), leaks)
    if not as_json:
        typer.echo("No finding: nothing that was replaced or is known stands in the release.")


def _result_json(result: AuditResult) -> dict[str, object]:
    from dragon_prep.cli import json_bodies

    problems = [json_bodies.problem_json(problem) for problem in result.problems]
    notes = [json_bodies.problem_json(note) for note in result.notes]
    return {"texts": result.texts, **result.counts, "problems": problems, "notes": notes}


def _show(result: AuditResult) -> None:
    from dragon_prep.cli import lines

    if result.problems:
        typer.echo(lines.problems(result.problems))
    if result.notes:
        typer.echo(lines.problems(result.notes))
    typer.echo(lines.coincidences(result.counts["coincidences"]))
    typer.echo(f"{result.texts} texts searched.")


def _end(findings: int, leaks: LeakageResult) -> None:
    """Ends with the exit code of a finding, if there is one that stands in the way."""
    from dragon_prep.core.errors import VerifyFault

    every = findings + len(leaks.stops) + len(leaks.needs_word)
    if every:
        typer.echo(f"{every} findings: this release must not go out.", err=True)
        raise typer.Exit(VerifyFault.exit_code)
