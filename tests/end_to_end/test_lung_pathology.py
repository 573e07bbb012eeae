"""T6, T12 and T13 from simulated exports to a release, and what broken exports do."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter

import openpyxl
import pytest
from samples import published_label, sample_cases, sample_text
from truths import in_number_order
from unidecode import unidecode
from worlds import KEY, World, world_of

from dragon_prep import Options, SecondLook, build, find_tasks, simulate, verify
from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.core.errors import InputFault
from dragon_prep.core.phi import category_of
from dragon_prep.intake.export import read_export
from dragon_prep.intake.false_marks import names_genes
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.cohort import cohort_facts
from dragon_prep.surrogate.deidentify import deidentify

NAMES = ("T6", "T12", "T13")
SHEET = "rumc/pathology-lung/ignite_reports_with_ct_number.xlsx"
ANNOTATED = "rumc/pathology-lung/all.jsonl"
NEEDED = ("C/T-number", "Anonymous ID", "Report", "Cancer origin", "Sample type", "Sample origin")
TELLING = {
    "PERSOON", "TELEFOONNUMMER", "RAPPORT_ID", "DATUM", "PLAATS", "ZIEKENHUIS",
}  # fmt: skip


@pytest.fixture(scope="module")
def lung(tmp_path_factory) -> World:
    """Exports of 400 reports, and a release of all three tasks."""
    root = tmp_path_factory.mktemp("lung_world")
    tasks = find_tasks(NAMES)
    made = simulate(tasks, root / "raw", reports=400, seed=7)
    result = build(tasks, root / "raw", root / "release", key=KEY)
    return world_of(root / "raw", made.answers, result)


def records(folder, full_name):
    """All records of a task by case number."""
    job = folder / "algorithm-input" / f"{full_name}-fold0"
    files = [job / f"nlp-{part}-dataset.json" for part in ("training", "validation")]
    files.append(folder / "test-set" / f"{full_name}.json")
    found = [record for file in files for record in json.loads(file.read_bytes())]
    return {int(record["uid"].rpartition("case")[2]): record for record in found}


def kept(lung, task):
    """The answers a task must keep, in the order of its case numbers."""
    short = f"T{task.number}"
    return in_number_order(short, lung.answers, NAMES[: NAMES.index(short)])


def development(lung, full_name):
    """The numbers of a task's development cases."""
    held_out = json.loads((lung.release / "test-set" / f"{full_name}.json").read_bytes())
    tested = {int(record["uid"].rpartition("case")[2]) for record in held_out}
    return records(lung.release, full_name).keys() - tested


def normal(text):
    return re.sub(r"\W+", " ", unidecode(text)).strip().casefold()


def test_the_release_verifies(lung):
    assert verify(lung.release) == []


@pytest.mark.parametrize("name", ["T6", "T12"])
def test_labels_are_those_of_the_answer_key(lung, name):
    (task,) = find_tasks([name])
    found, expected = records(lung.release, task.full_name), kept(lung, task)
    assert sorted(found) == list(range(len(expected)))
    for number, answer in enumerate(expected):
        assert found[number][task.target.type.column] == answer.targets[name], answer


def test_origins_are_those_of_the_answer_key_with_rare_ones_pooled(lung):
    (task,) = find_tasks(["T13"])
    found, expected = records(lung.release, task.full_name), kept(lung, task)
    assert sorted(found) == list(range(len(expected)))
    sites = [answer.targets["T13"] for answer in expected]
    counts = Counter(sites[number] for number in development(lung, task.full_name))
    for number, site in enumerate(sites):
        label = site if counts[site] >= 10 else "other"
        assert found[number][task.target.type.column] == label, expected[number]
    assert {"lung", "lymph node", "other"} < {r[task.target.type.column] for r in found.values()}
    # With the cases of the test set, one more would have been a class of its own.
    assert any(counts[site] < 10 <= count for site, count in Counter(sites).items())


@pytest.mark.parametrize("name", NAMES)
def test_attrition_adds_up(lung, name):
    (task,) = find_tasks([name])
    (summary,) = (s for s in lung.result.tasks if s.name == task.full_name)
    read, *steps = summary.steps
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    answers = kept(lung, task)
    assert left == len(answers) == summary.cases["rumc"]
    assert steps[-1].patients == len({a.patient_id for a in answers})


@pytest.mark.parametrize("name", NAMES)
def test_plumbing_no_planted_identifier_stands_where_it_was_and_genes_stay(lung, name):
    (task,) = find_tasks([name])
    export = read_export(task.cohort, lung.raw, task.cohort.centres)
    reports = list(enumerate(export.reports))
    look = first_pass(reports, KEY, {})
    spans = second_pass(reports, look.hits, look.tally.spread(), KEY)
    facts = cohort_facts(reports, look.hits, CohortOriginals.of(reports, look.hits, KEY).avoid)
    turns = in_turn(reports, spans, KEY, facts=facts)
    replaced = {r.uid: (phi, surrogates) for _, r, phi, surrogates in turns}
    found, checked, leaks, genes = records(lung.release, task.full_name), 0, [], 0
    for number, answer in enumerate(kept(lung, task)):
        phi, surrogates = replaced[answer.uid]
        given = clean(answer.text)  # the release is made of what was cleaned
        planted = given.carry(answer.phi)
        assert len(planted) == len(answer.phi)
        again = deidentify(given.text, phi, planted, surrogates, report=answer.uid)
        assert again.text == found[number]["text"]
        for before, after in zip(planted, again.entities, strict=True):
            if category_of(before.label) in TELLING:
                checked += 1
                old = normal(given.text[before.start : before.end])
                new = normal(again.text[after.start : after.end])
                leaks += [before.label] * (f" {old} " in f" {new} ")
        words = [re.findall(r"[A-Z0-9]+", text) for text in (answer.text, again.text)]
        before, after = ([word for word in w if names_genes(word)] for w in words)
        assert before == after
        genes += len(before)
    assert checked > 1000
    assert genes > 100
    assert not leaks


def edit_sheet(raw, change):
    book = openpyxl.load_workbook(raw / SHEET)
    change(book.active)
    book.save(raw / SHEET)


def edit_lines(raw, change):
    lines = (raw / ANNOTATED).read_text(encoding="utf-8").split("\n")[:-1]
    change(lines)
    (raw / ANNOTATED).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def raw(lung, tmp_path):
    """A copy of the exports, to be broken."""
    shutil.copytree(lung.raw, tmp_path / "raw")
    return tmp_path / "raw"


def sound(lung):
    """The first answer that all tasks keep."""
    return next(a for a in lung.answers if not a.excluded)


def read(raw):
    (task,) = find_tasks(["T6"])
    return read_export(task.cohort, raw, task.cohort.centres)


def listed(export, *codes):
    return [p for p in export.problems if p.kind.code in codes]


@pytest.mark.parametrize("column", NEEDED)
def test_a_column_missing_stops_the_work(raw, column):
    def change(sheet):
        names = [cell.value for cell in sheet[1]]
        sheet.cell(1, names.index(column) + 1).value = "iets anders"

    edit_sheet(raw, change)
    with pytest.raises(InputFault) as caught:
        read(raw)
    assert caught.value.kind.code == "E203"
    assert caught.value.kind.remedy
    assert caught.value.place.file == SHEET


@pytest.mark.parametrize("path", [SHEET, ANNOTATED])
def test_a_file_missing_stops_the_work(raw, path):
    (raw / path).unlink()
    with pytest.raises(InputFault) as caught:
        read(raw)
    assert caught.value.kind.code == "E202"
    assert caught.value.place.file == path


@pytest.mark.parametrize(("content", "code"), [("", "E207"), ("niets\n", "E206"), ("[1", "E206")])
def test_an_annotation_file_that_is_none_stops_the_work(raw, content, code):
    (raw / ANNOTATED).write_text(content, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        read(raw)
    assert caught.value.kind.code == code


@pytest.mark.parametrize(("column", "code"), [(1, "R304"), (2, "R304")])
def test_an_id_missing_holds_its_row_back(lung, raw, column, code):
    answer = sound(lung)
    edit_sheet(raw, lambda sheet: setattr(sheet.cell(answer.row, column), "value", None))
    export = read(raw)
    assert [p.place.row for p in listed(export, code)] == [answer.row]
    assert answer.uid not in {r.uid for r in export.reports}


def test_one_id_with_two_texts_holds_both_rows_back(lung, raw):
    answer = sound(lung)
    edit_sheet(raw, lambda s: s.append([answer.uid, answer.patient_id, "Iets anders.", "", ""]))
    export = read(raw)
    assert answer.row in [p.place.row for p in listed(export, "R306")]
    assert answer.uid not in {r.uid for r in export.reports}


def test_a_report_nobody_annotated_is_left_to_the_detector(lung, raw):
    answer = sound(lung)
    edit_lines(raw, lambda lines: lines.remove(line_of(lines, answer)))
    (report,) = (r for r in read(raw).reports if r.uid == answer.uid)
    assert report.phi is None


def line_of(lines, answer):
    return next(line for line in lines if json.loads(line)["uid"] == answer.uid)


@pytest.mark.parametrize(
    ("label", "code"),
    [([[5, 2, "<PERSOON>"]], "R311"), ([[0, 99999, "<DATUM>"]], "R310"), ([[0, 3, "<X>"]], "R313"),
     ([[0, 3]], "R314")],
)  # fmt: skip
def test_an_annotation_that_cannot_be_used_holds_its_report_back(lung, raw, label, code):
    answer = sound(lung)

    def change(lines):
        at = lines.index(line_of(lines, answer))
        lines[at] = json.dumps({**json.loads(lines[at]), "label": label})

    edit_lines(raw, change)
    export = read(raw)
    assert len(listed(export, code)) == 1
    assert answer.uid not in {r.uid for r in export.reports}


def test_marks_on_genes_are_told(lung):
    (problem,) = listed(read(lung.raw), "R339")
    assert problem.place.file == ANNOTATED
    assert not problem.quarantined


@pytest.mark.parametrize(
    ("task", "column", "cell", "code"),
    [
        ("T6", 4, "no lung cancer", "R322"),
        ("T12", 5, "Brush", "R322"),
        ("T12", 5, None, "R321"),
        ("T13", 6, None, "R321"),
        ("T13", 6, "1.50", "R322"),
    ],
)
def test_a_cell_that_cannot_be_read_costs_its_row(lung, raw, tmp_path, task, column, cell, code):
    answer = sound(lung)
    edit_sheet(raw, lambda sheet: setattr(sheet.cell(answer.row, column), "value", cell))
    (chosen,) = find_tasks([task])
    made = build([chosen], raw, tmp_path / "release", key=KEY)
    rows = [(p.place.row, p.kind.code, p.place.column) for p in made.problems]
    assert (answer.row, code, NEEDED[column - 1]) in rows
    cases = made.tasks[0].cases["rumc"]
    assert cases == sum(task in a.targets for a in lung.answers) - 1


@pytest.mark.sample_report(6, 12, 13)
@pytest.mark.parametrize(
    ("number", "marked"), [(6, "Violet Marinus"), (12, "09 apr 2019"), (13, "Luigi Cascarino")]
)
def test_the_sample_report_as_one_more_row_has_its_label(
    shared_data, raw, tmp_path, number, marked
):
    text = sample_text(shared_data, number)
    edit_sheet(
        raw, lambda s: s.append(["T99-00001", "P99999", text, "lung cancer", "Biopsy", "Lung"])
    )
    at, tag = text.index(marked), "<DATUM>" if marked[0].isdigit() else "<PERSOON>"
    span = [at, at + len(marked), tag]
    line = json.dumps({"uid": "T99-00001", "text": text, "label": [span]})
    edit_lines(raw, lambda lines: lines.append(line))
    (task,) = find_tasks([f"T{number}"])
    # But for the one mark, nobody has marked what is in the sample.
    as_marked = Options(second_look=SecondLook.OFF)
    made = build([task], raw, tmp_path / "release", key=KEY, options=as_marked)
    (case,) = sample_cases(made.release, task.full_name)
    assert case["text"].endswith(to_ascii(text)[0][-200:])
    assert case[task.target.type.column] == published_label(shared_data, number)
    assert marked not in case["text"]


@pytest.mark.parametrize("name", NAMES)
def test_plumbing_no_number_of_a_report_or_patient_stands_anywhere(lung, name):
    (task,) = find_tasks([name])
    found = records(lung.release, task.full_name)
    everything = " | ".join(normal(record["text"]) for record in found.values())
    numbers = {normal(answer.uid) for answer in lung.answers}
    for answer in lung.answers:
        for span in answer.phi:
            if category_of(span.label) in ("RAPPORT_ID", "TELEFOONNUMMER"):
                number = normal(answer.text[span.start : span.end])
                numbers |= {number} if sum(c.isdigit() for c in number) >= 6 else set()
    assert len(numbers) > 500
    assert not [number for number in numbers if f" {number} " in everything]
