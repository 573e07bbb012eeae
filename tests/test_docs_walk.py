"""Commands of README.md and of pages of docs, run from block to block in one folder.

Pages: README.md, check.md, pages.md, settings.md, audit.md, detection.md, releases.md, mapping.md,
cohort_rules.md, annotations.md.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from checkout import CHECKOUT
from typer.testing import CliRunner
from worlds import KEY

import dragon_prep
from dragon_prep.cli import app

BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def block(page, start):
    path = CHECKOUT / page if page == "README.md" else CHECKOUT / "docs" / page
    (found,) = (b for b in BLOCK.findall(path.read_text(encoding="utf-8")) if b.startswith(start))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with raw exports, records and a key."""
    root = tmp_path_factory.mktemp("walk")
    dragon_prep.simulate(dragon_prep.find_tasks(["T19"]), root / "raw", reports=60, seed=1)
    (root / "project.key").write_text(KEY.secret.hex(), encoding="ascii")
    (root / "project.key").chmod(0o600)
    lines = [{"id": f"r{n}", "patient_id": f"p{n}", "text": "Dhr. Jansen."} for n in range(3)]
    for name in ("in.jsonl", "reports.jsonl"):
        (root / name).write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return root


@pytest.fixture
def walk(folder, monkeypatch):
    """Runs a block's commands; each must end as it should."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRAGON_PREP_KEY_FILE", str(folder / "project.key"))

    def run(page, start, *, fresh=False):
        if fresh:
            shutil.rmtree("release", ignore_errors=True)
        said = []
        for line in block(page, start).splitlines():
            program, *arguments = shlex.split(line, comments=True)
            assert program == "dragon-prep"
            done = CliRunner().invoke(app, arguments)
            assert done.exit_code == 0, (line, done.output)
            said.append(done.output)
        return said

    return run


def test_blocks_run_one_after_another(walk):
    told = walk("README.md", "dragon-prep tasks T19", fresh=True)
    assert "prostate_mri" in told[0]
    assert Path("release/manifest.json").is_file()
    walk("audit.md", "dragon-prep audit release/")
    walk("check.md", "dragon-prep check")
    shutil.copytree("release", "release-1")
    shutil.copytree("release", "release-2")
    walk("releases.md", "dragon-prep diff")
    walk("pages.md", "dragon-prep build", fresh=True)
    assert Path("dragon-prep-workspace/review.html").is_file()
    walk("README.md", "dragon-prep key new", fresh=True)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of mlcroissant's own packages
def test_metadata_are_read_as_shown(walk, folder):
    pytest.importorskip("mlcroissant")
    if not Path("release").is_dir():
        walk("README.md", "dragon-prep tasks T19", fresh=True)
    exec(compile(block("pages.md", "import mlcroissant"), "pages.md", "exec"), {})


def test_records_and_detection(walk):
    walk("README.md", "dragon-prep deidentify")
    walk("detection.md", "dragon-prep detect --input")
    assert len(Path("out.jsonl").read_text().splitlines()) == 3
    assert json.loads(Path("found.jsonl").read_text().splitlines()[0])["spans"]


def test_the_settings_file_and_what_tells_of_it(walk, folder):
    walk("settings.md", "dragon-prep doctor")
    (folder / "dragon-prep.toml").write_text(block("settings.md", "source ="), encoding="utf-8")
    try:
        assert "umcg" in walk("settings.md", "dragon-prep config")[0]
    finally:
        (folder / "dragon-prep.toml").unlink()


def test_the_rules_of_cohorts_are_taken_by_a_task():
    from types import SimpleNamespace

    rules = []
    task = SimpleNamespace(exclude=lambda why: lambda mask: rules.append((why, mask)))
    exec(
        compile(block("cohort_rules.md", "from datetime"), "cohort_rules.md", "exec"),
        {"task": task},
    )
    assert len(rules) == 4
    assert all(callable(mask) for _, mask in rules)


def test_the_mapping_can_be_read(tmp_path):
    from dragon_prep.intake.mapping.file import read_mapping

    (tmp_path / "olvg").mkdir()
    (tmp_path / "olvg" / "profile.toml").write_text('centre = "olvg"\n')
    text = block("mapping.md", "profile =")
    (tmp_path / "olvg" / "centre.toml").write_text(text, encoding="utf-8")
    assert [*read_mapping(tmp_path, "olvg").cohorts] == ["prostate_mri"]


def test_the_line_of_annotations_is_read(tmp_path):
    line = json.loads(block("annotations.md", '{"text"'))
    start, end, label = line["label"][0]
    assert (line["text"][start:end], label) == ("Jansen", "<PERSOON>")
