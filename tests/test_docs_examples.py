"""What the page on the examples shows and says is so."""

from __future__ import annotations

import re
from pathlib import Path

from dragon_prep import find_tasks
from dragon_prep.synthetic.examples.export import published_size

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "examples.md").read_text(encoding="utf-8")


def test_python_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "examples.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 3
    lines = (tmp_path / "raw" / "examples" / "Task106_Example_sl_reg.jsonl").read_text("ascii")
    assert len(lines.splitlines()) == 1500


def test_every_example_is_listed():
    rows = re.findall(r"^\| T(\d+) `(\w+)` \| (\d+) \|", PAGE, re.MULTILINE)
    assert [(int(n), name, int(size)) for n, name, size in rows] == [
        (task.number, task.name, published_size(task.number)) for task in find_tasks(["examples"])
    ]
