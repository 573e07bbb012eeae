"""How what an export knows is read, and found in its spellings."""

from __future__ import annotations

import pytest

from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.detect.known import KnownPatient
from dragon_prep.detect.known_values import (
    KnownDate,
    read_address,
    read_date,
    read_number,
    read_phone,
)
from dragon_prep.language.page import read


def told(text, hits):
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in hits]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1945-03-12", (1945, 3, 12)),
        (" 12-03-1945 ", (1945, 3, 12)),
        ("12 mrt '45", (45, 3, 12)),
        ("19450312", (1945, 3, 12)),
        ("120345", None),
        ("12-03-1945 14:05", (1945, 3, 12)),
        ("12-03-1945 2", (1945, 3, 12)),
        ("12-03-1945 22", (1945, 3, 12)),
        ("12-03-1945 222", None),
        ("12-03-1945 x", (1945, 3, 12)),
        ("12-03-1945 xx2", (1945, 3, 12)),
        ("12-03-1945 xxx2", None),
        ("maart 1945", None),
        ("12-3", None),
        ("", None),
    ],
)
def test_dates_of_an_export(value, day):
    assert read_date(value) == (None if day is None else KnownDate(*day))


@pytest.mark.parametrize(
    ("value", "digits", "letters"),
    [
        ("0012345", "12345", ""),
        ("12-34-5", "12345", ""),
        ("Z123456", "123456", ""),
        ("AB123", "123", "AB"),
        ("ABC12", "12", "ABC"),
        ("1234", None, None),
        ("A123", None, None),
        ("00123", None, None),
        ("", None, None),
    ],
)
def test_numbers_of_an_export(value, digits, letters):
    got = [(n.digits, n.letters, n.label) for n in read_number(value, "BSN")]
    assert got == ([] if digits is None else [(digits, letters, "BSN")])


def test_phones_and_addresses_of_an_export():
    assert {n.digits for n in read_phone("024-3611111")} == {"243611111", "31243611111", "3611111"}
    assert {n.label for n in read_phone("024-3611111")} == {"TELEFOONNUMMER"}
    streets, codes, towns = read_address("Lange Hezelstraat 5, 6525 ga Nijmegen")
    assert [(s.words, s.house) for s in streets] == [(("lange", "hezelstraat"), "5")]
    assert [(c.digits, c.letters, c.label) for c in codes] == [("6525", "GA", "POSTCODE")]
    assert towns == ["nijmegen"]
    assert read_address("") == ([], [], [])


def known(text, kind, value):
    patient = KnownPatient.of([KnownFact(KnownKind[kind], value)])
    return sorted(set(told(text, patient.find(read(text)))) if patient else [])


@pytest.mark.parametrize(
    ("kind", "value", "text", "mention", "rule"),
    [
        ("NUMBER", "1234567", "nr 1234567 nu", "1234567", "known.number"),
        ("NUMBER", "1234567", "nr 00 1234567 nu", "00 1234567", "known.number"),
        ("NUMBER", "1234567", "nr 0-1234567 nu", "0-1234567", "known.number"),
        ("NUMBER", "1234567", "nr 123-4567 nu", "123-4567", "known.number"),
        ("NUMBER", "1234567", "nr AB1234567", "AB1234567", "known.number"),
        ("NUMBER", "1234567", "nr AB-1234567", "AB-1234567", "known.number"),
        ("NUMBER", "1234567", "nr ab-1234567", "1234567", "known.number"),
        ("NUMBER", "1234567", "nr ABCD1234567", "1234567", "known.number"),
        ("NUMBER", "1234567", "nr ABC1234567", "ABC1234567", "known.number"),
        ("NUMBER", "123456", "nr 123456 stuks", None, None),
        ("NUMBER", "123456", "nr 123.456 nu", None, None),
        ("NUMBER", "123456", "nr 123456.7 nu", None, None),
        ("NUMBER", "123456", "nr 123456. Nu", "123456", "known.number"),
        ("NUMBER", "1234567", "nr 1.234.567 nu", "1.234.567", "known.number"),
        ("NUMBER", "AB123", "nr AB123 nu", "AB123", "known.number"),
        ("NUMBER", "AB123", "nr AB 123 nu", "AB 123", "known.number"),
        ("NUMBER", "AB123", "nr AB-123 nu", "AB-123", "known.number"),
        ("NUMBER", "AB123", "nr ab.123 nu", "ab.123", "known.number"),
        ("NUMBER", "AB123", "nr AB/123 nu", None, None),
        ("NUMBER", "AB123", "nr AC123 nu", None, None),
        ("NUMBER", "1234567", "nr 123     4567", None, None),
        ("REPORT_NUMBER", "T19-81762", "zie T19-81762", "T19-81762", "known.number"),
        ("ADDRESS", "Dorpsstraat 12", "Dorpsstraat 12 nu", "Dorpsstraat 12", "known.address"),
        ("ADDRESS", "Dorpsstraat 12", "Dorpsstr. 12 nu", "Dorpsstr. 12", "known.address"),
        ("ADDRESS", "Dorpsstraat 12", "Dorpsstraat 13 nu", None, None),
        ("ADDRESS", "Zwelgmansstraat 12", "Zwelgmansstraat 13", "Zwelgmansstraat", "known.address"),
        ("ADDRESS", "Zwelgmansstraat 12", "zwelgmansstraat 13", None, None),
        ("ADDRESS", "Zwelgmansstraat 12", "zwelgmansstraat 12", "zwelgmansstraat 12",
         "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te 6525 GA x", "6525 GA", "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te 6525ga x", "6525ga", "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te 6525  GA x", None, None),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te Nijmegen x", "Nijmegen", "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te nijmegen x", None, None),
        ("ADDRESS", "A 1, 6525 GA Best", "te Best x", None, None),
        ("BIRTH_DATE", "1945-03-12", "op 12-03-45 nu", "12-03-45", "known.date"),
        ("BIRTH_DATE", "12-03-45", "op 12-03-2045 nu", "12-03-2045", "known.date"),
        ("BIRTH_DATE", "12-03-45", "op 12-03-1945 nu", "12-03-1945", "known.date"),
        ("BIRTH_DATE", "1945-03-12", "op March 12, 1945 nu", "March 12, 1945", "known.date"),
        ("BIRTH_DATE", "1945-03-12", "op 12-03-2045 nu", None, None),
    ],
)  # fmt: skip
def test_what_is_known_is_found_in_its_spellings(kind, value, text, mention, rule):
    got = known(text, kind, value)
    assert [(m, r) for m, _, r in got] == ([] if mention is None else [(mention, rule)])
