"""``dragon-prep demo``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import Overwrite, guarded, progress_bars

_REPORTS = 600


@guarded
def command(
    out: Annotated[
        Path, typer.Option("--out", help="Folder for everything the demo makes.")
    ] = Path("dragon-prep-demo"),
    reports: Annotated[int, typer.Option("--reports", min=100, help="How many.")] = _REPORTS,
    overwrite: Overwrite = False,
) -> None:
    """Simulates raw exports, builds and verifies T19 from them, and shows where to look."""
    from dragon_prep.archive.verify.release import verify
    from dragon_prep.cli.build import show
    from dragon_prep.core.errors import VerifyFault
    from dragon_prep.core.files import absolute
    from dragon_prep.core.key_file import new_key, read_key
    from dragon_prep.services.build import build
    from dragon_prep.services.simulate import simulate
    from dragon_prep.tasks.registry import find_tasks

    tasks = find_tasks(["T19"])
    out = absolute(out)
    raw, release, key_file = out / "raw", out / "release", out / "project.key"
    typer.echo(f"1. Simulating {reports} reports of three centres ...")
    simulated = simulate(
        tasks, raw, reports=reports, answers=out / "answers.jsonl", overwrite=overwrite
    )
    key = read_key(key_file) if key_file.exists() else new_key(key_file)
    typer.echo("2. Building T19 from them ...")
    with progress_bars(quiet=False) as progress:
        result = build(
            tasks,
            raw,
            release,
            key=key,
            workers=default_workers(),
            overwrite=overwrite,
            progress=progress,
        )
    show(result)
    typer.echo("3. Verifying the release ...")
    if findings := tuple(verify(release)):
        first = findings[0]
        raise VerifyFault(first.kind, first.detail, place=first.place, problems=findings)
    typer.echo("No finding: the release keeps its contract.\n")
    job = release / "algorithm-input" / f"{tasks[0].full_name}-fold0" / "nlp-training-dataset.json"
    first = json.loads(job.read_text(encoding="ascii"))[0]
    typer.echo("The first training case of fold 0, as it may leave the hospital:\n")
    typer.echo(f"  {first['uid']}, volume {first[tasks[0].target.type.column]:g} cm3")
    typer.echo("\n".join(f"  | {line}" for line in first["text"].split("\n")))
    typer.echo("\nWhere to look:")
    typer.echo(f"  what went in       {simulated.source}")
    typer.echo(f"  what was planted   {simulated.answers}")
    typer.echo(f"  what came out      {job.parent}")
    typer.echo(f"  what it is         {release / 'report.html'}")
    typer.echo(f"The same by hand: dragon-prep build T19 --source {raw} --out another-release")
