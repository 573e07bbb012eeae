"""What an export knows about a patient beside the text, to be found again in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KnownKind(StrEnum):
    """What a known value is."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    NUMBER = "number"
    REPORT_NUMBER = "report_number"
    ADDRESS = "address"
    PHONE = "phone"
    DOCTOR = "doctor"
    SEX = "sex"


@dataclass(frozen=True, slots=True, repr=False, order=True)
class KnownFact:
    """One value of an export that tells who the patient is.

    Attributes:
        kind: what it is.
        value: as the export has it.
    """

    kind: KnownKind
    value: str

    def __repr__(self) -> str:
        return f"<KnownFact {self.kind}, {len(self.value)} characters>"
