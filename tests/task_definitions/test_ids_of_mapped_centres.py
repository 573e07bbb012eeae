"""Annotations and lists of a centre with a mapping, by ids of its own, in every cohort."""

from __future__ import annotations

import csv
import json

import pytest

from dragon_prep import find_tasks
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.mapping.cohort import with_centre
from dragon_prep.intake.mapping.file import read_mapping
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.source import Source

COHORTS = {cohort.name: cohort for task in find_tasks("all") for cohort, _ in task.cohorts.values()}
NAMED = [
    (cohort, raw)
    for cohort in COHORTS.values()
    for raw in cohort.files
    if raw.layout in (Layout.ANNOTATIONS, Layout.UID_LIST)
]
TEXT = "Adenoom met laaggradige dysplasie, bij A. Zwelgmans."
MARK = [TEXT.index("A. Z"), len(TEXT) - 1, "PERSOON"]


@pytest.mark.parametrize(
    ("cohort", "raw"), NAMED, ids=[f"{cohort.name}, {raw.path}" for cohort, raw in NAMED]
)
def test_every_file_that_names_reports_says_how(cohort, raw):
    sheets = [raw] if raw.columns else [r for r in cohort.files if r.centre == raw.centre]
    fields = [{column.field for column in sheet.columns} for sheet in sheets]
    for own in (raw.uid_from, raw.uid_else or raw.uid_from):
        assert own
        assert any({*own} <= those for those in fields)


class Hospital:
    """A folder of a centre without a layout of its own."""

    def __init__(self, root):
        self.root = root

    def sheet(self, name, *rows):
        with self._path(name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    def lines(self, name, *records):
        text = "\n".join(map(json.dumps, records))
        self._path(name).write_text(text, encoding="utf-8")

    def list(self, name, *ids):
        self._path(name).write_text(json.dumps(ids), encoding="utf-8")

    def _path(self, name):
        path = self.root / "olvg" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def read(self, cohort, toml):
        self._path("centre.toml").write_text(toml, encoding="utf-8")
        made = with_centre(COHORTS[cohort], read_mapping(self.root, "olvg"), self.root)
        source = Source.of(made.files, self.root)
        return made.readers["olvg"](source), source


@pytest.fixture
def hospital(tmp_path):
    return Hospital(tmp_path)


def _marked(**meta):
    return {"text": TEXT, "label": [MARK], **meta}


def test_list_of_colon_containers_by_case_and_number(hospital):
    names = ("biopsy", "cancer", "hgd", "hyperplastic", "lgd", "ni", "serrated")
    header = ["pa", "block", "block_nr", "Conclusion", "exclude", *names]
    rows = [["T1", f"b{n}", n, TEXT if n == 1 else "", 0, *("0" * 7)] for n in (1, 2)]
    hospital.sheet("e.csv", header, *rows)
    hospital.list("weg.json", "T1/2")
    funnel, source = hospital.read(
        "colon_pathology",
        """
        colon_pathology.like = "rumc"
        colon_pathology.sheet.files = "e.csv"
        colon_pathology.list = { files = "weg.json", uid = "{patient_id}/{block_nr}" }
        """,
    )
    assert [report.uid for report in funnel.items] == ["b1"]
    assert [step.excluded for step in funnel.steps if step.name == "not in Dutch"] == [1]
    assert source.problems == []


def test_annotations_of_prostate_pathology_where_a_report_has_no_number(hospital):
    hospital.lines(
        "e.jsonl",
        *(
            {
                "patient_id": patient,
                "study_id": 1,
                "pathology_study_id": number,
                "center": "RUMC",
                "pathology_report": f"{TEXT} {patient}" if number else TEXT,
                "lesion_ISUP": "1",
            }
            for patient, number in (("p1", None), ("p2", "onbekend"), ("p3", "T3"))
        ),
    )
    marked = [_marked(nr=f"PA {patient}") for patient in ("p1", "p2", "p3")]
    marked[1]["text"], marked[2]["text"] = f"{TEXT} p2", f"{TEXT} p3"
    hospital.lines("m.jsonl", *marked)
    funnel, source = hospital.read(
        "prostate_pathology",
        """
        prostate_pathology.like = "rumc"
        prostate_pathology.records.files = "e.jsonl"
        prostate_pathology.annotations = { files = "m.jsonl", id = "nr", uid = "PA {patient_id}" }
        """,
    )
    assert [report.uid for report in funnel.items] == ["p1_1", "p2_1", "T3"]
    assert all(report.phi for report in funnel.items)
    assert source.problems == []


def test_ids_of_the_second_sheet_are_known_too(hospital):
    header = ["patient_id", "date", "text", "pirads_lesions", "prostate_volume", "psa"]
    header += ["psa_density", "joeran_checken"]
    for number in (1, 2):
        row = [f"p{number}", f"2019-03-0{number}", f"{TEXT} {number}", *"3457", ""]
        hospital.sheet(f"e{number}.csv", header, row)
    marked = [_marked(uid=f"2019-03-0{n} p{n}") | {"text": f"{TEXT} {n}"} for n in (1, 2)]
    hospital.lines(
        "m.jsonl", marked[0] | {"uid": "2019-03-01 p1"}, marked[1] | {"uid": "2019-03-02 p2"}
    )
    funnel, source = hospital.read(
        "prostate_mri",
        """
        [prostate_mri]
        like = "avl"
        sheet.files = "e1.csv"
        sheet_2.files = "e2.csv"
        annotations = { files = "m.jsonl", uid = "{date} {patient_id}" }
        """,
    )
    assert [(r.uid, bool(r.phi)) for r in funnel.items] == [
        ("p1_2019-03-01", True),
        ("p2_2019-03-02", True),
    ]
    assert source.problems == []


@pytest.mark.parametrize(
    ("cohort", "like", "study"),
    [
        ("terminology_ct", "rumc", "study_id"),
        ("skin_pathology", "rumc", "uid"),
        ("prostate_biopsy", "rumc", "uid"),
        ("prostate_pathology", "avl", "uid"),
        ("phi_reports", "rumc", "uid"),
    ],
)
def test_reports_that_stand_in_the_file_of_the_annotations(hospital, cohort, like, study):
    record = _marked(pat="p1", nr="7", acc="p1/7", label_phi=[MARK])
    record |= {"meta": {"label": []}, "label_terminology": []}
    hospital.lines("m.jsonl", record)
    funnel, source = hospital.read(
        cohort,
        f"""
        [{cohort}]
        like = "{like}"
        {"annotations_2 = false" if cohort == "phi_reports" else ""}
        [{cohort}.annotations]
        files = "m.jsonl"
        id = "acc"
        uid = "{{patient_id}}/{{{study}}}"
        columns = {{ patient_id = "pat", {study} = "nr", text = "text" }}
        """,
    )
    assert [(r.patient, r.uid, bool(r.phi)) for r in funnel.items] == [("p1", "7", True)]
    assert source.problems == []


def test_cohort_without_annotations_takes_no_template(hospital):
    hospital.sheet("e.csv", ["report", "label", "patient"], [TEXT, "1", "p1"])
    toml = """
    cine_mri.like = "rijnstate"
    cine_mri.sheet = { files = "e.csv", uid = "{patient_id}" }
    """
    with pytest.raises(InputFault, match=r"E242 .*cine_mri.sheet.uid"):
        hospital.read("cine_mri", toml)
