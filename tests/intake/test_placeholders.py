"""Texts that are no report, errors of spreadsheets, and workbooks with odd cells."""

from __future__ import annotations

import re

import openpyxl
import pytest

from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.placeholders import LONGEST_TEXT, is_error, says_no_report, text_fault
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.tables import read_table

HERE = Place("x.xlsx", 2)
RAW = RawFile("x", "x.xlsx", Layout.SHEET, "", (Column("a", ""), Column("b", "", required=False)))


@pytest.mark.parametrize(
    "text",
    [
        *("#N/A", "NULL", "zie PACS", "Zie PACS.", "Geen verslag", ".", "---", "N.v.t.", "nan"),
        *("Geen verslag beschikbaar", "Verslag volgt", "zie EPD", "er is nog geen uitslag"),
    ],
)
def test_placeholders_are_no_reports(text):
    assert says_no_report(text)
    assert text_fault(text, HERE).kind.code == "R361"


@pytest.mark.parametrize(
    "text",
    ["Geen afwijkingen.", "MRI prostaat", "Zie verslag van 12 maart: geen progressie.", "PSA 4,5"],
)
def test_short_reports_are_reports(text):
    assert text_fault(text, HERE) is None


def test_texts_that_were_cut_or_are_no_report_by_their_length():
    assert text_fault("a" * 32_767, HERE).kind.code == "R362"
    assert text_fault("a" * 32_765 + "\N{GRINNING FACE}", HERE).kind.code == "R362"  # two units
    assert text_fault("a" * 32_766, HERE) is None
    assert text_fault("a" * 32_768, HERE) is None
    assert text_fault("a" * (LONGEST_TEXT + 1), HERE).kind.code == "R363"


@pytest.mark.parametrize("cell", ["#N/A", "#WAARDE!", "#value!", " #REF! ", "#NAAM?"])
def test_errors_in_english_and_dutch(cell):
    assert is_error(cell)
    assert not is_error(f"{cell} mm")


def _book(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    return book


def test_error_or_formula_without_a_value_costs_its_row(tmp_path):
    book = _book(tmp_path, ["a", "b"], ["1", "2"], ["3", None], ["=1+1", "4"], ["5", "=B2"])
    error = book.active["B3"]
    error.value, error.data_type = "#DIV/0!", "e"
    book.save(tmp_path / "x.xlsx")
    table = read_table(tmp_path, RAW)
    assert [row["a"] for row in table.rows] == ["1"]
    assert [(p.kind.code, p.place.row, p.place.column) for p in table.unreadable] == [
        ("R322", 3, "b"),
        ("R322", 4, "a"),
        ("R322", 5, "b"),
    ]
    assert "without" not in table.unreadable[0].detail
    assert "does not have its value" in table.unreadable[1].detail
    assert [row["a"] for row in table.damaged] == ["3", "#FORMULA!", "5"]


def test_error_in_a_column_that_is_not_read_is_nothing(tmp_path):
    _book(tmp_path, ["a", "other"], ["1", "=1+1"])
    assert [row["a"] for row in read_table(tmp_path, RAW).rows] == ["1"]


def test_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path):
    import zipfile

    _book(tmp_path, ["a", "b"], ["1", "=T(A9)"])
    old = zipfile.ZipFile(tmp_path / "x.xlsx")
    parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    # openpyxl writes an empty value in three ways, by its version and whether lxml is there.
    cell = rb'<c r="B2"><f>T\(A9\)</f>(?:<v ?/>|<v></v>)</c>'
    changed, count = re.subn(cell, b'<c r="B2" t="str"><f>T(A9)</f><v></v></c>', sheet)
    assert count == 1
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for name, data in {**parts, "xl/worksheets/sheet1.xml": changed}.items():
            new.writestr(name, data)
    assert [row.cells for row in read_table(tmp_path, RAW).rows] == [{"a": "1", "b": None}]


def test_error_in_a_workbook_of_the_strict_kind(tmp_path):
    import zipfile

    book = _book(tmp_path, ["a", "b"], ["1", None], ["2", "3"])
    error = book.active["B2"]
    error.value, error.data_type = "#DIV/0!", "e"
    book.save(tmp_path / "x.xlsx")
    loose = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(tmp_path / "x.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for name, data in parts.items():
            new.writestr(name, data.replace(loose, b"http://purl.oclc.org/ooxml/relationships"))
    table = read_table(tmp_path, RAW)
    assert [row["a"] for row in table.rows] == ["2"]
    assert [(p.kind.code, p.place.column) for p in table.unreadable] == [("R322", "b")]


def test_stray_cell_far_away_is_told_before_it_is_read(tmp_path):
    book = _book(tmp_path, ["a"], ["1"])
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(InputFault) as raised:
        read_table(tmp_path, RAW)
    assert raised.value.kind.code == "E218"
    assert "row 1048576 and column 16384" in raised.value.detail
