"""The colon pathology cohort from a simulated export to a release, against the answer key."""

from __future__ import annotations

import json
from collections import defaultdict

import openpyxl
import pytest
from samples import published_label, sample_cases, sample_text
from truths import leaks_at_their_place, numbers_that_stand_anywhere, records
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.core.phi import find_tags
from dragon_prep.language.ascii import to_ascii
from dragon_prep.synthetic.kit.knobs import Knobs

SHEET = "rumc/colon/colon_rumc_gt.xlsx"
NAME = "Task015_colon_pathology_clf"
LABEL = "multi_label_binary_classification_target"
NUMERALS = ("NA", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII",
            "XIV", "XV")  # fmt: skip
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def colon(tmp_path_factory) -> World:
    """An export of 900 containers, and a release of T15 in source order."""
    root = tmp_path_factory.mktemp("colon")
    tasks = find_tasks(["T15"])
    simulated = simulate(tasks, root / "raw", reports=900, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(colon):
    return [answer for answer in colon.answers if answer.targets]


@pytest.fixture(scope="module")
def rows(colon):
    """The rows of the sheet by the number a person sees."""
    lines = openpyxl.load_workbook(colon.raw / SHEET).active.values
    header, *rest = lines
    return {number: dict(zip(header, row, strict=True)) for number, row in enumerate(rest, 2)}


@pytest.fixture(scope="module")
def found(colon):
    return records(colon.release, NAME)


def as_texts(found):
    """The records with the report as their text, as of tasks whose input is the report."""
    return {number: {"text": record["text_parts"][1]} for number, record in found.items()}


def test_the_release_keeps_its_contract(colon):
    assert not tuple(verify(colon.release))


def test_every_kept_case_has_its_labels_and_no_other_case_is_there(found, kept):
    assert sorted(found) == list(range(len(kept)))
    for number, answer in enumerate(kept):
        assert found[number][LABEL] == answer.targets["T15"], answer


def test_every_kept_case_asks_for_its_container(found, kept, rows):
    for number, answer in enumerate(kept):
        numeral, report = found[number]["text_parts"]
        assert numeral == NUMERALS[int(rows[answer.row]["block_nr"])]
        assert report


def test_attrition_adds_up_to_the_rows_read(colon, kept, rows):
    (summary,) = colon.result.tasks
    read, *steps = summary.steps
    assert (read.name, read.rows) == ("read", len(rows))
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(kept) == summary.cases["rumc"]
    assert steps[-1].patients == len({a.patient_id for a in kept})
    assert {step.name for step in steps if step.excluded} == {
        "exclude cannot be read", "slide excluded by the centre", "not in Dutch", "no report text",
        "one case, different conclusions", "container's number cannot be read",
        "one report id, different rows", "another slide of the container", "a value is missing",
        "a value cannot be read",
    }  # fmt: skip


def test_plumbing_no_planted_identifier_stands_where_it_was(colon, found, kept):
    (task,) = find_tasks(["T15"])
    checked, leaks = leaks_at_their_place(task, colon.raw, as_texts(found), kept)
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(colon, found):
    checked, left = numbers_that_stand_anywhere(as_texts(found), colon.answers)
    assert checked > 100
    assert not left


def test_containers_of_a_case_read_the_same(found, kept):
    readings, before = defaultdict(list), {}
    for number, answer in enumerate(kept):
        readings[answer.patient_id].append(found[number]["text_parts"][1])
        before[answer.patient_id] = answer.text
    several = {case: texts for case, texts in readings.items() if len(texts) > 1}
    assert len(several) > 100
    assert sum(bool(find_tags(before[case])) for case in several) > 10
    assert all(len(set(texts)) == 1 for texts in several.values())
    replaced = [case for case in several if several[case][0] != to_ascii(before[case])[0]]
    assert len(replaced) > 50


def test_tags_of_an_earlier_hand_become_surrogates(found, kept):
    tagged = [number for number, answer in enumerate(kept) if find_tags(answer.text)]
    assert len(tagged) > 20
    assert {"<T-NUMMER>", "<RAPPORT_ID.T_NUMMER>"} <= {
        kept[number].text[tag.start : tag.end]
        for number in tagged
        for tag in find_tags(kept[number].text)
    }
    assert not any(find_tags(record["text_parts"][1]) for record in found.values())


def test_a_case_is_in_one_part_of_the_split(colon, kept):
    held_out = json.loads((colon.release / "test-set" / f"{NAME}.json").read_bytes())
    numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
    parts = defaultdict(set)
    for number, answer in enumerate(kept):
        parts[answer.patient_id].add(number in numbers)
    assert all(len(part) == 1 for part in parts.values())


@pytest.mark.sample_report(15)
def test_sample_report_as_one_more_row_has_the_published_labels(shared_data, tmp_path):
    text = json.loads(f'"{sample_text(shared_data, 15).split(chr(34))[3]}"')
    raw, tasks = tmp_path / "raw", find_tasks(["T15"])
    simulate(tasks, raw, reports=150, seed=6)
    book = openpyxl.load_workbook(raw / SHEET)
    book.active.append(["T99-99999", "T99-99999_1", 1, text, 0, 1, 0, 0, 0, 0, 1, 0])
    book.save(raw / SHEET)
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    sample = sample_cases(made.release, NAME)
    assert [case[LABEL] for case in sample] == [published_label(shared_data, 15)]
    assert [case["text_parts"] for case in sample] == [["I", text]]
