"""The pancreas CT cohort and its tasks T8, T9, T17, T22, on exports written by hand."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.source import Source
from dragon_prep.intake.values import ValueProblem
from dragon_prep.synthetic.kit.export import write_workbook
from dragon_prep.task_definitions.cohorts.pancreas_ct import cohort, not_pdac
from dragon_prep.tasks.derive import derive
from dragon_prep.tasks.registry import tasks

FOLDER = "rumc/pancreas"
SHEET = f"{FOLDER}/pancreas_overview_v2.xlsx"
ANNOTATED = f"{FOLDER}/all.jsonl"
NO_REPORT = f"{FOLDER}/excluded_cases_no_diagnostic_report.json"
NO_SIZE = f"{FOLDER}/excluded_cases_no_lesion_size.json"
KEY = ProjectKey(bytes(range(32)))
HEADER = (
    "archiveID", "base_studyuid", "diag_rad", "base_lesionsize", "base_lesionlocation",
    "base_lesionattenuation",
)  # fmt: skip
ROWS = [
    ("a1", "1.2.1", "PDAC", 43, "body", "hypo"),
    ("a2", "1.2.2", " PDAC ", "not mentioned", None, "Not mentioned"),
    ("a3", "1.2.3", "PDAC", "27,5 mm", " Head", "iso"),  # the size is in the sheet only
    ("a4", "1.2.4", "Cyst ", None, None, None),
    ("a5", "1.2.5", "Normal", "NA", "NA", "NA"),
    ("a6", "1.2.6", None, 12, "head", "hypo"),  # no diagnosis
    ("a7", "1.2.7", "PDAC", 30, "tail", "hyper"),  # no diagnostic report
    ("a8", "1.2.8", "PDAC", 31, "tail", "hyper"),  # nobody has its text
    ("a1", "1.2.1", "PDAC", 43, "body", "hypo"),  # once more
    ("a9", "1.2.9", "PDAC", 20, "head", "hypo"),
]
GROUPS = [
    ("PDAC", "Other pancreatic disease", "Normal pancreas"),
    ("PDAC", "Cyst", "Normal "),
    (None, "Pancreatitis", None),
]
WITHOUT_TEXT = "1.2.8"


class Exports:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.header, self.rows, self.groups = HEADER, list(ROWS), list(GROUPS)
        self.sheets = ("Sheet1", "Sheet2")
        uids = dict.fromkeys(row[1] for row in ROWS if row[1] != WITHOUT_TEXT)
        self.lines = [
            {"text": f"CT door Jan Piets. Verslag {n}, maat 7 mm.", "label": [[8, 17, "<PERSOON>"]],
             "meta": {"uid": uid}}
            for n, uid in enumerate(uids)
        ]  # fmt: skip
        self.no_report, self.no_size = ["1.2.7"], ["1.2.3"]

    def write(self):
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        sheets = ([self.header, *self.rows], self.groups)
        write_workbook(self.root / SHEET, dict(zip(self.sheets, sheets, strict=False)))
        lines = "\n".join(json.dumps(line) for line in self.lines)
        (self.root / ANNOTATED).write_text(lines, encoding="utf-8")
        for path, uids in ((NO_REPORT, self.no_report), (NO_SIZE, self.no_size)):
            (self.root / path).write_text(json.dumps(uids), encoding="utf-8")

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]

    def derive(self, name):
        """Labels by study, and the problems as code, row and column."""
        (task,) = find_tasks([name])
        reports = self.read()[0].items
        documents = [Document.before(report, KEY) for report in reports]
        found = derive(task, documents, key=KEY)
        uids = {document.case: r.uid for document, r in zip(documents, reports, strict=True)}
        labels = {uids[case.document.case]: case.label for case in found.cases}
        return labels, [(p.kind.code, p.place.row, p.place.column) for p in found.problems]


@pytest.fixture
def exports(tmp_path):
    return Exports(tmp_path / "raw")


def refused(exports, code, path, words=""):
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, exports.root))
    fault = caught.value
    assert fault.place is not None
    assert fault.place.file == path
    assert words in fault.detail
    assert fault.remedy
    return fault


# -- what comes out --------------------------------------------------------------------------


def test_each_row_left_out_is_a_step(exports):
    funnel, problems = exports.read()
    assert [r.uid for r in funnel.items] == ["1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.2.9"]
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "no radiological diagnosis": 1,
        "row repeated": 1,
        "no report text": 1,
        "no diagnostic report": 1,
    }
    (unused,) = problems
    assert (unused.kind.code, unused.quarantined) == ("R338", False)
    assert unused.detail == "1 of 4 diagnoses are in no row of the first sheet"


def test_texts_and_identifiers_are_those_of_the_annotations(exports):
    report = exports.read()[0].items[0]
    assert report.text == "CT door Jan Piets. Verslag 0, maat 7 mm."
    assert [(s.start, s.end, s.label) for s in report.phi] == [(8, 17, "PERSOON")]


def test_t8(exports):
    assert exports.derive("T8") == (
        {"1.2.1": True, "1.2.2": False, "1.2.3": False, "1.2.9": True},
        [],
    )


def test_t9(exports):
    pdac = dict.fromkeys(("1.2.1", "1.2.2", "1.2.3", "1.2.9"), "PDAC")
    others = {"1.2.4": "Other pancreatic disease", "1.2.5": "Normal pancreas"}
    assert exports.derive("T9") == ({**pdac, **others}, [])


def test_t17(exports):
    assert exports.derive("T17") == (
        {
            "1.2.1": ["hypo", "body"],
            "1.2.2": ["not mentioned", "not mentioned"],
            "1.2.3": ["iso", "head"],
            "1.2.9": ["hypo", "head"],
        },
        [],
    )


def test_t22(exports):
    assert exports.derive("T22") == ({"1.2.1": 43.0, "1.2.9": 20.0}, [])
    exports.no_size = []
    assert exports.derive("T22")[0]["1.2.3"] == 27.5


def test_definitions_say_what_the_benchmark_says():
    for number in (8, 9, 17, 22):
        task = tasks()[number]
        assert (task.cohort, task.truncation_side) == (cohort, "left")
    assert tasks()[22].target.epsilon == 4


def test_pdac_is_the_one_diagnosis_of_three_tasks():
    rows = pd.DataFrame({"diagnosis": ["PDAC", "Cyst"]})
    assert list(not_pdac(rows)) == [False, True]


# -- values ----------------------------------------------------------------------------------


def changed(row, column, value):
    cells = list(row)
    cells[HEADER.index(column)] = value
    return tuple(cells)


@pytest.mark.parametrize(
    ("task", "column", "value", "code", "shown"),
    [
        ("T8", "base_lesionsize", "ca. 40", "R322", "base_lesionsize"),
        ("T8", "base_lesionsize", "4 cm", "R322", "base_lesionsize"),
        ("T22", "base_lesionsize", "?", "R322", "base_lesionsize"),
        ("T22", "base_lesionsize", "4300", "R323", "base_lesionsize"),
        ("T22", "base_lesionsize", 0, "R323", "base_lesionsize"),
        ("T17", "base_lesionlocation", "uncinate", "R322",
         "base_lesionattenuation, base_lesionlocation"),
        ("T17", "base_lesionattenuation", "mixed", "R322",
         "base_lesionattenuation, base_lesionlocation"),
        ("T9", "diag_rad", "Unheard of", "R322", "diag_rad"),
    ],
)  # fmt: skip
def test_value_outside_its_domain_costs_its_own_row(exports, task, column, value, code, shown):
    before = exports.derive(task)[0]
    exports.rows[-1] = changed(exports.rows[-1], column, value)
    labels, problems = exports.derive(task)
    assert problems == [(code, len(ROWS) + 1, shown)]
    assert labels == {uid: label for uid, label in before.items() if uid != "1.2.9"}


def test_attribute_that_is_wrong_is_named(exports):
    (task,) = find_tasks(["T17"])
    with pytest.raises(ValueProblem, match="the location is not one of head, body, tail"):
        task.derive(SimpleNamespace(attenuation="hypo", location="uncinate"))


def test_diagnosis_in_two_groups_costs_its_rows_only(exports):
    exports.groups.append((None, None, "Cyst"))
    labels, problems = exports.derive("T9")
    assert problems == [("R322", 5, "diag_rad")]
    assert "1.2.4" not in labels
    assert len(labels) == 5


def test_one_study_with_two_different_rows_is_held_back(exports):
    exports.rows[8] = changed(exports.rows[8], "base_lesionsize", 44)
    problems = exports.read()[1]
    assert [p.place.row for p in problems if p.kind.code == "R305"] == [2, 10]


@pytest.mark.parametrize("column", ["archiveID", "base_studyuid"])
def test_row_without_an_id_is_held_back(exports, column):
    exports.rows[-1] = changed(exports.rows[-1], column, None)
    problems = exports.read()[1]
    assert [p.place.row for p in problems if p.kind.code == "R304"] == [len(ROWS) + 1]


# -- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("column", HEADER)
def test_each_needed_column_missing(exports, column):
    exports.header = tuple(name if name != column else "other" for name in HEADER)
    exports.write()
    refused(exports, "E203", f"{SHEET}[1]", column)  # of several sheets, its number tells which


@pytest.mark.parametrize("column", GROUPS[0])
def test_each_column_of_the_second_sheet_missing(exports, column):
    exports.groups[0] = tuple(name if name != column else "other" for name in GROUPS[0])
    exports.write()
    refused(exports, "E203", f"{SHEET}[Sheet2]", column)


def test_second_sheet_missing(exports):
    exports.sheets = ("Sheet1", "Blad2")
    exports.write()
    refused(exports, "E206", SHEET, "it has no sheet 'Sheet2'")


def test_second_sheet_without_rows(exports):
    del exports.groups[1:]
    exports.write()
    refused(exports, "E207", f"{SHEET}[Sheet2]")


@pytest.mark.parametrize("path", [SHEET, ANNOTATED, NO_REPORT, NO_SIZE])
def test_each_file_missing(exports, path):
    exports.write()
    (exports.root / path).unlink()
    refused(exports, "E202", path)


@pytest.mark.parametrize("path", [SHEET, NO_REPORT, NO_SIZE, ANNOTATED])
def test_each_file_malformed(exports, path):
    exports.write()
    (exports.root / path).write_bytes(b'{"uid": 1')
    refused(exports, "E206", path)


def test_check_tells_of_a_file_and_writes_nothing(exports):
    exports.write()
    (exports.root / NO_SIZE).unlink()
    found = check(find_tasks(["T8", "T22"]), exports.root, key=KEY)
    assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [("E202", NO_SIZE)]


def test_ids_that_no_row_has_are_counted(exports):
    exports.no_size.append("9.9.9")
    exports.lines.append({**exports.lines[0], "meta": {"uid": "8.8.8"}})
    codes = [p.kind.code for p in exports.read()[1]]
    assert sorted(codes) == ["R308", "R315", "R338"]


@pytest.mark.parametrize(
    ("span", "code"),
    [([0, 999, "<PERSOON>"], "R310"), ([4, 2, "<PERSOON>"], "R311"), ([0, 4, "<WIE>"], "R313")],
)
def test_bad_span_holds_its_report_back(exports, span, code):
    exports.lines[0]["label"].append(span)
    funnel, problems = exports.read()
    assert code in [p.kind.code for p in problems]
    assert "1.2.1" not in [r.uid for r in funnel.items]
