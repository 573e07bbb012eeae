"""The surrogates of one patient."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.errors import InputFault
from dragon_prep.model.phi import PhiCategory, canonical_label, category_of
from dragon_prep.replace import contact, numbers, other, persons, places
from dragon_prep.replace.ages import age
from dragon_prep.replace.dates import date_surrogate
from dragon_prep.replace.faults import NO_SURROGATE
from dragon_prep.replace.form import clean, scramble
from dragon_prep.replace.fresh import template
from dragon_prep.replace.key import ProjectKey, Use
from dragon_prep.replace.scope import Scope
from dragon_prep.replace.times import time_surrogate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Maker = Callable[[str, Scope], str]

MAKERS: Mapping[PhiCategory, Maker] = {
    PhiCategory.PERSOON: persons.person,
    PhiCategory.PERSOONAFKORTING: persons.staff,
    PhiCategory.DATUM: date_surrogate,
    PhiCategory.TIJD: time_surrogate,
    PhiCategory.LEEFTIJD: age,
    PhiCategory.TELEFOONNUMMER: contact.phone,
    PhiCategory.EMAIL: contact.email,
    PhiCategory.URL: contact.url,
    PhiCategory.ADRES: contact.address,
    PhiCategory.POSTCODE: contact.postcode,
    PhiCategory.PLAATS: places.place,
    PhiCategory.ZIEKENHUIS: places.hospital,
    PhiCategory.PATIENTNUMMER: numbers.identifier,
    PhiCategory.ZNUMMER: numbers.identifier,
    PhiCategory.BSN: numbers.bsn,
    PhiCategory.IBAN: numbers.iban,
    PhiCategory.RAPPORT_ID: numbers.report_id,
    PhiCategory.PHINUMMER: numbers.identifier,
    PhiCategory.STUDIE_NAAM: other.study,
    PhiCategory.ACCREDITATIE_NUMMER: numbers.identifier,
    PhiCategory.BEDRIJF: other.company,
}
_NEUTRAL = "X"  # for an original without a letter or digit


@dataclass(frozen=True, slots=True, repr=False)
class PatientSurrogates:
    """What the PHI of one patient is replaced by.

    A surrogate follows from the key, the namespace, the patient and the original alone: neither
    the order nor the other reports nor the number of workers matter.

    Attributes:
        key: the project key.
        namespace: within which patient ids are unique; the centre, unless patients of several
            centres are known to be the same.
        patient: the patient's id.
    """

    key: ProjectKey
    namespace: str
    patient: str
    _scope: Scope = field(init=False, compare=False)

    def __post_init__(self) -> None:
        scope = Scope.of(self.key.derived(Use.PATIENT, self.namespace, self.patient))
        object.__setattr__(self, "_scope", scope)

    def __repr__(self) -> str:
        return f"<PatientSurrogates of a patient of {self.namespace}, {self.key!r}>"

    def surrogate(self, original: str, label: str) -> str:
        """The surrogate of a mention.

        Args:
            original: what the report says.
            label: what it is, a canonical PHI label.

        Returns:
            Printable ASCII, not empty, with no line break the original had not, and other than
            the original in whatever case; only an age may be as it was.

        Raises:
            InputFault: if the label is none that has a surrogate.
        """
        category = _category(label)
        plain = clean(original)
        if not any(map(str.isalnum, plain)):
            return _NEUTRAL
        new = clean(MAKERS[category](plain, self._scope))
        if category is PhiCategory.LEEFTIJD or new.strip().lower() != plain.strip().lower():
            return new
        # A family that finds nothing of its own in a mention leaves it as it is.
        return scramble(plain, self._scope.stream(Use.LETTERS, plain))

    def fresh(self, label: str, report: str, which: int | str) -> str:
        """A surrogate for a tag whose original is unknown, in a usual form.

        Args:
            label: what the tag says, a canonical PHI label.
            report: the report's id, so that the tags of two reports are not tied together.
            which: tells this tag from the others of its category in the report.

        Raises:
            InputFault: if the label is none that has a surrogate.
        """
        category = _category(label)
        scope = self._scope.within(Use.TAG, report, category, str(which))
        return MAKERS[category](template(label, scope), scope)


@lru_cache(maxsize=256)
def _category(label: str) -> PhiCategory:
    if canonical_label(label) == label and category_of(label) in MAKERS:
        return category_of(label)
    raise InputFault(NO_SURROGATE)
