"""Whether the number that a label says still stands in the text that goes out.

What a replacement, or the step to ASCII, made of the numbers of a report is known when it is
de-identified, and what its label says when a task reads it. Between the two go keyed digests: a
number that was replaced is PHI, and is written nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dragon_prep.core.lost_numbers import (
    NUMBER_TOKEN,
    number_digest,
    number_values,
    with_lengths,
)
from dragon_prep.core.targets import TargetType
from dragon_prep.language.number_words import numbers_in_words
from dragon_prep.tasks.summary import StatedCounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.core.documents import Document
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.task import Task

REGRESSION = (TargetType.SINGLE_LABEL_REGRESSION, TargetType.MULTI_LABEL_REGRESSION)
_LENGTHS = ("mm", "cm")


def stated(task: Task, document: Document, label: object, key: ProjectKey) -> StatedCounts | None:
    """How many numbers of a label stand in a document; None if one stood there and is lost.

    A number counts in every spelling: a decimal comma or point, thousands, Dutch words, and lengths
    in mm or in cm. One that stood nowhere is looked for by the numbers of the cell that it was
    read from, such as the three diameters of a volume. Zero says that there is nothing to measure.

    Args:
        task: whose label it is; of another target than regression nothing is asked.
        document: with its text and what it lost.
        label: a number, or a list of numbers and None.
        key: the project key.
    """
    counts = StatedCounts()
    if task.target.type not in REGRESSION:
        return counts
    text = _Numbers(document, frozenset(_in_digits(document)), key)
    for value in _of_label(label):
        told = text.tells([_spellings(value, task.target.unit)])
        if told is False:
            told = text.tells([_spellings(n, "mm") for n in _of_cell(task, document)])
        if told is None:
            return None
        counts += StatedCounts(stand=int(told), nowhere=int(not told))
    return counts


@dataclass(frozen=True, slots=True, repr=False)
class _Numbers:
    """The numbers of a document: those that stand in it in digits, and the digests of the lost."""

    document: Document
    in_digits: frozenset[Decimal]
    key: ProjectKey

    def tells(self, numbers: Sequence[frozenset[Decimal]]) -> bool | None:
        """Whether all numbers stand, each in one of its spellings; None if one is lost."""
        absent = [spellings for spellings in numbers if not spellings & self.in_digits]
        if absent:  # few are in words, and to read those of a text takes longest
            in_words = frozenset(_in_words(self.document))
            absent = [spellings for spellings in absent if not spellings & in_words]
        lost = frozenset(self.document.lost)
        for spellings in absent if lost else ():
            if any(
                number_digest(value, self.document.case, self.key) in lost for value in spellings
            ):
                return None
        return bool(numbers) and not absent


def _in_digits(document: Document) -> Iterator[Decimal]:
    """The numbers of a text outside its surrogates that are in digits."""
    for start, end in _given(document):
        for match in NUMBER_TOKEN.finditer(document.text, start, end):
            yield from number_values(match.group())


def _in_words(document: Document) -> Iterator[Decimal]:
    """The numbers of a text outside its surrogates that are in words."""
    for start, end in _given(document):
        for *_, value in numbers_in_words(document.text, start, end):
            yield value


def _given(document: Document) -> Iterator[tuple[int, int]]:
    """Where a text is not a surrogate."""
    at = 0
    for _, _, start, end in (*document.replaced, (0, 0, len(document.text), 0)):
        yield at, max(at, start)
        at = end


def _of_label(label: object) -> Iterator[Decimal]:
    for value in label if isinstance(label, list) else [label]:
        if isinstance(value, int | float) and value:
            yield Decimal(repr(value))


def _of_cell(task: Task, document: Document) -> list[Decimal]:
    """The numbers of the cell that a label is read from, where there are several."""
    cell = document.fields.get(task.derived_from)
    found = (
        [number_values(token) for token in NUMBER_TOKEN.findall(cell)]
        if isinstance(cell, str)
        else []
    )
    return [min(values) for values in found if values] if len(found) > 1 else []


def _spellings(value: Decimal, unit: str | None) -> frozenset[Decimal]:
    return with_lengths(value) if unit in _LENGTHS else frozenset({value})
