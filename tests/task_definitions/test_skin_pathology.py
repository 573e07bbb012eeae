"""The skin pathology cohort and its tasks T4 and T28, on an export written by hand."""

from __future__ import annotations

import json

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.core.spans import Span
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.skin_pathology import cohort
from dragon_prep.tasks.derive import derive

FILE = "rumc/bcc/all_checked_with_patient_ids_anon_annot_manual_fixed.jsonl"
KEY = ProjectKey(bytes(range(32)))
TEXT = "2 mei: A. Bos. CONCLUSIE: I en II: huidbiopten: basaalcelcarcinoom, nodulair."
DATE, NAME = [0, 5, "<DATUM>"], [7, 13, "<PERSOON>"]


def finding(label, word):
    at = TEXT.index(word)
    return [at, at + len(word), label]


BOTH = [finding(f"{n}-biopt", "huidbiopten") for n in (1, 2)]
TUMOURS = [finding(f"{n}-BCC", "basaalcelcarcinoom") for n in (1, 2)]


def line(pid, number, text=TEXT, label=(DATE, NAME), findings=()):
    meta = {"pid": pid, "id": number, "pid_id": f"{pid}_{number}", "label": [*findings]}
    return {"id": number, "text": text, "label": [*label], "meta": meta}


LINES = [
    line(30001, 1, findings=[*BOTH, *TUMOURS, finding("2-nodular", "nodulair")]),
    line(30001, 2, "3 juni. Materiaal onvoldoende.", [[0, 6, "<DATUM>"]], [[0, 7, "excluded"]]),
    line(30002, 3),
    line(30003, 4, findings=BOTH),
]
IDS = [one["meta"]["pid_id"] for one in LINES]


class Export:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.lines = json.loads(json.dumps(LINES))

    def write(self, content=None):
        path = self.root / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (one if isinstance(one, str) else json.dumps(one) for one in self.lines)
        path.write_text("\n".join(lines) if content is None else content, encoding="utf-8")

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]

    def derive(self, name):
        """Cases, and the problems as code, row and column."""
        (task,) = find_tasks([name])
        documents = [Document.before(report, KEY) for report in self.read()[0].items]
        found = derive(task, documents, key=KEY)
        return found, [(p.kind.code, p.place.row, p.place.column) for p in found.problems]


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path / "raw")


def test_one_file_has_texts_ids_and_both_kinds_of_spans(export):
    funnel, problems = export.read()
    assert [(r.patient, r.uid) for r in funnel.items] == [
        (uid.partition("_")[0], uid) for uid in IDS
    ]
    first, second, *_ = funnel.items
    assert first.text == TEXT
    assert first.phi == (Span(0, 5, "DATUM"), Span(7, 13, "PERSOON"))
    assert [TEXT[s.start : s.end] for s in first.entities][-1] == "nodulair"
    assert [s.label for s in first.entities] == [
        "1-biopt", "2-biopt", "1-BCC", "2-BCC", "2-nodular",
    ]  # fmt: skip
    assert second.entities == (Span(0, 7, "excluded"),)
    assert [r.fields["excluded"] for r in funnel.items] == [False, True, False, False]
    assert not problems


def test_t4(export):
    (task,) = find_tasks(["T4"])
    assert (task.full_name, task.truncation_side) == ("Task004_skin_case_selection_clf", "left")
    found, problems = export.derive("T4")
    assert [case.label for case in found.cases] == [False, True, False, False]
    assert {type(case.label) for case in found.cases} == {bool}
    assert not problems


def test_t28(export):
    (task,) = find_tasks(["T28"])
    assert (task.full_name, task.truncation_side) == ("Task028_skin_pathology_ner", "left")
    found, problems = export.derive("T28")
    assert not problems
    assert {s.name: s.excluded for s in found.steps if s.excluded} == {
        "excluded by the annotators": 1
    }
    first, second, third = found.cases
    told = {
        word: tags for word, tags in zip(first.content, first.label, strict=True) if tags != ["O"]
    }
    assert told == {
        "huidbiopten": ["B-1-biopt", "B-2-biopt"],
        "basaalcelcarcinoom": ["B-1-BCC", "B-2-BCC"],
        "nodulair": ["B-2-nodular"],
    }
    assert set(map(tuple, second.label)) == {("O",)}
    assert ["B-1-biopt", "B-2-biopt"] in third.label


def test_two_findings_at_one_place_are_one_class_in_whatever_order_they_were_marked(export):
    both = [finding("1-nodular", "basaalcelcarcinoom"), finding("1-BCC", "basaalcelcarcinoom")]
    export.lines[2]["meta"]["label"] = both
    export.lines[3]["meta"]["label"] = both[::-1]
    *_, third, fourth = export.derive("T28")[0].cases
    assert ["B-1-BCC", "B-1-nodular"] in third.label
    assert third.label == fourth.label


def test_names_may_hold_blanks_and_go_on_over_several_tokens(export):
    export.lines[2]["meta"]["label"] = [finding("1-geen maligniteit", "CONCLUSIE: I")]
    *_, third, _ = export.derive("T28")[0].cases
    assert [tags for tags in third.label if tags != ["O"]] == [
        ["B-1-geen maligniteit"], ["I-1-geen maligniteit"], ["I-1-geen maligniteit"],
    ]  # fmt: skip


def test_ten_containers_are_told_apart_by_substring(export):
    labels = [f"{n}-BCC" for n in range(1, 11)]
    assert not [(a, b) for a in labels for b in labels if a != b and a in b]
    export.lines[2]["meta"]["label"] = [finding(name, "basaalcelcarcinoom") for name in labels]
    found, problems = export.derive("T28")
    assert not problems
    assert len(max(found.cases[1].label, key=len)) == 10


@pytest.mark.parametrize("number", ["11", "21", "110"])
def test_more_containers_are_held_back_from_t28_alone(export, number):
    export.lines[2]["meta"]["label"] = [finding(f"{number}-BCC", "basaalcelcarcinoom")]
    found, problems = export.derive("T28")
    assert problems == [("R323", 3, "meta/label")]
    assert [case.document.place.row for case in found.cases] == [1, 4]
    assert len(export.derive("T4")[0].cases) == 4


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([[0, 3, "BCC"]], "R313"),
        ([[0, 3, "01-BCC"]], "R313"),
        ([[0, 3, "0-BCC"]], "R313"),
        ([[0, 3, "1-"]], "R313"),
        ([[0, 3, "1- BCC"]], "R313"),
        ([[0, 3, "1-naevus\u00eb"]], "R313"),
        ([[0, 3, "Excluded"]], "R313"),
        ([[0, 3, "<DATUM>"]], "R313"),
        ([[3, 3, "1-BCC"]], "R311"),
        ([[0, 9999, "1-BCC"]], "R310"),
        ([[0, 3]], "R314"),
        ("BCC", "R314"),
        (None, "R314"),
    ],
)
def test_findings_that_cannot_be_used_hold_their_report_back(export, findings, code):
    export.lines[2]["meta"]["label"] = findings
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [(code, 3)]
    assert problems[0].kind.remedy
    assert [r.uid for r in funnel.items] == [IDS[0], IDS[1], IDS[3]]
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "annotation cannot be used": 1
    }


@pytest.mark.parametrize(
    ("label", "code"),
    [([[0, 5, "<MAAND>"]], "R313"), ([[5, 2, "<DATUM>"]], "R311"), (None, "R309")],
)
def test_identifiers_that_cannot_be_used_hold_their_report_back(export, label, code):
    export.lines[2]["label"] = label
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [(code, 3)]
    assert IDS[2] not in [r.uid for r in funnel.items]


def test_a_report_in_which_nobody_marked_phi_is_left_to_the_detector(export):
    export.lines[2]["label"] = []
    report = export.read()[0].items[2]
    assert report.phi is None
    assert report.fields == {"excluded": False}


@pytest.mark.parametrize(
    ("member", "value", "codes"),
    [
        ("pid", "", {"R304"}),
        ("pid", None, {"R304"}),
        ("pid", "NaN", {"R304"}),
        ("pid", "1,2E+06", {"R316"}),
    ],
)
def test_a_report_without_a_usable_patient_is_held_back(export, member, value, codes):
    export.lines[2]["meta"][member] = value
    funnel, problems = export.read()
    assert {p.kind.code for p in problems} == codes
    assert IDS[2] not in [r.uid for r in funnel.items]


def test_a_line_without_its_id_is_held_back(export):
    del export.lines[2]["meta"]["pid_id"]
    funnel, problems = export.read()
    assert {(p.kind.code, p.place.row) for p in problems} == {("R304", 3), ("R309", 3)}
    assert [r.uid for r in funnel.items] == [IDS[0], IDS[1], IDS[3]]


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_a_report_without_a_text_is_left_out(export, text):
    export.lines[2] = line(30002, 3, text, [])
    assert IDS[2] not in [r.uid for r in export.read()[0].items]


def test_the_same_line_twice_counts_once(export):
    export.lines.append(LINES[0])
    funnel, problems = export.read()
    assert [r.uid for r in funnel.items] == IDS
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {"row repeated": 1}
    assert not problems


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Een andere tekst."},
        {"label": [DATE]},
        {"meta": {**LINES[0]["meta"], "label": BOTH}},
    ],
)
def test_one_id_and_two_different_lines_are_held_back(export, change):
    export.lines.append({**LINES[0], **change})
    funnel, problems = export.read()
    assert "R306" in {p.kind.code for p in problems}
    assert [r.uid for r in funnel.items] == IDS[1:]


def test_a_line_that_is_no_json_holds_back_what_may_be_its_report(export):
    export.lines[2] = '{"text": "Huidbiopt'
    export.lines[3]["label"] = []
    funnel, problems = export.read()
    assert {(p.kind.code, p.place.row) for p in problems} == {("R301", 3)}
    assert [r.uid for r in funnel.items] == [IDS[0], IDS[1], IDS[3]]


@pytest.mark.parametrize("member", ["text", "pid", "pid_id"])
def test_a_member_that_no_line_has_stops_the_work(export, member):
    for one in export.lines:
        (one if member == "text" else one["meta"]).pop(member)
    with pytest.raises(InputFault, match="E203") as caught:
        export.read()
    assert caught.value.place.file == FILE
    assert member in caught.value.detail
    assert caught.value.kind.remedy


@pytest.mark.parametrize(("member", "code"), [("label", "R309"), ("meta/label", "R314")])
def test_spans_that_no_line_has_hold_all_reports_back(export, member, code):
    for one in export.lines:
        (one["meta"] if "/" in member else one).pop("label")
    funnel, problems = export.read()
    assert not funnel.items
    assert [(p.kind.code, p.place.row) for p in problems] == [(code, n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "E202"), ("", "E207"), ("[]", "E207"), ("niets\n", "E206"), ("[1", "E206")],
)
def test_file_missing_or_malformed(export, content, code):
    export.write("" if content is None else content)
    if content is None:
        (export.root / FILE).unlink()
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, export.root))
    assert caught.value.place.file == FILE
    found = check(find_tasks(["T28"]), export.root, key=KEY)
    assert {(f.kind.code, f.place.file) for f in found.faults if f.place} == {(code, FILE)}
