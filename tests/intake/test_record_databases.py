"""Records from databases: a table of SQLite, and queries of any database."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from file_lines import write
from worlds import KEY

from dragon_prep.core.codes.intake import CELL_ENCODING, CHANGED, COLUMN_MISSING, HEADER_REPEATED
from dragon_prep.core.codes.mapping import DATABASE_UNREADABLE, SHEET_UNCLEAR
from dragon_prep.core.errors import DragonPrepError, InputFault, UsageFault
from dragon_prep.intake.record_files.chosen import record_files
from dragon_prep.intake.record_files.columns import USUAL_COLUMNS, RecordColumns, fault_of
from dragon_prep.intake.record_files.database import read_only_address
from dragon_prep.intake.record_files.files import RecordFiles
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.services.corpus_build import build_corpus
from dragon_prep.services.deidentify_file import deidentify_file
from dragon_prep.services.detect_file import detect_file

SECRET = "Zwelgmans"  # stands in the texts, and in no message
QUERY = "-- all\nSELECT id, patient_id, text FROM reports ORDER BY id;\n"
ROWS = [
    ("b2", "P2", f"Mw. {SECRET} zag dr. {SECRET}\nop 12-03-2019."),
    ("a1", "P1", f"Verslag van {SECRET}, 13-03-2019."),
    ("c3", "P1", ""),
    ("d4", None, "zonder patient"),
]


def database(path, rows=ROWS, columns="id TEXT, patient_id TEXT, text TEXT", table="reports"):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {table} ({columns})")
        marks = ", ".join("?" * len(columns.split(",")))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.commit()
    return path


def query(tmp_path, said=QUERY, name="reports.sql"):
    path = tmp_path / name
    path.write_text(said, encoding="utf-8")
    return path


def lines_of(path, where="", columns=USUAL_COLUMNS):
    return [
        line for _, line in RecordFiles.of(record_files([path], columns, database=where)).lines()
    ]


def fault_for(kind, path, where="", columns=USUAL_COLUMNS):
    with pytest.raises(InputFault) as told:
        lines_of(path, where, columns)
    assert told.value.kind is kind
    assert SECRET not in f"{told.value} {told.value!r} {told.value.detail} {told.value.remedy}"
    return told.value


def test_a_table_and_queries_of_it_give_the_same_records(tmp_path, monkeypatch):
    path = database(tmp_path / "reports.sqlite")
    said = [
        {name: value for name, value in zip(("id", "patient_id", "text"), row, strict=True)
         if value is not None}
        for row in sorted(ROWS, key=lambda row: row[0])
    ]  # fmt: skip
    assert [json.loads(line) for line in lines_of(path)] == said
    url = f"sqlite:///{path.as_posix()}"
    monkeypatch.setenv("REPORTS_DB", url)
    sql = query(tmp_path)
    for where in (str(path), url, "env:REPORTS_DB"):
        assert [json.loads(line) for line in lines_of(sql, where)] == said


def test_whatever_takes_records_takes_databases(tmp_path):
    path = database(tmp_path / "reports.db", ROWS[:2])
    body = [dict(zip(("id", "patient_id", "text"), row, strict=True)) for row in sorted(ROWS[:2])]
    plain = write(tmp_path / "plain.jsonl", *body)
    sql = query(tmp_path)
    made = {}
    for name, source, where in (("plain", plain, ""), ("db", path, ""), ("sql", sql, str(path))):
        for do, more in ((detect_file, {}), (deidentify_file, {"key": KEY})):
            out = tmp_path / f"{name}-{do.__name__}"
            do(source, out, database=where, **more)
            made.setdefault(do.__name__, set()).add(out.read_bytes())
    assert {name: len(every) for name, every in made.items()} == dict.fromkeys(made, 1)
    files = record_files([sql], database=str(path))
    corpus = build_corpus(
        files, tmp_path / "corpus", key=KEY, reader=RecordReader((), "patient_id", "", False)
    )
    assert corpus.manifest.reports == 2


def test_values_are_read_as_a_person_would_write_them(tmp_path):
    columns = "id INTEGER, patient_id REAL, text BLOB, spans TEXT"
    rows = [
        (1, 7.0, b"op 1 mei", '[[3, 8, "DATUM"]]'),
        (2, 7.5, "Jos\xe9".encode("cp1252"), None),
        (3, 8, b"rest", "none"),
    ]
    first, broken, last = lines_of(database(tmp_path / "r.sqlite", rows, columns))
    assert json.loads(first) == {
        "id": "1", "patient_id": "7", "text": "op 1 mei", "spans": [[3, 8, "DATUM"]]
    }  # fmt: skip
    assert fault_of(broken) is CELL_ENCODING
    assert json.loads(last)["spans"] == "none"  # no list: whoever reads records says so


def test_the_table_is_the_one_with_the_columns(tmp_path):
    path = database(tmp_path / "r.sqlite")
    database(path, [("x",)], "id TEXT", "others")
    assert len(lines_of(path)) == 4
    other = RecordColumns("id", "patientid", "text")
    assert "'patientid', of 3" in fault_for(COLUMN_MISSING, path, columns=other).detail
    database(path, ROWS, table='"copy of reports"')
    assert "2 of its tables" in fault_for(SHEET_UNCLEAR, path).detail
    assert len(lines_of(query(tmp_path), str(path))) == 4


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (f"SELECT * FROM {SECRET}", DATABASE_UNREADABLE),
        ("DELETE FROM reports RETURNING *", DATABASE_UNREADABLE),
        ("SELECT * FROM reports; DELETE FROM reports", DATABASE_UNREADABLE),
        ("", DATABASE_UNREADABLE),
        ("SELECT id, text FROM reports", COLUMN_MISSING),
        ("SELECT id, id, patient_id, text FROM reports", HEADER_REPEATED),
    ],
)
def test_what_is_no_query_of_records_is_told(tmp_path, said, kind):
    path = database(tmp_path / "r.sqlite")
    before = path.read_bytes()
    for where in (str(path), f"sqlite:///{path.as_posix()}"):
        fault_for(kind, query(tmp_path, said), where)
    assert path.read_bytes() == before


def test_what_a_query_would_change_is_taken_back(tmp_path):
    path = database(tmp_path / "r.sqlite")
    change = "WITH x(y) AS (SELECT 1) INSERT INTO reports SELECT 'e5', 'P9', 'x' RETURNING *"
    for where in (str(path), f"sqlite:///{path.as_posix()}"):
        with contextlib.suppress(InputFault):
            lines_of(query(tmp_path, change), where)
        assert len(lines_of(path)) == 4


def test_a_database_that_cannot_be_read_whole_is_told(tmp_path):
    path = database(tmp_path / "r.sqlite")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert "log beside it" in fault_for(DATABASE_UNREADABLE, path).detail
    assert "log beside it" in fault_for(DATABASE_UNREADABLE, query(tmp_path), str(path)).detail
    torn = tmp_path / "torn.sqlite"
    torn.write_bytes(database(tmp_path / "s.sqlite").read_bytes()[:5000])
    fault_for(DATABASE_UNREADABLE, torn)
    fault_for(DATABASE_UNREADABLE, query(tmp_path), str(tmp_path / f"{SECRET}.sqlite"))
    fault_for(DATABASE_UNREADABLE, query(tmp_path), f"sqlite:////nowhere/{SECRET}.db")
    fault_for(DATABASE_UNREADABLE, query(tmp_path), "env:DRAGON_PREP_NO_SUCH_VARIABLE")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/data/my reports?.db"), "file:///data/my%20reports%3F.db?mode=ro"),
        (PureWindowsPath("C:\\data\\r.db"), "file:///C:/data/r.db?mode=ro"),
        (PureWindowsPath("\\\\server\\share\\r.db"), "file:////server/share/r.db?mode=ro"),
    ],
)
def test_the_address_of_a_database_names_no_host(path, address):
    assert read_only_address(path) == address


def test_a_database_may_have_any_name(tmp_path):
    assert len(lines_of(database(tmp_path / "re ports?#%20.db"))) == 4


def test_rows_that_change_between_two_looks_are_told(tmp_path):
    path = database(tmp_path / "r.sqlite", ROWS[:2])
    sql = query(tmp_path, "SELECT id, patient_id, text FROM reports")
    files = RecordFiles.of(record_files([sql], database=f"sqlite:///{path.as_posix()}"))
    assert len(list(files.lines())) == 2
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO reports VALUES ('0', 'P0', 'x')")
        connection.commit()
    with pytest.raises(InputFault) as told:
        list(files.lines())
    assert told.value.kind is CHANGED
    assert "ORDER BY" in told.value.remedy


@pytest.mark.parametrize(
    ("names", "where", "what"),
    [
        (["reports.sql"], "", "it is a query"),
        (["plain.jsonl"], "r.sqlite", "there is none"),
        (["r.sqlite"], "r.sqlite", "there is none"),
        (["reports.sql"], f"postgresql://steward:{SECRET}@localhost/d", "a password"),
        (["reports.sql"], f"postgresql://:{SECRET}/x@localhost/d", "a password"),
        (["reports.sql"], f"mssql+pyodbc:///?odbc_connect=UID%3Dme%3BPWD%3D{SECRET}", "a password"),
    ],
)
def test_a_query_and_its_database_go_together(tmp_path, names, where, what):
    database(tmp_path / "r.sqlite")
    query(tmp_path)
    write(tmp_path / "plain.jsonl", {"id": "1", "patient_id": "2", "text": "x"})
    with pytest.raises(UsageFault) as told:
        record_files([tmp_path / name for name in names], database=where)
    assert isinstance(told.value, DragonPrepError)
    assert what in told.value.detail
    assert SECRET not in f"{told.value} {told.value.remedy}"
