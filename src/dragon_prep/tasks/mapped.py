"""Tasks over the centres that a source folder has, those with a mapping among them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.centres import is_centre_name
from dragon_prep.core.toml_file import did_you_mean
from dragon_prep.intake.mapping.cohort import layout_of, with_centre
from dragon_prep.intake.mapping.file import read_mapping
from dragon_prep.intake.mapping.mapping import FILE_NAME
from dragon_prep.tasks.fields import fields_used
from dragon_prep.tasks.registry import builtin_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.mapping.mapping import CentreMapping
    from dragon_prep.tasks.task import Task


def mapped_tasks(tasks: Sequence[Task], source: Path, centres: Sequence[str] = ()) -> list[Task]:
    """Adds the centres whose folder has a mapping to the cohorts of tasks.

    Args:
        tasks: as they are defined.
        source: the source folder; each ``centre.toml`` one folder below it is a mapping.
        centres: whose reports are wanted; all if empty.

    Raises:
        InputFault: if a mapping cannot be used, or a file that it names is missing.
    """
    mappings = centre_mappings(source, centres)
    if not mappings:
        return list(tasks)
    cohorts = {name: cohort for task in tasks for name, (cohort, _) in task.cohorts.items()}
    known = set(cohorts) | {n for task in builtin_tasks().values() for n in task.cohorts}
    for mapping in mappings:
        for name in mapping.cohorts:
            if name not in known:
                raise mapping.fault(f"there is no such cohort{did_you_mean(name, known)}", name)
    made = {name: _mapped(cohort, tasks, mappings, source) for name, cohort in cohorts.items()}
    return [
        replace(
            task,
            cohort=made[task.cohort.name],
            draws_on=tuple((made[c.name], theirs) for c, theirs in task.draws_on),
        )
        for task in tasks
    ]


def centre_mappings(source: Path, centres: Sequence[str] = ()) -> list[CentreMapping]:
    """The mappings of a source folder, by the names of the centres.

    Raises:
        InputFault: if one cannot be read.
    """
    wanted = {centre.strip().lower() for centre in centres}
    if not source.is_dir():
        return []
    names = sorted(f.name for f in source.iterdir() if (f / FILE_NAME).is_file())
    if wanted:
        names = [name for name in names if name in wanted or not is_centre_name(name)]
    return [read_mapping(source, name) for name in names]


def spare_fields(cohort: Cohort, tasks: Sequence[Task]) -> frozenset[str]:
    """The fields of a cohort that none of these tasks looks at."""
    used = {name for task in tasks if cohort.name in task.cohorts for name in fields_used(task)}
    return frozenset(name for name, _ in cohort.fields if name not in used)


def _mapped(
    cohort: Cohort, tasks: Sequence[Task], mappings: Sequence[CentreMapping], source: Path
) -> Cohort:
    spare = spare_fields(cohort, tasks)
    for mapping in mappings:
        if layout_of(cohort, mapping):
            cohort = with_centre(cohort, mapping, source, spare)
    return cohort
