"""Errors, formulas without a value and far cells in the formats that are no .xlsx."""

from __future__ import annotations

import datetime
import struct

import openpyxl
import pytest
import xlwt
from made_workbooks import ods_cell, ods_row, write_ods, write_xlsb, xlsb_text

from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.tables import as_texts, read_table
from dragon_prep.intake.workbook import read_sheets

COLUMNS = (Column("a", ""), Column("b", "", required=False))
ERROR = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
FORMULA = 'table:formula="of:=A1"'


def _read(tmp_path, name):
    return read_table(tmp_path, RawFile("x", name, Layout.SHEET, "", COLUMNS))


def _told(table):
    return [(p.kind.code, p.place.row, p.place.column) for p in table.unreadable]


def test_xls_errors_and_formulas_without_a_value_cost_their_rows(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate((["a", "b"], ["1", "2"], ["3"], ["4"], ["5"], [6, 7]), start=0):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.row(2).set_cell_error(1, "#DIV/0!")
    sheet.row(3).set_cell_boolean(1, value=False)
    sheet.write(4, 1, xlwt.Formula("A1"))
    book.save(str(tmp_path / "x.xls"))
    table = _read(tmp_path, "x.xls")
    assert [(row["a"], row["b"]) for row in table.rows] == [("1", "2"), ("4", "False"), ("6", "7")]
    assert _told(table) == [("R322", 3, "b"), ("R322", 5, "b")]
    assert "does not have its value" in table.unreadable[1].detail


def _xls_record(path, old, new):
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))


@pytest.mark.parametrize(("code", "is_held"), [(b"\x02\x00\x2a", True), (b"\x01\x00\x01", False)])
def test_xls_formula_that_gives_an_error_costs_its_row(tmp_path, code, is_held):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "a")
    sheet.write(0, 1, "b")
    sheet.write(1, 0, "1")
    sheet.write(1, 1, xlwt.Formula("A1"))
    sheet.write(2, 0, "2")
    path = tmp_path / "x.xls"
    book.save(str(path))
    # xlwt stores an empty text for each formula; what Excel stores stands in its place.
    _xls_record(path, b"\x03\x00\x00\x00\x00\x00\xff\xff", code + b"\x00\x00\x00\xff\xff")
    table = _read(tmp_path, "x.xls")
    assert _told(table) == ([("R322", 2, "b")] if is_held else [])


def test_xls_formula_with_an_empty_text_is_empty_where_a_program_calculated_it(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "a")
    sheet.write(0, 1, "b")
    sheet.write(1, 0, "1")
    sheet.write(1, 1, xlwt.Formula("A1"))
    path = tmp_path / "x.xls"
    book.save(str(path))
    with pytest.raises(InputFault, match="E206"):  # none of its rows is left
        _read(tmp_path, "x.xls")
    # In place of a record that nobody needs: which engine calculated the formulas.
    data = path.read_bytes()
    at = data.index(struct.pack("<HH", 0x003D, 18))  # WINDOW1 is 22 bytes long
    calculated = struct.pack("<HHII", 0x01C1, 18, 0x01C1, 124519) + bytes(10)
    path.write_bytes(data[:at] + calculated + data[at + 22 :])
    assert [row.cells for row in _read(tmp_path, "x.xls").rows] == [{"a": "1", "b": None}]


def test_xls_is_read_as_the_xlsx_of_the_same_content(tmp_path):
    day, moment = datetime.date(2019, 3, 12), datetime.datetime.fromisoformat("2019-03-12 14:05")
    rows = [
        ["patient", "date", "time", "number", "whole", "text", "truth"],
        ["0012", day, moment, 4.5, 12, "Prostaat: 45 ml.\nGeen laesie; é", True],
        [None, None, None, None, None, None, None],
        ["p2", day, moment, -0.25, 1_000_000, "Zoë " * 3000, False],
    ]
    new, old = openpyxl.Workbook(), xlwt.Workbook()
    for number, name in enumerate(("Eerst", "Tweede", "Verborgen")):
        there = new.active if number == 0 else new.create_sheet()
        there.title, here = name, old.add_sheet(name)
        for at, row in enumerate(rows[: 4 - number]):
            there.append(row)
            for column, cell in enumerate(row):
                form = {day: "yyyy-mm-dd", moment: "yyyy-mm-dd hh:mm"}.get(cell, "General")
                if cell is not None:
                    here.write(at, column, cell, xlwt.easyxf(num_format_str=form))
    new["Verborgen"].sheet_state = "hidden"
    old.get_sheet(2).visibility = 1
    new.save(tmp_path / "x.xlsx")
    old.save(str(tmp_path / "x.xls"))
    ours, theirs = (
        [
            (sheet.number, sheet.name, sheet.is_visible, as_texts(sheet.rows))
            for sheet in read_sheets((tmp_path / name).read_bytes(), Place(name))
        ]
        for name in ("x.xls", "x.xlsx")
    )
    assert [sheet[2] for sheet in ours] == [True, True, False]
    assert ours[0][3][1][:3] == ["0012", "2019-03-12", "2019-03-12 14:05:00"]
    assert [(*sheet[:3], _filled(sheet[3])) for sheet in ours] == [
        (*sheet[:3], _filled(sheet[3])) for sheet in theirs
    ]


def _filled(rows):
    """The rows up to the last one with a cell: one format keeps blank ones at the end."""
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    return rows


def test_ods_errors_and_formulas_without_a_value_cost_their_rows(tmp_path):
    write_ods(
        tmp_path / "x.ods",
        ods_row("a", "b")
        + ods_row("1", "2")
        + ods_row("3", ods_cell("#DIV/0!", f"{ERROR} {FORMULA}"))
        + ods_row("4", ods_cell("Err:502", f'office:value-type="float" office:value="0" {FORMULA}'))
        + ods_row("5", ods_cell("", FORMULA))
        + ods_row("6", ods_cell("", f'office:value-type="string" {FORMULA}'))
        + ods_row("7", ods_cell("8", f'office:value-type="float" office:value="8" {FORMULA}'))
        + ods_row("9", "Err:508"),
    )
    table = _read(tmp_path, "x.ods")
    assert [(row["a"], row["b"]) for row in table.rows] == [("1", "2"), ("6", None), ("7", "8")]
    assert _told(table) == [("R322", number, "b") for number in (3, 4, 5, 8)]
    assert "does not have its value" in table.unreadable[2].detail


def test_ods_cell_that_stands_for_several_counts_as_often(tmp_path):
    error = ods_cell("#N/A", f'table:number-columns-repeated="2" {ERROR}')
    write_ods(
        tmp_path / "x.ods",
        ods_row("other", "a", "b")
        + ods_row("", "1", "2", times=2)
        + ods_row("<table:table-cell/>", error, times=2)
        + ods_row("", "3", "4"),
    )
    table = _read(tmp_path, "x.ods")
    assert [row["a"] for row in table.rows] == ["1", "1", "3"]
    assert _told(table) == [("R322", 4, "a"), ("R322", 5, "a")]


def test_ods_ends_with_its_last_cell_however_many_empty_ones_follow(tmp_path):
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    write_ods(tmp_path / "x.ods", ods_row("a") + ods_row("1") + ods_row(empty, times=1_048_000))
    assert [row["a"] for row in _read(tmp_path, "x.ods").rows] == ["1"]


@pytest.mark.parametrize(
    "rows",
    [
        ods_row("", times=1_048_575)
        + ods_row('<table:table-cell table:number-columns-repeated="16383"/>', "x"),
        ods_row(
            ods_cell("x", 'office:value-type="string" table:number-columns-repeated="16384"'),
            times=1_048_576,
        ),
    ],
    ids=["one cell", "many cells"],
)
def test_ods_with_a_cell_far_away_is_told_before_it_is_read(tmp_path, rows):
    write_ods(tmp_path / "x.ods", ods_row("a"), rows)
    with pytest.raises(InputFault) as raised:
        read_sheets((tmp_path / "x.ods").read_bytes(), Place("x.ods"))
    assert raised.value.kind.code == "E218"
    assert "row 1048576 and column 16384" in raised.value.detail
    assert raised.value.place.file == "x.ods[2]"


def test_ods_that_repeats_no_number_of_times_is_unreadable(tmp_path):
    write_ods(
        tmp_path / "x.ods", ods_row('<table:table-cell table:number-columns-repeated="1e9"/>')
    )
    with pytest.raises(InputFault) as raised:
        read_sheets((tmp_path / "x.ods").read_bytes(), Place("x.ods"))
    assert raised.value.kind.code == "E206"


def test_xlsb_errors_cost_their_rows(tmp_path):
    header = {(0, 0): xlsb_text("a"), (0, 1): xlsb_text("b")}
    formula = bytes(2) + bytes(8)
    write_xlsb(
        tmp_path / "x.xlsb",
        {
            **header,
            (1, 0): xlsb_text("1"),
            (1, 1): (5, struct.pack("<d", 2.5)),
            (2, 0): xlsb_text("3"),
            (2, 1): (3, b"\x2a"),
            (3, 0): xlsb_text("4"),
            (3, 1): (11, b"\x07" + formula),
            (4, 0): xlsb_text("5"),
            (4, 1): (8, struct.pack("<I", 0) + formula),
        },
    )
    table = _read(tmp_path, "x.xlsb")
    assert [(row["a"], row["b"]) for row in table.rows] == [("1", "2.5"), ("5", None)]
    assert _told(table) == [("R322", 3, "b"), ("R322", 4, "b")]


def test_xlsb_with_a_cell_far_away_is_told_before_it_is_read(tmp_path):
    far = {(0, 0): xlsb_text("a"), (1_048_575, 16_383): xlsb_text("x")}
    write_xlsb(tmp_path / "x.xlsb", {(0, 0): xlsb_text("a")}, far)
    with pytest.raises(InputFault) as raised:
        read_sheets((tmp_path / "x.xlsb").read_bytes(), Place("x.xlsb"))
    assert raised.value.kind.code == "E218"
    assert raised.value.place.file == "x.xlsb[2]"


def test_xls_whose_size_is_said_to_be_huge_is_told_before_it_is_read(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "a")
    path = tmp_path / "x.xls"
    book.save(str(path))
    size = struct.pack("<HHIIHH", 0x0200, 14, 0, 1, 0, 1)
    _xls_record(path, size, struct.pack("<HHIIHH", 0x0200, 14, 0, 0xFFFFFFFF, 0, 0xFFFF))
    with pytest.raises(InputFault) as raised:
        read_sheets(path.read_bytes(), Place("x.xls"))
    assert raised.value.kind.code == "E218"


def test_old_office_file_that_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(InputFault) as raised:
        read_sheets(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Place("x.xls"))
    assert raised.value.kind.code == "E206"


def _xlsx(path):
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["1", "x"], ["2", "y"], ["3", "z"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.row_dimensions[40].hidden = True  # which has no cells
    book.save(path)


def _xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate((["a", "b"], ["1", "x"], ["2", "y"], ["3", "z"])):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.row(2).hidden = True
    sheet.row(40).hidden = True
    book.save(str(path))


def _ods(path):
    hidden = ods_row("2", "y").replace(
        "<table:table-row", '<table:table-row table:visibility="filter"'
    )
    empty = ods_row("<table:table-cell/>", times=9)
    empty = empty.replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    write_ods(path, ods_row("a", "b") + ods_row("1", "x") + hidden + ods_row("3", "z") + empty)


def _xlsb(path):
    cells = [["a", "b"], ["1", "x"], ["2", "y"], ["3", "z"]]
    told = {(r, c): xlsb_text(text) for r, row in enumerate(cells) for c, text in enumerate(row)}
    write_xlsb(path, told, hidden={2})


@pytest.mark.parametrize(
    ("name", "write"), [("x.xlsx", _xlsx), ("x.xls", _xls), ("x.ods", _ods), ("x.xlsb", _xlsb)]
)
def test_rows_that_nobody_sees_are_read_and_told(tmp_path, name, write):
    write(tmp_path / name)
    table = _read(tmp_path, name)
    assert [row["a"] for row in table.rows] == ["1", "2", "3"]
    told = [(note.kind.code, note.detail, note.quarantined) for note in table.notes]
    assert told == [("R326", "1 rows", False)]


def test_a_sheet_that_shows_all_its_rows_tells_nothing(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "hidden"])
    book.active.append(['<row r="5" hidden="1">', "x"])
    book.active.column_dimensions["B"].hidden = True
    book.save(tmp_path / "x.xlsx")
    assert _read(tmp_path, "x.xlsx").notes == ()
