"""The simulated exports for T25: layout, truth, identifiers, exclusions, shared patients."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest

from dragon_prep.core.phi import canonical_label, category_of
from dragon_prep.core.spans import Span
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.phi_reports.export import COPIED, CT, DEFECTS, NO_TEXT, NOBODY, PATHOLOGY

simulate = simulator("phi_reports")
MEMBERS = {
    CT: ("labels", "PatientID", "StudyInstanceUID"),
    PATHOLOGY: ("label", "MDN:", "PA-NR.:"),
}


def digest(folder):
    return [hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in MEMBERS]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Answers, and the lines of each file."""
    folder = tmp_path_factory.mktemp("phi")
    answers = simulate(folder, reports=600, seed=1, knobs=Knobs(stress=True))
    assert {p for p in folder.rglob("*") if p.is_file()} == {folder / path for path in MEMBERS}
    lines = {path: (folder / path).read_text("utf-8").split("\n")[:-1] for path in MEMBERS}
    return answers, {path: [json.loads(line) for line in own] for path, own in lines.items()}


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('phi_reports')(Path(sys.argv[1]), reports=80, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    simulate(tmp_path / "here", reports=80, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    simulate(tmp_path / "other", reports=80, seed=4)
    assert not {*digest(tmp_path / "other")} & {*digest(tmp_path / "here")}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="60"):
        simulate(tmp_path, reports=59, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_is_its_line(made):
    answers, lines = made
    assert Counter(a.file for a in answers) == {CT: 300, PATHOLOGY: 300}
    assert len({a.uid for a in answers}) == 600
    tags = set()
    for answer in answers:
        line = lines[answer.file][answer.row - 1]
        spans, patient, uid = MEMBERS[answer.file]
        assert line["text"] == answer.text
        assert line["meta"] == {patient: answer.patient_id, uid: answer.uid}
        tags |= {tag for *_, tag in line[spans]}
        if "T25" in answer.targets:
            marked = [Span(a, b, canonical_label(tag)) for a, b, tag in line[spans]]
            assert tuple(marked) == answer.phi
            assert [t[:2] for t in answer.targets["T25"]] == [[s.start, s.end] for s in answer.phi]
    assert {"<PERSOON>", "<NAAM>", "<RAPPORT_ID.T_NUMMER>", "<RAPPORT-ID.T-NUMMER>", "<TNUMMER>",
            "<STUDIE-NAAM>", "<STUDIE_NAAM>"} <= tags  # fmt: skip


def test_every_exclusion_is_there(made):
    answers, _ = made
    for path in MEMBERS:
        own = [a for a in answers if a.file == path]
        assert {why for a in own for why in a.excluded.values()} == set(DEFECTS)
    assert all(set(a.targets) ^ set(a.excluded) == {"T25"} for a in answers)
    assert {a.excluded["T25"] for a in answers if not a.annotated} == {NOBODY, NO_TEXT}


def test_a_text_stands_twice_only_where_it_is_copied_and_the_original_comes_first(made):
    answers, _ = made
    first = {}
    for i, answer in enumerate(answers):
        if answer.text:
            first.setdefault(answer.text, i)
            assert (first[answer.text] != i) == (answer.excluded.get("T25") == COPIED)
            assert answers[first[answer.text]].excluded.get("T25") != COPIED


def test_identifiers_are_disjoint_and_of_many_kinds(made):
    labels = Counter()
    for answer in made[0]:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
    assert len(labels) >= 12
    assert labels["PERSOON"] + labels["PERSOONAFKORTING"] > 800


def test_men_are_those_of_the_prostate_mri_reports(tmp_path):
    men = {a.patient_id for a in simulate(tmp_path, reports=500, seed=1) if a.file == PATHOLOGY}
    mri = simulator("prostate_mri")(tmp_path, reports=500, seed=1)
    known = {a.patient_id for a in mri if a.centre == "rumc"}
    assert len(men & known) > 0.7 * len(men)
