"""A check and a build of the same exports agree, whatever is wrong with the exports.

300 mistakes are sown into simulated exports of six cohorts by seed: in cells, annotations and
lists, and in some exports a whole file or column.
"""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from pathlib import Path

import openpyxl
import pytest
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.errors import DragonPrepError
from dragon_prep.intake.decode import decode
from dragon_prep.intake.raw_file import Layout
from dragon_prep.services.check import check

# Cohort by cohort: sheets of several centres, workbooks, records that hold their own annotations,
# classes that the data decide, tags, and a task that gives way to another's numbers.
TASKS = (("T19", "T10"), ("T13", "T6"), ("T3",), ("T28",), ("T24",), ("T11",))
SEEDS = 4
SOWN = 13
REPORTS = 110  # fewer do not have every kind of case
CELLS = (
    *("", "-", "onbekend", "0", "#N/A", "#WAARDE!", "NULL", "zie PACS", ".", "groot", "1,2E+06"),
    *("9999999", "12-03-2019", "long (dr. Zwartjes)", "<HUISARTSNAAM>", "x" * 32_767, "True"),
    "Gezien door dr. Quaedvliegh op 12-03-2021, 06-12345678.",
)
SPELLINGS = ("{}.0", "'{}", "{}\N{ZERO WIDTH SPACE}", "00{}", " {}", "{} dr. J. Zwartjes", "{}{}")


@pytest.fixture(scope="session", params=TASKS, ids="-".join)
def exports(request, tmp_path_factory):
    """The simulated exports of a cohort, with its tasks."""
    tasks = find_tasks(request.param)
    folder = tmp_path_factory.mktemp("exports")
    simulate(tasks, folder / "raw", reports=REPORTS, seed=len(request.param[0]) + 1)
    return tasks, folder / "raw"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_check_and_build_agree(exports, tmp_path, seed):
    tasks, source = exports
    raw = tmp_path / "raw"
    shutil.copytree(source, raw)
    files = tasks[0].cohort.files
    rng = random.Random(f"{tasks[0].full_name} {seed}")
    for _ in range(SOWN):
        _sow(rng, raw, files)
    if seed == SEEDS - 1:
        _break_a_file(rng, raw, files)
    checked = check(tasks, raw, key=KEY)
    built, stopped = None, None
    try:
        built = build(tasks, raw, tmp_path / "release", key=KEY)
    except DragonPrepError as fault:
        stopped = fault
    if stopped is not None or built is None:
        first = checked.faults[0]
        assert (first.exit_code, str(first)) == (stopped.exit_code, str(stopped))
        assert {*stopped.problems} <= {*checked.problems}
        return
    assert checked.faults == ()
    assert checked.tasks == built.tasks
    assert checked.problems == built.problems
    assert checked.audit == built.audit
    assert checked.second_look == built.second_look
    assert checked.annotated == built.annotated
    assert checked.identity == built.identity


def test_the_mistakes_are_as_many_as_said():
    assert len(TASKS) * SEEDS * SOWN >= 300


def _sow(rng, raw, files):
    """One mistake in one of the files."""
    file = rng.choice(files)
    path = raw / file.path
    sow = {
        Layout.SHEET: _in_a_sheet,
        Layout.RECORDS: _in_lines,
        Layout.ANNOTATIONS: _in_lines,
        Layout.UID_LIST: _in_a_list,
    }[file.layout]
    sow(rng, path, [column.name for column in file.columns])


def _value(rng, old, column):
    """What stands in a cell in place of what was there."""
    kind = rng.randrange(3)
    if kind == 0:
        return rng.choice(CELLS)
    if kind == 1:
        return rng.choice(SPELLINGS).format(old, old)
    return rng.choice(column)  # another row's


def _in_a_sheet(rng, path, names):
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        at = [str(cell.value) for cell in sheet[1]].index(rng.choice(names_of(sheet[1], names))) + 1
        cell = sheet.cell(rng.randint(2, sheet.max_row), at)
        column = [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]
        cell.value = _value(rng, "" if cell.value is None else cell.value, column)
        book.save(path)
        return
    text = decode(path.read_bytes())
    head = text.partition("\n")[0]
    separator = max(";,\t|", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    row = rng.choice(rows[1:])
    at = rows[0].index(rng.choice([name for name in names if name in rows[0]]))
    row[at] = _value(rng, row[at], [other[at] for other in rows[1:]])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def names_of(cells, names):
    return [str(cell.value) for cell in cells if str(cell.value) in names]


def _in_lines(rng, path, _names):
    lines = path.read_text(encoding="utf-8").splitlines()
    number = rng.randrange(len(lines))
    try:
        body = json.loads(lines[number])
    except ValueError:  # sown before
        return
    change = rng.choice((_shift, _mislabel, _rename, _reword, _double, _cut))
    lines[number] = change(rng, body, lines)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _spans(body):
    return next((body[key] for key in ("label", "labels", "label_phi") if body.get(key)), [])


def _shift(rng, body, _lines):
    for span in _spans(body)[:1]:
        span[0] += rng.choice((-1, 1, 500))
    return json.dumps(body)


def _mislabel(rng, body, _lines):
    for span in _spans(body)[-1:]:
        span[2] = rng.choice(("<NAAMPJE>", "<DATUM>", ""))
    return json.dumps(body)


def _rename(rng, body, _lines):
    holder = body["meta"] if isinstance(body.get("meta"), dict) and "uid" in body["meta"] else body
    for name in [name for name in holder if "id" in name.lower()][:1]:
        holder[name] = _value(rng, holder[name], ["nobody_1"])
    return json.dumps(body)


def _reword(rng, body, _lines):
    if isinstance(body.get("text"), str):
        body["text"] = rng.choice((body["text"] + " En meer.", "NULL", "", body["text"][:40]))
    return json.dumps(body)


def _double(rng, body, lines):
    lines.append(json.dumps({**body, rng.choice(("label", "text")): rng.choice(([], None, "x"))}))
    return json.dumps(body)


def _cut(rng, body, _lines):
    text = json.dumps(body)
    return text[: rng.randrange(1, len(text))]


def _in_a_list(rng, path, _names):
    found = json.loads(path.read_text(encoding="utf-8"))
    found.append(rng.choice(("nobody", 17, "-")))
    path.write_text(json.dumps(found), encoding="utf-8")


def _break_a_file(rng, raw, files):
    """What is wrong with a whole file, so that most builds stop."""
    file = rng.choice(files)
    path: Path = raw / file.path
    match rng.randrange(4):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(b"\x00\x01")
        case 2:
            path.write_bytes(b"")
        case _:
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2])
