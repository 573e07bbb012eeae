"""What annotators say of reports, in the words of a task, and how it is laid side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import TargetType, value_fault
from dragon_prep.evaluation.chance import Scale
from dragon_prep.evaluation.entities import OUTSIDE, entities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dragon_prep.evaluation.chance import Units

_CLASSES = (TargetType.SINGLE_LABEL_MULTI_CLASS, TargetType.MULTI_LABEL_MULTI_CLASS)
_NUMBERS = (TargetType.SINGLE_LABEL_REGRESSION, TargetType.MULTI_LABEL_REGRESSION)
_MANY = (
    *(TargetType.MULTI_LABEL_BINARY, TargetType.MULTI_LABEL_MULTI_CLASS),
    TargetType.MULTI_LABEL_REGRESSION,
)
_WORDS = {"true": True, "false": False, "1": True, "0": False, "ja": True, "nee": False}
_LAYER = ""  # of what is not marked


@dataclass(frozen=True, slots=True, repr=False)
class LabelQuestion:
    """What a task asks of a report.

    Attributes:
        type: of its label.
        is_ordered: whether classes have an order: that of numbers, or else that of ``labels``.
        labels: its classes or the names of its positions, where they are known.
        epsilon: how far two numbers may be apart and still agree.
    """

    type: TargetType
    is_ordered: bool = False
    labels: tuple[str, ...] = ()
    epsilon: float = 0.0

    @property
    def scale(self) -> Scale:
        """Of its values; of entities, that of the labels of their words."""
        if self.type in _NUMBERS:
            return Scale.INTERVAL
        return Scale.ORDINAL if self.is_ordered else Scale.NOMINAL

    @property
    def has_positions(self) -> bool:
        """Whether a label is a list of values."""
        return self.type in _MANY

    def in_order(self, values: Iterable[Any]) -> list[Any]:
        """Values in the order they have, or else in one that does not depend on who said what."""
        every = sorted({*values}, key=lambda value: (str(type(value)), value))
        if self.type in _CLASSES and all(str(v).lstrip("-").isdecimal() for v in every):
            return sorted(every, key=int)
        known = {label: number for number, label in enumerate(self.labels)}
        return sorted(every, key=lambda value: known.get(value, len(known)))


@dataclass(frozen=True, slots=True, repr=False)
class Tagged:
    """A report whose words are marked.

    Attributes:
        words: how many there are.
        entities: label, first and last word of each.
    """

    words: int
    entities: frozenset[tuple[str, int, int]]

    def by_word(self) -> dict[int, frozenset[str]]:
        """The labels of each word that has one."""
        found: dict[int, set[str]] = {}
        for label, first, last in self.entities:
            for word in range(first, last + 1):
                found.setdefault(word, set()).add(label)
        return {word: frozenset(labels) for word, labels in found.items()}


class AnswerFault(ValueError):
    """Why an answer is none, in words that do not quote it."""


def read_answer(question: LabelQuestion, value: object) -> Any:
    """An answer from what an archive, an annotation tool or a sheet has for it.

    Args:
        question: what was asked.
        value: a label of the archives; or, of a single class, a list of one, as tools have it;
            true, false and numbers also as words.

    Returns:
        A :class:`Tagged` of entities, else a tuple of values with None where there is none.

    Raises:
        AnswerFault: if it is no answer to the question.
    """
    if question.type.is_token_level:
        return _tagged(question, value)
    if question.has_positions:
        values = value if isinstance(value, list) else [value]
    else:
        values = value if isinstance(value, list) and len(value) == 1 else [value]
    return tuple(_one(question, one) for one in values)


def _one(question: LabelQuestion, value: object) -> Any:
    if value is None or value == "":
        return None
    if question.type in _NUMBERS:
        return _number(value)
    if question.type in _CLASSES:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise AnswerFault("it is not a class")
        return str(value)
    if (
        isinstance(value, str | int)
        and (found := _WORDS.get(str(value).strip().lower())) is not None
    ):
        return found
    raise AnswerFault("it is not true or false")


def _number(value: object) -> float:
    try:
        found = float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        found = None
    fault = value_fault(TargetType.SINGLE_LABEL_REGRESSION, found)
    if found is None or fault or isinstance(value, bool):
        raise AnswerFault("it is not a number")
    return found


def _tagged(question: LabelQuestion, value: object) -> Tagged:
    if isinstance(value, list) and not value:
        raise AnswerFault("it has no tags")
    if value_fault(question.type, value) or not isinstance(value, list):
        raise AnswerFault("it is not a list of tags")
    if question.type is TargetType.NER:
        return Tagged(len(value), frozenset(entities(value)))
    labels = {tag[2:] for tags in value for tag in tags if tag != OUTSIDE}
    found: set[tuple[str, int, int]] = set()
    for label in labels:
        own = [next((tag for tag in tags if tag[2:] == label), OUTSIDE) for tags in value]
        found.update(entities(own))
    return Tagged(len(value), frozenset(found))


def units_of(answers: Sequence[Any]) -> Counter[tuple[Any, ...]]:
    """What annotators said of a report, position by position.

    Args:
        answers: of each annotator: a tuple of values as long as the others', or None.
    """
    size = max((len(answer) for answer in answers if answer is not None), default=0)
    return Counter(
        tuple(None if answer is None else answer[at] for answer in answers) for at in range(size)
    )


def words_of(answers: Sequence[Tagged | None]) -> Counter[tuple[Any, ...]]:
    """What annotators said of a report's words: of each word the labels that each gave it."""
    marked = [answer.by_word() if answer is not None else None for answer in answers]
    touched = {word for words in marked if words is not None for word in words}
    count = max((answer.words for answer in answers if answer is not None), default=0)

    def said(word: int) -> tuple[Any, ...]:
        none: frozenset[str] = frozenset()
        return tuple(
            None if words is None else "|".join(sorted(words.get(word, none))) for words in marked
        )

    found = Counter(said(word) for word in touched)
    found[tuple(None if words is None else _LAYER for words in marked)] += count - len(touched)
    return found


def seen_as(units: Units, see: Callable[[Any], Any]) -> Counter[tuple[Any, ...]]:
    """The same units, with each value seen as another, such as whether it is one of a class."""
    found: Counter[tuple[Any, ...]] = Counter()
    for values, number in units.items():
        found[tuple(None if value is None else see(value) for value in values)] += number
    return found


def require_same_size(answers: Mapping[Any, Any], others: Mapping[Any, Any]) -> list[Any]:
    """The reports of which two annotators answered in different numbers of values or words."""

    def size(answer: Any) -> int:
        return answer.words if isinstance(answer, Tagged) else len(answer)

    return [uid for uid in answers if uid in others and size(answers[uid]) != size(others[uid])]
