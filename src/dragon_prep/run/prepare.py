"""A task from its cohort's documents to numbered, split cases."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragon_prep.archive import contract
from dragon_prep.archive.write import Case
from dragon_prep.errors import InputFault, Place, UsageFault
from dragon_prep.read.kinds import CLASS_MISSING, COHORT_EMPTY
from dragon_prep.release.summary import summarise
from dragon_prep.replace.key import Use
from dragon_prep.replace.settings import DEFAULT, SurrogateSettings
from dragon_prep.run import kinds
from dragon_prep.run.derive import derive, missing_class
from dragon_prep.split.folds import dragon2025
from dragon_prep.split.leakage import check_disjoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.detect.profile import Profile
    from dragon_prep.errors import Problem
    from dragon_prep.model.cohort import Cohort
    from dragon_prep.model.task import Task
    from dragon_prep.release.attrition import Step
    from dragon_prep.release.summary import TaskSummary
    from dragon_prep.replace.key import ProjectKey
    from dragon_prep.run.cohort import Document
    from dragon_prep.run.derive import Labelled
    from dragon_prep.split.folds import Split

Order = Literal["keyed", "source"]
SPLIT_POLICY = "dragon2025"


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may be told beside its tasks, source and release.

    Attributes:
        centres: whose reports; empty for all.
        order: of the rows when they are numbered and written. ``keyed`` tells nobody anything;
            ``source`` is the order of the raw files, for comparison with earlier benchmarks. The
            split is the same for both.
        min_class_patients: leave out classes with fewer patients than this.
        strict: whether a single row held back stops the build.
        profiles: of some of the centres, see :func:`dragon_prep.detect.profile.read_profile`.
        surrogates: the policies, see :func:`dragon_prep.replace.settings.read_settings`.
    """

    centres: tuple[str, ...] = ()
    order: Order = "keyed"
    min_class_patients: int = 0
    strict: bool = False
    profiles: tuple[Profile, ...] = ()
    surrogates: SurrogateSettings = DEFAULT


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A task's cases in the order of their numbers, how they are split, and their numbers."""

    task: Task
    cases: tuple[Case, ...]
    documents: tuple[Document, ...]
    split: Split
    summary: TaskSummary
    problems: tuple[Problem, ...]


def chosen_centres(
    cohorts: Iterable[Cohort], wanted: Sequence[str]
) -> list[tuple[Cohort, tuple[str, ...]]]:
    """Each cohort once, with those of its centres that are wanted, in the cohort's order.

    Raises:
        UsageFault: if a centre belongs to no cohort, or a cohort is left without any.
    """
    distinct = {cohort.name: cohort for cohort in cohorts}.values()
    known = list(dict.fromkeys(c for cohort in distinct for c in cohort.centres))
    wanted = [centre.strip().lower() for centre in wanted]
    for centre in wanted:
        if centre not in known:
            # What was typed is not repeated: it may be a name that slipped onto the command line.
            near = difflib.get_close_matches(centre.strip().lower(), known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise UsageFault(kinds.CENTRE_UNKNOWN, f"there is no such centre; {hint}")
    chosen = []
    for cohort in distinct:
        centres = tuple(c for c in cohort.centres if not wanted or c in wanted)
        if not centres:
            detail = f"{cohort.name} has the centres {', '.join(cohort.centres)}"
            raise UsageFault(kinds.CENTRE_UNKNOWN, detail)
        chosen.append((cohort, centres))
    return chosen


def demand_fitting(
    profiles: Sequence[Profile], cohorts: Iterable[tuple[Cohort, tuple[str, ...]]]
) -> None:
    """Sees to it that each profile is of a centre that takes part, and the only one of it.

    Raises:
        UsageFault: if one is not.
    """
    known = sorted({centre for _, centres in cohorts for centre in centres})
    seen: set[str] = set()
    for profile in profiles:
        if profile.centre not in known:
            near = difflib.get_close_matches(profile.centre, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise UsageFault(kinds.PROFILE_UNFIT, f"a profile's centre takes no part; {hint}")
        if profile.centre in seen:
            raise UsageFault(kinds.PROFILE_UNFIT, f"there are two profiles of {profile.centre}")
        seen.add(profile.centre)


def prepare(
    task: Task,
    documents: Sequence[Document],
    cohort_steps: Sequence[Step],
    *,
    key: ProjectKey,
    options: Options,
) -> Prepared:
    """Derives, splits, orders and numbers the cases of a task.

    Args:
        task: the definition.
        documents: its cohort, in source order.
        cohort_steps: the cohort's attrition.
        key: the project key, which decides the order of the numbers.
        options: see :class:`Options`.

    Raises:
        InputFault: if no case is left, there are fewer patients than folds, or a class is missing
            in a training set.
    """
    derived = derive(task, documents, min_class_patients=options.min_class_patients)
    steps = _in_centre_order(cohort_steps, derived.steps)
    place = Place(task.full_name)
    if not derived.cases:
        raise InputFault(COHORT_EMPTY, _largest_step(steps), place=place)
    # The split depends on the source order alone, so that it is that of the challenge and the same
    # for every key. Numbers and places depend on the key, so that they tell nothing; and on the
    # task, so that a report does not carry the same number in two tasks.
    cases = list(derived.cases)
    split = dragon2025([case.patient for case in cases])
    if options.order == "keyed":
        keyed = [key.digest(Use.ORDER, task.full_name, case.document.case) for case in cases]
        order = sorted(range(len(cases)), key=keyed.__getitem__)
        cases, split = [cases[row] for row in order], split.reordered(order)
    patients = [case.patient for case in cases]
    labels = [case.label for case in cases]
    check_disjoint(patients, split)
    training = [split.training(fold) for fold in range(split.folds)]
    if absent := missing_class(task, labels, training):
        raise InputFault(CLASS_MISSING, absent, place=place, remedy=_more_classes(labels))
    return Prepared(
        task=task,
        cases=tuple(_numbered(task, cases)),
        documents=tuple(case.document for case in cases),
        split=split,
        summary=summarise(task, steps, [c.document.centre for c in cases], patients, labels, split),
        problems=derived.problems,
    )


def _more_classes(labels: Sequence[object]) -> str:
    # Where one class is left, to leave out more would be the wrong advice.
    if len(set(labels)) > 1:
        return ""
    return "Bring reports of other classes, or give a lower --min-class-patients."


def _numbered(task: Task, cases: Sequence[Labelled]) -> list[Case]:
    return [
        Case(contract.uid(task.full_name, number), case.document.text, case.label)
        for number, case in enumerate(cases)
    ]


def _in_centre_order(cohort: Sequence[Step], task: Sequence[Step]) -> list[Step]:
    centres = dict.fromkeys(step.centre for step in cohort)
    return [s for centre in centres for s in (*cohort, *task) if s.centre == centre]


def _largest_step(steps: Sequence[Step]) -> str:
    if not steps:
        return "no report was read"
    step = max(steps, key=lambda s: s.left_out)
    return (
        f"no report is left; the largest step was {step.name!r} of {step.centre}: {step.left_out}"
    )
