"""What the README shows works."""

from __future__ import annotations

import re
from pathlib import Path

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_python_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert "Task019_prostate_volume_reg" in capsys.readouterr().out
    assert (tmp_path / "release" / "manifest.json").is_file()


def test_links_lead_somewhere():
    root = Path(__file__).resolve().parents[1]
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (root / link).exists(), link


def numbers():
    """The rows of the table of numbers: what, ours, theirs, the command."""
    table = README.partition("## Numbers\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0] not in ("what", "---")]


def test_every_number_has_a_command_that_is_there():
    root = Path(__file__).resolve().parents[1]
    assert len(numbers()) >= 5
    for *_, command in numbers():
        script = re.fullmatch(r"`python (benchmarks/\S+\.py)( [\w ]+)?`", command)
        assert script, command
        source = (root / script[1]).read_text(encoding="utf-8")
        assert '__name__ == "__main__"' in source
        for word in (script[2] or "").split():
            assert word.isupper() or re.search(rf"\b{word}\b", source), command


def test_every_number_stands_in_the_benchmarks():
    root = Path(__file__).resolve().parents[1]
    pages = "".join(path.read_text(encoding="utf-8") for path in root.glob("benchmarks/**/*.md"))
    for what, *cells, _ in numbers():
        for number in re.findall(r"\d+\.\d{3}|\d,\d{3}|\b\d{3}\b", " ".join(cells)):
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", pages), (what, number)
