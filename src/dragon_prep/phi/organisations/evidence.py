"""What speaks for a name's being a firm's."""

from __future__ import annotations

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

_COMPANY_ENDS = (
    *("bedrijf", "bedrijven", "fabriek", "fabrieken", "werken", "bouw", "transport", "sanering"),
    *("rij", "handel", "techniek", "service", "garage", "salon", "restaurant", "hotel"),
)


def is_company(name: str) -> bool:
    """Whether a name may be a firm's: it ends as one does, or is no short name of a Dutch word."""
    words = name.lower().split(" ")
    first = words[0]
    return first.endswith(_COMPANY_ENDS) or not (
        (len(words) < 3 and classes[first] & W.DUTCH) or classes[first] & W.NOT_A_NAME
    )
