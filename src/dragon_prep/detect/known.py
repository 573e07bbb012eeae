"""A known patient: what an export's columns say of them, found in their texts in any spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.detect import known_values as values
from dragon_prep.language.folding import plain_text
from dragon_prep.language.term_index import TermIndex
from dragon_prep.language.word_kinds import is_only_a_word
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.known import KnownNames
from dragon_prep.phi.names.search import find_names, names_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.language.page import Page

_NUMBERS = {KnownKind.NUMBER: "PATIENTNUMMER", KnownKind.REPORT_NUMBER: "RAPPORT_ID"}


@dataclass(frozen=True, slots=True, repr=False)
class KnownPatient:
    """What is known of one patient, ready to be looked for.

    Attributes:
        names: of the patient and of those who treat them; None if none is known.
        dates: of birth.
        numbers: with their labels, telephone numbers too.
        streets: with house numbers.
        postcodes: the digits with their letters.
        towns: an index of towns.
    """

    names: KnownNames | None
    dates: frozenset[values.KnownDate]
    numbers: frozenset[values.KnownNumber]
    streets: frozenset[values.KnownStreet]
    postcodes: frozenset[values.KnownNumber]
    towns: TermIndex[str]

    def __repr__(self) -> str:
        return "<KnownPatient>"

    @classmethod
    def of(cls, facts: Iterable[KnownFact]) -> KnownPatient | None:
        """What facts give to look for; None if that is nothing.

        Values that cannot be understood, such as a date that is none, give nothing.
        """
        by_kind: dict[KnownKind, set[str]] = {kind: set() for kind in KnownKind}
        for fact in facts:
            by_kind[fact.kind].add(plain_text(fact.value))
        dates = map(values.read_date, by_kind[KnownKind.BIRTH_DATE])
        numbers = [
            number
            for kind, label in _NUMBERS.items()
            for value in by_kind[kind]
            for number in values.read_number(value, label)
        ]
        for value in by_kind[KnownKind.PHONE]:
            numbers += values.read_phone(value)
        addresses = [values.read_address(value) for value in by_kind[KnownKind.ADDRESS]]
        towns = {town for _, _, found_towns in addresses for town in found_towns}
        known = cls(
            KnownNames.of(sorted(by_kind[KnownKind.NAME] | by_kind[KnownKind.DOCTOR])),
            frozenset(date for date in dates if date is not None),
            frozenset(numbers),
            frozenset(street for streets, _, _ in addresses for street in streets),
            frozenset(code for _, codes, _ in addresses for code in codes),
            TermIndex((town, False, "") for town in sorted(towns) if not is_only_a_word(town)),
        )
        return known if known._is_anything else None

    @property
    def _is_anything(self) -> bool:
        return bool(
            self.names or self.dates or self.numbers or self.streets or self.postcodes or self.towns
        )

    def find(self, page: Page) -> list[Detection]:
        """What is known of the patient, where it stands in a text. Linear in the text's length."""
        hits: list[Detection] = []
        if self.names is not None:
            hits += find_names(page, self.names)
        hits += values.find_dates(page, self.dates)
        hits += values.find_numbers(page, self.numbers)
        hits += values.find_streets(page, self.streets)
        hits += values.find_postcodes(page, self.postcodes)
        hits += (
            found(start, end, "PLAATS", "known.address")
            for start, end, _ in self.towns.find(page)
            if page.text[start].isupper()
        )
        return hits

    def find_apart(self, page: Page) -> list[Detection]:
        """What is known of the patient in a label or class, which is no sentence; may overlap."""
        hits = self.find(page)
        if self.names is not None:
            hits += names_apart(page, self.names)
        return hits
