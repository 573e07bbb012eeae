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


@app.command("show")
@guarded
def show(key_file: KeyFile = None) -> None:
    """Shows the fingerprint of the project key, never the key."""
    from dragon_prep.core.key_file import find_key_path

    key = open_key(key_file, make=False)
    typer.echo(f"Project key: {find_key_path(key_file, os.environ)[0]}")
    typer.echo(f"Fingerprint: {key.fingerprint}")
