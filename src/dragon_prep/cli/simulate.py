"""``dragon-prep simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.common import Overwrite, TaskFolders, TaskNames, guarded
from dragon_prep.cli.look_options import Difficulty, Length, Noise, knobs_of


@guarded
def command(
    tasks: TaskNames,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the simulated raw exports.")
    ] = None,
    records: Annotated[
        Path | None,
        typer.Option(
            help="File (.jsonl) for the texts alone, as `deidentify` and `corpus` take them; "
            "instead of --out."
        ),
    ] = None,
    reports: Annotated[
        int | None,
        typer.Option(
            "--reports", min=1, help="How many reports a cohort. Default: as in the benchmark."
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            help="File for the answer key. Default: <OUT>-answers.jsonl, beside --out; "
            "none with --records."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 0,
    noise: Noise = 1,
    length: Length = 1,
    difficulty: Difficulty = 0.5,
    stress: Annotated[
        bool,
        typer.Option(
            "--stress",
            help="Plant identifiers and signs that such reports hardly ever have, as tests need.",
        ),
    ] = False,
    overwrite: Overwrite = False,
    folders: TaskFolders = None,
) -> None:
    """Writes simulated raw exports, with planted PHI, and the answer key to them."""
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.tasks.registry import find_tasks

    if (out is None) == (records is None):
        raise UsageFault(OPTION_INVALID, "one of --out and --records is needed, and not both")
    chosen = find_tasks(tasks, folders=folders or ())
    knobs = knobs_of(noise, length, difficulty, stress=stress)
    if records is not None:
        from dragon_prep.services.simulate_records import simulate_records

        if reports is None:
            raise UsageFault(OPTION_INVALID, "--records needs --reports")
        made = simulate_records(
            chosen,
            records,
            reports=reports,
            seed=seed,
            answers=answers,
            overwrite=overwrite,
            knobs=knobs,
        )
        typer.echo(f"Simulated records: {made.records}")
        if made.answers:
            typer.echo(f"Answer key:        {made.answers}")
        typer.echo(f"  {made.reports} reports with {made.phi} planted PHI spans")
    elif out is not None:
        from dragon_prep.services.simulate import simulate

        written = simulate(
            chosen,
            out,
            reports=reports,
            seed=seed,
            answers=answers,
            overwrite=overwrite,
            knobs=knobs,
        )
        typer.echo(f"Simulated raw exports: {written.source}")
        typer.echo(f"Answer key:            {written.answers}")
        typer.echo(f"  {written.reports} reports with {written.phi} planted PHI spans")
