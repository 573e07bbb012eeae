"""``dragon-prep synth``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import (
    Json,
    Overwrite,
    TaskFolders,
    TaskNames,
    guarded,
    print_json,
    progress_bars,
)


@guarded
def command(
    tasks: TaskNames,
    out: Annotated[Path, typer.Option("--out", help="Folder of the look-alike to make.")],
    reports: Annotated[
        int | None,
        typer.Option(
            "--reports", min=1, help="How many reports a cohort. Default: as in the benchmark."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 0,
    workspace: Annotated[
        Path | None,
        typer.Option(
            help="Keep the working data here, for `dragon-prep federate`. Default: removed."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; the bytes stay the same.")
    ] = None,
    overwrite: Overwrite = False,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Makes a synthetic look-alike of tasks, for those who may not see real data."""
    from dragon_prep.archive.contract import SYNTHETIC_NOTE
    from dragon_prep.cli import tables
    from dragon_prep.cli.build import result_json
    from dragon_prep.services.synth import synth
    from dragon_prep.tasks.registry import find_tasks

    chosen = find_tasks(tasks, folders=folders or ())
    with progress_bars(quiet=as_json) as progress:
        result = synth(
            chosen,
            out,
            reports=reports,
            seed=seed,
            workspace=workspace,
            workers=workers or default_workers(),
            overwrite=overwrite,
            progress=progress,
        )
    if as_json:
        print_json(result_json(result))
        return
    console = tables.console()
    tables.show(console, tables.split_sizes(result.tasks))
    tables.show(console, tables.labels(result.tasks))
    typer.echo(f"\nLook-alike, verified: {result.release}")
    typer.echo(f"  marked as synthetic in {SYNTHETIC_NOTE}, manifest.json and each configuration")
