"""Dates of a text by what they mean, to be compared whatever their spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.grammar import DateValue, Kind, parse, parse_as, parse_plain, read
from dragon_prep.phi.dates.grammar.words import ROMAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Value = tuple[int, ...]

# The notations that start with as many digits.
_BY_LENGTH = {4: ("year_month_day",), 8: ("compact_year_first", "compact_day_first")}
_WIDEST = 3  # characters between two parts of a date
_SIGNS = frozenset("-/")
_MONTH_IN_FRONT = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})\.? \Z")
_LONGEST_MONTH = 12
# What may follow a day: most numbers are measures, and are ruled out before a notation is tried.
_NAMED = re.compile(r"\d{1,2}(?:ste|de|e)?[ .\n/-]{0,3}([A-Za-z]{3,13})")
_PAIR = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[-/](?:0?[1-9]|1[0-2])(?!\d)")
# Behind a dot or blank stand measures too: in a date a third number follows, or in a list a month.
_GOES_ON = r"(?:[\s.,/+&'`-]|t/m|tm|tot en met|tot|en|of)+\d"
_MONTH_BEHIND = r"(?:ste|de|st|nd|rd|th|e)?[\s./,-]*([a-z]{3,13})"
_LONGER = re.compile(
    rf"\d{{1,2}}(?:[ ]?[-/.][ ]?(?:[ivx]|\d{{1,2}}{_GOES_ON})|[ ]?[-/][ ]?\d{{1,2}}{_MONTH_BEHIND}"
    rf"|(?=[ ]\d\d? ?[\d'])[ ]\d{{1,2}}{_GOES_ON})",
    re.IGNORECASE,
)


def dates_at(text: str, start: int, end: int) -> Sequence[tuple[int, Value, bool]]:
    """The dates that start with a run of digits, or with the month's name in front of it.

    Args:
        text: in ASCII.
        start: of the run.
        end: of the run.

    Returns:
        Of each where it starts; ``(year of the century, month, day)``, without a year
        ``(month, day)``; and whether its form leaves no doubt that it is a date.
    """
    length = end - start
    if length <= len("12"):
        month = _month_in_front(text, start) if text[start - 1 : start] == " " else None
        day = _day_in_front(text, start)
        if month is None:
            return (day,) if day is not None else ()
        return (month, day) if day is not None else (month,)
    if length not in _BY_LENGTH:
        return ()
    values = [parse_as(name, text, start) for name in _BY_LENGTH[length]]
    return [(start, meaning(value), True) for value in values if value is not None]


def date_in_words(text: str, start: int) -> tuple[Value, int] | None:
    """What the date means that starts with a day in words, and where it ends; None if none does.

    Args:
        text: in ASCII.
        start: of the day.
    """
    value = parse_as("words_year", text, start) or parse_as("words", text, start)
    return None if value is None else (meaning(value), value.end)


def meanings(original: str) -> Iterator[Value]:
    """What the dates of a mention mean, those in words among them."""
    plain = parse_plain(original)
    if plain is not None:
        yield meaning(plain)
        return
    for item in read(original):
        if isinstance(item, DateValue) and item.kind in (Kind.FULL, Kind.DAY_MONTH):
            exact = parse(original, item.start)
            if exact is not None and exact.meaning == item.meaning:
                yield meaning(item)


def meaning(value: DateValue) -> Value:
    """A full date or a day and month as the audit compares them."""
    day = (value.month, value.day)
    return (value.year % 100, *day) if value.year else day


def _day_in_front(text: str, start: int) -> tuple[int, Value, bool] | None:
    value = _read(text, start)
    if value is None or not value.day or not value.month:
        return None
    if value.slot("mon") is not None:
        return start, meaning(value), True
    if value.kind is Kind.FULL:
        return None if _is_decimal_before(text, start) else (start, meaning(value), True)
    if value.gaps[0] in _SIGNS and _stands_alone(text, start, value.end):
        return start, meaning(value), _is_padded(value)
    return None


def _read(text: str, start: int) -> DateValue | None:
    named = _NAMED.match(text, start)
    longer = _LONGER.match(text, start) if named is None else None
    if named is None and (longer is None or (longer[1] and not _may_be_month(longer[1]))):
        return parse_as("day_month", text, start) if _PAIR.match(text, start) else None
    if named is not None and not _may_be_month(named[1]):
        return None
    value = parse(text, start)
    if value is not None and _is_close(value):
        return value
    return parse_as("day_named" if named else "day_month", text, start)


def _is_padded(value: DateValue) -> bool:
    """Whether day and month have two digits each, which leaves no doubt that they are that."""
    digits = [slot.text for slot in value.slots if slot.name in ("d", "m")]
    return len(digits) == len("dm") and all(len(text) == len("12") for text in digits)


def _may_be_month(word: str) -> bool:
    low = word.lower()
    return bool(classes[low] & W.MONTH) or low in ROMAN


def _month_in_front(text: str, start: int) -> tuple[int, Value, bool] | None:
    word = text[max(0, start - _LONGEST_MONTH) : start - 1].rpartition(" ")[2].removesuffix(".")
    if word.isalpha() and not classes[word.lower()] & W.MONTH:
        return None
    month = _MONTH_IN_FRONT.search(text, max(0, start - _LONGEST_MONTH), start)
    if month is None or not classes[month[1].lower()] & W.MONTH:
        return None
    value = parse_as("month_first", text, month.start())
    return None if value is None else (month.start(), meaning(value), True)


def _is_close(value: DateValue) -> bool:
    """Whether the parts of a date stand as near each other as in nothing else.

    With blanks alone, or the month first, only a whole year tells a date from other numbers.
    """
    gaps = value.gaps
    if gaps and len(max(gaps, key=len)) > _WIDEST:
        return False
    if value.slot("mon") is not None:
        return True
    signs = "".join(gaps)
    if "," in signs or "\n" in signs:
        return False
    if value.has_century or value.slots[0].name == "y":
        return True
    blank = not all(map(str.strip, gaps))
    return not blank and value.slots[0].name != "m"


def _is_decimal_before(text: str, start: int) -> bool:
    return text[start - 1 : start] in (".", ",") and text[start - 2 : start - 1].isdigit()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no number goes on beside a day and month."""
    if text[start - 1 : start] in (".", ",", "/", "-"):
        return False
    after = text[end : end + 2]
    return after[:1] not in ("/", "-") and not (after[:1] in (".", ",") and after[1:].isdigit())
