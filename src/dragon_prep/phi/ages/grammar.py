"""The grammar of ages: the only code that knows how they are written.

:func:`parse` reads one age where it starts, :func:`render` writes one in the notation of another,
and :func:`pieces` takes a whole mention apart: ``50-60 jaar``, ``begin 60``, ``M67``, ``70+``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragon_prep.language.pools import words
from dragon_prep.phi.ages.notations import Age, Unit, capped, readings, render

__all__ = ["Age", "Piece", "Unit", "capped", "parse", "pieces", "reads", "render"]

_GLUE = re.compile(r"[^A-Za-z0-9]+")
_RUN = re.compile(r"[A-Za-z]+|[0-9]+")
_RANGE_SIGNS = frozenset("-/.")
_PAIR = 2
_SAYS_AGE = frozenset(("leeftijd", "lft", "jaar", "jr"))


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A piece of a mention, from left to right.

    Attributes:
        text: the piece.
        age: the age that it is.
        is_read: whether it is understood: an age, a word that stands beside ages, or a sign.
    """

    text: str
    age: Age | None = None
    is_read: bool = True


def parse(text: str, at: int = 0) -> Age | None:
    """The longest reading of one age that starts at a place; None if none does.

    Args:
        text: in any case, with accents or without.
        at: where to read; what stands right before it is the caller's to look at.
    """
    return max(readings(text, at), key=lambda age: age.end, default=None)


def pieces(text: str) -> tuple[Piece, ...]:
    """What a mention is made of; a number without a unit has that of the next (``6-9 mnd``).

    Args:
        text: the whole mention, clean, see :func:`dragon_prep.language.form.clean`.
    """
    found: list[Piece] = []
    at = 0
    while at < len(text):
        piece = _piece(text, at)
        found.append(piece)
        at += len(piece.text)
    unit = Unit.YEARS
    for index, piece in reversed([*enumerate(found)]):
        if piece.age is None:
            continue
        if piece.age.is_bare and piece.age.unit is not unit:
            found[index] = replace(piece, age=replace(piece.age, unit=unit))
        unit = Unit.YEARS if piece.age.unit is Unit.DECADE else piece.age.unit
    return tuple(found)


def reads(text: str) -> bool:
    """Whether a whole mention is understood: an age, a range or list of them, an age of life."""
    found = pieces(text)
    if not all(piece.is_read for piece in found):
        return False
    ages = [piece.age for piece in found if piece.age is not None]
    if not ages:
        return any(piece.text.lower() in words("age_stage") for piece in found)
    return _are_ages(found, ages)


def _piece(text: str, at: int) -> Piece:
    if glue := _GLUE.match(text, at):
        return Piece(glue[0])
    age = parse(text, at)
    if age is not None and not text[age.end : age.end + 1].isalnum():
        return Piece(text[at : age.end], age)
    run = _RUN.match(text, at)
    word = run[0] if run else text[at:]
    known = word.lower() in words("age") or word.lower() in words("age_stage")
    return Piece(word, is_read=known)


def _are_ages(found: tuple[Piece, ...], ages: list[Age]) -> bool:
    """Whether numbers can be nothing but ages; ``'54`` and ``12.10`` are dates as well."""
    joins = "".join(piece.text for piece in found if piece.age is None)
    if len(ages) == 1:
        alone = ages[0].is_bare
        return not alone or not (ages[0].notation.decimals or "'" in joins)
    if len(ages) > _PAIR and not _RANGE_SIGNS.isdisjoint(joins):
        return False
    return not ages[-1].is_bare or any(piece.text.lower() in _SAYS_AGE for piece in found)
