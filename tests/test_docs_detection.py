"""What docs/detection.md shows works."""

from __future__ import annotations

import json
import re
from pathlib import Path

from checkout import tool
from typer.testing import CliRunner

from dragon_prep import detect_file
from dragon_prep.cli import app
from dragon_prep.core.phi import PhiCategory
from dragon_prep.evaluation.labels import family

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "detection.md").read_text(encoding="utf-8")


def test_python_examples_run(capsys):
    names = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(code, "detection.md", "exec"), names)
    shown = capsys.readouterr().out
    assert "Jansen PERSOON name.title sure" in shown
    assert "('Jansen', 'PERSOON'), ('Nijmegen', 'PLAATS')" in shown


def test_example_of_a_line_gives_the_line_shown(tmp_path):
    line, found = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "in").write_text(line, encoding="utf-8")
    detect_file(tmp_path / "in", tmp_path / "out")
    assert json.loads((tmp_path / "out").read_text(encoding="ascii")) == json.loads(found)


def test_commands_of_scoring_give_what_the_tables_list(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    marked = {"id": "a", "text": "Dhr. Jansen", "spans": [[5, 11, "PERSOON"]]}
    for name in ("gold", "first", "second"):
        Path(f"{name}.jsonl").write_text(json.dumps(marked), encoding="utf-8")
    Path("found.jsonl").write_text(json.dumps({"id": "a", "spans": []}), encoding="utf-8")
    lines = re.findall(r"^dragon-prep (evaluate-detection .*)", PAGE, re.MULTILINE)
    assert len(lines) == 2
    for line, file in zip(lines, ("figures.json", "agreement.json"), strict=True):
        done = CliRunner().invoke(app, line.split())
        assert done.exit_code == 0, done.output
        told = json.loads(Path(file).read_text(encoding="ascii"))["overall"]
        kept = {name for name, figure in told.items() if isinstance(figure, dict)}
        assert kept <= set(re.findall(r"^\| [^|]*\(`(\w+)`\) \|", PAGE, re.MULTILINE))


def test_families_are_as_listed():
    (row,) = re.findall(r"\(`merged`\) \|(.*)", PAGE)
    listed = set(re.findall(r"`([A-Z_]+)`", row))
    merged = {c for c in PhiCategory if sum(family(c) == family(d) for d in PhiCategory) > 1}
    assert listed == merged


def test_links_lead_somewhere():
    for link in re.findall(r"\]\((?!http)([^)#]+)", PAGE):
        assert (DOCS / link).exists(), link


def test_table_of_rules_is_that_of_the_registry():
    assert tool("rule_table").page() == PAGE, "run: python tools/rule_table.py"
