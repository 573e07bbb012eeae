"""Annotated reports as the detector learns from them: two forms of lines, and what is wrong."""

from __future__ import annotations

import json

import pytest

from dragon_prep.core.errors import InputFault
from dragon_prep.core.spans import Span
from dragon_prep.intake.json_lines import Broken
from dragon_prep.intake.marked_reports import plain_form, read_marked_reports

TEXT = "Gezien door krb4, Jansen belde."


def doccano(text, *spans, **more):
    return {"text": text, "label": [list(span) for span in spans], "meta": {"uid": "7_1"}, **more}


@pytest.fixture
def written(tmp_path):
    def write(*lines, encoding="utf-8"):
        path = tmp_path / "marked.jsonl"
        text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines)
        path.write_text(text, encoding=encoding, newline="")
        return path

    return write


def read(path):
    broken = Broken(path.name)
    return read_marked_reports(path, broken), broken


def marks(report):
    return [(report.text[s.start : s.end], s.label) for s in report.spans]


def test_lines_of_doccano_and_of_the_gold_say_the_same(written):
    spans = [[12, 16, "<PERSOONAFKORTING>"], [18, 24, "naam"]]
    gold = {"id": "7_1", "text": TEXT, "spans": spans}
    lines = [
        {"text": TEXT, "label": spans, "meta": {"uid": "7_1"}},
        {"text": TEXT, "labels": spans, "uid": "7_1", "id": 3},
        {"text": TEXT, "label": spans[:1], "label_phi": spans[1:], "uid": "7_1"},
        gold,
        gold | {"spans": [[*span, "name.code", "likely"] for span in spans]},
    ]
    reports, broken = read(written(*lines))
    assert not broken.count
    for report in reports:
        assert marks(report) == [("krb4", "PERSOONAFKORTING"), ("Jansen", "PERSOON")]
        assert (report.id, report.patient, report.names_patient) == ("7_1", "7", True)


@pytest.mark.parametrize(
    ("told", "patient", "is_told"),
    [
        ({"id": "10417_1000123"}, "10417", True),
        ({"id": "10417_1_2"}, "10417", True),
        ({"id": "10417_1", "patient": " 88 "}, "88", True),
        ({"id": 5, "patient": 88}, "88", True),
        ({"id": 5}, "5", False),
        ({"id": "_5"}, "_5", False),
    ],
)
def test_whose_report_it_is(written, told, patient, is_told):
    (report,), _ = read(written({"text": TEXT, "spans": [], **told}))
    assert (report.patient, report.names_patient) == (patient, is_told)


def test_an_array_of_objects_is_read_too(written):
    reports, _ = read(written(json.dumps([doccano(TEXT, (12, 16, "PERSOONAFKORTING"))])))
    assert marks(reports[0]) == [("krb4", "PERSOONAFKORTING")]


def test_offsets_of_doccano_are_read_in_the_unit_that_cuts_no_word(written):
    text = "Één oögarts belt Jansen nu."
    start = len(text[: text.index("Jansen")].encode())
    reports, broken = read(written(doccano(text, (start, start + 6, "PERSOON"))))
    assert not broken.count
    assert marks(reports[0]) == [("Jansen", "PERSOON")]


def test_spans_are_carried_to_the_plain_form(written):
    text = "a\r\nDhr. Jan\xadsen,\u00a0zie <PERSOON> nu"
    spans = [[8, 15, "PERSOON"], [17, 20, "IGNORE"]]
    (report,), _ = read(written({"id": "1", "text": text, "spans": spans}))
    assert report.text == "a\nDhr. Jansen, zie <PERSOON> nu"
    assert marks(report) == [("Jansen", "PERSOON"), ("zie", "IGNORE"), ("<PERSOON>", "IGNORE")]


def test_half_a_word_that_an_invisible_character_cuts_is_the_whole_of_it():
    text, spans = plain_form("Jan\u200bsen", [Span(0, 3, "PERSOON")])
    assert [text[s.start : s.end] for s in spans] == ["Jansen"]


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("{", None, "not a JSON object"),
        ('["a"]', None, "not a JSON object"),
        ('{"id": 1, "id": 2, "text": "a", "spans": []}', None, "stands twice"),
        ({"id": "1", "spans": []}, "text", "no text"),
        ({"id": "1", "text": " \n", "spans": []}, "text", "blank"),
        ({"id": "1", "text": "a"}, None, "no list of spans"),
        ({"id": "1", "text": "a", "spans": None}, None, "no list of spans"),
        ({"id": "1", "text": "a", "spans": [], "label": []}, "spans", "two members"),
        ({"text": "a", "spans": []}, "id", "no id"),
        ({"id": 3, "text": "a", "label": []}, "uid", "no id"),
        ({"uid": True, "text": "a", "label": []}, "id", "no id"),
        ({"id": "1", "text": "a", "spans": [[0, 1]]}, "spans", "not [start, end, label]"),
        ({"id": "1", "text": "a", "spans": [[0, 2, "PERSOON"]]}, "spans", "outside its text"),
        ({"id": "1", "text": "a", "spans": [[0, 0, "PERSOON"]]}, "spans", "empty or reversed"),
        ({"id": "1", "text": "a", "spans": [[0, 1, "Jansen"]]}, "spans", "unknown tag"),
        ({"id": "1", "text": "a", "spans": [], "patient": " "}, "patient", "neither a string"),
        ({"id": "1", "text": "a", "spans": [], "patient": True}, "patient", "neither a string"),
        (doccano("Jansen belt", (1, 4, "PERSOON")), None, "inside words"),
        (doccano("Jansen", (0, 9, "PERSOON")), "label", "outside its text"),
    ],
)
def test_a_line_that_cannot_be_used_is_listed_by_its_number(written, line, column, said):
    good = {"id": "9", "text": TEXT, "spans": [[18, 24, "PERSOON"]]}
    reports, broken = read(written(good, "", line))
    assert [report.id for report in reports] == ["9"]
    (problem,) = broken.problems
    assert (problem.place.row, problem.place.column) == (3, column)
    assert said in problem.detail
    assert "jansen" not in str(problem).lower()


def test_a_file_without_lines_is_refused(written):
    with pytest.raises(InputFault) as fault:
        read(written(""))
    assert fault.value.kind.code == "E207"


def test_offsets_that_several_units_fit_are_read_as_the_rest_of_the_file(written):
    told = "Één oögarts belt Jansen nu."
    start = len(told[: told.index("Jansen")].encode())
    open_one = doccano("é-(a)-", (3, 4, "PERSOON"))
    reports, broken = read(written(open_one, doccano(told, (start, start + 6, "PERSOON"))))
    assert broken.count == 0
    assert marks(reports[0]) == [("(", "PERSOON")]
    (alone,), _ = read(written(open_one))
    assert marks(alone) == [("a", "PERSOON")]


def test_the_first_of_the_ids_and_no_blanks_around_it(written):
    lines = [
        {"text": TEXT, "label": [], "meta": {"uid": " 7_1 "}, "uid": "8_1"},
        {"text": TEXT, "label": [], "meta": {}, "uid": 9},
        {"text": TEXT, "spans": [], "id": " 10_1 ", "uid": "8_1"},
    ]
    reports, broken = read(written(*lines))
    assert [report.id for report in reports] == ["7_1", "9", "10_1"]
    assert [report.line for report in reports] == [1, 2, 3]
    assert broken.count == 0


def test_a_stretch_that_is_ignored_twice_is_one_and_an_unseen_span_none(written):
    text = "Jansen \xad nu"
    spans = [[0, 6, "IGNORE"], [0, 6, "IGNORE"], [7, 8, "PERSOON"]]
    (report,), _ = read(written({"id": "1", "text": text, "spans": spans}))
    assert marks(report) == [("Jansen", "IGNORE")]


@pytest.mark.parametrize("patient", [0, 7, "7 "])
def test_a_patient_may_be_a_number(written, patient):
    (report,), _ = read(written({"id": "1", "text": TEXT, "spans": [], "patient": patient}))
    assert (report.patient, report.names_patient) == (str(patient).strip(), True)
