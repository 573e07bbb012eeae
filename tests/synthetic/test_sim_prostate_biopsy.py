"""The simulated prostate biopsy export: layout, needles, identifiers, patients, exclusions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from dragon_prep.core.phi import canonical_label
from dragon_prep.synthetic import full_size, simulator
from dragon_prep.synthetic.prostate_biopsy.export import ANNOTATED
from dragon_prep.synthetic.prostate_mri import export as prostate_mri
from dragon_prep.synthetic.prostate_mri import state as prostate_plan

simulate = simulator("prostate_biopsy")
KINDS = ("locatie naald", "representatief", "ambigu")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Answers and lines of an export of the paper's size."""
    raw = tmp_path_factory.mktemp("biopsy")
    answers = simulate(raw, reports=full_size("prostate_biopsy"), seed=5)
    assert [p.relative_to(raw).as_posix() for p in raw.rglob("*.*")] == [ANNOTATED]
    lines = (raw / ANNOTATED).read_text("utf-8").split("\n")[:-1]
    return answers, [json.loads(line) for line in lines]


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('prostate_biopsy')(Path(sys.argv[1]), reports=160, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=160, seed=3)
    digests = {
        hashlib.sha256((tmp_path / name / ANNOTATED).read_bytes()).hexdigest()
        for name in ("0", "7", "here")
    }
    assert len(digests) == 1
    other = simulate(tmp_path / "other", reports=160, seed=4)
    assert not {a.text for a in answers} & {a.text for a in other}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="60"):
        simulate(tmp_path, reports=59, seed=1)
    assert not list(tmp_path.iterdir())


def test_a_line_has_what_the_reader_takes(made):
    answers, lines = made
    assert (
        len(answers) == len(lines) == len({a.uid for a in answers}) == full_size("prostate_biopsy")
    )
    for row, (answer, line) in enumerate(zip(answers, lines, strict=True), 1):
        meta = line["meta"]
        found = meta["uid"], meta["PatientID"], line["text"], row
        assert found == (answer.uid, answer.patient_id, answer.text, answer.row)
        phi = [(a, b, canonical_label(tag)) for a, b, tag in line["label"]]
        assert phi == [(s.start, s.end, s.label) for s in answer.phi]
        if answer.targets:
            assert meta["label"] == answer.targets["T27"]


def test_sizes_and_exclusions_are_the_papers(made):
    answers, lines = made
    assert sum(bool(a.targets) for a in answers) == 495
    reasons = Counter(why for a in answers for why in a.excluded.values())
    assert set(reasons) == {
        "text of another report", "excluded by the annotator", "more than 6 needles",
    }  # fmt: skip
    for answer, line in zip(answers, lines, strict=True):
        labels = {label for *_, label in line["meta"]["label"]}
        assert ("exclude" in labels) == ("excluded by the annotator" in answer.excluded.values())
        assert ("7-locatie naald" in labels) == ("more than 6 needles" in answer.excluded.values())


def test_each_needle_has_a_place_and_one_judgement(made):
    seen, shared = Counter(), 0
    for answer in made[0]:
        if not answer.targets:
            continue
        marks = [(answer.text[a:b], *label.split("-", 1)) for a, b, label in answer.targets["T27"]]
        needles = {n for _, n, _ in marks}
        assert needles == {str(i + 1) for i in range(len(needles))}
        for n in needles:
            kinds = sorted(kind for _, needle, kind in marks if needle == n)
            assert kinds in (["locatie naald", "representatief"], ["ambigu", "locatie naald"])
        for words, n, kind in marks:
            assert kind in KINDS
            assert words == words.strip()
            if kind == "ambigu":
                assert re.search(r"ogelijk|zeker|wijfel|Rand|schijnlijk|moedelijk", words)
            seen[f"{n}-{kind}"] += 1
        spans = Counter((a, b) for a, b, _ in answer.targets["T27"])
        shared += max(spans.values()) > 1
    assert set(seen) == {f"{n}-{kind}" for n in range(1, 7) for kind in KINDS}
    assert shared > 20


def test_most_patients_are_those_of_the_mri_reports(made):
    patients = {a.patient_id for a in made[0]}
    mri = prostate_mri._reports(prostate_plan.plan(7600, 5)[:400], 5)
    known = {r.patient_id for r in mri if r.study.centre == "rumc"}
    assert len(patients & known) > 8  # of 400 of some 6,000 studies
    assert sum(int(number) < 40000 for number in patients) > 0.8 * len(patients)
