"""What the settings of file and environment fill in for a command's options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.services.own_settings import Held

_BUILD = ("source", "centres", "key_file", "profiles", "surrogates", "workspace", "workers")
# Which settings fill options of a command: those for what it does anyway. `--source` of audit and
# verify asks for more to be done, so it is asked for on the command line.
_TAKES = {
    "build": _BUILD,
    "check": _BUILD,
    "audit": ("key_file", "profiles", "surrogates", "workspace", "workers"),
    "map": ("source",),
    "federate": ("key_file", "workspace"),
    "profile": ("workspace",),
    "review": ("source", "centres", "key_file", "profiles", "surrogates"),
    "deidentify": ("key_file", "surrogates", "workspace", "workers"),
    "corpus build": ("key_file", "surrogates", "workspace", "workers"),
    "corpus dedupe": ("workspace", "workers"),
    "corpus split": ("workers",),
    "detect": ("workers",),
    "train-detector": ("workers",),
    "probe": ("workers",),
    "synth": ("workers",),
    "annotate export": ("key_file",),
    "annotate import": ("key_file",),
    "sample-review draw": ("workers",),
    "reader-study draw": ("key_file",),
    "key show": ("key_file",),
}


def defaults_for(command: str) -> dict[str, Held]:
    """What the settings say of a command's options, by option.

    Args:
        command: its name, such as ``build`` or ``key show``.

    Raises:
        UsageFault: if the settings file cannot be used.
    """
    takes = _TAKES.get(command)
    if takes is None:
        return {}
    held = present_settings(in_use=True)[1]
    return {name: held[name] for name in takes if name in held}


def present_settings(*, in_use: bool) -> tuple[Path | None, dict[str, Held]]:
    """The settings file that holds here, if there is one, and what is held.

    Args:
        in_use: leaves out a key file of the environment, which is found in any case.

    Raises:
        UsageFault: if the settings file cannot be used.
    """
    from dragon_prep.core.errors import SystemFault
    from dragon_prep.services.own_settings import find_settings_file, settings_held, variable_of

    try:
        file = find_settings_file(Path())
    except SystemFault:  # the working folder is gone: that stops only who needs it
        file = None
    held = settings_held(file, os.environ)
    variable = variable_of("key_file")
    if in_use and "key_file" in held and held["key_file"].origin == variable:
        del held["key_file"]
    return file, held


def told(used: Mapping[str, Held]) -> tuple[str, ...]:
    """Which settings are used, a line for each place that says so."""
    by_origin: dict[str, list[str]] = {}
    for name, one in used.items():
        by_origin.setdefault(one.origin, []).append(name)
    return tuple(f"{origin}: {', '.join(names)}" for origin, names in by_origin.items())
