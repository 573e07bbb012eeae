"""What is asked of the cases of a task as a whole: labels, lengths, centres, in fixed cells.

The cells of a question follow from the task's definition alone, so that nothing of a case decides
which cells there are. Whatever fits none of them is counted in a cell of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dragon_prep.core.targets import Target

WORDS = (
    *(5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800),
    *(1000, 1500, 2000),
)
"""Where cells of lengths begin, but for the first."""
OTHER = "other"
LABEL = "label"
LENGTH = "words"
CENTRE = "centre"
_TALLIES = (1, 2, 3, 5, 9, 17, 33, 65)
_STEPS = (1, 1.5, 2, 3, 5, 7)
_SMALLEST, _LARGEST = 1e-3, 1e6


@dataclass(frozen=True, slots=True, repr=False)
class CaseRow:
    """What questions look at of one case.

    Attributes:
        label: as the archives have it.
        words: how many words its text, or its parts together, have.
        centre: who handed it in.
    """

    label: object
    words: int
    centre: str


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """A question with one answer for each case.

    Attributes:
        name: ``label``, ``label: left``, ``words``, ``centre``.
        cells: the possible answers, in words.
        ordered: whether neighbours among them are alike, so that they can be put together.
        of: the place of a case's answer among the cells.
    """

    name: str
    cells: tuple[str, ...]
    ordered: bool
    of: Callable[[CaseRow], int]

    @property
    def is_of_labels(self) -> bool:
        """Whether it asks for the label, or for one of its positions."""
        return self.name.partition(":")[0] == LABEL


def questions(target: Target, centres: Sequence[str]) -> tuple[Question, ...]:
    """The questions of a task.

    Args:
        target: what the task asks for.
        centres: whose exports it may have.

    Returns:
        On labels, if the target says which there can be; on lengths; on centres, if there are two.
    """
    found = [*_on_labels(target), _in_cells(LENGTH, WORDS, lambda row: row.words)]
    if len(centres) > 1:
        found.append(_among(CENTRE, centres, lambda row: row.centre))
    return tuple(found)


def words_in(content: str | Sequence[str]) -> int:
    """How many words, parted by white space, a text or its parts together have."""
    return len((content if isinstance(content, str) else " ".join(content)).split())


def _on_labels(target: Target) -> Iterator[Question]:
    kind, names = target.type, target.labels or ()
    if kind is TargetType.SINGLE_LABEL_BINARY:
        yield _among(LABEL, ("False", "True"), lambda row: str(row.label))
    elif kind is TargetType.SINGLE_LABEL_MULTI_CLASS:
        if known := (target.known_classes or ((names,) if names else ())):
            yield _among(LABEL, known[0], lambda row: str(row.label))
    elif kind is TargetType.SINGLE_LABEL_REGRESSION:
        yield _in_cells(LABEL, _edges(target), lambda row: _number(row.label))
    elif kind is TargetType.MULTI_LABEL_REGRESSION:
        yield _in_cells(f"{LABEL}: how many", _TALLIES, lambda row: len(_numbers(row.label)))
        yield _in_cells(f"{LABEL}: largest", _edges(target), lambda row: _largest(row.label))
    elif kind.is_token_level:
        yield _in_cells(f"{LABEL}: entities", _TALLIES, lambda row: _entities(row.label))
    elif kind is TargetType.MULTI_LABEL_BINARY:
        yield from (_position(at, name, ("False", "True")) for at, name in enumerate(names))
    else:
        known = target.known_classes
        pairs = zip(names, known, strict=True) if known else ()
        yield from (_position(at, name, classes) for at, (name, classes) in enumerate(pairs))


def _position(at: int, name: str, classes: Sequence[str]) -> Question:
    return _among(f"{LABEL}: {name}", classes, lambda row: _at(row.label, at))


def _among(name: str, cells: Sequence[str], value: Callable[[CaseRow], str]) -> Question:
    places = {cell: place for place, cell in enumerate(cells)}
    every = tuple(cells) if OTHER in places else (*cells, OTHER)
    rest = every.index(OTHER)
    return Question(name, every, ordered=False, of=lambda row: places.get(value(row), rest))


def _in_cells(name: str, edges: Sequence[float], value: Callable[[CaseRow], float]) -> Question:
    inner = (f"{low:g} to {high:g}" for low, high in pairwise(edges))
    cells = (f"below {edges[0]:g}", *inner, f"{edges[-1]:g} or more")
    return Question(name, cells, ordered=True, of=lambda row: bisect_right(edges, value(row)))


def _edges(target: Target) -> tuple[float, ...]:
    """Where cells of numbers begin: steps of the same ratio within what is plausible."""
    low, high = target.plausible or (_SMALLEST, _LARGEST)
    low = max(low, high / _LARGEST, _SMALLEST)
    steps = (step * 10**power for power in range(-3, 7) for step in _STEPS)
    return tuple(float(f"{edge:.4g}") for edge in steps if low < edge < high)


def _at(label: object, place: int) -> str:
    return str(label[place]) if isinstance(label, list | tuple) and place < len(label) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("-inf")


def _numbers(label: object) -> list[float]:
    values = label if isinstance(label, list | tuple) else ()
    return [float(value) for value in values if isinstance(value, int | float)]


def _largest(label: object) -> float:
    return max(_numbers(label), default=float("-inf"))


def _entities(label: object) -> int:
    """How many spans a label of tags begins."""
    if isinstance(label, list | tuple):
        return sum(_entities(part) for part in label)
    return isinstance(label, str) and label.startswith("B-")
