"""Dates of a text by what they mean, to be compared whatever their spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.grammar import DateValue, Kind, parse, parse_as, read
from dragon_prep.phi.dates.grammar.words import ROMAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    Value = tuple[int, ...]

_YEAR, _DAY = 4, 8  # digits of a year, and of a date without separators
_WIDEST = 3  # characters between two parts of a date
_SIGNS = frozenset("-/")
_MONTH_IN_FRONT = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})\.? \Z")
_LONGEST_MONTH = 12
# What may follow a day: most numbers are measures, and are ruled out before a notation is tried.
_MAY_GO_ON = re.compile(
    r"\d{1,2}(?:(?:ste|de|e)?[ .\n/-]{0,3}([A-Za-z]{3,13})|[ ]?[-/.][ ]?[\divxIVX]|[ ]\d\d? ?[\d'])"
)


def dates_at(text: str, start: int, end: int) -> Iterator[tuple[int, Value, bool]]:
    """The dates that start with a run of digits, or with the month's name in front of it.

    Args:
        text: in ASCII.
        start: of the run.
        end: of the run.

    Yields:
        Where it starts; ``(year of the century, month, day)``, without a year ``(month, day)``;
        and whether its form leaves no doubt that it is a date.
    """
    length = end - start
    if length <= len("12"):
        yield from _day_in_front(text, start)
    elif length == _YEAR:
        value = parse_as("year_month_day", text, start)
        if value is not None:
            yield start, meaning(value), True
    elif length == _DAY:
        for name in ("compact_year_first", "compact_day_first"):
            value = parse_as(name, text, start)
            if value is not None:
                yield start, meaning(value), True


def meanings(original: str) -> Iterator[Value]:
    """What the dates of a mention mean, those in words among them."""
    for item in read(original):
        if isinstance(item, DateValue) and item.kind in (Kind.FULL, Kind.DAY_MONTH):
            exact = parse(original, item.start)
            if exact is not None and exact.meaning == item.meaning:
                yield meaning(item)


def meaning(value: DateValue) -> Value:
    """A full date or a day and month as the audit compares them."""
    day = (value.month, value.day)
    return (value.year % 100, *day) if value.year else day


def _day_in_front(text: str, start: int) -> Iterator[tuple[int, Value, bool]]:
    if text[start - 1 : start] == " ":
        yield from _month_in_front(text, start)
    value = _read(text, start)
    if value is None or not value.day or not value.month:
        return
    if value.slot("mon") is not None:
        yield start, meaning(value), True
    elif value.kind is Kind.FULL:
        if not _is_decimal_before(text, start):
            yield start, meaning(value), True
    elif value.gaps[0] in _SIGNS and _stands_alone(text, start, value.end):
        yield start, meaning(value), _is_padded(value)


def _read(text: str, start: int) -> DateValue | None:
    rest = _MAY_GO_ON.match(text, start)
    if rest is None or (rest[1] and not _may_be_month(rest[1])):
        return None
    value = parse(text, start)
    if value is not None and _is_close(value):
        return value
    return parse_as("day_named" if rest[1] else "day_month", text, start)


def _is_padded(value: DateValue) -> bool:
    """Whether day and month have two digits each, which leaves no doubt that they are that."""
    digits = [slot.text for slot in value.slots if slot.name in ("d", "m")]
    return len(digits) == len("dm") and all(len(text) == len("12") for text in digits)


def _may_be_month(word: str) -> bool:
    return bool(classes[word.lower()] & W.MONTH) or word.lower() in ROMAN


def _month_in_front(text: str, start: int) -> Iterator[tuple[int, Value, bool]]:
    month = _MONTH_IN_FRONT.search(text, max(0, start - _LONGEST_MONTH), start)
    if month is not None and classes[month[1].lower()] & W.MONTH:
        value = parse_as("month_first", text, month.start())
        if value is not None:
            yield month.start(), meaning(value), True


def _is_close(value: DateValue) -> bool:
    """Whether the parts of a date stand as near each other as in nothing else.

    With blanks alone, or the month first, only a whole year tells a date from other numbers.
    """
    if any(len(gap) > _WIDEST for gap in value.gaps):
        return False
    if value.slot("mon") is not None:
        return True
    if any("," in gap or "\n" in gap for gap in value.gaps):
        return False
    if value.has_century or value.slots[0].name == "y":
        return True
    blank = not all(gap.strip() for gap in value.gaps)
    return not blank and value.slots[0].name != "m"


def _is_decimal_before(text: str, start: int) -> bool:
    return text[start - 1 : start] in (".", ",") and text[start - 2 : start - 1].isdigit()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no number goes on beside a day and month."""
    if text[start - 1 : start] in (".", ",", "/", "-"):
        return False
    after = text[end : end + 2]
    return after[:1] not in ("/", "-") and not (after[:1] in (".", ",") and after[1:].isdigit())
