"""The prostate pathology cohort and T11, on exports written by hand."""

from __future__ import annotations

import csv
import json
from types import SimpleNamespace

import pandas as pd
import pytest

from dragon_prep import ProjectKey, find_tasks
from dragon_prep.core.codes.intake import LABEL_DISAGREES, VALUE_MISSING, VALUE_UNREADABLE
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.source import Source
from dragon_prep.intake.values import ValueProblem
from dragon_prep.task_definitions.cohorts.prostate_pathology import cohort
from dragon_prep.tasks.derive import derive

(T11,) = find_tasks(["T11"])
KEY = ProjectKey(bytes(range(32)))
RUMC, RUMC_MARKED, UMCG, UMCG_MARKED, AVL = (raw.path for raw in cohort.files)
CODE = [8, 11, "<PERSOONAFKORTING>"]
UMCG_HEADER = ["patient_id", "study_id", "location_description", "gg1", "gg2", "PathologyReport"]


def rumc(patient, number, lesions, **more):
    text = f"Uitslag JDe van {patient}-{number}."
    return {"patient_id": patient, "study_id": 7, "pathology_study_id": number, "center": "RUMC",
            "pathology_report": text, "lesion_ISUP": lesions, **more}  # fmt: skip


def marked(text, **meta):
    return {"text": text, "label": [CODE], "meta": meta}


def avl(uid, spans, text=None):
    """An annotated report; spans as phrase and label."""
    phrases = [phrase for phrase, _ in spans]
    text = text or f"Verslag JDe {uid}. " + ". ".join(phrases)
    found = [[text.index(p), text.index(p) + len(p), label] for p, label in spans]
    label = [*found, CODE]
    return {"text": text, "label": label, "meta": {"PATIENTNR": f"77{uid}", "uid": uid}}


class Exports:
    """A raw folder that tests change before it is read."""

    def __init__(self, root):
        self.root = root
        self.rumc = [
            rumc(1, "901", "2,1"),
            rumc(2, "902", "3,4,2,N/A"),
            rumc(3, "", None),  # its number is 3_7
            rumc(4, None, "0"),
            rumc(5, "905", "2,2,2,5"),  # four
            rumc(6, "906", "6"),
            rumc(7, "907", "2a"),
            rumc(8, "908", [2, 3]),
            rumc(9, "909", "1", center="ZGT"),
            rumc(10, "910", "1", pathology_report=None),
            rumc(11, "911", "2", pathology_report="Uitslag JDe van 1-901."),  # text of the first
            rumc(1, "901", "2,1"),  # once more
        ]
        self.rumc_marked = [
            marked(r["pathology_report"], uid=r["pathology_study_id"] or f"{r['patient_id']}_7")
            for r in self.rumc[:9] + self.rumc[10:11]
        ]
        self.header = list(UMCG_HEADER)
        self.umcg = [
            ["u1", "v1", "links", "3", "4", "Uitslag JDe u1."],
            ["u1", "v1", "rechts", "3", "3", "Uitslag JDe u1."],
            ["u1", "v1", "links", "4", "4", "Uitslag JDe u1."],  # twice, and not in the same way
            ["u2", "v2", "links", "NA", "NA", "Uitslag JDe u2."],
            ["u3", "v3", "links", "4.0", "3.0", "Uitslag JDe u3."],
            ["u3", "v3", "apex", "5", "4", "Uitslag JDe u3."],
            ["u4", "v4", "links", "", "4", "Uitslag JDe u4."],  # not known
            ["u5", "v5", "links", "x", "4", "Uitslag JDe u5."],
        ]
        self.umcg_marked = [
            marked(f"Uitslag JDe u{n}.", subject_id=f"u{n}_v{n}") for n in range(1, 6)
        ]
        self.avl = [
            avl("1", [("3+4=7 (90%)", "lesion 1"), ("geen maligniteit", "lesion 2")]),
            avl("2", [("3 + 3 = 6, ISUP 1", "lesion 1")]),
            avl("3", [("4+3=7", "2 lesions"), ("Gleason 3+5=8", "lesion 5")]),
            avl("4", [("4+4=8", "4+ lesions")]),
            avl("5", [("3+4=7", "lesion 1"), ("Verslag", "exclude")]),
            avl("6", [("3+4=9", "lesion 1")]),
            avl("7", []),
            avl("8", [("3+4", "3 lesions"), ("Gleason 3+3", "lesion 1")]),
        ]

    def write(self):
        for path, lines in (
            (RUMC, self.rumc), (RUMC_MARKED, self.rumc_marked), (UMCG_MARKED, self.umcg_marked),
            (AVL, self.avl),
        ):  # fmt: skip
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            written = (x if isinstance(x, str) else json.dumps(x) for x in lines)
            (self.root / path).write_text("\n".join(written), encoding="utf-8")
        with (self.root / UMCG).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([self.header, *self.umcg])

    def read(self, centre):
        self.write()
        source = Source.of(cohort.files, self.root)
        funnel = cohort.readers[centre](source)
        return funnel, [*source.problems, *funnel.problems]

    def labels(self, centre):
        funnel, _ = self.read(centre)
        derived = derive(T11, [Document.before(report, KEY) for report in funnel.items], key=KEY)
        cases = {report.uid: Document.before(report, KEY).case for report in funnel.items}
        labels = {case.document.case: case.label for case in derived.cases}
        return {uid: labels[case] for uid, case in cases.items() if case in labels}, derived


@pytest.fixture
def exports(tmp_path):
    return Exports(tmp_path)


def listed(problems):
    return sorted((p.kind.code, p.place.file, p.place.row, p.place.column) for p in problems)


def excluded(steps):
    return {step.name: step.excluded for step in steps if step.excluded}


# -- what each centre's rows become ------------------------------------------------------------


def test_rumc_counts_grade_groups(exports):
    labels, derived = exports.labels("rumc")
    assert labels == {"901": "1", "902": "3", "3_7": "0", "4_7": "0", "908": "2"}
    assert excluded(derived.steps) == {
        "more than 3 significant lesions": 1, "a value cannot be read": 2,
    }  # fmt: skip
    assert listed(derived.problems) == [
        ("R322", RUMC, 6, "lesion_ISUP"), ("R322", RUMC, 7, "lesion_ISUP"),
    ]  # fmt: skip


def test_rumc_leaves_out_what_is_not_its_own(exports):
    funnel, problems = exports.read("rumc")
    assert not problems
    assert excluded(funnel.steps) == {
        "record of another centre": 1, "no pathology report": 1, "record repeated": 1,
        "same text as another report": 1,
    }  # fmt: skip
    assert all(report.phi and not report.entities for report in funnel.items)


@pytest.mark.parametrize(
    ("said", "kind"), [("Radboudumc", VALUE_UNREADABLE), ("RUMC Nijmegen", VALUE_UNREADABLE),
                       ("", VALUE_MISSING), (None, VALUE_MISSING)],
)  # fmt: skip
def test_rumc_a_centre_that_cannot_be_read_is_told(exports, said, kind):
    exports.rumc[0]["center"] = said
    funnel, problems = exports.read("rumc")
    assert (kind, 1, "center", True) in [
        (p.kind, p.place.row, p.place.column, p.quarantined) for p in problems
    ]
    assert excluded(funnel.steps)["centre cannot be read"] == 1


@pytest.mark.parametrize("grades", [("NA", "4"), ("4", "na"), ("3", " NA ")])
def test_umcg_one_pattern_without_the_other_is_not_no_cancer(exports, grades):
    exports.umcg[3][3:5] = grades
    labels, derived = exports.labels("umcg")
    assert "u2_v2" not in labels
    assert VALUE_MISSING in [p.kind for p in derived.problems if p.place.row == 5]


def test_umcg_counts_places_once_each(exports):
    labels, derived = exports.labels("umcg")
    assert labels == {"u1_v1": "1", "u2_v2": "0", "u3_v3": "2"}
    # The texts are a few words without a sum that belongs to a grade group (R369).
    others = [p for p in derived.problems if p.kind is not LABEL_DISAGREES]
    assert listed(others) == [("R321", UMCG, 8, "gg1"), ("R322", UMCG, 9, "gg1")]
    funnel, problems = exports.read("umcg")
    assert listed(problems) == [("R332", UMCG, 4, None)]
    assert excluded(funnel.steps) == {"further place of the same report": 3}


def test_avl_counts_marked_phrases_as_often_as_their_label_says(exports):
    labels, derived = exports.labels("avl")
    assert labels == {"1": "1", "2": "0", "3": "3", "7": "0", "8": "3"}
    assert excluded(derived.steps) == {
        "excluded by the annotator": 1, "more than 3 significant lesions": 1,
        "a value cannot be read": 1,
    }  # fmt: skip
    assert listed(derived.problems) == [("R322", AVL, 6, "label")]


def test_avl_phrases_are_entities_and_excluded_reports_stay_in_the_cohort(exports):
    funnel, problems = exports.read("avl")
    assert not problems
    by_uid = {report.uid: report for report in funnel.items}
    assert len(by_uid) == 8
    assert [uid for uid, r in by_uid.items() if r.fields["excluded"]] == ["5"]
    assert [s.label for s in by_uid["1"].entities] == ["lesion 1", "lesion 2"]
    assert [s.label for s in by_uid["1"].phi] == ["PERSOONAFKORTING"]
    assert by_uid["1"].fields["lesions"] == "1 x 3+4=7 (90%)\n1 x geen maligniteit"
    assert by_uid["8"].patient == "778"


def test_a_phrase_over_two_lines_is_one(exports):
    exports.avl = [avl("1", [("3+4\n= 7", "lesion 1")])]
    assert exports.labels("avl")[0] == {"1": "1"}


def test_an_excluded_report_does_not_push_out_one_of_the_same_text(exports):
    text = "Verslag JDe. 3+4=7"
    first = avl("1", [("3+4=7", "lesion 1"), ("Verslag", "exclude")], text)
    exports.avl = [first, avl("2", [("3+4=7", "lesion 1")], text)]
    assert exports.labels("avl")[0] == {"2": "1"}


# -- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "centre"), [
    (RUMC, "rumc"), (RUMC_MARKED, "rumc"), (UMCG, "umcg"), (UMCG_MARKED, "umcg"), (AVL, "avl"),
])  # fmt: skip
def test_a_file_missing_or_malformed_stops_the_work(exports, path, centre):
    exports.write()
    for content, code in ((None, "E202"), (b"", "E207"), (b"\x00\x01", "E206")):
        (exports.root / path).unlink()
        if content is not None:
            (exports.root / path).write_bytes(content)
        with pytest.raises(InputFault) as caught:
            cohort.readers[centre](Source.of(cohort.files, exports.root))
        assert (caught.value.kind.code, caught.value.place.file) == (code, path)
        assert caught.value.remedy
        (exports.root / path).touch()


@pytest.mark.parametrize(
    "name", ["patient_id", "study_id", "center", "pathology_report", "lesion_ISUP"]
)
def test_rumc_member_missing_stops_the_work(exports, name):
    for record in exports.rumc:
        del record[name]
    with pytest.raises(InputFault, match=name) as caught:
        exports.read("rumc")
    assert caught.value.kind.code == "E203"


@pytest.mark.parametrize("name", UMCG_HEADER)
def test_umcg_column_missing_stops_the_work(exports, name):
    exports.header[exports.header.index(name)] = "iets anders"
    with pytest.raises(InputFault, match=name) as caught:
        exports.read("umcg")
    assert caught.value.kind.code == "E203"


@pytest.mark.parametrize("name", ["PATIENTNR", "uid", "text"])
def test_avl_member_missing_stops_the_work(exports, name):
    for record in exports.avl:
        record["meta"].pop(name, None)
        record.pop(name, None)
    with pytest.raises(InputFault, match=name) as caught:
        exports.read("avl")
    assert caught.value.kind.code == "E203"


@pytest.mark.parametrize(
    ("label", "code"),
    [([0, 3, "lesion 0"], "R313"), ([0, 3, "7 lesions"], "R313"), ([0, 3, "lesie 1"], "R313"),
     ([3, 3, "lesion 1"], "R311"), ([0, 999, "lesion 1"], "R310"), ([0, 3], "R314")],
)  # fmt: skip
def test_avl_span_that_cannot_be_used_holds_its_report_back(exports, label, code):
    exports.avl[1]["label"].append(label)
    funnel, problems = exports.read("avl")
    assert listed(problems) == [(code, AVL, 2, None)]
    assert "2" not in {report.uid for report in funnel.items}


def test_ids_missing_and_texts_that_differ_are_held_back(exports):
    exports.avl[0]["meta"]["PATIENTNR"] = " "
    exports.umcg[1][5] = "Iets anders."
    exports.rumc[1]["patient_id"] = None
    assert "R304" in {code for code, *_ in listed(exports.read("avl")[1])}
    assert "R304" in {code for code, *_ in listed(exports.read("rumc")[1])}
    funnel, problems = exports.read("umcg")
    assert "R306" in {code for code, *_ in listed(problems)}
    assert "u1_v1" not in {report.uid for report in funnel.items}


def test_a_line_that_is_no_json_costs_its_report(exports):
    exports.rumc[0] = '{"patient_id": 1'
    exports.rumc.pop()
    funnel, problems = exports.read("rumc")
    assert ("R301", RUMC, 1, None) in listed(problems)
    # What nobody lists any more: its annotation.
    assert ("R308", RUMC_MARKED, 1, None) in listed(problems)
    assert "901" not in {report.uid for report in funnel.items}


# -- the task ----------------------------------------------------------------------------------


def row(centre, lesions):
    return SimpleNamespace(centre=centre, lesions=lesions)


@pytest.mark.parametrize(
    ("centre", "lesions", "label"),
    [("rumc", "", "0"), ("rumc", "1.2", "1"), ("rumc", "N/A,5", "1"), ("umcg", "", "0"),
     ("umcg", "1 x 3+4\n1 x 4+4", "2"), ("avl", "2 x 3+4=7 (90%)\n1 x zonder", "2")],
)  # fmt: skip
def test_a_label_is_a_whole_number_as_text(centre, lesions, label):
    assert T11.derive(row(centre, lesions)) == label


@pytest.mark.parametrize(
    ("centre", "lesions", "kind"),
    [("rumc", None, VALUE_MISSING), ("umcg", None, VALUE_MISSING), ("rumc", "6", VALUE_UNREADABLE),
     ("avl", "1 x Gleason", VALUE_UNREADABLE)],
)  # fmt: skip
def test_a_grade_that_cannot_be_read_costs_its_row(centre, lesions, kind):
    with pytest.raises(ValueProblem) as caught:
        T11.derive(row(centre, lesions))
    assert caught.value.kind is kind


def test_more_than_three_lesions_are_a_step_of_their_own():
    lesions = ["2,2,2,2", "2,2,2", "x", None, "2,2,2,2,2"]
    frame = pd.DataFrame({"centre": "rumc", "lesions": lesions, "excluded": False})
    _, (_, mask) = T11.rules
    assert mask(frame).tolist() == [True, False, False, False, True]


def test_what_the_archive_needs_to_know():
    assert T11.full_name == "Task011_prostate_pathology_clf"
    assert T11.target.labels == ("0", "1", "2", "3")
    assert T11.target.metric == "linear_weighted_cohen_kappa"
    assert (T11.truncation_side, T11.input_name) == ("left", "text")
