"""A check: a build without a release, which tells everything the build would find out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import HELD_BACK
from dragon_prep.core.errors import (
    DragonPrepError,
    InputFault,
    VerifyFault,
    in_order,
    number_of,
    rows_quarantined,
)
from dragon_prep.core.workers import Workers, rare_collections
from dragon_prep.intake.annotations import read_annotations, read_uid_list
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.source import Source, read_rows
from dragon_prep.pipeline.cohort import cohort_in_memory
from dragon_prep.pipeline.cohort_release import annotated_counts
from dragon_prep.pipeline.run import Progress, Run, silent
from dragon_prep.pipeline.site import Site
from dragon_prep.services.file_doubts import FileDoubts, look_alone
from dragon_prep.services.leakage import audited, require_acceptable, require_accepted
from dragon_prep.services.mapped_source import with_mappings
from dragon_prep.split.ledger import Ledger
from dragon_prep.tasks.prepare import CohortDocuments, Options, chosen_centres, require_fitting
from dragon_prep.tasks.sequence import prepare_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.core.steps import Step
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.doubts.figures import FileFigures
    from dragon_prep.tasks.prepare import Prepared
    from dragon_prep.tasks.summary import TaskSummary
    from dragon_prep.tasks.task import Task


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        tasks: attrition, split sizes and labels of each task that can be built.
        steps: the attrition of each cohort, as far as tasks share it.
        problems: everything that would be held back or is worth a look.
        faults: what would stop a build; the first is the one that would.
        annotated: by cohort and centre, how many reports somebody annotated, and how many are
            left to the detector.
        second_look: by cohort and centre, how much nobody has marked in annotated reports, by what
            would become of it and by category.
        audit: by cohort and centre, what the audit holds back and what coincidences it counts.
        identity: by file, the columns with the patients' own data that are used.
        cleaned: by cohort, file and kind, what is cleaned in the raw texts.
        files: what each raw file is like, and what of it is to be doubted; a build does not ask.
        leaks: what the leakage audit lists (docs/splits.md).
    """

    tasks: tuple[TaskSummary, ...]
    steps: dict[str, tuple[Step, ...]]
    problems: tuple[Problem, ...]
    faults: tuple[DragonPrepError, ...]
    annotated: dict[str, dict[str, tuple[int, int]]]
    second_look: dict[str, dict[str, OverlookedCounts]]
    audit: dict[str, dict[str, Totals]]
    identity: dict[str, tuple[str, ...]] = field(repr=False)
    cleaned: dict[str, CleanedCounts]
    files: tuple[FileFigures, ...] = ()
    leaks: tuple[Problem, ...] = ()

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What of the raw files is to be doubted."""
        return tuple(problem for figures in self.files for problem in figures.doubts)


def check(
    tasks: Sequence[Task],
    source: Path,
    *,
    key: ProjectKey,
    options: Options | None = None,
    ledger: Ledger | None = None,
    workers: int = 1,
    progress: Progress = silent,
) -> CheckResult:
    """Does what a build does, in a private temporary folder: nothing stays.

    So its faults, the rows it holds back and its splits are those of the build.

    Args:
        tasks: what a build would be asked for.
        source: folder of raw exports.
        key: the project key. Without the one of the build, a surrogate may be an original by
            chance in another report than there.
        options: of the build.
        ledger: the sides of a benchmark as they are; nobody is entered in it.
        workers: number of processes; the result does not depend on it.
        progress: called with a stage and how much of it is done.
    """
    tasks, options = with_mappings(tasks, Path(source), options or Options())
    prepared: list[Prepared] = []
    problems: set[Problem] = set()
    faults: list[DragonPrepError] = []
    steps: dict[str, tuple[Step, ...]] = {}
    annotated: dict[str, dict[str, tuple[int, int]]] = {}
    second_look: dict[str, dict[str, OverlookedCounts]] = {}
    cleaned: dict[str, CleanedCounts] = {}
    site = Site.of(key, options)
    audit: dict[str, dict[str, Totals]] = {}
    identity: dict[str, tuple[str, ...]] = {}
    doubts = FileDoubts(key)
    cohorts = chosen_centres(tasks, options.centres)
    read: dict[str, CohortDocuments] = {}
    require_fitting(options.profiles, cohorts)
    require_acceptable(options.accepted)
    with rare_collections(), Workers(workers) as pool:
        run = Run(Path(), pool, progress)
        for cohort, centres in cohorts:
            look = doubts.look_at(cohort, centres)
            try:
                release = cohort_in_memory(cohort, Path(source), centres, site, run, look)
            except DragonPrepError as fault:
                look_alone(look, Path(source))
                faults += _with_others(fault, cohort, Path(source), centres)
                continue
            problems.update(release.problems)
            steps[cohort.name] = release.steps
            annotated[cohort.name] = annotated_counts(release.documents)
            second_look[cohort.name] = release.second_look
            audit[cohort.name] = release.audit
            identity |= release.identity
            if release.cleaned:
                cleaned[cohort.name] = release.cleaned
            read[cohort.name] = CohortDocuments(release.documents, release.steps)
    # A task that draws on a cohort whose files cannot be used would say less than these faults.
    ready = [task for task in tasks if task.cohort.name in read]
    sides = Ledger(dict(ledger.sides)) if ledger is not None else None
    for done in prepare_in_turn(
        ready, read, key=key, options=options, failed=faults.append, ledger=sides
    ):
        prepared.append(done)
        doubts.add_numbers(done)
        problems.update(done.problems)
    problems.update(problem for fault in faults for problem in fault.problems)
    if options.strict and (rows := rows_quarantined(problems)):
        faults.append(InputFault(HELD_BACK, f"{number_of(rows, 'row')} held back"))
    leaks = _leaks(prepared, options, faults)
    problems.update(problem for fault in faults for problem in fault.problems)
    return CheckResult(
        tuple(done.summary for done in prepared),
        steps,
        in_order(problems),
        tuple(faults),
        annotated,
        second_look,
        audit,
        identity,
        cleaned,
        doubts.found(problems),
        leaks,
    )


def _leaks(
    prepared: Sequence[Prepared], options: Options, faults: list[DragonPrepError]
) -> tuple[Problem, ...]:
    """What the leakage audit of a build would list; what would stop one is added to the faults."""
    if faults:  # a build would not come so far
        return ()
    seen, found = audited(prepared)
    try:
        require_accepted(seen, found, options.accepted)
    except VerifyFault as fault:
        faults.append(fault)
    return in_order(problem for problems in found.values() for problem in problems)


def _with_others(
    fault: DragonPrepError, cohort: Cohort, source: Path, centres: Sequence[str]
) -> list[DragonPrepError]:
    """What stops a build, and then what else is wrong with the files of its cohort."""
    same = str(fault)
    return [fault, *(other for other in _faults(cohort, source, centres) if str(other) != same)]


def _faults(cohort: Cohort, source: Path, centres: Sequence[str]) -> list[DragonPrepError]:
    """Every file that cannot be used, not only the first."""
    try:
        Source.of(cohort.files, source)
    except InputFault as fault:
        return [fault]
    faults: list[DragonPrepError] = []
    wanted = [raw for raw in cohort.files if set(raw.centres) & {*centres}]
    for raw in wanted:
        # The files that stand for one of the layout are read together, with the first of them.
        parts = [r for r in wanted if r == raw or (r.reading and r.reading is raw.reading)]
        if parts[0] is not raw:
            continue
        try:
            if raw.layout in (Layout.SHEET, Layout.RECORDS) or raw.columns:
                read_rows(source, parts)
            for part in parts:
                if raw.layout is Layout.ANNOTATIONS:
                    read_annotations(source, part)
                elif raw.layout is Layout.UID_LIST:
                    read_uid_list(source, part)
        except DragonPrepError as fault:
            faults.append(fault)
    return faults
