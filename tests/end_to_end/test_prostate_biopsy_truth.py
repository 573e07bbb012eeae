"""Prostate biopsy reports from a simulated export to a release of T27."""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict

import pytest
from ner_truths import deidentified_again, places
from samples import sample_cases, sample_page, sample_text
from truths import TELLING, normal, records
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.core.phi import category_of
from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import to_ascii
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.prostate_biopsy.export import ANNOTATED

NAME = "Task027_prostate_biopsy_ner"
LABEL = "multi_label_named_entity_recognition_target"
SAMPLE = {  # the published entities of the sample, by their words
    "1-locatie naald": "Mediale rand ablatiezone zaadblaasje rechts",
    "2-locatie naald": "Laterale rand ablatiezone zaadblaasje rechts",
    "3-locatie naald": "Apex prostaat/overgang zaadblaasjes mediaal",
    "3-representatief": "Representatief",
}
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def biopsy(tmp_path_factory) -> World:
    """An export of 300 reports, and a release of T27 in source order."""
    root = tmp_path_factory.mktemp("biopsy")
    tasks = find_tasks(["T27"])
    simulated = simulate(tasks, root / "raw", reports=300, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(biopsy):
    """Answer, released record, and the report de-identified again with its entities."""
    (task,) = find_tasks(["T27"])
    answers = [answer for answer in biopsy.answers if answer.targets]
    marked = {a.uid: [Span(*span) for span in a.targets["T27"]] for a in answers}
    again = deidentified_again(task.cohort, biopsy.raw, lambda r: marked.get(r.uid, []))
    found = records(biopsy.release, NAME)
    assert sorted(found) == list(range(len(answers)))
    return [(a, found[i], again[a.uid]) for i, a in enumerate(answers)]


def test_the_release_keeps_its_contract(biopsy):
    assert not tuple(verify(biopsy.release))


def test_the_tags_are_those_of_the_answer_key(kept):
    several = 0
    for _, record, again in kept:
        expected = []
        for a, b in places(record["text_parts"], again.text):
            tags = {
                # A span begins at the token that holds its first character.
                f"{'B' if a <= s.start < b else 'I'}-{s.label}"
                for s in again.entities
                if a < s.end and s.start < b
            }
            expected.append(tags or {"O"})
            several += len(tags) > 1
        assert [set(tags) for tags in record[LABEL]] == expected
        assert all(len(tags) == len(set(tags)) for tags in record[LABEL])
    assert several > 20


def test_the_text_under_an_entity_is_as_it_was(kept):
    checked = 0
    for answer, _, again in kept:
        for (start, end, label), after in zip(answer.targets["T27"], again.entities, strict=True):
            assert after.label == label
            assert again.text[after.start : after.end] == to_ascii(answer.text[start:end])[0]
            checked += 1
    assert checked > 1000


def test_attrition_adds_up_to_the_lines_read(biopsy, kept):
    (summary,) = biopsy.result.tasks
    read, *steps = summary.steps
    rows = len((biopsy.raw / ANNOTATED).read_text(encoding="utf-8").split("\n")) - 1
    assert (read.name, read.rows) == ("read", rows)
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(kept) == summary.cases["rumc"]
    assert steps[-1].patients == len({answer.patient_id for answer, *_ in kept})
    assert {step.name for step in steps if step.excluded} == {
        "same text as another report", "excluded by the annotator", "more than 6 needles",
    }  # fmt: skip


def test_plumbing_no_planted_identifier_stands_where_it_was(biopsy, kept):
    (task,) = find_tasks(["T27"])
    phi = {answer.uid: answer.phi for answer, *_ in kept}
    again = deidentified_again(task.cohort, biopsy.raw, lambda r: phi.get(r.uid, ()))
    checked = 0
    for answer, record, _ in kept:
        now = again[answer.uid]
        places(record["text_parts"], now.text)
        for before, after in zip(answer.phi, now.entities, strict=True):
            if category_of(before.label) in TELLING:
                checked += 1
                original = normal(answer.text[before.start : before.end])
                assert original not in normal(now.text[after.start : after.end]), before.label
    assert checked > 500


def test_a_patient_is_in_one_part_of_the_split(biopsy, kept):
    held_out = json.loads((biopsy.release / "test-set" / f"{NAME}.json").read_bytes())
    numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
    parts = defaultdict(set)
    for number, (answer, *_) in enumerate(kept):
        parts[answer.patient_id].add(number in numbers)
    assert all(len(part) == 1 for part in parts.values())


@pytest.mark.sample_report(27)
def test_the_sample_report_as_one_more_line_has_the_published_tags(shared_data, tmp_path):
    text = sample_text(shared_data, 27)
    first, _, last = re.findall(r"```\n(.*?)\n```", sample_page(shared_data, 27), re.DOTALL)
    tokens, tags = json.loads(last), ast.literal_eval(first.strip())
    spans = [[text.index(w), text.index(w) + len(w), label] for label, w in SAMPLE.items()]
    for needle, match in enumerate(re.finditer("Mogelijk te ondiep", text), 1):
        spans.append([*match.span(), f"{needle}-ambigu"])
    meta = {"uid": "10001_9", "PatientID": "SAMPLE1", "label": spans}
    raw, tasks = tmp_path / "raw", find_tasks(["T27"])
    simulate(tasks, raw, reports=160, seed=5)
    with (raw / ANNOTATED).open("a", encoding="utf-8") as out:
        out.write(json.dumps({"text": text, "label": [], "meta": meta}) + "\n")
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    (case,) = sample_cases(made.release, NAME)
    assert case["text_parts"] == tokens
    assert case[LABEL] == tags
