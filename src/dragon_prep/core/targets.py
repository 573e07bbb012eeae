"""The eight DRAGON target types and what a value of each may be (archive contract, section 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class TargetType(StrEnum):
    """A DRAGON task type; the value is the name of its predictions."""

    SINGLE_LABEL_BINARY = "single_label_binary_classification"
    MULTI_LABEL_BINARY = "multi_label_binary_classification"
    SINGLE_LABEL_MULTI_CLASS = "single_label_multi_class_classification"
    MULTI_LABEL_MULTI_CLASS = "multi_label_multi_class_classification"
    SINGLE_LABEL_REGRESSION = "single_label_regression"
    MULTI_LABEL_REGRESSION = "multi_label_regression"
    NER = "named_entity_recognition"
    MULTI_LABEL_NER = "multi_label_named_entity_recognition"

    @property
    def column(self) -> str:
        """The label column of the archives."""
        return f"{self.value}_target"

    @property
    def is_token_level(self) -> bool:
        """Whether there is one label per text part."""
        return self in (TargetType.NER, TargetType.MULTI_LABEL_NER)


@dataclass(frozen=True, slots=True)
class Target:
    """What a task asks for.

    Attributes:
        type: one of the eight task types.
        metric: the evaluator's metric, in its own words.
        unit: of a number, such as ``cm3``.
        epsilon: the evaluator's tolerance for a number, in ``unit``.
        plausible: the smallest and largest believable number, both included, in ``unit``; a value
            outside is held back and listed.
        labels: the classes of a single label, or the names of the positions of a multi-label
            target; None where the data decide.
        known_classes: of classes that ``labels`` does not name, those that are known before any
            report is read, a tuple for each position. They close nothing: a release profile counts
            what is none of them as another one.
    """

    type: TargetType
    metric: str
    unit: str | None = None
    epsilon: float | None = None
    plausible: tuple[float, float] | None = None
    labels: tuple[str, ...] | None = None
    known_classes: tuple[tuple[str, ...], ...] = ()


_TAG = re.compile(r"[BI]-\S.*|O")
_BLOCK_TAG = re.compile(r"[BI]-[0-9]+-.+|O")
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LARGEST = 1e15  # beyond it, the archives' ten decimals mean nothing


def value_fault(kind: TargetType, value: object, parts: int | None = None) -> str | None:
    """What is wrong with one label, without quoting it; None when nothing is.

    Args:
        kind: the target type.
        value: the label, as JSON would give it.
        parts: how many text parts the record has, for a target with one label per part.
    """
    if single := _SINGLE.get(kind):
        return single(value)
    if not isinstance(value, list) or not value:
        return "is not a list with at least one element"
    if kind.is_token_level and parts is not None and len(value) != parts:
        return "has not one element per text part"
    return _MULTIPLE[kind](value)


def looks_numeric(text: str) -> bool:
    """Whether a loader that guesses types would read this text as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -_LARGEST < value < _LARGEST  # false for not-a-number, and exact for any int


def _truth_fault(value: object) -> str | None:
    return None if isinstance(value, bool) else "is not true or false"


def _number_fault(value: object) -> str | None:
    return None if _is_number(value) else "is not a finite number"


def _class_fault(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "is not a class name"
    if looks_numeric(value) and not _PLAIN_INTEGER.fullmatch(value):
        return "looks like a number that loaders would rewrite (01 becomes 1, and 1.50 becomes 1.5)"
    return None


def _truths_fault(values: list[object]) -> str | None:
    good = all(isinstance(v, bool) for v in values)
    return None if good else "holds something other than true and false"


def _classes_fault(values: list[object]) -> str | None:
    return next((fault for v in values if (fault := _class_fault(v))), None)


def _numbers_fault(values: list[object]) -> str | None:
    good = all(v is None or _is_number(v) for v in values)
    return None if good else "holds something other than finite numbers and null"


def _tags_fault(values: list[object]) -> str | None:
    # A report has hundreds of tags and few different ones.
    good = all(isinstance(v, str) for v in values) and all(
        isinstance(v, str) and _TAG.fullmatch(v) for v in set(values)
    )
    return None if good else "holds something other than B-, I- and O tags"


def _token_tags_fault(values: list[object]) -> str | None:
    return next((fault for tags in values if (fault := _block_tags_fault(tags))), None)


def _block_tags_fault(tags: object) -> str | None:
    if tags == ["O"]:
        return None
    if not isinstance(tags, list) or not tags:
        return "has a text part without tags"
    if not all(isinstance(t, str) and _BLOCK_TAG.fullmatch(t) for t in tags):
        return "holds something other than B-<n>-name, I-<n>-name and O tags"
    seen: dict[str, str] = {}
    for tag in tags:
        if tag != "O":
            prefix, block, _ = tag.split("-", 2)
            if seen.setdefault(block, prefix) != prefix:
                return "has a text part with both a B- and an I- tag of one block"
    return None


_SINGLE = {
    TargetType.SINGLE_LABEL_BINARY: _truth_fault,
    TargetType.SINGLE_LABEL_MULTI_CLASS: _class_fault,
    TargetType.SINGLE_LABEL_REGRESSION: _number_fault,
}
_MULTIPLE = {
    TargetType.MULTI_LABEL_BINARY: _truths_fault,
    TargetType.MULTI_LABEL_MULTI_CLASS: _classes_fault,
    TargetType.MULTI_LABEL_REGRESSION: _numbers_fault,
    TargetType.NER: _tags_fault,
    TargetType.MULTI_LABEL_NER: _token_tags_fault,
}
