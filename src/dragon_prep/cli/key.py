"""``dragon-prep key``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.common import KeyFile, guarded, open_key

app = typer.Typer(
    help="The project key, from which every surrogate, date shift and number comes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command("new")
@guarded
def new(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where; default: your config folder.")
    ] = None,
) -> None:
    """Makes a new project key; an existing file is never overwritten."""
    from dragon_prep.core.key_file import find_key_path, new_key

    path, _ = find_key_path(file, os.environ)
    key = new_key(path)
    typer.echo(f"New project key: {path}")
    typer.echo(f"Fingerprint:     {key.fingerprint}")
    typer.echo("Keep it, in secret and with a copy.")


@app.command("new-signing")
@guarded
def new_signing(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where; FILE.pub is for others.")],
    passphrase_file: Annotated[
        Path | None,
        typer.Option("--passphrase-file", help="Encrypt the key to the passphrase in this file."),
    ] = None,
) -> None:
    """Makes a pair of keys to sign releases with, in the form of OpenSSH."""
    from dragon_prep.archive.signature import fingerprint
    from dragon_prep.services.seal import read_secret
    from dragon_prep.services.signing import new_signing_key

    passphrase = read_secret(passphrase_file) if passphrase_file else ""
    public = new_signing_key(file, passphrase)
    typer.echo(f"New signing key: {file}")
    typer.echo(f"Public key:      {file}.pub")
    typer.echo(f"Fingerprint:     {fingerprint(public)}")
    typer.echo("Keep the first in secret and with a copy; give the second to who checks releases.")


@app.command("show")
@guarded
def show(key_file: KeyFile = None) -> None:
    """Shows the fingerprint of the project key, never the key."""
    from dragon_prep.core.key_file import find_key_path

    key = open_key(key_file, make=False)
    typer.echo(f"Project key: {find_key_path(key_file, os.environ)[0]}")
    typer.echo(f"Fingerprint: {key.fingerprint}")
