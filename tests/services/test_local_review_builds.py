"""What was decided in a review goes into the next build, and only the right key shows reports."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from typer.testing import CliRunner
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.cli import app
from dragon_prep.core.codes.local_review import REVIEW_UNFIT
from dragon_prep.core.errors import DragonPrepError
from dragon_prep.core.second_look import SecondLook
from dragon_prep.services.local_review.desk import ReviewDesk
from dragon_prep.services.local_review.journal import JOURNAL, opened_journal
from dragon_prep.services.local_review.reports import read_reports
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
    assert fault.value.kind is REVIEW_UNFIT


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
