"""Where the package itself stands: its own code, and the definitions that come with it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

HOME = Path(__file__).parents[1]


@cache
def definitions_home() -> Path:
    """The folder of the task definitions that come with the package, beside its code."""
    spec = find_spec("dragon_prep.task_definitions")
    folders = spec.submodule_search_locations if spec is not None else None
    if not folders:
        raise ModuleNotFoundError("dragon_prep.task_definitions")
    return Path(folders[0])
