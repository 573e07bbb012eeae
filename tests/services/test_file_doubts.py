"""A check doubts raw files aloud: each defect put into simulated exports is told, and no other."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from html.parser import HTMLParser

import openpyxl
import pytest
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.codes.doubts import __dict__ as doubt_kinds
from dragon_prep.core.errors import DragonPrepError, ErrorCode
from dragon_prep.intake.doubts.judge import judged
from dragon_prep.intake.doubts.look import FileLook
from dragon_prep.intake.export import read_export
from dragon_prep.services.check import check
from dragon_prep.services.check_page import PAGE, check_page, keep_page
from dragon_prep.services.file_facts import facts_of
from dragon_prep.synthetic.kit.answers import read_answers

CINE = "rijnstate/cinemri/reports.csv"
LUNG = "rumc/pathology-lung/ignite_reports_with_ct_number.xlsx"
LUNG_ANNOTATED = "rumc/pathology-lung/all.jsonl"
RUMC = "rumc/prostate/PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
# Texts of two patients and texts that are alike: a build asks whether that is meant.
PLANTED = tuple(
    word for code in ("V503", "V504", "V511") for word in ("--accept", code, "--reason", "planted")
)
OWN = {kind.code for kind in doubt_kinds.values() if isinstance(kind, ErrorCode)}


@pytest.fixture(scope="session")
def simulated(tmp_path_factory):
    """Exports of several cohorts as they are, and the truth about them."""
    root = tmp_path_factory.mktemp("doubts")
    tasks = find_tasks(["T1", "T2", "T4", "T6", "T8", "T11", "T15", "T19"])
    made = simulate(tasks, root / "raw", reports=120, seed=11)
    return tasks, root / "raw", read_answers(made.answers)


@pytest.fixture
def raw(simulated, tmp_path):
    """The sheets of two cohorts, to be changed."""
    for path in (CINE, LUNG, LUNG_ANNOTATED):
        (tmp_path / "raw" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / path).write_bytes((simulated[1] / path).read_bytes())
    return tmp_path / "raw"


def looked(task, root):
    """The files of a task's cohort by path, with what of them is to be doubted."""
    (task,) = find_tasks([task])
    look = FileLook(task.cohort, task.cohort.centres)
    try:
        read_export(task.cohort, root, task.cohort.centres, look)
    except DragonPrepError:
        look.at_files(root)
    return {figures.file: judged(figures) for figures in look.figures}


def change_cine(root, change, encoding="utf-8"):
    """Changes the rows below the header: report, label, patient."""
    file = root / CINE
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    file.write_bytes(out.getvalue().encode(encoding, "replace"))


def texts(value, *numbers):
    """Puts something into the texts of rows, counted as a person does."""

    def change(rows):
        at = rows[0].index("report")
        for number in numbers:
            row = rows[number - 1]
            row[at] = value(row[at]) if callable(value) else value

    return change


def patients(value, *numbers):
    def change(rows):
        at = rows[0].index("patient")
        for number in numbers:
            rows[number - 1][at] = value(rows[number - 1][at])

    return change


def of_several(rows):
    at = rows[0].index("report")
    rows[10][at] = rows[5][at]


def repeated(rows):
    rows += [list(row) for row in rows[1:12]]


def cut(rows):
    texts(lambda text: (text * 9)[:998] + "de", *range(20, 26))(rows)


ENGLISH = (
    "There is no evidence of adhesions between the bowel and the abdominal wall anywhere. " * 3
)

DEFECTS = {
    "R381": (texts("", *range(2, 14)), None),
    "R381 placeholders": (texts("zie PACS", *range(2, 14)), None),
    "R382 short": (texts("Geen adhesies gezien.", 7), 7),
    "R382 long": (texts(lambda text: text * 200, 8), 8),
    "R383": (repeated, 122),
    "R384": (of_several, 6),
    "R385": (cut, 20),
    "R386 HTML": (texts(lambda text: f"<p>{text}</p>", 4, 9), 4),
    "R386 RTF": (texts(lambda text: rf"{{\rtf1 {text}\par}}", 4), 4),
    "R387": (texts(lambda text: f"{text} co\ufffdlioscopie", 30, 31), 30),
    "R388": (texts(ENGLISH, 12), 12),
    "R389": (patients(lambda _: "4711", 40), 40),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_doubted_with_its_file_and_rows(name, raw):
    change, row = DEFECTS[name]
    change_cine(raw, change)
    figures = looked("T1", raw)[CINE]
    found = {problem.kind.code: problem for problem in figures.doubts}
    assert set(found) == {name[:4]}
    problem = found[name[:4]]
    assert (problem.place.file, problem.place.row, problem.quarantined) == (CINE, row, False)
    assert problem.kind.remedy.startswith(("Look", "Compare"))
    assert row is None or f"row {row}" in problem.detail or f"rows {row}" in problem.detail


def test_dates_in_several_forms_are_doubted(raw):
    def with_dates(rows):
        rows[0].append("birth_date")
        for number, row in enumerate(rows[1:]):
            row.append("1950-03-12" if number % 2 else "13-03-1950")

    change_cine(raw, with_dates)
    figures = looked("T1", raw)[CINE]
    (problem,) = figures.doubts
    assert (problem.kind.code, problem.place.column) == ("R390", "birth_date")
    assert figures.identity == ("birth_date",)


def test_annotations_without_a_row_are_doubted(raw):
    file = raw / LUNG_ANNOTATED
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines[:30]:
        line["uid"] = f"X{line['uid']}"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = looked("T6", raw)
    assert [problem.kind.code for problem in found[LUNG_ANNOTATED].doubts] == ["R391"]
    assert found[LUNG_ANNOTATED].placed == (len(lines) - 30, len(lines))
    assert found[LUNG].doubts == ()


def test_exports_as_they_are_are_not_doubted(simulated):
    tasks, root, _ = simulated
    found = {
        problem.place.file: problem.kind.code
        for task in tasks
        for figures in looked(task.full_name, root).values()
        for problem in figures.doubts
    }
    # The few reports of a thousand words and more, far longer than the others, are worth a look.
    assert found == {"rumc/pancreas/all.jsonl": "R382"}


def test_every_file_has_its_figures(simulated):
    tasks, root, _ = simulated
    for task in tasks:
        files = looked(task.full_name, root)
        assert list(files) == [raw.path for raw in task.cohort.files]
        for figures in files.values():
            assert not figures.fault
            assert dict(facts_of(figures))["layout"] == figures.layout
        assert any(figures.texts for figures in files.values())
        assert any(figures.forms for figures in files.values())


def test_encoding_and_matched_annotations(raw):
    change_cine(raw, lambda rows: None, encoding="cp1252")
    assert looked("T1", raw)[CINE].encoding == "cp1252"
    found = looked("T6", raw)
    assert found[LUNG].encoding == ""
    placed, of = found[LUNG_ANNOTATED].placed
    assert placed == of == found[LUNG_ANNOTATED].rows
    assert found[LUNG].annotated > 100


def test_files_of_a_cohort_that_cannot_be_read(raw):
    (raw / LUNG_ANNOTATED).write_bytes(b"\x00\x01")
    found = looked("T6", raw)
    assert found[LUNG_ANNOTATED].fault == "E206"
    assert found[LUNG].texts.filled > 100
    (raw / LUNG).unlink()
    assert looked("T6", raw)[LUNG].fault == "E202"
    assert "E202" in check_page(list(looked("T6", raw).values()))


@pytest.fixture
def volumes(simulated, tmp_path):
    """A sheet in which many volumes are not those of the reports."""
    folder = tmp_path / "raw" / "rumc" / "prostate"
    folder.mkdir(parents=True)
    for path in (simulated[1] / "rumc" / "prostate").rglob("*"):
        if path.is_file():
            to = folder / path.relative_to(simulated[1] / "rumc" / "prostate")
            to.parent.mkdir(exist_ok=True)
            to.write_bytes(path.read_bytes())
    book = openpyxl.load_workbook(tmp_path / "raw" / RUMC)
    sheet = book.active
    (at,) = (cell.column for cell in sheet[1] if cell.value == "prostate_volume")
    for row in range(2, 32):
        sheet.cell(row, at).value = f"{67 + row / 100:.2f}"
    book.save(tmp_path / "raw" / RUMC)
    return tmp_path / "raw"


def test_numbers_that_texts_do_not_state_are_doubted(volumes):
    from dragon_prep.tasks.prepare import Options

    found = check(find_tasks(["T19"]), volumes, key=KEY, options=Options(centres=("rumc",)))
    (problem,) = found.doubts
    assert (problem.kind.code, problem.place.file) == ("R392", RUMC)
    assert problem.place.row in range(2, 32)
    (figures,) = (f for f in found.files if f.file == RUMC)
    assert len(figures.numbers.nowhere.first) == 20
    assert found.tasks[0].numbers["nowhere"] == figures.numbers.nowhere.count


def test_published_texts_are_not_doubted(tmp_path):
    tasks = find_tasks(["T101"])
    simulate(tasks, tmp_path / "raw", reports=60, seed=1)
    found = check(tasks, tmp_path / "raw", key=KEY)
    (figures,) = found.files
    assert figures.texts.not_dutch.count == 60  # they are in English
    assert found.doubts == ()


# What comes of it


def all_defects(rows):
    """Most defects at once, and a form in which an id is a name."""
    for change, _ in (DEFECTS[name] for name in ("R382 short", "R384", "R385", "R386 HTML")):
        change(rows)
    for change, _ in (DEFECTS[name] for name in ("R387", "R388", "R389")):
        change(rows)
    rows[0] += ["birth_date", "patient_name", "geboortedatum"]
    for number, row in enumerate(rows[1:]):
        row += ["1950-03-12" if number % 2 else "13-03-1950", "Zwelgmans, Q.", "13-03-1950"]


def run(root, command, *more):
    key = root.parent / "project.key"
    key.write_text(KEY.secret.hex() + "\n", encoding="ascii")
    key.chmod(0o600)
    args = [command, "T1", "--source", str(root), "--key-file", str(key), "--workers", "1", *more]
    return CliRunner().invoke(app, args)


def test_no_output_holds_a_text_a_value_or_an_id(simulated, raw):
    """Each word of the texts that only they have, and each cell of ids and dates."""
    change_cine(raw, all_defects)
    shown = run(raw, "check", "--details", *PLANTED)
    machine = run(raw, "check", "--json", *PLANTED)
    assert shown.exit_code == machine.exit_code == 0
    workspace = raw.parent / "dragon-prep-workspace"
    page = (workspace / PAGE).read_text(encoding="utf-8")
    listed = (workspace / "problems.csv").read_text(encoding="utf-8")
    files = json.loads(machine.stdout)["files"]
    codes = {problem["code"] for figures in files for problem in figures["doubts"]}
    assert codes == {"R382", "R384", "R385", "R386", "R387", "R388", "R389", "R390"}
    assert all(code in out for code in codes for out in (shown.output, page, listed))
    rows = list(csv.reader(io.StringIO((raw / CINE).read_text(encoding="utf-8"), newline="")))
    secret = {row[rows[0].index(name)] for row in rows[1:] for name in ("patient", "birth_date")}
    secret |= {"Zwelgmans", "4711", "co\ufffdlioscopie", "adhesies gezien", "no evidence"}
    at = rows[0].index("report")
    for row in rows[1:]:
        words = row[at].split()
        secret |= {" ".join(words[i : i + 3]) for i in range(0, len(words) - 2, 3)}
    secret |= {a.text[s.start : s.end] for a in simulated[2] for s in a.phi if s.end - s.start > 5}
    told = (shown.output, json.dumps(json.loads(machine.stdout)["files"]), page, listed)
    assert len(secret) > 1000
    for text in secret:
        assert not any(text in out for out in told), "something of a patient is told"


def test_a_doubt_changes_nothing_of_a_build(raw):
    change_cine(raw, all_defects)
    checked = run(raw, "check", "--json", *PLANTED)
    built = run(raw, "build", "--json", *PLANTED, "--out", str(raw.parent / "release"))
    assert checked.exit_code == built.exit_code == 0
    ours, theirs = json.loads(checked.stdout), json.loads(built.stdout)
    assert ours["problems"] == theirs["problems"]
    assert ours["tasks"] == theirs["tasks"]
    assert not {problem["code"] for problem in ours["problems"]} & OWN


def test_the_page_is_private_and_stands_alone(simulated, tmp_path):
    tasks, root, _ = simulated
    files = [f for task in tasks[:4] for f in looked(task.full_name, root).values()]
    path = keep_page(tmp_path, files)
    assert path == tmp_path / PAGE
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    page = path.read_text(encoding="utf-8")
    assert "must not leave the hospital" in page
    assert "prefers-color-scheme: dark" in page
    assert "default-src 'none'" in page
    for foreign in ("http:", "https:", "//", "<script", "<img", "<link", "src=", "url(", "@import"):
        assert foreign not in page
    assert page == check_page(files)

    class Tags(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.ids, self.refs = [], set(), set()

        def handle_starttag(self, tag, attrs):
            if tag != "meta":
                self.open.append(tag)
            self.ids |= {value for name, value in attrs if name == "id"}
            self.refs |= {value for name, value in attrs if name == "href"}

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {f"#{name}" for name in tags.ids} == tags.refs
    assert len(tags.ids) == len(files)


def test_words_of_a_file_cannot_become_tags(simulated):
    from dataclasses import replace

    (figures,) = looked("T1", simulated[1]).values()
    evil = '"><script>alert(1)</script>'
    page = check_page([replace(figures, file=evil, encoding=evil, identity=(evil,), cohort=evil)])
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_terminal_names_codes_and_the_page(raw):
    change_cine(raw, DEFECTS["R386 HTML"][0])
    change_cine(raw, texts("zie PACS", 50))
    done = run(raw, "check", "--details")
    assert done.exit_code == 0
    assert re.search(r"held back or listed\s+R305 .*, R361 \(1\)", done.output)
    assert re.search(r"placeholders\s+1 \(row 50\)", done.output)
    assert re.search(rf"{re.escape(CINE)}\s+R386\s+utf-8", done.output)
    assert "texts are HTML, XML or RTF, which was cleaned away (1, listed only)" in done.output
    assert str(raw.parent / "dragon-prep-workspace" / PAGE) in done.output
    assert "Nothing stands in the way of a build." in done.output
