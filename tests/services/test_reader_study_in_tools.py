"""A reader study through the tools of annotators: out, answered, back, and scored."""

from __future__ import annotations

import csv
import io
import json

import pytest
from worlds import KEY

from dragon_prep.annotate.choices import RecordShape, ToolFormat
from dragon_prep.annotate.documents import OutDocument, Scheme
from dragon_prep.annotate.tools import CODECS
from dragon_prep.core.codes.annotate import FORMAT_UNFIT
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.spans import Span
from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.answers import LabelQuestion, read_answer
from dragon_prep.services.annotate_export import WhatToAsk, export_annotations
from dragon_prep.services.annotate_import import HowToRead, import_annotations
from dragon_prep.services.label_files import LabelledTask, labelled, read_each
from dragon_prep.services.reader_study.blocks import StudyTask
from dragon_prep.services.reader_study.draw import StudyPlan, draw_study
from dragon_prep.services.reader_study.records import as_json_lines, record
from dragon_prep.services.reader_study.score import score_study

T = ToolFormat
ALL_ANSWERS = (T.INCEPTION_XMI, T.LABEL_STUDIO, T.CSV)


def through(block, tool, answer, out):
    """A block through a tool: ``answer`` is called with text and question, and gives the answer."""
    folder, table = out.parent / f"{out.name}-out", out.parent / f"{out.name}-table"
    export_annotations(block, folder, WhatToAsk(tool), key=KEY, table=table)
    files = answered(tool, folder, answer)
    back = out.parent / f"{out.name}-back"
    for name, data in files.items():
        path = back / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    how = HowToRead(tool, finished=True, shape=RecordShape.ANSWERS)
    result = import_annotations([back], block, out, how, key=KEY, table=table)
    assert result.problems == ()
    return out


def answered(tool, folder, answer):
    """What a tool exports where somebody answered."""
    if tool is T.CSV:
        (texts,) = [folder / "texts"]
        rows = list(
            csv.reader(io.StringIO((folder / "spans.csv").read_text("utf-8-sig")), delimiter=";")
        )
        for row in rows[1:]:
            row[7] = str(answer((texts / f"{row[0]}.txt").read_bytes().decode(), row[6]))
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(rows)
        return {"anna.csv": out.getvalue().encode()}
    if tool is T.LABEL_STUDIO:
        tasks = json.loads((folder / "tasks.json").read_text())
        for task in tasks:
            said = answer(task["data"]["text"], None)
            task["annotations"] = [{"completed_by": 1, "result": [
                {"from_name": name, "type": "number", "value": {"number": value}}
                if isinstance(value, float)
                else {"from_name": name, "type": "choices", "value": {"choices": [value]}}
                for name, value in said.items()
            ]}]  # fmt: skip
        return {"export.json": json.dumps(tasks).encode()}
    if tool is T.DOCCANO:
        lines = [json.loads(line) for line in (folder / "documents.jsonl").read_text().splitlines()]
        for line in lines:
            line["label"] = [f"{n}={v}" for n, v in answer(line["text"], None).items()]
        return {"anna.jsonl": "".join(json.dumps(line) + "\n" for line in lines).encode()}
    cassis = pytest.importorskip("cassis")
    types = cassis.load_typesystem((folder / "TypeSystem.xml").read_bytes().decode())
    found = {"anna/TypeSystem.xml": (folder / "TypeSystem.xml").read_bytes()}
    for path in folder.glob("*.xmi"):
        cas = cassis.load_cas_from_xmi(io.BytesIO(path.read_bytes()), typesystem=types)
        for one in cas.select("webanno.custom.DragonAnswer"):
            one.answer = str(answer(cas.sofa_string, one.question))
        found[path.name] = cas.to_xmi().encode()
        found["TypeSystem.xml"] = (folder / "TypeSystem.xml").read_bytes()
    found.pop("anna/TypeSystem.xml")
    return found


def made(number, kind, labels, contents, positions=()):
    question = LabelQuestion(kind, labels=positions)
    read = {uid: read_answer(question, label) for uid, label in labels.items()}
    return StudyTask(f"Task{number:03d}_x", f"Question {number}", "g", None,
                     LabelledTask(question, read, contents))  # fmt: skip


def block_of(path, *tasks):
    """A block of all reports of tasks, and by id the task and uid of each."""
    ids = {
        f"r{n}{uid}": (task, uid) for n, task in enumerate(tasks) for uid in task.labelled.contents
    }
    path.write_bytes(as_json_lines([record(task, uid, one) for one, (task, uid) in ids.items()]))
    return ids


def same(path, ids):
    """Whether what came back says the truth."""
    read = read_each(path, lambda one: ids[one][0].labelled.question)
    assert read == {one: task.labelled.answers[uid] for one, (task, uid) in ids.items()}


@pytest.mark.parametrize("tool", [*ALL_ANSWERS, T.DOCCANO])
def test_classes_truths_and_positions_come_back_from_each_tool_that_has_room(tool, tmp_path):
    texts = {"u": "\U0001fac0 links normaal", "v": "rechts; afwijkend"}
    tasks = [
        made(1, TargetType.SINGLE_LABEL_BINARY, {"u": True, "v": False}, texts),
        made(2, TargetType.SINGLE_LABEL_MULTI_CLASS, {"u": "10", "v": "2"},
             {u: f"{t}." for u, t in texts.items()}),
        made(3, TargetType.MULTI_LABEL_BINARY, {"u": [True, False], "v": [False, False]},
             {u: f"{t}!" for u, t in texts.items()}, ("left", "right")),
    ]  # fmt: skip
    ids = block_of(tmp_path / "block-01.jsonl", *tasks)
    truths = {}
    for task, uid in ids.values():
        values = task.labelled.answers[uid]
        positions = task.labelled.question.labels or ("",)
        names = [f"{task.title}: {at}" if at else task.title for at in positions]
        truths[task.labelled.contents[uid]] = dict(zip(names, map(str, values), strict=True))

    def answer(text, question):
        return truths[text][question] if question else truths[text]

    same(through(tmp_path / "block-01.jsonl", tool, answer, tmp_path / "back.jsonl"), ids)


@pytest.mark.parametrize("tool", list(T))
def test_spans_come_back_from_every_tool(tool, tmp_path):
    if tool is T.INCEPTION_XMI:
        pytest.importorskip("cassis")
    contents = {"u": ("\U0001f98b", "de", "linker", "kwab"), "v": ("geen", "\U0001d542")}
    labels = {"u": ["B-X", "I-X", "O", "B-Y"], "v": ["O", "B-Y"]}
    words = made(1, TargetType.NER, labels, contents)
    ids = block_of(tmp_path / "block-01.jsonl", words)
    block, folder, table = tmp_path / "block-01.jsonl", tmp_path / "out", tmp_path / "table"
    export_annotations(block, folder, WhatToAsk(tool), key=KEY, table=table)
    rows = [json.loads(line) for line in table.read_text().splitlines()][1:]
    spans = {"r0u": (Span(0, 4, "X"), Span(12, 16, "Y")), "r0v": (Span(5, 6, "Y"),)}
    texts = {json.loads(x)["id"]: json.loads(x)["text"] for x in block.read_text().splitlines()}
    marked = [OutDocument(row["name"], texts[row["id"]], spans[row["id"]]) for row in rows]
    back = tmp_path / "back"
    for name, data in CODECS[tool].write(marked, Scheme(("X", "Y"))):
        path = back / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "tasks.json":
            tasks = json.loads(data)
            data = json.dumps([{**t, "annotations": t["predictions"]} for t in tasks]).encode()
        path.write_bytes(data)
    if tool is T.LABEL_STUDIO:
        (back / "labelling.xml").unlink()
    how = HowToRead(tool, finished=True, shape=RecordShape.ANSWERS)
    out = tmp_path / "back.jsonl"
    result = import_annotations([back], block, out, how, key=KEY, table=table)
    assert result.problems == ()
    same(out, ids)


@pytest.mark.parametrize("tool", ALL_ANSWERS)
def test_a_drawn_study_is_scored_after_it_went_through_a_tool(tool, built, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("reader;annotated;groups;blocks\nA;;;\nB;;;\n")
    study, returned = tmp_path / "study", tmp_path / "returned"
    draw_study(built.result.release, roster, study, key=KEY, plan=StudyPlan(size=30))
    reports = json.loads((study / "study.json").read_bytes())["blocks"]["block-01"]["reports"]
    for block in sorted(study.glob("readers/*/*.jsonl")):
        truths = {}
        for line in block.read_text().splitlines():
            one = json.loads(line)
            task, uid = reports[one["id"]]
            (value,) = labelled(built.result.release, task).answers[uid]
            truths[one["text"]] = {one["question"]: float(value)}
        out = returned / block.parent.name / block.name
        out.parent.mkdir(parents=True)
        through(block, tool, lambda text, q, t=truths: t[text][q] if q else t[text], out)
    found = score_study(study, built.result.release, returned, resamples=10)
    assert set(found.returned.values()) == {(30, 30)}
    assert len(found.tasks) == 2
    for comparing in found.tasks.values():
        who = {one.who: one.overall.accuracy for one in comparing}
        assert set(who) == {("1", "2"), ("1", "benchmark"), ("2", "benchmark")}
        assert {figure.value for figure in who.values()} == {1.0}


def test_a_format_without_room_for_a_question_is_refused(tmp_path):
    number = made(1, TargetType.SINGLE_LABEL_REGRESSION, {"u": 3.0}, {"u": "drie"})
    block = tmp_path / "block-01.jsonl"
    block_of(block, number)
    for tool in (T.DOCCANO, T.BRAT, T.WEBANNO_TSV):
        with pytest.raises(UsageFault) as caught:
            export_annotations(
                tmp_path / "block-01.jsonl", tmp_path / "out", WhatToAsk(tool), key=KEY
            )
        assert caught.value.kind is FORMAT_UNFIT
    assert not (tmp_path / "out").exists()
