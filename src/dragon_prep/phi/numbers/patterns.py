"""Patterns for a centre's numbers, safe by construction: ``T##-#####``, ``#{7}``, ``@@?####``.

========  ===========================================================
``#``     a digit
``@``     a letter from A to Z, in either case
``X``     a letter of its own, in either case; a digit of its own
blank     one blank
``-./_``  as they stand
``?``     what stands before it may be missing
``{n}``   n of what stands before it; ``{n,m}`` from n to m
========  ===========================================================

A part that may be missing or repeated must not be followed by one that it could be taken for
(``#{1,3}#``), so that there is one way to read a string and nothing is ever tried twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 40  # characters that a pattern may match
_PART = re.compile(r"([#@A-Za-z0-9 ./_-])(\?|\{([0-9]{1,2})(?:,([0-9]{1,2}))?\})?")
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class PatternFault(ValueError):
    """What is wrong with a pattern, in words that do not quote it."""


@dataclass(frozen=True, slots=True, repr=False)
class _Part:
    chars: frozenset[str]
    least: int
    most: int

    @property
    def source(self) -> str:
        if self.chars == _DIGITS:
            one = "[0-9]"
        elif self.chars == _LETTERS:
            one = "[A-Za-z]"
        else:
            (char,) = self.chars
            one = f"[{char}{char.lower()}]" if char.isalpha() else re.escape(char)
            one = r"[ \xa0]" if char == " " else one
        return one if (self.least, self.most) == (1, 1) else f"{one}{{{self.least},{self.most}}}"


@dataclass(frozen=True, slots=True, repr=False)
class IdPattern:
    """A pattern that was read.

    Attributes:
        source: a regular expression for it, without what must stand around it.
        leads: how many characters can stand before its first digit, ascending.
    """

    source: str
    leads: tuple[int, ...]


def read_pattern(text: str) -> IdPattern:
    """Reads a pattern.

    Raises:
        PatternFault: if it cannot be understood, could be read in two ways, is longer than 40
            characters, or matches strings without any digit.
    """
    parts = list(_parts(text))
    if sum(part.most for part in parts) > _LONGEST:
        raise PatternFault(f"it matches more than {_LONGEST} characters")
    if not any(part.least and part.chars <= _DIGITS for part in parts):
        raise PatternFault("it needs a # or a digit that may not be missing")
    for at, part in enumerate(parts):
        if part.least == part.most:
            continue
        for later in parts[at + 1 :]:
            if part.chars & later.chars:
                raise PatternFault(
                    "a part that may be missing or repeated is followed by one like it"
                )
            if later.least:
                break
    return IdPattern("".join(part.source for part in parts), _leads(parts))


def _parts(text: str) -> Iterator[_Part]:
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise PatternFault(f"character {at + 1} is none that a pattern may have")
        char, how, least, most = match.groups()
        chars = {"#": _DIGITS, "@": _LETTERS}.get(char, frozenset(char.upper()))
        if how is None:
            yield _Part(chars, 1, 1)
        elif how == "?":
            yield _Part(chars, 0, 1)
        else:
            fewest, highest = int(least), int(most or least)
            if fewest > highest or not highest:
                raise PatternFault(f"the numbers in braces at character {at + 2} are no range")
            yield _Part(chars, fewest, highest)
        at = match.end()


def _leads(parts: list[_Part]) -> tuple[int, ...]:
    so_far, found = {0}, set[int]()
    for part in parts:
        if part.chars <= _DIGITS:
            found |= so_far
            if part.least:
                break
        else:
            so_far = {n + more for n in so_far for more in range(part.least, part.most + 1)}
    return tuple(sorted(found))
