"""The kidney CT cohort and its task T3, on an export written by hand."""

from __future__ import annotations

import csv

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.source import Source
from dragon_prep.task_definitions.cohorts.kidney_ct import cohort
from dragon_prep.tasks.derive import derive

SHEET = "rumc/kidney/kidney_classifications_full.csv"
KEY = ProjectKey(bytes(range(32)))
HEADER = ("classification", "anon_studyinstanceuid", "anon_patientid", "text")
ROWS = [
    ("True", "1.1", "p1", "Niercyste links.\nVerslag door: A. Bos"),
    ("False", "1.2", "p1", "Nieren zonder afwijkingen."),
    (" true ", "1.3", "p2", 'De "hoefijzernier", NA controle.'),
    ("0", "1.4", "p3", "Normaal aspect, de nieren."),
    ("1.0", "1.5", "p4", "Status na nefrectomie."),
    ("True", "1.1", "p1", "Niercyste links.\nVerslag door: A. Bos"),  # once more
    ("True", "1.6", "p5", " "),
    ("False", "1.7", "p6", "nan"),
]


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
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]

    def derive(self):
        """Labels by study, and the problems as code, row and column."""
        (task,) = find_tasks(["T3"])
        reports = self.read()[0].items
        documents = [Document.before(report, KEY) for report in reports]
        found = derive(task, documents, key=KEY)
        uids = {document.case: r.uid for document, r in zip(documents, reports, strict=True)}
        labels = {uids[case.document.case]: case.label for case in found.cases}
        return labels, [(p.kind.code, p.place.row, p.place.column) for p in found.problems]


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path / "raw")


def test_each_row_left_out_is_a_step(export):
    funnel, problems = export.read()
    assert [r.uid for r in funnel.items] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "row repeated": 1,
        "no report text": 2,
    }
    assert not problems


def test_texts_are_those_of_the_sheet_and_left_to_the_detector(export):
    reports = export.read()[0].items
    assert [r.text for r in reports] == [row[3] for row in ROWS[:5]]
    assert {r.phi for r in reports} == {None}


def test_t3(export):
    (task,) = find_tasks(["T3"])
    assert (task.full_name, task.truncation_side) == ("Task003_kidney_clf", "left")
    labels, problems = export.derive()
    assert labels == {"1.1": True, "1.2": False, "1.3": True, "1.4": False, "1.5": True}
    assert {type(label) for label in labels.values()} == {bool}
    assert not problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [("ja", "R322"), ("2", "R322"), ("?", "R322"), ("None", "R321"), ("", "R321"), (" ", "R321")],
)
def test_label_that_is_not_two_valued_costs_its_own_row(export, cell, code):
    export.rows[1] = (cell, *ROWS[1][1:])
    labels, problems = export.derive()
    assert problems == [(code, 3, "classification")]
    assert labels == {"1.1": True, "1.3": True, "1.4": False, "1.5": True}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("False", *ROWS[0][1:]), "R305"),
        ((*ROWS[0][:2], "p9", ROWS[0][3]), "R305"),
        ((*ROWS[0][:3], "Een andere tekst."), "R306"),
    ],
)
def test_study_with_two_different_rows_is_held_back(export, row, code):
    export.rows[5] = row
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [(code, 2), (code, 7)]
    assert "1.1" not in [r.uid for r in funnel.items]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [(1, "", "R304"), (2, "", "R304"), (2, "NA", "R304"), (2, "1,2E+06", "R316")],
)
def test_row_without_a_usable_id_is_held_back(export, column, cell, code):
    row = list(ROWS[1])
    row[column] = cell
    export.rows[1] = tuple(row)
    assert [(p.kind.code, p.place.row) for p in export.read()[1]] == [(code, 3)]


@pytest.mark.parametrize("column", HEADER)
def test_each_needed_column_missing(export, column):
    export.header = tuple(name if name != column else "other" for name in HEADER)
    export.write()
    with pytest.raises(InputFault, match="E203") as caught:
        cohort.readers["rumc"](Source.of(cohort.files, export.root))
    assert caught.value.place.file == SHEET
    assert column in caught.value.detail
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "E202"),
        (b"", "E207"),
        (",".join(HEADER).encode() + b"\n", "E207"),
        (",".join(HEADER).encode() + b'\nTrue,1.1,p1,"open', "E206"),
    ],
)
def test_sheet_missing_or_malformed(export, content, code):
    export.write()
    path = export.root / SHEET
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, export.root))
    assert caught.value.place.file == SHEET
    found = check(find_tasks(["T3"]), export.root, key=KEY)
    assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [(code, SHEET)]


def test_text_with_a_tag_nobody_knows_is_held_back(export):
    export.rows[1] = (*ROWS[1][:3], "Nieren van <WIE_DAN> zonder afwijkingen.")
    funnel, problems = export.read()
    assert [(p.kind.code, p.place.row) for p in problems] == [("R313", 3)]
    assert "1.2" not in [r.uid for r in funnel.items]
