"""Records of a file: what is read of each, what is held back, and where that is told."""

from __future__ import annotations

import json

import pytest
from file_lines import told

from dragon_prep.core.errors import Place
from dragon_prep.core.spans import Span
from dragon_prep.pipeline.input_records import RecordReader

READER = RecordReader(("in.jsonl",), "patient_id", "umcg", trust_empty=False)
TRUSTING = RecordReader(("in.jsonl",), "patient_id", "umcg", trust_empty=True)
RECORD = {"id": "r1", "patient_id": " a ", "text": "Dhr.\r\nJansen"}
NAME, WORD = [6, 12, "PERSOON"], [0, 3, "LAB"]


def read(*bodies, reader=READER):
    problems = []
    lines = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
    return list(reader.records(lines, problems)), told(problems)


def test_a_record():
    (record,), problems = read({**RECORD, "spans": [NAME], "entities": [WORD, [4, 12, "X"]]})
    report = record.report
    assert (record.id, report.uid, report.patient, report.centre) == ("r1", "r1", "a", "umcg")
    assert report.text == "Dhr.\nJansen"
    assert report.phi == (Span(5, 11, "PERSOON"),)
    assert report.entities == (Span(0, 3, "LAB"), Span(4, 11, "X"))
    assert (report.place, report.fields, problems) == (Place("in.jsonl", 1), {}, [])


def test_numbers_are_ids_too_and_keep_their_type():
    (record,), _ = read({**RECORD, "id": 7, "patient_id": 3})
    assert (record.id, record.report.uid, record.report.patient) == (7, "7", "3")


def test_the_patient_stands_where_the_reader_says():
    reader = RecordReader(("in",), "who", "", trust_empty=False)
    (record,), _ = read({**RECORD, "who": "b"}, reader=reader)
    assert record.report.patient == "b"
    assert read(RECORD, reader=reader)[1][0][1] == "in, row 1, column 'who'"


@pytest.mark.parametrize("given", [{}, {"spans": None}, {"spans": []}])
def test_records_without_spans_are_left_to_the_detector(given):
    (record,), problems = read({**RECORD, **given})
    assert (record.report.phi, problems) == (None, [])


def test_an_empty_list_says_something_only_where_that_is_trusted():
    (record,), problems = read({**RECORD, "spans": []}, reader=TRUSTING)
    assert record.report.phi == ()
    assert [(code, place, held) for code, place, _, held in problems] == [
        ("R319", "in.jsonl, row 1", False)
    ]
    for given in ({}, {"spans": None}):
        (record,), problems = read({**RECORD, **given}, reader=TRUSTING)
        assert (record.report.phi, problems) == (None, [])


def test_spans_that_overlap_are_listed_and_used():
    spans = [NAME, [4, 8, "DATUM"]]
    (record,), problems = read({**RECORD, "spans": spans})
    assert len(record.report.phi) == 2
    assert [(code, held) for code, _, _, held in problems] == [("R312", False)]


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"id": None}, "R304", "id"),
        ({"id": " "}, "R304", "id"),
        ({"id": ["r1"]}, "R304", "id"),
        ({"id": 1.5}, "R304", "id"),
        ({"patient_id": None}, "R304", "patient_id"),
        ({"patient_id": "\t"}, "R304", "patient_id"),
        ({"patient_id": 1.5}, "R304", "patient_id"),
        ({"text": None}, "R321", "text"),
        ({"text": ["Dhr."]}, "R321", "text"),
        ({"text": "Dhr. <VERZONNEN>"}, "R313", None),
        ({"spans": {}}, "R314", "spans"),
        ({"spans": [[0, 99, "DATUM"]]}, "R310", "spans"),
        ({"entities": "x"}, "R314", "entities"),
        ({"entities": [[5, 5, "X"]]}, "R311", "entities"),
    ],
)
def test_records_that_cannot_be_used(change, code, column):
    good, problems = read({**RECORD, **change}, RECORD)
    assert [record.report.place.row for record in good] == [2]
    ((found, place, detail, held),) = problems
    where = "in.jsonl, row 1" + (f", column {column!r}" if column else "")
    assert (place, held) == (where, True)
    assert found == code
    assert detail == ("there is no text" if code == "R321" else "")


def test_lines_keep_their_numbers_and_blank_ones_are_passed_over():
    good, problems = read("", RECORD, "  ", "{", "[]", RECORD)
    assert [record.report.place.row for record in good] == [2, 6]
    assert [(place, held) for _, place, _, held in problems] == [
        ("in.jsonl, row 4", True),
        ("in.jsonl, row 5", True),
    ]


@pytest.mark.parametrize("entities", [None, [], False])
def test_no_entities(entities):
    (record,), _ = read({**RECORD, "entities": entities})
    assert record.report.entities == ()
