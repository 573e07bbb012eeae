"""A check: everything a build would find out, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.errors import DragonPrepError, InputFault, in_order
from dragon_prep.intake.annotations import read_annotations, read_uid_list
from dragon_prep.intake.export import read_export
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.records import read_records
from dragon_prep.intake.source import Source
from dragon_prep.intake.tables import read_table
from dragon_prep.pipeline.cohort_release import annotated_counts
from dragon_prep.pipeline.looked_again import look_again
from dragon_prep.pipeline.site import Site
from dragon_prep.tasks.prepare import CohortDocuments, Options, chosen_centres, require_fitting
from dragon_prep.tasks.sequence import prepare_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.attrition import Step
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.tasks.summary import TaskSummary
    from dragon_prep.tasks.task import Task


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        tasks: attrition, split sizes and labels of each task that can be built.
        steps: the attrition of each cohort, as far as tasks share it.
        problems: everything that would be held back or is worth a look.
        faults: what would stop a build, at most one per cohort or task.
        annotated: by cohort and centre, how many reports somebody annotated, and how many are
            left to the detector.
        second_look: by cohort and centre, how much nobody has marked in annotated reports, by what
            would become of it and by category.
    """

    tasks: tuple[TaskSummary, ...]
    steps: dict[str, tuple[Step, ...]]
    problems: tuple[Problem, ...]
    faults: tuple[DragonPrepError, ...]
    annotated: dict[str, dict[str, tuple[int, int]]]
    second_look: dict[str, dict[str, OverlookedCounts]]


def check(
    tasks: Sequence[Task], source: Path, *, key: ProjectKey, options: Options | None = None
) -> CheckResult:
    """Reads and validates raw exports, and writes nothing.

    Args:
        tasks: what a build would be asked for.
        source: folder of raw exports.
        key: the project key; it stands in for ids, and no result depends on it.
        options: of the build.
    """
    options = options or Options()
    summaries: list[TaskSummary] = []
    problems: set[Problem] = set()
    faults: list[DragonPrepError] = []
    steps: dict[str, tuple[Step, ...]] = {}
    annotated: dict[str, dict[str, tuple[int, int]]] = {}
    second_look: dict[str, dict[str, OverlookedCounts]] = {}
    site = Site.of(key, options)
    cohorts = chosen_centres(tasks, options.centres)
    read: dict[str, CohortDocuments] = {}
    require_fitting(options.profiles, cohorts)
    for cohort, centres in cohorts:
        found = _faults(cohort, Path(source), centres)
        if found:
            faults += found
            continue
        export = read_export(cohort, Path(source), centres)
        problems.update(export.problems)
        looked = look_again(export, cohort, centres, site)
        problems.update(looked.problems)
        steps[cohort.name] = looked.steps
        annotated[cohort.name] = annotated_counts(looked.documents)
        second_look[cohort.name] = looked.counts
        read[cohort.name] = CohortDocuments(looked.documents, looked.steps)
    # A task that draws on a cohort whose files cannot be used would say less than these faults.
    ready = [task for task in tasks if task.cohort.name in read]
    for done in prepare_in_turn(ready, read, key=key, options=options, failed=faults.append):
        summaries.append(done.summary)
        problems.update(done.problems)
    return CheckResult(
        tuple(summaries), steps, in_order(problems), tuple(faults), annotated, second_look
    )


def _faults(cohort: Cohort, source: Path, centres: Sequence[str]) -> list[DragonPrepError]:
    """Every file that cannot be used, not only the first."""
    try:
        Source.of(cohort.files, source)
    except InputFault as fault:
        return [fault]
    faults: list[DragonPrepError] = []
    read = {
        Layout.SHEET: read_table,
        Layout.RECORDS: read_records,
        Layout.ANNOTATIONS: read_annotations,
        Layout.UID_LIST: read_uid_list,
    }
    for raw in cohort.files:
        if set(raw.centres) & {*centres}:
            try:
                read[raw.layout](source, raw)
                if raw.layout is Layout.ANNOTATIONS and raw.columns:
                    read_records(source, raw)
            except DragonPrepError as fault:
                faults.append(fault)
    return faults
