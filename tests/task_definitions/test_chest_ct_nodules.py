"""The chest CT cohort and its tasks T2, T7 and T23, on exports written by hand."""

from __future__ import annotations

import json

import pytest

from dragon_prep import Options, ProjectKey, check, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.core.known import KnownKind
from dragon_prep.intake.export import read_export
from dragon_prep.intake.source import Source
from dragon_prep.synthetic.kit.export import write_xlsx
from dragon_prep.task_definitions.cohorts.chest_ct_nodules import cohort
from dragon_prep.tasks.derive import derive

FOLDER = "rumc-jbz/chestct-lung-nodules"
PARTS = ("development", "test")
SHEETS = {part: f"{FOLDER}/annotations_{part}.xlsx" for part in PARTS}
REPORTS = {part: f"{FOLDER}/sampled_reports_{part}.json" for part in PARTS}
KEY = ProjectKey(bytes(range(32)))
HEADER = ("PatientID", "StudyInstanceUID", "hospital", "contains nodules", "max_diameter")
ROWS = {
    "development": [
        ("p1", "1.1", "RUMC", "True", "7"),
        ("p1", "1.2", "RUMC", "False", None),
        ("p2", "1.3", "JBZ", "true", "7,5 mm"),
        ("p3", "1.4", " jbz ", "True", None),
        ("p4", "1.5", "RUMC", "True", 0),
        ("p5", "1.6", "RUMC", "1", 4.5),
        ("p6", "1.7", "JBZ", "0", None),
    ],
    "test": [
        ("p7", "2.1", "RUMC", "True", 12),
        ("p8", "2.2", "JBZ", "True", None),
        ("p9", "2.3", "JBZ", "False", None),
        ("p5", "2.4", "RUMC", "False", None),
    ],
}
TEXT = "Verslag van {}, maat 7 mm."
UIDS = {
    "rumc": ["1.1", "1.2", "1.5", "1.6", "2.1", "2.4"],
    "jbz": ["1.3", "1.4", "1.7", "2.2", "2.3"],
}


def record(patient, uid, text=""):
    return {"PatientID": patient, "StudyInstanceUID": uid, "text": text or TEXT.format(uid)}


class Exports:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.header = HEADER
        self.rows = {part: list(rows) for part, rows in ROWS.items()}
        self.records = {part: [record(r[0], r[1]) for r in rows] for part, rows in ROWS.items()}

    def write(self):
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            write_xlsx(self.root / SHEETS[part], [self.header, *self.rows[part]])
            lines = "".join(json.dumps(r) + "\n" for r in self.records[part])
            (self.root / REPORTS[part]).write_text(lines, encoding="utf-8")

    def change(self, number, column, cell, part="development"):
        """Writes another cell in a row as numbered in the sheet."""
        row = list(self.rows[part][number - 2])
        row[HEADER.index(column)] = cell
        self.rows[part][number - 2] = tuple(row)

    def read(self, *centres):
        """What is read of some centres (all), as uids, and the problems."""
        self.write()
        return read_export(cohort, self.root, centres or cohort.centres)

    def problems(self):
        found = self.read().problems
        return [(p.kind.code, p.place.file, p.place.row, p.place.column) for p in found]

    def uids(self):
        return [report.uid for report in self.read().reports]

    def derive(self, name):
        """Labels by study, and the problems as code, row and column."""
        (task,) = find_tasks([name])
        reports = self.read().reports
        documents = [Document.before(report, KEY) for report in reports]
        found = derive(task, documents, key=KEY)
        uids = {document.case: r.uid for document, r in zip(documents, reports, strict=True)}
        labels = {uids[case.document.case]: case.label for case in found.cases}
        self.in_test = {uids[case.document.case] for case in found.cases if case.is_test}
        return labels, [(p.kind.code, p.place.row, p.place.column) for p in found.problems]


@pytest.fixture
def exports(tmp_path):
    return Exports(tmp_path / "raw")


def test_each_centre_has_its_own_rows_of_both_parts(exports):
    export = exports.read()
    assert not export.problems
    assert [r.uid for r in export.reports] == UIDS["rumc"] + UIDS["jbz"]
    assert [r.centre for r in export.reports] == ["rumc"] * 6 + ["jbz"] * 5
    assert [r.text for r in export.reports] == [TEXT.format(r.uid) for r in export.reports]
    assert {r.phi for r in export.reports} == {None}
    assert {r.uid for r in export.reports if r.fields["in_test_set"]} == {
        "2.1", "2.2", "2.3", "2.4"
    }  # fmt: skip
    for centre, uids in UIDS.items():
        assert [r.uid for r in exports.read(centre).reports] == uids


def test_t2(exports):
    (task,) = find_tasks(["T2"])
    assert (task.full_name, task.truncation_side) == ("Task002_nodule_clf", "left")
    labels, problems = exports.derive("T2")
    # 1.6 is of a patient who is in the test set.
    assert labels == {
        "1.1": True, "1.2": False, "1.5": True, "2.1": True, "2.4": False,
        "1.3": True, "1.4": True, "1.7": False, "2.2": True, "2.3": False,
    }  # fmt: skip
    assert exports.in_test == {"2.1", "2.2", "2.3", "2.4"}
    assert {type(label) for label in labels.values()} == {bool}
    assert not problems


def test_t7(exports):
    (task,) = find_tasks(["T7"])
    assert task.full_name == "Task007_nodule_diameter_presence_clf"
    labels, problems = exports.derive("T7")
    assert labels == {
        "1.1": True, "1.3": True, "1.4": False, "1.5": False, "1.6": True, "2.1": True,
        "2.2": False,
    }  # fmt: skip
    assert exports.in_test == {"2.1", "2.2"}
    assert not problems


def test_t23(exports):
    (task,) = find_tasks(["T23"])
    assert task.full_name == "Task023_nodule_diameter_reg"
    assert (task.target.unit, task.target.epsilon) == ("mm", 4)
    labels, problems = exports.derive("T23")
    assert labels == {"1.1": 7, "1.3": 7.5, "1.6": 4.5, "2.1": 12}
    assert exports.in_test == {"2.1"}
    assert not problems


@pytest.mark.parametrize(
    ("cell", "value"),
    [("8", 8), ("8.0", 8), ("8,25", 8.25), ("8 MM", 8), ("8 millimeter", 8), (" 8 ", 8)],
)
def test_forms_of_a_diameter(exports, cell, value):
    exports.change(2, "max_diameter", cell)
    assert exports.derive("T23")[0]["1.1"] == value
    assert exports.derive("T7")[0]["1.1"] is True


@pytest.mark.parametrize("cell", ["3-5", "groot", "8 cm", "-8", "8 x 6", "8?"])
def test_diameter_that_cannot_be_read_costs_its_own_row(exports, cell):
    exports.change(2, "max_diameter", cell)
    for name in ("T7", "T23"):
        labels, problems = exports.derive(name)
        assert problems == [("R322", 2, "max_diameter")]
        assert "1.1" not in labels
    assert exports.derive("T2")[0]["1.1"] is True


@pytest.mark.parametrize("cell", ["0", "0.0", "0,0 mm", "NaN", " ", None])
def test_diameter_that_is_not_stated(exports, cell):
    exports.change(2, "max_diameter", cell)
    assert exports.derive("T7")[0]["1.1"] is False
    labels, problems = exports.derive("T23")
    assert "1.1" not in labels
    assert not problems


@pytest.mark.parametrize("cell", ["700", "0.3"])
def test_implausible_diameter_is_held_back(exports, cell):
    exports.change(2, "max_diameter", cell)
    labels, problems = exports.derive("T23")
    assert problems == [("R323", 2, "max_diameter")]
    assert "1.1" not in labels


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("contains nodules", "ja", "R322"),
        ("contains nodules", "2", "R322"),
        ("contains nodules", "?", "R322"),
        ("contains nodules", "NaN", "R321"),
        ("contains nodules", None, "R321"),
    ],
)
@pytest.mark.parametrize("part", PARTS)
def test_label_that_is_not_two_valued_is_held_back(exports, column, cell, code, part):
    exports.change(2, column, cell, part)
    assert exports.problems() == [(code, SHEETS[part], 2, column)]
    assert ROWS[part][0][1] not in exports.uids()


@pytest.mark.parametrize(("cell", "code"), [("CWZ", "R322"), ("", "R321"), (None, "R321")])
def test_hospital_that_is_not_known_is_held_back_and_listed_once(exports, cell, code):
    exports.change(3, "hospital", cell)
    assert exports.problems() == [(code, SHEETS["development"], 3, "hospital")]
    assert "1.2" not in exports.uids()
    for centre in ("rumc", "jbz"):
        (problem,) = exports.read(centre).problems
        assert problem.kind.code == code


@pytest.mark.parametrize("part", PARTS)
def test_report_that_is_not_found_is_held_back(exports, part):
    uid = exports.records[part].pop(0)["StudyInstanceUID"]
    assert exports.problems() == [("R340", SHEETS[part], 2, None)]
    assert uid not in exports.uids()


def test_report_in_the_file_of_the_other_part_is_found(exports):
    exports.records["test"].append(exports.records["development"].pop(0))
    assert exports.problems() == []
    assert "1.1" in exports.uids()


def test_reports_that_no_sheet_names_are_counted(exports):
    exports.records["test"].append(record("p99", "9.9"))
    (problem,) = exports.read().problems
    assert (problem.kind.code, problem.place.file) == ("R315", REPORTS["test"])
    assert problem.detail == "1 of 5 reports are of studies in no row of the sheets"
    assert not problem.quarantined


@pytest.mark.parametrize("text", [" ", "nan", None])
def test_report_without_text_is_left_out(exports, text):
    exports.records["development"][0]["text"] = text
    export = exports.read()
    assert "1.1" not in [r.uid for r in export.reports]
    assert [s.name for s in export.steps if s.excluded] == ["no report text"]


def test_report_of_another_patient_is_held_back(exports):
    exports.records["development"][0]["PatientID"] = "p2"
    assert exports.problems() == [("R305", SHEETS["development"], 2, None)]
    assert "1.1" not in exports.uids()


def test_study_with_two_texts_is_held_back(exports):
    exports.records["test"].append(record("p1", "1.1", "Een andere tekst."))
    assert exports.problems() == [("R306", REPORTS["test"], 5, None)]
    assert "1.1" not in exports.uids()


def test_report_written_twice_is_the_same_report(exports):
    exports.records["test"].append(exports.records["development"][0])
    assert exports.problems() == []
    assert exports.uids().count("1.1") == 1


def test_row_repeated_is_the_same_row(exports):
    exports.rows["development"].append(("p1", "1.1", "rumc", "TRUE", "7"))
    export = exports.read()
    assert not export.problems
    assert [s.name for s in export.steps if s.excluded] == ["row repeated"]


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("development", ("p1", "1.1", "RUMC", "False", "7")),
        ("development", ("p1", "1.1", "RUMC", "True", "8")),
        ("test", ("p1", "1.1", "RUMC", "True", "7")),  # a study in both parts
    ],
)
def test_study_with_two_different_rows_is_held_back(exports, part, row):
    exports.rows[part].append(row)
    last = len(exports.rows[part]) + 1
    expected = {("R305", SHEETS["development"], 2, None), ("R305", SHEETS[part], last, None)}
    assert set(exports.problems()) == expected
    assert "1.1" not in exports.uids()


def test_study_of_two_hospitals_is_held_back_at_both(exports):
    exports.rows["development"].append(("p1", "1.1", "JBZ", "True", "7"))
    expected = [("R305", SHEETS["development"], row, None) for row in (2, 9)]
    assert exports.problems() == expected
    assert "1.1" not in exports.uids()


def test_patient_id_at_both_centres_is_listed(exports):
    exports.change(4, "PatientID", "p1")
    exports.records["development"][2]["PatientID"] = "p1"
    assert [code for code, *_ in exports.problems()] == ["R331"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("PatientID", "", "R304"),
        ("PatientID", "NA", "R304"),
        ("PatientID", "1,2E+06", "R316"),
        ("StudyInstanceUID", None, "R304"),
    ],
)
def test_row_without_a_usable_id_is_held_back(exports, column, cell, code):
    exports.change(2, column, cell)
    problems = [problem for problem in exports.problems() if problem[0] != "R315"]
    assert problems == [(code, SHEETS["development"], 2, None)]


@pytest.mark.parametrize("column", HEADER)
def test_each_needed_column_missing(exports, column):
    exports.header = tuple(name if name != column else "other" for name in HEADER)
    exports.write()
    with pytest.raises(InputFault, match="E203") as caught:
        read_export(cohort, exports.root, ("jbz",))
    assert caught.value.place.file == SHEETS["development"]
    assert column in caught.value.detail
    assert caught.value.remedy


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("member", ["PatientID", "StudyInstanceUID", "text"])
def test_each_needed_member_of_the_reports_missing(exports, member, part):
    for one in exports.records[part]:
        del one[member]
    exports.write()
    with pytest.raises(InputFault, match="E203") as caught:
        read_export(cohort, exports.root, cohort.centres)
    assert caught.value.place.file == REPORTS[part]
    assert member in caught.value.detail


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        *((path, None, "E202") for path in (*SHEETS.values(), *REPORTS.values())),
        *((path, b"no workbook", "E206") for path in SHEETS.values()),
        *((path, b"", "E207") for path in REPORTS.values()),
        *((path, b"{\n{\n", "E206") for path in REPORTS.values()),
    ],
)
def test_file_missing_or_malformed(exports, path, content, code):
    exports.write()
    file = exports.root / path
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        read_export(cohort, exports.root, cohort.centres)
    assert caught.value.place.file == path
    for centres in ((), ("jbz",)):
        found = check(find_tasks(["T2"]), exports.root, key=KEY, options=Options(centres=centres))
        assert [(f.kind.code, f.place.file) for f in found.faults if f.place] == [(code, path)]


def test_line_that_cannot_be_read_costs_its_own_report(exports):
    exports.write()
    file = exports.root / REPORTS["test"]
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(["{broken", *lines[1:]]), encoding="utf-8")
    export = read_export(cohort, exports.root, cohort.centres)
    assert "2.1" not in [r.uid for r in export.reports]
    assert [(p.kind.code, p.place.file, p.place.row) for p in export.problems] == [
        ("R301", REPORTS["test"], 1), ("R340", SHEETS["test"], 2),
    ]  # fmt: skip


def test_row_that_cannot_be_read_counts_with_its_own_centre(exports):
    exports.rows["development"][0] = (*ROWS["development"][0], "one cell more")
    export = exports.read()
    assert [(p.kind.code, p.place.row) for p in export.problems if p.quarantined] == [("R302", 2)]
    steps = [(s.centre, s.name, s.excluded) for s in export.steps if s.excluded]
    assert steps == [("rumc", "row cannot be read", 1)]


def test_source_that_is_the_centres_own_folder(exports):
    exports.write()
    with pytest.raises(InputFault, match="E201"):
        Source.of(cohort.files, exports.root / "rumc-jbz")


def test_what_the_sheet_knows_of_the_patient_is_handed_on(exports):
    exports.header = (*HEADER, "AccessionNumber", "patient_name")
    for part in PARTS:
        exports.rows[part] = [(*row, "12345678", "Jansen, P.") for row in ROWS[part]]
    reports = exports.read().reports
    assert {tuple((f.kind, f.value) for f in r.known) for r in reports} == {
        ((KnownKind.REPORT_NUMBER, "12345678"), (KnownKind.NAME, "Jansen, P."))
    }


def test_text_with_a_tag_nobody_knows_is_held_back(exports):
    exports.records["test"][0]["text"] = "Longen van <WIE_DAN> zonder noduli."
    assert exports.problems() == [("R313", SHEETS["test"], 2, None)]
    assert "2.1" not in exports.uids()
