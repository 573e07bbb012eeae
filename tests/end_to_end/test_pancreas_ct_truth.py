"""The pancreas CT cohort from simulated exports to a release, against the answer key."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import openpyxl
import pytest
from samples import published_label, sample_cases, sample_text
from unidecode import unidecode
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.core.phi import category_of
from dragon_prep.language.ascii import to_ascii
from dragon_prep.synthetic.kit.export import write_workbook
from dragon_prep.synthetic.kit.knobs import Knobs

TASKS = ("T8", "T9", "T17", "T22")
FOLDER = "rumc/pancreas"
TELLING = {
    "PERSOON", "TELEFOONNUMMER", "EMAIL", "URL", "ADRES", "POSTCODE", "PATIENTNUMMER", "ZNUMMER",
    "BSN", "RAPPORT_ID", "PHINUMMER", "DATUM", "PLAATS", "ZIEKENHUIS",
}  # fmt: skip
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def pancreas(tmp_path_factory) -> World:
    """Exports of 600 reports, and a release of the four tasks in source order."""
    root = tmp_path_factory.mktemp("pancreas")
    tasks = find_tasks(TASKS)
    simulated = simulate(tasks, root / "raw", reports=600, seed=7, knobs=STRESS)
    options = Options(order="source")
    result = build(tasks, root / "raw", root / "release", key=KEY, options=options)
    return world_of(root / "raw", simulated.answers, result)


def records(release, full_name):
    """All records of a task by case number."""
    job = release / "algorithm-input" / f"{full_name}-fold0"
    files = (job / "nlp-training-dataset.json", job / "nlp-validation-dataset.json",
             release / "test-set" / f"{full_name}.json")  # fmt: skip
    found = [record for file in files for record in json.loads(file.read_bytes())]
    return {int(record["uid"].rpartition("case")[2]): record for record in found}


def kept(world, name):
    return [answer for answer in world.answers if name in answer.targets]


def test_the_release_keeps_its_contract(pancreas):
    assert not tuple(verify(pancreas.release))


@pytest.mark.parametrize("name", TASKS)
def test_every_kept_case_has_its_label_and_no_other_case_is_there(pancreas, name):
    (task,) = find_tasks([name])
    found, expected = records(pancreas.release, task.full_name), kept(pancreas, name)
    assert sorted(found) == list(range(len(expected)))
    for number, answer in enumerate(expected):
        label = found[number][task.target.type.column]
        assert type(label) is type(answer.targets[name]) or name == "T22"
        assert label == answer.targets[name], answer


@pytest.mark.parametrize("name", TASKS)
def test_attrition_adds_up_to_the_rows_read(pancreas, name):
    (task,) = find_tasks([name])
    (summary,) = (s for s in pancreas.result.tasks if s.name == task.full_name)
    read, *steps = summary.steps
    workbook = pancreas.raw / FOLDER / "pancreas_overview_v2.xlsx"
    rows = openpyxl.load_workbook(workbook)["Sheet1"].max_row - 1
    assert (read.name, read.rows) == ("read", rows)
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    answers = kept(pancreas, name)
    assert left == len(answers) == summary.cases["rumc"]
    assert steps[-1].patients == len({a.patient_id for a in answers})


def normal(text):
    return f" {re.sub(r'[^0-9a-z]+', ' ', unidecode(text).casefold()).strip()} "


def stretches(answer):
    """The text between identifiers, and the identifiers; those that touch are one."""
    gaps, inside, end = [], [], None
    for span in answer.phi:
        if span.start == end:
            inside[-1].append(span)
        else:
            gaps.append(answer.text[end or 0 : span.start])
            inside.append([span])
        end = span.end
    return [*gaps, answer.text[end or 0 :]], inside


def test_plumbing_no_planted_identifier_stands_where_it_was(pancreas):
    (task,) = find_tasks(["T9"])
    found, checked, leaks = records(pancreas.release, task.full_name), 0, []
    for number, answer in enumerate(kept(pancreas, "T9")):
        gaps, inside = stretches(answer)
        pattern = "(.*?)".join(re.escape(to_ascii(gap)[0]) for gap in gaps)
        match = re.fullmatch(pattern, found[number]["text"], re.DOTALL)
        assert match, answer  # nothing but identifiers has changed
        for spans, new in zip(inside, match.groups(), strict=True):
            for span in spans:
                if category_of(span.label) in TELLING:
                    checked += 1
                    if normal(answer.text[span.start : span.end]) in normal(new):
                        leaks.append((answer, span.label))
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(pancreas):
    owners = defaultdict(set)
    for answer in pancreas.answers:
        for span in answer.phi:
            original = normal(answer.text[span.start : span.end])
            telling = category_of(span.label) not in ("DATUM", "TIJD", "LEEFTIJD")
            if telling and sum(c.isdigit() for c in original) >= 6:
                owners[original].add(answer.patient_id)
    unique = {original for original, who in owners.items() if len(who) == 1}
    released = "\n".join(
        normal(record["text"])
        for task in find_tasks(TASKS)
        for record in records(pancreas.release, task.full_name).values()
    )
    assert len(unique) > 150
    assert not [original for original in unique if original in released]


def test_a_patient_is_in_one_part_of_the_split(pancreas):
    for name in TASKS:
        (task,) = find_tasks([name])
        test_set = pancreas.release / "test-set" / f"{task.full_name}.json"
        held_out = {r["uid"] for r in json.loads(test_set.read_bytes())}
        parts = defaultdict(set)
        for number, answer in enumerate(kept(pancreas, name)):
            parts[answer.patient_id].add(f"{task.full_name}_case{number}" in held_out)
        assert all(len(part) == 1 for part in parts.values())


@pytest.mark.sample_report(8, 9, 17, 22)
def test_sample_report_as_one_more_row_has_the_published_labels(pancreas, shared_data, tmp_path):
    (text,) = {sample_text(shared_data, number) for number in (8, 9, 17, 22)}
    raw = tmp_path / "raw"
    simulate(find_tasks(["T8"]), raw, reports=100, seed=5)
    path = raw / FOLDER / "pancreas_overview_v2.xlsx"
    book = openpyxl.load_workbook(path)
    sheets = {s.title: [[c.value for c in row] for row in s.rows] for s in book.worksheets}
    uid = "2.25.1234567"
    sheets["Sheet1"].append(["SAMPLE1", uid, 70, "M", "PDAC", 43, "body", "hypo"])
    write_workbook(path, sheets)
    date = text.index("20 maart 2006")
    span = [date, date + len("20 maart 2006"), "<DATUM>"]
    line = {"text": text, "label": [span], "meta": {"uid": uid}}
    with (raw / FOLDER / "all.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")
    tasks = find_tasks(TASKS)
    few = Options(accepted=(("V511", "few reports"),))
    made = build(tasks, raw, tmp_path / "release", key=KEY, options=few)
    labels = [
        case[task.target.type.column]
        for task in tasks
        for case in sample_cases(made.release, task.full_name)
    ]
    assert labels == [published_label(shared_data, task.number) for task in tasks]
