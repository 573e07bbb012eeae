"""The hip X-ray cohort and its task T18, on exports written by hand."""

from __future__ import annotations

import csv
import json

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.source import Source
from dragon_prep.intake.values import ValueProblem
from dragon_prep.task_definitions.cohorts.hip_xray import cohort, grade
from dragon_prep.tasks.derive import derive

FOLDER = "rumc/hip"
GRADED = f"{FOLDER}/annotations.csv"
FINAL = f"{FOLDER}/openai_final_all.csv"
EXTRA = f"{FOLDER}/openai_test_all.csv"
REPORTS = f"{FOLDER}/MarNavarro.jsonl"
KEY = ProjectKey(bytes(range(32)))
HEADERS = {
    GRADED: ["StudyInstanceUID", "left_annotation", "right_annotation"],
    FINAL: ["StudyInstanceUID", "Left_model", "Right_model"],
    EXTRA: ["StudyInstanceUID", "Left_model", "Right_model"],
}
ROWS = {
    GRADED: [("1.1", "4", "5"), ("1.2", "p", "n"), ("1.9", "0", "0")],
    FINAL: [
        ("20-2.1", "5", "P"),
        ("20-2.2", "3.0", "0"),  # two studies of one patient
        ("21-2.3", "False", "2"),
        ("10-2.4", "1", "1"),  # a patient of the test set
        ("22-2.5", "2", "2"),
        ("23-2.6", "2", "2"),  # the text of 2.5
        ("24-2.7", "0", "0"),  # the text of 1.1
        ("25-2.8", "0", "0"),  # nobody has its text
        ("11-2.11", "1", "1"),  # of another patient of the test set
    ],
    EXTRA: [
        ("10-1.1", "4", "p"),  # of the test set
        ("20-2.2", "3", "0"),  # once more, written otherwise
        ("22-2.5", "1", "2"),  # once more, with another grade
        ("26-2.10", "N", "1"),
    ],
}
TEXTS = {
    "1.1": ("10", "Ernstige coxartrose links,  THP rechts."),
    "1.2": ("11", "THP links."),
    "2.1": ("20", "THP beiderzijds."),
    "2.2": ("20", "Matige coxartrose links, \r\nrechts geen."),
    "2.3": ("21", "Lichte coxartrose rechts."),
    "2.4": ("10", "Tekst van 2.10."),  # of a patient of the test set: does not count
    "2.5": ("22", "Lichte coxartrose beiderzijds."),
    "2.6": ("23", "Lichte  coxartrose\nbeiderzijds."),
    "2.7": ("24", "Ernstige coxartrose links, THP rechts."),
    "2.10": ("26", "Tekst van 2.10."),
    "2.11": ("11", "Dubieuze coxartrose beiderzijds."),
    "3.1": ("30", "Nobody graded this."),
}
KEPT = {
    "1.1": ["4", "p"], "1.2": ["p", "n"], "2.1": ["p", "p"], "2.2": ["3", "0"], "2.5": ["2", "2"],
    "2.10": ["n", "1"],
}  # fmt: skip
LISTED = [("R332", 3, EXTRA), ("R332", 4, EXTRA)]


class Exports:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.headers = {path: list(header) for path, header in HEADERS.items()}
        self.rows = {path: list(rows) for path, rows in ROWS.items()}
        self.lines = [
            {"text": text, "metadata": {"StudyInstanceUID": study, "PatientID": patient}}
            for study, (patient, text) in TEXTS.items()
        ]

    def write(self):
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        for path, rows in self.rows.items():
            with (self.root / path).open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([self.headers[path], *rows])
        lines = "\n".join(json.dumps(line) for line in self.lines)
        (self.root / REPORTS).write_text(lines, encoding="utf-8")

    def report(self, study):
        """The line of a study."""
        return next(x for x in self.lines if x["metadata"]["StudyInstanceUID"] == study)

    def read(self):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers["rumc"](source)
        return funnel, [*source.problems, *funnel.problems]

    def listed(self):
        """Problems of the reader as code, row and file, but those that are always there."""
        found = [(p.kind.code, p.place.row, p.place.file) for p in self.read()[1]]
        return sorted(found), sorted(LISTED)

    def derive(self):
        """Labels by study, and the problems as code, row and column."""
        (task,) = find_tasks(["T18"])
        reports = self.read()[0].items
        documents = [Document.before(report, KEY) for report in reports]
        found = derive(task, documents, key=KEY)
        uids = {document.case: r.uid for document, r in zip(documents, reports, strict=True)}
        labels = {uids[case.document.case]: case.label for case in found.cases}
        problems = [(p.kind.code, p.place.file, p.place.row, p.detail) for p in found.problems]
        return labels, problems, {uids[c.document.case] for c in found.cases if c.is_test}


@pytest.fixture
def exports(tmp_path):
    return Exports(tmp_path / "raw")


# -- what comes out --------------------------------------------------------------------------


def test_each_row_left_out_is_a_step(exports):
    funnel, _ = exports.read()
    assert [r.uid for r in funnel.items] == ["1.1", "1.2", "2.1", "2.2", "2.5", "2.11", "2.10"]
    assert {s.name: s.excluded for s in funnel.steps if s.excluded} == {
        "study without a report": 2,
        "study of the test set": 1,
        "study repeated": 2,
        "a hip was not graded": 1,
        "text repeated": 3,
    }
    found, expected = exports.listed()
    assert found == expected


def test_patients_and_texts_are_those_of_the_file_of_reports(exports):
    for report in exports.read()[0].items:
        patient, text = TEXTS[report.uid]
        assert (report.patient, report.text) == (patient, text.replace("\r\n", "\n"))
        assert report.phi is None
        by_hand = report.place.file == GRADED
        assert report.fields["provenance"] == ("manual" if by_hand else "automatic")


def test_t18(exports):
    (task,) = find_tasks(["T18"])
    assert (task.full_name, task.truncation_side) == ("Task018_osteoarthritis_clf", "left")
    labels, problems, tested = exports.derive()
    assert labels == KEPT
    assert not problems
    assert tested == {"1.1", "1.2"}


def test_a_test_patient_is_told_however_the_id_is_written(exports):
    # The file of reports may have ids as numbers.
    for study in ("1.1", "1.2", "2.11"):
        line = exports.report(study)["metadata"]
        line["PatientID"] = int(line["PatientID"])
    assert exports.derive()[0] == KEPT


@pytest.mark.parametrize(
    ("cell", "code"),
    [("0", "0"), ("4", "4"), (" 3 ", "3"), ("2.0", "2"), ("5", "p"), ("5.0", "p"), ("P", "p"),
     ("n", "n"), ("N", "n")],
)  # fmt: skip
def test_grades(cell, code):
    assert grade(cell, "left") == code


@pytest.mark.parametrize("cell", ["6", "-1", "2.5", "KL 2", "?", "pp", "nan", "1,0"])
def test_what_is_no_grade(cell):
    with pytest.raises(ValueProblem, match="left"):
        grade(cell, "left")


@pytest.mark.parametrize("path", [GRADED, FINAL, EXTRA])
@pytest.mark.parametrize("hip", ["left", "right"])
@pytest.mark.parametrize(("cell", "code"), [("6", "R322"), ("", "R321"), ("nan", "R321")])
def test_grade_out_of_its_domain_costs_its_own_row(exports, path, hip, cell, code):
    row = 1 if path == GRADED else (0 if path == FINAL else 3)
    study, *grades = exports.rows[path][row]
    grades[hip == "right"] = cell
    exports.rows[path][row] = (study, *grades)
    labels, problems, _ = exports.derive()
    expected = {k: v for k, v in KEPT.items() if k != study.rpartition("-")[2]}
    if path == GRADED:  # then its patient is none of the test set
        expected["2.11"] = ["1", "1"]
    assert labels == expected
    ((found, file, at, detail),) = problems
    assert (found, file, at) == (code, path, row + 2)
    assert hip in detail


# -- what is held back ------------------------------------------------------------------------


def test_two_grades_by_hand_of_one_study_are_held_back(exports):
    exports.rows[GRADED].append(("1.2", "3", "n"))
    found, expected = exports.listed()
    assert found == sorted([*expected, ("R305", 3, GRADED), ("R305", 5, GRADED)])
    assert "1.2" not in exports.derive()[0]


def test_a_row_by_hand_that_stands_twice_counts_once(exports):
    exports.rows[GRADED].append(ROWS[GRADED][1])
    assert exports.derive()[0] == KEPT
    found, expected = exports.listed()
    assert found == expected


def test_one_text_twice_in_the_test_set_is_listed(exports):
    exports.report("1.2")["text"] = TEXTS["1.1"][1]
    found, expected = exports.listed()
    assert found == sorted([*expected, ("R335", 3, GRADED)])
    assert "1.2" not in exports.derive()[0]


def test_two_texts_of_one_study_are_held_back(exports):
    other = json.loads(json.dumps(exports.report("2.1")))
    other["text"] = "Iets anders."
    exports.lines.append(other)
    found, expected = exports.listed()
    assert found == sorted([*expected, ("R306", 2, FINAL)])


def test_a_report_that_stands_twice_counts_once(exports):
    exports.lines.append(exports.report("2.1"))
    assert exports.derive()[0] == KEPT


def test_a_study_of_two_patients_is_held_back(exports):
    exports.rows[FINAL][0] = ("29-2.1", "5", "p")
    found, expected = exports.listed()
    assert found == sorted([*expected, ("R305", 2, FINAL)])
    exports.rows[FINAL][0] = ("020-2.1", "5", "p")
    assert exports.derive()[0] == KEPT


@pytest.mark.parametrize("cell", ["", "2.1", "-2.1", "20-", "abc-2.1", "NaN"])
def test_model_row_without_patient_or_study_is_held_back(exports, cell):
    exports.rows[FINAL][0] = (cell, "5", "p")
    found, expected = exports.listed()
    assert found == sorted([*expected, ("R304", 2, FINAL)])


def test_report_by_hand_without_a_patient_is_held_back(exports):
    exports.report("1.2")["metadata"]["PatientID"] = None
    found, expected = exports.listed()
    assert found == sorted([*expected, ("R304", 3, GRADED)])


def test_report_without_text_is_left_out(exports):
    exports.report("2.1")["text"] = " "
    assert "2.1" not in exports.derive()[0]


def test_line_that_is_no_object_costs_its_own_report(exports):
    exports.lines[2] = ["no", "object"]
    assert ("R301", 3, REPORTS) in exports.listed()[0]
    assert exports.derive()[0] == {k: v for k, v in KEPT.items() if k != "2.1"}


# -- files that cannot be used ----------------------------------------------------------------


@pytest.mark.parametrize(("path", "at"), [(p, i) for p in HEADERS for i in range(3)])
def test_each_needed_column_missing(exports, path, at):
    exports.headers[path][at] = "other"
    exports.write()
    refused(exports, "E203", path, HEADERS[path][at])


@pytest.mark.parametrize("member", ["text", "StudyInstanceUID", "PatientID"])
def test_each_needed_member_missing(exports, member):
    for line in exports.lines:
        line.pop(member, None)
        line["metadata"].pop(member, None)
    exports.write()
    refused(exports, "E203", REPORTS, member)


@pytest.mark.parametrize("path", [*HEADERS, REPORTS])
@pytest.mark.parametrize(
    ("content", "code"), [(None, "E202"), (b"", "E207"), (b"\x00\x01", "E206")]
)
def test_each_file_missing_or_malformed(exports, path, content, code):
    exports.write()
    file = exports.root / path
    file.unlink() if content is None else file.write_bytes(content)
    refused(exports, code, path)
    found = check(find_tasks(["T18"]), exports.root, key=KEY)
    assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [(code, path)]


def refused(exports, code, path, words=""):
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers["rumc"](Source.of(cohort.files, exports.root))
    fault = caught.value
    assert fault.place.file == path
    assert words in fault.detail
    assert fault.remedy
