"""The colon pathology cohort and its task T15, on an export written by hand."""

from __future__ import annotations

import json

import openpyxl
import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.core.known import KnownKind
from dragon_prep.core.phi import find_tags
from dragon_prep.intake.source import Source
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.task_definitions.cohorts.colon_pathology import FINDINGS, cohort
from dragon_prep.tasks.derive import derive

SHEET = "rumc/colon/colon_rumc_gt.xlsx"
NOT_DUTCH = "rumc/colon/excluded_cases_not_dutch.json"
KEY = ProjectKey(bytes(range(32)))
HEADER = ("pa", "block", "block_nr", "Conclusion", "exclude", *FINDINGS)
LGD, BIOPSY = (0, 0, 0, 0, 1, 0, 0), (1, 0, 0, 0, 0, 1, 0)
TWO = (
    "I: Poliep: tubulair adenoom, laaggradige dysplasie.\nII: Biopten: geen afwijkingen. NA, A. Bos"
)
ONE = "Poliepectomie: adenoom met laaggradige dysplasie."
ROWS = [
    ("T10-00001", "T10-00001_1", 1, None, 0, *LGD),  # 2
    ("T10-00001", "T10-00001_1", 1, None, None, *LGD),  # another slide
    ("T10-00001", "T10-00001_2", "2", TWO, 0, *BIOPSY),  # 4: has the case's text
    ("T10-00002", "T10-00002_1", 0, ONE, 0, *LGD),  # 5: not numbered
    ("T10-00003", "T10-00003_1", 1, "Polyp: adenoma.", 0, *LGD),  # 6: not in Dutch
    ("T10-00004", "T10-00004_1", 1, None, 0, *LGD),  # 7: no text
    ("T10-00005", "T10-00005_1", 1, "Biopt: melanosis coli.", 1, *BIOPSY),  # 8: excluded
    ("T10-00005", "T10-00005_2", 15, None, 0, True, False, False, False, False, True, False),  # 9
]
KEPT = ["T10-00001_1", "T10-00001_2", "T10-00002_1", "T10-00005_2"]


class Export:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.header, self.rows = list(HEADER), [list(row) for row in ROWS]
        self.not_dutch = ["T10-00003_1"]

    def write(self):
        book = openpyxl.Workbook()
        for row in (self.header, *self.rows):
            book.active.append(row)
        (self.root / SHEET).parent.mkdir(parents=True, exist_ok=True)
        book.save(self.root / SHEET)
        (self.root / NOT_DUTCH).write_text(json.dumps(self.not_dutch), encoding="utf-8")

    def open(self):
        self.write()
        return Source.of(cohort.files, self.root)

    def read(self):
        source = self.open()
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]

    def listed(self):
        """Problems as code, row and column."""
        return [(p.kind.code, p.place.row, p.place.column) for p in self.read()[1]]

    def derive(self):
        """The cases of T15 in the order of the sheet, and its problems."""
        (task,) = find_tasks(["T15"])
        found = derive(task, [Document.before(r, KEY) for r in self.read()[0].items], key=KEY)
        return found.cases, found.problems


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path / "raw")


def test_each_row_left_out_is_a_step(export):
    funnel, problems = export.read()
    assert [r.uid for r in funnel.items] == KEPT
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "slide excluded by the centre": 1,
        "another slide of the container": 1,
        "not in Dutch": 1,
        "no report text": 1,
    }
    assert not problems


def test_every_container_has_the_conclusion_of_its_case_from_whatever_row(export):
    reports = export.read()[0].items
    assert [r.text for r in reports] == [TWO, TWO, ONE, "Biopt: melanosis coli."]
    assert {r.phi for r in reports} == {None}


def test_the_case_stands_for_the_patient_and_its_number_is_looked_for(export):
    reports = export.read()[0].items
    assert [r.patient for r in reports] == [r.uid[:9] for r in reports]
    for report in reports:
        assert [(f.kind, f.value) for f in report.known] == [
            (KnownKind.REPORT_NUMBER, report.patient)
        ]


def test_what_one_row_tells_of_the_patient_is_known_of_all_containers(export):
    export.header.append("patient_name")
    export.rows[1] += ["Jansen, P.J."]  # a slide that is there already
    first, second, other, _ = export.read()[0].items
    assert first.known == second.known
    assert "Jansen, P.J." in {f.value for f in first.known}
    assert "Jansen, P.J." not in {f.value for f in other.known}


def test_t15(export):
    (task,) = find_tasks(["T15"])
    assert (task.full_name, task.truncation_side, task.input_name) == (
        "Task015_colon_pathology_clf",
        "left",
        "text_parts",
    )
    cases, problems = export.derive()
    assert [case.content for case in cases] == [
        ("I", TWO), ("II", TWO), ("NA", ONE), ("XV", "Biopt: melanosis coli.")
    ]  # fmt: skip
    as_labels = [[bool(cell) for cell in found] for found in (LGD, BIOPSY, LGD, BIOPSY)]
    assert [case.label for case in cases] == as_labels
    assert {type(label) for case in cases for label in case.label} == {bool}
    assert not problems


@pytest.mark.parametrize("number", range(1, 16))
def test_roman_numerals(export, number):
    export.rows[3][2] = number
    values = {"I": 1, "V": 5, "X": 10}
    numeral = export.derive()[0][2].content[0]
    marks = [values[mark] for mark in numeral]
    pairs = zip(marks, [*marks[1:], 0], strict=True)
    assert sum(-a if a < b else a for a, b in pairs) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [("16", "R322"), (-1, "R322"), (1.5, "R322"), ("II", "R322"), (None, "R321"), ("NA", "R321")],
)
def test_container_without_a_usable_number_is_held_back(export, cell, code):
    export.rows[3][2] = cell
    assert export.listed() == [(code, 5, "block_nr")]
    assert "T10-00002_1" not in {r.uid for r in export.read()[0].items}


@pytest.mark.parametrize("at", range(len(FINDINGS)))
@pytest.mark.parametrize(("cell", "code"), [("?", "R322"), (2, "R322"), (None, "R321")])
def test_label_that_is_not_two_valued_costs_its_own_row(export, at, cell, code):
    export.rows[3][5 + at] = cell
    cases, problems = export.derive()
    assert len(cases) == 3
    ((problem),) = problems
    assert (problem.kind.code, problem.place.row) == (code, 5)
    assert FINDINGS[at] in problem.place.column
    assert problem.detail.startswith(f"{FINDINGS[at]}: ")


@pytest.mark.parametrize("cell", ["?", 2, "ja"])
def test_exclude_that_cannot_be_read_holds_its_row_back(export, cell):
    export.rows[3][4] = cell
    assert export.listed() == [("R322", 5, "exclude")]
    assert len(export.read()[0].items) == 3


def test_case_with_two_conclusions_is_held_back_as_a_whole(export):
    export.rows[0][3] = "Iets anders."
    assert export.listed() == [("R306", row, "Conclusion") for row in (2, 3, 4)]
    assert [r.uid for r in export.read()[0].items] == KEPT[2:]


def test_conclusion_repeated_with_other_white_space_is_one(export):
    export.rows[0][3] = TWO.replace("\n", "  ") + " "
    assert export.listed() == []
    assert [r.uid for r in export.read()[0].items] == KEPT


def test_slides_of_one_container_that_differ_hold_it_back(export):
    export.rows[1][5:] = BIOPSY
    assert export.listed() == [("R305", 2, None), ("R305", 3, None)]
    assert [r.uid for r in export.read()[0].items] == KEPT[1:]


def test_container_of_two_cases_is_held_back(export):
    export.rows[3][1] = "T10-00001_2"
    assert export.listed() == [("R306", 4, None), ("R306", 5, None)]


@pytest.mark.parametrize(("column", "cell", "code"), [
    (0, None, "R304"), (1, " ", "R304"), (0, "1,2E+06", "R316"), (1, "1,2E+06", "R316"),
])  # fmt: skip
def test_row_without_usable_ids_is_held_back(export, column, cell, code):
    export.rows[3][column] = cell
    assert export.listed() == [(code, 5, None)]


def test_unknown_ids_in_the_list_are_told(export):
    export.not_dutch.append("T99-00000_1")
    (problem,) = export.read()[1]
    assert (problem.kind.code, problem.place.file, problem.quarantined) == (
        "R315",
        NOT_DUTCH,
        False,
    )


@pytest.mark.parametrize("tag", ["<T-NUMMER>", "<RAPPORT_ID.T_NUMMER>", "<T_NUMMER>", "<PERSOON>"])
def test_tags_in_the_text_become_surrogates(export, tag):
    export.rows[3][3] = f"{ONE} Zie {tag}."
    report = export.read()[0].items[2]
    made = deidentify(report.text, (), (), PatientSurrogates(KEY, "rumc", "p"), report=report.uid)
    assert not find_tags(made.text)
    (span,) = made.phi
    expected = "PERSOON" if tag == "<PERSOON>" else "RAPPORT_ID.T_NUMMER"
    assert span.label == expected
    assert made.text[: span.start] == f"{ONE} Zie "


def test_unknown_tag_holds_its_container_back(export):
    export.rows[3][3] = f"{ONE} Zie <PATIENT NAAM>."
    assert export.listed() == [("R313", 5, None)]


@pytest.mark.parametrize("column", HEADER)
def test_each_needed_column_missing(export, column):
    export.header[export.header.index(column)] = "iets anders"
    with pytest.raises(InputFault, match="E203") as caught:
        cohort.readers["rumc"](export.open())
    assert caught.value.place.file == SHEET
    assert column in caught.value.detail
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        (SHEET, None, "E202"),
        (SHEET, b"", "E207"),
        (SHEET, b"pa;block\n", "E206"),
        (NOT_DUTCH, None, "E202"),
        (NOT_DUTCH, b"", "E206"),
        (NOT_DUTCH, b"niets", "E206"),
        (NOT_DUTCH, b'{"a": 1}', "E206"),
        (NOT_DUTCH, b"[1.5]", "E206"),
    ],
)
def test_file_missing_or_malformed(export, path, content, code):
    export.write()
    file = export.root / path
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, export.root))
    assert caught.value.place.file == path
    found = check(find_tasks(["T15"]), export.root, key=KEY)
    assert (code, path) in [(f.kind.code, f.place.file) for f in found.faults if f.place]


def test_sheet_without_rows(export):
    export.rows = []
    with pytest.raises(InputFault, match="E207"):
        cohort.readers["rumc"](export.open())
