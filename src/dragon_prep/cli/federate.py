"""``dragon-prep federate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, KeyFile, Overwrite, guarded, open_key, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.federate import Views


@guarded
def command(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE", help="Folder of a release, or a zip of it.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the views to make.")],
    key_file: KeyFile = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            help="The workspace it was built in. Default: dragon-prep-workspace beside RELEASE."
        ),
    ] = None,
    names: Annotated[
        bool,
        typer.Option("--names", help="Call centres by their names, not by numbers."),
    ] = False,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Writes a view of a release for each centre, for federated training (docs/releases.md)."""
    from dragon_prep.services.federate import federate

    key = _key(release, key_file)
    made = federate(release, out, key=key, workspace=workspace, names=names, overwrite=overwrite)
    if as_json:
        print_json({"views": str(made.folder), "jobs": made.jobs, "left_out": made.left_out})
    else:
        typer.echo("\n".join(views_lines(made)))


def _key(release: Path, key_file: Path | None) -> ProjectKey:
    """The project key; that of a look-alike follows from its note."""
    from dragon_prep.archive.contract import SYNTHETIC_NOTE
    from dragon_prep.archive.synthetic import key_of_note

    note = release / SYNTHETIC_NOTE
    own = key_of_note(note.read_bytes()) if note.is_file() else None
    return own or open_key(key_file, make=False)


def views_lines(views: Views) -> Iterator[str]:
    """What views hold, centre by centre."""
    yield f"Views of each centre: {views.folder}"
    for centre, jobs in views.jobs.items():
        yield f"  {centre}: {len(jobs)} jobs"
        if left := views.left_out[centre]:
            short = ", ".join(task.partition("_")[0] for task in left)
            yield f"    without a case in one of the files of a fold: {short}"
