"""The notations of one age: read it, and write another in the same way.

``57``, ``57-jarige``, ``57 jr``, ``57jr``, ``1,5 jaar``, ``3 mnd``, ``6 weken``, ``62e``,
``70'er``, ``67-year-old``, ``2 jaar en 3 maanden``, ``0;6``, ``drieënzestig jaar``,
``Zestigjarige``, ``tachtiger``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from dragon_prep.language.form import case_of
from dragon_prep.language.number_words import Spelling, number_words, read_number, spell

if TYPE_CHECKING:
    from collections.abc import Iterator


class Unit(Enum):
    """What a number of an age counts."""

    YEARS = "years"
    DECADE = "years, of which the last is not said"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"


_WORDS = {
    Unit.YEARS: "jaar jaren jr jrs j jm jv y yo y/o yr yrs year years",
    Unit.MONTHS: "maanden maand mnd mndn mnds mo",
    Unit.WEEKS: "weken week wkn wk w",
    Unit.DAYS: "dagen dag dgn d",
}
_UNITS = {word: unit for unit, listed in _WORDS.items() for word in listed.split()}
_UNIT_WORDS = "|".join(sorted(_UNITS, key=lambda word: (-len(word), word)))
_BEHIND = re.compile(
    r"(?:[ \n-]{0,2}(?P<aged>jarig(?:e|en)?)"
    rf"|\s?(?:-\s?)?(?P<unit>{_UNIT_WORDS})\.?)"
    r"(?![^\W_])(?:[ -](?P<old>oude?|old))?(?![^\W_])",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"(?:e|ste|de)(?![^\W_])", re.IGNORECASE)  # "op zijn 62e"
DECADE = re.compile(r"['’]?-?er(?:s|tje)?(?![^\W_])", re.IGNORECASE)  # "70'er"
# "(82)", "(4, 9 en 13)": bracketed ages, the second group for more than one
BRACKETED = re.compile(
    r"\([0-9]{1,2}((?:(?:, ?| en |/| & | ?\+ ?)[0-9]{1,2})+)?(?: ?(?:jaar|jr|j)\.?)?\)"
)
_OVER = re.compile(r"[ -]?plus(?:ser|sers)?(?![^\W_])", re.IGNORECASE)  # "60-plusser"
_FIGURES = re.compile(
    r"(?P<whole>0|[1-9][0-9]{0,2})(?:(?P<sign>[.,])(?P<part>[0-9]{1,2}))?(?![0-9]|[.,:][0-9])"
)
_YEARS_AND_MONTHS = re.compile(
    r"(?P<whole>[0-9]|1[0-9]);(?P<part>[0-9]|1[01])(?![0-9]|[.,:;][0-9])"
)
_AND = ("en", "ën")
# Of who goes before: "Man, 70 jr", "Man (70)"; no phone, date or extension: "Man, 06-12345678".
AGE_BEHIND = re.compile(r"[,:;]? ?\(?\d{1,3}(?![^\W_]*\d|[-/.: ]\d)")
_AND_MORE = re.compile(r"\s?(?:en|,|and)?\s?(?=[0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class UnitBehind:
    """The unit that stands behind a number.

    Attributes:
        word: in lower case; ``jarige`` in all its forms.
        old: ``oud``, ``oude`` or ``old`` where that follows.
        start: where the number ends.
        end: where the unit ends, with its dot.
    """

    word: str
    old: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Notation:
    """How an age is written, whichever age it is.

    Attributes:
        spelling: of the number; None for figures.
        case: of the words, see :func:`dragon_prep.language.form.case_of`.
        sign: before the decimals.
        decimals: how many there are.
        unit: what stands behind the number: unit, ending or nothing.
        more: what stands between years and months of ``2 jaar en 3 maanden`` and ``0;6``.
        unit_of_more: behind the months.
    """

    spelling: Spelling | None = None
    case: str = ""
    sign: str = ""
    decimals: int = 0
    unit: str = ""
    more: str = ""
    unit_of_more: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Age:
    """An age.

    Attributes:
        amount: the number, in its unit.
        unit: what it counts; years where nothing is said.
        rest: of years, the months, weeks or days that are said beside; None if there are none.
        unit_of_rest: what that counts.
        notation: how it is written.
        end: where it ends in the text it was read from.
    """

    amount: Decimal
    unit: Unit
    notation: Notation
    end: int
    rest: int | None = None
    unit_of_rest: Unit = Unit.MONTHS

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and nothing else, so that a unit further on may be its own."""
        return not (self.notation.unit or self.notation.more)

    @property
    def meaning(self) -> tuple[Unit, Decimal, int, Unit]:
        """What is compared."""
        return self.unit, self.amount, self.rest or 0, self.unit_of_rest


def unit_behind(text: str, at: int) -> UnitBehind | None:
    """The unit of an age that stands behind a number; None if none does.

    Args:
        text: in any case.
        at: where the number ends.
    """
    match = _BEHIND.match(text, at)
    if match is None:
        return None
    word = match["unit"] or "jarige"
    return UnitBehind(word.lower(), (match["old"] or "").lower(), at, match.end())


def number_in(text: str) -> int:
    """The number that a text is, in figures or in words: ``74``, ``vierenzeventig``.

    Args:
        text: of nothing else; in words also ``vier en zeventig``.

    Raises:
        KeyError: if it is none.
    """
    if text.isdecimal():
        return int(text)
    words = number_words()
    # Each word by itself: together "één en twintig" and "zes ën dertig" are spelt as nobody does.
    return sum(words[part] for part in text.lower().split() if part not in _AND)


def readings(text: str, at: int = 0) -> Iterator[Age]:
    """The readings of an age that starts at a place, the longest first.

    Args:
        text: in any case, with accents or without.
        at: where to read; what stands right before it is the caller's to look at.
    """
    match = _YEARS_AND_MONTHS.match(text, at)
    if match is not None:
        unit = unit_behind(text, match.end())
        end = unit.end if unit else match.end()
        notation = Notation(more=";", unit_of_more=text[match.end() : end])
        yield Age(Decimal(match["whole"]), Unit.YEARS, notation, end, int(match["part"]))
    match = _FIGURES.match(text, at)
    if match is not None:
        decimals = match["part"] or ""
        amount = Decimal(f"{match['whole']}.{decimals or 0}")
        notation = Notation(sign=match["sign"] or "", decimals=len(decimals))
        yield from _with_unit(text, Age(amount, Unit.YEARS, notation, match.end()))
        return
    word = read_number(text, at, whole_word=False)
    if word is None or word.spelling.is_ordinal:
        return
    case = case_of(text[at : word.end])
    if spell(word.number, word.spelling, case) == text[at : word.end]:
        notation = Notation(word.spelling, case)
        yield from _with_unit(text, Age(Decimal(word.number), Unit.YEARS, notation, word.end))


def render(age: Age, *, like: Age | None = None) -> str:
    """An age in its own notation or that of another; what that leaves out is cut off.

    Raises:
        KeyError: if the notation is one of words and the number has none.
    """
    notation = (like or age).notation
    if notation.spelling is not None:
        core = spell(int(age.amount), notation.spelling, notation.case)
    else:
        core = f"{age.amount:.{notation.decimals}f}".replace(".", notation.sign or ".")
    core += notation.unit
    if notation.more:
        core += f"{notation.more}{age.rest or 0}{notation.unit_of_more}"
    return core


def _with_unit(text: str, bare: Age) -> Iterator[Age]:
    """The readings of a number with what stands behind it, the longest first."""
    at, notation = bare.end, bare.notation
    unit = unit_behind(text, at)
    if unit is not None:
        counts = _UNITS.get(unit.word, Unit.YEARS)
        single = replace(
            bare, unit=counts, notation=replace(notation, unit=text[at : unit.end]), end=unit.end
        )
        if counts is Unit.YEARS:
            yield from _with_rest(text, single)
        yield single
    for ending, counts in ((DECADE, Unit.DECADE), (_OVER, Unit.YEARS), (ORDINAL, Unit.YEARS)):
        match = ending.match(text, at)
        if match is not None:
            ended = replace(notation, unit=match[0])
            yield replace(bare, unit=counts, notation=ended, end=match.end())
    if notation.spelling is None or not text[at : at + 1].isalpha():
        yield bare


def _with_rest(text: str, years: Age) -> Iterator[Age]:
    """``2 jaar en 3 maanden``, ``1 j 6 mnd``: years with what there is beside them."""
    more = _AND_MORE.match(text, years.end)
    figures = _FIGURES.match(text, more.end()) if more else None
    if more is None or figures is None or figures["part"]:
        return
    unit = unit_behind(text, figures.end())
    counts = _UNITS.get(unit.word) if unit is not None else None
    if unit is None or counts in (None, Unit.YEARS):
        return
    notation = replace(years.notation, more=more[0], unit_of_more=text[figures.end() : unit.end])
    yield replace(
        years,
        notation=notation,
        end=unit.end,
        rest=int(figures[0]),
        unit_of_rest=counts,
    )


def capped(age: Age, oldest: int) -> Age:
    """An age, or the oldest that is told for one that is as old; months are no years.

    Args:
        age: any.
        oldest: in years.
    """
    if age.unit is Unit.DECADE:
        cap = oldest - oldest % 10
    elif age.unit is Unit.YEARS:
        cap = oldest
    else:
        return age
    if age.amount < cap:
        return age
    return replace(age, amount=Decimal(cap), notation=replace(age.notation, decimals=0))
