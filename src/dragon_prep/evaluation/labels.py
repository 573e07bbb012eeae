"""Which labels count as the same."""

from __future__ import annotations

from dragon_prep.core.phi import PhiCategory, canonical_label, category_of

IGNORE = "IGNORE"

_COMMON = {PhiCategory.PERSOONAFKORTING: PhiCategory.PERSOON}

# For the coarser strict figures: which number it is, or which part of an address, makes no
# difference to what has to be replaced.
_FAMILIES = {
    PhiCategory.PATIENTNUMMER: "NUMMER",
    PhiCategory.ZNUMMER: "NUMMER",
    PhiCategory.BSN: "NUMMER",
    PhiCategory.IBAN: "NUMMER",
    PhiCategory.RAPPORT_ID: "NUMMER",
    PhiCategory.PHINUMMER: "NUMMER",
    PhiCategory.ACCREDITATIE_NUMMER: "NUMMER",
    PhiCategory.ADRES: "PLAATS",
    PhiCategory.POSTCODE: "PLAATS",
    PhiCategory.TELEFOONNUMMER: "CONTACT",
    PhiCategory.EMAIL: "CONTACT",
    PhiCategory.URL: "CONTACT",
}


def common_label(label: str) -> str | None:
    """The label a span is scored under, None when it is not a PHI label.

    Args:
        label: as an annotation or a detector has it, or ``IGNORE``.

    Returns:
        The category without sub-type; of a person's initials the person's; ``IGNORE`` as it is.
    """
    if label == IGNORE:
        return IGNORE
    canonical = canonical_label(label)
    if canonical is None:
        return None
    category = category_of(canonical)
    return str(_COMMON.get(category, category))


def family(label: str) -> str:
    """The coarser label of a common label, such as one for all numbers."""
    return _FAMILIES.get(PhiCategory(label), label)
