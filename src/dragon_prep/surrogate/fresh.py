"""The usual form of each PHI category, for tags whose original is unknown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import PhiCategory, category_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.phi.scope import Scope

# Each is replaced in its turn, in a scope of its own; only its form is seen in the end.
TEMPLATES: Mapping[PhiCategory, str] = {
    PhiCategory.PERSOON: "J. Jansen",
    PhiCategory.PERSOONAFKORTING: "JJan",
    PhiCategory.DATUM: "01-01-2012",
    PhiCategory.TIJD: "08:00",
    PhiCategory.LEEFTIJD: "40",
    PhiCategory.TELEFOONNUMMER: "06-12345678",
    PhiCategory.EMAIL: "j.jansen@voorbeeld.nl",
    PhiCategory.URL: "www.voorbeeld.nl",
    PhiCategory.ADRES: "Dorpsstraat 12",
    PhiCategory.POSTCODE: "1234 AB",
    PhiCategory.PLAATS: "Utrecht",
    PhiCategory.ZIEKENHUIS: "Algemeen Ziekenhuis",
    PhiCategory.PATIENTNUMMER: "1234567",
    PhiCategory.ZNUMMER: "Z123456",
    PhiCategory.BSN: "123456782",
    PhiCategory.IBAN: "NL91 ABNA 0417 1643 00",
    PhiCategory.RAPPORT_ID: "T12-12345",
    PhiCategory.PHINUMMER: "1234567",
    PhiCategory.STUDIE_NAAM: "STUDIENAAM",
    PhiCategory.ACCREDITATIE_NUMMER: "M123",
    PhiCategory.BEDRIJF: "Bedrijf",
}
_DAYS = 3650  # over which the dates of tags are spread
_LAST = date(2021, 12, 31)  # of tags where no other date is known
_FIRST_MINUTE, _MINUTES = 8 * 60, 10 * 60  # of a working day
_YOUNGEST, _AGES = 40, 45


def template(label: str, scope: Scope) -> str:
    """A mention in the usual form of a label; dates, times and ages are drawn here."""
    category = category_of(label)
    stream = scope.stream(KeyPurpose.TAG, category)
    if category is PhiCategory.DATUM:
        last = scope.around.latest or scope.around.last or _LAST
        return f"{last - timedelta(stream.below(_DAYS)):%d-%m-%Y}"
    if category is PhiCategory.TIJD:
        return "{:02}:{:02}".format(*divmod(_FIRST_MINUTE + stream.below(_MINUTES), 60))
    if category is PhiCategory.LEEFTIJD:
        return str(_YOUNGEST + stream.below(_AGES))
    if category is PhiCategory.RAPPORT_ID:
        # "RAPPORT_ID.DPA_NUMMER" is written DPA12-12345.
        kind = label.partition(".")[2].removesuffix("_NUMMER") or "T"
        return f"{kind}{TEMPLATES[category][1:]}"
    return TEMPLATES[category]
