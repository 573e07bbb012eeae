"""``dragon-prep relink``, and how maps are sealed on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Overwrite, guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.services.relink import MapFile

MapPath = Annotated[
    Path | None,
    typer.Option(
        "--map",
        help="Write originals and surrogates to this file, encrypted, for the hospital itself "
        "(docs/audit.md).",
    ),
]
Recipients = Annotated[
    list[str] | None,
    typer.Option("--map-recipient", help="Encrypt the map to age1...; may be given several times."),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--map-passphrase-file", help="Encrypt the map to the passphrase in this private file."
    ),
]


def map_file(
    path: Path | None, recipients: Sequence[str] | None, passphrase_file: Path | None
) -> MapFile | None:
    """Where a build writes its map; asks for a passphrase if nothing else was given.

    Raises:
        UsageFault: if it cannot be encrypted as wished, or nobody can be asked.
    """
    from dragon_prep.core.codes.run import MAP_UNSEALED
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.services.relink import MapFile
    from dragon_prep.services.seal import Seal, read_secret

    if path is None:
        if recipients or passphrase_file:
            raise UsageFault(MAP_UNSEALED, "there is no --map to encrypt")
        return None
    if recipients:
        passphrase = read_secret(passphrase_file) if passphrase_file else ""
        return MapFile(path, Seal(passphrase, tuple(recipients)))
    passphrase = read_secret(passphrase_file) if passphrase_file else _asked(again=True)
    return MapFile(path, Seal(passphrase))


def _asked(*, again: bool) -> str:
    from dragon_prep.core.codes.run import MAP_UNSEALED
    from dragon_prep.core.errors import UsageFault

    if not sys.stdin.isatty():
        raise UsageFault(MAP_UNSEALED)
    said: str = typer.prompt(
        "Passphrase of the map", hide_input=True, confirmation_prompt=again, err=True
    )
    return said


@guarded
def command(
    map_path: Annotated[Path, typer.Option("--map", help="A map that a build wrote.")],
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASE]...", help="Only these cases, such as ..._case12."),
    ] = None,
    identity: Annotated[
        Path | None, typer.Option("--identity", help="Private file with AGE-SECRET-KEY-...")
    ] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option("--passphrase-file", help="Private file with the passphrase.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write to this file, for its owner only, not to the screen."),
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Decrypts a map: who is who, for the hospital itself. What it prints is patient data."""
    from dragon_prep.core.errors import Place
    from dragon_prep.core.files import absolute, system_faults, write_atomically
    from dragon_prep.services.relink import require_map_place
    from dragon_prep.services.seal import open_map, read_secret

    if out is not None:
        out = absolute(out)
        require_map_place(out, overwrite=overwrite)
    secret = read_secret(identity) if identity else ""
    passphrase = read_secret(passphrase_file) if passphrase_file else ""
    if not secret and not passphrase:
        passphrase = _asked(again=False)
    lines = open_map(map_path, passphrase=passphrase, identity=secret)
    if cases:
        lines = [line for line in lines if set(cases) & set(json.loads(line)["cases"])]
    if out is None:
        for line in lines:
            typer.echo(line)
        return
    with system_faults(str(Place(out.name))):
        data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
        write_atomically(out, data, private=True)
    typer.echo(f"{len(lines)} reports written: {out}", err=True)
