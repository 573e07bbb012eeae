"""The simulated prostate pathology exports: layout, truth, identifiers, patients, exclusions."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from dragon_prep.core.phi import canonical_label
from dragon_prep.intake.gleason import gleason_score
from dragon_prep.synthetic import full_size, simulator
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.prostate_mri import export as prostate_mri
from dragon_prep.synthetic.prostate_mri import state as prostate_plan
from dragon_prep.synthetic.prostate_mri.patients import Men
from dragon_prep.synthetic.prostate_pathology.export import (
    AVL_ANNOTATED,
    RUMC_ANNOTATED,
    RUMC_REPORTS,
    UMCG_ANNOTATED,
    UMCG_SHEET,
)
from dragon_prep.synthetic.prostate_pathology.state import DEFECTS, plan

simulate = simulator("prostate_pathology")


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Raw folder and answers of 600 reports."""
    raw = tmp_path_factory.mktemp("pathology")
    return raw, simulate(raw, reports=600, seed=5)


def test_rare_identifiers_come_with_stress_only(made, tmp_path):
    stressed = simulate(tmp_path, reports=600, seed=5, knobs=Knobs(stress=True))
    rare = {"TELEFOONNUMMER", "PATIENTNUMMER", "BSN", "STUDIE_NAAM", "PHINUMMER"}
    assert rare <= {span.label for a in stressed for span in a.phi}
    assert not rare & {span.label for a in made[1] for span in a.phi}


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('prostate_pathology')(Path(sys.argv[1]), reports=120, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=120, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    other = simulate(tmp_path / "other", reports=120, seed=4)
    assert not {a.text for a in answers if a.text} & {a.text for a in other if a.text}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_the_papers_size():
    assert sum(not biopsy.defect for biopsy in plan(full_size("prostate_pathology"), 0)) == 3165


def test_files_and_rows_are_those_that_the_readers_take(made):
    raw, answers = made
    assert sorted(digest(raw)) == sorted(
        [RUMC_REPORTS, RUMC_ANNOTATED, UMCG_SHEET, UMCG_ANNOTATED, AVL_ANNOTATED]
    )
    assert len(answers) == len({(a.centre, a.uid) for a in answers}) == 600
    records, marked = lines(raw / RUMC_REPORTS), lines(raw / AVL_ANNOTATED)
    with (raw / UMCG_SHEET).open(encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.reader(sheet))
    for a in answers:
        if a.centre == "rumc":
            record = records[a.row - 1]
            own = record["pathology_study_id"] or f"{record['patient_id']}_{record['study_id']}"
            found = own, str(record["patient_id"]), record["pathology_report"] or ""
        elif a.centre == "umcg":
            row = rows[a.row - 1]
            found = f"{row[0]}_{row[1]}", row[0], row[5]
        else:
            record = marked[a.row - 1]
            found = record["meta"]["uid"], record["meta"]["PATIENTNR"], record["text"]
        assert found == (a.uid, a.patient_id, a.text)
    assert {bool(r["pathology_study_id"]) for r in records} == {True, False}


def test_every_exclusion_is_there_and_every_class(made):
    answers = made[1]
    reasons = Counter((a.centre, why) for a in answers for why in a.excluded.values())
    assert set(reasons) == {(d.centre, d.reason) for d in DEFECTS}
    classes = Counter(a.targets["T11"] for a in answers if a.targets)
    assert set(classes) == set("0123")
    assert classes["0"] > classes["1"] > classes["2"] > classes["3"] > 25
    by_centre = defaultdict(set)
    for a in answers:
        by_centre[a.centre].update(a.targets.values())
    assert all(found == set("0123") for found in by_centre.values())


def test_avl_phrases_are_marked_and_sum_up_to_the_label(made):
    raw, answers = made
    of = {a.uid: a for a in answers if a.centre == "avl"}
    seen = Counter()
    for record in lines(raw / AVL_ANNOTATED):
        answer = of[record["meta"]["uid"]]
        phrases = [s for s in record["label"] if canonical_label(s[2]) is None]
        seen.update(label for *_, label in phrases)
        if answer.targets:
            count = 0
            for start, end, label in phrases:
                times = int(label[0]) if label[0].isdigit() else 1
                count += times * (gleason_score(record["text"][start:end]) >= 7)
            assert str(count) == answer.targets["T11"]
    assert {"lesion 1", "lesion 2", "2 lesions", "exclude"} <= set(seen)


def test_identifiers_are_marked_disjoint_and_of_pathology(made):
    raw, answers = made
    for centre, path, member in (
        ("rumc", RUMC_ANNOTATED, "uid"), ("umcg", UMCG_ANNOTATED, "subject_id"),
        ("avl", AVL_ANNOTATED, "uid"),
    ):  # fmt: skip
        of = {a.uid: a for a in answers if a.centre == centre}
        found = {record["meta"][member]: record for record in lines(raw / path)}
        assert set(found) == {uid for uid, a in of.items() if a.annotated}
        for uid, record in found.items():
            spans = sorted(
                (a, b, name) for a, b, t in record["label"] if (name := canonical_label(t))
            )
            assert spans == [(s.start, s.end, s.label) for s in of[uid].phi]
            assert record["text"] == of[uid].text
    kinds = Counter(span.label for a in answers for span in a.phi)
    assert all(a.end <= b.start for x in answers for a, b in pairwise(x.phi))
    assert min(kinds["DATUM"], kinds["PERSOONAFKORTING"]) > kinds["PERSOON"] > 250
    assert {"RAPPORT_ID.T_NUMMER", "TIJD", "ZIEKENHUIS", "ACCREDITATIE_NUMMER"} <= set(kinds)


def test_most_patients_are_those_of_the_mri_reports():
    register = Register()
    mri = prostate_mri._reports(prostate_plan.plan(600, 5), 5)
    known = {(r.study.centre, r.patient_id): r.patient for r in mri}
    for centre in ("rumc", "umcg", "avl"):
        men = Men("prostate_pathology", centre, 600, 5, register)
        drawn = [men.draw(with_mri=True) for _ in range(20)]
        for man in drawn:
            patient = known[centre, man.patient_id]
            assert (man.patient.person, man.patient.birth) == (patient.person, patient.birth)
        assert len({man.patient_id for man in drawn}) == 20
        others = [men.draw(with_mri=False) for _ in range(20)]
        assert not {(centre, man.patient_id) for man in others} & set(known)
        assert len({man.patient_id for man in others}) == 20


def test_when_no_patient_with_mri_is_left_others_come():
    men = Men("prostate_pathology", "umcg", 30, 5, Register())
    drawn = [men.draw(with_mri=True).patient_id for _ in range(20)]
    assert len(set(drawn)) == 20
    assert sum(int(number[5:9]) >= 5000 for number in drawn) > 10


def test_reports_of_one_patient_are_of_one_patient(made):
    sizes = Counter((a.centre, a.patient_id) for a in made[1])
    assert {1, 2} <= set(sizes.values()) <= {1, 2, 3}
