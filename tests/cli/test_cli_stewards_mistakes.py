"""What stewards do wrong with ``corpus build``: each ends in a code, a place and what to do."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile

import openpyxl
import pytest
from terminal import run

from dragon_prep.core.key_file import new_key

SECRETS = ("Zwelgmans", "0012", "verslag-9")


def rows(number=12):
    for n in range(number):
        text = f"Nodule van {3 + n} mm. Gezien door dr. Zwelgmans op {1 + n}-03-2019."
        yield {"id": f"verslag-9{n:02}", "patient_id": f"0012{n // 2}", "text": text}


def as_lines(some):
    return "\n".join(map(json.dumps, some))


def as_csv(some, separator=",", head=("id", "patient_id", "text")):
    lines = [separator.join(head)]
    lines += [separator.join((r["id"], r["patient_id"], f'"{r["text"]}"')) for r in some]
    return "\n".join(lines)


def build(place, *files, more=()):
    if not (place / "key").exists():
        new_key(place / "key")
    words = ("--out", place / "out", "--key-file", place / "key", "--workers", 1, *more)
    return run("corpus", "build", *(place / file for file in files), *words)


def told(done, code, *words):
    """What is said: the code with a remedy and the words, and nothing of a report."""
    said = done.output + done.stderr
    assert code in said, said
    assert f"Error {code}" not in said or "What to do: " in said
    for word in words:
        assert word in said, said
    assert not any(secret in said for secret in SECRETS), said


def write(place, name, data):
    (place / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.jsonl", as_lines(rows()).replace("patient_id", "patnr"), "E203",
         ("none of its 12 records has 'patient_id'", "--patient-field")),
        ("a.csv", as_csv(rows(), head=("nr", "Patient_ID", "verslag")), "E203",
         ("'id', 'patient_id', 'text'", "did you mean 'Patient_ID'", "--id-field")),
        ("a.jsonl", "", "E207", ("a.jsonl",)),
        ("a.jsonl", "\n \n", "E207", ("a.jsonl",)),
        ("a.csv", "id,patient_id,text\n", "E207", ("a.csv",)),
        ("a.json", json.dumps([*rows()]), "E206", ("JSON array", "object a line")),
        ("a.json", json.dumps([*rows()], indent=1), "E206", ("JSON array",)),
        ("a.txt", "Verslag 1\nVerslag 2", "E206", ("none of its lines is a JSON object",)),
        ("a.jsonl", b"%PDF-1.7\n%", "E206", ("PDF", ".txt")),
        ("a.jsonl", b"7z\xbc\xaf\x27\x1c\x00", "E206", ("7z archive", "Unpack it")),
        ("a.jsonl", b"SQLite format 3\x00" + bytes(90), "E246", ("damaged", "once more")),
        ("a.db", gzip.compress(b"SQLite format 3\x00", mtime=0), "E246", ("packed", "Unpack")),
        ("a.jsonl.gz", gzip.compress(as_lines(rows()).encode())[:-30], "E206", ("damaged",)),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_records_stops_the_work(tmp_path, name, data, code, words):
    done = build(tmp_path, write(tmp_path, name, data))
    assert done.exit_code == 3
    told(done, code, *words)
    assert not (tmp_path / "out").exists()


def test_a_spreadsheet_or_an_archive_is_named_whatever_the_name_of_the_file(tmp_path):
    sheet = tmp_path / "reports.xlsx"
    book = openpyxl.Workbook()
    for cells in (["id", "patient_id", "text"], *([*row.values()] for row in rows())):
        book.active.append(cells)
    book.save(sheet)
    shutil.copy(sheet, tmp_path / "reports.csv")
    for name in ("reports.xlsx", "reports.csv"):
        told(build(tmp_path, name), "E206", name, "spreadsheet", "csv (UTF-8)")
    with zipfile.ZipFile(tmp_path / "reports.zip", "w") as archive:
        archive.writestr("a.jsonl", as_lines(rows()))
    shutil.copy(tmp_path / "reports.zip", tmp_path / "zipped.jsonl")
    for name in ("reports.zip", "zipped.jsonl"):
        told(build(tmp_path, name), "E206", name, "zip archive", "Unpack it")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_files_that_are_not_read_is_not_read_in_part(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    told(build(tmp_path, "exports"), "E107", "neither", ".jsonl")
    write(folder, "sheet.xlsx", b"PK\x03\x04")
    told(build(tmp_path, "exports"), "E107", ".xlsx", "exports")
    write(folder, "a.jsonl", as_lines(rows()))
    told(build(tmp_path, "exports"), "E107", ".xlsx", "not read")
    (folder / "sheet.xlsx").unlink()
    write(folder, "README.md", "what these are")
    assert build(tmp_path, "exports").exit_code == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_of_the_office_are_read(tmp_path, encoding):
    some = [{**row, "text": row["text"] + " Pati\u00ebnt."} for row in rows()]
    write(tmp_path, "a.csv", as_csv(some, ";").encode(encoding))
    done = build(tmp_path, "a.csv")
    assert (done.exit_code, "12 reports in 1 shard:" in done.stdout) == (0, True)


def test_ids_that_a_spreadsheet_changed_are_told_by_their_rows(tmp_path):
    some = [*rows()]
    for n in (1, 3):
        some[n]["patient_id"] = some[n]["patient_id"].lstrip("0")
    some[4]["patient_id"] = f" {some[4]['patient_id']} "
    some[8]["patient_id"] = "1,2E+08"
    some[9]["patient_id"] = "onbekend"
    done = build(tmp_path, write(tmp_path, "a.jsonl", as_lines(some)))
    assert done.exit_code == 1
    told(done, "R333", "a.jsonl, row 1: a.jsonl, row 2 has an id like it")
    told(done, "R316", "- a.jsonl, row 9\n")
    told(done, "R304", "- a.jsonl, row 10")
    assert "2 records held back." in done.stderr
    assert "10 reports in 1 shard:" in done.stdout


def test_an_id_of_two_reports_holds_both_back_and_the_same_again_counts_once(tmp_path):
    some = [*rows(30)]
    some[5]["id"] = some[4]["id"]
    write(tmp_path, "a.jsonl", as_lines([*some, some[7]]))
    write(tmp_path, "b.jsonl", as_lines(some[10:12]))
    done = build(tmp_path, "a.jsonl", "b.jsonl")
    told(done, "R305", "a.jsonl, row 5", "a.jsonl, row 6", "2 rows held back")
    lines = [line for line in done.stdout.splitlines() if " out " in line]
    steps = {line.split("  ")[1]: line.split() for line in lines}
    assert steps["read"][-4:] == ["33", "reports", "14", "patients"]
    assert steps["given twice"][2:4] == ["3", "out"]
    assert "28 reports in 1 shard:" in done.stdout


def test_an_id_column_that_is_none_stops_the_work_before_it_begins(tmp_path):
    some = [{**row, "id": "MRI"} for row in rows(40)]
    done = build(tmp_path, write(tmp_path, "a.jsonl", as_lines(some)))
    told(done, "E107", "40 of 40 records have the id of another report", "--id-field")
    assert "MRI" not in done.output + done.stderr


def test_texts_that_are_none_are_held_back_and_of_nothing_no_corpus_is_made(tmp_path):
    some = [*rows()]
    for row, text in zip(some, ("#N/A", "NULL", ".", "zie PACS", ""), strict=False):
        row["text"] = text
    done = build(tmp_path, write(tmp_path, "a.jsonl", as_lines(some)))
    told(done, "R361", "5 rows held back", "7 reports in 1 shard:")
    done = build(tmp_path, write(tmp_path, "b.jsonl", as_lines(some[:5])), more=["--overwrite"])
    assert done.exit_code == 3
    told(done, "E200", "b.jsonl", "R361", "5 rows held back")


def test_files_of_two_layouts_are_told_apart(tmp_path):
    write(tmp_path, "a.jsonl", as_lines(rows()))
    write(tmp_path, "b.csv", as_csv(rows(), head=("verslagnr", "patient_id", "text")))
    told(build(tmp_path, "a.jsonl", "b.csv"), "E203", "b.csv", "'id'", "All files of a run")


def test_what_is_there_stays_unless_it_is_to_be_replaced(tmp_path):
    write(tmp_path, "a.jsonl", as_lines(rows()))
    assert build(tmp_path, "a.jsonl").exit_code == 0
    told(build(tmp_path, "a.jsonl"), "E103", "--overwrite")
    (tmp_path / "out" / "mine.txt").write_text("mine")
    told(build(tmp_path, "a.jsonl", more=["--overwrite"]), "E104", "1 file that")
    (tmp_path / "key").write_text("kort")
    told(build(tmp_path, "a.jsonl", more=["--overwrite"]), "E5")
