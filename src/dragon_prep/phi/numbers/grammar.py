"""How numbers of patients, reports and accounts are written: read, compared, and written again.

A number is a row of runs of letters and of digits. What stands between them, the words that say
what it is (``BSN``, the ``T`` of ``T24-81762``) and the case of its letters are its notation.
A report's number may hold the year, the month or the day it was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from dragon_prep.language.pools import words
from dragon_prep.phi.numbers import notations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class NumberKind(Enum):
    """What a number is, as far as its notation tells."""

    CODE = auto()  # of anything: letters and digits in groups
    REPORT = auto()  # in which a year may stand
    BSN = auto()  # of a Dutch citizen, nine digits
    CITIZEN = auto()  # of a Belgian citizen, with the day of birth
    IBAN = auto()  # of an account


class RunKind(Enum):
    """What a run of letters or of digits is."""

    PLAIN = auto()
    YEAR = auto()  # of two or four digits
    MONTH = auto()  # yyyymm
    DAY = auto()  # yyyymmdd


@dataclass(frozen=True, slots=True, repr=False)
class Notation:
    """How a number is written.

    Attributes:
        gaps: what stands before each run and behind the last.
        masks: for each run the case of its letters, ``A`` or ``a``, and ``9`` for a digit.
    """

    gaps: tuple[str, ...]
    masks: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Number:
    """A number in a text. Two are equal if they mean the same, however they are written.

    Attributes:
        kind: what it is.
        characters: its letters, as capitals, and digits.
        runs: what each of its runs is.
        notation: how it is written.
        end: where it ends in the text it was read from.
    """

    kind: NumberKind
    characters: str
    runs: tuple[RunKind, ...] = field(compare=False)
    notation: Notation = field(compare=False)
    end: int = field(compare=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The characters of each run."""
        return tuple(_cut(self.characters, map(len, self.notation.masks)))

    @property
    def digits(self) -> str:
        """Its digits without the zeros it starts with."""
        return "".join(filter(str.isdigit, self.characters)).lstrip("0")

    def with_parts(self, parts: Iterable[str]) -> Number:
        """Another number of the same kind."""
        return replace(self, characters="".join(parts))


_READ = {
    NumberKind.CODE: (notations.CODE,),
    NumberKind.REPORT: (notations.CODE,),
    NumberKind.BSN: (notations.BSN,),
    NumberKind.CITIZEN: (notations.CITIZEN,),
    NumberKind.IBAN: (notations.DUTCH_IBAN_LOOSE, notations.IBAN_LOOSE),
}
_RUN = re.compile(r"[A-Za-z]+|[0-9]+")
_DIGIT = re.compile("[0-9]")
_FORMS = {2: RunKind.YEAR, 4: RunKind.YEAR, 6: RunKind.MONTH, 8: RunKind.DAY}


def parse(text: str, at: int = 0, kind: NumberKind = NumberKind.CODE) -> Number | None:
    """The longest number of a kind that starts at a place of a text."""
    for pattern in _READ[kind]:
        match = pattern.match(text, at)
        if match is not None:
            return _number(text, at, match.end(), kind)
    return None


def render(value: Number, like: Number) -> str:
    """A number in the notation of another.

    Raises:
        ValueError: if the notation is one of more or fewer characters.
    """
    masks, gaps = like.notation.masks, like.notation.gaps
    if sum(map(len, masks)) != len(value.characters):
        raise ValueError("the notation is that of a number of another length")
    written = map(_in_case, _cut(value.characters, map(len, masks)), masks)
    return gaps[0] + "".join(run + gap for run, gap in zip(written, gaps[1:], strict=True))


def in_notation(parts: Iterable[str], model: str, kind: NumberKind = NumberKind.CODE) -> str:
    """A number of some runs, written as another is.

    Raises:
        ValueError: if the model is no number, or has runs of other lengths.
    """
    like = parse(model, 0, kind)
    if like is None:
        raise ValueError("the model is no number")
    return render(like.with_parts(parts), like=like)


def reads(text: str) -> bool:
    """Whether a mention is a number, or several: whether it has a digit to tell it by."""
    return _DIGIT.search(text) is not None


def compared(text: str) -> tuple[str, str]:
    """What tells a number from others, however it is written.

    Returns:
        Its digits without the zeros they start with, and the letters before them as capitals.
    """
    runs = _RUN.findall(text)
    digits = "".join(run for run in runs if run.isdigit()).lstrip("0")
    head = text.partition(digits[:1] or "0")[0]
    return digits, "".join(run for run in _RUN.findall(head) if run.isalpha()).upper()


def pieces(text: str, *kinds: NumberKind) -> Iterator[tuple[str, Number | None]]:
    """A whole mention: what stands between its numbers, and the numbers, in order.

    Args:
        text: the mention.
        kinds: to look for; where none starts, a run is a code by itself.
    """
    at = done = 0
    while at < len(text):
        if not (text[at].isascii() and text[at].isalnum()):
            at += 1
            continue
        number = next((n for kind in kinds if (n := parse(text, at, kind)) is not None), None)
        if number is None:
            run = _RUN.match(text, at)
            number = _number(text, at, run.end() if run else at + 1, NumberKind.CODE)
        yield text[done:at], number
        at = done = number.end
    yield text[done:], None


def _number(text: str, start: int, end: int, kind: NumberKind) -> Number:
    moving = {}
    if kind is NumberKind.REPORT:
        moving = {m.start(): m.end() for m in notations.MADE.finditer(text, start, end)}
    gaps, masks, runs, characters = [""], list[str](), list[RunKind](), list[str]()
    at = start
    while at < end:
        run = _RUN.match(text, at, end)
        if run is None:
            gaps[-1] += text[at]
            at += 1
            continue
        stop = moving.get(at, run.end())
        written = text[at:stop]
        if kind in _WORDED and written.lower() in words("id"):
            gaps[-1] += written
        else:
            masks.append("".join(map(_mask, written)))
            runs.append(_FORMS[stop - at] if at in moving else RunKind.PLAIN)
            characters.append(written.upper())
            gaps.append("")
        at = stop
    notation = Notation(tuple(gaps), tuple(masks))
    return Number(kind, "".join(characters), tuple(runs), notation, end)


# A word beside the number, such as the "T" of a report, is no part of these.
_WORDED = frozenset({NumberKind.CODE, NumberKind.REPORT})


def _mask(char: str) -> str:
    return "9" if char.isdigit() else "A" if char.isupper() else "a"


def _in_case(run: str, mask: str) -> str:
    return "".join(
        char.lower() if sign == "a" else char for char, sign in zip(run, mask, strict=True)
    )


def _cut(characters: str, lengths: Iterable[int]) -> Iterator[str]:
    at = 0
    for length in lengths:
        yield characters[at : at + length]
        at += length
