"""The simulated CT export with medical terms: layout, truth, identifiers, terms, exclusions."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from dragon_prep.core.phi import canonical_label, category_of
from dragon_prep.core.spans import Span
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.terminology_ct.export import DEFECTS, FILE

simulate = simulator("terminology_ct")


def digest(folder):
    return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()


def lines(folder):
    return [json.loads(line) for line in (folder / FILE).read_text("utf-8").split("\n")[:-1]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    return simulate(folder, reports=255, seed=1), lines(folder)


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('terminology_ct')(Path(sys.argv[1]), reports=80, seed=3)\n"
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
    assert digest(tmp_path / "other") != digest(tmp_path / "here")


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="60"):
        simulate(tmp_path, reports=59, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_is_its_line(made):
    answers, found = made
    assert len(answers) == 255 < len(found)  # some stand there twice
    assert all(line in found[:255] for line in found[255:])
    for answer in answers:
        line = found[answer.row - 1]
        assert (line["text"], line["anon_studyinstanceuid"]) == (answer.text, answer.uid)
        assert (line["anon_patientid"] or "") == answer.patient_id
        spans = [Span(a, b, canonical_label(t)) for a, b, t in line["label_phi"]]
        assert tuple(spans) == answer.phi
        if answer.targets:
            assert line["label_terminology"] == answer.targets["T26"]


def test_every_exclusion_is_there_and_the_rest_has_the_size_of_the_paper(made):
    answers, _ = made
    assert {why for a in answers for why in a.excluded.values()} == set(DEFECTS)
    assert all(set(a.targets) ^ set(a.excluded) == {"T26"} for a in answers)
    assert sum("T26" in a.targets for a in answers) == 250


def test_terms_and_identifiers_are_whole_words_in_their_places(made):
    answers, _ = made
    labels, inside = Counter(), 0
    for answer in answers:
        for span in answer.phi:
            labels[category_of(span.label)] += 1
        for start, end, label in answer.targets.get("T26", []):
            assert label == "MENTION"
            term = answer.text[start:end]
            assert term == term.strip()
            assert not answer.text[start - 1 : start].isalnum()
            inside += any(start <= s.start and s.end <= end for s in answer.phi)
    assert {"DATUM", "PERSOON", "ZIEKENHUIS", "LEEFTIJD"} <= labels.keys()
    assert not labels.keys() & {"BSN", "EMAIL", "URL", "POSTCODE"}
    assert inside >= 3  # terms with a date in them
    terms = [len(a.targets.get("T26", [])) for a in answers]
    assert 30 < sum(terms) / len(terms) < 60  # the sample report has 44


def test_identifiers_and_signs_that_no_radiologist_writes_are_there_under_stress(tmp_path):
    answers = simulate(tmp_path, reports=250, seed=1, knobs=Knobs(stress=True))
    labels = {category_of(span.label) for answer in answers for span in answer.phi}
    assert len(labels) >= 10
    assert any("\u00b1" in answer.text or "\u00b0" in answer.text for answer in answers)


def test_texts_differ_and_patients_have_one_to_three(made):
    answers, _ = made
    texts = [a.text for a in answers if a.text]
    assert len(texts) == len(set(texts))
    assert set(Counter(a.patient_id for a in answers if a.patient_id).values()) == {1, 2, 3}
