"""Which fields of its cohorts a task looks at."""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.tasks.task import Task


def fields_used(task: Task) -> frozenset[str]:
    """The fields that the functions of a task name, in strings or as attributes.

    Functions and strings of their own module, or of a cohort's, that they name are looked at, too.
    Rather too many than too few: a field that is not among them is one the task cannot know.
    """
    known = {name for cohort, _ in task.cohorts.values() for name, _ in cohort.fields}
    masks = [mask for _, mask in task.rules]
    functions = (*masks, task.derive, task.parts, task.in_test_set, task.learn_labels)
    seen: set[int] = set()
    words = {word for function in functions for word in _words(function, seen)}
    return frozenset(known & {*words, task.derived_from})


def _words(value: object, seen: set[int]) -> Iterator[str]:
    """The strings and names that something holds, or the code of a function."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, str):
        yield value
    elif isinstance(value, CodeType):
        yield from value.co_names
    for part in _parts(value):
        yield from _words(part, seen)


def _parts(value: object) -> Iterable[object]:
    """What something is made of."""
    match value:
        case dict():
            return (*value.keys(), *value.values())
        case tuple() | list() | frozenset() | set():
            return value
        case CodeType():
            return value.co_consts
        case FunctionType():
            named = (value.__globals__.get(name) for name in _names(value.__code__))
            cells = (cell.cell_contents for cell in value.__closure__ or ())
            own = (one for one in named if _is_own(one, value))
            return (value.__code__, value.__defaults__, *cells, *own)
    return ()


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_own(value: object, by: FunctionType) -> bool:
    """Whether a name means a plain value, or a function of a definition, not of a library."""
    if not isinstance(value, FunctionType):
        return isinstance(value, str | tuple | list | frozenset | set | dict)
    home, _, _ = by.__module__.rpartition(".")
    return value.__module__.startswith((home, "dragon_prep.task_definitions"))
