"""Slips of typing: what kind one is, and the same one in another word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

_VOWELS, _CONSONANTS = "aeiouy", "bcdfghjklmnpqrstvwxz"


class TypoKind(Enum):
    """What went wrong."""

    DROPPED = auto()
    ADDED = auto()
    SWAPPED = auto()
    OTHER = auto()  # another letter


@dataclass(frozen=True, slots=True)
class Typo:
    """One slip.

    Attributes:
        kind: what went wrong.
        part: where, as a share of the word, in hundredths.
    """

    kind: TypoKind
    part: int

    def made_in(self, word: str) -> str:
        """A word with this slip; of at least two letters."""
        at = min(self.part * len(word) // 100, len(word) - 1)
        if self.kind is TypoKind.DROPPED:
            left = word[:at] + word[at + 1 :]
            return left[0].upper() + left[1:] if word[0].isupper() else left
        if self.kind is TypoKind.ADDED:
            return word[: at + 1] + word[at].lower() + word[at + 1 :]
        if self.kind is TypoKind.SWAPPED:
            return _swapped(word, at)
        return word[:at] + _beside(word[at]) + word[at + 1 :]


def typo_in(word: str, wrong: str) -> Typo | None:
    """The one slip that makes a wrong word of a right one; None if there is none or are more.

    Args:
        word: the right one.
        wrong: the other one, in the same case.
    """
    first = 0
    while first < min(len(word), len(wrong)) and word[first] == wrong[first]:
        first += 1
    part = 100 * first // max(1, len(word)) + 1
    if len(wrong) == len(word) - 1 and word[first + 1 :] == wrong[first:]:
        return Typo(TypoKind.DROPPED, part)
    if len(wrong) == len(word) + 1 and word[first:] == wrong[first + 1 :]:
        return Typo(TypoKind.ADDED, part)
    if len(wrong) != len(word) or word == wrong:
        return None
    if word[first + 1 :] == wrong[first + 1 :]:
        return Typo(TypoKind.OTHER, part)
    if word[first : first + 2] == wrong[first : first + 2][::-1]:
        return Typo(TypoKind.SWAPPED, part) if word[first + 2 :] == wrong[first + 2 :] else None
    return None


def _swapped(word: str, at: int) -> str:
    """A word with two different letters swapped, as near to a place as can be; capitals stay."""
    places = sorted(range(len(word) - 1), key=lambda place: (abs(place - at), place))
    at = next((place for place in places if word[place].lower() != word[place + 1].lower()), 0)
    pair = word[at + 1] + word[at]
    pair = pair.capitalize() if word[at].isupper() and word[at + 1].islower() else pair
    return word[:at] + pair + word[at + 2 :]


def _beside(letter: str) -> str:
    """The letter behind one, vowel for vowel; what is no letter of these stays."""
    for row in (_VOWELS, _CONSONANTS):
        at = row.find(letter.lower())
        if at >= 0:
            new = row[(at + 1) % len(row)]
            return new.upper() if letter.isupper() else new
    return letter
