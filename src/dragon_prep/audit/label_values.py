"""Where in a report the values stand that a label may be read from: nothing may change there.

Which task reads which cell is not known when a report is de-identified, so every cell of its row
counts: its numbers in every spelling, and its words as a phrase. Entity spans count as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.lost_numbers import is_number, number_values, numbers_in, with_lengths
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.spans import Span
from dragon_prep.language.letters import each_char
from dragon_prep.language.number_words import numbers_in_words
from dragon_prep.phi.contact import addresses
from dragon_prep.phi.dates import grammar as dates
from dragon_prep.phi.times import grammar as times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from dragon_prep.core.report import Report

_LEAST_LETTERS = 3  # of a cell that is looked for as a phrase
# Sums and products: a Gleason score, the diameters of a volume. They are nobody's.
_JOINED = re.compile(r"\d+(?:[.,]\d+)?(?:\s?[+=x×*]\s?\d+(?:[.,]\d+)?)+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_NUMBERS = frozenset(
    {
        PhiCategory.TELEFOONNUMMER,
        PhiCategory.PATIENTNUMMER,
        PhiCategory.ZNUMMER,
        PhiCategory.BSN,
        PhiCategory.IBAN,
        PhiCategory.RAPPORT_ID,
        PhiCategory.PHINUMMER,
        PhiCategory.ACCREDITATIE_NUMMER,
        PhiCategory.EMAIL,
        PhiCategory.URL,
    }
)


@dataclass(frozen=True, slots=True, repr=False)
class ValuePlaces:
    """Where values may stand that labels are read from; offsets only.

    Attributes:
        numbers: that are those of a cell.
        others: entities, sums and products of numbers, and the words of a cell.
    """

    numbers: tuple[Span, ...]
    others: tuple[Span, ...]

    @classmethod
    def of(cls, reports: Sequence[Report]) -> ValuePlaces:
        """Those of a report.

        Args:
            reports: one, or several of one text, such as those of the containers of one case.
        """
        text = reports[0].text
        cells = {
            cell
            for report in reports
            for cell in report.fields.values()
            if isinstance(cell, str) and cell.strip()
        }
        numbers = {
            spelt
            for cell in cells
            # "3,4" is a number, or two scores.
            for token in (*(match[0] for match in numbers_in(cell)), *_DIGITS.findall(cell))
            for value in number_values(token)
            if value  # 0 says that there is nothing to measure
            for spelt in with_lengths(value)
        }
        entities = {entity for report in reports for entity in report.entities}
        others = (*entities, *_places(_JOINED, text), *_phrases(text, cells))
        return cls(tuple(_numbers(text, numbers)), others)

    def meet(self, text: str, found: Span) -> bool:
        """Whether a label may be read from what was found in a report.

        A day within a full date, or digits within a longer identifier, are the value of no cell,
        though one may be the same number.

        Args:
            text: the report.
            found: what was found in it.
        """
        if any(map(found.overlaps, self.others)):
            return True
        return any(map(found.overlaps, self.numbers)) and not _is_longer_sign(
            text[found.start : found.end], found.label
        )


def _numbers(text: str, wanted: set[Decimal]) -> Iterator[Span]:
    for match in numbers_in(text) if wanted else ():
        if number_values(match[0]) & wanted:
            yield Span(match.start(), match.end(), "")
    for start, end, value in numbers_in_words(text) if wanted else ():
        if value in wanted:
            yield Span(start, end, "")


def _places(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(match.start(), match.end(), "")


def _phrases(text: str, cells: Iterable[str]) -> Iterator[Span]:
    low = each_char(text, str.lower)
    for phrase in {each_char(cell.strip(), str.lower) for cell in cells}:
        if sum(map(str.isalpha, phrase)) < _LEAST_LETTERS:
            continue
        yield from _places(re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"), low)


def _is_longer_sign(mention: str, label: str) -> bool:
    """Whether the numbers in a mention are parts of a date, time, address or identifier."""
    category = category_of(label)
    if category is PhiCategory.DATUM:
        return _is_whole_date(mention)
    if category is PhiCategory.TIJD:
        return times.reads(mention) and not is_number(mention)
    if category in (PhiCategory.ADRES, PhiCategory.POSTCODE):
        return any(map(str.isalpha, mention)) and addresses.reads(mention)
    return category in _NUMBERS and not is_number(mention)


def _is_whole_date(mention: str) -> bool:
    """Whether each date in a mention has a month."""
    values = [value for value in dates.read(mention) if isinstance(value, dates.DateValue)]
    whole = [v.kind is dates.Kind.FULL or v.slot("mon") is not None for v in values]
    return bool(whole) and all(whole) and dates.reads(mention)
