"""What hospitals call the columns that layouts have, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata

# By field, the likelier ones first. Parts of a name stand apart; case and signs do not count.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "patient_id": (
        *("patient id", "patient identifier", "patientnummer", "patient nummer", "patient nr"),
        *("patnr", "pat nr", "patientnr", "patid", "person id", "pseudoniem", "pseudonym"),
        *(
            "zis nummer",
            "zisnummer",
            "zisnr",
            "mdn",
            "persoonsnummer",
            "anonymous id",
            "subject id",
        ),
        *("medical record number", "mrn", "subject id", "patient", "subject"),
    ),
    "study_id": (
        *("study id", "studie id", "onderzoek id", "onderzoeknummer", "onderzoeksnummer"),
        *("accessionnummer", "accession number", "accession", "accnr", "study uid"),
        *("studyinstanceuid", "studienummer", "verrichtingnummer", "verslagnummer", "verslag id"),
        *(
            "report id",
            "rapportnummer",
            "note source value",
            "visit id",
            "identifier",
            "note id",
            "id",
        ),
    ),
    "uid": (
        *("tnummer", "t nummer", "palganummer", "palga nummer", "pa nummer", "panummer"),
        *("report number", "report id", "rapportnummer", "verslagnummer", "verslag id", "uid"),
        *("casenummer", "case number", "note source value", "identifier", "note id", "id"),
    ),
    "text": (
        *("verslag", "verslagtekst", "verslag tekst", "report", "report text", "rapport"),
        *("rapporttekst", "radiology report", "radiologieverslag", "pathology report", "note text"),
        *("paverslag", "pa verslag", "brief", "tekst", "text"),
    ),
    "date": ("onderzoeksdatum", "studiedatum", "study date", "note date", "datum", "date"),
    "pirads": ("pirads", "pi rads", "pirads score", "pi rads score"),
    "prostate_volume": (
        *("prostate volume", "prostaatvolume", "prostaat volume", "volume prostaat", "volume"),
        "vol",
    ),
    "psa": ("psa", "psa waarde", "psa value"),
    "psad": ("psa density", "psa dichtheid", "psad", "psadichtheid"),
    "remark": ("opmerking", "opmerkingen", "remark", "remarks", "comment"),
    "roiID": ("roi", "roi id", "laesie", "laesie nummer", "lesion", "lesion id"),
    "cancer_origin": (
        *("cancer origin", "herkomst tumor", "tumorherkomst", "herkomst", "tumor origin"),
        *("origin", "origine", "primaire tumor", "primary tumor"),
    ),
    "sample_type": ("sample type", "type materiaal", "materiaaltype", "afnamewijze", "materiaal"),
    "sample_origin": (
        "sample origin",
        "plaats van afname",
        "afnameplaats",
        "locatie",
        "localisatie",
    ),
    "diagnosis": ("diagnosis", "diagnose"),
    "lesion_size": ("lesion size", "laesiegrootte", "grootte", "afmeting", "size"),
    "location": ("location", "locatie", "localisatie", "lokalisatie", "plaats laesie"),
    "attenuation": ("attenuation", "attenuatie", "densiteit", "density"),
    "adhesions": ("adhesions", "adhesies", "adhesie", "verklevingen"),
    "contains_nodules": ("nodules", "nodulus", "noduli", "contains nodules", "longnodulus"),
    "baseline": ("baseline", "is baseline", "uitgangsonderzoek", "nulmeting"),
    "left": ("left", "links", "linker heup", "linkerheup"),
    "right": ("right", "rechts", "rechter heup", "rechterheup"),
    "classification": ("classification", "classificatie", "klasse", "class"),
    "patient_name": ("patient name", "patientnaam", "naam patient", "naam", "name", "achternaam"),
    "birth_date": (
        *("birth date", "birthdate", "geboortedatum", "geb datum", "gebdatum", "dob"),
        *("patient birth date", "date of birth"),
    ),
    "patient_number": ("patient number", "ander nummer"),
    "bsn": ("bsn", "burgerservicenummer", "patient bsn"),
    "address": ("address", "adres", "woonadres", "patient address"),
    "phone": ("phone", "telefoon", "telefoonnummer", "tel", "mobiel", "patient phone"),
    "treating_doctor": ("treating doctor", "behandelaar", "behandelend arts", "aanvrager"),
}
# What cells say that are empty; of these, those that occur are proposed. No other cell is told.
NOT_STATED = (
    *("onbekend", "niet vermeld", "niet bekend", "unknown", "not stated", "not mentioned"),
    *("nvt", "n.v.t.", "n.b.", "geen", "-", "--", "?", ".", "x", "missing", "ontbreekt"),
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a name, in small letters without accents: ``PatientNr`` is patient, nr."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return tuple(part.lower() for part in _PART.findall(plain))


def likeness(header: str, field: str, names: tuple[str, ...]) -> float:
    """How like a header is to what a field is called, from 0 to 100.

    Args:
        header: of a hospital's file; of a member within a member, its last name counts, too.
        field: the layout's field.
        names: what else the layout calls it, as it stands.
    """
    if header in (field, *names):
        return 100.0
    every = (*names, field, *SYNONYMS.get(field, ()))
    spellings = {parts_of(header), parts_of(header.rpartition("/")[2])}
    best = 0.0
    for rank, name in enumerate(every):
        wanted = parts_of(name)
        for found in spellings:
            best = max(best, _alike(found, wanted) - rank / 10)
    return best


def is_known(header: str) -> bool:
    """Whether it is a name that some field has; so a row of such names is a header."""
    found = parts_of(header)
    return any(_alike(found, parts_of(name)) >= 90 for name in _EVERY)


def _alike(found: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    if not found or not wanted:
        return 0.0
    if "".join(found) == "".join(wanted):
        return 90.0
    if set(wanted) <= set(found):
        return 72.0 - 3 * (len(found) - len(wanted))
    return 0.0


_EVERY = tuple(dict.fromkeys((*SYNONYMS, *(n for names in SYNONYMS.values() for n in names))))
