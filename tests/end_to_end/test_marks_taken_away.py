"""Marks taken away from annotated exports: what the second look finds again, and what it leaves."""

from __future__ import annotations

import json
import re

import pytest
from checkout import tool
from typer.testing import CliRunner
from worlds import KEY, archives, tree

from dragon_prep import Options, build, check, find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.key_file import new_key
from dragon_prep.core.second_look import SecondLook
from dragon_prep.core.small_counts import told_throughout
from dragon_prep.services.audit import audit_release

TASKS = ("T10", "T11", "T19", "T20", "T21", "T22", "T26", "T27", "T28")
CODES = {"R352", "R353", "R354"}
measure = tool("second_look", "benchmarks/detection")


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """Cohorts, their exports, and the same without 8 % of the marks."""
    root = tmp_path_factory.mktemp("second")
    tasks = find_tasks(TASKS)
    cohorts = list({task.cohort.name: task.cohort for task in tasks}.values())
    for name in ("whole", "less"):
        simulate(tasks, root / name, reports=130, seed=4)
    measure.take_marks(root / "less", cohorts, 0.08, seed=4)
    return cohorts, root / "whole", root / "less"


@pytest.fixture(scope="module")
def made(exports, tmp_path_factory):
    """A build of the exports without some marks for each choice."""
    root = tmp_path_factory.mktemp("made")
    found = {}
    for choice in SecondLook:
        options = Options(second_look=choice)
        found[choice] = build(
            find_tasks(TASKS),
            exports[2],
            root / choice.value,
            key=KEY,
            options=options,
            workspace=root / "workspace",
        )
    return found


def counted(result):
    """Numbers of findings, by what became of them."""
    sums = {}
    for centres in result.second_look.values():
        for counts in centres.values():
            for fate, by_category in counts.items():
                sums[fate] = sums.get(fate, 0) + sum(by_category.values())
    return sums


def test_most_marks_are_found_again_and_nothing_else(exports):
    cohorts, whole, less = exports
    counts = measure.Counts()
    for cohort in cohorts:
        measure.looked_at(cohort, whole, less, counts)
    assert counts.reports > 500
    assert counts.taken.total() > 200
    assert counts.again.total() > 0.75 * counts.taken.total()
    assert counts.wrong.total() <= 1


def test_every_label_is_what_it_was(exports, tmp_path):
    cohorts, whole, less = exports
    tasks = find_tasks(TASKS)
    truth, _ = measure.labels(tasks, cohorts, whole, SecondLook.OFF, tmp_path)
    after, releases = measure.labels(tasks, cohorts, less, SecondLook.REPLACE, tmp_path)
    before, without = measure.labels(tasks, cohorts, less, SecondLook.OFF, tmp_path)
    for name, cases in after.items():
        shared = cases.keys() & truth[name].keys()
        assert shared
        assert {case: cases[case] for case in shared} == {
            case: truth[name][case] for case in shared
        }
        assert len(cases) >= len(before[name])
    held, held_without = (sum(len(r.withheld) for r in some) for some in (releases, without))
    assert held < 0.5 * held_without


def test_labels_stay_even_if_everything_that_may_be_phi_is_replaced(exports, tmp_path, monkeypatch):
    from dragon_prep.detect import sure

    monkeypatch.setattr(sure, "SURE", 0)
    monkeypatch.setattr(sure, "SURE_OF", {})
    cohorts, whole, less = exports
    tasks = find_tasks(TASKS)
    truth, _ = measure.labels(tasks, cohorts, whole, SecondLook.OFF, tmp_path)
    after, _ = measure.labels(tasks, cohorts, less, SecondLook.REPLACE, tmp_path / "all")
    for name, cases in after.items():
        shared = cases.keys() & truth[name].keys()
        assert {case: cases[case] for case in shared} == {
            case: truth[name][case] for case in shared
        }


def test_what_became_of_findings_is_what_was_asked_for(made):
    replaced, listed, held = (
        counted(made[c]) for c in (SecondLook.REPLACE, SecondLook.LIST, SecondLook.HOLD)
    )
    assert replaced["replaced"] == listed["listed"] == held["held_back"] > 100
    assert counted(made[SecondLook.OFF]) == {}
    codes = {choice: {p.kind.code for p in made[choice].problems} & CODES for choice in made}
    assert codes[SecondLook.OFF] == set()
    assert "R352" in codes[SecondLook.REPLACE]
    assert codes[SecondLook.LIST] == {"R353"}
    assert "R354" in codes[SecondLook.HOLD]
    assert "R352" not in codes[SecondLook.HOLD]


def test_a_report_that_is_held_back_is_in_no_task_and_counted(made):
    hold, rest = made[SecondLook.HOLD], made[SecondLook.LIST]
    held = {p.place for p in hold.problems if p.kind.code == "R354"}
    assert all(p.quarantined for p in hold.problems if p.kind.code == "R354")
    title = next(p.kind.title for p in hold.problems if p.kind.code == "R354")
    steps = {
        (s.centre, s.name): s.excluded for task in hold.tasks for s in task.steps if s.name == title
    }
    assert steps
    cases = [sum(sum(t.cases.values()) for t in made.tasks) for made in (hold, rest)]
    assert cases[0] < cases[1]
    assert len(held) > 50


def test_off_is_as_it_was_and_list_changes_no_byte_of_the_tasks(made):
    releases = [archives(made[choice].release) for choice in (SecondLook.OFF, SecondLook.LIST)]
    assert releases[0] == releases[1]
    assert archives(made[SecondLook.REPLACE].release).keys() == releases[0].keys()


def test_the_manifest_says_what_was_done(made):
    for choice, result in made.items():
        manifest = json.loads((result.release / "manifest.json").read_bytes())
        assert manifest["options"]["second_look"] == choice.value
        assert manifest["second_look"] == told_throughout(result.second_look)


def test_problems_tell_the_row_of_the_sheet_and_of_the_annotation(made, exports):
    problems = [p for p in made[SecondLook.REPLACE].problems if p.kind.code == "R352"]
    apart = [p for p in problems if p.detail.startswith("annotation in ")]
    assert apart
    assert len(apart) < len(problems)  # in some cohorts the annotation has the report
    one = next(p for p in apart if p.place.file.endswith("mapped.csv"))
    where, _, said = one.detail.removeprefix("annotation in ").partition(": ")
    file, _, row = where.partition(", row ")
    line = (exports[2] / file).read_text(encoding="utf-8").splitlines()[int(row) - 1]
    text, marks = json.loads(line)["text"], json.loads(line)["label"]
    for finding in said.split(", "):
        start, end = map(int, finding.rpartition(" ")[2].split("-"))
        assert text[start:end] == text[start:end].strip()
        assert not any(a < end and start < b for a, b, _ in marks)


SAID = re.compile(
    r"(annotation in [\w./-]+, row \d+: )?[A-Z_]+ \d+-\d+(, [A-Z_]+ \d+-\d+)*"
    r"(, where a label's value stands)?"
)


def test_no_text_is_told(made):
    details = [
        p.detail for result in made.values() for p in result.problems if p.kind.code in CODES
    ]
    assert len(details) > 300
    assert all(map(SAID.fullmatch, details))


@pytest.mark.parametrize("choice", SecondLook)
def test_check_tells_what_a_build_would_do(made, exports, choice):
    result = check(find_tasks(TASKS), exports[2], key=KEY, options=Options(second_look=choice))
    assert result.second_look == made[choice].second_look
    told = [p for p in result.problems if p.kind.code in CODES]
    assert told == [p for p in made[choice].problems if p.kind.code in CODES]


def test_the_bytes_do_not_depend_on_workers_or_on_what_the_workspace_has(made, exports, tmp_path):
    reference = tree(made[SecondLook.REPLACE].release)
    for name, workers in (("two", 2), ("cached", 1)):
        again = build(
            find_tasks(TASKS),
            exports[2],
            tmp_path / name,
            key=KEY,
            workspace=tmp_path / "work",
            workers=workers,
        )
        assert tree(again.release) == reference


def test_the_audit_of_a_release_takes_the_choice_of_its_manifest(made, exports, tmp_path):
    for choice in (SecondLook.REPLACE, SecondLook.OFF):
        result = audit_release(
            made[choice].release, exports[2], key=KEY, workspace=tmp_path / choice.value
        )
        assert result.problems == ()


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_the_commands_tell_people_and_machines(exports, tmp_path):
    key = tmp_path / "key"
    new_key(key)
    more = ("--source", exports[2], "--key-file", key)
    done = run("check", "T27", *more, "--second-look", "list")
    assert done.exit_code == 0, done.output
    assert "Found by the second look, marked by nobody\n  prostate_biopsy, rumc: " in done.output
    assert "left in the text and listed" in done.output
    assert "R353" in done.output
    done = run("build", "T27", *more, "--out", tmp_path / "release", "--json")
    assert done.exit_code == 0, done.output
    body = json.loads(done.stdout)
    assert sum(body["second_look"]["prostate_biopsy"]["rumc"]["replaced"].values()) > 5
    found = [p for p in body["problems"] if p["code"] == "R352"]
    assert found
    assert not any(problem["held_back"] for problem in found)
    assert run("check", "T27", *more, "--second-look", "maybe").exit_code == 2


def test_single_records(tmp_path):
    key, source = tmp_path / "key", tmp_path / "in.jsonl"
    new_key(key)
    text = "Gezien door dr. J. Zwartjes op 12-03-2021."
    body = {"id": 1, "patient_id": "1", "text": text, "spans": [[31, 41, "DATUM"]]}
    source.write_text(json.dumps(body) + "\n", encoding="utf-8")
    told = {}
    for choice in SecondLook:
        output = tmp_path / choice.value
        done = run("deidentify", "--input", source, "--output", output, "--key-file", key,
                   "--second-look", choice.value, "--json")  # fmt: skip
        told[choice] = json.loads(done.stdout)
        assert done.exit_code == (1 if choice is SecondLook.HOLD else 0)
        assert ("Zwartjes" in output.read_text()) is (choice in (SecondLook.LIST, SecondLook.OFF))
    assert told[SecondLook.REPLACE]["second_look"] == {"replaced": {"PERSOON": 1}}
    assert [p["code"] for p in told[SecondLook.HOLD]["problems"]] == ["R354"]
    assert told[SecondLook.OFF]["second_look"] == {}
    said = run("deidentify", "--input", source, "--output", tmp_path / "more", "--key-file", key)
    assert "Found by the second look, given by nobody: PERSOON 1: replaced" in said.output
