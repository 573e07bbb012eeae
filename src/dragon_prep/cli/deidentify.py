"""``dragon-prep deidentify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.cluster_options import (
    ExecutorName,
    TlsAuthority,
    TlsCertificate,
    TlsKey,
    open_cluster,
)
from dragon_prep.cli.common import (
    EXIT_HELD_BACK,
    DetectorModel,
    DisableRules,
    HowMuch,
    Json,
    KeyFile,
    Overwrite,
    Surrogates,
    guarded,
    open_key,
    open_profile,
    open_settings,
    print_json,
    progress_bars,
)
from dragon_prep.cli.inputs import (
    ID,
    PATIENT,
    SPANS,
    TEXT,
    IdField,
    Inputs,
    PatientField,
    SpansField,
    TextField,
)
from dragon_prep.cli.look_again import USUAL, LookAgain
from dragon_prep.cli.shares import Merge, ShareOf, chosen, in_shares

if TYPE_CHECKING:
    from dragon_prep.services.deidentify_file import RecordsResult


@guarded
def command(
    sources: Inputs,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            help='JSON lines {"id","text","spans","entities"}, or Parquet if the name ends so.',
        ),
    ],
    patient_field: PatientField = PATIENT,
    id_field: IdField = ID,
    text_field: TextField = TEXT,
    spans_field: SpansField = SPANS,
    namespace: Annotated[
        str | None,
        typer.Option(
            help="Where patient ids are unique, such as a centre; part of each identity. Default: "
            "the centre of the profile, if there is one."
        ),
    ] = None,
    key_file: KeyFile = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", help="Profile of the centre whose reports these are."),
    ] = None,
    disable_rules: DisableRules = None,
    recall: HowMuch = None,
    detector: DetectorModel = None,
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
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes; the bytes stay the same.")
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            help="Private folder for the work, so that a run that was killed goes on where it was. "
            "Default: beside the input, for the time of the run.",
        ),
    ] = None,
    executor: ExecutorName = "local",
    tls_ca: TlsAuthority = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
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
    from dragon_prep.pipeline.input_records import RecordReader
    from dragon_prep.pipeline.site import Site
    from dragon_prep.services.deidentify_file import deidentify_file, file_work
    from dragon_prep.services.record_work import site_profiles

    own = open_profile(profile, disable_rules, recall, detector)
    if namespace is None:
        namespace = own.centre if own else ""
    choice = chosen(shard, merge=merge, elsewhere=executor != "local")
    # Shares begin all at once: each would make a key of its own.
    key = open_key(key_file, make=choice is None)
    cluster = open_cluster(executor, (tls_ca, tls_cert, tls_key), key_file, key)
    settings = open_settings(surrogates)
    workers = workers or default_workers()
    result: RecordsResult | None
    with progress_bars(quiet=as_json) as progress:
        if choice is not None:
            fields = (id_field, text_field, spans_field)
            reader = RecordReader((), patient_field, namespace, trust_empty, keep_ids, *fields)
            site = Site(key, site_profiles(own, namespace), settings, second_look)
            work = file_work(sources, output, reader, site, workspace, overwrite=overwrite)
            result = in_shares(work, output, choice, workers, progress, as_json=as_json)
        else:
            result = deidentify_file(
                sources,
                output,
                key=key,
                patient_field=patient_field,
                id_field=id_field,
                text_field=text_field,
                spans_field=spans_field,
                namespace=namespace,
                overwrite=overwrite,
                profile=own,
                settings=settings,
                second_look=second_look,
                trust_empty=trust_empty,
                keep_ids=keep_ids,
                workers=workers,
                workspace=workspace,
                cluster=cluster,
                progress=progress,
            )
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
