"""Sheets as stewards bring them, through the command: read rightly, or told what to write."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile

import openpyxl
import pytest
from typer.testing import CliRunner

from dragon_prep import find_tasks, simulate
from dragon_prep.cli import app

UMCG = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
MARKED = "umcg/prostate/radiology/all_checked.jsonl"


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    root = tmp_path_factory.mktemp("simulated") / "raw"
    simulate(find_tasks(["T19"]), root, reports=200, seed=5)
    return root


@pytest.fixture
def raw(simulated, tmp_path):
    for path in (UMCG, MARKED):
        (tmp_path / "raw" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(simulated / path, tmp_path / "raw" / path)
    return tmp_path / "raw"


def check(raw, centre="umcg"):
    """Exit code, what it says for people, and what it says for machines."""
    command = ["check", "T19", "--source", str(raw), "--centre", centre, "--json"]
    done = CliRunner().invoke(app, command)
    body = json.loads(done.stdout)
    return done.exit_code, done.output, body


def cases(raw, centre="umcg"):
    _, said, body = check(raw, centre)
    assert body["tasks"], said
    return body["tasks"][0]["cases"][centre]


def rows_of(raw):
    text = (raw / UMCG).read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def as_workbook(path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_workbook_in_place_of_a_csv_under_either_name(raw):
    before, rows = cases(raw), rows_of(raw)
    as_workbook(raw / UMCG, rows)
    assert cases(raw) == before
    (raw / UMCG).rename((raw / UMCG).with_suffix(".xlsx"))
    assert cases(raw) == before


def test_sheet_in_front_is_passed_over_and_two_sheets_of_reports_are_asked_about(raw):
    before, rows = cases(raw), rows_of(raw)
    as_workbook(raw / UMCG, [["Toelichting"], ["Export"]], rows)
    assert cases(raw) == before
    _, _, body = check(raw)
    assert [p["code"] for p in body["problems"]].count("R375") == 1
    half = len(rows) // 2
    as_workbook(raw / UMCG, rows[:half], [rows[0], *rows[half:]])
    code, said, body = check(raw)
    assert code == 3
    assert [fault["code"] for fault in body["faults"]] == ["E243"]
    assert "sheets 1 and 2" in said
    (raw / "umcg" / "centre.toml").write_text(
        f"[prostate_mri.sheet]\nfiles = '{UMCG.partition('/')[2]}'\nsheet = [1, 2]\n"
    )
    assert cases(raw) == before


def test_header_in_a_later_row(raw):
    before, rows = cases(raw), rows_of(raw)
    as_workbook(raw / UMCG, [["Export uit het EPD"], [], *rows])
    code, said, _ = check(raw)
    assert code == 3
    assert "header_row" in said or "centre.toml" in said
    (raw / "umcg" / "centre.toml").write_text(
        f"[prostate_mri.sheet]\nfiles = '{UMCG.partition('/')[2]}'\nheader_row = 3\n"
    )
    assert cases(raw) == before


def test_only_the_columns_that_the_task_needs(raw):
    before, rows = cases(raw), rows_of(raw)
    keep = [i for i, name in enumerate(rows[0]) if name not in ("psa", "psa_density", "pirads")]
    with (raw / UMCG).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[i] for i in keep] for row in rows])
    code, said, _ = check(raw)
    assert code == 3
    assert "centre.toml" in said
    (raw / "umcg" / "centre.toml").write_text('like = "umcg"\n')
    assert cases(raw) == before


def test_export_that_is_still_zipped(raw):
    before = cases(raw)
    with zipfile.ZipFile(raw / "umcg" / "export.zip", "w") as archive:
        for path in (UMCG, MARKED):
            archive.write(raw / path, path.rpartition("/")[2])
    shutil.rmtree(raw / "umcg" / "prostate")
    assert check(raw)[0] == 3
    (raw / "umcg" / "centre.toml").write_text(
        "[prostate_mri]\nsheet = { files = 'export.zip/*.csv' }\n"
        "annotations = { files = 'export.zip/*.jsonl' }\n"
    )
    assert cases(raw) == before


def test_sixth_hospital_with_the_layout_of_another(raw):
    before = cases(raw)
    (raw / "umcg").rename(raw / "olvg")
    code, said, _ = check(raw, "olvg")
    assert code == 2
    assert "centre.toml" in said
    (raw / "olvg" / "centre.toml").write_text('like = "umcg"\n')
    assert cases(raw, "olvg") == before
