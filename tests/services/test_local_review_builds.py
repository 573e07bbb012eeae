"""What was decided in a review goes into the next build, and only the right key shows reports."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.codes.local_review import NOTHING_TO_REVIEW
from dragon_prep.core.codes.run import CENTRE_UNKNOWN
from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.second_look import SecondLook
from dragon_prep.services.local_review.desk import ReviewDesk
from dragon_prep.services.local_review.export import export
from dragon_prep.services.local_review.journal import JOURNAL, Action, opened_journal
from dragon_prep.services.local_review.reports import read_reports
from dragon_prep.services.verify_release import verify_release
from dragon_prep.tasks.prepare import Options

OPTIONS = Options(second_look=SecondLook.OFF)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A folder with exports, a release, its workspace, and a file of the key."""
    root = tmp_path_factory.mktemp("reviewed")
    simulate(find_tasks(["T19"]), root / "raw", reports=40, seed=3)
    (root / "key").write_text(KEY.secret.hex(), encoding="ascii")
    (root / "key").chmod(0o600)
    made(root)
    return root


def made(root, **more):
    return build(
        *(find_tasks(["T19"]), root / "raw", root / "release"), key=KEY, options=OPTIONS, **more
    )


def read(root, key=KEY, options=OPTIONS, workspace="dragon-prep-workspace"):
    return read_reports(find_tasks(["T19"]), root / workspace, root / "raw", key, options)


@pytest.mark.parametrize(
    "other", [{"key": OTHER_KEY}, {"options": Options()}, {"workspace": "release"}]
)
def test_without_what_the_build_had_nothing_is_shown(world, other):
    with pytest.raises(DragonPrepError) as fault:
        read(world, **other)
    assert fault.value.kind is NOTHING_TO_REVIEW


def test_marks_are_what_the_build_replaced_and_what_it_left(world):
    reports = read(world)
    assert len(reports) > 30
    for one in reports:
        kinds = {(mark.span.start, mark.span.end): mark.kind for mark in one.marks}
        assert {span for span, kind in kinds.items() if kind == "replaced"} == set(one.placed)
        assert len(kinds) == len(one.marks)
    assert any(mark.rule.startswith("date.") for one in reports for mark in one.marks)
    changed = [
        one.report.text[start:end] != one.after[new:stop]
        for one in reports
        for (start, end), (new, stop) in one.placed.items()
    ]
    assert sum(changed) > 0.9 * len(changed)


def lonely_word(reports):
    """A report that nobody annotated, and a word of it that stands nowhere else."""
    count = Counter(w for one in reports for w in re.findall(r"\w+", one.report.text.lower()))
    for one in reports:
        if one.held or one.report.phi is not None:
            continue
        for word in re.finditer(r"\b[a-z]{7,}\b", one.report.text):
            near = any(m.span.start < word.end() and word.start() < m.span.end for m in one.marks)
            if count[word[0]] == 1 and not near and word[0] in one.after:
                return one, word
    raise AssertionError("no such word")


def test_what_was_decided_is_in_the_next_build(world):
    reports = read(world)
    one, word = lonely_word(reports)
    other = next(
        r for r in reports
        if r is not one and not r.held and any(m.span.label == "DATUM" for m in r.marks)
    )  # fmt: skip
    date = next(mark.span for mark in other.marks if mark.span.label == "DATUM")
    said = other.report.text[date.start : date.end]
    workspace = world / "dragon-prep-workspace"
    with opened_journal(workspace) as journal:
        desk = ReviewDesk(reports, journal, lambda _desk: {})
        body = {"report": one.number, "start": word.start(), "end": word.end(), "quote": word[0]}
        desk.answer("decide", {**body, "action": "add", "label": "PERSOON"})
        body = {"report": other.number, "start": date.start, "end": date.end, "quote": said}
        desk.answer("decide", {**body, "action": "delete"})
    command = ["review", str(workspace), "--source", str(world / "raw"), "--second-look", "off"]
    done = CliRunner().invoke(app, [*command, "--key-file", str(world / "key"), "--export"])
    assert done.exit_code == 0, done.output
    assert "2 reports, " in done.output
    with pytest.raises(DragonPrepError):  # the exports are others now: build first
        read(world)
    made(world, overwrite=True)
    again = {r.case: r for r in read(world)}
    assert word[0] not in again[one.case].after
    assert again[one.case].report.phi is not None
    assert (word.start(), word.end()) in again[one.case].placed
    assert (date.start, date.end) not in again[other.case].placed
    manifest = json.loads((world / "release" / "manifest.json").read_text(encoding="utf-8"))
    assert any(name.startswith("reviewed/") for name in manifest["inputs_keyed"])
    with opened_journal(workspace) as journal:  # all decisions still hold, and change nothing
        desk = ReviewDesk(list(again.values()), journal, lambda _desk: {})
        assert len(journal.decisions) == 2
        assert desk.stale == 0
    assert word[0].encode() not in (workspace / JOURNAL).read_bytes()


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """The same with the second look as it is by itself."""
    root = tmp_path_factory.mktemp("looked")
    simulate(find_tasks(["T19"]), root / "raw", reports=40, seed=3)
    build(find_tasks(["T19"]), root / "raw", root / "release", key=KEY)
    return root


def decide(root, reports, action, marks):
    """Decides on marks of reports, says that these are done, and exports."""
    with opened_journal(root / "dragon-prep-workspace") as journal:
        desk = ReviewDesk(reports, journal, lambda desk: export(desk, root / "raw"))
        for one, mark in marks:
            start, end = mark.span.start, mark.span.end
            body = {"report": one.number, "start": start, "end": end}
            body["quote"] = one.report.text[start:end]
            desk.answer("decide", {**body, "action": action})
            desk.answer("decide", {"report": one.number, "action": "done"})
        desk.answer("export", {})


def said(one, mark):
    return one.report.text[mark.span.start : mark.span.end]


def test_a_reviewers_delete_goes_before_the_second_look(usual):
    reports = read(usual, options=Options())
    replaced = [(r, m) for r in reports for m in r.marks if m.kind == "replaced" and not r.held]
    texts = Counter(r.report.patient for r in reports)
    # Days that stand once in all that the patient has, and that the detector is sure of.
    once = [
        (r, m) for r, m in replaced
        if m.span.label == "DATUM" and len(said(r, m)) == 10 and texts[r.report.patient] == 1
        and r.report.text.count(said(r, m)) == 1
    ][:3]  # fmt: skip
    assert len(once) == 3
    decide(usual, reports, Action.DELETE, once)
    made = build(find_tasks(["T19"]), usual / "raw", usual / "release", key=KEY, overwrite=True)
    after = {r.case: r for r in read(usual, options=Options())}
    for one, mark in once:
        assert (mark.span.start, mark.span.end) not in after[one.case].placed
        assert said(one, mark) in after[one.case].after
    assert "R364" in {problem.kind.code for problem in made.problems}
    fates = made.second_look["prostate_mri"].values()
    assert sum(n for found in fates for n in found.get("deleted", {}).values()) >= 3
    assert verify_release(usual / "release", key=KEY) == []


def test_a_centre_narrows_the_cohorts_of_all_tasks(tmp_path):
    place, raw, every = tmp_path / "dragon-prep-workspace", tmp_path / "raw", find_tasks("all")
    simulate(find_tasks(["T19"]), raw, reports=150, seed=3)
    one = replace(OPTIONS, centres=("umcg",))
    build(find_tasks(["T19"]), raw, tmp_path / "release", key=KEY, options=one)
    reports = read_reports(every, place, raw, KEY, one)
    assert {report.report.centre for report in reports} == {"umcg"}
    for centre, kind in (("nowhere", CENTRE_UNKNOWN), ("rijnstate", NOTHING_TO_REVIEW)):
        with pytest.raises(DragonPrepError) as fault:
            read_reports(every, place, raw, KEY, replace(OPTIONS, centres=(centre,)))
        assert fault.value.kind is kind
