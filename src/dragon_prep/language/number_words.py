"""Numbers in words, Dutch and English: read one, and spell another in the same way.

``drieënzestig``, ``DERTIG``, ``twee-en-twintig``, ``eenentwintigste``, ``ninety five``. From zero
(``nul``) to 120, the oldest age; ordinals from one on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from dragon_prep.language.form import like

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 120  # the largest number that has a word here
_FEWEST = 2  # `een` is an article, and `nul` measures nothing
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DUTCH = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_DUTCH_TENS = (
    "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
)  # fmt: skip
_ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_ENGLISH_TENS = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_DUTCH_ORDINALS = {1: "eerste", 3: "derde", 8: "achtste"}
_ENGLISH_ORDINALS = {
    1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth",
}  # fmt: skip
_WITHOUT_ACCENTS = str.maketrans("éë", "ee")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a number is spelt, whichever number it is.

    Attributes:
        language: ``nl`` or ``en``.
        is_ordinal: whether it is one of a row: ``tweede``.
        joint: what stands between the parts: nothing or a hyphen, in English also a blank
            (``drie en twintig`` are two numbers).
        accented: whether ``één`` and ``tweeën`` have their accents.
        hundred_and: whether it is ``honderdeneen`` and not ``honderdeen``.
    """

    language: str = "nl"
    is_ordinal: bool = False
    joint: str = ""
    accented: bool = False
    hundred_and: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class NumberWord:
    """A number in words.

    Attributes:
        number: which, 0 to 120.
        spelling: how it is spelt.
        end: where it ends in the text it was read from.
    """

    number: int
    spelling: Spelling
    end: int


def read_number(text: str, at: int = 0, *, whole_word: bool = True) -> NumberWord | None:
    """The longest number in words that starts at a place; None if none does.

    Args:
        text: in whatever case, with accents or without.
        at: where to read; a letter right before it is the caller's to look at.
        whole_word: whether a letter may not follow (``zestig`` in ``zestigjarige``).
    """
    known = _spellings()
    if text[at : at + 2].lower() not in _starts():
        return None
    for end in range(min(len(text), at + _longest()), at + 1, -1):
        if whole_word and text[end : end + 1].isalpha():
            continue
        found = known.get(text[at:end].lower())
        if found is not None:
            return NumberWord(*found, end)
    return None


def numbers_in_words(
    text: str, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int, Decimal]]:
    """The measures of a text that are written in Dutch words: ``dertien mm``, ``drieëndertig``.

    Args:
        text: where they are looked for.
        start: where to begin.
        end: where to end; None for the end of the text.

    Yields:
        Where each starts and ends, and which number it is, from two on.
    """
    known, end = _measures(), len(text) if end is None else end
    # Most texts have none, which is quickly seen.
    if text.isascii() and known.keys().isdisjoint(_WORD.findall(text[start:end].lower())):
        return
    for match in _WORD.finditer(text, start, end):
        number = known.get(match[0].lower())
        if number is not None:
            yield match.start(), match.end(), number


def spell(number: int, spelling: Spelling, model: str = "") -> str:
    """A number in words.

    Args:
        number: 0 to 120.
        spelling: how to spell it.
        model: a word whose case it takes.

    Raises:
        KeyError: if the number has no word.
    """
    return like(model, _words()[number, spelling])


def number_words(*, ordinal: bool = False) -> Mapping[str, int]:
    """Every spelling in lower case, with the number it means."""
    return {
        word: number
        for word, (number, spelling) in _spellings().items()
        if spelling.is_ordinal == ordinal
    }


@cache
def _words() -> Mapping[tuple[int, Spelling], str]:
    return {
        (number, spelling): _spelt(number, spelling)
        for spelling in _all_spellings()
        for number in range(MOST + 1)
    }


@cache
def _spellings() -> Mapping[str, tuple[int, Spelling]]:
    """What each word means. Of two spellings that make the same word the plainer one counts."""
    found: dict[str, tuple[int, Spelling]] = {}
    for (number, spelling), word in _words().items():
        if number or not spelling.is_ordinal:
            found.setdefault(word, (number, spelling))
    return found


@cache
def _measures() -> Mapping[str, Decimal]:
    """The Dutch words that a measure may be written in, and which number each means."""
    return {
        word: Decimal(number)
        for word, (number, spelling) in _spellings().items()
        if number >= _FEWEST and spelling.language == "nl" and not spelling.is_ordinal
    }


@cache
def _starts() -> frozenset[str]:
    return frozenset(word[:2] for word in _spellings())


@cache
def _longest() -> int:
    return max(map(len, _spellings()))


def _all_spellings() -> Iterator[Spelling]:
    for is_ordinal in (False, True):
        for joint, accented, hundred_and in product(("", "-"), (False, True), (False, True)):
            yield Spelling("nl", is_ordinal, joint, accented, hundred_and)
        for joint in ("", "-", " "):
            yield Spelling("en", is_ordinal, joint)


def _spelt(number: int, spelling: Spelling) -> str:
    if spelling.language == "en":
        return _english(number, spelling)
    word = _dutch(number, spelling)
    return word if spelling.accented else word.translate(_WITHOUT_ACCENTS)


def _dutch(number: int, spelling: Spelling) -> str:
    joint = spelling.joint
    if number >= 100:
        if number == 100:
            return "honderdste" if spelling.is_ordinal else "honderd"
        link = f"{joint}en{joint}" if spelling.hundred_and else joint
        return f"honderd{link}{_dutch(number - 100, spelling)}"
    if number < 20:
        word = _DUTCH[number]
        if not spelling.is_ordinal:
            return word
        return _DUTCH_ORDINALS.get(number, f"{word}de")
    ten, one = divmod(number, 10)
    word = _DUTCH_TENS[ten - 2]
    if one:
        unit = "een" if one == 1 else _DUTCH[one]
        link = "ën" if not joint and unit.endswith("e") else "en"
        word = f"{unit}{joint}{link}{joint}{word}"
    return f"{word}ste" if spelling.is_ordinal else word


def _english(number: int, spelling: Spelling) -> str:
    joint = spelling.joint
    if number >= 100:
        if number == 100:
            return "hundredth" if spelling.is_ordinal else "hundred"
        return f"hundred{joint}{_english(number - 100, spelling)}"
    if number < 20:
        word = _ENGLISH[number]
        if not spelling.is_ordinal:
            return word
        return _ENGLISH_ORDINALS.get(number, f"{word}th")
    ten, one = divmod(number, 10)
    word = _ENGLISH_TENS[ten - 2]
    if one:
        return f"{word}{joint}{_english(one, spelling)}"
    return f"{word[:-1]}ieth" if spelling.is_ordinal else word
