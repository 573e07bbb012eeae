"""The simulated pancreas CT exports: layout, truth, identifiers, exclusions, numbers."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dragon_prep.core.phi import canonical_label
from dragon_prep.core.spans import Span
from dragon_prep.synthetic import simulator
from dragon_prep.synthetic.kit.export import write_workbook
from dragon_prep.synthetic.kit.knobs import Knobs

simulate = simulator("pancreas_ct")
FOLDER = "rumc/pancreas"
TASKS = ("T8", "T9", "T17", "T22")


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


class World:
    """One simulation with its answers, its sheets and its annotations."""

    def __init__(self, folder, reports, seed):
        self.raw = folder
        self.answers = simulate(folder, reports=reports, seed=seed)
        self.of = {answer.uid: answer for answer in self.answers}
        book = CalamineWorkbook.from_path(str(folder / FOLDER / "pancreas_overview_v2.xlsx"))
        header, *rows = book.get_sheet_by_name("Sheet1").to_python()
        self.rows = {i: dict(zip(header, row, strict=True)) for i, row in enumerate(rows, 2)}
        self.groups = book.get_sheet_by_name("Sheet2").to_python()
        lines = (folder / FOLDER / "all.jsonl").read_text("utf-8").splitlines()
        self.annotations = {line["meta"]["uid"]: line for line in map(json.loads, lines)}

    def uids(self, name):
        return json.loads((self.raw / FOLDER / f"excluded_cases_{name}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("pancreas2077"), 2077, 1)


def without_phi(answer):
    """The text without its identifiers, lines joined."""
    parts, end = [], 0
    for span in answer.phi:
        parts.append(answer.text[end : span.start])
        end = span.end
    return "#".join([*parts, answer.text[end:]]).replace("\n", " ")


def sizes(text):
    """All sizes in mm that a text states."""
    pattern = r"(\d+(?:[.,]\d+)?)\s*(?:(?:x|bij)?\s*\d+(?:[.,]\d+)?\s*)?(mm|cm|millimeter)"
    found = re.findall(pattern, text)
    return {round(float(n.replace(",", ".")) * (10 if u == "cm" else 1), 3) for n, u in found}


# -- determinism and layout --------------------------------------------------------------------


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path):
    script = (
        "import sys; from pathlib import Path; from dragon_prep.synthetic import simulator\n"
        "simulator('pancreas_ct')(Path(sys.argv[1]), reports=300, seed=3)\n"
    )
    for hash_seed in ("0", "7"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / hash_seed)],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
    answers = simulate(tmp_path / "here", reports=300, seed=3)
    assert digest(tmp_path / "0") == digest(tmp_path / "7") == digest(tmp_path / "here")
    assert answers == simulate(tmp_path / "again", reports=300, seed=3)


def test_another_seed_gives_other_reports(tmp_path):
    a = simulate(tmp_path / "a", reports=100, seed=1)
    b = simulate(tmp_path / "b", reports=100, seed=2)
    assert not {x.text for x in a if x.text} & {x.text for x in b if x.text}


def test_too_few_reports_are_refused(tmp_path):
    with pytest.raises(ValueError, match="100"):
        simulate(tmp_path, reports=99, seed=1)
    assert not list(tmp_path.iterdir())


def test_a_workbook_of_several_sheets_is_read_alike_by_others(tmp_path):
    sheets = {"Sheet1": [("a", 1.5), ("é < 3", None)], "Sheet2": [("a", "b"), (None, "a")]}
    write_workbook(tmp_path / "a.xlsx", sheets)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == list(sheets)
    for name, rows in sheets.items():
        assert [tuple(cell.value for cell in row) for row in book[name].rows] == rows


def test_the_files_are_those_that_the_reader_takes(world):
    names = ("all.jsonl", "excluded_cases_no_diagnostic_report.json",
             "excluded_cases_no_lesion_size.json", "pancreas_overview_v2.xlsx")  # fmt: skip
    assert sorted(digest(world.raw)) == [f"{FOLDER}/{name}" for name in names]
    assert world.groups[0] == ["PDAC", "Other pancreatic disease", "Normal pancreas"]


def test_each_answer_names_its_row(world):
    assert len(world.answers) == len(world.of) == 2077
    for answer in world.answers:
        row = world.rows[answer.row]
        assert (row["archiveID"], row["base_studyuid"]) == (answer.patient_id, answer.uid)
    repeated = len(world.rows) - len(world.answers)
    assert repeated > 0


def test_patients_have_one_sex_and_one_to_four_studies(world):
    sexes = defaultdict(set)
    for row in world.rows.values():
        sexes[row["archiveID"]].add(row["sex"])
    assert all(len(sex) == 1 for sex in sexes.values())
    assert set(Counter(a.patient_id for a in world.answers).values()) == {1, 2, 3, 4}


# -- annotations and identifiers ---------------------------------------------------------------


def test_annotations_are_the_planted_identifiers(world):
    assert set(world.annotations) == {a.uid for a in world.answers if a.annotated}
    for uid, line in world.annotations.items():
        answer = world.of[uid]
        assert line["text"] == answer.text
        spans = tuple(Span(a, b, canonical_label(t)) for a, b, t in line["label"])
        assert spans == answer.phi


def test_identifiers_are_as_many_as_in_such_reports(world):
    counts = Counter(len(a.phi) for a in world.answers if a.text)
    assert max(counts) <= 10
    assert 0.01 < counts[0] / counts.total() < 0.3
    assert sum(any(s.label == "DATUM" for s in a.phi) for a in world.answers) > 1000
    for answer in world.answers:
        assert all(a.end <= b.start for a, b in pairwise(answer.phi))
        for span in answer.phi:
            inside = answer.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()


def test_identifiers_that_test_the_pipeline_come_with_stress_only(world, tmp_path):
    usual = {span.label for a in world.answers for span in a.phi}
    assert not usual & {"BSN", "EMAIL", "URL", "POSTCODE", "ADRES", "TELEFOONNUMMER"}
    assert any("\n" in a.text[s.start : s.end] for a in world.answers for s in a.phi)
    answers = simulate(tmp_path, reports=600, seed=1, knobs=Knobs(stress=True))
    assert len({span.label for a in answers for span in a.phi}) >= 20
    assert any(a.end == b.start for answer in answers for a, b in pairwise(answer.phi))


# -- label and text ----------------------------------------------------------------------------


def test_each_task_has_a_target_or_a_reason(world):
    for answer in world.answers:
        assert set(answer.targets) | set(answer.excluded) == set(TASKS)
        assert not set(answer.targets) & set(answer.excluded)


def test_reports_state_the_size(world):
    stated = [a for a in world.answers if "T22" in a.targets]
    told = [a for a in stated if a.targets["T22"] in sizes(without_phi(a))]
    assert len(told) > 0.95 * len(stated)  # the others in words, or with a slip


def test_attributes_are_those_of_the_sheet(world):
    seen = Counter()
    for answer in world.answers:
        if "T17" in answer.targets:
            row = world.rows[answer.row]
            cells = [
                row[f"base_lesion{name}"].strip().lower() for name in ("attenuation", "location")
            ]
            assert [cell or "not mentioned" for cell in cells] == answer.targets["T17"]
            seen.update(answer.targets["T17"])
    assert set(seen) == {"hypo", "iso", "hyper", "head", "body", "tail", "not mentioned"}


def test_attributes_of_a_patient_agree(world):
    targets = defaultdict(set)
    for answer in world.answers:
        if "T17" in answer.targets:
            targets[answer.patient_id].add(tuple(answer.targets["T17"]))
    assert all(len(values) == 1 for values in targets.values())


def test_a_text_stands_once(world):
    texts = [a.text for a in world.answers if a.text]
    assert len(texts) == len(set(texts))


# -- exclusions and numbers --------------------------------------------------------------------


@pytest.mark.parametrize("reports", [300, 2077])
def test_every_kind_of_exclusion_is_there(tmp_path, reports):
    answers = simulate(tmp_path, reports=reports, seed=4)
    assert {reason for a in answers for reason in a.excluded.values()} == {
        "no PDAC", "no diagnosis", "no report text", "no diagnostic report",
        "diagnosis in no group", "size not stated", "size not in the report",
        "size not plausible", "size cannot be read", "attenuation cannot be read",
        "location cannot be read",
    }  # fmt: skip


def test_sidecar_lists_name_their_reports(world):
    for name, task, reason in (
        ("no_diagnostic_report", "T9", "no diagnostic report"),
        ("no_lesion_size", "T22", "size not in the report"),
    ):
        expected = [a.uid for a in world.answers if a.excluded.get(task) == reason]
        assert world.uids(name) == expected
        assert expected


def test_the_numbers_are_near_the_paper(world):
    for task, count in {"T8": 597, "T9": 1962, "T17": 597, "T22": 490}.items():
        assert abs(sum(task in a.targets for a in world.answers) - count) <= 8


@pytest.mark.parametrize("reports", [100, 101, 130, 199, 200, 299, 400])
@pytest.mark.parametrize("seed", [0, 1])
def test_no_class_has_fewer_than_ten_patients(tmp_path, reports, seed):
    answers = simulate(tmp_path, reports=reports, seed=seed)
    assert len(answers) == reports
    patients = defaultdict(set)
    for answer in answers:
        for task in ("T8", "T9"):
            if task in answer.targets:
                patients[task, answer.targets[task]].add(answer.patient_id)
        for position, value in enumerate(answer.targets.get("T17", ())):
            patients[position, value].add(answer.patient_id)
    assert len(patients) >= 9
    assert min(map(len, patients.values())) >= 10
