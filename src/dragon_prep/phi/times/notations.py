"""The notations of one time of the day: read it, and write another in the same way.

=============================== ==================================================================
``14:30``, ``9.05 uur``          hours and minutes, seconds and their fraction, with a unit or none
``14u30``, ``11 h 45``           the unit between them, also ``8 uur 30``
``1430``, ``103245``, ``930 u``  figures alone; three of them with a unit only
``14 uur``, ``8u``, ``3 pm``     a whole hour
``half drie``, ``5 over half 3`` a relation to an hour, in words or figures, one of twelve
``elf uur``, ``drie uur dertig`` an hour in words
=============================== ==================================================================

Behind all of them may stand a part of the day (``2 uur 's nachts``), behind figures a zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from dragon_prep.language.form import case_of
from dragon_prep.language.number_words import NumberWord, Spelling, read_number, spell
from dragon_prep.phi.times.parts_of_day import PartOfDay, beside_time

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60  # seconds
_HALF_AN_HOUR, _QUARTER = 30, 15  # minutes
_TWELVE = 12
_HOURS = r"(?P<hour>2[0-4]|[01]?[0-9])"
_MINUTES = r"(?P<minute>[0-5][0-9])(?![0-9])"
_UNIT = r"(?P<unit>\s?(?:uur|u|hr|h)(?![^\W_]))"
_MERIDIEM = r"(?P<meridiem>\s?(?:[ap]m(?![^\W_])|[ap]\.m\.))"
_CLOCK = re.compile(
    rf"{_HOURS}(?P<between>\s?[:.]\s?|\s?(?:uur|u|h)\s?|[ \xa0]){_MINUTES}"
    r"(?:(?P=between)(?P<second>[0-5][0-9])(?![0-9])(?P<fraction>[.,][0-9]{1,6}(?![0-9]))?)?"
    rf"(?![.:][0-9])(?:{_UNIT}|{_MERIDIEM})?",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?P<hour>2[0-4]|[01][0-9])(?P<minute>[0-5][0-9])(?P<second>[0-5][0-9])?(?![0-9])"
    rf"{_UNIT}?",
    re.IGNORECASE,
)
_THREE_FIGURES = re.compile(rf"(?P<hour>[1-9]){_MINUTES}{_UNIT}", re.IGNORECASE)
_WHOLE_HOUR = re.compile(rf"{_HOURS}(?:{_UNIT}|{_MERIDIEM})", re.IGNORECASE)
_BARE_HOUR = re.compile(rf"{_HOURS}(?![0-9])")
_RELATION = re.compile(
    r"(?:(?P<count>kwart|[12]?[0-9]|[^\W\d_]{3,13})\s(?:minuten\s)?(?P<way>over|voor)\s)?"
    r"(?P<half>half\s)?",
    re.IGNORECASE,
)
_HOUR_OF_TWELVE = re.compile(r"(1[0-2]|[1-9])(?![^\W_])")
_UNIT_OF_WORDS = re.compile(r"\s?(?:uur|u)(?![^\W_])", re.IGNORECASE)
_ZONE = re.compile(r"Z(?![^\W_])|\s?(?:UTC|GMT|CES?T)(?![^\W_])|\+[0-9]{2}:?[0-9]{2}(?![0-9])")


class Form(Enum):
    """How a time is written, in outline."""

    CLOCK = "hours and minutes, with something between"
    FIGURES = "four figures or six, or three"
    HOUR = "a whole hour in figures"
    WORDS = "an hour in words, or a relation to one"


@dataclass(frozen=True, slots=True, repr=False)
class Notation:
    """How a time is written, whichever time it is.

    Attributes:
        form: in outline.
        padded: whether hours of one figure get a zero.
        is_of_twelve: whether hours are counted to twelve.
        between: what stands between hours and minutes (and minutes and seconds).
        has_seconds: whether seconds are given.
        fraction: of a second, with its sign.
        unit: with the blank before it.
        meridiem: ``pm`` or the like, with the blank before it.
        relation: what stands before the hour in ``kwart over drie``.
        offset: what the relation adds to the hour, in seconds.
        hour: how the hour is spelt; None for figures.
        minute: how minutes in words are spelt; None if there are none.
        case: of the words, see :func:`dragon_prep.language.form.case_of`.
        part: the part of the day.
        zone: as written.
    """

    form: Form
    padded: bool = False
    is_of_twelve: bool = False
    between: str = ""
    has_seconds: bool = False
    fraction: str = ""
    unit: str = ""
    meridiem: str = ""
    relation: str = ""
    offset: int = 0
    hour: Spelling | None = None
    minute: Spelling | None = None
    case: str = ""
    part: PartOfDay | None = None
    zone: str = ""

    @property
    def step(self) -> int:
        """The seconds between one time that can be written so and the next."""
        if self.has_seconds:
            return 1
        return MINUTE if self.form in (Form.CLOCK, Form.FIGURES) or self.minute else HOUR

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and nothing else: ``14``, ``zes``."""
        return self.step == HOUR and not (self.unit or self.relation or self.meridiem)


@dataclass(frozen=True, slots=True, repr=False)
class Time:
    """A time of the day.

    Attributes:
        second: of the day; 86400 is the midnight that ends it (``24:00``). Of one of twelve hours
            with no word for the part of the day it is the first of the two it may be.
        notation: how it is written.
        end: where it ends in the text it was read from.
    """

    second: int
    notation: Notation
    end: int

    @property
    def meanings(self) -> frozenset[int]:
        """The seconds of the day that it may mean: two if it is one of twelve hours."""
        notation = self.notation
        if not notation.is_of_twelve or notation.part or notation.meridiem:
            return frozenset((self.second,))
        half_day = self.second % (_TWELVE * HOUR)
        return frozenset((half_day, half_day + _TWELVE * HOUR))


def in_figures(text: str, at: int = 0) -> Iterator[Time]:
    """The readings of a time in figures that starts at a place, the longest first.

    Args:
        text: with any case.
        at: where to read; what stands right before it is the caller's to look at, and so is a
            letter right behind a time without unit.
    """
    for form, pattern in _IN_FIGURES:
        match = pattern.match(text, at)
        if match is not None and (time := _from_figures(form, match)) is not None:
            yield time


_IN_FIGURES = (
    (Form.CLOCK, _CLOCK),
    (Form.FIGURES, _FIGURES),
    (Form.FIGURES, _THREE_FIGURES),
    (Form.HOUR, _WHOLE_HOUR),
)


def in_words(text: str, at: int = 0) -> Iterator[Time]:
    """The readings of a time in words that starts at a place, the longest first."""
    match = _RELATION.match(text, at)
    if match is None:
        return
    offset = _offset(match)
    if offset is not None:
        yield from _related(text, match.end(), match[0], offset)
        return
    word = _hour_word(text, at)
    unit = _UNIT_OF_WORDS.match(text, word.end) if word is not None else None
    if word is None or unit is None:
        return
    hour = _in_words(text, at, word, unit=unit[0])
    if hour is None:
        return
    blank = text[unit.end() : unit.end() + 1]
    minutes = read_number(text, unit.end() + 1) if blank.isspace() else None
    if minutes is not None and minutes.number < MINUTE and not minutes.spelling.is_ordinal:
        long = replace(
            hour,
            second=hour.second + minutes.number * MINUTE,
            notation=replace(
                hour.notation, between=unit[0] + blank, unit="", minute=minutes.spelling
            ),
            end=minutes.end,
        )
        if render(long) == text[at : long.end]:
            yield long
    yield hour


def bare_hour(text: str, at: int = 0) -> Time | None:
    """An hour that is a number alone, which only its label tells to be a time."""
    match = _BARE_HOUR.match(text, at)
    if match is not None:
        return _from_figures(Form.HOUR, match)
    word = _hour_word(text, at)
    return _in_words(text, at, word) if word is not None else None


def with_company(text: str, time: Time) -> Time:
    """A time with the part of the day or the zone that stands behind it."""
    if time.notation.form in (Form.CLOCK, Form.FIGURES):
        zone = _ZONE.match(text, time.end)
        if zone is not None:
            return replace(time, notation=replace(time.notation, zone=zone[0]), end=zone.end())
    part = beside_time(text, time.end)
    return time if part is None else _in_part(time, part)


def render(time: Time, *, like: Time | None = None) -> str:
    """A time in its own notation or that of another; what that leaves out is cut off."""
    notation = (like or time).notation
    hour, rest = divmod(time.second - notation.offset, HOUR)
    part = notation.part.at(hour) if notation.part else ""
    said = (hour - 1) % _TWELVE + 1 if notation.is_of_twelve else hour
    minute, second = divmod(rest, MINUTE)
    if notation.form is Form.WORDS:
        core = f"{notation.relation}{_spelt(said, notation)}"
        if notation.minute:
            core += f"{notation.between}{spell(minute, notation.minute, notation.case)}"
    else:
        core = f"{said:02}" if notation.padded else str(said)
        if notation.form is not Form.HOUR:
            core += f"{notation.between}{minute:02}"
        if notation.has_seconds:
            core += f"{notation.between}{second:02}{notation.fraction}"
    meridiem = _meridiem(notation.meridiem, is_late=hour % 24 >= _TWELVE)
    return f"{core}{notation.unit}{meridiem}{part}{notation.zone}"


def _from_figures(form: Form, match: re.Match[str]) -> Time | None:
    found = match.groupdict(default="")
    hour, minute, second = (int(found.get(name) or 0) for name in ("hour", "minute", "second"))
    if hour == DAY // HOUR and (minute or second):
        return None
    between, meridiem, end = found.get("between", ""), found.get("meridiem", ""), match.end()
    if meridiem and 1 <= hour <= _TWELVE:
        hour = hour % _TWELVE + _TWELVE * ("p" in meridiem.lower())
    elif meridiem:
        meridiem, end = "", match.start("meridiem")
        if form is Form.HOUR:
            return None
    notation = Notation(
        form,
        padded=_is_padded(form, found["hour"], between),
        is_of_twelve=bool(meridiem),
        between=between,
        has_seconds=bool(found.get("second")),
        fraction=found.get("fraction", ""),
        unit=found.get("unit", ""),
        meridiem=meridiem,
    )
    return Time(hour * HOUR + minute * MINUTE + second, notation, end)


def _is_padded(form: Form, hour: str, between: str) -> bool:
    """Whether ``9`` would be ``09``: two figures say so, but in ``13u45`` and ``14 uur``."""
    if len(hour) == 1 or hour[0] == "0":
        return len(hour) > 1
    return form is Form.FIGURES or (form is Form.CLOCK and not between.strip().isalpha())


def _offset(match: re.Match[str]) -> int | None:
    """What a relation adds to its hour, in seconds; None if it is none."""
    count, minutes = match["count"], 0
    if count is not None:
        minutes = _minutes(count)
        if not minutes:
            return None
        minutes *= 1 if match["way"].lower() == "over" else -1
    elif match["half"] is None:
        return None
    return (minutes - _HALF_AN_HOUR * (match["half"] is not None)) * MINUTE


def _minutes(count: str) -> int:
    if count.lower() == "kwart":
        return _QUARTER
    if count.isdigit():
        return int(count)
    word = read_number(count)
    whole = word is not None and word.end == len(count) and not word.spelling.is_ordinal
    return word.number if word is not None and whole and word.number < _HALF_AN_HOUR else 0


def _related(text: str, at: int, relation: str, offset: int) -> Iterator[Time]:
    """The readings of an hour behind ``kwart over`` and its like: with the unit, and without."""
    match = _HOUR_OF_TWELVE.match(text, at)
    word = _hour_word(text, at) if match is None else None
    end = match.end() if match else word.end if word else -1
    number = int(match[0]) if match else word.number if word else 0
    if not 1 <= number <= _TWELVE:
        return
    notation = Notation(
        Form.WORDS,
        is_of_twelve=True,
        relation=relation,
        offset=offset,
        hour=word.spelling if word else None,
        case=case_of(text[at:end]),
    )
    time = Time(number * HOUR + offset, notation, end)
    if render(time) != f"{relation}{text[at:end]}":
        return
    unit = _UNIT_OF_WORDS.match(text, end)
    if unit is not None:
        yield replace(time, notation=replace(notation, unit=unit[0]), end=unit.end())
    yield time


def _hour_word(text: str, at: int) -> NumberWord | None:
    """A number in Dutch words that an hour can have."""
    word = read_number(text, at)
    if word is None or word.number > DAY // HOUR:
        return None
    dutch = word.spelling.language == "nl" and not word.spelling.is_ordinal
    return word if dutch else None


def _in_words(text: str, at: int, word: NumberWord, unit: str = "") -> Time | None:
    notation = Notation(
        Form.WORDS,
        is_of_twelve=1 <= word.number <= _TWELVE,
        unit=unit,
        hour=word.spelling,
        case=case_of(text[at : word.end]),
    )
    time = Time(word.number * HOUR, notation, word.end + len(unit))
    # "vIER" is in no case that could be written again.
    return time if render(time) == text[at : time.end] else None


def _spelt(hour: int, notation: Notation) -> str:
    return spell(hour, notation.hour, notation.case) if notation.hour else str(hour)


def _in_part(time: Time, part: PartOfDay) -> Time:
    """A time with its part of the day; the time alone where they do not go together."""
    notation = time.notation
    said, rest = divmod(time.second - notation.offset, HOUR)
    if notation.meridiem:
        return time
    hour = part.hour(said) if 1 <= said <= _TWELVE else said
    if hour is None or not part.may_be(hour):
        return time
    if hour == 0 and notation.offset < 0:
        hour = DAY // HOUR  # "kwart voor twaalf 's nachts"
    changed = replace(notation, is_of_twelve=1 <= said <= _TWELVE, part=part)
    return Time(hour * HOUR + rest + notation.offset, changed, part.end)


def _meridiem(model: str, *, is_late: bool) -> str:
    for old, new in (("a", "p"), ("A", "P")) if is_late else (("p", "a"), ("P", "A")):
        model = model.replace(old, new)
    return model
