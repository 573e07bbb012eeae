"""Columns with the patient's own data: those that are used are told, likely others suggested."""

from __future__ import annotations

import csv
import json

import pytest

from dragon_prep.intake.identity import IDENTITY_COLUMNS, likely_identity
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.source import Source

COLUMNS = (Column("patient_id", ""), Column("text", ""), *IDENTITY_COLUMNS)


def read(tmp_path, *rows):
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    source = Source(tmp_path, (RawFile("x", "x.csv", Layout.SHEET, "", COLUMNS),))
    source.table("x.csv")
    return source


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("patientname", "patient_name"),
        ("Geboorte-datum", "birth_date"),
        ("BSN nummer", "bsn"),
        ("BSN", "bsn"),
        ("Patient name", "patient_name"),
        ("Woonplaats", "address"),
        ("Tel.nr", "phone"),
        ("Behandelend arts", "treating_doctor"),
        ("MRN", "patient_number"),
        ("Patiëntnaam", "patient_name"),
        ("Naam van de patiënt", "patient_name"),
        ("Achternaam (patient)", "patient_name"),
        ("NAAM1", "patient_name"),
        ("Patiënt nr.", "patient_number"),
        ("Geboortedatum patiënt", "birth_date"),
        ("Naam huisarts", "treating_doctor"),
        ("Huisadres", "address"),
    ],
)
def test_likely_columns_are_suggested(tmp_path, header, ours):
    source = read(tmp_path, ["patient_id", "text", header, "volume"], ["1", "Tekst.", "x", "3"])
    assert [(p.kind.code, p.place.column, p.quarantined) for p in source.problems] == [
        ("R367", header, False)
    ]
    assert f"`{ours}`" in source.problems[0].detail
    assert source.identity == {"x.csv": ()}


@pytest.mark.parametrize(
    "header", ["Patiënt", "Nummer", "Nr.", "Naam studie", "Datum", "Verslag", "Leeftijd patiënt"]
)
def test_what_tells_nothing_of_the_patient_is_not(header):
    assert likely_identity([header], COLUMNS) == {}


def test_columns_in_use_are_noted_if_a_cell_is_filled(tmp_path):
    rows = ["patient_id", "text", "patient_name", "bsn"], ["1", "Tekst.", "Jansen, P.", ""]
    source = read(tmp_path, *rows)
    assert source.identity == {"x.csv": ("patient_name",)}
    assert source.problems == []


def test_nothing_is_suggested_where_nothing_of_the_kind_is_read(tmp_path):
    assert likely_identity(["geboortedatum", "naam"], COLUMNS[:2]) == {}


def test_members_of_records_are_suggested_too(tmp_path):
    record = {"patient_id": "1", "text": "Tekst.", "meta": {}, "geboortedatum": "1-2-1950"}
    (tmp_path / "x.jsonl").write_text(json.dumps(record) + "\n")
    source = Source(tmp_path, (RawFile("x", "x.jsonl", Layout.RECORDS, "", COLUMNS),))
    source.table("x.jsonl")
    assert [p.place.column for p in source.problems] == ["geboortedatum"]
