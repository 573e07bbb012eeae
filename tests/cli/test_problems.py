"""What a steward is told of problems: sums on the terminal, all of them in a file."""

from __future__ import annotations

import csv
import io
import shutil

import pytest
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.errors import ErrorCode, InputFault, Place, Problem
from dragon_prep.core.steps import Step
from dragon_prep.services.problems_file import problems_csv

SHEET = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("problems")
    simulate(find_tasks(["T19"]), folder / "raw", reports=240, seed=3)
    file = folder / "raw" / SHEET
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    at = rows[0].index("volume")
    for row in rows[1:9]:
        row[at] = "groot"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return folder / "raw"


@pytest.fixture
def run(exports, tmp_path):
    shutil.copytree(exports, tmp_path / "raw")
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)

    def invoke(command, *more):
        args = [command, "T19", "--source", tmp_path / "raw", "--key-file", key, "--centre", "umcg"]
        args += ["--workers", 1, *more]
        args += ["--out", tmp_path / "release"] if command == "build" else []
        return CliRunner().invoke(app, [*map(str, args)])

    return invoke


def table(file):
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.mark.parametrize("command", ["check", "build"])
def test_all_problems_are_in_the_workspace_and_the_terminal_tells_how_many(run, tmp_path, command):
    done = run(command)
    assert done.exit_code == 0, done.output
    file = tmp_path / "dragon-prep-workspace" / "problems.csv"
    found = [row for row in table(file) if row["code"] == "R322"]
    places = {(row["file"], row["sheet"], row["column"], row["effect"]) for row in found}
    assert places == {(SHEET, "", "volume", "held back")}
    assert len(found) > 3
    assert all(row["row"].isdigit() and row["what"] and row["what to do"] for row in found)
    _, _, rest = done.output.partition(f"R322 a value cannot be read ({len(found)} rows held back)")
    paragraph = rest.partition("\n\n")[0]
    assert paragraph.count(f"- {SHEET}, row") == 3
    assert f"and {len(found) - 3} more; see problems.csv" in paragraph
    assert f"All are listed in {file}" in done.output
    assert "dragon-prep explain CODE" in done.output


def test_a_check_lists_what_stops_a_build_and_clears_the_list_later(run, tmp_path):
    (tmp_path / "raw" / SHEET).rename(tmp_path / "away.csv")
    assert run("check", "--workspace", str(tmp_path / "own")).exit_code == 3
    file = tmp_path / "own" / "problems.csv"
    (row,) = table(file)
    assert (row["code"], row["file"], row["effect"]) == ("E202", SHEET, "stops the work")
    (tmp_path / "away.csv").rename(tmp_path / "raw" / SHEET)
    run("check", "--workspace", str(tmp_path / "own"))
    assert "E202" not in {row["code"] for row in table(file)}


def test_a_build_that_was_stopped_leaves_its_problems(run, tmp_path):
    done = run("build", "--strict")
    assert done.exit_code == 3
    codes = [row["code"] for row in table(tmp_path / "dragon-prep-workspace" / "problems.csv")]
    assert codes[0] == "E108"
    assert codes.count("R322") > 3
    assert run("check", "--strict").exit_code == 3
    assert not (tmp_path / "release").exists()


def test_a_check_goes_on_where_nothing_can_be_written(run, tmp_path):
    (tmp_path / "dragon-prep-workspace").write_text("a file in its place")
    done = run("check")
    assert done.exit_code == 0
    assert "could not be kept" in done.output


def test_a_check_writes_nothing_into_the_exports(run, tmp_path):
    done = run("check", "--workspace", str(tmp_path / "raw" / "work"))
    assert (done.exit_code, "E105" in done.output) == (2, True)
    assert not (tmp_path / "raw" / "work").exists()


def test_no_report_left_comes_with_the_attrition(run, tmp_path):
    file = tmp_path / "raw" / SHEET
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))
    for row in rows[1:]:
        row[rows[0].index("volume")] = "groot"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    for command in ("check", "build"):
        done = run(command)
        assert (done.exit_code, "Error E211" in done.output) == (3, True)
        assert "rows left" in done.output
        assert "a value cannot be read" in done.output
        assert f"- {SHEET}, row" in done.output


def test_the_table_names_sheets_and_holds_no_formula():
    kind = ErrorCode("R999", "of no use", "Mend it.")
    problems = [
        Problem(kind, Place("a/b.xlsx[Sheet2]", 4, "size"), "too big", quarantined=False),
        Problem(kind, Place("a/c.csv", None, "=1+1")),
    ]
    fault = InputFault(kind, "stops", place=Place("x"), steps=(Step("a", "read", 0, 1, 1),))
    rows = list(csv.reader(problems_csv(problems, [fault]).decode().splitlines()))
    assert rows == [
        ["file", "sheet", "row", "column", "code", "effect", "what", "what to do"],
        ["x", "", "", "", "R999", "stops the work", "of no use: stops", "Mend it."],
        [
            "a/b.xlsx",
            "Sheet2",
            "4",
            "size",
            "R999",
            "listed only",
            "of no use: too big",
            "Mend it.",
        ],
        ["a/c.csv", "", "", "'=1+1", "R999", "held back", "of no use", "Mend it."],
    ]


def test_a_fault_keeps_its_steps_between_processes():
    import pickle

    fault = InputFault(ErrorCode("E9", "x", "y"), steps=(Step("a", "read", 0, 1, 1),))
    assert pickle.loads(pickle.dumps(fault)).steps == fault.steps
