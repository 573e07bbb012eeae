"""Exports: what others read is what was written, and the bytes do not vary."""

from __future__ import annotations

import json

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dragon_prep.core.phi import PhiCategory, canonical_label
from dragon_prep.core.spans import Span
from dragon_prep.synthetic import SIMULATORS, simulator
from dragon_prep.synthetic.kit.answers import Answer, read_answers, write_answers
from dragon_prep.synthetic.kit.export import write_annotations, write_xlsx

ROWS = [
    ("patient_id", "psa", "report"),
    (10417, 9.7, "Dhr. “Visser”,\nmaat < 3 & > 2\u00a0cm²; PSA é"),
    (10418, None, "=geen formule"),
    (10419, 12, None),
]


def test_a_workbook_is_read_alike_by_others(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", ROWS)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [tuple(cell.value for cell in row) for row in sheet.rows] == ROWS
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    read = [
        tuple(c if c != "" else None for c in r) for r in book.get_sheet_by_index(0).to_python()
    ]
    assert read == ROWS


def test_a_workbook_has_no_clock_in_it(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", ROWS)
    write_xlsx(tmp_path / "b.xlsx", ROWS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("hyphens", [False, True])
def test_tags_are_spelt_so_that_they_are_known(tmp_path, hyphens):
    labels = [*PhiCategory, "RAPPORT_ID.T_NUMMER"]
    spans = [Span(i, i + 1, str(label)) for i, label in enumerate(labels)]
    documents = [("u1", "x" * 40, spans), ("u2", "é", [])]
    write_annotations(tmp_path / "a.jsonl", documents, hyphens=hyphens)
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert [set(line) for line in lines] == [{"id", "text", "label", "meta"}] * 2
    assert lines[1]["meta"] == {"uid": "u2"}
    assert [(a, b, canonical_label(tag)) for a, b, tag in lines[0]["label"]] == [
        (s.start, s.end, s.label) for s in spans
    ]
    assert all(tag[0] == "<" and tag[-1] == ">" for _, _, tag in lines[0]["label"])


ANSWER = Answer(
    cohort="prostate_mri",
    centre="umcg",
    file="umcg/a.csv",
    row=2,
    uid="UMCG-0001x_visit0000001",
    patient_id="UMCG-0001x",
    text="Dhr. Çelik\nPSA 9,7",
    phi=(Span(5, 10, "PERSOON"),),
    annotated=True,
    targets={"T10": "1", "T20": 9.7},
    excluded={"T19": "volume not stated", "T21": "PSA density not stated"},
)


def test_answers_come_back_as_they_were(tmp_path):
    write_answers(tmp_path / "answers.jsonl", [ANSWER, ANSWER])
    assert read_answers(tmp_path / "answers.jsonl") == [ANSWER, ANSWER]
    first = json.loads((tmp_path / "answers.jsonl").read_text("utf-8").splitlines()[0])
    assert list(first) == [
        "cohort", "centre", "file", "row", "uid", "patient_id", "text", "phi", "annotated",
        "targets", "left_out",
    ]  # fmt: skip
    assert first["phi"] == [[5, 10, "PERSOON"]]


def test_an_answer_does_not_show_what_it_holds():
    shown = repr(ANSWER)
    assert "umcg/a.csv row 2" in shown
    for secret in ("Çelik", "0001x", "9.7", "9,7"):
        assert secret not in shown


@pytest.mark.parametrize("line", ["{", "{}", "[]", '{"phi": [[3, 2, "PERSOON"]]}'])
def test_a_line_that_is_no_answer_is_named_by_its_number(tmp_path, line):
    write_answers(tmp_path / "answers.jsonl", [ANSWER])
    with (tmp_path / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ValueError, match=r"^line 2 is not an answer$"):
        read_answers(tmp_path / "answers.jsonl")


def test_each_simulator_can_be_found():
    assert "prostate_mri" in SIMULATORS
    assert all(callable(simulator(cohort)) for cohort in SIMULATORS)
    with pytest.raises(KeyError):
        simulator("no such cohort")
