"""What annotators may mark and answer, by the tasks they annotate for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.annotate.documents import AnswerKind, DocumentQuestion, Scheme
from dragon_prep.core.codes.annotate import LABELS_OPEN
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.tasks.task import Task

_TRUTHS = ("True", "False")
_NUMBERS = (TargetType.SINGLE_LABEL_REGRESSION, TargetType.MULTI_LABEL_REGRESSION)
_TRUTHFUL = (TargetType.SINGLE_LABEL_BINARY, TargetType.MULTI_LABEL_BINARY)
_PHI_TASKS = frozenset((25,))  # asks for what de-identification replaces


def scheme_of(tasks: Sequence[Task], labels: Iterable[str], *, phi: bool) -> Scheme:
    """The labels and questions of tasks.

    Args:
        tasks: what is annotated for.
        labels: further labels of spans, for tasks that do not say theirs.
        phi: whether PHI can be marked, too.

    Raises:
        UsageFault: if a task does not say which labels its spans have, and no label was given.
    """
    given = tuple(labels)
    marks: list[str] = [str(category) for category in PhiCategory] if phi else []
    for task in tasks:
        if not task.target.type.is_token_level or task.number in _PHI_TASKS:
            continue
        own = task.target.labels or given
        if not own:
            raise UsageFault(LABELS_OPEN, place=Place(task.full_name))
        marks += own
    questions = [question for task in tasks for question in _questions(task, given)]
    return Scheme(tuple(dict.fromkeys((*marks, *given))), tuple(questions))


def marks_phi(tasks: Sequence[Task], *, pre_annotate: bool) -> bool:
    """Whether annotators mark PHI: unless all they are asked is something else."""
    return not tasks or pre_annotate or any(task.number in _PHI_TASKS for task in tasks)


def _questions(task: Task, given: tuple[str, ...]) -> Iterator[DocumentQuestion]:
    """A question for each position of a task's label."""
    target = task.target
    if target.type.is_token_level:
        return
    if target.type.value.startswith("multi_label"):
        for at, label in enumerate(target.labels or ()):
            known = target.known_classes[at] if at < len(target.known_classes) else given
            yield _question(task, f"{task.full_name}:{label}", known)
        return
    yield _question(task, task.full_name, target.labels or next(iter(target.known_classes), given))


def _question(task: Task, name: str, known: tuple[str, ...]) -> DocumentQuestion:
    if task.target.type in _NUMBERS:
        return DocumentQuestion(name, AnswerKind.NUMBER)
    choices = _TRUTHS if task.target.type in _TRUTHFUL else known
    if not choices:
        raise UsageFault(LABELS_OPEN, place=Place(task.full_name))
    return DocumentQuestion(name, AnswerKind.CHOICE, choices)
