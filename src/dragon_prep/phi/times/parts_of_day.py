"""The parts of the day: ``'s nachts``, ``in de middag``, ``vanavond``, ``gisterochtend``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragon_prep.language.form import case_of, like

_NUMBERS = {"nacht": 0, "ochtend": 1, "morgen": 1, "middag": 2, "avond": 3}
_WORDS = ("nacht", "ochtend", "middag", "avond")
# The hours that are said of each part, of the day's 24; wider than the part's own six, and such
# that of "3 uur" and "15 uur" only one is.
_HOURS = (
    frozenset((21, 22, 23, *range(7))), frozenset(range(1, 13)), frozenset(range(11, 19)),
    frozenset((*range(16, 24), 0)),
)  # fmt: skip
_HOURS_OF_A_PART = 6
_BESIDE = re.compile(
    r"(?P<lead>\s(?:['’]?s[ -]|des |in de ))(?P<word>nacht|ochtend|morgen|middag|avond)"
    r"(?P<tail>s?)(?![^\W_])",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?P<lead>(?:['’]?s[ -]|des |in de |gister|eergister|van|midder|voor|na)?)"
    r"(?P<word>nacht|ochtend|morgen|middag|avond)(?P<tail>s?)(?![^\W_])",
    re.IGNORECASE,
)
_OF_ONE_PART = ("midder", "voor", "na")  # "middernacht", "namiddag"


@dataclass(frozen=True, slots=True, repr=False)
class PartOfDay:
    """A part of the day as it is written.

    Attributes:
        number: 0 night, 1 morning, 2 afternoon, 3 evening.
        lead: what stands before the word, as in ``'s nachts`` and ``vanavond``.
        word: as written.
        tail: ``s`` or nothing.
        end: where it ends in the text it was read from.
    """

    number: int
    lead: str
    word: str
    tail: str
    end: int

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{self.lead}{self.word}{self.tail}"

    def may_be(self, hour: int) -> bool:
        """Whether an hour of the 24 is said of this part of the day."""
        return hour % 24 in _HOURS[self.number]

    def hour(self, said: int) -> int | None:
        """Which hour of the 24 one of twelve is; None if it is not said so."""
        return next((h for h in (said % 12, said % 12 + 12) if self.may_be(h)), None)

    def at(self, hour: int) -> PartOfDay:
        """The part to say of an hour of the 24: this one where it may be."""
        return self if self.may_be(hour) else self.other(hour % 24 // _HOURS_OF_A_PART)

    def other(self, number: int) -> PartOfDay:
        """Another part, written in the same way."""
        if number == self.number:
            return self
        lead = "" if self.lead.lower() in _OF_ONE_PART else self.lead
        model = case_of(self.word) if lead else case_of(self.written)
        return replace(self, number=number, lead=lead, word=like(model, _WORDS[number]))


def beside_time(text: str, at: int) -> PartOfDay | None:
    """The part of the day that stands right behind a time: ``2 uur 's nachts``."""
    return _read(_BESIDE.match(text, at))


def alone(text: str, at: int) -> PartOfDay | None:
    """The part of the day that starts at a place: ``vannacht``, ``'s middags``."""
    return _read(_ALONE.match(text, at))


def _read(match: re.Match[str] | None) -> PartOfDay | None:
    if match is None:
        return None
    number = _NUMBERS[match["word"].lower()]
    return PartOfDay(number, match["lead"], match["word"], match["tail"], match.end())
