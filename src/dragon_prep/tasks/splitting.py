"""The cases of a task put on their sides, by the policy of the build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.steps import Step
from dragon_prep.intake.ids import plain_id
from dragon_prep.split.groups import linked_rows
from dragon_prep.split.ledger import known_of
from dragon_prep.split.near import near_clusters
from dragon_prep.split.policies import SplitCase, split_cases
from dragon_prep.split.settings import TEST, SplitPolicy
from dragon_prep.tasks.derive import source_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence, Set

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.split.folds import Split
    from dragon_prep.split.ledger import Ledger
    from dragon_prep.split.settings import Sides, SplitSettings
    from dragon_prep.tasks.derive import Labelled
    from dragon_prep.tasks.task import Task

_ELSEWHERE = "patient is on another side of the benchmark"
_OF_THE_TEST_SET = "patient of the given test set"


@dataclass(frozen=True, slots=True, repr=False)
class Parting:
    """The cases of a task that stay, and how they are split.

    Attributes:
        cases: in source order.
        split: of them.
        steps: what was left out for the split's sake, per source.
        balance: by side and variable, the standardised difference from the others.
        compromises: what the policy could not give.
    """

    cases: tuple[Labelled, ...]
    split: Split
    steps: tuple[Step, ...] = ()
    balance: dict[str, dict[str, float]] = field(default_factory=dict)
    compromises: tuple[str, ...] = ()


def part(
    task: Task,
    cases: Sequence[Labelled],
    *,
    key: ProjectKey,
    settings: SplitSettings,
    ledger: Ledger | None = None,
) -> Parting:
    """Splits the cases of a task.

    A test set that the definition fixes stays what it is under every policy; the policy then deals
    the folds.

    Args:
        task: the definition.
        cases: of the task, in source order.
        key: the project key, which patients' digests are made with.
        settings: the policy.
        ledger: the sides of a benchmark, which new patients are entered in.

    Raises:
        InputFault: if the cases cannot be split so.
        UsageFault: if a field to balance is none of the cohort.
    """
    place = Place(task.full_name)
    try:
        return _parted(task, cases, key, settings, ledger)
    except InputFault as fault:
        if fault.place is not None:
            raise
        raise InputFault(fault.kind, fault.detail, place=place, remedy=fault.remedy) from None


def _parted(
    task: Task,
    cases: Sequence[Labelled],
    key: ProjectKey,
    settings: SplitSettings,
    ledger: Ledger | None,
) -> Parting:
    fixed = task.in_test_set is not None
    tested = [case.is_test for case in cases]
    steps: list[Step] = []
    known: Sides = {}
    said: list[str] = []
    patients = {case.patient for case in cases}
    if settings.policy is SplitPolicy.EXTERNAL and not fixed:
        tested = _external(cases, key, settings)
        theirs = {case.patient for case, out in zip(cases, tested, strict=True) if out}
        going = {i for i, c in enumerate(cases) if c.patient in theirs and not tested[i]}
        steps += steps_of(task, cases, going, _OF_THE_TEST_SET)
    elif settings.policy is SplitPolicy.BENCHMARK and ledger is not None:
        known = ledger.known(patients, key)
        going = _astray(cases, known) if fixed else set()
        steps += steps_of(task, cases, going, _ELSEWHERE) if going else []
    else:
        going = set()
        if settings.policy is SplitPolicy.EARLIER:
            known = known_of(settings.earlier, task.full_name, patients, key)
            said += [] if known else ["nobody of this task is in the earlier split: all are new"]
    if fixed and settings.policy is not SplitPolicy.DRAGON2025:
        said.append("the test set is fixed by the task's definition; folds alone were dealt")
    stay = [i for i in range(len(cases)) if i not in going]
    kept = [cases[i] for i in stay]
    if not kept:
        raise InputFault(faults.TOO_FEW_GROUPS, "no case is left that may be on any side")
    given = [
        SplitCase(c.patient, c.document.centre, c.label, _fields(task, c, settings), tested[i])
        for i, c in zip(stay, kept, strict=True)
    ]
    near = _near(kept) if settings.policy is SplitPolicy.STRATIFIED else []
    made = split_cases(given, settings, known=known, together=near, fixed=fixed)
    if settings.policy is SplitPolicy.BENCHMARK and ledger is not None:
        ledger.enter(made.sides([case.patient for case in kept]), key)
    return Parting(tuple(kept), made.split, tuple(steps), made.balance, (*said, *made.compromises))


def enter_fixed(cases: Iterable[Labelled], ledger: Ledger, key: ProjectKey) -> None:
    """Notes the patients of a test set that a definition fixes, before any others are dealt.

    Those whom the ledger has on another side stay there; their rows are left out.

    Args:
        cases: of the task.
        ledger: of the benchmark.
        key: the project key.
    """
    patients = {case.patient for case in cases if case.is_test}
    new = patients - set(ledger.known(patients, key))
    ledger.enter(dict.fromkeys(new, TEST), key)


def _astray(cases: Sequence[Labelled], known: Sides) -> set[int]:
    return {
        i
        for i, case in enumerate(cases)
        if case.patient in known and (known[case.patient] == TEST) is not case.is_test
    }


def _external(cases: Sequence[Labelled], key: ProjectKey, settings: SplitSettings) -> list[bool]:
    centres = {case.document.centre for case in cases}
    named = _keyed(settings.test_ids, centres, key)
    return [
        case.document.centre in settings.test_centres
        or case.document.case in named
        or case.patient in named
        for case in cases
    ]


def _keyed(ids: Set[str], centres: Set[str], key: ProjectKey) -> set[str]:
    """The stand-ins that reports and patients with these ids have, at whatever centre."""
    return {
        key.digest(use, centre, plain_id(text)).hex()[:32]
        for use in (KeyPurpose.CASE, KeyPurpose.PATIENT)
        for centre in centres
        for text in ids
    }


def _fields(task: Task, case: Labelled, settings: SplitSettings) -> tuple[object, ...]:
    for name in settings.fields:
        if name not in case.document.fields:
            known = ", ".join(sorted(case.document.fields))
            detail = f"the cohort has the fields {known}"
            raise UsageFault(faults.FIELD_UNKNOWN, detail, place=Place(task.full_name))
    return tuple(case.document.fields[name] for name in settings.fields)


def _near(cases: Sequence[Labelled]) -> list[list[int]]:
    """Rows that say nearly the same, or whose patients the export knows the same of."""
    patients = [case.patient for case in cases]
    linked = linked_rows([case.document.links for case in cases], patients)
    return near_clusters([case.document.shingles for case in cases]) + linked


def steps_of(
    task: Task, cases: Sequence[Labelled], going: Collection[int], name: str
) -> list[Step]:
    """What leaves out some cases, as a step of each source.

    Args:
        task: the definition.
        cases: all of them.
        going: the rows of those that are left out.
        name: of the step.
    """
    sources = [source_of(task, case.document) for case in cases]
    steps = []
    for source in dict.fromkeys(sources):
        own = [i for i, of in enumerate(sources) if of == source]
        stay = [cases[i].patient for i in own if i not in going]
        steps.append(Step(source, name, len(own) - len(stay), len(stay), len(set(stay))))
    return steps
