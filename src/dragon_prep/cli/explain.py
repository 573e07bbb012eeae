"""``dragon-prep explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from dragon_prep.cli.common import Json, guarded, print_json
from dragon_prep.cli.complete import complete_codes


@guarded
def command(
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", autocompletion=complete_codes, help="Such as R322 or E203."),
    ],
    as_json: Json = False,
) -> None:
    """Tells what a code of a message means, and what to do."""
    from dragon_prep.core.codes.meanings import meaning_of
    from dragon_prep.services.explain import kind_of

    kind = kind_of(code)
    meaning = meaning_of(kind.code)
    if as_json:
        body = {"code": kind.code, "title": kind.title, "meaning": meaning, "remedy": kind.remedy}
        print_json(body)
        return
    typer.echo(f"{kind.code}  {kind.title}")
    typer.echo(f"  What it means: {meaning}")
    typer.echo(f"  What to do: {kind.remedy}")
