"""PHI categories and the spellings of their tags (one place for each name)."""

from __future__ import annotations

import re
from enum import StrEnum


class PhiCategory(StrEnum):
    """What sort of protected health information a span holds."""

    PERSOON = "PERSOON"
    PERSOONAFKORTING = "PERSOONAFKORTING"
    DATUM = "DATUM"
    TIJD = "TIJD"
    LEEFTIJD = "LEEFTIJD"
    TELEFOONNUMMER = "TELEFOONNUMMER"
    EMAIL = "EMAIL"
    URL = "URL"
    ADRES = "ADRES"
    POSTCODE = "POSTCODE"
    PLAATS = "PLAATS"
    ZIEKENHUIS = "ZIEKENHUIS"
    PATIENTNUMMER = "PATIENTNUMMER"
    ZNUMMER = "ZNUMMER"
    BSN = "BSN"
    IBAN = "IBAN"
    RAPPORT_ID = "RAPPORT_ID"
    PHINUMMER = "PHINUMMER"
    STUDIE_NAAM = "STUDIE_NAAM"
    ACCREDITATIE_NUMMER = "ACCREDITATIE_NUMMER"
    BEDRIJF = "BEDRIJF"


# Spellings met in the centres' annotation files, after "-" has become "_".
_ALIASES = {
    "NAAM": "PERSOON",
    "TNUMMER": "RAPPORT_ID.T_NUMMER",
    "T_NUMMER": "RAPPORT_ID.T_NUMMER",
    "ACCREDATIE_NUMMER": "ACCREDITATIE_NUMMER",
    "EMAILADRES": "EMAIL",
    "INSTELLING": "ZIEKENHUIS",
}
_SUBTYPES = {"T_NUMMER", "R_NUMMER", "C_NUMMER", "DPA_NUMMER", "RPA_NUMMER"}

# A tag in a text: a known name in any case, or anything in capitals that looks like a tag.
TAG = re.compile(r"</?([A-Za-z][A-Za-z_.\-]{0,48}[A-Za-z])>")


def canonical_label(tag: str) -> str | None:
    """The one spelling of a PHI label, or None when it is not a PHI label.

    Args:
        tag: a label as annotation files have it, with or without angle brackets, such as
            ``<PERSOON>``, ``RAPPORT-ID.T-NUMMER`` or ``naam``.

    Returns:
        A category's name, for report ids with the sub-type behind a dot.
    """
    name = tag.strip().removeprefix("<").removesuffix(">").upper().replace("-", "_")
    name = _ALIASES.get(name, name)
    category, _, subtype = name.partition(".")
    if category not in PhiCategory.__members__:
        return None
    if subtype and (category != PhiCategory.RAPPORT_ID or subtype not in _SUBTYPES):
        return None
    return name


def category_of(label: str) -> PhiCategory:
    """The category of a canonical label.

    Raises:
        ValueError: if the label is not canonical.
    """
    return PhiCategory(label.partition(".")[0])
