"""Columns that any sheet may have beside its own, so that the patient is found in the texts."""

from __future__ import annotations

from dragon_prep.core.known import KnownKind
from dragon_prep.intake.raw_file import Column

_USE = "used only to find it in the texts, in any spelling"

IDENTITY_COLUMNS = tuple(
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
)
