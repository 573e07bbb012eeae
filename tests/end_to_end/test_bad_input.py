"""Broken exports: a code, a place, a remedy, nothing half-written, and no patient data in words."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner
from worlds import KEY, tree

from dragon_prep import find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.synthetic.kit.answers import read_answers

RUMC = "rumc/prostate/PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
RUMC_ANNOTATED = "rumc/prostate/radiology/all.jsonl"
RUMC_LIST = "rumc/prostate/radiology/excluded_cases_not_dutch.json"
UMCG = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
UMCG_ANNOTATED = "umcg/prostate/radiology/all_checked.jsonl"
AVL = "avl/prostate/radiology/annot_consecutive.csv"


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    """Exports of 200 reports, and every identifier planted in them."""
    root = tmp_path_factory.mktemp("simulated")
    made = simulate(find_tasks(["T19"]), root / "raw", reports=200, seed=2)
    answers = read_answers(made.answers)
    planted = {a.text[s.start : s.end] for a in answers for s in a.phi if s.end - s.start > 4}
    ids = {a.uid for a in answers} | {a.patient_id for a in answers if len(a.patient_id) > 4}
    return made.source, planted | ids


@pytest.fixture
def raw(simulated, tmp_path):
    """A copy of the exports, to be broken."""
    shutil.copytree(simulated[0], tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def run(simulated, tmp_path, caplog):
    """Runs a command and checks what holds for every one: no PHI in words, nothing half-written."""
    key = tmp_path / "project.key"
    key.write_text(KEY.secret.hex() + "\n", encoding="ascii")
    key.chmod(0o600)
    release = tmp_path / "release"

    def invoke(command="build", *more, task="T19", source=tmp_path / "raw", key_file=key):
        args = [command, task, "--source", str(source), "--json", "--key-file", str(key_file)]
        if command == "build":
            args += ["--out", str(release), "--workers", "1"]
        before = tree(release) if release.exists() else None
        done = CliRunner().invoke(app, [*args, *more])
        words = done.output + caplog.text + repr(done.exception)
        assert not [p for p in simulated[1] if p in words], "PHI or an id in words"
        if done.exit_code:
            assert (tree(release) if release.exists() else None) == before
            assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".release")]
        return done.exit_code, json.loads(done.stdout[done.stdout.index("{") :])

    return invoke


def problems(body, code):
    return [(p["file"], p["row"], p["column"]) for p in body["problems"] if p["code"] == code]


def error(result, exit_code):
    code, body = result
    assert code == exit_code, body
    assert body["error"]["remedy"]
    return body["error"]["code"], body["error"]["file"], body["error"]["row"]


def edit_csv(path: Path, change, encoding="utf-8-sig", separator=","):
    rows = list(
        csv.reader(io.StringIO(path.read_text(encoding=encoding), newline=""), delimiter=separator)
    )
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def edit_xlsx(path: Path, change):
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(path)


def edit_lines(path: Path, change):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text + "\n", encoding="utf-8")


def column_of(sheet, name):
    return [cell.value for cell in sheet[1]].index(name) + 1


def annotated_row(raw, n=0):
    """Where a RUMC report that is kept and annotated stands: sheet row, annotation line."""
    sheet = openpyxl.load_workbook(raw / RUMC).active
    rows = [
        [str(c) if c is not None else "" for c in row] for row in sheet.iter_rows(values_only=True)
    ]
    head = rows[0]
    at = {
        name: head.index(name) for name in ("patient_id", "study_id", "center", "radiology_report")
    }
    lines = (raw / RUMC_ANNOTATED).read_text(encoding="utf-8").splitlines()
    uids = [json.loads(line)["meta"]["uid"] for line in lines]
    not_dutch = set(json.loads((raw / RUMC_LIST).read_text(encoding="utf-8")))
    found = [
        (i, uids.index(uid) + 1)
        for i, row in enumerate(rows[1:], start=2)
        if (uid := f"{row[at['patient_id']]}_{row[at['study_id']]}") in uids
        and row[at["center"]] == "RUMC"
        and row[at["radiology_report"]]
        and uid not in not_dutch
    ]
    return found[n]


# Files and columns


def test_source_folder_missing(run, tmp_path):
    nowhere = tmp_path / "nowhere"
    assert error(run(source=nowhere), 3) == ("E201", str(nowhere), None)


def test_folder_of_a_centre_instead_of_the_one_above(run, raw):
    result = run(source=raw / "rumc")
    assert error(result, 3)[0] == "E201"
    assert "give the folder above it" in result[1]["error"]["what"]


@pytest.mark.parametrize("path", [RUMC, RUMC_LIST, UMCG, AVL, UMCG_ANNOTATED])
def test_file_missing(run, raw, path):
    (raw / path).unlink()
    assert error(run(), 3) == ("E202", path, None)


def test_centre_folder_missing(run, raw):
    shutil.rmtree(raw / "umcg")
    code, body = run()
    assert (code, body["error"]["code"], body["error"]["file"]) == (3, "E202", UMCG)
    assert "umcg" in body["error"]["what"]
    assert "--centre" in body["error"]["remedy"]
    assert run("build", "--centre", "rumc", "--centre", "avl")[0] == 0


@pytest.mark.parametrize("name", ["patient_id", "volume", "RadiologyReport"])
def test_column_misspelt(run, raw, name):
    edit_csv(raw / UMCG, lambda rows: rows[0].__setitem__(rows[0].index(name), name.upper() + "s"))
    result = run()
    assert error(result, 3) == ("E203", UMCG, 1)
    assert f"{name!r} (did you mean '{name.upper()}s'?)" in result[1]["error"]["what"]


def test_column_missing_in_a_workbook(run, raw):
    edit_xlsx(raw / RUMC, lambda sheet: sheet.delete_cols(column_of(sheet, "prostate_volume")))
    assert error(run(), 3) == ("E203", RUMC, 1)


def test_check_tells_of_all_files_at_once(run, raw):
    (raw / RUMC_LIST).unlink()
    edit_csv(raw / UMCG, lambda rows: rows[0].__setitem__(0, "wie"))
    code, body = run("check")
    assert code == 3
    assert [(f["code"], f["file"]) for f in body["faults"]] == [
        ("E202", RUMC_LIST),
        ("E203", UMCG),
    ]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("cp1252", ";"), ("utf-8", "\t"), ("utf-16", ",")]
)
def test_other_separator_and_encoding_give_the_same_release(
    run, raw, encoding, separator, tmp_path
):
    assert run()[0] == 0
    before = tree(tmp_path / "release" / "algorithm-input")
    text = (raw / UMCG).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    (raw / UMCG).write_bytes(out.getvalue().encode(encoding))
    assert run("build", "--overwrite")[0] == 0
    assert tree(tmp_path / "release" / "algorithm-input") == before


def test_separator_nobody_uses(run, raw):
    path = raw / UMCG
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",", "^"), encoding="utf-8")
    assert error(run(), 3) == ("E203", UMCG, 1)


def test_blank_header(run, raw):
    edit_csv(raw / UMCG, lambda rows: rows.insert(0, [""] * len(rows[0])))
    assert error(run(), 3) == ("E204", UMCG, 1)


def test_repeated_header(run, raw):
    edit_csv(raw / UMCG, lambda rows: [row.append(row[rows[0].index("volume")]) for row in rows])
    assert error(run(), 3) == ("E205", UMCG, 1)


def test_workbook_that_is_none(run, raw):
    (raw / RUMC).write_bytes(b"not a workbook")
    assert error(run(), 3) == ("E206", RUMC, None)


def test_undecodable_row_costs_one_row(run, raw):
    data = (raw / UMCG).read_bytes()
    at = data.rindex(b"rostaat")  # in the last row that is about a prostate
    (raw / UMCG).write_bytes(data[:at] + b"\xff" + data[at:])
    code, body = run()
    assert code == 0
    assert len(problems(body, "R303")) == 1


# Ids, texts, annotations


def test_duplicate_uid_with_other_values(run, raw):
    def repeat(sheet):
        row = annotated_row(raw)[0]
        values = [cell.value for cell in sheet[row]]
        values[column_of(sheet, "prostate_volume") - 1] = 33
        sheet.append(values)

    row = annotated_row(raw)[0]
    edit_xlsx(raw / RUMC, repeat)
    code, body = run()
    assert code == 0
    last = openpyxl.load_workbook(raw / RUMC).active.max_row
    assert problems(body, "R305") == [(RUMC, row, None), (RUMC, last, None)]


def test_two_texts_for_one_uid(run, raw):
    def repeat(sheet):
        values = [cell.value for cell in sheet[annotated_row(raw)[0]]]
        values[column_of(sheet, "radiology_report") - 1] += " En nog iets."
        sheet.append(values)

    row = annotated_row(raw)[0]
    edit_xlsx(raw / RUMC, repeat)
    assert (RUMC, row, None) in problems(run()[1], "R306")


def test_annotation_of_an_unknown_uid(run, raw):
    edit_lines(
        raw / UMCG_ANNOTATED,
        lambda lines: lines.append({**lines[0], "meta": {"uid": "nobody_1"}}),
    )
    count = len((raw / UMCG_ANNOTATED).read_text(encoding="utf-8").splitlines())
    assert problems(run()[1], "R308") == [(UMCG_ANNOTATED, count, None)]


def test_annotation_of_another_text(run, raw):
    _, line = annotated_row(raw)
    edit_lines(
        raw / RUMC_ANNOTATED,
        lambda lines: lines[line - 1].update(text=lines[line - 1]["text"] + " En meer."),
    )
    assert problems(run()[1], "R307") == [(RUMC_ANNOTATED, line, None)]


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ([0, 10**6, "<PERSOON>"], "R310"),
        ([5, 2, "<PERSOON>"], "R311"),
        ([0, 4, "<ONBEKEND>"], "R313"),
        (["a", 4, "<PERSOON>"], "R314"),
    ],
)
def test_bad_span_holds_its_report_back(run, raw, span, code):
    before = run()[1]["tasks"][0]["cases"]
    _, line = annotated_row(raw)
    edit_lines(raw / RUMC_ANNOTATED, lambda lines: lines[line - 1]["label"].append(span))
    _, body = run("build", "--overwrite")
    assert problems(body, code) == [(RUMC_ANNOTATED, line, None)]
    after = body["tasks"][0]["cases"]
    assert before["rumc"] - after["rumc"] in (0, 1)
    assert (before["umcg"], before["avl"]) == (after["umcg"], after["avl"])
    steps = [s["step"] for s in body["tasks"][0]["attrition"] if s["left_out"]]
    assert "annotation cannot be used" in steps


def test_overlapping_spans_are_replaced_as_one_and_listed(run, raw, tmp_path):
    _, line = annotated_row(raw)
    edit_lines(
        raw / RUMC_ANNOTATED,
        # Both cover whole words: from the start to the end of the first word, and of the second.
        lambda lines: lines[line - 1]["label"].extend(
            [0, word.end(), tag]
            for word, tag in zip(
                re.finditer(r"\w+", lines[line - 1]["text"]), ("<PERSOON>", "<DATUM>"), strict=False
            )
        ),
    )
    code, body = run()
    assert code == 0
    assert problems(body, "R312") == [(RUMC_ANNOTATED, line, None)]


def test_unreadable_annotation_line(run, raw):
    path = raw / UMCG_ANNOTATED
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0][:50], *lines[1:]]), encoding="utf-8")
    assert problems(run()[1], "R301") == [(UMCG_ANNOTATED, 1, None)]


def test_unknown_tag_in_a_text(run, raw):
    row, line = annotated_row(raw)
    extra = " Gezien door <HUISARTSNAAM>."

    def tag(sheet):
        sheet.cell(row, column_of(sheet, "radiology_report")).value += extra

    edit_xlsx(raw / RUMC, tag)
    edit_lines(
        raw / RUMC_ANNOTATED,
        lambda lines: lines[line - 1].update(text=lines[line - 1]["text"] + extra),
    )
    assert problems(run()[1], "R313") == [(RUMC, row, None)]


def test_id_that_nobody_marked_is_replaced_or_holds_its_report_back(run, raw):
    row, line = annotated_row(raw)
    sheet = openpyxl.load_workbook(raw / RUMC).active
    patient = sheet.cell(row, column_of(sheet, "patient_id")).value
    extra = f" Patient {patient} belt morgen."
    assert len(str(patient)) >= 5

    def add(sheet):
        sheet.cell(row, column_of(sheet, "radiology_report")).value += extra

    edit_xlsx(raw / RUMC, add)
    edit_lines(
        raw / RUMC_ANNOTATED,
        lambda lines: lines[line - 1].update(text=lines[line - 1]["text"] + extra),
    )
    assert problems(run("build", "--second-look", "off")[1], "R341") == [(RUMC, row, None)]
    found = run("build", "--overwrite")[1]
    assert problems(found, "R341") == []
    assert problems(found, "R352") == [(RUMC, row, None)]
    assert problems(run("check", "--second-look", "hold")[1], "R354") == [(RUMC, row, None)]


# Values


@pytest.mark.parametrize(
    ("value", "code"),
    [("groot", "R322"), ("68 liter", "R322"), ("68000", "R323"), ("0,1 cc", "R323")],
)
def test_value_that_cannot_be_used(run, raw, value, code):
    row, _ = annotated_row(raw)

    def put(sheet):
        sheet.cell(row, column_of(sheet, "prostate_volume")).value = value

    lists = raw / "rumc/prostate/radiology/excluded_cases_prostate_volume.json"
    lists.write_text("[]", encoding="utf-8")
    edit_xlsx(raw / RUMC, put)
    result, body = run()
    assert result == 0
    assert (RUMC, row, "prostate_volume") in problems(body, code)


def test_strict_stops_at_a_row_held_back(run, raw):
    _, line = annotated_row(raw)
    edit_lines(raw / RUMC_ANNOTATED, lambda lines: lines[line - 1]["label"].append([9, 1, "<X>"]))
    assert error(run("build", "--strict"), 3)[0] == "E108"


# Too little


def test_empty_cohort_after_exclusions(run, raw):
    edit_xlsx(
        raw / RUMC,
        lambda sheet: [
            sheet.cell(r, column_of(sheet, "center")).__setattr__("value", "ZGT")
            for r in range(2, sheet.max_row + 1)
        ],
    )
    code, body = run("build", "--centre", "rumc")
    assert (code, body["error"]["code"]) == (3, "E211")
    assert "another centre" in body["error"]["what"]


def test_fewer_patients_than_folds(run, raw):
    edit_xlsx(raw / RUMC, lambda sheet: sheet.delete_rows(7, sheet.max_row))
    sheet = openpyxl.load_workbook(raw / RUMC).active
    left = {str(cell.value) for row in sheet.iter_rows() for cell in row}

    def cut(lines):  # annotations of the rows that are left
        lines[:] = [line for line in lines if line["text"] in left]

    edit_lines(raw / RUMC_ANNOTATED, cut)
    code, body = run("build", "--centre", "rumc")
    assert (code, body["error"]["code"][:2]) == (3, "E2")
    assert "patients" in body["error"]["what"]


def test_class_missing_in_a_fold_and_what_the_remedy_does(run, raw):
    row, _ = annotated_row(raw)

    def put(sheet):
        sheet.cell(row, column_of(sheet, "lesion_PIRADS")).value = "3,3,3,3,3,3,3"

    edit_xlsx(raw / RUMC, put)
    code, body = run(task="T10")
    if code:  # unless the one case of its class is in the test set
        assert (code, body["error"]["code"]) == (3, "E212")
        assert "--min-class-patients" in body["error"]["remedy"]
    code, body = run("build", "--min-class-patients", "2", task="T10")
    assert code == 0
    assert "class with fewer than 2 patients" in {
        s["step"] for s in body["tasks"][0]["attrition"] if s["left_out"]
    }


# Usage, key, machine


def test_unknown_task(run, raw):
    result = run(task="T91")
    assert error(result, 2)[0] == "E101"
    assert "which has T1 to T28, T101 to T109" in result[1]["error"]["what"]


def test_unknown_centre(run, raw):
    assert error(run("build", "--centre", "umcu"), 2)[0] == "E102"


def test_output_exists(run, raw, tmp_path):
    assert run()[0] == 0
    assert error(run(), 2)[0] == "E103"
    assert run("build", "--overwrite")[0] == 0


def test_output_is_not_a_release(run, raw, tmp_path):
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "thesis.docx").write_bytes(b"ten years of work")
    assert error(run("build", "--overwrite"), 2)[0] == "E104"


def test_output_inside_the_source(run, raw, tmp_path):
    code, body = run("build", "--workspace", str(raw / "work"))
    assert (code, body["error"]["code"]) == (2, "E105")


def test_key_missing(run, raw, tmp_path):
    assert error(run(key_file=tmp_path / "no.key"), 5)[0] == "E501"


def test_key_too_short(run, raw, tmp_path):
    short = tmp_path / "short.key"
    short.write_text("00ff\n")
    short.chmod(0o600)
    assert error(run(key_file=short), 5)[0] == "E502"


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_key_readable_by_the_world(run, raw, tmp_path):
    (tmp_path / "project.key").chmod(0o644)
    assert error(run(), 5)[0] == "E503"


@pytest.mark.skipif(sys.platform != "linux", reason="a full device is a Linux device")
def test_disk_full(run, raw, tmp_path, monkeypatch):
    assert run()[0] == 0
    import errno

    from dragon_prep.pipeline import archives as stage

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path))

    monkeypatch.setattr(stage, "write_task", full)
    assert error(run("build", "--overwrite"), 6)[0] == "E701"


def test_foreign_exceptions_are_not_quoted(run, raw, monkeypatch):
    from dragon_prep.audit import findings as stage

    def broken(texts, *_):
        raise RuntimeError(f"cannot handle {texts!r}")

    monkeypatch.setattr(stage, "detect_all", broken)
    monkeypatch.setattr(stage, "detect", broken)
    args = ["build", "T19", "--source", str(raw), "--out", str(raw.parent / "release")]
    args += ["--key-file", str(raw.parent / "project.key"), "--workers", "1"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 70
    assert "E903" in done.output
    assert "RuntimeError" in done.output
    assert "cannot handle" not in done.output


# What the review of the first version found


def test_centre_that_is_none_among_others(run, raw):
    code, body = run("build", "--centre", "rumc", "--centre", "Jan Jansen 1234567")
    assert (code, body["error"]["code"]) == (2, "E102")
    assert "Jansen" not in json.dumps(body)


def test_overwrite_does_not_delete_what_is_not_the_releases_own(run, raw, tmp_path):
    assert run()[0] == 0
    key = tmp_path / "release" / "project.key"
    shutil.copy(tmp_path / "project.key", key)
    assert error(run("build", "--overwrite"), 2)[0] == "E109"
    assert error(run("build", "--overwrite", key_file=key), 2)[0] == "E109"
    key.unlink()
    assert run("build", "--overwrite")[0] == 0


def test_workspace_with_files_of_somebody_else(run, raw, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_bytes(b"ten years of work")
    assert error(run("build", "--workspace", str(tmp_path / "mine")), 2)[0] == "E110"


def test_leaving_out_all_classes_but_one(run, raw):
    least, body = 20, {}
    while not body.get("faults") and least < 200:  # ever more classes go; never is one left alone
        code, body = run("check", "--min-class-patients", str(least), task="T10")
        assert code or len(body["tasks"][0]["labels"]) > 1
        least += 1
    assert (code, body["faults"][0]["code"]) == (3, "E212")
    assert "lower" in body["faults"][0]["remedy"]


def test_strict_lists_the_rows_it_stops_for(run, raw):
    _, line = annotated_row(raw)
    bad = [[9, 1, "<X>"], [0, 10**6, "<PERSOON>"]]
    edit_lines(raw / RUMC_ANNOTATED, lambda lines: lines[line - 1]["label"].extend(bad))
    quarantined = {(p["file"], p["row"]) for p in run("check")[1]["problems"] if p["held_back"]}
    code, body = run("build", "--strict")
    assert (code, body["error"]["code"]) == (3, "E108")
    assert (
        body["error"]["what"] == f"{len(quarantined)} row{'s' * (len(quarantined) > 1)} held back"
    )
    assert {(p["file"], p["row"]) for p in body["problems"] if p["held_back"]} == quarantined
    assert (RUMC_ANNOTATED, line) in quarantined
