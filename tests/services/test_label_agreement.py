"""`agreement`: annotators' files of all kinds in, figures out, against a release's labels, too."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dragon_prep.cli import app
from dragon_prep.core.codes.intake import FILE_EMPTY, LINE_UNUSABLE, REPORTS_DIFFER
from dragon_prep.core.errors import InputFault
from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.answers import LabelQuestion, Tagged
from dragon_prep.services.label_agreement import labels_agreement
from dragon_prep.services.label_files import labelled, read_answers

T19 = "Task019_prostate_volume_reg"
CLASS = LabelQuestion(TargetType.SINGLE_LABEL_MULTI_CLASS)
SIDES = LabelQuestion(TargetType.MULTI_LABEL_MULTI_CLASS, labels=("left", "right"))
WORDS = LabelQuestion(TargetType.NER)


def lines(path, *records):
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_lines_of_json_as_tools_write_them(tmp_path):
    path = lines(
        tmp_path / "a.jsonl",
        {"uid": "a", "label": "x"},
        {"id": 7, "meta": {"uid": "b"}, "text": "...", "label": ["y"]},
        {"id": "c", "single_label_multi_class_classification_target": "z"},
        {"id": "d", "label": None},
    )
    assert read_answers(path, CLASS) == {"a": ("x",), "b": ("y",), "c": ("z",)}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_sheets_with_a_column_or_one_a_position(tmp_path, mark):
    path = tmp_path / "a.csv"
    rows = [["id", "left", "right", "remark"], ["a", "2", "p", "é"], ["b", "", "3", ""]]
    path.write_text("\n".join(mark.join(row) for row in rows), encoding="cp1252")
    assert read_answers(path, SIDES) == {"a": ("2", "p"), "b": (None, "3")}
    path.write_text(f"uid{mark}label\na{mark}PDAC\nb{mark}\n", encoding="utf-8-sig")
    assert read_answers(path, CLASS) == {"a": ("PDAC",)}


def test_spans_become_entities_of_words(tmp_path):
    text = "Links basaal 😀 een nodus"
    path = lines(
        tmp_path / "a.jsonl",
        {"id": "a", "text": text, "spans": [[0, 12, "PLAATS"], [20, 23, "NODUS", "x"]]},
        {"id": "b", "named_entity_recognition_target": ["B-PLAATS", "I-PLAATS", "O"]},
        {"id": "c", "text": text, "label": []},
        {"id": "d", "text": text},
    )
    assert read_answers(path, WORDS) == {
        "a": Tagged(5, frozenset({("PLAATS", 0, 1), ("NODUS", 4, 4)})),
        "b": Tagged(3, frozenset({("PLAATS", 0, 1)})),
        "c": Tagged(5, frozenset()),
    }


@pytest.mark.parametrize(
    ("question", "record"),
    [
        (CLASS, {"id": "a"}),
        (CLASS, {"label": "x"}),
        (CLASS, {"id": "a", "label": ["x", "y"]}),
        (WORDS, {"id": "a", "text": "kort", "spans": [[0, 99, "X"]]}),
        (WORDS, {"id": "a", "spans": [[0, 2, "X"]]}),
    ],
)
def test_a_line_that_cannot_be_used_stops_it_unquoted(tmp_path, question, record):
    path = lines(tmp_path / "a.jsonl", {"id": "z", "label": "x"}, record)
    with pytest.raises(InputFault) as caught:
        read_answers(path, question)
    assert caught.value.kind is LINE_UNUSABLE
    assert "kort" not in str(caught.value)


def test_ids_that_stand_twice_and_files_without_lines(tmp_path):
    path = lines(tmp_path / "a.jsonl", {"id": "z", "label": "x"}, {"id": "z", "label": "x"})
    with pytest.raises(InputFault) as caught:
        read_answers(path, CLASS)
    assert caught.value.kind is LINE_UNUSABLE
    with pytest.raises(InputFault) as caught:
        read_answers(lines(tmp_path / "b.jsonl"), CLASS)
    assert caught.value.kind is FILE_EMPTY


@pytest.fixture
def files(built, tmp_path):
    """What two people said of a release's reports: one as it is, one 10 more in each fourth."""
    answers = labelled(built.result.release, T19).answers
    one = [{"uid": uid, "label": value} for uid, (value,) in answers.items()]
    two = [
        {"uid": uid, "label": value + 10 * (number % 4 == 0)}
        for number, (uid, (value,)) in enumerate(answers.items())
    ]
    return lines(tmp_path / "one.jsonl", *one), lines(tmp_path / "two.jsonl", *two)


def test_two_files_against_a_release(built, files, tmp_path):
    release, out = built.result.release, tmp_path / "agreement.json"
    args = ["agreement", "T19", *files, "--release", release, "--json", out, "--resamples", 50]
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == 0, done.output
    assert "1 and benchmark" in done.output
    body = json.loads(out.read_bytes())
    found = {" ".join(one["who"]): one["overall"] for one in body["annotators"]}
    assert found["1 benchmark"]["accuracy"]["value"] == 1.0
    assert found["1 benchmark"]["alpha"]["value"] == 1.0
    assert found["1 2"]["accuracy"]["value"] == pytest.approx(0.75, abs=0.02)
    assert found["1 2"] == found["2 benchmark"]
    first = out.read_bytes()
    CliRunner().invoke(app, [str(arg) for arg in (*args, "--overwrite")])
    assert out.read_bytes() == first


def test_files_alone_and_files_of_other_reports(files, built, tmp_path):
    (pair,) = labels_agreement("T19", files, resamples=10)
    assert pair.overall.reports == len(labelled(built.result.release, T19).answers)
    other = lines(tmp_path / "other.jsonl", {"id": "nobody", "label": 3})
    for more in ({}, {"release": built.result.release}):
        with pytest.raises(InputFault) as caught:
            labels_agreement("T19", [files[0], other], **more)
        assert caught.value.kind is REPORTS_DIFFER
        assert "nobody" not in str(caught.value)
    done = CliRunner().invoke(app, ["agreement", "T19", str(files[0])])
    assert (done.exit_code, "E106" in done.output) == (2, True)


def test_texts_with_other_words_are_told(tmp_path):
    one = lines(tmp_path / "1.jsonl", {"id": 1, "text": "een twee", "spans": [[0, 3, "X"]]})
    two = lines(tmp_path / "2.jsonl", {"id": 1, "text": "een twee drie", "spans": [[0, 3, "X"]]})
    with pytest.raises(InputFault) as caught:
        labels_agreement("T25", [one, two])
    assert caught.value.kind is REPORTS_DIFFER
