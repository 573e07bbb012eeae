"""The walks of CONTRIBUTING.md lead where they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from checkout import CHECKOUT
from typer.testing import CliRunner

from dragon_prep.cli import app

PAGE = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALKS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
PLACED = re.compile(r"# (\S+), before (.*)\n")
MOST_LINES = 22
MADE = re.compile(r"# (\S+?)(?:, from (.*))?\n")
RULE_WALK = """
import json
import dragon_prep
from dragon_prep.detect import detect
from dragon_prep.detect.registry import finders
from dragon_prep.phi.entry import unmarked
from dragon_prep.phi.rules import RANKS

entry = next(f.entry for f in finders() if f.rules == ("name.neighbour",))
for sentence in (*entry.finds, *entry.passes):
    text, marked = unmarked(sentence)
    hits = [hit.span for hit in detect(text) if hit.rule == "name.neighbour"]
    assert [(span.start, span.end) for span in hits] == marked, sentence
assert RANKS["name.neighbour"] + 1 == RANKS["name.asks"]
print(json.dumps([dragon_prep.__file__, len(entry.finds), len(entry.passes)]))
"""


def blocks(walk, kind):
    return re.findall(rf"```{kind}\n(.*?)```", WALKS[walk], re.DOTALL)


@pytest.fixture
def edited(tmp_path):
    """Edits a copy of the package as a walk says, and runs code with it in another process."""

    def edit(walk):
        shutil.copytree(
            CHECKOUT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__")
        )
        for block in blocks(walk, "python"):
            placed = PLACED.match(block)
            if placed is not None:
                path = tmp_path / placed[1]
                text = path.read_text(encoding="utf-8")
                at = text.rindex("\n", 0, text.index(placed[2])) + 1
                path.write_text(text[:at] + block[placed.end() :] + text[at:], encoding="utf-8")

        def run(code):
            env = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
            command = [sys.executable, "-c", code]
            done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            return done.stdout

        return run

    return edit


def test_walks_are_short():
    assert [" ".join(walk.split(" ")[:3]) for walk in WALKS] == [
        *("Add a rule", "Add a notation", "Add a centre", "Add a task", "Switch a rule"),
    ]
    for walk in WALKS.values():
        assert len([line for line in walk.splitlines() if line.strip()]) <= MOST_LINES


def test_a_rule_is_added(edited):
    package, finds, passes = json.loads(edited("Add a rule")(RULE_WALK))
    assert not package.startswith(str(CHECKOUT))
    assert (finds, passes) == (2, 2)


def test_a_notation_of_dates_is_added(edited):
    run = edited("Add a notation of dates")
    code = blocks("Add a notation of dates", "python")[-1]
    assert PLACED.match(code) is None
    run(code)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Takes a walk in an empty folder, in the order of its blocks, and says what commands said."""
    monkeypatch.chdir(tmp_path)

    def take(walk):
        said = []
        for kind, block in re.findall(r"```(\w+)\n(.*?)```", WALKS[walk], re.DOTALL):
            if kind != "console":
                made = MADE.match(block)
                path = tmp_path / made[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                kept = path.read_text(encoding="utf-8").partition(made[2])[0] if made[2] else ""
                path.write_text(kept + block[made.end() :], encoding="utf-8")
                continue
            for command in block.splitlines():
                program, *args = command.split()
                assert program == "dragon-prep"
                done = CliRunner().invoke(app, args)
                assert done.exit_code == 0, done.output
                said.append(" ".join(done.output.split()))
        return said

    return take


def test_a_centre_is_added(desk):
    (said,) = desk("Add a centre")
    assert "olvg/verslagen.csv: 2 can be read, 0 cannot" in said
    assert "prostate_volume 100 % filled, from Volume" in said


def test_a_task_is_added(desk):
    _, _, said = desk("Add a task")
    assert "Task901_own_task: attrition" in said
    assert "PI-RADS not stated" in said
    assert "fails for the report" not in said


def test_a_rule_is_switched_off_for_one_centre(tmp_path, monkeypatch):
    walk = "Switch a rule off for one centre"
    monkeypatch.chdir(tmp_path)
    report, less = blocks(walk, "json")
    (tmp_path / "reports.jsonl").write_text(report, encoding="utf-8")
    (profile,) = blocks(walk, "toml")
    (tmp_path / "umcg.toml").write_text(profile, encoding="utf-8")
    said = ""
    (commands,) = blocks(walk, "console")
    for command in commands.splitlines():
        program, *args = command.split()
        assert program == "dragon-prep"
        done = CliRunner().invoke(app, args)
        assert done.exit_code == 0
        said = done.output
    assert "Rules switched off for umcg: learned.person, name.known" in said
    assert "name.known" in (tmp_path / "found.jsonl").read_text(encoding="ascii")
    assert json.loads((tmp_path / "less.jsonl").read_text(encoding="ascii")) == json.loads(less)
