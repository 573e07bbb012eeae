"""deduce, with its own settings."""

import sys
from pathlib import Path

from common import Find, run

LABELS = {
    "persoon": "PERSOON",
    "patient": "PERSOON",
    "datum": "DATUM",
    "leeftijd": "LEEFTIJD",
    "locatie": "PLAATS",
    "ziekenhuis": "ZIEKENHUIS",
    "zorginstelling": "ZIEKENHUIS",
    "id": "PATIENTNUMMER",
    "bsn": "BSN",
    "telefoonnummer": "TELEFOONNUMMER",
    "emailadres": "EMAIL",
    "url": "URL",
}


def load() -> Find:
    # This file has the package's name, so its folder must not be searched for it.
    sys.path.remove(str(Path(__file__).parent))
    from deduce import Deduce

    detector = Deduce()
    return lambda text: [
        (found.start_char, found.end_char, LABELS[found.tag])
        for found in detector.deidentify(text).annotations
    ]


run(load)
