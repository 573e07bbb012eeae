"""``dragon-prep annotate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.annotate.choices import CountUnit, MergeBy, RecordShape, ToolFormat
from dragon_prep.cli.common import (
    EXIT_HELD_BACK,
    Json,
    KeyFile,
    Overwrite,
    TaskFolders,
    guarded,
    open_key,
    print_json,
    progress_bars,
)
from dragon_prep.cli.inputs import DetectorOptions
from dragon_prep.cli.option_groups import grouped
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.annotate.packed import Member
    from dragon_prep.core.errors import Problem

app = typer.Typer(
    help="Reports out to people who annotate, and what they marked back (docs/annotate.md).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Reports = Annotated[
    Path, typer.Option("--reports", help="The file of reports that was handed out.")
]
TableFile = Annotated[
    Path | None,
    typer.Option(
        "--table",
        help="The private file that leads from documents back to reports. Default: beside the "
        "reports.",
    ),
]
Shape = Annotated[
    RecordShape,
    typer.Option("--as", help="For deidentify, for cohorts of a build, or to be scored."),
]
Project = Annotated[int, typer.Option("--project", help="The number of the project there.")]
User = Annotated[
    str, typer.Option("--user", help="Who logs in to doccano; without one a token counts.")
]
CaFile = Annotated[
    Path | None,
    typer.Option("--ca-file", help="Certificates of the authority that vouches for the server."),
]
Format = Annotated[ToolFormat, typer.Option("--format", help="Whose format it is.")]


@app.command("export")
@guarded
@grouped
def export(
    *,
    reports: Annotated[
        Path, typer.Argument(metavar="REPORTS", help='JSON lines {"id","text",...}.')
    ],
    tool: Format,
    out: Annotated[Path, typer.Option("--out", help="The folder to make. It holds texts.")],
    tasks: Annotated[
        list[str] | None,
        typer.Option(
            "--task", help="What is annotated for, such as T12; may be given repeatedly. Else PHI."
        ),
    ] = None,
    folders: TaskFolders = None,
    labels: Annotated[
        list[str] | None,
        typer.Option("--label", help="A further label of spans; may be given repeatedly."),
    ] = None,
    pre_annotate: Annotated[
        bool,
        typer.Option("--pre-annotate", help="Mark what the detector finds, or records have."),
    ] = False,
    namespace: Annotated[
        str, typer.Option(help="Where ids of reports are unique, such as a centre.")
    ] = "",
    key_file: KeyFile = None,
    table: TableFile = None,
    detection: DetectorOptions,
    as_json: Json = False,
) -> None:
    """Writes reports as documents for people to annotate.

    Documents have keyed names; which report each is stands in a private file beside the reports.
    """
    from dragon_prep.services.annotate_export import WhatToAsk, export_annotations
    from dragon_prep.tasks.registry import find_tasks

    ask = WhatToAsk(
        tool,
        tuple(find_tasks(tasks or (), folders=folders or ())),
        tuple(labels or ()),
        pre_annotate,
        detection.opened(),
        namespace,
    )
    key = open_key(key_file, make=True)
    with progress_bars(quiet=as_json) as progress:
        result = export_annotations(reports, out, ask, key=key, table=table, progress=progress)
    body = {"documents": result.documents, "marked": result.marked}
    said = f"{result.documents} documents, {result.marked} spans marked already: {out}\n"
    said += f"The way back, to be kept where the reports are: {result.table}"
    _tell(result.problems, body, said, as_json=as_json)


@app.command("import")
@guarded
def import_(
    tool: Format,
    reports: Reports,
    out: Annotated[
        Path,
        typer.Option("--out", help="The records to write; of several annotators a file each."),
    ],
    exports: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[EXPORT...]", help="Files, folders or archives."),
    ] = None,
    from_server: Annotated[
        str, typer.Option("--from-server", help="Or the server of doccano or Label Studio.")
    ] = "",
    project: Project = 0,
    user: User = "",
    ca_file: CaFile = None,
    units: Annotated[
        CountUnit | None,
        typer.Option("--units", help="What offsets count in. Default: as the tool is known to."),
    ] = None,
    finished: Annotated[
        bool, typer.Option("--finished", help="All documents were looked at, changed or not.")
    ] = False,
    shape: Shape = RecordShape.RECORDS,
    key_file: KeyFile = None,
    table: TableFile = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Reads what people annotated back to records, each checked against its report.

    What does not fit is held back, and listed by document and offset.
    """
    from dragon_prep.services.annotate_import import HowToRead, import_annotations

    how = HowToRead(tool, units, finished, shape, overwrite)
    key = open_key(key_file, make=False)
    given: list[Path | list[Member]] = [*(exports or ())]
    if bool(given) == bool(from_server):
        raise UsageFault(OPTION_INVALID, "give either files, or --from-server and --project")
    if from_server:
        from dragon_prep.services.annotate_server import fetched, server_of

        given = [fetched(server_of(tool, from_server, project, user=user, ca_file=ca_file))]
    result = import_annotations(given, reports, out, how, key=key, table=table)
    files = {annotator: str(path) for annotator, path in result.files.items()}
    body = {"records": result.records, "files": files, "provenance": result.provenance}
    said = "\n".join(
        f"{result.records[annotator]} records of {annotator!a}: {path}"
        for annotator, path in result.files.items()
    )
    _tell(result.problems, body, f"{said}\n{_labels(result.provenance)}", as_json=as_json)


@app.command("send")
@guarded
def send(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `export` wrote.")],
    tool: Format,
    to_server: Annotated[str, typer.Option("--to-server", help="Such as https://HOST.")],
    project: Project,
    user: User = "",
    ca_file: CaFile = None,
    as_json: Json = False,
) -> None:
    """Sends documents to an empty project of a doccano or Label Studio server.

    Password or token come from the environment or the keyring (docs/annotate.md).
    """
    from dragon_prep.services.annotate_server import send_documents, server_of

    server = server_of(tool, to_server, project, user=user, ca_file=ca_file)
    sent = send_documents(folder, server)
    _tell((), {"documents": sent}, f"{sent} documents are in the project", as_json=as_json)


@app.command("merge")
@guarded
def merge(
    files: Annotated[
        list[Path], typer.Argument(metavar="A B...", help="Records of one annotator each.")
    ],
    by: Annotated[MergeBy, typer.Option("--by", help="What decides where they differ.")],
    out: Annotated[Path, typer.Option("--out", help="The records to write.")],
    adjudicated: Annotated[
        Path | None,
        typer.Option("--adjudicated", help="Records of who decided; they go before all else."),
    ] = None,
    keep_single: Annotated[
        bool, typer.Option("--keep-single", help="Take what one alone annotated as it is.")
    ] = False,
    shape: Shape = RecordShape.RECORDS,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Brings what two or more made of the same reports together to one.

    Reports on which nothing decides are held back, and listed by row and offset.
    """
    from dragon_prep.services.annotate_merge import HowToMerge, merge_annotations

    how = HowToMerge(by, adjudicated, keep_single, shape, overwrite)
    result = merge_annotations(files, out, how)
    body = {"records": result.records, "decided": result.decided}
    said = f"{result.records} records, {result.decided} of them decided: {out}"
    _tell(
        result.problems,
        {**body, "provenance": result.provenance},
        f"{said}\n{_labels(result.provenance)}",
        as_json=as_json,
    )


def _labels(provenance: Mapping[str, int]) -> str:
    told = ", ".join(f"{count} {name}" for name, count in provenance.items())
    return f"Labels: {told or 'none'}"


def _tell(
    problems: Sequence[Problem], body: Mapping[str, object], said: str, *, as_json: bool
) -> None:
    """Shows a result; exits with 1 if anything was held back."""
    from dragon_prep.cli import json_bodies, lines
    from dragon_prep.core.errors import number_of, rows_quarantined

    held = rows_quarantined(problems)
    if as_json:
        listed = [json_bodies.problem_json(problem) for problem in problems]
        print_json({**body, "held_back": held, "problems": listed})
    else:
        if problems:
            typer.echo(lines.problems(problems))
        typer.echo(said)
    if held:
        typer.echo(f"{number_of(held, 'report')} held back.", err=True)
        raise typer.Exit(EXIT_HELD_BACK)
