"""Writing a date in the notation of another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.language.calendar import known
from dragon_prep.language.form import like as in_case_of
from dragon_prep.phi.dates.grammar.value import SHORT_YEAR, DateValue
from dragon_prep.phi.dates.grammar.words import (
    ROMAN,
    ordinal_ending,
    spell_day,
    spell_year,
    usual_month,
    usual_weekday,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragon_prep.phi.dates.grammar.value import Slot

    Writer = Callable[[DateValue, Slot, DateValue], str]

_QUOTES = "'’‘`´"


def render(value: DateValue, like: DateValue) -> str:
    """A date in the notation of another, which has all the parts it says.

    What a notation leaves open is settled thus: a number of two digits without a zero before it
    gets one where a number beside it has one, or where both are of two digits; a misspelt word
    becomes the right one.

    Args:
        value: what to write.
        like: how; of a value as it was read, exactly what was written.
    """
    if value.meaning == like.meaning and not value.final_month:
        return like.written
    parts: list[str] = []
    at = 0
    for slot in like.slots:
        writes = _WRITERS.get(slot.name)
        behind = slot.start + len(slot.text) > len(like.written)  # it is of a date further on
        if writes is not None and not behind:
            parts += (like.written[at : slot.start], writes(value, slot, like))
            at = slot.start + len(slot.text)
    parts.append(like.written[at:])
    return "".join(parts) + _own_month(value, like)


def _own_month(value: DateValue, like: DateValue) -> str:
    """What the first of a list gets where its month is not that of the last."""
    if not like.last or not value.final_month:
        return ""
    if month := like.slot("mon"):
        return f" {_month_name(value, month, like)}"
    month, separator = like.slot("m"), like.slot("s")
    if month is None or separator is None:
        return ""
    return f"{separator.text}{value.month:0{len(month.text)}}"


def _digits(like: DateValue) -> list[str]:
    names = ("d", "last") if like.last else ("d", "m")
    return [slot.text for slot in like.slots if slot.name in names]


def _padded(number: int, model: str, beside: list[str], *, usual: bool) -> str:
    # Whether "12" would have been "03" or "3" a few days later is seen from the number beside it,
    # if from anything.
    if model[0] == "0":
        pad = True
    elif len(model) == 1:
        pad = False
    elif any(digits[0] == "0" for digits in beside):
        pad = True
    else:
        pad = usual and all(len(digits) > 1 for digits in beside)
    return f"{number:02}" if pad else str(number)


def _day(value: DateValue, slot: Slot, like: DateValue) -> str:
    usual = like.slot("m") is not None and not like.last
    return _padded(value.day, slot.text, _digits(like), usual=usual)


def _month(value: DateValue, slot: Slot, like: DateValue) -> str:
    return _padded(value.month, slot.text, _digits(like), usual=True)


def _month_name(value: DateValue, slot: Slot, like: DateValue) -> str:
    model = usual_month(slot.text)
    word = known("month")[model.lower()]
    if like.slot("dot") is not None:
        word = replace(word, form=1)  # "mei." is short, which the word itself does not show
    day = like.slot("d")
    if day is not None and day.start > slot.start:
        word = replace(word, language="en")  # "Nov 9, 2019": only there the month comes first
    return word.spell(value.month, model)


def _roman(value: DateValue, slot: Slot, like: DateValue) -> str:  # noqa: ARG001 - a writer
    return ROMAN[value.month - 1].upper() if slot.text.isupper() else ROMAN[value.month - 1]


def _year(value: DateValue, slot: Slot, like: DateValue) -> str:  # noqa: ARG001 - a writer
    digits = slot.text.lstrip(_QUOTES)
    quote = slot.text[: len(slot.text) - len(digits)]
    return quote + (f"{value.year % 100:02}" if len(digits) == SHORT_YEAR else f"{value.year:04}")


def _second_year(value: DateValue, slot: Slot, like: DateValue) -> str:
    return f"{(int(slot.text) + value.year - like.year) % 100:02}"


def _weekday(value: DateValue, slot: Slot, like: DateValue) -> str:  # noqa: ARG001 - a writer
    word = usual_weekday(slot.text)
    return known("weekday")[word.lower()].spell(value.weekday, word)


def _day_in_words(value: DateValue, slot: Slot, like: DateValue) -> str:  # noqa: ARG001 - a writer
    return spell_day(value.day, slot.text)


def _ordinal(value: DateValue, slot: Slot, like: DateValue) -> str:  # noqa: ARG001 - a writer
    return in_case_of(slot.text, ordinal_ending(value.day, slot.text))


def _year_in_words(value: DateValue, slot: Slot, like: DateValue) -> str:  # noqa: ARG001 - a writer
    return spell_year(value.year, slot.text)


_WRITERS: Mapping[str, Writer] = {
    "d": _day,
    "m": _month,
    "mon": _month_name,
    "rom": _roman,
    "y": _year,
    "z": _second_year,
    "w": _weekday,
    "dw": _day_in_words,
    "o": _ordinal,
    "yw": _year_in_words,
}
