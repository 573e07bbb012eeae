"""Columns that any sheet may have beside its own, so that the patient is found in the texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.known import KnownKind
from dragon_prep.intake.raw_file import Column
from dragon_prep.language.letters import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_USE = "used only to find it in the texts, in any spelling"

_SEX = Column(
    "sex",
    "the patient's sex, M or V; used only so that first names keep it",
    required=False,
    known=KnownKind.SEX,
)
IDENTITY_COLUMNS = (
    _SEX,
    *(
        Column(name, f"{meaning}; {_USE}", required=False, known=kind)
        for name, meaning, kind in (
            ("patient_name", "the patient's name, such as Jansen, P.J. van", KnownKind.NAME),
            (
                "birth_date",
                "the date of birth, day or year first",
                KnownKind.BIRTH_DATE,
            ),
            ("patient_number", "another number of the patient's", KnownKind.NUMBER),
            ("bsn", "the patient's citizen service number", KnownKind.NUMBER),
            ("report_number", "the number the report itself carries", KnownKind.REPORT_NUMBER),
            ("address", "street, number, postcode and town", KnownKind.ADDRESS),
            ("phone", "the patient's telephone number", KnownKind.PHONE),
            ("treating_doctor", "who treats the patient; several apart by ;", KnownKind.DOCTOR),
        )
    ),
)

_SYNONYMS = {
    "sex": "geslacht sekse gender patientsex patientgender patientgeslacht",
    "patient_name": """naam patientnaam patientname patname patnaam naampatient name fullname
        achternaam voornaam voornamen voorletters roepnaam meisjesnaam geslachtsnaam eigennaam
        lastname firstname surname familyname givenname initialen initials volledigenaam
        patientachternaam patientvoornaam patientlastname patientfirstname partnernaam""",
    "birth_date": """geboortedatum geboortedat gebdatum gebdat gebdt geboren geboortedag
        geboortejaar birthdate birthday dateofbirth dob patientbirthdate patientgeboortedatum
        patientdob birthyear yearofbirth""",
    "patient_number": """patientnummer patientnr patientennummer patientnumber patnr patnummer
        ziekenhuisnummer zisnummer zisnr hixnummer epdnummer dossiernummer dossiernr mrn
        medicalrecordnumber opnamenummer sapnummer patientmrn""",
    "bsn": "bsnnummer bsnnr burgerservicenummer burgerservicenr sofinummer citizenservicenumber",
    "report_number": """verslagnummer verslagnr rapportnummer rapportnr onderzoeknummer
        onderzoeksnummer onderzoeknr accessienummer accessionnumber accessionnr accession
        ordernummer ordernr reportnr studynumber tnummer""",
    "address": """adres straat straatnaam huisnummer huisnr postcode woonplaats plaats stad city
        street zip zipcode postalcode woonadres huisadres patientadres
        patientaddress gemeente""",
    "phone": """telefoon telefoonnummer telefoonnr telnr tel tel1 telnummer mobiel mobielnummer gsm
        phonenumber telephone mobile cell mobiletelefoon""",
    "treating_doctor": """behandelaar behandelend behandelendarts behandelendspecialist arts
        specialist huisarts aanvrager aanvragend aanvragendarts radioloog patholoog verslaglegger
        supervisor auteur physician doctor referringphysician radiologist pathologist""",
}
_OURS = {word: name for name, words in _SYNONYMS.items() for word in words.split()}
# What a header says of whose they are, and nothing else: "Geboortedatum patiënt", "NAAM1".
_WHOSE = re.compile(r"patient(?:en)?|client|clt|(?<![a-z])(?:pat|pt|van|de|het|der|vd)(?![a-z])")
_NAME = re.compile(r"\bnaam\b|\bnr\b|\bnummer\b")
_WORD = re.compile(r"[a-z]+")


def likely_identity(headers: Iterable[str], columns: Sequence[Column]) -> dict[str, str]:
    """Headers that look like columns of the patient's own data, with the names they should have.

    Args:
        headers: of columns that are not read.
        columns: that may be read: only of kinds that are among them something is told.
    """
    known = {column.name for column in columns if column.known is not None}
    named = {name.replace("_", ""): name for name in known}
    found: dict[str, str] = {}
    for header in headers:
        said = (_OURS.get(word) or named.get(word) for word in _readings(header))
        name = next(filter(None, said), None)
        if name in known:
            found[header] = name
    return found


def _readings(header: str) -> Iterator[str]:
    """What a header can be called: as it is, and without what tells whose it is, or that it is one.

    In small letters, without accents, signs and blanks.
    """
    low = without_accents(header.casefold())
    yield "".join(filter(str.isalnum, low))
    apart = re.sub(r"[^a-z]+", " ", low)
    yield apart.replace(" ", "")
    bare = _WHOSE.sub(" ", apart)
    yield "".join(_WORD.findall(bare))
    yield "".join(_WORD.findall(_NAME.sub(" ", bare)))
