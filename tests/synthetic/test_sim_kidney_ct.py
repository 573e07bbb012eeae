"""The simulated kidney CT export: layout, truth, identifiers, exclusions, numbers."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from dragon_prep.core.phi import category_of
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs

simulate = simulator("kidney_ct")
SHEET = "rumc/kidney/kidney_classifications_full.csv"
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
    assert header == ["classification", "anon_studyinstanceuid", "anon_patientid", "text"]
    return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kidney617")
    return simulate(folder, reports=617, seed=1), sheet(folder)


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('kidney_ct')(Path(sys.argv[1]), reports=200, seed=3)\n"
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
    assert len(answers) == 617
    for answer in answers:
        label, uid, patient, text = rows[answer.row - 2]
        assert (uid, patient, text) == (answer.uid, answer.patient_id, answer.text)
        if "T3" in answer.targets:
            assert label == str(answer.targets["T3"])
    assert set(Counter(a.patient_id for a in answers).values()) == {1, 2, 3}


def test_rows_are_repeated_as_a_whole_or_with_the_other_label(world):
    answers, rows = world
    by_uid = defaultdict(list)
    for row in rows:
        by_uid[row[1]].append(row)
    repeated = [uid for uid, same in by_uid.items() if len(same) == 2 and same[0] == same[1]]
    differing = {uid for uid, same in by_uid.items() if len(same) == 2 and same[0] != same[1]}
    assert repeated
    expected = "twice, with different labels"
    assert differing == {a.uid for a in answers if a.excluded.get("T3") == expected}


def test_knobs_make_reports_longer_and_tests_of_the_pipeline(tmp_path):
    def words(knobs):
        answers = simulate(
            tmp_path / str(len(list(tmp_path.iterdir()))), reports=60, seed=2, knobs=knobs
        )
        return sum(len(a.text.split()) for a in answers), {s.label for a in answers for s in a.phi}

    usual, labels = words(Knobs())
    assert words(Knobs(length=2))[0] > 1.4 * usual
    assert "BSN" not in labels
    assert "RAPPORT_ID" in words(Knobs(stress=True))[1]


def test_a_text_stands_once_and_comes_in_several_styles(world):
    texts = [a.text for a in world[0] if a.text]
    assert len(texts) == len(set(texts))
    heads = Counter(re.search(r"^(\w+):|^(Medische gegevens|Aanvraag)$", t, re.M)[0] for t in texts
                    if re.search(r"^(\w+):|^(Medische gegevens|Aanvraag)$", t, re.M))  # fmt: skip
    assert len(heads) >= 3
    assert 0.02 < sum(t == t.lower() for t in texts) / 617 < 0.6


def test_identifiers_are_planted_and_recorded(world):
    labels = Counter()
    for answer in world[0]:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
    assert set(labels) >= {"DATUM", "PERSOON", "ZIEKENHUIS", "LEEFTIJD", "TIJD"}
    assert max(len(a.phi) for a in world[0]) <= 8
    assert 450 < sum(bool(a.phi) for a in world[0] if a.text) < 600


@pytest.mark.parametrize("reports", [200, 617])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert {reason for a in answers for reason in a.excluded.values()} == REASONS
    assert all((a.targets.keys() | a.excluded.keys()) == {"T3"} for a in answers)
    assert not any(a.targets and a.excluded for a in answers)


def test_the_numbers_are_near_the_paper(world):
    assert abs(sum("T3" in a.targets for a in world[0]) - 600) <= 5


@pytest.mark.parametrize("reports", [60, 61, 99, 199, 200])
@pytest.mark.parametrize("seed", [0, 1])
def test_no_class_has_fewer_than_twelve_patients(tmp_path, reports, seed):
    answers = simulate(tmp_path, reports=reports, seed=seed)
    assert len(answers) == reports
    patients = defaultdict(set)
    for answer in answers:
        if answer.targets:
            patients[answer.targets["T3"]].add(answer.patient_id)
    assert set(patients) == {True, False}
    assert min(map(len, patients.values())) >= 12
