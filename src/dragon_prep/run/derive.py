"""A task's cases: rows left out by its rules, and the label of each row that stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

from dragon_prep.errors import Place, Problem, in_order
from dragon_prep.model.targets import TargetType, value_fault
from dragon_prep.read.kinds import VALUE_IMPLAUSIBLE, VALUE_UNREADABLE
from dragon_prep.read.values import ValueProblem
from dragon_prep.release.attrition import Funnel, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from dragon_prep.model.task import Task
    from dragon_prep.run.cohort import Document

_SINGLE_CLASS = (TargetType.SINGLE_LABEL_BINARY, TargetType.SINGLE_LABEL_MULTI_CLASS)


@dataclass(frozen=True, slots=True, repr=False)
class Labelled:
    """A document with its label."""

    document: Document
    label: object

    @property
    def patient(self) -> str:
        """The keyed patient."""
        return self.document.patient


@dataclass(frozen=True, slots=True, repr=False)
class Derived:
    """A task's cases in source order, its part of the attrition, and what was held back."""

    cases: tuple[Labelled, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def derive(task: Task, documents: Sequence[Document], *, min_class_patients: int = 0) -> Derived:
    """Applies a task's rules to its cohort.

    Args:
        task: the definition.
        documents: its cohort, in source order.
        min_class_patients: leave out classes with fewer patients than this; 0 keeps all. Targets
            without a single class have nothing to leave out.

    Returns:
        The cases, and the steps that follow those of the cohort, per centre.
    """
    import pandas as pd

    rows = [{**d.fields, "centre": d.centre, "text": d.text} for d in documents]
    why = _left_out(task, pd.DataFrame(rows)) if rows else []
    steps = [name for name, _ in task.rules]
    labels: dict[int, object] = {}
    problems: list[Problem] = []
    for i, document in enumerate(documents):
        if not why[i]:
            label = _label(task, rows[i], document.place)
            if isinstance(label, Problem):
                problems.append(label)
                why[i] = label.kind.title
            else:
                labels[i] = label
    steps += sorted({problem.kind.title for problem in problems})
    if min_class_patients and task.target.type in _SINGLE_CLASS:
        steps.append(f"class with fewer than {min_class_patients} patients")
        for i in _in_rare_classes(documents, labels, min_class_patients):
            why[i] = steps[-1]

    taken: list[Step] = []
    kept: list[Labelled] = []
    for centre in dict.fromkeys(d.centre for d in documents):
        funnel = Funnel(
            centre,
            [_Item(i, d.patient, why[i]) for i, d in enumerate(documents) if d.centre == centre],
        )
        for step in steps:
            funnel.leave_out(step, partial(_goes_in, step))
        taken += funnel.steps[1:]  # the first, "read", is the cohort's
        kept += (Labelled(documents[item.index], labels[item.index]) for item in funnel.items)
    return Derived(tuple(kept), tuple(taken), in_order(problems))


@dataclass(frozen=True, slots=True)
class _Item:
    index: int
    patient: str
    why: str


def _goes_in(step: str, item: _Item) -> bool:
    return item.why == step


def _left_out(task: Task, frame: pd.DataFrame) -> list[str]:
    """For each row, the first rule that leaves it out, or nothing."""
    why = [""] * len(frame)
    for name, mask in task.rules:
        why = [
            old or (name if goes else "")
            for old, goes in zip(why, mask(frame).eq(True), strict=True)
        ]
    return why


def _label(task: Task, row: Mapping[str, object], place: Place) -> object:
    """The label of one row, or the problem that there is with it."""
    if task.derive is None:
        raise ValueError(f"{task.full_name} has no @task.value function")
    raw = next((f for f in task.cohort.files if f.path == place.file), None)
    column = raw.column_of(task.derived_from) if raw else task.derived_from
    where = Place(place.file, place.row, column)
    try:
        label = task.derive(SimpleNamespace(**row))
    except ValueProblem as problem:
        return Problem(problem.kind, where, problem.detail)
    fault = value_fault(task.target.type, label)
    if fault is not None:
        return Problem(VALUE_UNREADABLE, where, f"the value {fault}")
    if task.target.plausible is not None:
        low, high = task.target.plausible
        numbers = label if isinstance(label, list) else [label]
        if any(isinstance(n, int | float) and not low <= n <= high for n in numbers):
            detail = f"the value is not between {low:g} and {high:g} {task.target.unit or ''}"
            return Problem(VALUE_IMPLAUSIBLE, where, detail.rstrip())
    return label


def _in_rare_classes(
    documents: Sequence[Document], labels: Mapping[int, object], min_class_patients: int
) -> list[int]:
    patients: dict[object, set[str]] = defaultdict(set)
    for i, label in labels.items():
        patients[label].add(documents[i].patient)
    return [i for i, label in labels.items() if len(patients[label]) < min_class_patients]


def missing_class(task: Task, labels: Sequence[object], training: Sequence[Sequence[int]]) -> str:
    """Tells of a class that a model needs and does not get; empty when there is none.

    Args:
        task: whose labels they are.
        labels: of all cases.
        training: the cases of each fold's training set.
    """
    if task.target.type not in _SINGLE_CLASS:
        return ""
    if len(set(labels)) < 2:
        return "all cases that are left are of one class"
    classes = {True, False} if task.target.type == TargetType.SINGLE_LABEL_BINARY else set(labels)
    for fold, rows in enumerate(training):
        absent = classes - {labels[row] for row in rows}
        if absent:
            return f"{len(absent)} of {len(classes)} classes have no case in training fold {fold}"
    return ""
