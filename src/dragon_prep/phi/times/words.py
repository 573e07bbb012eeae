"""Times in words: ``half drie``, ``5 over half 3``, ``elf uur``, ``drie uur dertig``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.language.form import case_of
from dragon_prep.language.number_words import NumberWord, read_number
from dragon_prep.phi.times.notations import DAY, HOUR, MINUTE, TWELVE, Form, Notation, Time, render

if TYPE_CHECKING:
    from collections.abc import Iterator

_HALF_AN_HOUR, _QUARTER = 30, 15  # minutes
_RELATION = re.compile(
    r"(?:(?P<count>kwart|[12]?[0-9]|[^\W\d_]{3,13})\s(?:minuten\s)?(?P<way>over|voor)\s)?"
    r"(?P<half>half\s)?",
    re.IGNORECASE,
)
_HOUR_OF_TWELVE = re.compile(r"(1[0-2]|[1-9])(?![^\W_])")
_UNIT_OF_WORDS = re.compile(r"\s?(?:uur|u)(?![^\W_])", re.IGNORECASE)


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


def bare_hour_in_words(text: str, at: int = 0) -> Time | None:
    """An hour in words alone, which only its label tells to be a time."""
    word = _hour_word(text, at)
    return _in_words(text, at, word) if word is not None else None


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
    if not 1 <= number <= TWELVE:
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
        is_of_twelve=1 <= word.number <= TWELVE,
        unit=unit,
        hour=word.spelling,
        case=case_of(text[at : word.end]),
    )
    time = Time(word.number * HOUR, notation, word.end + len(unit))
    # "vIER" is in no case that could be written again.
    return time if render(time) == text[at : time.end] else None
