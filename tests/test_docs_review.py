"""What docs/review.md shows works, and what it says of figures is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner
from worlds import KEY

import dragon_prep
from dragon_prep import simulate
from dragon_prep.archive.review import misfit
from dragon_prep.cli import app
from dragon_prep.evaluation.doubt import Doubt, doubt_of
from dragon_prep.evaluation.intervals import exact_proportion
from dragon_prep.services.review_draw import FEWEST

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "review.md").read_text(encoding="utf-8")


def run(line):
    done = CliRunner().invoke(app, line.split()[1:])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    key = tmp_path / "project.key"
    key.write_text(KEY.secret.hex(), encoding="ascii")
    key.chmod(0o600)
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", str(key))
    names = ("Jansen", "Bakker", "Visser")
    with Path("reports.jsonl").open("w", encoding="utf-8") as file:
        for at in range(210):
            text = f"Dhr. {names[at % 3]} gezien op {at % 27 + 1}-4-2019, {at % 90} mm."
            file.write(json.dumps({"id": f"r{at}", "text": text}) + "\n")
    return tmp_path


def test_commands_run_from_top_to_bottom(folder):
    first, second = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for line in first.splitlines():
        run(line)
    simulate(dragon_prep.find_tasks(["T19"]), Path("raw"), reports=60, seed=1)
    Path("reviewed.jsonl").write_bytes(Path("sample.jsonl").read_bytes())
    for line in second.splitlines():
        run(line)
    review = json.loads(Path("review.json").read_text(encoding="ascii"))
    manifest = json.loads(Path("release/manifest.json").read_text(encoding="ascii"))
    assert misfit(review) == ""
    assert manifest["review"] == review
    told = re.findall(r"^\| `(\w+)` \| (?:words of PHI|reports in)", PAGE, re.MULTILINE)
    assert told == [name for name, v in review.items() if isinstance(v, dict) and "low" in v]
    (line,) = re.findall(r"`(dragon-prep evaluate-detection [^`]+)`", PAGE)
    for name in ("one", "two"):
        Path(f"{name}.jsonl").write_bytes(Path("reviewed.jsonl").read_bytes())
    run(line)


def test_the_line_shown_has_the_members_of_a_sample(folder):
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    line = json.loads(shown.replace(", ...}}", "}}"))
    first = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)[0]
    for command in first.splitlines():
        run(command)
    drawn = json.loads(Path("sample.jsonl").read_text(encoding="ascii").splitlines()[0])
    assert list(line) == list(drawn)
    assert list(drawn["meta"])[:3] == list(line["meta"])


def test_figures_of_the_page_are_those_of_the_code():
    rows = re.findall(r"^\| `(low|middle|high)` \| (?:below )?(\d+) %", PAGE, re.MULTILINE)
    assert [word for word, _ in rows] == list(Doubt)
    for word, below in rows[:2]:
        assert doubt_of(10 * int(below) - 1) == word != doubt_of(10 * int(below))
    assert "three reports at least" in PAGE
    assert FEWEST == 3
    (high,) = re.findall(r"up to ([\d.]+) % of all reports may", PAGE)
    assert float(high) == pytest.approx(100 * exact_proportion(0, 200, 0.95)[1], abs=0.05)


def test_links_lead_somewhere():
    for link in re.findall(r"\]\((?!http)([^)#]+)", PAGE):
        assert (DOCS / link).exists(), link
    for page, anchor in re.findall(r"\]\((\w+\.md)#([\w-]+)\)", PAGE):
        headings = re.findall(r"^#+ (.*)$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
    for name in re.findall(r"dragon_prep\.(\w+)", PAGE):
        assert name in dir(dragon_prep)
