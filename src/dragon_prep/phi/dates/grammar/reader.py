"""Reading one date at a place."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.calendar import known
from dragon_prep.language.number_words import read_number
from dragon_prep.language.units import is_day, is_year
from dragon_prep.phi.dates.grammar.notations import PLAIN, in_letters, may_start, named
from dragon_prep.phi.dates.grammar.value import SHORT_YEAR, DateValue, Kind, Slot
from dragon_prep.phi.dates.grammar.words import LAST_DAY, ROMAN, month_number, year_in_words
from dragon_prep.phi.dates.moves import is_date, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.phi.dates.grammar.notations import Notation

QUOTES = "'’‘`´"
_SWAPPED = {"d": "m", "m": "d"}
_DIGIT_STARTS = frozenset("0123456789?" + QUOTES)
_BEHIND_WEEKDAY = re.compile(r"[.,]{0,2}[ \t\n\r\xa0]{0,3}")
_LAST_MONTH = 12
STAMP = re.compile(r"(?<=\dt)(?:\d{2}:\d{2}(?::\d{2})?|\d{4}(?:\d{2})?)(?!\d)", re.IGNORECASE)
# What is behind a time of ISO 8601: parts of a second, and the zone.
ZONE = re.compile(
    r"(?:[.,]\d{1,9}(?!\d))?(?:z(?![^\W_])|[+-]\d{2}(?::?\d{2})?(?!\d))?", re.IGNORECASE
)


def parse(text: str, at: int = 0) -> DateValue | None:
    """The date that starts at a place, with the weekday in front of it; None if there is none.

    Only days that exist, in years from 1900 to 2199.

    Args:
        text: in whatever case.
        at: where to read. What stands before is the caller's to look at.
    """
    first = parse_one(text, at)
    if first is None or first.kind is not Kind.WEEKDAY:
        return first
    behind = _BEHIND_WEEKDAY.match(text, first.end)
    then = parse_one(text, behind.end()) if behind is not None else None
    if then is None or not then.day or then.last:
        return first
    apart = then.start - first.start
    return replace(
        then,
        weekday=first.weekday,
        start=first.start,
        written=text[first.start : then.end],
        slots=(*first.slots, *(replace(slot, start=slot.start + apart) for slot in then.slots)),
    )


def parse_one(text: str, at: int, *, lenient: bool = False) -> DateValue | None:
    """The date or weekday that starts at a place; None if there is none.

    Args:
        text: in whatever case.
        at: where to read.
        lenient: whether a day that does not exist and a misspelt month count, as they do where
            somebody said that a date stands there.
    """
    first = text[at : at + 1]
    if first.isalpha():
        table = in_letters()
    elif first in _DIGIT_STARTS and first:
        plain = PLAIN.match(text, at)
        value = _plain(plain[0], lenient=lenient) if plain is not None else None
        if value is not None:
            return replace(value, start=at) if at else value
        table = may_start(text, at)
    else:
        return None
    return _first_of(table, text, at, lenient=lenient)


@lru_cache(maxsize=4096)  # a date of a patient stands in many places
def _plain(written: str, *, lenient: bool) -> DateValue | None:
    return _first_of(named("numeric"), written, 0, lenient=lenient)


def parse_plain(text: str) -> DateValue | None:
    """The date that a whole text is, if it is of the usual numeric notation; else None."""
    return _plain(text, lenient=False) if PLAIN.fullmatch(text) else None


def parse_as(name: str, text: str, at: int) -> DateValue | None:
    """The date in one of the notations, for who looks for this one at a place; None if none is.

    Args:
        name: of the notation, see :mod:`dragon_prep.phi.dates.grammar.notations`.
        text: in whatever case.
        at: where to read.
    """
    return _first_of(named(name), text, at, lenient=False)


def end_of_stamp(text: str, end: int) -> int:
    """The end of the time and zone that ISO 8601 writes behind a date: ``T10:00+01:00``."""
    match = STAMP.match(text, end + 1) if text[end : end + 1] in ("T", "t") else None
    if match is None:
        return end
    zone = ZONE.match(text, match.end())
    return zone.end() if zone is not None else match.end()


def _first_of(table: Iterable[Notation], text: str, at: int, *, lenient: bool) -> DateValue | None:
    for notation in table:
        match = notation.pattern.match(text, at)
        if match is not None and (value := _value(match, notation, lenient=lenient)) is not None:
            return value
    return None


def _value(match: re.Match[str], notation: Notation, *, lenient: bool) -> DateValue | None:
    if notation.name.startswith("compact"):
        return _compact(match, notation.name)
    found = {name: text for name, text in match.groupdict().items() if text}
    month = _month(found, lenient=lenient)
    if month is None:
        return None
    digits = found["y"].lstrip(QUOTES) if "y" in found else ""
    day, year = _day(found), _year(found, digits)
    swapped = "m" in found and month > _LAST_MONTH >= day >= 1  # 12/31/2019
    if swapped:
        day, month = month, day
    value = DateValue(
        kind=notation.kind if year or notation.kind is not Kind.FULL else Kind.DAY_MONTH,
        day=day,
        month=month,
        year=year,
        weekday=known("weekday")[found["w"].lower()].number if "w" in found else 0,
        last=int(found.get("last", 0)),
        start=match.start(),
        written=match[0],
        slots=_slots(match, found, swapped=swapped),
    )
    if notation.name == "year_first" and not _is_year_first(value):
        return None
    return value if lenient or _exists(value, digits) else None


def _month(found: dict[str, str], *, lenient: bool) -> int | None:
    """The month that is said, 0 if none is; None if what stands there is none."""
    if "mon" in found:
        return month_number(found["mon"], lenient=lenient) or None
    if "rom" in found:
        return ROMAN.index(found["rom"].lower()) + 1
    return int(found.get("m") or 0)


def _day(found: dict[str, str]) -> int:
    if "dw" in found:
        in_words = read_number(found["dw"])
        return in_words.number if in_words is not None else 0
    return int(found.get("d") or 0)


def _year(found: dict[str, str], digits: str) -> int:
    if "yw" in found:
        return year_in_words(found["yw"])
    return year_of(digits) if digits else 0


def _slots(match: re.Match[str], found: dict[str, str], *, swapped: bool) -> tuple[Slot, ...]:
    # The groups of a pattern are in the order in which they stand in a text.
    first = match.start()
    slots = [Slot(name, match.start(name) - first, text) for name, text in found.items()]
    if "mon" in found and match.string.startswith(".", match.end("mon")):
        slots.append(Slot("dot", match.end("mon") - first, "."))
    if swapped:
        slots = [replace(slot, name=_SWAPPED.get(slot.name, slot.name)) for slot in slots]
    return tuple(slots)


def _is_year_first(value: DateValue) -> bool:
    """Whether ``85/12/03`` starts with a year: no day is 85, and none is 0."""
    year = value.slot("y")
    if year is None or 1 <= int(year.text) <= LAST_DAY:
        return False
    return is_date(value.day, value.month, value.year)


def _exists(value: DateValue, digits: str) -> bool:
    """Whether there is such a day in some year, and the year is one a report can speak of.

    Args:
        value: what was read.
        digits: of its year, empty if it has none in digits.
    """
    # An unbelievable year in four digits is brought near.
    year = int(digits) if len(digits) == len("2019") else value.year
    if year and not is_year(year):
        return False
    if not value.day or not value.month:
        return True
    if value.kind is Kind.DAY_MONTH and _is_swapped(value):
        return False
    return is_day(max(value.day, value.last), value.month)


def _is_swapped(value: DateValue) -> bool:
    day, month = value.slot("d"), value.slot("m")
    return day is not None and month is not None and month.start < day.start


def _compact(match: re.Match[str], name: str) -> DateValue | None:
    """A date without separators, its year in front or at the end; None if it is none."""
    digits = match["compact"]
    wide = len(digits) - 4  # the digits of the year
    year_first, day_first = (("y", wide), ("m", 2), ("d", 2)), (("d", 2), ("m", 2), ("y", wide))
    # "210101" is a day in front as often as a year; "21010203" is a year.
    century_in_front = 19 <= int(digits[:2]) <= (20 if wide == SHORT_YEAR else 21)
    orders = [year_first, day_first] if century_in_front else [day_first, year_first]
    if name != "compact":
        orders = [year_first if name == "compact_year_first" else day_first]
    for order in orders:
        slots, at = [], 0
        for field, length in order:
            slots.append(Slot(field, at, digits[at : at + length]))
            at += length
        said = {slot.name: slot.text for slot in slots}
        day, month, year = int(said["d"]), int(said["m"]), year_of(said["y"])
        if is_date(day, month, year):
            return DateValue(Kind.FULL, day, month, year, 0, 0, match.start(), digits, tuple(slots))
    return None
