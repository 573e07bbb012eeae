"""Letters that number the specimens or items of a list, and are nobody's initial."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_ONE_LETTER = len("A. ")
_ROMAN_BESIDE = {"I": ("II",), "V": ("IV", "VI"), "X": ("IX", "XI")}
_OPENS_ITEM = frozenset(("", "\n", ".", ";", ":", ","))
_ITEM_BEFORE = re.compile(r"(?:\A|[\n.;:,])[ \t]*\Z")
_REACH = 2000
_NUMERALS = re.compile(r"(?:[IVX]\. ?){1,3}")
_RANGE_BEFORE = re.compile(r"(?:t/m|tot en met|(?<![^\W\d_])[IVX]{1,5} ?(?:en|-|,))[ \n]?\Z")


def in_lettered_list(page: Page, start: int) -> bool:
    """Whether a letter numbers a specimen or item: one near it in the alphabet numbers a word.

    ``IV. Omentum`` before ``V. Stapler``; ``C. Kliertjes`` before ``D. Stapler``.

    Args:
        page: the text.
        start: where the letter stands.
    """
    if page.text[max(0, start - 3) : start].rstrip(" \t")[-1:] not in _OPENS_ITEM:
        return False
    items = _near(page.text[start]).finditer(page.text, max(0, start - _REACH), start + _REACH)
    return any(_numbers_a_word(page, item) for item in items)


def is_numbered(page: Page, start: int, word: str) -> bool:
    """Whether Roman numerals before a word number containers: ``I. Hierin``, ``t/m V. Lang``.

    Args:
        page: the text.
        start: where the numerals stand.
        word: behind them, in lower case.
    """
    if _NUMERALS.match(page.text, start) is None:
        return False
    kinds = page.classes[word]
    if kinds & W.DUTCH and not kinds & (W.KNOWN_NAME | W.NAME_AND_WORD | W.SURNAME_TOO):
        return True
    return _RANGE_BEFORE.search(page.text, max(0, start - 14), start) is not None


def _numbers_a_word(page: Page, item: re.Match[str]) -> bool:
    at = item.start()
    if _ITEM_BEFORE.search(page.text, max(0, at - 4), at) is None:
        return False
    word = item[1].lower()
    several = item.start(1) - at > _ONE_LETTER  # "II." are no initials
    return several or is_plain(word) or bool(page.classes[word] & W.DUTCH)


@cache
def _near(letter: str) -> re.Pattern[str]:
    """What numbers the items near one, as a letter of the alphabet or as a Roman numeral."""
    beside = {chr(ord(letter) + by) for by in (-2, -1, 1, 2)}
    beside |= set(_ROMAN_BESIDE.get(letter, ()))
    number = "|".join(map(re.escape, sorted(beside)))
    return compiled(rf"(?<![^\W_])(?:{number})[.:)] ([A-ZÀ-Þ][a-zà-ÿ-]{{2,30}})")
