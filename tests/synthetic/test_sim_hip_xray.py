"""The simulated export of hip X-rays: layout, truth, identifiers, exclusions, numbers."""

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
from hip_reading import grades

from dragon_prep.core.phi import category_of
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs

simulate = simulator("hip_xray")
FOLDER = "rumc/hip"
HEADERS = {
    "annotations.csv": ["StudyInstanceUID", "left_annotation", "right_annotation"],
    "openai_final_all.csv": ["StudyInstanceUID", "Left_model", "Right_model"],
    "openai_test_all.csv": ["StudyInstanceUID", "Left_model", "Right_model"],
}
REASONS = {
    "study without a report", "a hip was not graded", "grade missing", "grade cannot be read",
    "text repeated", "patient of the separate test set",
}  # fmt: skip


def digest(folder):
    paths = sorted((folder / FOLDER).iterdir())
    assert len(paths) == 4
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def sheet(folder, name):
    with (folder / FOLDER / name).open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == HEADERS[name]
    return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hip")
    answers = simulate(folder, reports=900, seed=1)
    lines = (folder / FOLDER / "MarNavarro.jsonl").read_text(encoding="utf-8").splitlines()
    records = {r["metadata"]["StudyInstanceUID"]: r for r in map(json.loads, lines)}
    return answers, {name: sheet(folder, name) for name in HEADERS}, records


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('hip_xray')(Path(sys.argv[1]), reports=200, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=200, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    assert answers == simulate(tmp_path / "again", reports=200, seed=3)


def test_another_seed_gives_other_reports(tmp_path):
    a = simulate(tmp_path / "a", reports=100, seed=1)
    b = simulate(tmp_path / "b", reports=100, seed=2)
    assert not {x.uid for x in a} & {x.uid for x in b}
    assert not {x.text for x in a if x.phi} & {x.text for x in b if x.phi}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_names_its_row(world):
    answers, sheets, records = world
    assert len(answers) == len({a.uid for a in answers}) == 900
    for answer in answers:
        name = answer.file.rpartition("/")[2]
        study, *grades = sheets[name][answer.row - 2]
        if name == "annotations.csv":
            assert study == answer.uid
        else:
            assert study == f"{answer.patient_id}-{answer.uid}"
        if answer.targets:
            assert ["p" if g == "5" else g for g in grades] == answer.targets["T18"]
        record = records.get(answer.uid)
        assert (record["text"] if record else "") == answer.text
        assert not record or record["metadata"]["PatientID"] == answer.patient_id


def test_a_prosthesis_is_written_both_ways_on_both_sides(world):
    for rows in world[1].values():
        cells = Counter(cell for _, *grades in rows for cell in grades)
        assert cells["5"]
        assert cells["p"]


def test_the_model_graded_the_test_set_too_and_some_studies_twice(world):
    _, sheets, _ = world
    by_hand = {study for study, *_ in sheets["annotations.csv"]}
    extra = [study.partition("-")[2] for study, *_ in sheets["openai_test_all.csv"]]
    final = {study.partition("-")[2] for study, *_ in sheets["openai_final_all.csv"]}
    assert by_hand <= set(extra)
    assert final & set(extra)


def test_text_and_label_agree(tmp_path):
    for answer in simulate(tmp_path, reports=400, seed=2, knobs=Knobs(noise=0)):
        if answer.targets and answer.phi:
            left, right = answer.targets["T18"]
            assert grades(answer) == {"left": {left}, "right": {right}}, answer


def test_only_plain_texts_are_repeated(world):
    texts = defaultdict(list)
    for answer in world[0]:
        if answer.text:
            texts[answer.text].append(answer)
    repeated = [same for same in texts.values() if len(same) > 1]
    assert repeated
    for first, *others in repeated:
        assert first.targets
        assert not first.phi
        assert {a.excluded["T18"] for a in others} == {"text repeated"}


def test_identifiers_are_planted_and_recorded(world):
    labels = Counter()
    for answer in world[0]:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
    assert {"DATUM", "PERSOON", "ZIEKENHUIS", "LEEFTIJD"} <= labels.keys()
    assert not labels.keys() & {"BSN", "EMAIL", "URL", "POSTCODE"}
    assert max(len(a.phi) for a in world[0]) <= 10


def test_identifiers_that_no_radiologist_writes_are_there_under_stress(tmp_path):
    answers = simulate(tmp_path, reports=250, seed=1, knobs=Knobs(stress=True))
    labels = {category_of(span.label) for answer in answers for span in answer.phi}
    assert len(labels) >= 10


def test_patients_have_several_reports_and_those_of_the_test_set_more(world):
    sizes = Counter(a.patient_id for a in world[0])
    assert set(sizes.values()) >= {1, 2, 3}
    tested = {a.patient_id for a in world[0] if a.file.endswith("annotations.csv")}
    left = {a.patient_id for a in world[0]
            if a.excluded.get("T18") == "patient of the separate test set"}  # fmt: skip
    assert left
    assert left <= tested
    assert all(a.excluded for a in world[0]
               if a.patient_id in tested and not a.file.endswith("annotations.csv"))  # fmt: skip


@pytest.mark.parametrize("reports", [200, 900])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert {reason for a in answers for reason in a.excluded.values()} == REASONS
    assert all((a.targets.keys() | a.excluded.keys()) == {"T18"} for a in answers)
    assert not any(a.targets and a.excluded for a in answers)
    grades = {code for a in answers for code in a.targets.get("T18", ())}
    assert grades == set("01234pn")


@pytest.mark.parametrize("seed", [0, 1])
def test_the_numbers_are_those_of_the_paper(tmp_path, seed):
    answers = simulate(tmp_path, reports=5173, seed=seed)
    kept = Counter(a.file.endswith("annotations.csv") for a in answers if a.targets)
    assert (kept[False], kept[True]) == (4803, 172)


@pytest.mark.parametrize("reports", [100, 101, 199])
def test_small_exports_have_a_test_set(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=0)
    assert len(answers) == reports
    assert sum(bool(a.targets) and a.file.endswith("annotations.csv") for a in answers) >= 10
    patients = defaultdict(set)
    for answer in answers:
        if answer.targets and not answer.file.endswith("annotations.csv"):
            for hip, code in enumerate(answer.targets["T18"]):
                patients[hip, code].add(answer.patient_id)
    assert len(patients) == 14
    assert min(map(len, patients.values())) >= 6
