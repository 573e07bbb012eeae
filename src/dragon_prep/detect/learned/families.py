"""What a piece of a text can be a part of, as far as the learned layer tells kinds of PHI apart."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory as P
from dragon_prep.core.phi import category_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# By name, each with the label of what is found; the first is nothing at all.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "none": "",
        "person": P.PERSOON,
        "code": P.PERSOONAFKORTING,
        "date": P.DATUM,
        "time": P.TIJD,
        "age": P.LEEFTIJD,
        "phone": P.TELEFOONNUMMER,
        "email": P.EMAIL,
        "address": P.ADRES,
        "postcode": P.POSTCODE,
        "town": P.PLAATS,
        "institution": P.ZIEKENHUIS,
        "company": P.BEDRIJF,
        "study": P.STUDIE_NAAM,
        "report": P.RAPPORT_ID,
        "patient": P.PATIENTNUMMER,
        "number": P.PHINUMMER,
    }
)
FAMILIES = tuple(LABELS)
NONE = 0
_OF_CATEGORY = {label: code for code, label in enumerate(LABELS.values()) if label} | {
    P.URL: FAMILIES.index("email")
}
_OTHER = FAMILIES.index("number")


def family_of(label: str) -> int:
    """The code of the family of a label of PHI, its place in ``FAMILIES``."""
    return _OF_CATEGORY.get(category_of(label), _OTHER)
