"""CT reports with medical terms from a simulated export to a release of T26."""

from __future__ import annotations

import json
import shutil

import pytest
from ner_truths import deidentified_again, places, published, runs, tagged_runs
from samples import sample_cases
from truths import TELLING, as_read, normal, records
from worlds import KEY, World, archives, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.core.phi import category_of
from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.synthetic.terminology_ct.export import FILE

NAME = "Task026_medical_terminology_ner"
LABEL = "named_entity_recognition_target"
SAMPLE = {"anon_studyinstanceuid": "9.9.9", "anon_patientid": "SAMPLE1"}
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def terms(tmp_path_factory) -> World:
    """An export of 255 reports, and a release of T26 in source order."""
    root = tmp_path_factory.mktemp("terms")
    tasks = find_tasks(["T26"])
    simulated = simulate(tasks, root / "raw", reports=255, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(terms):
    """Answer, released record, and the report de-identified again with its terms."""
    (task,) = find_tasks(["T26"])
    answers = [answer for answer in terms.answers if answer.targets]
    marked = {a.uid: terms_as_read(a) for a in answers}
    again = deidentified_again(task.cohort, terms.raw, lambda report: marked[report.uid])
    found = records(terms.release, NAME)
    assert sorted(found) == list(range(len(answers)))
    return [(a, found[i], again[a.uid]) for i, a in enumerate(answers)]


def terms_as_read(answer):
    """The terms of an answer where they stand in the text as intake cleans it."""
    cleaned, given = clean(answer.text), [Span(*span) for span in answer.targets["T26"]]
    terms = cleaned.carry(given)
    for raw, term in zip(given, terms, strict=True):
        written = normal(answer.text[raw.start : raw.end])
        assert normal(cleaned.text[term.start : term.end]) == written
    return terms


def test_the_release_keeps_its_contract(terms):
    assert not tuple(verify(terms.release))


def test_the_tags_are_those_of_the_answer_key(terms, kept):
    off = 0
    for _, record, again in kept:
        at = places(record["text_parts"], again.text)
        assert runs(record[LABEL]) == tagged_runs(again.entities, at)
        borders = {a for a, _ in at}, {b for _, b in at}
        off += sum(s.start not in borders[0] or s.end not in borders[1] for s in again.entities)
    (summary,) = terms.result.tasks
    assert sum(summary.spans.values()) == summary.spans.get("grown", 0) == off


def test_terms_marked_without_their_last_letter_are_tagged_whole(terms, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(terms.raw, raw)
    lines = [json.loads(line) for line in (raw / FILE).read_text("utf-8").splitlines()]
    for line in lines[40:80]:
        for term in line["label_terminology"]:
            term[1] -= line["text"][term[1] - 4 : term[1]].isalpha()
    (raw / FILE).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    made = build(
        find_tasks(["T26"]), raw, tmp_path / "out", key=KEY, options=Options(order="source")
    )
    (before,), (after,) = terms.result.tasks, made.tasks
    assert after.spans["grown"] > before.spans.get("grown", 0) + 100
    assert archives(made.release) == archives(terms.release)


def test_the_text_under_a_term_is_the_term_with_a_surrogate_for_what_was_replaced(kept):
    replaced = 0
    for answer, _, again in kept:
        read = as_read(answer)
        for term, after in zip(terms_as_read(answer), again.entities, strict=True):
            start, end = term.start, term.end
            before, now = read.text[start:end], again.text[after.start : after.end]
            dates = [s for s in read.phi if start <= s.start and s.end <= end]
            if not dates:
                assert now == to_ascii(before)[0]
                continue
            (date,) = dates
            replaced += 1
            assert now.startswith(to_ascii(read.text[start : date.start])[0])
            assert now.endswith(to_ascii(read.text[date.end : end])[0])
            assert read.text[date.start : date.end] not in now
    assert replaced > 2


def test_attrition_adds_up_to_the_lines_read(terms, kept):
    (summary,) = terms.result.tasks
    read, *steps = summary.steps
    rows = len((terms.raw / FILE).read_text(encoding="utf-8").split("\n")) - 1
    assert (read.name, read.rows) == ("read", rows)
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(kept) == summary.cases["rumc"]
    assert steps[-1].patients == len({answer.patient_id for answer, *_ in kept})
    assert {step.name for step in steps if step.excluded} == {
        "an id is empty, or says that there is none", "report repeated",
        "annotation cannot be used", "no report text",
    }  # fmt: skip


def test_plumbing_no_planted_identifier_stands_where_it_was(terms, kept):
    (task,) = find_tasks(["T26"])
    phi = {answer.uid: as_read(answer).phi for answer, *_ in kept}
    again = deidentified_again(task.cohort, terms.raw, lambda report: phi[report.uid])
    checked = 0
    for answer, record, _ in kept:
        now = again[answer.uid]
        places(record["text_parts"], now.text)
        for before, after in zip(answer.phi, now.entities, strict=True):
            if category_of(before.label) in TELLING:
                checked += 1
                original = normal(answer.text[before.start : before.end])
                assert original not in normal(now.text[after.start : after.end]), before.label
    assert checked > 600


@pytest.mark.sample_report(26)
def test_the_sample_report_as_one_more_line_has_the_published_tags(shared_data, tmp_path):
    text, tags, spans = published(shared_data, 26)
    dates = [(text.index(date), len(date)) for date in ("23 nov", "23.11.2014")]
    line = {
        "text": text,
        "label_phi": [[start, start + length, "<DATUM>"] for start, length in dates],
        "label_terminology": [[s.start, s.end, s.label] for s in spans],
        **SAMPLE,
    }
    raw, tasks = tmp_path / "raw", find_tasks(["T26"])
    simulate(tasks, raw, reports=60, seed=5)
    with (raw / FILE).open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    (case,) = sample_cases(made.release, NAME)
    assert case[LABEL] == tags
    assert "23 nov" not in " ".join(case["text_parts"])
