"""Task files: those of the package, of installed packages, and of a user's folder.

A task file is called ``t<number>_<name>.py`` and has a ``task`` in it. A folder of them is read as
a package of its own, so that a task file imports a cohort beside it by ``from .cohorts.hips import
cohort``. An installed package offers its tasks under the entry point group ``dragon_prep.tasks``;
the entry point is the package with the task files.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
import sys
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from importlib.util import module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.archive.contract import JOB_FOLDER, job_folder
from dragon_prep.core.codes.run import DEFINITION_BROKEN
from dragon_prep.core.definitions import fault_of
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.tasks.task import OF_EVERY_ROW, Task

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from dragon_prep.intake.cohort import Cohort

ENTRY_POINTS = "dragon_prep.tasks"
OWN_FOLDER = "dragon_prep_tasks_"
"""How the name begins under which a folder of definitions is imported."""

_MODULE = re.compile(r"t(\d+)_\w+")


def installed_packages() -> list[str]:
    """The names of the packages that offer tasks, in order."""
    return sorted({entry.value for entry in entry_points(group=ENTRY_POINTS)})


def of_package(name: str) -> dict[int, Task]:
    """The tasks of a package, by number.

    Raises:
        UsageFault: if a definition fails, is incomplete, or is not in the file of its number.
    """
    try:
        package = importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 - a definition may raise anything
        raise fault_of(error, "the package cannot be imported", name) from None
    except SystemExit:
        detail = "the package cannot be imported: it ends Python"
        raise UsageFault(DEFINITION_BROKEN, detail, place=Place(name)) from None
    if not hasattr(package, "__path__"):
        raise UsageFault(DEFINITION_BROKEN, "it is a module and no package", place=Place(name))
    names = [
        (int(match[1]), module.name)
        for module in pkgutil.iter_modules(package.__path__)
        if (match := _MODULE.fullmatch(module.name))
    ]
    return {number: _task(name, number, module) for number, module in sorted(names)}


def of_folder(folder: Path) -> dict[int, Task]:
    """The tasks of a folder, by number.

    Raises:
        UsageFault: if it is no folder, has no task file, or a definition fails.
    """
    folder = Path(folder).resolve()
    if not folder.is_dir():
        detail = "the folder of task definitions is not there"
        remedy = "Give the folder that your task files are in with --tasks."
        raise UsageFault(DEFINITION_BROKEN, detail, place=Place(folder.name), remedy=remedy)
    name = f"{OWN_FOLDER}{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
    if name not in sys.modules:
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        sys.modules[name] = module_from_spec(spec)
    found = of_package(name)
    if not found:
        detail = "the folder has no task file, such as t901_example_reg.py"
        raise UsageFault(DEFINITION_BROKEN, detail, place=Place(folder.name))
    return found


def _task(package: str, number: int, module: str) -> Task:
    try:
        found = importlib.import_module(f"{package}.{module}")
    except UsageFault:
        raise
    except Exception as error:  # noqa: BLE001 - a definition may raise anything
        raise fault_of(error, "the definition cannot be read", module) from None
    task: object = getattr(found, "task", None)
    if not isinstance(task, Task):
        raise _incomplete(found, "the file has no `task = Task(...)`")
    fault = ""
    if task.number != number:
        fault = f"the file's name says {number} and the task's number is {task.number}"
    elif not JOB_FOLDER.fullmatch(job_folder(task.full_name, 0)):
        fault = "the task's name has something else than letters, digits, - and _"
    elif task.derive is None:
        fault = "the task has neither a @task.value nor a @task.tags function"
    elif not task.cohort.readers:
        fault = f"the cohort {task.cohort.name} has no reader"
    elif taken := sorted({name for name, _ in task.cohort.fields} & OF_EVERY_ROW):
        fault = f"the cohort {task.cohort.name} has a field {taken[0]!r}, as every row has anyway"
    if fault:
        raise _incomplete(found, fault)
    return task


def _incomplete(module: ModuleType, fault: str) -> UsageFault:
    place = Place("/".join(Path(module.__file__ or "").parts[-2:]))
    return UsageFault(DEFINITION_BROKEN, fault, place=place)


def own_code(cohort: Cohort) -> Iterable[str]:
    """Digests of the code of readers that are not this package's, one for each file of theirs."""
    roots = {read.__module__.partition(".")[0] for read in cohort.readers.values()}
    for root in sorted(roots - {"dragon_prep"}):
        module = sys.modules[root]
        paths = [Path(folder) for folder in getattr(module, "__path__", ())]
        files = [file for folder in paths for file in sorted(folder.rglob("*.py"))]
        for file in files or [Path(str(module.__file__))]:
            yield f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}"
