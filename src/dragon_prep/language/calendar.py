"""Months, weekdays and hours in words, and how to spell one as another is spelt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.form import like
from dragon_prep.language.pools import calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANGUAGES = ("nl", "en")  # a spelling of both is taken for the first


@dataclass(frozen=True, slots=True)
class Word:
    """A month, weekday or hour as it is written.

    Attributes:
        kind: ``month``, ``weekday`` or ``hour``.
        number: from 1 on; Monday is 1.
        language: ``nl`` or ``en``.
        form: 0 in full, 1 and up for abbreviations.
    """

    kind: str
    number: int
    language: str
    form: int

    def spell(self, number: int, model: str) -> str:
        """Another of its kind, in the same language, form and case."""
        spellings = calendar(self.kind, self.language)[number - 1]
        # The first of a month is the usual one; weekdays have one of two letters and one of three.
        form = self.form if self.kind == "weekday" else min(self.form, 1)
        return like(model, spellings[min(form, len(spellings) - 1)])


@cache
def known(kind: str) -> Mapping[str, Word]:
    """All spellings of one kind, in lower case."""
    found: dict[str, Word] = {}
    for language in _LANGUAGES:
        for number, spellings in enumerate(calendar(kind, language), 1):
            for form, spelling in enumerate(spellings):
                found.setdefault(spelling, Word(kind, number, language, form))
    return found


@cache
def alternatives(kind: str) -> str:
    """A regular expression for any spelling of one kind, the longest first."""
    return "|".join(sorted(known(kind), key=lambda word: (-len(word), word)))
