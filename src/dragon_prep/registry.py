"""Which tasks there are, and finding them by any of their names."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.errors import UsageFault
from dragon_prep.run.kinds import TASK_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.model.task import Task

ALL = "all"
_MODULE = re.compile(r"t(\d+)_\w+")
_SHORT = re.compile(r"(?:t|task)?0*(\d+)", re.IGNORECASE)


@cache
def tasks() -> dict[int, Task]:
    """All tasks, by number."""
    import dragon_prep.task_definitions

    package = dragon_prep.task_definitions
    names = [
        (int(match[1]), module.name)
        for module in pkgutil.iter_modules(package.__path__)
        if (match := _MODULE.fullmatch(module.name))
    ]
    return {
        number: importlib.import_module(f"{package.__name__}.{name}").task
        for number, name in sorted(names)
    }


def find_tasks(names: Iterable[str]) -> list[Task]:
    """The tasks of the names given, each once, by number.

    Args:
        names: such as ``T19``, ``t19``, ``19``, ``Task019_prostate_volume_reg`` or ``all``; one or
            several.

    Raises:
        UsageFault: if there is no task of that name, with the nearest one there is.
    """
    found: dict[int, Task] = {}
    for name in [names] if isinstance(names, str) else names:
        if name.lower() == ALL:
            found.update(tasks())
        else:
            task = _find(name)
            found[task.number] = task
    return [found[number] for number in sorted(found)]


def _find(name: str) -> Task:
    if (short := _SHORT.fullmatch(name.strip())) and int(short[1]) in tasks():
        return tasks()[int(short[1])]
    by_name: dict[str, Task] = {}
    for task in tasks().values():
        by_name[task.full_name.lower()] = by_name[task.name.lower()] = task
    if name.strip().lower() in by_name:
        return by_name[name.strip().lower()]
    shown = {n: t.full_name for n, t in by_name.items()} | {f"t{n}": f"T{n}" for n in tasks()}
    near = difflib.get_close_matches(name.lower(), shown, 1, cutoff=0.8)
    hint = f"; did you mean {shown[near[0]]}?" if near else ""
    made = ", ".join(f"T{number}" for number in tasks())
    detail = f"there is no task {name!r} in this version{hint}; it makes {made}"
    raise UsageFault(TASK_UNKNOWN, detail)
