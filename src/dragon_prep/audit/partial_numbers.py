"""Numbers of a patient's that stand in part, or with one digit wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from dragon_prep.audit.matches import is_quantity
from dragon_prep.audit.search_terms import Form
from dragon_prep.audit.surroundings import last_word
from dragon_prep.audit.thresholds import (
    DOUBTFUL_YEARS,
    EDITS,
    ENDING_OF,
    ENDINGS,
    NEAR_DIGITS,
    NEAR_NUMBER,
)
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.audit.matches import NormalisedText
    from dragon_prep.audit.search_terms import SearchTerm
    from dragon_prep.core.phi import PhiCategory

_JOINED = re.compile(rf"[0-9]{{{NEAR_DIGITS},}}")
_ALONE = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,/:-])[0-9]{{{min(ENDINGS)},}}(?![0-9A-Za-z])(?![.,/:-][0-9])"
)
_MEASURING = W.MEASURED | W.LAB_VALUE | W.COUNTED | W.SIZED | W.VERSIONED | W.UNIT


@dataclass(frozen=True, slots=True, repr=False)
class PartialNumbers:
    """The numbers of a patient, to be compared with parts of them.

    Attributes:
        numbers: their digits without the zeros they start with, and categories, in order.
        endings: the last digits of each, with its category.
    """

    numbers: tuple[tuple[str, PhiCategory], ...]
    endings: dict[str, PhiCategory]

    @classmethod
    def of(cls, terms: Iterable[SearchTerm]) -> PartialNumbers:
        """Those of one patient."""
        found = sorted((t.folded, t.category) for t in terms if t.form is Form.NUMBER)
        near = tuple(pair for pair in found if len(pair[0]) >= NEAR_NUMBER)
        endings = {
            number[-digits:]: category
            for number, category in found
            if len(number) >= ENDING_OF
            for digits in ENDINGS
        }
        return cls(near, endings)

    def find(self, hay: NormalisedText) -> Iterator[PhiCategory]:
        """What stands in a text of a number, though not all of it."""
        if self.numbers:
            for match in _JOINED.finditer(hay.folded):
                yield from self._near(match[0].lstrip("0"))
        if self.endings:
            for match in _ALONE.finditer(hay.text):
                category = self.endings.get(match[0])
                if category is not None and not _is_something_else(hay.text, match):
                    yield category

    def _near(self, digits: str) -> Iterator[PhiCategory]:
        for number, category in self.numbers:
            if digits != number and OSA.distance(digits, number, score_cutoff=EDITS) <= EDITS:
                yield category
                return


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    """Whether digits are measured or counted, or may be a year."""
    start, end = match.span()
    if is_quantity(text, start, end):
        return True
    if end - start == min(ENDINGS) and int(match[0]) in DOUBTFUL_YEARS:
        return True
    return bool(classes[last_word(text, start)] & _MEASURING)
