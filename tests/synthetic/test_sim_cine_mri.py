"""The simulated cine MRI export: layout, truth, identifiers, exclusions, numbers."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from dragon_prep.core.phi import category_of
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs

simulate = simulator("cine_mri")
SHEET = "rijnstate/cinemri/reports.csv"
REASONS = {
    "no report text", "label missing", "label cannot be read", "twice, with different labels",
}  # fmt: skip


def digest(folder):
    path = folder / SHEET
    assert [p for p in folder.rglob("*") if p.is_file()] == [path]
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sheet(folder):
    with (folder / SHEET).open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == ["report", "label", "patient"]
    return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cine579")
    return simulate(folder, reports=579, seed=1), sheet(folder)


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('cine_mri')(Path(sys.argv[1]), reports=200, seed=3)\n"
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
    assert not {x.text for x in a if x.text} & {x.text for x in b if x.text}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="60"):
        simulate(tmp_path, reports=59, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_names_its_row(world):
    answers, rows = world
    assert len(answers) == 579
    for answer in answers:
        text, label, patient = rows[answer.row - 2]
        assert (patient, text) == (answer.patient_id, answer.text)
        if "T1" in answer.targets:
            assert label == str(int(answer.targets["T1"]))
    assert set(Counter(a.patient_id for a in answers).values()) == {1, 2}
    assert len({a.uid for a in answers}) == 579


def test_rows_are_repeated_as_a_whole_or_with_the_other_label(world):
    answers, rows = world
    labels = defaultdict(list)
    for text, label, patient in rows:
        labels[patient, text].append(label)
    twice = {key: both for key, both in labels.items() if len(both) == 2}
    assert any(a == b for a, b in twice.values())
    differing = {key for key, (a, b) in twice.items() if a != b}
    expected = "twice, with different labels"
    assert differing == {
        (a.patient_id, a.text) for a in answers if a.excluded.get("T1") == expected
    }


def test_knobs_make_reports_longer_and_tests_of_the_pipeline(tmp_path):
    def words(name, knobs):
        answers = simulate(tmp_path / name, reports=60, seed=2, knobs=knobs)
        return sum(len(a.text.split()) for a in answers), {s.label for a in answers for s in a.phi}

    usual, labels = words("usual", Knobs())
    assert words("long", Knobs(length=3))[0] > 1.3 * usual
    assert "PATIENTNUMMER" not in labels
    assert "PATIENTNUMMER" in words("stress", Knobs(stress=True))[1]


def test_a_text_stands_once(world):
    texts = [a.text for a in world[0] if a.text]
    assert len(texts) == len(set(texts))


def test_identifiers_are_planted_and_recorded(world):
    labels = Counter()
    for answer in world[0]:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
    assert set(labels) >= {"DATUM", "PERSOON", "ZIEKENHUIS", "LEEFTIJD"}
    assert max(len(a.phi) for a in world[0]) <= 8
    assert 250 < sum(bool(a.phi) for a in world[0] if a.text) < 540


@pytest.mark.parametrize("reports", [200, 579])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert {reason for a in answers for reason in a.excluded.values()} == REASONS
    assert all((a.targets.keys() | a.excluded.keys()) == {"T1"} for a in answers)
    assert not any(a.targets and a.excluded for a in answers)


def test_the_numbers_are_near_the_paper(world):
    assert abs(sum("T1" in a.targets for a in world[0]) - 563) <= 5


@pytest.mark.parametrize("reports", [60, 61, 99, 199, 200])
@pytest.mark.parametrize("seed", [0, 1])
def test_no_class_has_fewer_than_twelve_patients(tmp_path, reports, seed):
    answers = simulate(tmp_path, reports=reports, seed=seed)
    assert len(answers) == reports
    patients = defaultdict(set)
    for answer in answers:
        if answer.targets:
            patients[answer.targets["T1"]].add(answer.patient_id)
    assert set(patients) == {True, False}
    assert min(map(len, patients.values())) >= 12
