"""``dragon-prep pull``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, guarded, print_json, progress_bars

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.fetch.origin import Origin
    from dragon_prep.services.pull import PulledSource


@guarded
def command(
    centre: Annotated[str, typer.Argument(metavar="CENTRE", help="Whose exports, such as umcg.")],
    out: Annotated[
        Path, typer.Option("--out", help="Folder of raw exports; files go to CENTRE in it.")
    ] = Path("raw"),
    config: Annotated[
        Path, typer.Option("--config", help="Says where the exports are (docs/pull.md).")
    ] = Path("pull.toml"),
    address: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL",
            help="Where they are, instead of a file that says it: a folder, sftp://HOST/FOLDER, "
            "s3://BUCKET/FOLDER or doccano+https://HOST/projects/NUMBER.",
        ),
    ] = None,
    files: Annotated[
        list[str] | None,
        typer.Option("--files", help="With --from: a pattern of names; may be given repeatedly."),
    ] = None,
    to: Annotated[str, typer.Option("--to", help="With --from: a folder below CENTRE.")] = "",
    user: Annotated[str, typer.Option("--user", help="With --from: who logs in.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would come; write nothing.")
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="List the names of the files, which may hold ids.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that have other bytes now.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fetches a centre's exports and annotations from where it keeps them.

    From a folder or share, SFTP, S3 or a doccano project. Passwords come from the environment or a
    keyring. Run it again after it was stopped: it goes on where it was.
    """
    from dragon_prep.services.pull import pull

    given = {"from": address, "files": files, "to": to, "user": user}
    origins = _origins(centre, config, {key: value for key, value in given.items() if value})
    with progress_bars(quiet=as_json) as progress:
        sources = pull(origins, out, overwrite=overwrite, dry_run=dry_run, progress=progress)
    if as_json:
        print_json(
            {"centre": centre, "dry_run": dry_run, "sources": [_json(s, names) for s in sources]}
        )
        return
    for source in sources:
        typer.echo("\n".join(_lines(source, names)))
    if dry_run:
        typer.echo("Nothing was written.")
    else:
        typer.echo(f"Pulled into {out / centre}; the record of it is {out / '.pulled.json'}")


def _origins(centre: str, config: Path, given: dict[str, object]) -> Sequence[Origin]:
    from dragon_prep.core.centres import NAME_RULE
    from dragon_prep.core.codes.pull import SETTINGS_INVALID
    from dragon_prep.core.codes.run import OPTION_INVALID
    from dragon_prep.core.errors import Place, UsageFault
    from dragon_prep.fetch.settings import is_centre, read_origin, read_pull_settings

    if not is_centre(centre):
        detail = f"a centre's name has {NAME_RULE}"
        raise UsageFault(SETTINGS_INVALID, detail)
    if "from" in given:
        return [read_origin(given, centre, 1, Place("--from"), Path())]
    if given:
        raise UsageFault(OPTION_INVALID, "--files, --to and --user go with --from")
    return read_pull_settings(config, centre)


def _lines(source: PulledSource, names: bool) -> Iterable[str]:
    count = f"{len(source.files)} file" + "s" * (len(source.files) != 1)
    size = sum(file.size for file in source.files)
    states = ", ".join(f"{number} {state}" for state, number in sorted(source.states.items()))
    yield f"Source {source.number} ({source.kind}): {count}, {_told(size)}: {states}"
    if names:
        yield from (f"  {file.state:14} {file.target}" for file in source.files)
    if source.resumed:
        yield f"  went on where it was: {_told(source.resumed)} had come before"
    notes = {
        "hidden files, and those that programs leave behind": source.passed_over,
        "files that no pattern matches": source.unmatched,
        "symbolic links, which are not followed": source.links,
    }
    told = [f"{number} {what}" for what, number in notes.items() if number]
    if told:
        yield f"  left out: {'; '.join(told)}"
    if source.gone:
        yield f"  {source.gone} files pulled earlier are no longer among them; they stay"


def _json(source: PulledSource, names: bool) -> dict[str, object]:
    body: dict[str, object] = {
        "source": source.number,
        "kind": str(source.kind),
        "files": len(source.files),
        "bytes": sum(file.size for file in source.files),
        "states": {str(state): number for state, number in sorted(source.states.items())},
        "fetched_bytes": source.fetched,
        "resumed_bytes": source.resumed,
        "passed_over": source.passed_over,
        "unmatched": source.unmatched,
        "links": source.links,
        "gone": source.gone,
    }
    if names:
        body["names"] = {file.target: str(file.state) for file in source.files}
    return body


def _told(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size} bytes"
