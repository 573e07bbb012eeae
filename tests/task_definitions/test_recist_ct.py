"""The RECIST cohort and its tasks T5, T16 and T24, on exports written by hand."""

from __future__ import annotations

import pytest

from dragon_prep import ProjectKey, check, find_tasks
from dragon_prep.core.codes.intake import LABEL_DISAGREES
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.export import read_export
from dragon_prep.intake.source import Source
from dragon_prep.synthetic.kit.export import write_xlsx
from dragon_prep.task_definitions.cohorts.recist_ct import SIZES, cohort
from dragon_prep.tasks.derive import derive

KEY = ProjectKey(bytes(range(32)))
FOLDER = "rumc-jbz/recist"
SHEETS = {
    "jbz": f"{FOLDER}/JBZ_RECIST_cases_JB_MG.xlsx",
    "rumc": f"{FOLDER}/RadboudUMC_RECIST_cases_MG.xlsx",
}
HEADERS = {
    "jbz": ["PatientID", "StudyInstanceUID", "text", "is_baseline",
            *(f"tl{n}_size" for n in range(1, 6))],
    "rumc": ["anon_patientid", "anon_studyinstanceuid", "raw_text", "baseline_scan",
             *(f"L{n}_size" for n in range(1, 7))],
}  # fmt: skip
ROWS = {
    "jbz": [
        ["j1", "1.1", "Nulmeting.\nTL1 23 mm.", "t", 23, None, None, None, None],
        ["j1", "1.2", "Evaluatie: TL1 19 mm.", "f", "1,9 cm", None, " ", "NA", "nan"],
        ["j2", "1.3", "Geen target laesies.", " F ", None, None, None, None, None],
        ["j3", "1.4", "Klier 68 bij 40.", "T", "68 bij 40 mm", None, "12,5", None, 7.5],
        ["j3", "1.4", "Klier 68 bij 40.", "T", "68 bij 40 mm", None, "12,5", None, 7.5],
        ["j4", "1.5", None, "f", 10, 10, None, None, None],
    ],
    "rumc": [
        ["r1", "2.1", "Zes klieren.", "f", "68 x 40", "58 x 32", "27x14", "29 x 18", "36 x 22",
         "42 x 24"],
        ["r2", "2.2", "Laesie verdwenen.", "f", 0, "20 x 31 x 26", None, None, None, None],
    ],
}  # fmt: skip
SIZES_OF = {
    "1.1": [23, None, None, None, None],
    "1.2": [19, None, None, None, None],
    "1.3": [None] * 5,
    "1.4": [40, None, 12.5, None, 7.5],
    "2.1": [40, 32, 14, 18, 22],
    "2.2": [0, 20, None, None, None],
}


class Exports:
    """Raw folders that tests change before they are read."""

    def __init__(self, root):
        self.root = root
        self.headers = {centre: list(header) for centre, header in HEADERS.items()}
        self.rows = {centre: [list(row) for row in rows] for centre, rows in ROWS.items()}

    def path(self, centre):
        return self.root / SHEETS[centre]

    def write(self):
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        for centre, rows in self.rows.items():
            write_xlsx(self.path(centre), [self.headers[centre], *rows])

    def read(self):
        self.write()
        return read_export(cohort, self.root, cohort.centres)

    def derive(self, name):
        """Labels by study, and the problems as code, row and column.

        The texts are a few words, so that few sizes of a sheet stand in them, which is told (R369).
        """
        (task,) = find_tasks([name])
        reports = self.read().reports
        documents = [Document.before(report, KEY) for report in reports]
        found = derive(task, documents, key=KEY)
        uids = {document.case: r.uid for document, r in zip(documents, reports, strict=True)}
        labels = {uids[case.document.case]: case.label for case in found.cases}
        problems = [p for p in found.problems if p.kind is not LABEL_DISAGREES]
        return labels, [(p.kind.code, p.place.row, p.place.column) for p in problems]


@pytest.fixture
def exports(tmp_path):
    return Exports(tmp_path / "raw")


def told(problems):
    return [(p.kind.code, p.place.row) for p in problems if p.quarantined]


# -- reading -----------------------------------------------------------------------------------


def test_reports_of_jbz_come_first_each_with_its_own_centre(exports):
    reports = exports.read().reports
    assert [(r.centre, r.patient, r.uid) for r in reports] == [
        ("jbz", "j1", "1.1"), ("jbz", "j1", "1.2"), ("jbz", "j2", "1.3"), ("jbz", "j3", "1.4"),
        ("rumc", "r1", "2.1"), ("rumc", "r2", "2.2"),
    ]  # fmt: skip
    assert [r.text for r in reports[:2]] == ["Nulmeting.\nTL1 23 mm.", "Evaluatie: TL1 19 mm."]
    assert {r.phi for r in reports} == {None}  # left to the detector


def test_each_row_left_out_is_a_step(exports):
    export = exports.read()
    assert {(s.centre, s.name): s.excluded for s in export.steps if s.excluded} == {
        ("jbz", "row repeated"): 1,
        ("jbz", "no report text"): 1,
    }
    assert not told(export.problems)


def test_lesions_beyond_the_fifth_are_counted_and_hold_nothing_back(exports):
    (problem,) = exports.read().problems
    assert (problem.kind.code, problem.quarantined) == ("R334", False)
    assert (problem.place.file, problem.place.column) == (SHEETS["rumc"], "L6_size")
    assert problem.detail == "1 of 2 rows have a lesion beyond the fifth"


def test_a_column_for_a_sixth_lesion_is_not_needed_but_read(exports):
    exports.headers["rumc"].pop()
    for row in exports.rows["rumc"]:
        row.pop()
    assert not exports.read().problems
    exports.headers["jbz"].append("tl6_size")
    for row in exports.rows["jbz"]:
        row.append(8)
    assert [p.place.column for p in exports.read().problems] == ["tl6_size"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [(2, "Een andere tekst.", "R306"), (3, "f", "R305"), (4, 30, "R305"), (0, "j9", "R305")],
)
def test_study_with_two_different_rows_is_held_back(exports, column, cell, code):
    exports.rows["jbz"][4][column] = cell
    export = exports.read()
    assert told(export.problems) == [(code, 5), (code, 6)]
    assert "1.4" not in [r.uid for r in export.reports]


@pytest.mark.parametrize("centre", ["jbz", "rumc"])
@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [(0, None, "R304"), (1, None, "R304"), (1, "NA", "R304"), (0, "1,2E+06", "R316")],
)
def test_row_without_a_usable_id_is_held_back(exports, centre, column, cell, code):
    exports.rows[centre][1][column] = cell
    assert told(exports.read().problems) == [(code, 3)]


def test_patients_of_both_centres_are_listed(exports):
    exports.rows["rumc"][0][0] = "j1"
    assert "R331" in {p.kind.code for p in exports.read().problems}


def test_text_with_a_tag_nobody_knows_is_held_back(exports):
    exports.rows["rumc"][1][2] = "Verslag van <WIE_DAN>."
    assert told(exports.read().problems) == [("R313", 3)]


NEEDED = [(c, n) for c, header in HEADERS.items() for n in header if n != "L6_size"]


@pytest.mark.parametrize(("centre", "column"), NEEDED)
def test_each_needed_column_missing(exports, centre, column):
    header = exports.headers[centre]
    header[header.index(column)] = "other"
    with pytest.raises(InputFault, match="E203") as caught:
        exports.read()
    assert caught.value.place.file == SHEETS[centre]
    assert column in caught.value.detail
    assert caught.value.remedy


@pytest.mark.parametrize("centre", ["jbz", "rumc"])
@pytest.mark.parametrize(("content", "code"), [(None, "E202"), (b"", "E207"), (b"x;y", "E206")])
def test_sheet_missing_or_malformed(exports, centre, content, code):
    exports.write()
    path = exports.path(centre)
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(InputFault, match=code) as caught:
        cohort.readers[centre](Source.of(cohort.files, exports.root))
    assert caught.value.place.file == SHEETS[centre]
    found = check(find_tasks(["T5"]), exports.root, key=KEY)
    assert (code, SHEETS[centre]) in [(f.kind.code, f.place.file) for f in found.faults if f.place]


def test_sheet_without_rows(exports):
    exports.rows["rumc"] = []
    with pytest.raises(InputFault, match="E207"):
        exports.read()


# -- tasks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "full_name", "side"),
    [
        ("T5", "Task005_recist_timeline_clf", "right"),
        ("T16", "Task016_recist_lesion_size_presence_clf", "left"),
        ("T24", "Task024_recist_lesion_size_reg", "left"),
    ],
)
def test_names_and_truncation_sides(name, full_name, side):
    (task,) = find_tasks([name])
    assert (task.full_name, task.truncation_side) == (full_name, side)


def test_t5(exports):
    labels, problems = exports.derive("T5")
    assert labels == {
        "1.1": True, "1.2": False, "1.3": False, "1.4": True, "2.1": False, "2.2": False,
    }  # fmt: skip
    assert {type(label) for label in labels.values()} == {bool}
    assert not problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [("ja", "R322"), ("tf", "R322"), ("?", "R322"), (1, "R322"), ("NA", "R321"), (None, "R321")],
)
@pytest.mark.parametrize(("centre", "column"), [("jbz", "is_baseline"), ("rumc", "baseline_scan")])
def test_flag_that_is_not_two_valued_costs_its_own_row_in_t5_only(
    exports, centre, column, cell, code
):
    exports.rows[centre][1][3] = cell
    uid = ROWS[centre][1][1]
    labels, problems = exports.derive("T5")
    assert problems == [(code, 3, column)]
    assert labels.keys() == SIZES_OF.keys() - {uid}
    assert exports.derive("T24") == (SIZES_OF, [])


def test_t24_has_sizes_in_lesion_order_and_null_for_absent_lesions(exports):
    assert exports.derive("T24") == (SIZES_OF, [])


def test_t16_tells_which_lesions_have_a_size(exports):
    labels, problems = exports.derive("T16")
    assert labels == {uid: [s is not None for s in sizes] for uid, sizes in SIZES_OF.items()}
    assert not problems


@pytest.mark.parametrize("cell", ["?", "ca 2 cm", "niet meetbaar", "23 ml", "20 x", "-5"])
def test_size_that_cannot_be_read_costs_its_own_row_in_t16_and_t24(exports, cell):
    exports.rows["rumc"][1][6] = cell  # the third lesion
    rest = {uid: sizes for uid, sizes in SIZES_OF.items() if uid != "2.2"}
    labels, problems = exports.derive("T24")
    assert (labels, problems) == (rest, [("R322", 3, SIZES)])
    labels, problems = exports.derive("T16")
    assert (labels.keys(), problems) == (rest.keys(), [("R322", 3, SIZES)])
    assert "2.2" in exports.derive("T5")[0]


def test_message_says_which_lesion_and_nothing_of_the_cell(exports):
    exports.rows["rumc"][1][6] = "zie verslag"
    (task,) = find_tasks(["T24"])
    documents = [Document.before(report, KEY) for report in exports.read().reports]
    (problem,) = derive(task, documents, key=KEY).problems
    assert problem.detail.startswith("lesion 3: ")
    assert "zie verslag" not in str(problem)


@pytest.mark.parametrize("cell", [301, "2300 mm", "31 cm"])
def test_size_that_is_not_plausible_is_held_back_in_t24(exports, cell):
    exports.rows["rumc"][1][4] = cell
    labels, problems = exports.derive("T24")
    assert problems == [("R323", 3, SIZES)]
    assert "2.2" not in labels
    assert exports.derive("T16")[0]["2.2"] == [True, True, False, False, False]
