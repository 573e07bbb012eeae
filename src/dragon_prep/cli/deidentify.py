"""``dragon-prep deidentify``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.cluster_options import ClusterOptions
from dragon_prep.cli.common import (
    EXIT_HELD_BACK,
    Json,
    KeyFile,
    Overwrite,
    Surrogates,
    guarded,
    open_key,
    open_settings,
    print_json,
    progress_bars,
)
from dragon_prep.cli.inputs import ColumnOptions, DetectorOptions, Inputs, Workers, Workspace
from dragon_prep.cli.look_again import USUAL, LookAgain
from dragon_prep.cli.option_groups import grouped
from dragon_prep.cli.shares import Merge, ShareOf, chosen, in_shares

if TYPE_CHECKING:
    from dragon_prep.services.deidentify_file import RecordsResult


@guarded
@grouped
def command(
    *,
    sources: Inputs,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            help='JSON lines {"id","text","spans","entities"}, or Parquet if the name ends so.',
        ),
    ],
    columns: ColumnOptions,
    key_file: KeyFile = None,
    detection: DetectorOptions,
    surrogates: Surrogates = None,
    second_look: LookAgain = USUAL,
    trust_empty: Annotated[
        bool,
        typer.Option(
            "--trust-empty",
            help='Take "spans": [] to say that somebody looked and there is no PHI: the text is '
            "written as it is. Default: PHI is detected.",
        ),
    ] = False,
    keep_ids: Annotated[
        bool,
        typer.Option(
            "--keep-ids",
            help="Write the ids of the input as they are. Default: keyed ones, in the same order.",
        ),
    ] = False,
    workers: Workers = None,
    workspace: Workspace = None,
    cluster: ClusterOptions,
    shard: ShareOf = None,
    merge: Merge = False,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """De-identifies files of single records: JSON lines, csv, Parquet, folders of texts.

    Given spans are used, and what the detector is sure of beside them is replaced, too
    (--second-look); without any, or with an empty list, PHI is detected. The ids of the output
    are keyed digests of those of the input, unless --keep-ids is given.
    """
    from dragon_prep.cli import json_bodies
    from dragon_prep.core.errors import number_of
    from dragon_prep.detect.profile import detectors, rules_off
    from dragon_prep.pipeline.site import Site
    from dragon_prep.services.deidentify_file import deidentified_into, file_work
    from dragon_prep.services.record_work import site_profiles

    own = detection.opened()
    reader = columns.reader(own, trust_empty=trust_empty, keep_ids=keep_ids)
    choice = chosen(shard, merge=merge, elsewhere=cluster.is_elsewhere)
    # Shares begin all at once: each would make a key of its own.
    key = open_key(key_file, make=choice is None)
    hands = cluster.opened(key_file, key)
    profiles = site_profiles(own, reader.namespace)
    site = Site(key, profiles, open_settings(surrogates), second_look)
    workers = workers or default_workers()
    result: RecordsResult | None
    with progress_bars(quiet=as_json) as progress:
        files = columns.files(sources, reader)
        work = file_work(sources, files, output, reader, site, overwrite=overwrite)
        work = replace(work, workspace=workspace)
        if choice is not None:
            result = in_shares(work, output, choice, workers, progress, as_json=as_json)
        else:
            result = deidentified_into(output, work, workers, hands, progress)
    if result is None:
        return
    if as_json:
        problems = [json_bodies.problem_json(problem) for problem in result.problems]
        body = {"written": result.written, "phi_replaced": result.phi, "problems": problems}
        body["second_look"] = result.second_look
        body["cleaned"] = result.cleaned
        body["provenance"] = result.provenance
        body["rules_off"] = rules_off([own] if own else [])
        body["detectors"] = detectors([own] if own else [])
        print_json({**body, "held_back": result.quarantined, "trusted_empty": result.trusted})
    else:
        _tell(result, output)
    if result.quarantined:
        typer.echo(f"{number_of(result.quarantined, 'record')} held back.", err=True)
        raise typer.Exit(EXIT_HELD_BACK)


def _tell(result: RecordsResult, output: Path) -> None:
    """Says what became of the records."""
    from dragon_prep.cli import lines

    if result.problems:
        typer.echo(lines.problems(result.problems))
    typer.echo(f"{result.written} records written, {result.phi} PHI spans replaced: {output}")
    if line := lines.cleaned({"": result.cleaned}):
        typer.echo(line)
    if line := lines.second_look_at_records(result.second_look):
        typer.echo(line)
    if result.provenance:
        told = ", ".join(f"{count} {name}" for name, count in result.provenance.items())
        typer.echo(f"Labels, as the records say: {told}")
    if result.trusted:
        typer.echo(f"{result.trusted} of them as they are: their empty lists were trusted.")
