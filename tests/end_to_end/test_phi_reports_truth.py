"""T25 from the simulated exports of six cohorts to a release."""

from __future__ import annotations

import json

import openpyxl
import pytest
from ner_truths import deidentified_again, places, published, runs, tagged_runs
from samples import cases, sample_cases
from truths import TELLING, as_read, normal, records
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.core.phi import category_of
from dragon_prep.core.spans import Span
from dragon_prep.intake.export import read_export
from dragon_prep.language.tokens import tokenize
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.phi_reports.export import DEFECTS
from dragon_prep.task_definitions.cohorts.phi_reports import ENTITIES

NAME = "Task025_anonymisation_ner"
LABEL = "named_entity_recognition_target"
ALSO = "Task006_pathology_tumor_origin_clf"
SHEET = "rumc/pathology-lung/ignite_reports_with_ct_number.xlsx"
ANNOTATED = "rumc/pathology-lung/all.jsonl"
SOURCES = (
    ("phi_reports", "rumc"),
    ("skin_pathology", "rumc"),
    ("prostate_biopsy", "rumc"),
    ("lung_pathology", "rumc"),
    ("prostate_pathology", "avl"),
    ("prostate_mri", "avl"),
)
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def phi(tmp_path_factory) -> World:
    """Exports of 240 reports for each of six cohorts, and a release of T25 and T6."""
    root = tmp_path_factory.mktemp("phi")
    tasks = find_tasks(["T6", "T25"])
    simulated = simulate(tasks, root / "raw", reports=240, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(phi):
    """Answer, released record, and the report de-identified again with what was planted."""
    (task,) = find_tasks(["T25"])
    assert [(name, c) for name, (_, centres) in task.cohorts.items() for c in centres] == [*SOURCES]
    found, matched = records(phi.release, NAME), []
    for name, centre in SOURCES:
        cohort = task.cohorts[name][0]
        answers = {a.uid: a for a in phi.answers if (a.cohort, a.centre) == (name, centre)}

        def planted(report, answers=answers):
            return as_read(answers[report.uid]).phi if report.uid in answers else ()

        again = deidentified_again(cohort, phi.raw, planted)
        export = read_export(cohort, phi.raw, cohort.centres)
        for report in export.reports:
            if report.centre == centre and report.phi is not None:
                if name == "prostate_pathology" and report.fields["excluded"]:
                    continue
                matched.append((answers[report.uid], again[report.uid]))
    assert sorted(found) == list(range(len(matched)))
    return [(a, found[i], again) for i, (a, again) in enumerate(matched)]


def test_the_release_keeps_its_contract(phi):
    assert not tuple(verify(phi.release))


def test_the_tags_are_those_of_what_was_planted(kept):
    names = set()
    for answer, record, again in kept:
        at = places(record["text_parts"], again.text)
        named = [Span(s.start, s.end, ENTITIES[category_of(s.label)]) for s in again.entities]
        assert runs(record[LABEL]) == tagged_runs(named, at), answer
        names |= {span.label for span in named}
    assert names == {
        "<PERSOON>", "<DATUM>", "<TIJD>", "<PLAATS>", "<PHINUMMER>", "<RAPPORT-ID>",
        "<STUDIE_NAAM>", "<ACCREDATIE_NUMMER>", "<LEEFTIJD>",
    }  # fmt: skip


def test_own_reports_are_those_of_the_answer_key(phi, kept):
    own = [a for a in phi.answers if a.cohort == "phi_reports"]
    assert {why for a in own for why in a.excluded.values()} == set(DEFECTS)
    found = [a.uid for a, *_ in kept if a.cohort == "phi_reports"]
    assert sorted(found) == sorted(a.uid for a in own if "T25" in a.targets)
    for answer in own:
        for (start, end, name), span in zip(
            answer.targets.get("T25", ()), answer.phi, strict=False
        ):
            assert (start, end, name) == (span.start, span.end, ENTITIES[category_of(span.label)])


def test_reports_that_nobody_annotated_are_left_out(phi, kept):
    there = {(a.cohort, a.uid) for a, *_ in kept}
    nobody = [a for a in phi.answers if (a.cohort, a.centre) in SOURCES and not a.annotated]
    assert len(nobody) > 3
    assert not there & {(a.cohort, a.uid) for a in nobody}


def test_plumbing_no_planted_identifier_stands_where_it_was(kept):
    checked = 0
    for answer, _, again in kept:
        for before, after in zip(answer.phi, again.entities, strict=True):
            if category_of(before.label) in TELLING:
                checked += 1
                original = normal(answer.text[before.start : before.end])
                assert original not in normal(again.text[after.start : after.end]), before.label
    assert checked > 4000


def test_attrition_adds_up_for_each_source(phi, kept):
    (summary,) = [s for s in phi.result.tasks if s.name == NAME]
    for name, centre in SOURCES:
        source = f"{centre}, {name}"
        read, *steps = [step for step in summary.steps if step.centre == source]
        assert read.name == "read"
        left = read.rows
        for step in steps:
            left -= step.excluded
            assert step.rows == left
        assert left == summary.cases[source]
        assert left == sum((a.cohort, a.centre) == (name, centre) for a, *_ in kept)


def test_a_report_reads_the_same_as_in_its_own_task(phi, kept):
    lung = {tuple(r["text_parts"]) for a, r, _ in kept if a.cohort == "lung_pathology"}
    own = [tuple(t.text for t in tokenize(c["text"])) for c in cases(phi.release, ALSO)]
    assert len(own) > 200
    assert set(own) <= lung


def test_a_patient_is_in_one_part_of_the_split(phi, kept):
    held_out = json.loads((phi.release / "test-set" / f"{NAME}.json").read_bytes())
    numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
    parts: dict[tuple[str, str], set[bool]] = {}
    for number, (answer, *_) in enumerate(kept):
        who = answer.centre, answer.patient_id
        parts.setdefault(who, set()).add(number in numbers)
    assert all(len(part) == 1 for part in parts.values())
    men = [{a.patient_id for a, *_ in kept if a.cohort == name} for name, _ in SOURCES]
    assert men[0] & men[2]  # some have reports in two cohorts


@pytest.mark.sample_report(25)
def test_the_sample_report_as_one_more_row_has_the_published_tags(shared_data, tmp_path):
    text, tags, spans = published(shared_data, 25)
    raw, tasks = tmp_path / "raw", find_tasks(["T25"])
    simulate(tasks, raw, reports=120, seed=5)
    book = openpyxl.load_workbook(raw / SHEET)
    book.active.append(["T99-00001", "P99999", text, "lung cancer", "Resection", "brain"])
    book.save(raw / SHEET)
    line = {"uid": "T99-00001", "text": text, "label": [[s.start, s.end, s.label] for s in spans]}
    with (raw / ANNOTATED).open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    (case,) = sample_cases(made.release, NAME)
    assert [name for *_, name in runs(case[LABEL])] == [name for *_, name in runs(tags)]
    kept_words = [t.text for t, tag in zip(tokenize(text), tags, strict=True) if tag == "O"]
    assert [w for w, tag in zip(case["text_parts"], case[LABEL], strict=True) if tag == "O"] == (
        kept_words
    )
    assert len(case[LABEL]) == len(tags) == 499
    assert case[LABEL] == tags
