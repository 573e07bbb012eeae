"""``deidentify`` in shares, each a command of its own: what is done, and what comes next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import print_json

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.pipeline.run import Progress
    from dragon_prep.services.deidentify_file import RecordsResult
    from dragon_prep.services.deidentify_shares import FileShare
    from dragon_prep.services.record_work import RecordWork

ShareOf = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="i/N",
        help="Do the i-th of N shares only, in the folder of --workspace, which all hosts see: "
        "twice for each share, then once with --merge (docs/scale.md).",
    ),
]
Merge = Annotated[
    bool,
    typer.Option("--merge", help="Write the output when all shares are done."),
]


MERGE = "merge"


def chosen(shard: str | None, *, merge: bool, elsewhere: bool) -> FileShare | str | None:
    """The share named on the command line, or :data:`MERGE`; None if it is about neither.

    Args:
        shard: as given.
        merge: as given.
        elsewhere: whether another executor does the work.

    Raises:
        UsageFault: if there is no such share, or these options do not go together.
    """
    if shard is None and not merge:
        return None
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.services.deidentify_shares import FileShare

    if elsewhere or (shard is not None and merge):
        raise UsageFault(OPTION_INVALID, "--shard, --merge and --executor do not go together")
    if shard is None:
        return MERGE
    found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", shard)
    return FileShare(int(found[1]), int(found[2])) if found else FileShare(0, 0)


def in_shares(
    work: RecordWork,
    output: Path,
    choice: FileShare | str,
    workers: int,
    progress: Progress,
    *,
    as_json: bool,
) -> RecordsResult | None:
    """Works on a share, and tells how far the file is; or writes the output.

    Args:
        work: the records, and what is asked.
        output: the file to write.
        choice: see :func:`chosen`.
        workers: how many processes.
        progress: called with a stage, how much of it is done, and how much there is.
        as_json: whether to tell machines.

    Returns:
        What became of the file, if its output was written.

    Raises:
        DragonPrepError: whatever stops the work.
    """
    from dragon_prep.core.errors import number_of
    from dragon_prep.services.deidentify_shares import deidentify_share, merge_shares

    if isinstance(choice, str):
        return merge_shares(work, output)
    made = deidentify_share(work, choice, workers, progress)
    if as_json:
        body = {"share": choice.number, "of": choice.count, "own_parts": made.own}
        body |= {"parts": made.parts, "looked_at": made.looked_at, "done": made.done}
        print_json({**body, "share_is_done": made.is_done})
        return None
    name = f"Share {choice.number} of {choice.count}"
    if not made.own:
        typer.echo(f"{name}: nothing to do, the file has {number_of(made.parts, 'part')}.")
    elif made.is_done:
        typer.echo(f"{name}: de-identified. Of the file, {made.done} of {made.parts} parts are.")
        typer.echo("  Next: when all shares are, the same command with --merge for --shard.")
    else:
        typer.echo(f"{name}: looked at. Of the file, {made.looked_at} of {made.parts} parts are.")
        typer.echo("  Next: when all shares have ended, the same command again for each of them.")
    return None
