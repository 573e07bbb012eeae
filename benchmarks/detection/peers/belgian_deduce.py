"""belgian-deduce, with its own settings."""

import sys
from pathlib import Path

from common import Find, run

LABELS = {
    "person": "PERSOON",
    "patient": "PERSOON",
    "date": "DATUM",
    "age": "LEEFTIJD",
    "location": "PLAATS",
    "hospital": "ZIEKENHUIS",
    "healthcare_institution": "ZIEKENHUIS",
    "id": "PATIENTNUMMER",
    "national_register_number": "BSN",
    "phone_number": "TELEFOONNUMMER",
    "email": "EMAIL",
    "url": "URL",
}


def load() -> Find:
    # This file has the package's name, so its folder must not be searched for it.
    sys.path.remove(str(Path(__file__).parent))
    from belgian_deduce import Deduce

    detector = Deduce()
    return lambda text: [
        (found.start_char, found.end_char, LABELS[found.tag])
        for found in detector.deidentify(text).annotations
    ]


run(load)
