"""The cohort of CT reports with medical terms and its task T26, on an export written by hand."""

from __future__ import annotations

import json

import pytest

from dragon_prep import ProjectKey, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.core.spans import Span
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.terminology_ct import cohort
from dragon_prep.tasks.derive import derive

FILE = "rumc/terminology/terminology_ner_data_with_phi_annot_fixed_with_patient_ids.jsonl"
KEY = ProjectKey(bytes(range(32)))
MEMBERS = (
    "text", "label_phi", "label_terminology", "anon_studyinstanceuid", "anon_patientid",
)  # fmt: skip


def line(uid, patient, text, phi=(), terms=()):
    """A line whose spans are given by what they cover."""
    marked = [[text.index(piece), text.index(piece) + len(piece), tag] for piece, tag in phi]
    named = [[text.index(t), text.index(t) + len(t), "MENTION"] for t in terms]
    return dict(zip(MEMBERS, (text, marked, named, uid, patient), strict=True))


LINES = [
    line("1.1", "p1", "CT van 2 mei: cyste in de lever.", [("2 mei", "<DATUM>")],
         ["CT", "cyste", "lever"]),
    line("1.2", "p1", "Niercyste, vergrote klieren.\r\nJMe", [("JMe", "<PERSOONAFKORTING>")],
         ["cyste", "vergrote klieren"]),
    line("1.3", "p2", "Geen afwijkingen."),
    line("1.1", "p1", "CT van 2 mei: cyste in de lever.", [("2 mei", "<DATUM>")],
         ["CT", "cyste", "lever"]),  # once more
    line("1.4", "p3", " "),
]  # fmt: skip


class Export:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.lines = json.loads(json.dumps(LINES))

    def write(self):
        path = self.root / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in self.lines)
        path.write_text(text + "\n", encoding="utf-8")

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path / "raw")


def codes(problems):
    return sorted({(p.kind.code, p.place.row) for p in problems})


def test_each_line_left_out_is_a_step(export):
    funnel, problems = export.read()
    assert [r.uid for r in funnel.items] == ["1.1", "1.2", "1.3"]
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "report repeated": 1,
        "no report text": 1,
    }
    assert not problems


def test_identifiers_and_terms_are_told_apart(export):
    first, second, third = export.read()[0].items
    assert first.phi == (Span(7, 12, "DATUM"),)
    assert [first.text[s.start : s.end] for s in first.entities] == ["CT", "cyste", "lever"]
    assert second.text == "Niercyste, vergrote klieren.\nJMe"
    assert second.phi == (Span(29, 32, "PERSOONAFKORTING"),)
    assert third.phi is None  # nobody marked anything: left to the detector
    assert third.entities == ()


def test_t26(export):
    (task,) = find_tasks(["T26"])
    assert (task.full_name, task.truncation_side, task.input_name) == (
        "Task026_medical_terminology_ner", "left", "text_parts",
    )  # fmt: skip
    reports = export.read()[0].items
    found = derive(task, [Document.before(report, KEY, cohort.name) for report in reports], key=KEY)
    assert [list(case.content) for case in found.cases][1:] == [
        ["Niercyste", ",", "vergrote", "klieren", ".", "JMe"],
        ["Geen", "afwijkingen", "."],
    ]
    assert [case.label for case in found.cases] == [
        ["B-MENTION", "O", "O", "O", "O", "B-MENTION", "O", "O", "B-MENTION", "O"],
        ["B-MENTION", "O", "B-MENTION", "I-MENTION", "O", "O"],
        ["O", "O", "O"],
    ]
    assert found.spans.grown == 1
    assert not found.problems


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("label_terminology", None, "R314"),
        ("label_terminology", {}, "R314"),
        ("label_terminology", [[0, 2]], "R314"),
        ("label_terminology", [[0, 99, "MENTION"]], "R310"),
        ("label_terminology", [[4, 2, "MENTION"]], "R311"),
        ("label_terminology", [[0, 2, "<DATUM>"]], "R313"),
        ("label_terminology", [[0, 2, "mention"]], "R313"),
        ("label_phi", [[0, 2, "<NIEMAND>"]], "R313"),
        ("label_phi", [[0, 2, "MENTON"]], "R313"),
        ("label_phi", [[0, 99, "<DATUM>"]], "R310"),
        ("label_phi", None, "R309"),
        ("text", 7, "R309"),
        ("anon_patientid", None, "R304"),
        ("anon_patientid", "NA", "R304"),
        ("anon_patientid", "1,2E+06", "R316"),
    ],
)
def test_a_member_that_cannot_be_used_holds_its_report_back(export, member, value, code):
    export.lines[1][member] = value
    funnel, problems = export.read()
    assert codes(problems) == [(code, 2)]
    assert all(p.quarantined and p.kind.remedy for p in problems)
    assert [r.uid for r in funnel.items] == ["1.1", "1.3"]


def test_a_report_whose_id_is_lost_holds_back_what_nobody_seems_to_have_annotated(export):
    export.lines[1]["anon_studyinstanceuid"] = None
    funnel, problems = export.read()
    assert ("R304", 2) in codes(problems)
    assert ("R309", 2) in codes(problems)
    assert "JMe" not in "".join(r.text for r in funnel.items)


@pytest.mark.parametrize("value", ["Een andere tekst.", "CT van 2 mei: cyste in de milt."])
def test_one_id_with_two_texts_holds_both_back(export, value):
    export.lines[3]["text"] = value
    export.lines[3]["label_phi"] = export.lines[3]["label_terminology"] = []
    funnel, problems = export.read()
    assert ("R306", 4) in codes(problems)
    assert "1.1" not in [r.uid for r in funnel.items]


def test_one_id_with_two_patients_holds_both_back(export):
    export.lines[3]["anon_patientid"] = "p9"
    funnel, problems = export.read()
    assert codes(problems) == [("R305", 1), ("R305", 4)]
    assert "1.1" not in [r.uid for r in funnel.items]


def test_a_report_annotated_twice_in_different_ways_is_held_back(export):
    export.lines[3]["label_terminology"] = []
    funnel, problems = export.read()
    assert codes(problems) == [("R306", 4)]
    assert "1.1" not in [r.uid for r in funnel.items]


def test_a_line_that_is_no_object_is_listed(export):
    export.lines.append("{niets")
    _, problems = export.read()
    assert codes(problems) == [("R301", 6)]


@pytest.mark.parametrize("member", ["text", "anon_studyinstanceuid", "anon_patientid"])
def test_a_member_missing_in_all_records_stops_the_work(export, member):
    for record in export.lines:
        del record[member]
    with pytest.raises(InputFault) as caught:
        export.read()
    assert caught.value.kind.code == "E203"
    assert member in str(caught.value)


def test_the_file_missing_stops_the_work(export, tmp_path):
    (tmp_path / "raw").mkdir()
    with pytest.raises(InputFault) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, tmp_path / "raw"))
    assert caught.value.kind.code == "E202"
    assert caught.value.place.file == FILE


@pytest.mark.parametrize(("content", "code"), [("", "E207"), ("niets\n", "E206"), ("[1", "E206")])
def test_a_file_that_is_none_stops_the_work(export, content, code):
    export.write()
    (export.root / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, export.root))
    assert caught.value.kind.code == code


def test_spans_that_cut_words_stop_the_work(export):
    for record in export.lines[:3]:
        record["label_phi"] = [[i, i + 1, "<DATUM>"] for i in range(1, 12)]
    with pytest.raises(InputFault) as caught:
        export.read()
    assert caught.value.kind.code == "E209"
