"""zorgdeid's patterns, without the spaCy model that it would download: a blank pipeline instead."""

import sys
from pathlib import Path

from common import Find, run

LABELS = {
    "PERSON": "PERSOON",
    "LOCATION": "PLAATS",
    "DATE": "DATUM",
    "TIME": "TIJD",
    "PHONE_NUMBER": "TELEFOONNUMMER",
    "EMAIL_ADDRESS": "EMAIL",
    "URL": "URL",
    "ZIPCODE": "POSTCODE",
    "IBAN_CODE": "IBAN",
    "BSN": "BSN",
    "HEALTH_IDENTIFIER": "PATIENTNUMMER",
}
OTHER = "PHINUMMER"  # numbers of cards, devices, passports and the like


def load() -> Find:
    # This file has the package's name, so its folder must not be searched for it.
    sys.path.remove(str(Path(__file__).parent))
    import spacy
    from zorgdeid import analyze
    from zorgdeid.analysis import analyzer

    analyzer._ensure_model = lambda: None  # noqa: SLF001  else it downloads
    analyzer.spacy.load = lambda _: spacy.blank("nl")
    return lambda text: [
        (found["start"], found["end"], LABELS.get(found["type"], OTHER))
        for found in analyze.text(text)
    ]


run(load)
