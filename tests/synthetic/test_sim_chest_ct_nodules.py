"""The simulated chest CT exports: layout, truth, identifiers, exclusions, numbers."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from nodule_reading import sizes, told
from python_calamine import CalamineWorkbook

from dragon_prep.core.phi import category_of
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.kit.thorax_patients import thorax_patients

simulate = simulator("chest_ct_nodules")
FOLDER = "rumc-jbz/chestct-lung-nodules"
PARTS = ("development", "test")
TASKS = ("T2", "T7", "T23")
PAPER = 1245  # reports that make the paper's sizes
REASONS = {
    "no report text", "report not found", "label missing", "label cannot be read",
    "hospital cannot be read", "twice, with different labels", "in both parts", "two texts",
    "sheet and report of different patients", "patient of the separate test set",
}  # fmt: skip
OF_DIAMETER = {
    "no nodule described", "diameter not stated", "diameter cannot be read",
    "diameter not plausible",
}  # fmt: skip


class World:
    """One simulation with its answers, its sheets and its reports."""

    def __init__(self, folder, reports, seed):
        self.raw = folder
        self.answers = simulate(folder, reports=reports, seed=seed)
        self.of = {answer.uid: answer for answer in self.answers}
        self.header, self.sheets, self.reports = (), {}, {}
        for part in PARTS:
            path = folder / FOLDER / f"annotations_{part}.xlsx"
            header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
            assert self.header in ((), tuple(header))
            self.header = tuple(header)
            file = path.relative_to(folder).as_posix()
            self.sheets[file] = [dict(zip(header, row, strict=True)) for row in rows]
            lines = (folder / FOLDER / f"sampled_reports_{part}.json").read_text("utf-8")
            self.reports[part] = [json.loads(line) for line in lines.splitlines()]

    def row(self, answer):
        return self.sheets[answer.file][answer.row - 2]

    def part(self, answer):
        return next(part for part in PARTS if f"_{part}." in answer.file)


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("chest"), PAPER, 1)


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('chest_ct_nodules')(Path(sys.argv[1]), reports=320, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=320, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    assert answers == simulate(tmp_path / "again", reports=320, seed=3)


def test_another_seed_gives_other_reports(tmp_path):
    a = simulate(tmp_path / "a", reports=100, seed=1)
    b = simulate(tmp_path / "b", reports=100, seed=2)
    assert not {x.text for x in a if x.text} & {x.text for x in b if x.text}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_files_have_the_layout_of_the_centres(world):
    assert set(digest(world.raw)) == {
        f"{FOLDER}/{name}"
        for part in PARTS
        for name in (f"annotations_{part}.xlsx", f"sampled_reports_{part}.json")
    }
    assert world.header == (
        "PatientID", "AccessionNumber", "StudyInstanceUID", "StudyDescription", "StudyDate",
        "hospital", "contains nodules", "max_diameter", "comment",
    )  # fmt: skip
    members = {tuple(record) for part in PARTS for record in world.reports[part]}
    assert members == {(*world.header[:5], "text")}


def test_each_answer_names_its_row_and_has_its_report(world):
    assert len(world.answers) == len(world.of) == PAPER
    texts = defaultdict(list)
    for part in PARTS:
        for record in world.reports[part]:
            texts[part, record["StudyInstanceUID"]].append(record["text"])
    for answer in world.answers:
        row = world.row(answer)
        assert row["StudyInstanceUID"] == answer.uid
        assert row["PatientID"] == answer.patient_id
        if answer.excluded.get("T2") != "hospital cannot be read":
            assert row["hospital"].lower() == answer.centre
        if "T2" in answer.targets:
            assert texts[world.part(answer), answer.uid] == [answer.text]
            assert row["contains nodules"].lower() == str(answer.targets["T2"]).lower()
        if "T23" in answer.targets:
            cell = str(row["max_diameter"]).removesuffix(" mm").replace(",", ".")
            assert float(cell) == answer.targets["T23"]


def test_patients_are_those_of_the_population_that_recist_shares(world):
    known = {p.id: p.centre for p in thorax_patients(1, PAPER, Register())}
    assert {(a.patient_id, a.centre) for a in world.answers} <= known.items()
    assert set(Counter(a.patient_id for a in world.answers).values()) == {1, 2, 3}
    assert 0.4 < sum(a.centre == "jbz" for a in world.answers) / PAPER < 0.6


def test_text_and_labels_agree(tmp_path):
    answers = simulate(tmp_path, reports=400, seed=2, knobs=Knobs(noise=0))
    counts = Counter()
    for answer in answers:
        if "T2" in answer.targets:
            stated, bare = told(answer, "stated"), told(answer, "bare")
            assert bool(stated or bare) == answer.targets["T2"], answer
            counts["T2", answer.targets["T2"]] += 1
        if "T7" in answer.targets:
            assert bool(stated) == answer.targets["T7"], answer
            counts["T7", answer.targets["T7"]] += 1
        if "T23" in answer.targets:
            assert set(sizes(answer)) == {answer.targets["T23"]}, answer
    assert min(counts.values()) > 30


def test_a_text_stands_once(world):
    texts = [a.text for a in world.answers if a.text]
    assert len(texts) == len(set(texts))


def test_identifiers_are_planted_and_recorded(world):
    labels = Counter()
    for answer in world.answers:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
    assert {"DATUM", "PERSOON", "ZIEKENHUIS", "LEEFTIJD"} <= labels.keys()
    assert not labels.keys() & {"BSN", "EMAIL", "URL", "POSTCODE"}
    assert max(len(a.phi) for a in world.answers) <= 10
    assert sum(bool(a.phi) for a in world.answers if a.text) > 0.9 * PAPER


def test_identifiers_that_no_radiologist_writes_are_there_under_stress(tmp_path):
    answers = simulate(tmp_path, reports=250, seed=1, knobs=Knobs(stress=True))
    labels = {category_of(span.label) for answer in answers for span in answer.phi}
    assert len(labels) >= 11


@pytest.mark.parametrize("reports", [300, PAPER])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert {a.excluded["T2"] for a in answers if "T2" in a.excluded} == REASONS
    assert {r for a in answers for r in a.excluded.values()} == REASONS | OF_DIAMETER
    for answer in answers:
        assert answer.targets.keys() | answer.excluded.keys() == set(TASKS)
        assert not answer.targets.keys() & answer.excluded.keys()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_numbers_are_the_papers(tmp_path, seed):
    world = World(tmp_path, PAPER, seed)
    counts = Counter((task, world.part(a)) for a in world.answers for task in a.targets)
    assert counts == {
        ("T2", "development"): 1000, ("T2", "test"): 200, ("T7", "development"): 348,
        ("T7", "test"): 66, ("T23", "development"): 186, ("T23", "test"): 32,
    }  # fmt: skip


@pytest.mark.parametrize("reports", [100, 101, 150, 299, 300])
@pytest.mark.parametrize("seed", [0, 1])
def test_both_parts_have_all_classes(tmp_path, reports, seed):
    world = World(tmp_path, reports, seed)
    assert len(world.answers) == reports
    patients = defaultdict(set)
    for answer in world.answers:
        for task in {"T2", "T7"} & answer.targets.keys():
            patients[task, world.part(answer), answer.targets[task]].add(answer.patient_id)
    assert len(patients) == 8
    assert all(len(who) >= 10 for (_, part, _), who in patients.items() if part == "development")
