"""Reading a whole mention: its dates, and what stands beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.number_words import read_number
from dragon_prep.language.pools import words
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.grammar.feasts import NUMBER_OF_FEAST, others_like, several_words
from dragon_prep.phi.dates.grammar.reader import STAMP, ZONE, parse_one, parse_plain
from dragon_prep.phi.dates.grammar.value import DateValue, Kind, Slot
from dragon_prep.phi.dates.grammar.words import BESIDE, PLURALS, misspelt_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

_MISREAD = re.compile(r"(?<![A-Za-z0-9])(?=[OolI]*\d)[\dOolI]*[OolI][\dOolI]*(?![A-Za-z0-9])")
_READ_AS = str.maketrans("OolI", "0011")
_FILLER = re.compile(r"(?:[^\w'’‘`´?]|_|\?(?!\?))+")
_QUARTER = re.compile(
    r"[1-4](?=e?[ \n]+kwartaal[ \n]+\d)|q[1-4](?=[ \n/-]*(?:'?\d\d|\d{4})(?!\d))", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\d{1,2}(?::\d{2}|u\d{2}|\.\d{2}(?=\s*(?:uur|u|h)(?![a-z])))(?::\d{2})?(?!\d)", re.IGNORECASE
)
_DOTTED = re.compile(r"(?:j\. ?l|a\. ?s)\b\.?", re.IGNORECASE)  # jongstleden, aanstaande
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"[ \n]([^\W\d_]+)")
_GIVE_WAY = frozenset((Kind.DAY_MONTH, Kind.MONTH_YEAR, Kind.YEAR))  # to a time: "12.30 uur"
_LONGEST_DAY = 2  # digits
# They stand in front of a date, and identify nobody: "geb. 03-04-1951", "CT 12-3".
_ANNOUNCES = W.DATE_BEFORE | W.BIRTH | W.STUDY | W.SEASON | W.COMPARE | W.MONTH_BEFORE


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """What stands in a mention beside its dates.

    Attributes:
        text: as it is written.
        sort: ``filler`` for what stays (signs, ``van``, a zone), ``clock`` for a time, ``word``
            for one or more that say when (``gisteren``, ``Goede Vrijdag``), ``count`` for a number
            of days or months, ``number`` and ``letters`` for what nothing reads.
    """

    text: str
    sort: str

    def __repr__(self) -> str:
        return f"<Beside, {self.sort}>"


@lru_cache(maxsize=4096)  # a date is read for its neighbours as well as for itself
def read(text: str) -> tuple[DateValue | Beside, ...]:
    """All that stands in a mention, from left to right, nothing left out.

    Days that do not exist (``31-02-2019``) and misspelt words are taken for what is nearest.

    Args:
        text: of one mention, which may have several dates, times and words between them.
    """
    value = parse_plain(text)
    if value is not None:
        return (value,)
    plain = _MISREAD.sub(lambda match: match[0].translate(_READ_AS), text)
    items: list[DateValue | Beside] = []
    at = 0
    while at < len(plain):
        for item in _items(plain, at):
            items.append(item)
            at += len(written(item))
    return tuple(items)


def written(item: DateValue | Beside) -> str:
    """How a part of a mention is written."""
    return item.written if isinstance(item, DateValue) else item.text


def reads(text: str) -> bool:
    """Whether a whole mention can be read, and says when something was."""
    items = read(text)
    sorts = {item.sort for item in items if isinstance(item, Beside)}
    if sorts & {"number", "letters"}:
        return False
    says = not sorts.isdisjoint(("word", "count", "clock"))
    return says or any(isinstance(item, DateValue) for item in items)


def full_dates(text: str) -> Iterator[DateValue]:
    """The full dates of a mention."""
    for item in read(text):
        if isinstance(item, DateValue) and item.kind is Kind.FULL and not item.last:
            yield item


def _items(text: str, at: int) -> Iterator[DateValue | Beside]:
    if match := _stays(text, at):
        yield Beside(match[0], "filler")
    elif match := several_words().match(text, at):
        yield Beside(match[0], "word")
    elif match := STAMP.match(text, at):
        yield Beside(match[0], "clock")
        if zone := ZONE.match(text, match.end()):
            yield Beside(zone[0], "filler")
    elif number := _count(text, at):
        yield Beside(number, "count")
    else:
        value, clock = parse_one(text, at, lenient=True), _CLOCK.match(text, at)
        if clock is not None and (value is None or value.kind in _GIVE_WAY):
            yield Beside(clock[0], "clock")
            if text[clock.end() : clock.end() + 1] in ("z", "Z"):
                yield Beside(text[clock.end()], "filler")
        else:
            yield value or _rest(text, at)


def _stays(text: str, at: int) -> re.Match[str] | None:
    """Signs, and numbers and abbreviations that say nothing without the words beside them."""
    for pattern in (_FILLER, _QUARTER, NUMBER_OF_FEAST, _DOTTED):
        if match := pattern.match(text, at):
            return match
    return None


def _count(text: str, at: int) -> str:
    """The number of ``3 maanden geleden`` and ``drie weken terug``; empty if there is none."""
    digits = _DIGITS.match(text, at)
    in_words = read_number(text, at) if digits is None else None
    end = digits.end() if digits else in_words.end if in_words else at
    unit = _COUNTED.match(text, end) if end > at else None
    return text[at:end] if unit is not None and unit[1].lower() in PLURALS else ""


def _rest(text: str, at: int) -> DateValue | Beside:
    """A day alone, a word, or what nothing reads."""
    if digits := _DIGITS.match(text, at):
        number = digits[0]
        if len(number) > _LONGEST_DAY:
            return Beside(number, "number")
        slots = (Slot("d", 0, number),)
        return DateValue(Kind.DAY, int(number), start=at, written=number, slots=slots)
    letters = _LETTERS.match(text, at)
    if letters is None:
        return Beside(text[at], "filler")
    word = letters[0]
    low = word.lower()
    if others_like(low):
        return Beside(word, "word")
    if low in words("date") or low in BESIDE or classes[low] & _ANNOUNCES:
        return Beside(word, "filler")
    if weekday := misspelt_weekday(word):
        slots = (Slot("w", 0, word),)
        return DateValue(Kind.WEEKDAY, weekday=weekday, start=at, written=word, slots=slots)
    return Beside(word, "letters")
