"""Sheets as hospitals export them, and the messages for those that cannot be read."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from dragon_prep.core.errors import InputFault
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.tables import read_table

COLUMNS = (
    Column("patient_id", ""),
    Column("Report", "", "text"),
    Column("psa", "", required=False),
)
CSV = RawFile("x", "x/reports.csv", Layout.SHEET, "", COLUMNS)
XLSX = RawFile("x", "x/reports.xlsx", Layout.SHEET, "", COLUMNS)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "x").mkdir()
    return tmp_path


def write(root, data: bytes):
    (root / "x" / "reports.csv").write_bytes(data)


def cells(table):
    return [(row.place.row, row["patient_id"], row["text"], row["psa"]) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators(root, encoding, separator):
    rows = 'Report|patient_id|other\n"Café; 5 µg, ""ja""\nregel 2"|007|x\n|008|\n'
    write(root, rows.replace("|", separator).encode(encoding))
    assert cells(read_table(root, CSV)) == [
        (2, "007", 'Café; 5 µg, "ja"\nregel 2', None),
        (3, "008", None, None),
    ]


def test_everything_is_text_until_a_rule_parses_it(root):
    write(root, b"patient_id,Report,psa\nNA,None,nan\n1e5,0012,TRUE\n")
    assert [(r["patient_id"], r["text"], r["psa"]) for r in read_table(root, CSV).rows] == [
        ("NA", "None", "nan"),
        ("1e5", "0012", "TRUE"),
    ]


def test_cells_of_excel_become_what_a_person_sees(root):
    book = openpyxl.Workbook()
    for row in [
        ["patient_id", "Report", "psa"],
        [10417, "a\nb", 9.7],
        ["x", datetime.date(2019, 3, 12), 68.0],
        [None, None, None],
        ["y", True, 0.14],
    ]:
        book.active.append(row)
    book.save(root / "x" / "reports.xlsx")
    assert cells(read_table(root, XLSX)) == [
        (2, "10417", "a\nb", "9.7"),
        (3, "x", "2019-03-12", "68"),
        (5, "y", "True", "0.14"),
    ]


def test_one_damaged_row_costs_one_row(root):
    good = "1,prostaat é,2\n" * 3
    data = ("patient_id,Report,psa\n" + good).encode() + b"2,kapot \xff\xfe,3\n3,goed,4\n"
    write(root, data)
    table = read_table(root, CSV)
    assert [p.kind.code + str(p.place) for p in table.unreadable] == ["R303x/reports.csv, row 5"]
    assert [row.place.row for row in table.rows] == [2, 3, 4, 6]


def test_row_broken_by_an_unquoted_line_end_costs_itself(root):
    write(root, b"patient_id,Report,psa\n1,eerste regel\ntweede regel,2\n3,heel,4\n5,a,b,c\n")
    table = read_table(root, CSV)
    assert [p.place.row for p in table.unreadable] == [2, 3, 5]
    assert {p.kind.code for p in table.unreadable} == {"R302"}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"patient,Report\n1,a\n", "E203", "'patient_id' (did you mean 'patient'?)"),
        (b"patientid;Rapport\n1;a\n", "E203", "did you mean 'patientid'?"),
        (b"1:geheim\n2:geheim\n", "E203", "separator"),
        (b"\n\npatient_id,Report\n1,a\n", "E204", "blank"),
        (b",,\n1,a,b\n", "E204", "blank"),
        (b"patient_id,Report,Report\n1,a,b\n", "E205", "2 columns"),
        (b"", "E207", "no rows"),
        (b"patient_id,Report\n", "E207", "no rows"),
        (b"patient_id,Report,Report,Report\n1,a,b,c\n", "E205", "3 columns have this header"),
        (b"x,Report\n1,a\n", "E203", "column missing: 'patient_id'"),
        (b"x,y\n1,a\n", "E203", "columns missing: 'patient_id', 'Report'; none of the columns was"),
        (b"x,y,z\n1,a,\n", "E203", "among 3 in the first row"),
        (b"patient_id,Report\n , \n", "E207", "no rows"),
        (b"PK\x03\x04\x00\x00binary", "E206", "not a text file"),
    ],
)
def test_sheet_that_cannot_be_read(root, data, code, words):
    write(root, data)
    with pytest.raises(InputFault) as caught:
        read_table(root, CSV)
    assert caught.value.kind.code == code
    assert caught.value.place.file == "x/reports.csv"
    assert words in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_bytes_decide_what_a_file_is(root):
    (root / "x" / "reports.xlsx").write_bytes(b"patient_id,Report\n1,a\n")
    assert cells(read_table(root, XLSX)) == [(2, "1", "a", None)]
    book = openpyxl.Workbook()
    book.active.append(["patient_id", "Report"])
    book.active.append([1, "a"])
    book.save(root / "x" / "reports.csv")
    assert cells(read_table(root, CSV)) == [(2, "1", "a", None)]


def test_missing_file_that_is_there_in_another_form_is_read(root):
    write(root, b"patient_id,Report\n1,a\n")
    assert cells(read_table(root, XLSX)) == [(2, "1", "a", None)]
    (root / "x" / "reports.tsv").write_bytes(b"patient_id\tReport\n2\tb\n")
    with pytest.raises(InputFault, match=r"E202"):  # either may be meant
        read_table(root, XLSX)


def test_sheet_with_the_columns_is_read_wherever_it_stands(root):
    book = openpyxl.Workbook()
    book.active.append(["Toelichting"])
    for name, rows in {"b": [["patient_id", "Report"], [1, "a"]], "c": [["x"]]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(root / "x" / "reports.xlsx")
    table = read_table(root, XLSX)
    assert cells(table) == [(2, "1", "a", None)]
    assert [(n.kind.code, n.detail, n.quarantined) for n in table.notes] == [
        ("R375", "sheet 2 of 3", False)
    ]
    book["b"].sheet_state = "hidden"
    book.save(root / "x" / "reports.xlsx")
    with pytest.raises(InputFault, match=r"E243 x/reports.xlsx: only its sheet 2 .* hidden"):
        read_table(root, XLSX)
    book["b"].sheet_state = "visible"
    for row in [["patient_id", "Report"], [2, "b"]]:
        book["c"].append(row)
    book["c"].delete_rows(1)
    book.save(root / "x" / "reports.xlsx")
    with pytest.raises(InputFault, match=r"E243 x/reports.xlsx: its sheets 2 and 3 all"):
        read_table(root, XLSX)


@pytest.mark.parametrize(("cell", "column"), [("XFD1048576", 16384), ("ZZ1048576", 702)])
def test_stray_cell_takes_no_memory(root, cell, column):
    book = openpyxl.Workbook()
    book.active.append(["patient_id", "Report"])
    book.active.append([1, "a"])
    book.active[cell] = "x"
    book.save(root / "x" / "reports.xlsx")
    far = r"E218 x/reports.xlsx: a cell stands as far away as row 1048576 and column "
    with pytest.raises(InputFault, match=far + f"{column}[.]"):
        read_table(root, XLSX)


def test_hidden_first_sheet_is_not_read_in_place_of_the_visible_one(root):
    book = openpyxl.Workbook()
    for sheet, row in ((book.active, [1, "oud"]), (book.create_sheet("nieuw"), [1, "nieuw"])):
        sheet.append(["patient_id", "Report"])
        sheet.append(row)
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(root / "x" / "reports.xlsx")
    assert cells(read_table(root, XLSX)) == [(2, "1", "nieuw", None)]


def test_file_that_is_no_workbook(root):
    (root / "x" / "reports.xlsx").write_bytes(b"not a workbook\n1,a\n")
    with pytest.raises(InputFault, match=r"E206 x/reports.xlsx: it is not an Excel file"):
        read_table(root, XLSX)


def test_missing_file_names_the_nearest_there_is(root):
    (root / "x" / "report.csv").write_bytes(b"")
    with pytest.raises(InputFault, match=r"E202 x/reports.csv: .*did you mean 'report.csv'"):
        read_table(root, CSV)


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(InputFault, match=r"E202 x/reports.csv: .*the folder 'x'"):
        read_table(tmp_path, CSV)


def test_cell_longer_than_the_csv_module_likes(root):
    write(root, b"patient_id,Report\n1," + b"a" * 300_000 + b"\n")
    assert len(read_table(root, CSV).rows[0]["text"]) == 300_000


def test_what_excel_puts_around_a_csv_is_taken_off(root):
    write(root, b"\xef\xbb\xbf\xef\xbb\xbfsep=;\r\npatient_id;Report;;\r\n1;a\r\n2;b;;\r\n")
    assert cells(read_table(root, CSV)) == [(3, "1", "a", None), (4, "2", "b", None)]


def test_byte_order_mark_on_cp1252_and_line_ends_of_old_macs(root):
    write(root, b"\xef\xbb\xbfpatient_id,Report\r1,Caf\xe9\r2,b\r")
    assert cells(read_table(root, CSV)) == [(2, "1", "Café", None), (3, "2", "b", None)]


def test_quote_in_the_wrong_place_lets_no_row_swallow_another(root):
    write(root, b'patient_id;Report\n1;"Blaas" gevuld\n2;b\n3;"Prostaat" groot\n4;d\n')
    with pytest.raises(InputFault, match=r"E206 x/reports.csv, row 2: a quotation mark"):
        read_table(root, CSV)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("patient_id,Report\n1,a\n".encode("utf-16")[:-1], "not a text file"),
        (b"patient_id,Report,other\n1,a\n2,b\n", "as many cells"),
        (b"patient_id," + b"x" * 200_000 + b"\r1,a\r", "'Report'"),
    ],
)
def test_file_that_cannot_be_read_is_told_of(root, data, words):
    write(root, data)
    with pytest.raises(InputFault) as caught:
        read_table(root, CSV)
    assert words in str(caught.value)


def test_what_is_left_of_a_damaged_row_is_kept_apart(root):
    write(root, b"patient_id,psa,Report\n1,5,a\n2,6,b\n3,7\n")
    table = read_table(root, CSV)
    # What the second row says may go on in the third.
    assert [row["patient_id"] for row in table.damaged] == ["2", "3"]
    assert table.damaged[1]["text"] is None


def test_one_of_several_columns_missing_says_nothing_of_the_separator(root):
    write(root, b"patient_id,psa\n1,2\n")
    with pytest.raises(InputFault) as caught:
        read_table(root, CSV)
    assert caught.value.detail == "column missing: 'Report'"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep=*\n"])
def test_any_of_four_separators(root, separator, first):
    first = first.replace("*", separator)
    text = first + "patient_id,Report,psa\n1,a; b, c,\n".replace(",", separator)
    write(root, text.encode())
    row = 3 if first else 2
    if separator == ",":
        write(root, text.replace("a; b, c", '"a; b, c"').encode())
    elif separator == ";":
        write(root, text.replace("a; b, c".replace(",", ";"), '"a; b, c"').encode())
    else:
        write(root, text.replace(f"b{separator} c", "b, c").encode())
    assert cells(read_table(root, CSV)) == [(row, "1", "a; b, c", None)]


def test_cells_beyond_the_header_must_be_blank(root):
    write(root, b"patient_id,Report\n1,a, ,\n2,b,,c\n3\n")
    table = read_table(root, CSV)
    assert cells(table) == [(2, "1", "a", None)]
    assert [(p.kind.code, p.place.row) for p in table.unreadable] == [("R302", 3), ("R302", 4)]
    assert [row["patient_id"] for row in table.damaged] == ["2", "3"]


def test_blank_rows_are_passed_over_and_counted(root):
    write(root, b"patient_id,Report\n, \n1,a\n\n2,b\n")
    assert cells(read_table(root, CSV)) == [(3, "1", "a", None), (5, "2", "b", None)]


def test_numbers_and_days_of_excel(root):
    book = openpyxl.Workbook()
    noon = datetime.datetime(2019, 3, 12, 12, 5)  # noqa: DTZ001
    for row in [["patient_id", "Report", "psa"], [1e14, noon, 1e15], [2.0, "a", 0.5]]:
        book.active.append(row)
    book.save(root / "x" / "reports.xlsx")
    assert cells(read_table(root, XLSX)) == [
        (2, "100000000000000", "2019-03-12 12:05:00", "1000000000000000.0"),
        (3, "2", "a", "0.5"),
    ]


def test_the_sheet_of_a_workbook_starts_at_its_first_cell(root):
    book = openpyxl.Workbook()
    for row in (["patient_id", "Report"], ["1", "a"]):
        book.active.append(dict(zip("BC", row, strict=True)))
    book.save(root / "x" / "reports.xlsx")
    assert cells(read_table(root, XLSX)) == [(2, "1", "a", None)]


@pytest.mark.parametrize("blank", ["", "\n"])
def test_a_row_whose_text_goes_on_in_a_row_too_short_is_held_back_with_it(tmp_path, blank):
    lines = ["patient_id;text;volume", "1;Eerste verslag.;3", f"2;Begin{blank}", "van de rest;4"]
    rows = [*lines, "3;Derde verslag.;5", "4;Vierde verslag.;6", "5;Vijfde verslag.;7"]
    (tmp_path / "x.csv").write_text("\n".join(rows), encoding="utf-8")
    columns = tuple(Column(name, "") for name in ("patient_id", "text", "volume"))
    table = read_table(tmp_path, RawFile("x", "x.csv", Layout.SHEET, "", columns))
    # The row before the cut one cannot be told from one whose text goes on.
    assert {row["patient_id"] for row in table.rows} <= {"1", "3", "4", "5"}
    assert {"3", "4", "5"} <= {row["patient_id"] for row in table.rows}


def test_a_text_cut_at_its_line_ends_does_not_go_out_in_pieces(tmp_path):
    rows = ["patient_id;volume;text"]
    for number in range(12):
        rows += [f"{number};3;Medische gegevens", "hoesten sinds een week", "", "Conclusie: geen"]
    path = tmp_path / "x.csv"
    columns = tuple(Column(name, "") for name in ("patient_id", "text", "volume"))
    raw = RawFile("x", "x.csv", Layout.SHEET, "", columns)
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputFault, match=r"24 of 36|36 of 36") as caught:
        read_table(tmp_path, raw)
    assert "Quote cells" in caught.value.remedy
    whole = [f"{number};3;Verslag {number}" for number in range(40)]
    path.write_text("\n".join([rows[0], *whole, *rows[1:9]]), encoding="utf-8")
    table = read_table(tmp_path, raw)
    assert [row["text"] for row in table.rows] == [f"Verslag {number}" for number in range(40)]


def test_a_file_that_ends_inside_a_cell_is_told_to_be_cut_off(tmp_path):
    (tmp_path / "x.csv").write_text('patient_id;text\n1;"Heel."\n2;"Half', encoding="utf-8")
    columns = (Column("patient_id", ""), Column("text", ""))
    with pytest.raises(InputFault, match="cut off"):
        read_table(tmp_path, RawFile("x", "x.csv", Layout.SHEET, "", columns))


@pytest.mark.parametrize("page", ["<html><table><td>1", "\n<!DOCTYPE html>\n<p>", "<TABLE>"])
@pytest.mark.parametrize("name", ["x.csv", "x.xls"])
def test_a_web_page_is_told_whatever_its_name_says(tmp_path, name, page):
    (tmp_path / name).write_text(page, encoding="utf-8")
    with pytest.raises(InputFault, match="web page") as caught:
        read_table(tmp_path, RawFile("x", name, Layout.SHEET, "", (Column("text", ""),)))
    assert caught.value.kind.code == "E206"


def test_two_columns_that_differ_in_capitals_stop_the_work(tmp_path):
    (tmp_path / "x.csv").write_text("text;Label;label\nVerslag.;1;0\n", encoding="utf-8")
    columns = (Column("text", ""), Column("label", ""))
    with pytest.raises(InputFault, match="capitals") as caught:
        read_table(tmp_path, RawFile("x", "x.csv", Layout.SHEET, "", columns))
    assert (caught.value.kind.code, caught.value.place.column) == ("E205", "label")


def test_a_header_with_its_unit_is_meant(tmp_path):
    (tmp_path / "x.csv").write_text("text;Prostate_volume (ml)\nVerslag.;1\n", encoding="utf-8")
    columns = (Column("text", ""), Column("prostate_volume", ""))
    with pytest.raises(InputFault, match=r"did you mean 'Prostate_volume'"):
        read_table(tmp_path, RawFile("x", "x.csv", Layout.SHEET, "", columns))
