"""``dragon-prep doctor``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragon_prep.cli.common import Json, KeyFile, guarded, print_json
from dragon_prep.cli.defaults import present_settings
from dragon_prep.cli.present import manners

if TYPE_CHECKING:
    from dragon_prep.services.doctor import HealthCheck

_LONGEST = len("data files")


@guarded
def command(
    key_file: KeyFile = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            help="Private working data. Default: that of the settings, else dragon-prep-workspace "
            "here.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Looks whether dragon-prep can work here: installation, key, workspace, disk, terminal.

    Nothing is made or changed. Ends with exit code 0 if nothing stands in the way of a build, else
    with that of the first thing that does.
    """
    from dragon_prep.services.doctor import examine

    settings, given = _settings()
    key_file = key_file or given.get("key_file")
    workspace = workspace or given.get("workspace") or Path("dragon-prep-workspace")
    checks = [settings, *examine(key_file, workspace, os.environ), _terminal()]
    faults = [check.fault for check in checks if check.fault is not None]
    if as_json:
        print_json({"checks": [_json(check) for check in checks], "can_work": not faults})
    else:
        for check in checks:
            _show(check)
        said = f"In the way of a build: {len(faults)}." if faults else "Nothing stands in the way."
        typer.echo(f"\n{said}")
    if faults:
        raise typer.Exit(faults[0].exit_code)


def _settings() -> tuple[HealthCheck, dict[str, Path]]:
    """Whether the settings can be used, and the paths among them."""
    from dragon_prep.core.errors import DragonPrepError
    from dragon_prep.services.doctor import HealthCheck

    if not manners().with_settings:
        return HealthCheck("settings", "left out (--no-settings)"), {}
    try:
        file, held = present_settings(in_use=True)
    except DragonPrepError as fault:
        return HealthCheck("settings", fault.detail, fault=fault), {}
    names = ("key_file", "workspace")
    paths = {name: Path(str(held[name].value)) for name in names if name in held}
    said = str(file) if file else "no file here or in a folder above"
    return HealthCheck("settings", said), paths


def _terminal() -> HealthCheck:
    """What messages are shown on."""
    from shutil import get_terminal_size

    from dragon_prep.services.doctor import HealthCheck

    encoding = (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    note = "" if encoding.startswith("utf") else "characters that it lacks are shown as ?"
    if not sys.stdout.isatty():
        return HealthCheck(
            "terminal", f"none: output goes to a file or a program, {encoding}", note
        )
    return HealthCheck("terminal", f"{get_terminal_size().columns} columns, {encoding}", note)


def _show(check: HealthCheck) -> None:
    mark = "!!" if check.fault else "? " if check.note else "ok"
    typer.echo(f"{mark} {check.name:{_LONGEST}}  {check.said}")
    if check.note:
        typer.echo(f"   {'':{_LONGEST}}  Mind: {check.note}")
    if check.fault:
        where = f" {check.fault.place}" if check.fault.place else ""
        typer.echo(f"   {'':{_LONGEST}}  {check.fault.kind.code}{where}: {check.fault.remedy}")


def _json(check: HealthCheck) -> dict[str, object]:
    return {
        "name": check.name,
        "state": "fault" if check.fault else "note" if check.note else "ok",
        "said": check.said,
        "note": check.note or None,
        "code": check.fault.kind.code if check.fault else None,
        "remedy": check.fault.remedy if check.fault else None,
    }
