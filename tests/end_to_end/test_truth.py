"""A release against the answer key of the simulation it was built from."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict

import pytest
from truths import as_read, in_number_order
from unidecode import unidecode
from worlds import KEY, TASKS

from dragon_prep import find_tasks
from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.core.phi import category_of
from dragon_prep.intake.export import read_export
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.cohort import cohort_facts
from dragon_prep.surrogate.deidentify import deidentify

# Identifiers that point at one person by themselves.
TELLING = {
    "PERSOON", "TELEFOONNUMMER", "EMAIL", "URL", "ADRES", "POSTCODE", "PATIENTNUMMER", "ZNUMMER",
    "BSN", "IBAN", "RAPPORT_ID", "PHINUMMER", "DATUM", "PLAATS", "ZIEKENHUIS",
}  # fmt: skip


def records(folder, full_name):
    """All records of a task by case number, from the files of the release."""
    job = folder / "algorithm-input" / f"{full_name}-fold0"
    found = [
        *json.loads((job / "nlp-training-dataset.json").read_bytes()),
        *json.loads((job / "nlp-validation-dataset.json").read_bytes()),
        *json.loads((folder / "test-set" / f"{full_name}.json").read_bytes()),
    ]
    return {int(record["uid"].rpartition("case")[2]): record for record in found}


def kept(world, task):
    """The answers a task must keep, in the keyed order of its case numbers."""
    short = f"T{task.number}"
    return in_number_order(short, world.answers, TASKS[: TASKS.index(short)])


def normal(text):
    return re.sub(r"\W+", " ", unidecode(text)).strip().casefold()


@pytest.mark.parametrize("name", TASKS)
def test_every_kept_case_has_its_label_and_no_other_case_is_there(world, name):
    (task,) = find_tasks([name])
    found, expected = records(world.release, task.full_name), kept(world, task)
    assert sorted(found) == list(range(len(expected)))
    for number, answer in enumerate(expected):
        label = found[number][task.target.type.column]
        assert label == pytest.approx(answer.targets[name], abs=1e-9), answer


@pytest.mark.parametrize("name", TASKS)
def test_attrition_adds_up_to_the_rows_read(world, name):
    (task,) = find_tasks([name])
    (summary,) = (s for s in world.result.tasks if s.name == task.full_name)
    by_centre = defaultdict(list)
    for step in summary.steps:
        by_centre[step.centre].append(step)
    assert set(by_centre) == {"rumc", "umcg", "avl"}
    for centre, (read, *steps) in by_centre.items():
        assert read.name == "read"
        left = read.rows
        for step in steps:
            left -= step.excluded
            assert step.rows == left
        answers = [a for a in kept(world, task) if a.centre == centre]
        assert left == len(answers) == summary.cases[centre]
        assert steps[-1].patients == len({a.patient_id for a in answers})


def detected(world, task):
    """What is PHI in each report, and the surrogates of its patient, by centre and id."""
    export = read_export(task.cohort, world.raw, task.cohort.centres)
    reports = list(enumerate(export.reports))
    look = first_pass(reports, KEY, {})
    spans = second_pass(reports, look.hits, look.tally.spread(), KEY)
    facts = cohort_facts(reports, look.hits, CohortOriginals.of(reports, look.hits, KEY).avoid)
    every = in_turn(reports, spans, KEY, facts=facts)
    return {(r.centre, r.uid): (phi, surrogates) for _, r, phi, surrogates in every}


def test_plumbing_no_planted_identifier_stands_where_it_was(world):
    (task,) = find_tasks(["T19"])
    replaced = detected(world, task)
    found, checked, leaks = records(world.release, task.full_name), 0, Counter()
    for number, answer in enumerate(kept(world, task)):
        phi, surrogates = replaced[answer.centre, answer.uid]
        read = as_read(answer)
        again = deidentify(read.text, phi, read.phi, surrogates, report=answer.uid)
        assert again.text == found[number]["text"]
        assert len(again.entities) == len(answer.phi)
        for before, after in zip(answer.phi, again.entities, strict=True):
            original = answer.text[before.start : before.end]
            if category_of(before.label) in TELLING:
                checked += 1
                new = again.text[after.start : after.end]
                if f" {normal(original)} " in f" {normal(new)} ":
                    leaks[answer.annotated, before.label] += 1
    print(f"{checked} planted identifiers checked at their place, {sum(leaks.values())} leaks")
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_identifier_stands_anywhere(world):
    owners = defaultdict(set)
    for answer in world.answers:
        for span in answer.phi:
            original = normal(answer.text[span.start : span.end])
            numbers = sum(c.isdigit() for c in original) >= 6
            if category_of(span.label) not in ("DATUM", "TIJD", "LEEFTIJD") and numbers:
                owners[original].add((answer.centre, answer.patient_id))
    unique = {original for original, who in owners.items() if len(who) == 1}
    released = []
    for job in sorted((world.release / "algorithm-input").iterdir()):
        for file in sorted(job.iterdir()):
            if "dataset" in file.name:
                released += (f" {normal(r['text'])} " for r in json.loads(file.read_bytes()))
    everything = "\n".join(sorted(set(released)))
    found = {original for original in unique if f" {original} " in everything}
    print(f"{len(unique)} unique identifiers, {len(found)} found in the release")
    assert len(unique) > 300
    assert not found
