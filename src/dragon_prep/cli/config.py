"""``dragon-prep config``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from dragon_prep.cli.build_options import default_workers
from dragon_prep.cli.common import Json, guarded, print_json
from dragon_prep.cli.defaults import present_settings
from dragon_prep.cli.present import manners

if TYPE_CHECKING:
    from dragon_prep.services.own_settings import Held

_LONGEST = len("surrogates")


@guarded
def command(as_json: Json = False) -> None:
    """Shows the settings that hold here, and where each comes from (docs/settings.md).

    An option on the command line goes before the environment, the environment before the file
    dragon-prep.toml of this folder or one above, and the file before what holds anyway.
    """
    from dragon_prep.services.own_settings import SETTINGS

    file, held = present_settings(in_use=False) if manners().with_settings else (None, {})
    if as_json:
        body = {name: _json(held.get(name)) for name in SETTINGS}
        print_json({"file": str(file) if file else None, "settings": body})
        return
    typer.echo(f"Settings file: {file or 'none here or in a folder above'}")
    for name in SETTINGS:
        one = held.get(name)
        value, origin = (_shown(one), one.origin) if one else (_otherwise(name), "default")
        said = "the file" if origin == str(file) else origin
        typer.echo(f"  {name:{_LONGEST}}  {value}  [{said}]")


def _json(held: Held | None) -> dict[str, object]:
    if held is None:
        return {"value": None, "from": "default"}
    value = list(held.value) if isinstance(held.value, tuple) else held.value
    return {"value": value, "from": held.origin}


def _shown(held: Held) -> str:
    if isinstance(held.value, tuple):
        return ", ".join(held.value) or "none"
    return str(held.value)


def _otherwise(name: str) -> str:
    """What holds where nobody says anything."""
    from dragon_prep.core.key_file import find_key_path

    if name == "key_file":
        return str(find_key_path(None, os.environ)[0])
    return {
        "source": "to be given with --source",
        "centres": "all",
        "workspace": "dragon-prep-workspace beside the release",
        "workers": str(default_workers()),
    }.get(name, "none")
