"""``dragon-prep sign``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dragon_prep.cli.common import Overwrite, guarded


@guarded
def command(
    release: Annotated[
        Path,
        typer.Argument(metavar="RELEASE", help="Folder of a release, or the one with its zips."),
    ],
    signing_key: Annotated[
        Path,
        typer.Option("--signing-key", help="A private Ed25519 key in the form of OpenSSH."),
    ],
    passphrase_file: Annotated[
        Path | None,
        typer.Option("--passphrase-file", help="A private file with the passphrase of the key."),
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Signs a release that keeps its contract; `verify --signed-by` checks it (docs/releases.md).

    Of a folder the manifest is signed, which has the checksum of each file; of a folder of zips
    their checksums. The signature stands beside what is signed.
    """
    from dragon_prep.archive.signature import fingerprint
    from dragon_prep.core.codes.signing import SIGNING_KEY
    from dragon_prep.core.errors import Place, UsageFault
    from dragon_prep.services.seal import read_secret
    from dragon_prep.services.signing import read_signing_key, sign

    passphrase = read_secret(passphrase_file) if passphrase_file else ""
    key = read_signing_key(signing_key, passphrase)
    if key is None and sys.stdin.isatty():
        said: str = typer.prompt("Passphrase of the signing key", hide_input=True, err=True)
        key = read_signing_key(signing_key, said)
    if key is None:
        detail = "it needs its passphrase: give --passphrase-file"
        raise UsageFault(SIGNING_KEY, detail, place=Place(signing_key.name))
    written = sign(release, key, overwrite=overwrite)
    typer.echo(f"Signed: {written}")
    typer.echo(f"Key:    {fingerprint(key.public_key().public_bytes_raw())}")
