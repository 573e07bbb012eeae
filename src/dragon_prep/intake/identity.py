"""Columns that any sheet may have beside its own, so that the patient is found in the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.known import KnownKind
from dragon_prep.intake.raw_file import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        street zip zipcode postalcode woonadres patientadres patientaddress gemeente""",
    "phone": """telefoon telefoonnummer telefoonnr telnr tel tel1 telnummer mobiel mobielnummer gsm
        phonenumber telephone mobile cell mobiletelefoon""",
    "treating_doctor": """behandelaar behandelend behandelendarts behandelendspecialist arts
        specialist huisarts aanvrager aanvragend aanvragendarts radioloog patholoog verslaglegger
        supervisor auteur physician doctor referringphysician radiologist pathologist""",
}
_OURS = {word: name for name, words in _SYNONYMS.items() for word in words.split()}


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
        folded = "".join(filter(str.isalnum, header)).casefold()
        name = _OURS.get(folded) or named.get(folded)
        if name in known:
            found[header] = name
    return found
