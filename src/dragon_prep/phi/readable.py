"""Whether what stands in a mention can be read: what cannot is replaced all the same, and counted.

A surrogate of what nobody could read is a guess of its shape, and may mark its own place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.phi.ages import grammar as ages
from dragon_prep.phi.contact import addresses, phones, web
from dragon_prep.phi.dates import grammar as dates
from dragon_prep.phi.names import grammar as names
from dragon_prep.phi.numbers import grammar as numbers
from dragon_prep.phi.organisations import grammar as organisations
from dragon_prep.phi.places import grammar as places
from dragon_prep.phi.staff_codes import grammar as staff_codes
from dragon_prep.phi.times import grammar as times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_READERS: Mapping[PhiCategory, Callable[[str], bool]] = {
    PhiCategory.PERSOON: names.reads,
    PhiCategory.PERSOONAFKORTING: staff_codes.reads,
    PhiCategory.DATUM: dates.reads,
    PhiCategory.TIJD: times.reads,
    PhiCategory.LEEFTIJD: ages.reads,
    PhiCategory.TELEFOONNUMMER: phones.reads,
    PhiCategory.EMAIL: web.reads_email,
    PhiCategory.URL: web.reads_url,
    PhiCategory.ADRES: addresses.reads,
    PhiCategory.POSTCODE: addresses.reads,
    PhiCategory.PLAATS: places.reads,
    PhiCategory.ZIEKENHUIS: places.reads,
    PhiCategory.STUDIE_NAAM: organisations.reads,
    PhiCategory.BEDRIJF: organisations.reads,
    PhiCategory.PATIENTNUMMER: numbers.reads,
    PhiCategory.ZNUMMER: numbers.reads,
    PhiCategory.BSN: numbers.reads,
    PhiCategory.IBAN: numbers.reads,
    PhiCategory.RAPPORT_ID: numbers.reads,
    PhiCategory.PHINUMMER: numbers.reads,
    PhiCategory.ACCREDITATIE_NUMMER: numbers.reads,
}


@lru_cache(maxsize=1 << 14)  # reports say the same over and over
def reads(category: PhiCategory, text: str) -> bool:
    """Whether all of a mention is in a notation of its category.

    Args:
        category: what the mention is; of one whose notations nobody wrote down, all can be read.
        text: the mention.
    """
    read = _READERS.get(category)
    return read is None or read(text)
