"""``dragon-prep detect``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import Json, Overwrite, guarded, print_json, progress_bars
from dragon_prep.cli.inputs import (
    Database,
    DetectorOptions,
    IdField,
    Inputs,
    TextField,
    Workers,
    Workspace,
)
from dragon_prep.cli.option_groups import grouped


@guarded
@grouped
def command(
    *,
    sources: Inputs,
    output: Annotated[
        Path,
        typer.Option("--output", help='JSON lines {"id","spans"}, or Parquet if the name ends so.'),
    ],
    id_field: IdField = "id",
    text_field: TextField = "text",
    detection: DetectorOptions,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Give each span its rule and how far that can be trusted."),
    ] = False,
    database: Database = "",
    workers: Workers = None,
    workspace: Workspace = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Finds PHI in files of reports, each by itself, and writes where it stands.

    A span is [start, end, label] in code points; the output holds no text, but the ids of the
    input. If a line cannot be used, nothing is written.
    """
    import time

    from dragon_prep.cli import json_bodies, lines
    from dragon_prep.core.errors import number_of
    from dragon_prep.detect.profile import detectors, rules_off
    from dragon_prep.services.detect_file import detect_file

    own = detection.opened()
    off = rules_off([own] if own else [])
    started = time.perf_counter()
    with progress_bars(quiet=as_json) as progress:
        result = detect_file(
            sources,
            output,
            id_field=id_field,
            text_field=text_field,
            database=database,
            profile=own,
            explain=explain,
            workers=workers or default_workers(),
            overwrite=overwrite,
            workspace=workspace,
            progress=progress,
        )
    seconds = time.perf_counter() - started
    problems = [json_bodies.problem_json(problem) for problem in result.problems]
    if as_json:
        print_json(
            {
                "reports": result.reports,
                "spans": result.spans,
                "problems": problems,
                "rules_off": off,
                "detectors": detectors([own] if own else []),
            }
        )
        return
    if problems:
        typer.echo(lines.problems(result.problems))
        typer.echo(f"{number_of(len(problems), 'report')} held back.", err=True)
    width = max(map(len, result.spans), default=0)
    for label, count in result.spans.items():
        typer.echo(f"  {label:{width}} {count:>9}")
    typer.echo(
        f"{result.reports} reports, {sum(result.spans.values())} PHI spans: {output}\n"
        f"{seconds:.1f} s, {result.reports / seconds:.0f} reports per second, start included"
    )
