"""What docs/probe.md shows works."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from made_probes import add_task, by_many, by_phrase, by_side, by_word, cases
from typer.testing import CliRunner

from dragon_prep.cli import app
from dragon_prep.core.targets import TargetType
from dragon_prep.services.probe.probe import TaskVerdict
from dragon_prep.services.probe.scoring import method_names

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "probe.md").read_text(encoding="utf-8")


def test_the_table_is_what_the_command_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    add_task(tmp_path / "release", 901, cases(by_phrase, 150))
    add_task(tmp_path / "release", 902, cases(by_many, 120))
    (block,) = re.findall(r"\$ dragon-prep (probe release/)\n(.*?)```", PAGE, re.DOTALL)
    shown = CliRunner().invoke(app, [*block[0].split(), "--workers", "1"])
    lines = [line.rstrip() for line in shown.stdout.splitlines()]
    # The last digits of what is not all right are those of a version of scikit-learn.
    assert [_without_figures(line) for line in lines] == [
        _without_figures(line) for line in block[1].splitlines()
    ]


def _without_figures(line):
    return line if line.startswith(" T901") else re.sub(r"[0-9]\.[0-9]{3}", "0", line)


def test_the_comparison_is_as_shown(tmp_path):
    add_task(tmp_path / "a", 901, cases(by_side, 150))
    add_task(tmp_path / "b", 901, cases(by_word, 150))
    (example,) = re.findall(r"```pycon\n(.*?)```", PAGE, re.DOTALL)
    names = {"look_alike": tmp_path / "a", "release": tmp_path / "b"}
    test = doctest.DocTestParser().get_doctest(example, names, "probe.md", None, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_pair_of_the_docs_can_be_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    add_task(tmp_path / "look-alike", 3, cases(by_side, 150))
    (lines,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    Path("pairs.jsonl").write_text(lines, encoding="utf-8")
    (command,) = re.findall(r"dragon-prep (probe .*--contrast.*)", PAGE)
    shown = CliRunner().invoke(app, command.split())
    assert shown.exit_code == 0, shown.output
    assert "1 pairs" in shown.output


def test_methods_and_verdicts_are_all_named():
    named = set(re.findall(r"`([a-z]+)`", PAGE))
    for kind in TargetType:
        assert set(method_names(kind, every=True)) <= named
    assert all(f"`{verdict}`" in PAGE for verdict in TaskVerdict)
