"""``dragon-prep upload``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, TaskFolders, guarded, print_json, progress_bars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.services.upload import Upload


@guarded
def command(
    release: Annotated[
        Path,
        typer.Argument(metavar="RELEASE", help="participants.zip, or the folder participants."),
    ],
    archive: Annotated[
        str, typer.Option("--archive", metavar="SLUG", help="The archive on the platform.")
    ],
    send: Annotated[
        bool,
        typer.Option("--send/--dry-run", help="Send, or tell only what would be sent (as usual)."),
    ] = False,
    replaces: Annotated[
        bool,
        typer.Option("--replace", help="Replace what items of the archive hold that differs."),
    ] = False,
    jobs: Annotated[
        list[str] | None,
        typer.Option(
            "--job", metavar="PATTERN", help="Only these, such as '*-fold0'; may be repeated."
        ),
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Send the debug sets, not the release's own jobs.")
    ] = False,
    url: Annotated[
        str | None,
        typer.Option("--url", help="The platform's API. Default: that of grand-challenge.org."),
    ] = None,
    rate: Annotated[
        float, typer.Option("--rate", metavar="N", help="The most calls in a second.")
    ] = 5.0,
    folders: TaskFolders = None,
    as_json: Json = False,
) -> None:
    """Sends a release to an archive of Grand Challenge, an item a job (docs/upload.md).

    Tells what would be sent; --send sends it. Run it again after it was stopped: it sends what is
    missing. The token comes from GRAND_CHALLENGE_AUTHORIZATION or a keyring.
    """
    from dragon_prep.send.platform import GRAND_CHALLENGE
    from dragon_prep.services.upload import Sending, upload

    with progress_bars(quiet=as_json) as progress:
        done = upload(
            release,
            archive,
            send=send,
            replaces=replaces,
            debug=debug,
            only=jobs or (),
            folders=folders or (),
            sending=Sending(url or GRAND_CHALLENGE, rate),
            progress=progress,
        )
    if as_json:
        items = [{"title": i.title, "bytes": i.size, "state": str(i.state)} for i in done.items]
        counts = {"others": done.others, "unseen": done.unseen}
        print_json({"archive": archive, "sent": send, "items": items, **counts})
    else:
        typer.echo("\n".join(_lines(done, send)))


def _lines(done: Upload, sent: bool) -> Iterator[str]:
    for item in done.items:
        yield f"{item.state:20}  {item.size / 1e6:9.2f} MB  {item.title}"
    counts = ", ".join(f"{number} {state}" for state, number in sorted(done.states.items()))
    yield f"{len(done.items)} jobs: {counts}."
    if done.others:
        yield f"{done.others} items of the archive are of no job here; they stay as they are."
    if done.unseen:
        yield (
            f"{done.unseen} items are not shown whole yet: the platform looks at files before it "
            "shows them. Run it again without --send in a while."
        )
    if not sent:
        yield "Nothing was sent. --send sends what is not there yet."
