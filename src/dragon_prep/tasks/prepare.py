"""A task from its cohort's documents to numbered, split cases."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from dragon_prep.archive import contract
from dragon_prep.archive.write import Case
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.codes.intake import CLASS_MISSING, COHORT_EMPTY
from dragon_prep.core.definitions import own_faults
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.second_look import SecondLook
from dragon_prep.core.targets import value_fault
from dragon_prep.split.leakage import check_disjoint
from dragon_prep.split.settings import DEFAULT_SPLIT, SplitSettings
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings
from dragon_prep.tasks.debug import debug_set
from dragon_prep.tasks.derive import derive, missing_class, source_name, source_of
from dragon_prep.tasks.lone_tags import without_lone_tags
from dragon_prep.tasks.look_alike import (
    LookAlike,
    MadeLike,
    choose_cases,
    with_label_noise,
    with_notice,
)
from dragon_prep.tasks.numbering import numbered_order
from dragon_prep.tasks.splitting import Parting, part
from dragon_prep.tasks.summary import CaseColumns, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from dragon_prep.core.documents import Document
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.steps import Step
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.split.debug import DebugSplit
    from dragon_prep.split.folds import Split
    from dragon_prep.split.ledger import Ledger
    from dragon_prep.tasks.chosen import Nearness
    from dragon_prep.tasks.derive import Derived, Labelled
    from dragon_prep.tasks.summary import TaskSummary
    from dragon_prep.tasks.task import Task

Order = Literal["keyed", "source"]
_AS_USUAL = MadeLike()


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
        surrogates: the policies, see :func:`dragon_prep.surrogate.settings.read_settings`.
        second_look: what becomes of what the detector is sure of and people left unmarked.
        split: how patients come to the test set and the folds.
        accepted: what the leakage audit may find, by code, and why.
        debug: whether each task gets a debug set beside its archives.
        look_alike: of a look-alike, what is done to its cases.
    """

    centres: tuple[str, ...] = ()
    order: Order = "keyed"
    min_class_patients: int = 0
    strict: bool = False
    profiles: tuple[Profile, ...] = ()
    surrogates: SurrogateSettings = DEFAULT
    second_look: SecondLook = SecondLook.REPLACE
    split: SplitSettings = DEFAULT_SPLIT
    accepted: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    debug: bool = False
    look_alike: LookAlike = field(default=LookAlike(), repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A task's cases in the order of their numbers, how they are split, and their numbers.

    Attributes:
        task: the definition.
        cases: as they are written.
        documents: of each case.
        split: of the cases.
        summary: the task in numbers.
        problems: what was held back.
        parting: what is to be said of the split.
        debug: which development cases stand where in its debug set, if it was asked for one and
            has cases enough.
        like: of a look-alike, what came of what was asked for.
    """

    task: Task
    cases: tuple[Case, ...]
    documents: tuple[Document, ...]
    split: Split
    summary: TaskSummary
    problems: tuple[Problem, ...]
    parting: Parting
    debug: DebugSplit | None = None
    like: MadeLike = _AS_USUAL

    @property
    def patients(self) -> list[str]:
        """The keyed patient of each case."""
        return [document.patient for document in self.documents]


@dataclass(frozen=True, slots=True, repr=False)
class CohortDocuments:
    """A cohort as far as tasks need it: its documents in source order, and its attrition."""

    documents: Sequence[Document]
    steps: Sequence[Step]


def chosen_centres(
    tasks: Sequence[Task], wanted: Sequence[str]
) -> list[tuple[Cohort, tuple[str, ...]]]:
    """Each cohort of the tasks once, with its wanted centres, in the cohort's order.

    A cohort that tasks only draw on is there with all of its wanted centres, so that its reports
    read the same as in its own tasks; if none of those that are drawn on is wanted, it is not.

    Raises:
        UsageFault: if a centre belongs to no cohort, or a cohort is left without any.
    """
    own = {task.cohort.name: task.cohort for task in tasks}
    drawn = {c.name: c for task in tasks for c, _ in task.draws_on if c.name not in own}
    needed = {
        cohort.name
        for task in tasks
        for cohort, centres in task.draws_on
        if not wanted or set(centres) & {centre.strip().lower() for centre in wanted}
    }
    distinct = [*own.values(), *(c for name, c in drawn.items() if name in needed)]
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


def require_fitting(
    profiles: Sequence[Profile], cohorts: Iterable[tuple[Cohort, tuple[str, ...]]]
) -> None:
    """Sees to it that each profile is of a centre that takes part, and the only one of it.

    Raises:
        UsageFault: if one is not.
    """
    known = sorted({centre for _, centres in cohorts for centre in centres})
    seen: set[str] = set()
    for profile in profiles:
        if profile.centre not in known and profile.centre:
            near = difflib.get_close_matches(profile.centre, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise UsageFault(kinds.PROFILE_UNFIT, f"a profile's centre takes no part; {hint}")
        if profile.centre in seen:
            raise UsageFault(kinds.PROFILE_UNFIT, f"there are two profiles of {profile.centre}")
        seen.add(profile.centre)


def prepare(
    task: Task,
    cohorts: Mapping[str, CohortDocuments],
    *,
    key: ProjectKey,
    options: Options,
    taken: Mapping[str, Set[int]] | None = None,
    ledger: Ledger | None = None,
) -> Prepared:
    """Derives, splits, orders and numbers the cases of a task.

    Args:
        task: the definition.
        cohorts: what was read of its cohorts, by name; those that are not there have nothing.
        key: the project key, which decides the order of the numbers.
        options: see :class:`Options`.
        taken: the numbers that documents have in other tasks and shall not have in this one.
        ledger: the sides of a benchmark; the task's patients are entered in it.

    Raises:
        InputFault: if no case is left, there are fewer patients than folds, or a class is missing
            in a training set.
        UsageFault: if the definition fails.
    """
    derived = derived_of(task, cohorts, key=key, options=options)
    before = [
        replace(step, centre=source_name(task, step.centre, name))
        for name in task.cohorts
        if name in cohorts
        for step in cohorts[name].steps
        if step.centre in task.cohorts[name][1]
    ]
    steps = _in_centre_order(before, derived.steps)
    place = Place(task.full_name)
    if not derived.cases:
        detail, left = _largest_step(steps), derived.problems
        raise InputFault(COHORT_EMPTY, detail, place=place, problems=left, steps=tuple(steps))
    found: list[Labelled] = list(derived.cases)
    near: tuple[Nearness, ...] = ()
    if choice := options.look_alike.choices.get(task.full_name):
        # Lengths are those of the texts without what a look-alike puts at their head.
        bare = replace(options, look_alike=LookAlike())
        plain = derived_of(task, cohorts, key=key, options=bare).cases
        keep = choose_cases(task, plain, choice, key)
        found, spare, near = [found[at] for at in keep.rows], keep.steps, keep.nearness
        steps = _in_centre_order(steps, spare)
    # The split depends on the source order alone, so that it is that of the challenge and the same
    # for every key. Numbers and places depend on the key, so that they tell nothing; and on the
    # task, so that a report does not carry the same number in two tasks.
    parting = part(task, found, key=key, settings=options.split, ledger=ledger)
    parting = without_lone_tags(task, parting)
    cases, split = list(parting.cases), parting.split
    steps = _in_centre_order(steps, parting.steps)
    if task.learn_labels is not None:
        cases = _relabelled(task, cases, split)
    noisy = None
    if rate := options.look_alike.label_noise.get(task.full_name):
        tested = set(split.test)
        development = [row for row in range(len(cases)) if row not in tested]
        cases, noisy = with_label_noise(task, cases, development, key, rate)
    if options.order == "keyed":
        order = numbered_order(task, cases, key, taken or {})
        cases, split = [cases[row] for row in order], split.reordered(order)
    patients = [case.patient for case in cases]
    labels = [case.label for case in cases]
    check_disjoint(patients, split)
    training = [split.training(fold) for fold in range(split.folds)]
    if absent := missing_class(task, labels, training):
        raise InputFault(CLASS_MISSING, absent, place=place, remedy=_more_classes(labels))
    sources = [source_of(task, case.document) for case in cases]
    columns = CaseColumns(sources, patients, labels)
    summary = summarise(task, steps, columns, split, derived.spans, derived.numbers)
    numbered = tuple(_numbered(task, cases))
    if options.debug:
        debug, why = debug_set(task, numbered, patients, split)
        if why:
            parting = replace(parting, compromises=(*parting.compromises, why))
    else:
        debug = None
    return Prepared(
        task=task,
        cases=numbered,
        documents=tuple(case.document for case in cases),
        split=split,
        summary=replace(summary, agreements=derived.agreements, compromises=parting.compromises),
        problems=derived.problems,
        parting=parting,
        debug=debug,
        like=MadeLike(near, noisy, options.look_alike.pairs_of(task.full_name)),
    )


def derived_of(
    task: Task, cohorts: Mapping[str, CohortDocuments], *, key: ProjectKey, options: Options
) -> Derived:
    """The cases of a task, before they are split; arguments as of :func:`prepare`."""
    documents = [
        document
        for name in task.cohorts
        if name in cohorts
        for document in cohorts[name].documents
        if document.centre in task.cohorts[name][1]
    ]
    if options.look_alike.notice:
        documents = [with_notice(document) for document in documents]
    return derive(task, documents, key=key, min_class_patients=options.min_class_patients)


def _relabelled(task: Task, cases: Sequence[Labelled], split: Split) -> list[Labelled]:
    """The cases with the labels that the task makes of them, by those of the development cases."""
    if task.learn_labels is None:
        return list(cases)
    tested = set(split.test)
    with own_faults(task.full_name, task.learn_labels):
        new = task.learn_labels([c.label for row, c in enumerate(cases) if row not in tested])
        made = [replace(case, label=new(case.label)) for case in cases]
    for case in made:
        if fault := value_fault(task.target.type, case.label):
            raise UsageFault(
                kinds.DEFINITION_BROKEN, f"a label {fault}", place=Place(task.full_name)
            )
    return made


def _more_classes(labels: Sequence[object]) -> str:
    # Where one class is left, to leave out more would be the wrong advice.
    if len(set(labels)) > 1:
        return ""
    return "Bring reports of other classes, or give a lower --min-class-patients."


def _numbered(task: Task, cases: Sequence[Labelled]) -> list[Case]:
    # A separate test set has numbers of its own.
    count = {False: 0, True: 0}
    made: list[Case] = []
    for case in cases:
        uid = contract.test_uid if case.is_test else contract.uid
        made.append(Case(uid(task.full_name, count[case.is_test]), case.content, case.label))
        count[case.is_test] += 1
    return made


def _in_centre_order(cohort: Sequence[Step], task: Sequence[Step]) -> list[Step]:
    centres = dict.fromkeys(step.centre for step in cohort)
    return [s for centre in centres for s in (*cohort, *task) if s.centre == centre]


def _largest_step(steps: Sequence[Step]) -> str:
    if not steps:
        return "no report was read"
    step = max(steps, key=lambda s: s.excluded)
    return (
        f"no report is left; the largest step was {step.name!r} of {step.centre}: {step.excluded}"
    )
