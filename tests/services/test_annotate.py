"""annotate export and import: out under keyed names, back to records, what is wrong told."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import deidentify_file, find_tasks
from dragon_prep.annotate.choices import CountUnit, RecordShape, ToolFormat
from dragon_prep.cli import app
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.keys import ProjectKey
from dragon_prep.intake.annotations import read_annotations
from dragon_prep.intake.raw_file import Layout, RawFile
from dragon_prep.services.annotate_export import WhatToAsk, export_annotations
from dragon_prep.services.annotate_import import HowToRead, import_annotations

TEXTS = (
    "😀 Dhr. Jansen zag op 2 mei 2019 de patient.\r\nBeleid: mw. Pieters, 06-12345678.",
    "Geen bijzonderheden bij mw. Bakker (12-03-1950).",
    "Niets te melden.",
)
IDS = ("umcg_4711_ab", "umcg_4712_cd", "umcg_4713_ef")
LS = ToolFormat.LABEL_STUDIO


@pytest.fixture
def reports(tmp_path):
    lines = [
        {"id": uid, "patient_id": f"pat{at}", "text": text, "ward": "C3"}
        for at, (uid, text) in enumerate(zip(IDS, TEXTS, strict=True))
    ]
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def export(reports, tool=LS, *tasks, pre_annotate=True, name="out", labels=()):
    out = reports.parent / name
    ask = WhatToAsk(tool, tuple(find_tasks(tasks)), labels, pre_annotate)
    result = export_annotations(reports, out, ask, key=KEY, table=reports.parent / f"{name}.table")
    return out, result


def annotated(out, *annotators, change=lambda _tasks: None):
    """What Label Studio would export where annotators took over what was marked."""
    tasks = json.loads((out / "tasks.json").read_text())
    for number, task in enumerate(tasks):
        marked = task.pop("predictions")
        result = marked[0]["result"] if marked else []
        task["id"] = number
        task["annotations"] = [
            {"id": 10 * number + who, "completed_by": who, "result": json.loads(json.dumps(result))}
            for who in annotators
        ]
    change(tasks)
    path = out.parent / f"{out.name}.json"
    path.write_text(json.dumps(tasks))
    return path


def back(reports, path, tool=LS, name="out", out="back.jsonl", **how):
    table = reports.parent / f"{name}.table"
    target = reports.parent / out
    how = HowToRead(tool, overwrite=True, **how)
    return import_annotations([path], reports, target, how, key=KEY, table=table)


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


@pytest.mark.parametrize("tool", list(ToolFormat))
def test_what_goes_out_tells_no_id_and_is_for_its_owner(reports, tool):
    out, result = export(reports, tool)
    assert (result.documents, result.problems) == (3, ())
    files = [path for path in out.rglob("*") if path.is_file()]
    told = "".join(map(str, files)) + "".join(path.read_text(encoding="utf-8") for path in files)
    for secret in (*IDS, "pat0", "C3", "4711", KEY.fingerprint):
        assert secret not in told.replace(str(reports.parent), "")
    if os.name == "posix":
        assert out.stat().st_mode & 0o077 == 0
        assert result.table.stat().st_mode & 0o077 == 0
    assert "Jansen" not in result.table.read_text()
    again, _ = export(reports, tool, name="again")
    for path in files:
        assert (again / path.relative_to(out)).read_bytes() == path.read_bytes()


def test_records_come_back_as_deidentify_takes_them(reports, tmp_path):
    out, _ = export(reports)
    result = back(reports, annotated(out, 1))
    assert (result.records, result.problems) == ({"1": 3}, ())
    records = read(tmp_path / "back.jsonl")
    assert [record["id"] for record in records] == list(IDS)
    assert [record["text"] for record in records] == list(TEXTS)
    first = records[0]
    assert (first["patient_id"], first["ward"], first["annotator"]) == ("pat0", "C3", "1")
    named = {first["text"][start:end]: label for start, end, label in first["spans"]}
    assert named == {
        "Jansen": "PERSOON",
        "2 mei 2019": "DATUM",
        "Pieters": "PERSOON",
        "06-12345678": "TELEFOONNUMMER",
    }
    assert first["provenance"]["spans"] == ["reviewed"] * 4
    done = deidentify_file(tmp_path / "back.jsonl", tmp_path / "done.jsonl", key=KEY)
    assert (done.written, done.phi) == (3, 6)


def test_annotations_come_back_as_cohorts_take_them(reports, tmp_path):
    out, _ = export(reports)
    back(reports, annotated(out, 1), shape=RecordShape.ANNOTATIONS)
    raw = RawFile("umcg", "back.jsonl", Layout.ANNOTATIONS, "")
    found = read_annotations(tmp_path, raw)
    assert sorted(found.by_uid) == list(IDS)
    assert not found.quarantined
    one = found.by_uid[IDS[0]]
    assert "Jansen" in {one.text[span.start : span.end] for span in one.phi}


def test_annotators_are_kept_apart(reports, tmp_path):
    def widen(tasks):
        task = next(task for task in tasks if "Jansen" in task["data"]["text"])
        value = task["annotations"][0]["result"][0]["value"]
        value["start"], value["text"] = value["start"] - 5, "Dhr. " + value["text"]

    out, _ = export(reports)
    result = back(reports, annotated(out, 7, 5, change=widen))
    assert result.records == {"5": 3, "7": 3}
    one, two = (read(tmp_path / f"back-{number}.jsonl") for number in (1, 2))
    assert [one[0]["annotator"], two[0]["annotator"]] == ["5", "7"]
    assert [7, 13, "PERSOON"] in one[0]["spans"]
    at = two[0]["spans"].index([2, 13, "PERSOON"])
    assert two[0]["provenance"]["spans"][at] == "manual"


def test_a_shifted_span_is_told_by_document_and_offset(reports, tmp_path):
    def shift(tasks):
        task = next(task for task in tasks if "Jansen" in task["data"]["text"])
        task["annotations"][0]["result"][0]["value"]["start"] += 1

    out, _ = export(reports)
    result = back(reports, annotated(out, 1, change=shift))
    (problem,) = result.problems
    assert problem.kind.code == "R405"
    assert "from 9 to 14" in problem.detail
    assert problem.place.file in result.files["1"].with_name("out.table").read_text()
    assert result.quarantined == 1
    assert [record["id"] for record in read(tmp_path / "back.jsonl")] == list(IDS[1:])


def test_a_unit_that_is_not_the_tools_shows(reports):
    out, _ = export(reports)
    path = annotated(out, 1)
    wrong = back(reports, path, unit=CountUnit.CODE_POINTS)
    assert {problem.kind.code for problem in wrong.problems} == {"R405"}
    assert wrong.quarantined == 1  # the one with an emoji
    assert not back(reports, path, unit=CountUnit.UTF16).problems


def test_without_quotes_words_that_are_cut_tell_the_unit(reports, tmp_path):
    out, _ = export(reports, ToolFormat.DOCCANO, pre_annotate=False)
    lines = read(out / "documents.jsonl")
    at = TEXTS[0].index("Jansen")
    for line in lines:
        line["label"] = [[at + 1, at + 7, "PERSOON"]] if "Jansen" in line["text"] else []
    path = tmp_path / "anna.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    wrong = back(reports, path, ToolFormat.DOCCANO, unit=CountUnit.CODE_POINTS)
    assert [problem.kind.code for problem in wrong.problems] == ["R406"]
    assert back(reports, path, ToolFormat.DOCCANO).records == {"anna": 3}
    right = back(reports, path, ToolFormat.DOCCANO, unit=CountUnit.UTF16)
    assert right.records == {"anna": 3}
    assert read(tmp_path / "back.jsonl")[0]["spans"] == [[at, at + 6, "PERSOON"]]


def test_what_is_unknown_missing_or_there_twice_is_told(reports, tmp_path):
    def disturb(tasks):
        tasks.sort(key=lambda task: TEXTS.index(task["data"]["text"]))
        tasks[0]["data"]["document"] = "dffffffffffffffff"
        tasks.append(json.loads(json.dumps(tasks[1])))
        tasks[2]["annotations"].append(json.loads(json.dumps(tasks[2]["annotations"][0])))
        mark(tasks[2], 0, 5)
        tasks[1]["annotations"].append({"completed_by": 1, "was_cancelled": True})

    out, _ = export(reports)
    result = back(reports, annotated(out, 1, change=disturb))
    kinds = [(problem.kind.code, problem.quarantined) for problem in result.problems]
    twice = [("R403", False), ("R403", True)]
    assert sorted(kinds) == [("R401", True), ("R402", True), *twice, ("R411", False)]
    assert [record["id"] for record in read(tmp_path / "back.jsonl")] == [IDS[1]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t["data"].update(text=t["data"]["text"].replace("e", "a")), "R404"),
        (lambda t: mark(t, 0, 99999), "R310"),
        (lambda t: mark(t, 5, 5), "R311"),
        (lambda t: mark(t, 0, 2, "MEDICIJN"), "R407"),
        (lambda t: t["annotations"][0].update(result=[{"type": "labels"}]), "R309"),
    ],
)
def test_what_does_not_fit_costs_its_document_alone(reports, change, code):
    def disturb(tasks):
        change(next(task for task in tasks if "Bakker" in task["data"]["text"]))

    out, _ = export(reports)
    result = back(reports, annotated(out, 1, change=disturb))
    codes = {problem.kind.code for problem in result.problems}
    assert code in codes
    assert result.records == {"1": 2}
    for problem in result.problems:
        assert "Bakker" not in str(problem)
        assert not any(uid in str(problem) for uid in IDS)


def mark(task, start, end, label="PERSOON"):
    value = {"start": start, "end": end, "labels": [label]}
    task["annotations"][0]["result"].append(
        {"from_name": "spans", "to_name": "text", "type": "labels", "value": value}
    )


def test_a_report_that_changed_since_is_held_back(reports):
    out, _ = export(reports)
    path = annotated(out, 1)
    reports.write_text(reports.read_text().replace("Niets", "Iets"))
    result = back(reports, path)
    assert [problem.kind.code for problem in result.problems] == ["R404"]


def test_what_nobody_touched_is_automatic(reports, tmp_path):
    out, _ = export(reports, ToolFormat.BRAT)
    assert set(back(reports, out, ToolFormat.BRAT).provenance) == {"automatic"}
    assert set(back(reports, out, ToolFormat.BRAT, finished=True).provenance) == {"reviewed"}
    touched = next(path for path in out.glob("*.ann") if "Bakker" in path.read_text())
    touched.write_text(touched.read_text().splitlines(keepends=True)[0])
    assert back(reports, out, ToolFormat.BRAT).provenance == {"automatic": 4, "reviewed": 1}


@pytest.mark.parametrize("tool", [LS, ToolFormat.CSV, ToolFormat.INCEPTION_XMI])
def test_answers_to_the_tasks_questions_come_back(reports, tmp_path, tool):
    out, _ = export(reports, tool, "T12", "T19", pre_annotate=False)
    clf, reg = "Task012_pathology_tissue_type_clf", "Task019_prostate_volume_reg"
    if tool is LS:

        def answer(tasks):
            for task in tasks:
                task["annotations"][0]["result"] = [
                    {"type": "choices", "from_name": clf, "value": {"choices": ["Biopsy"]}},
                    {"type": "number", "from_name": reg, "value": {"number": 41.5}},
                ]

        path = annotated(out, 1, change=answer)
    elif tool is ToolFormat.CSV:
        path = out / "spans.csv"
        rows = path.read_text("utf-8-sig")
        rows = rows.replace(f"{clf};", f"{clf};Biopsy").replace(f"{reg};", f"{reg};41,5")
        path.write_text(rows, encoding="utf-8")
    else:
        path = out
        for file in out.glob("*.xmi"):
            xmi = file.read_text(encoding="utf-8")
            for question, told in ((clf, "Biopsy"), (reg, "41.5")):
                xmi = xmi.replace(
                    f'question="{question}"', f'question="{question}" answer="{told}"'
                )
            file.write_text(xmi, encoding="utf-8")
    result = back(reports, path, tool)
    assert result.problems == ()
    first = read(tmp_path / "back.jsonl")[0]
    assert first["choices"] == {clf: "Biopsy", reg: 41.5}
    assert first["provenance"] == {"choices": {clf: "manual", reg: "manual"}}
    assert "spans" not in first  # nobody was asked for PHI


def test_formats_without_room_and_tasks_without_labels_are_refused(reports):
    for tool, task, code in (
        (ToolFormat.BRAT, "T12", "E182"),
        (ToolFormat.WEBANNO_TSV, "T12", "E182"),
        (ToolFormat.DOCCANO, "T19", "E182"),
        (LS, "T28", "E185"),
    ):
        with pytest.raises(UsageFault) as caught:
            export(reports, tool, task, pre_annotate=False)
        assert caught.value.kind.code == code


def test_entities_of_a_task_stay_apart_from_phi(reports, tmp_path):
    out, _ = export(reports, ToolFormat.DOCCANO, "T28", labels=("1-BCC",))
    lines = read(out / "documents.jsonl")
    for line in lines:
        line["label"].append([0, 5, "1-BCC"])
    path = tmp_path / "anna.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    back(reports, path, ToolFormat.DOCCANO)
    first = read(tmp_path / "back.jsonl")[0]
    assert first["entities"] == [[0, 4, "1-BCC"]]  # the emoji is two units
    assert len(first["spans"]) == 4


def test_another_key_or_a_changed_table_is_refused(reports, tmp_path):
    out, result = export(reports)
    path = annotated(out, 1)
    other = ProjectKey(bytes(range(1, 33)))
    with pytest.raises(UsageFault, match="another project key"):
        import_annotations(
            [path], reports, tmp_path / "b", HowToRead(LS), key=other, table=result.table
        )
    result.table.write_text(result.table.read_text().replace(IDS[0], "umcg_4711_xx"))
    with pytest.raises(InputFault) as caught:
        back(reports, path)
    assert caught.value.kind.code == "E183"


def test_texts_that_a_format_cannot_hold_are_left_out(reports):
    with reports.open("a", encoding="utf-8") as file:
        for number, text in enumerate(("a\ud800b", "a\x00b", "  ", "a\x0bb")):
            file.write(json.dumps({"id": number, "patient_id": "x", "text": text}) + "\n")
    _, result = export(reports, ToolFormat.INCEPTION_XMI)
    told = [(problem.kind.code, problem.place.row) for problem in result.problems]
    assert told == [("R321", 6), ("R410", 4), ("R410", 5), ("R410", 7)]


def test_the_command_line_goes_out_and_back(reports, tmp_path):
    key = tmp_path / "key"
    key.write_text(KEY.secret.hex())
    key.chmod(0o600)

    def run(*args):
        return CliRunner().invoke(app, ["annotate", *map(str, args), "--key-file", str(key)])

    out = tmp_path / "project"
    done = run("export", reports, "--format", "brat", "--out", out, "--pre-annotate")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "reports.annotations-table.jsonl").is_file()
    next(out.glob("*.ann")).unlink()
    options = ("--format", "brat", "--reports", reports, "--out", tmp_path / "b.jsonl")
    done = run("import", out, *options)
    assert done.exit_code == 1, done.output
    assert "R402" in done.output
    assert "2 records of 'project'" in done.output
    assert len(read(tmp_path / "b.jsonl")) == 2
    again = run("export", reports, "--format", "brat", "--out", tmp_path / "two")
    assert (again.exit_code, "E103" in again.output) == (2, True)
