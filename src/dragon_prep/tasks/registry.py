"""Which tasks there are, and finding them by any of their names."""

from __future__ import annotations

import difflib
import re
import warnings
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import DEFINITION_BROKEN, PACKAGE_LEFT_OUT, TASK_UNKNOWN
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.tasks.load import installed_packages, of_folder, of_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.tasks.task import Task

ALL = "all"
GROUPS = {"dragon": range(1, 29), "examples": range(101, 110)}
"""Names for several tasks of the package: the benchmark's, and the published examples."""

FIRST_FREE = 201
"""From here on, numbers are free for tasks of one's own; those below are the package's."""


class PackageLeftOut(UserWarning):
    """An installed package of tasks cannot be used; its message has code and place."""


_SHORT = re.compile(r"(?:t|task)?0*(\d+)", re.IGNORECASE)
_RANGE = re.compile(r"((?:t|task)?\d+)\s*-\s*((?:t|task)?\d+)", re.IGNORECASE)


@cache
def builtin_tasks() -> dict[int, Task]:
    """The tasks of the package, by number."""
    return of_package("dragon_prep.task_definitions")


def tasks(folders: Iterable[Path] = ()) -> dict[int, Task]:
    """All tasks, by number: of this package, of installed ones, and of folders.

    Args:
        folders: of users' definitions, see :mod:`dragon_prep.tasks.load`.

    An installed package that cannot be used is left out, with a :class:`PackageLeftOut` warning.

    Raises:
        UsageFault: if a definition of the package's or of a folder fails, or two tasks have one
            number, or two cohorts one name.
    """
    found = dict(builtin_tasks())
    cohorts = {name: c for t in found.values() for name, (c, _) in t.cohorts.items()}
    for package in installed_packages():
        try:
            some = of_package(package)
            _require_new(some, found, cohorts)
        except UsageFault as fault:
            # Somebody else's package, which nobody may have asked for: it stops only itself.
            where = f" ({fault.place})" if fault.place else ""
            said = f"{PACKAGE_LEFT_OUT.code} {package}: {PACKAGE_LEFT_OUT.title}: {fault.detail}"
            warnings.warn(f"{said}{where}", PackageLeftOut, stacklevel=2)
            continue
        _add(some, found, cohorts)
    for folder in dict.fromkeys(folders):
        some = of_folder(folder)
        _require_new(some, found, cohorts)
        _add(some, found, cohorts)
    return dict(sorted(found.items()))


def _require_new(
    some: Mapping[int, Task], found: Mapping[int, Task], cohorts: Mapping[str, Cohort]
) -> None:
    """Sees to it that tasks can be added to others: no number and no cohort's name is taken."""
    own = dict(cohorts)
    for number, task in some.items():
        if found.get(number, task) is not task:
            detail = f"there is another task {number}, {found[number].full_name}"
            raise UsageFault(DEFINITION_BROKEN, detail, place=Place(task.full_name))
        for name, (cohort, _) in task.cohorts.items():
            if own.setdefault(name, cohort) is not cohort:
                detail = f"there is another cohort {name}"
                raise UsageFault(DEFINITION_BROKEN, detail, place=Place(task.full_name))


def _add(some: Mapping[int, Task], found: dict[int, Task], cohorts: dict[str, Cohort]) -> None:
    found.update(some)
    cohorts.update({name: c for t in some.values() for name, (c, _) in t.cohorts.items()})


def find_tasks(names: Iterable[str], *, folders: Sequence[Path] = ()) -> list[Task]:
    """The tasks of the names given, each once, by number.

    Args:
        names: such as ``T19``, ``t19``, ``19``, ``Task019_prostate_volume_reg``; ``T19-T21`` for
            all from one to another; a cohort's name (``kidney_ct``) for all of its tasks; ``all``,
            ``dragon`` or ``examples``; one or several, also with commas between them.
        folders: of users' own definitions.

    Raises:
        UsageFault: if there is no task of that name, with the nearest one there is; or if a
            definition fails.
    """
    known = tasks(folders)
    found: dict[int, Task] = {}
    for given in [names] if isinstance(names, str) else names:
        for name in filter(None, (part.strip() for part in given.split(","))):
            found.update((task.number, task) for task in _named(name, known))
    return [found[number] for number in sorted(found)]


def _named(name: str, known: dict[int, Task]) -> Sequence[Task]:
    """The tasks of one name."""
    group = name.lower()
    if group == ALL:
        return [*known.values()]
    if group in GROUPS:
        return [known[number] for number in GROUPS[group] if number in known]
    if ends := _RANGE.fullmatch(name):
        first, last = (_find(end, known).number for end in ends.groups())
        if first > last:
            raise UsageFault(TASK_UNKNOWN, f"from T{first} on, T{last} does not come any more")
        return [task for number, task in known.items() if first <= number <= last]
    return [task for task in known.values() if group in task.cohorts] or [_find(name, known)]


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers of tasks, in short: ``T1 to T28, T101``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (f"T{run[0]}" if len(run) == 1 else f"T{run[0]} to T{run[-1]}" for run in runs)
    return ", ".join(said)


def _find(name: str, known: dict[int, Task]) -> Task:
    short = _SHORT.fullmatch(name.strip())
    if short and int(short[1]) in known:
        return known[int(short[1])]
    by_name: dict[str, Task] = {}
    for task in known.values():
        by_name[task.full_name.lower()] = by_name[task.name.lower()] = task
    if name.strip().lower() in by_name:
        return by_name[name.strip().lower()]
    shown = {n: t.full_name for n, t in by_name.items()} | {f"t{n}": f"T{n}" for n in known}
    cohorts = {cohort for task in known.values() for cohort in task.cohorts}
    shown |= {group: group for group in (ALL, *GROUPS, *sorted(cohorts))}
    near = difflib.get_close_matches(name.lower(), shown, 1, cutoff=0.8)
    hint = f"; did you mean {shown[near[0]]}?" if near else ""
    detail = f"there is no task {name!r} in this version, which has {_ranges(known)}{hint}"
    number = _SHORT.match(name.strip())
    own = number is not None and int(number[1]) >= FIRST_FREE
    remedy = "Give the folder of the task's file with --tasks." if own else ""
    raise UsageFault(TASK_UNKNOWN, detail, remedy=remedy)
