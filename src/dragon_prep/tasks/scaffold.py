"""A task file to start from: it runs as it is, and says what to change."""

from __future__ import annotations

import json
import keyword
import re
import sys
import textwrap
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import OPTION_INVALID, OUTPUT_EXISTS
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.data.load import text
from dragon_prep.tasks.load import OWN_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.targets import TargetType
    from dragon_prep.intake.cohort import Cohort

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,35}")  # longer ones would break lines of the files


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort that is to be started: its name, and the centre that brings its reports."""

    name: str
    centre: str


def new_task(
    number: int,
    target: TargetType,
    *,
    folder: Path,
    cohort: Cohort | NewCohort,
    name: str,
) -> list[Path]:
    """Writes a definition that runs as it is, with comments on what to change.

    Args:
        number: of the task; 201 to 9999 are free for everybody.
        target: what it asks for.
        folder: of own definitions; made when it is not there.
        cohort: whose reports it uses; of a new one, its name and its centre.
        name: of the task.

    Returns:
        The files written, none of which was there.

    Raises:
        UsageFault: if a name cannot be one of a module, a file is there already, or the cohort
            cannot be imported.
    """
    centre = (cohort.centre,) if isinstance(cohort, NewCohort) else ()
    for what in (name, cohort.name, *centre):
        if not _NAME.fullmatch(what) or keyword.iskeyword(what):
            detail = (
                "a name has at most 36 letters, digits and underscores, begins with a letter, and "
                "is no word of Python's own"
            )
            raise UsageFault(OPTION_INVALID, detail, remedy="Such as hip_fracture_clf.")
    files = {folder / f"t{number:02}_{name}.py": _task(number, target, cohort, name)}
    if isinstance(cohort, NewCohort):
        values = {"cohort": cohort.name, "centre": cohort.centre}
        body = Template(text("new_cohort.txt")).substitute(values)
        files[folder / "cohorts" / f"{cohort.name}.py"] = body
    for path in files:
        if path.exists():
            detail = "this definition exists"
            remedy = "Give another number, name or cohort."
            raise UsageFault(OUTPUT_EXISTS, detail, place=Place(path.name), remedy=remedy)
    with system_faults("task definitions"):
        for path, body in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, body.encode())
    return list(files)


def _task(number: int, target: TargetType, cohort: Cohort | NewCohort, name: str) -> str:
    start = json.loads(text("new_task_types.json"))[target.value]
    new_fields = (("value", "text: what was read by hand"),)
    fields = new_fields if isinstance(cohort, NewCohort) else cohort.fields
    home, imported, expression = _home(cohort)
    standard = [line for line in start["imports"] if line.startswith("import ")]
    imports = [
        *(line for line in start["imports"] if line not in standard),
        "from dragon_prep.core.targets import Target, TargetType",
        "from dragon_prep.tasks.task import Task",
    ]
    if home.startswith("dragon_prep."):
        imports = sorted([*imports, f"from {home} import {imported}"])
    else:
        imports += ["", f"from {home} import {imported}"]
    source = fields[0][0] if fields else "text"
    decorator = f'@task.value("{source}")  # the field it comes from: messages name its column'
    if target.is_token_level:
        decorator = f'@task.tags("{source}")  # the field that spans come from'
    made = Template(text("new_task.txt")).substitute(
        number=number,
        name=name,
        title=name.replace("_", " ").strip().capitalize(),
        cohort=expression,
        imports="\n".join(imports),
        fields="\n".join(_comment(f"row.{field}: {meaning}") for field, meaning in fields)
        or "# The cohort has no fields of its own.",
        target="\n".join(start["target"]),
        value="\n".join([decorator, *start["label"]]),
    )
    for line in standard:
        made = made.replace("from typing import Any\n", f"{line}\nfrom typing import Any\n", 1)
    return made


def _home(cohort: Cohort | NewCohort) -> tuple[str, str, str]:
    """The module of a cohort, what to import from it, and the expression that is the cohort."""
    if isinstance(cohort, NewCohort):
        return f".cohorts.{cohort.name}", "cohort", "cohort"
    module = next(iter(cohort.readers.values())).__module__
    home = module
    if module.startswith(OWN_FOLDER):
        home = f".{module.partition('.')[2]}"
    for named, value in vars(sys.modules[module]).items():
        if value is cohort:
            return home, named, named
        if isinstance(value, dict):
            for key, one in value.items():
                if one is cohort:
                    return home, named, f"{named}[{key!r}]"
    detail = f"the cohort {cohort.name} has no name in the file of its reader"
    raise UsageFault(OPTION_INVALID, detail, remedy="Write the task file by hand.")


def _comment(words: str) -> str:
    return textwrap.fill(words, 100, initial_indent="# ", subsequent_indent="#     ")
