"""The cine MRI cohort and its task T1, on an export written by hand."""

from __future__ import annotations

import csv

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.cine_mri import cohort, report_id
from dragon_prep.tasks.derive import derive

SHEET = "rijnstate/cinemri/reports.csv"
KEY = ProjectKey(bytes(range(32)))
HEADER = ("report", "label", "patient")
ROWS = [
    ("Adhesies in het kleine bekken.\nVerslag door: A. Bos", "1", "p1"),
    ("Geen adhesies.", "0", "p1"),
    ("Geen adhesies.", "False", "p2"),  # another patient's
    ('Beeld van "verklevingen", NA laparotomie.', " true ", "p3"),
    ("Adhesies in het kleine bekken.\n\nVerslag door: A. Bos", "1", "p1"),  # once more
    (" ", "1", "p4"),
    ("", "0", "p4"),
    ("NaN", "0", "p5"),
]
KEPT = [report_id(patient, text) for text, _, patient in ROWS[:4]]


class Export:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.header, self.rows = HEADER, list(ROWS)

    def write(self):
        path = self.root / SHEET
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([self.header, *self.rows])

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["rijnstate"](source)
        return funnel, [*source.problems, *funnel.problems]

    def derive(self):
        """Labels in the order of the sheet, and the problems as code, row and column."""
        (task,) = find_tasks(["T1"])
        documents = [Document.before(report, KEY) for report in self.read()[0].items]
        found = derive(task, documents, key=KEY)
        problems = [(p.kind.code, p.place.row, p.place.column) for p in found.problems]
        return [case.label for case in found.cases], problems


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path / "raw")


def test_each_row_left_out_is_a_step(export):
    funnel, problems = export.read()
    assert [r.uid for r in funnel.items] == KEPT
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "row repeated": 1,
        "no report text": 3,
    }
    assert not problems


def test_an_id_depends_on_no_other_row(export):
    export.rows.insert(0, ("Een eerder verslag.", "0", "p9"))
    assert [r.uid for r in export.read()[0].items][1:] == KEPT


def test_texts_are_those_of_the_sheet_and_left_to_the_detector(export):
    reports = export.read()[0].items
    assert [r.text for r in reports] == [row[0] for row in ROWS[:4]]
    assert {r.phi for r in reports} == {None}


def test_t1(export):
    (task,) = find_tasks(["T1"])
    assert (task.full_name, task.truncation_side) == ("Task001_adhesion_clf", "left")
    labels, problems = export.derive()
    assert labels == [True, False, False, True]
    assert {type(label) for label in labels} == {bool}
    assert not problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [("nee", "R322"), ("2", "R322"), ("?", "R322"), ("nan", "R321"), ("", "R321"), (" ", "R321")],
)
def test_label_that_is_not_two_valued_costs_its_own_row(export, cell, code):
    export.rows[1] = (ROWS[1][0], cell, "p1")
    assert export.derive() == ([True, False, True], [(code, 3, "label")])


def test_report_with_two_labels_is_held_back(export):
    export.rows[4] = (ROWS[4][0], "0", "p1")
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [("R305", 2), ("R305", 6)]
    assert [r.uid for r in funnel.items] == KEPT[1:]


@pytest.mark.parametrize(("cell", "code"), [("", "R304"), ("NA", "R304"), ("1,2E+06", "R316")])
def test_row_without_a_usable_patient_is_held_back(export, cell, code):
    export.rows[1] = (*ROWS[1][:2], cell)
    assert [(p.kind.code, p.place.row) for p in export.read()[1]] == [(code, 3)]


@pytest.mark.parametrize("column", HEADER)
def test_each_needed_column_missing(export, column):
    export.header = tuple(name if name != column else "other" for name in HEADER)
    export.write()
    with pytest.raises(InputFault, match="E203") as caught:
        cohort.readers["rijnstate"](Source.of(cohort.files, export.root))
    assert caught.value.place.file == SHEET
    assert column in caught.value.detail
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "E202"),
        (b"", "E207"),
        (",".join(HEADER).encode() + b"\n", "E207"),
        (",".join(HEADER).encode() + b'\n"open,1,p1', "E206"),
    ],
)
def test_sheet_missing_or_malformed(export, content, code):
    export.write()
    path = export.root / SHEET
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["rijnstate"](Source.of(cohort.files, export.root))
    assert caught.value.place.file == SHEET
    found = check(find_tasks(["T1"]), export.root, key=KEY)
    assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [(code, SHEET)]
