"""The simulated lung pathology exports: layout, truth, identifiers, false marks, exclusions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook

from dragon_prep.core.phi import canonical_label, category_of
from dragon_prep.core.spans import Span
from dragon_prep.intake.false_marks import names_genes
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.lung_pathology.sites import NO_SITE, SEVERAL
from dragon_prep.synthetic.lung_pathology.state import DEFECTS, NO_TISSUE_TYPE, TYPES

simulate = simulator("lung_pathology")
SHEET = "rumc/pathology-lung/ignite_reports_with_ct_number.xlsx"
ANNOTATED = "rumc/pathology-lung/all.jsonl"
COLUMNS = [
    "C/T-number",
    "Anonymous ID",
    "Report",
    "Cancer origin",
    "Sample type",
    "Sample origin",
]


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Raw folder, answers, header and rows (by the number a person sees) of 1,019 reports."""
    raw = tmp_path_factory.mktemp("lung")
    answers = simulate(raw, reports=1019, seed=5)
    book = CalamineWorkbook.from_path(str(raw / SHEET)).get_sheet_by_index(0).to_python()
    header, *rows = book
    return (
        raw,
        answers,
        header,
        {i: dict(zip(header, r, strict=True)) for i, r in enumerate(rows, 2)},
    )


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('lung_pathology')(Path(sys.argv[1]), reports=120, seed=3)\n"
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


def test_files_columns_and_rows_are_those_that_the_reader_takes(made):
    raw, answers, header, rows = made
    assert sorted(digest(raw)) == [ANNOTATED, SHEET]
    assert header == COLUMNS
    assert len(answers) == len({a.uid for a in answers}) == 1019
    assert len(rows) > len(answers)  # some stand there twice
    assert {row["C/T-number"] for row in rows.values()} == {a.uid for a in answers}
    for answer in answers:
        row = rows[answer.row]
        found = (row["C/T-number"], row["Anonymous ID"], row["Report"])
        assert found == (answer.uid, answer.patient_id, answer.text)


def test_patients_have_one_to_four_reports_and_one_origin(made):
    by_patient = defaultdict(list)
    for answer in made[1]:
        by_patient[answer.patient_id].append(answer)
    assert {len(reports) for reports in by_patient.values()} == {1, 2, 3, 4}
    origins = [{a.targets["T6"] for a in r if "T6" in a.targets} for r in by_patient.values()]
    assert max(map(len, origins)) == 1


def test_annotations_are_the_planted_identifiers_and_false_marks_on_genes(made):
    raw, answers, _, _ = made
    of = {a.uid: a for a in answers}
    false, differing = 0, 0
    lines = (raw / ANNOTATED).read_text("utf-8").split("\n")[:-1]
    for line in map(json.loads, lines):
        answer = of[line["uid"]]
        differing += line["text"] != answer.text
        spans = [Span(a, b, canonical_label(t)) for a, b, t in line["label"]]
        assert spans == sorted(spans)
        extra = set(spans) - set(answer.phi)
        assert tuple(s for s in spans if s not in extra) == answer.phi
        assert all(names_genes(answer.text[s.start : s.end]) for s in extra)
        assert not any(names_genes(answer.text[s.start : s.end]) for s in answer.phi)
        false += len(extra)
    assert {line["uid"] for line in map(json.loads, lines)} == {a.uid for a in answers if a.text}
    assert false > 50
    assert differing == sum("annotation of another text" in a.excluded.values() for a in answers)


def test_identifiers_are_disjoint_and_of_the_kinds_of_the_centre(made):
    seen, numbers = Counter(), defaultdict(set)
    for answer in made[1]:
        if answer.text:
            assert 4 <= len(answer.phi) <= 45
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            seen[span.label] += 1
            text = answer.text[span.start : span.end]
            assert text == text.strip()
            if category_of(span.label) == "RAPPORT_ID":
                assert re.fullmatch(r"(T ?|C|DPA)\d\d[- ]\d{5}", text)
                numbers[text].add(answer.patient_id)
    assert all(len(patients) == 1 for patients in numbers.values())
    assert set(seen) == {
        "PERSOON",
        "PERSOONAFKORTING",
        "DATUM",
        "TIJD",
        "LEEFTIJD",
        "PLAATS",
        "ZIEKENHUIS",
        "STUDIE_NAAM",
        "TELEFOONNUMMER",
        "ACCREDITATIE_NUMMER",
        "RAPPORT_ID.T_NUMMER",
        "RAPPORT_ID.C_NUMMER",
        "RAPPORT_ID.DPA_NUMMER",
    }


def test_every_exclusion_is_there_and_the_rest_has_the_sizes_and_classes_planned(made):
    answers = made[1]
    reasons = Counter((task, why) for a in answers for task, why in a.excluded.items())
    planned = {(task, d.reason) for d in DEFECTS for task in d.tasks}
    assert set(reasons) == planned | {("T13", NO_SITE), ("T13", SEVERAL)}
    for answer in answers:
        assert set(answer.targets) | set(answer.excluded) == {"T6", "T12", "T13"}
        assert not set(answer.targets) & set(answer.excluded)
    lung = [a.targets["T6"] for a in answers if "T6" in a.targets]
    kinds = Counter(a.targets["T12"] for a in answers if "T12" in a.targets)
    assert len(lung) > 1000
    assert sum(kinds.values()) > 990
    assert 0.70 < sum(lung) / len(lung) < 0.78
    assert kinds["Biopsy"] > kinds["Resection"] > kinds["Excision"] > 100
    assert set(kinds) == set(TYPES)


TAKEN = {
    "Biopsy": r"biop",
    "Resection": r"resectie|ectomie",
    "Excision": r"excisie|extirpatie",
}


def test_how_the_tissue_was_taken_stands_in_each_text(made):
    _, answers, _, rows = made
    for answer in answers:
        row = rows[answer.row]
        if "T12" in answer.targets:
            kind = answer.targets["T12"]
            assert row["Sample type"].strip().capitalize() == kind
            told = re.sub(r"\w*resectie van een (?:tweede|andere)", "", answer.text, flags=re.I)
            assert re.search(TAKEN[kind], told, re.IGNORECASE), answer.text
        elif answer.text and row["Sample type"].strip().capitalize() in NO_TISSUE_TYPE:
            assert not re.search(r"[Vv]erkrijgingswijze:? (biop|resec|exc)", answer.text)


def test_sites_are_those_of_the_sheet_and_rare_ones_are_in_the_text(made):
    _, answers, _, rows = made
    sites = Counter()
    precise = {
        name: word
        for words in lexicon("lung_pathology")["precise_sites"].values()
        for word, name in words.items()
    }
    for answer in answers:
        cell = rows[answer.row]["Sample origin"]
        if site := answer.targets.get("T13"):
            assert cell.strip().lower() == site
            sites[site] += 1
            assert precise.get(site, "") in answer.text.lower()
        elif answer.excluded["T13"] == SEVERAL:
            assert re.match("I: .+, II: ", cell)
        elif answer.excluded["T13"] == NO_SITE:
            assert not cell
    assert sites["lung"] > 300
    assert set(precise) & set(sites)
    assert all(1 <= sites[name] <= 6 for name in precise if name in sites)
    assert sum(sites[name] for name in precise) > 20
    common = ("lung", "lymph node", "bronchus", "pleura", "liver", "bone", "brain", "skin")
    assert min(sites[site] for site in common) > 10


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_defect_of_a_site_is_there_from_300_reports_on(tmp_path, seed):
    answers = simulate(tmp_path, reports=300, seed=seed)
    assert {NO_SITE, SEVERAL} <= {a.excluded.get("T13") for a in answers}
