"""Places of a text where a date, time or age may start in words: ``drie juni``, ``half vier``."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from dragon_prep.language.calendar import known
from dragon_prep.language.number_words import number_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BEFORE_AN_HOUR = ("kwart", "half")
_BEHIND_A_NUMBER = frozenset(("uur", "u", "minuten", "over", "voor", "half", "jaar", "van"))
_HEAD = 3  # letters that tell most words from numbers
_COUNTED = re.compile(r"[0-9]\s(?:minuten\s)?(?:over|voor)\s\Z")  # the rest of "5 over half 3"
_LONGEST_COUNT = len("9 minuten over ")


def places(text: str) -> Iterator[int]:
    """Where a number in words, ``kwart`` or ``half`` stands before what goes on after one.

    Of months only the right spellings count: ``een maat`` is no day of March.

    Args:
        text: in ASCII.
    """
    low = f"\n{text.lower()}"
    for match in _pattern().finditer(low):
        start, word = match.start(), match[1]
        if not (word in _may_follow() or word.isdigit()):
            continue
        if _COUNTED.search(low, max(0, start + 1 - _LONGEST_COUNT), start + 1) is None:
            yield start


@cache
def _numbers() -> frozenset[str]:
    return frozenset((*number_words(), *number_words(ordinal=True)))


@cache
def _may_follow() -> frozenset[str]:
    return _numbers() | _BEHIND_A_NUMBER | known("month").keys()


@cache
def _pattern() -> re.Pattern[str]:
    """Words that may be numbers before one that may follow, by their first letters.

    Most of a text is passed over at the first of them.
    """
    numbers = _heads((*_numbers(), *_BEFORE_AN_HOUR))
    behind = _heads(_may_follow())
    return re.compile(rf"[^a-z0-9\0-](?:{numbers})[a-z-]*(?=[ \n]((?:[1-9]|{behind})[a-z0-9]*))")


def _heads(words: Iterable[str]) -> str:
    heads = sorted({word[:_HEAD] for word in words if word.isascii()})
    return "|".join(
        f"{letter}(?:{'|'.join(head[1:] for head in same)})"
        for letter, same in groupby(heads, key=lambda head: head[0])
    )
