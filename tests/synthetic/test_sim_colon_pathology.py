"""The simulated colon pathology export: layout, truth, identifiers, exclusions, numbers."""

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

from dragon_prep.core.phi import category_of, find_tags
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.colon_pathology.state import OF_CASES, OF_CONTAINERS

simulate = simulator("colon_pathology")
SHEET = "rumc/colon/colon_rumc_gt.xlsx"
NOT_DUTCH = "rumc/colon/excluded_cases_not_dutch.json"
LABELS = ("biopsy", "cancer", "hgd", "hyperplastic", "lgd", "ni", "serrated")
TOLD = {
    "biopsy": r"biop",
    "cancer": r"carcinoom",
    "hgd": r"hooggradig|hoge graad|ernstige|sterke dysplasie|carcinoma in situ|HGD",
    "hyperplastic": r"hyperplastisch|metaplastisch",
    "lgd": r"adeno|laaggradig|LGD|lage graad|lichte|geringe|matige|TV?A\b|dysplasie",
    "serrated": r"serrated|gezaagde|SSA|TSA",
}


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Raw folder, answers, and rows by the number a person sees, at the paper's size."""
    raw = tmp_path_factory.mktemp("colon")
    answers = simulate(raw, reports=4074, seed=5)
    book = CalamineWorkbook.from_path(str(raw / SHEET)).get_sheet_by_index(0).to_python()
    header, *rows = book
    assert header == ["pa", "block", "block_nr", "Conclusion", "exclude", *LABELS]
    return raw, answers, {i: dict(zip(header, r, strict=True)) for i, r in enumerate(rows, 2)}


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('colon_pathology')(Path(sys.argv[1]), reports=300, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=300, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    assert sorted(digest(tmp_path / "here")) == [SHEET, NOT_DUTCH]
    assert answers == simulate(tmp_path / "again", reports=300, seed=3)


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_each_answer_names_the_first_row_of_its_container(made):
    _, answers, rows = made
    first = {}
    for number, row in rows.items():
        first.setdefault(row["block"], number)
    assert {a.uid: a.row for a in answers} == first
    assert len(answers) == len(first) == 4074
    for answer in answers:
        row = rows[answer.row]
        assert row["pa"] == answer.patient_id
        if answer.targets:
            assert [bool(row[name]) for name in LABELS] == answer.targets["T15"]


def test_the_text_stands_in_some_rows_of_a_case_and_is_that_of_all_its_containers(made):
    _, answers, rows = made
    texts, seats = defaultdict(set), Counter()
    for row in rows.values():
        if row["Conclusion"]:
            texts[row["pa"]].add(row["Conclusion"])
            seats[row["pa"]] += 1
    slides = Counter(row["pa"] for row in rows.values())
    assert any(seats[pa] < slides[pa] for pa in seats)
    assert any(1 < seats[pa] == slides[pa] for pa in seats)
    of = defaultdict(set)
    for answer in answers:
        of[answer.patient_id].add((answer.text, answer.phi))
        differ = answer.excluded.get("T15") == "two conclusions"
        assert len(texts[answer.patient_id]) == 1 + differ if answer.text else True
        assert answer.text in texts[answer.patient_id] | {""}
    assert all(len(found) == 1 for found in of.values())
    assert len({a.text for a in answers if a.text}) == sum(map(bool, texts.values()))


def test_the_list_has_the_containers_that_are_not_in_dutch(made):
    raw, answers, _ = made
    listed = json.loads((raw / NOT_DUTCH).read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(
        a.uid for a in answers if a.excluded.get("T15") == "not in Dutch"
    )


def test_what_is_found_in_a_case_is_told_in_its_text(made):
    _, answers, rows = made
    missed = told = 0
    for answer in answers:
        row = rows[answer.row]
        if answer.targets:
            found = [name for name in LABELS if name not in ("biopsy", "ni") and row[name]]
            assert bool(row["ni"]) == (not found)
            for name in (*found, *(["biopsy"] if row["biopsy"] else [])):
                told += 1
                missed += not re.search(TOLD[name], answer.text, re.IGNORECASE)
    assert told > 5000
    assert missed < 0.005 * told  # a slip of typing may be in the very word


def test_a_container_is_numbered_in_its_text(made):
    _, answers, rows = made
    numbers = Counter()
    for answer in answers:
        if answer.targets:
            numbers[int(rows[answer.row]["block_nr"])] += 1
    assert {0, 1, 2, 3, 10} <= set(numbers)
    assert max(numbers) <= 15
    alone = Counter(a.patient_id for a in answers)
    for answer in answers:
        if answer.targets and alone[answer.patient_id] > 1:
            assert re.search(r"^(?:.*[.] )?I\b", answer.text, re.MULTILINE)


def test_identifiers_are_planted_and_tags_stand_in_some_texts(made):
    labels, tags = Counter(), Counter()
    for text, phi in {(a.text, a.phi) for a in made[1]}:
        assert all(a.end <= b.start for a, b in pairwise(phi))
        for span in phi:
            inside = text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            labels[category_of(span.label)] += 1
        tags.update(tag.label for tag in find_tags(text))
    assert len(labels) >= 6
    assert set(tags) == {"RAPPORT_ID.T_NUMMER", "PERSOON", "DATUM"}


@pytest.mark.parametrize("reports", [300, 1000])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    reasons = {reason for a in answers for reason in a.excluded.values()}
    assert reasons == {*OF_CASES, *OF_CONTAINERS}
    assert all((a.targets.keys() | a.excluded.keys()) == {"T15"} for a in answers)
    assert not any(a.targets and a.excluded for a in answers)


def test_the_numbers_are_those_of_the_paper(made):
    kept = [a.targets["T15"] for a in made[1] if a.targets]
    assert len(kept) == 3925
    shares = {n: sum(labels[i] for labels in kept) / len(kept) for i, n in enumerate(LABELS)}
    assert all(0.05 < share < 0.55 for share in shares.values())
    assert shares["lgd"] > shares["ni"] > shares["cancer"] > shares["serrated"]


@pytest.mark.parametrize("reports", [100, 101, 299])
def test_every_finding_is_there_in_a_small_export(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=1)
    assert len(answers) == reports
    patients = defaultdict(set)
    for answer in answers:
        if answer.targets:
            for name, label in zip(LABELS, answer.targets["T15"], strict=True):
                patients[name, label].add(answer.patient_id)
    assert set(patients) == {(name, label) for name in LABELS for label in (False, True)}
    assert min(map(len, patients.values())) >= 8
