"""The audit of a release: which texts are whose, and what is found in those that were changed."""

from __future__ import annotations

import json
import shutil

import pytest
from file_lines import said, told
from worlds import KEY, OTHER_KEY

from dragon_prep.core.workers import Workers
from dragon_prep.pipeline.cohorts import deidentified_cohorts
from dragon_prep.pipeline.run import Run, silent
from dragon_prep.pipeline.site import Site
from dragon_prep.services.audit import audit_release
from dragon_prep.services.cohort_texts import CohortTexts
from dragon_prep.tasks.prepare import Options, chosen_centres

TEST_SET = "test-set/Task019_prostate_volume_reg.json"


@pytest.fixture(scope="module")
def who(built):
    """The lines of the map, by case."""
    return {case: line for line in built.map_lines() for case in line["cases"]}


@pytest.fixture(scope="module")
def texts(built):
    """What the audit knows of the cohort."""
    site = Site.of(KEY, Options())
    ((cohort, centres),) = chosen_centres(built.tasks, ())
    with Workers(1) as pool:
        run = Run(built.result.workspace, pool, silent)
        (made,) = deidentified_cohorts([(cohort, centres)], built.raw, site, run)
    return CohortTexts.of(cohort, built.raw, centres, made, site)


@pytest.fixture
def release(built, tmp_path):
    return shutil.copytree(built.result.release, tmp_path / "release")


def audit(built, release, **more):
    more = {"key": KEY, "workspace": built.result.workspace, **more}
    return audit_release(release, built.raw, **more)


def changed(release, how, row=0):
    """Changes the text of a record of the test set, and gives the record as it was."""
    path = release / TEST_SET
    records = json.loads(path.read_bytes())
    before = dict(records[row])
    records[row]["text"] = how(before)
    path.write_text(json.dumps(records), encoding="utf-8")
    return before


def a_name(line):
    return next(e for e in line["replaced"] if e["label"] == "PERSOON" and " " in e["original"])


def named_row(release, who):
    """A record of the test set in which a name of several words was replaced."""
    for row, record in enumerate(json.loads((release / TEST_SET).read_bytes())):
        names = who[record["uid"]]["replaced"]
        if any(e["label"] == "PERSOON" and " " in e["original"] for e in names):
            return row
    raise AssertionError


def test_a_sound_release(built, release):
    found = audit(built, release)
    assert (found.texts, found.problems, found.notes) == (58, (), ())
    assert found.counts == {"held_back_for": {}, "coincidences": {}, "doubted": {}}


def test_another_key(built, release):
    assert said(audit, built, release, key=OTHER_KEY)[:3] == ("E117", 5, "release")


def test_an_original_that_came_back_is_told_by_its_place(built, release, who):
    row = named_row(release, who)

    def leak(record):
        entry = a_name(who[record["uid"]])
        return record["text"].replace(entry["surrogate"], entry["original"])

    changed(release, leak, row)
    found = audit(built, release)
    place = f"{TEST_SET}, row {row + 1}, column 'text'"
    assert {(code, where) for code, where, _, _ in told(found.problems)} == {("R341", place)}
    assert found.counts["held_back_for"]
    assert found.texts == 59  # the other task has it as it was


def test_a_text_of_no_report_is_told(built, release):
    changed(release, lambda _: "Een heel ander verslag dat nergens in de bron te vinden is.")
    found = audit(built, release)
    place = f"{TEST_SET}, row 1, column 'text'"
    assert [problem[:2] for problem in told(found.problems)] == [("R345", place)]


def test_the_text_of_another_task_is_known(texts):
    document = texts.documents[0]
    verdict, is_known = texts.verdict(document.text)
    assert (is_known, verdict) == (True, texts.of_document(document))
    assert verdict.is_clean


def test_a_changed_text_is_held_against_the_likeliest_patient(texts, who, built):
    by_case = {}
    for line in who.values():
        for document in texts.documents:
            if line["replaced"] and all(
                document.text[e["new_start"] : e["new_end"]] == e["surrogate"]
                for e in line["replaced"]
            ):
                by_case[document.case] = line
    leaked = 0
    for document in texts.documents:
        line = by_case.get(document.case)
        names = [e for e in line["replaced"] if e["label"] == "PERSOON"] if line else []
        names = [e for e in names if " " in e["original"]]
        if not names:
            continue
        verdict, is_known = texts.verdict(document.text + f" Gezien door {names[0]['original']}.")
        assert is_known
        leaked += not verdict.is_clean
    assert leaked > 5


def test_words_that_a_text_shares_with_no_report(texts):
    for text in ("", "Kort.", "een twee drie vier vijf zes zeven acht negen tien elf twaalf"):
        verdict, is_known = texts.verdict(text)
        assert (is_known, verdict.is_clean) == (False, True)


def test_a_text_is_known_by_three_tenths_of_its_words(texts):
    own = max((document.text for document in texts.documents), key=len)
    words = own.split()
    assert texts.verdict(" ".join(words))[1]
    strange = [f"woord{number}" for number in range(20 * len(words))]
    assert texts.verdict(" ".join([*words, *strange[: len(words)]]))[1]
    assert not texts.verdict(" ".join([*words, *strange]))[1]
