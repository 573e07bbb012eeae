"""The page on tasks of one's own: its files, its commands and its messages, as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from samples import cases
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep.cli import app
from dragon_prep.core.targets import TargetType
from dragon_prep.tasks.derive import Row
from dragon_prep.tasks.task import Task

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "task29.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:\*\*`([^`]+)`\*\*\n\n)?```(\w+)\n(.*?)```", re.DOTALL)
REGRESSION = "single_label_regression_target"
BINARY = "single_label_binary_classification_target"


def run(line):
    program, *arguments = shlex.split(line)
    assert program == "dragon-prep"
    return CliRunner().invoke(app, arguments)


def write_key(path):
    path.write_text(KEY.secret.hex(), encoding="ascii")
    path.chmod(0o600)


def words(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def write_files(folder):
    for name, _, body in BLOCK.findall(PAGE):
        if name:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A folder in which somebody did all that the page says, from top to bottom."""
    folder = tmp_path_factory.mktemp("task29")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DRAGON_PREP_KEY_FILE", str(folder / "project.key"))
        write_key(folder / "project.key")
        said = ""
        for name, language, body in BLOCK.findall(PAGE):
            if name:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8")
            elif language == "console":
                for line in body.splitlines():
                    done = run(line)
                    assert done.exit_code == 0, (line, done.output)
                    said += done.output
            elif not body.startswith("Error"):
                assert set(words(body)) <= set(words(said)), set(words(body)) - set(words(said))
    return folder


def test_the_first_task_has_the_labels_of_the_sheet(walked):
    sheet = (walked / "raw/noord/heart_echo/reports.csv").read_text(encoding="utf-8")
    cells = {line.split(";")[0]: line.split(";")[4] for line in sheet.splitlines()[1:]}
    for unusable in ("H006", "H009", "H014"):
        del cells[unusable]
    found = cases(walked / "release", "Task901_ejection_fraction_reg")
    expected = sorted(float(cell.rstrip(" %").replace(",", ".")) for cell in cells.values())
    assert sorted(case[REGRESSION] for case in found) == expected
    for case in found:
        stated = re.findall(r"([0-9,]+)%", case["text"])
        assert case[REGRESSION] == float(stated[-1].replace(",", "."))


def test_names_and_numbers_of_the_raw_file_are_gone(walked):
    text = "\n".join(c["text"] for c in cases(walked / "release", "Task901_ejection_fraction_reg"))
    assert not re.search("Dijkstra|Vermeulen|Brouwer|Kuipers|Verhoeven|06-12345678|-2021", text)
    names = re.findall(r"(?:echo .*?|Matige.*?|^)?[Dd]hr\. (?:[A-Z.]+ )?(\w+)[,:]", text)
    assert len(names) == 3  # two of one patient, who has one name
    assert len(set(names)) == 2


def test_the_second_task_has_labels_that_its_texts_state(walked):
    found = cases(walked / "release-902", "Task902_psa_above_ten_clf")
    assert len(found) > 90
    assert {case[BINARY] for case in found} == {True, False}


def test_a_definition_that_fails_says_what_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path)
    write_key(tmp_path / "project.key")
    task = tmp_path / "tasks" / "t901_ejection_fraction_reg.py"
    code = task.read_text(encoding="utf-8")
    task.write_text(code.replace("row.ejection_fraction,", "row.ejection_fractoin,"), "utf-8")
    (message,) = [body for _, _, body in BLOCK.findall(PAGE) if body.startswith("Error")]
    common = "T901 --tasks tasks --source raw --key-file project.key"
    for line in (f"dragon-prep check {common}", f"dragon-prep build {common} --out release"):
        done = run(line)
        assert done.exit_code in (2, 3)
        assert message in done.output


def test_an_installed_package_offers_its_tasks(tmp_path):
    write_files(tmp_path)
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    site, name = tmp_path / "site", project["project"]["name"].replace("-", "_")
    (group, offered), *others = project["project"]["entry-points"].items()
    assert not others
    shutil.copytree(tmp_path / "tasks", site / name)
    (site / name / "__init__.py").write_text("", encoding="utf-8")
    for package in project["tool"]["setuptools"]["packages"]:
        assert (site / package.replace(".", "/")).is_dir()
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    about = f"Metadata-Version: 2.1\nName: {project['project']['name']}\nVersion: 1.0\n"
    (info / "METADATA").write_text(about, encoding="utf-8")
    lines = [f"[{group}]", *(f"{key} = {value}" for key, value in offered.items())]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r}); from dragon_prep.cli import main; "
        "sys.argv[1:] = ['tasks', '--json']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    numbers = [task["number"] for task in json.loads(done.stdout)]
    assert numbers[-2:] == [901, 902]


def test_the_tables_name_what_there_is():
    told = set(re.findall(r"`@task\.(\w+)", PAGE))
    assert told == {"exclude", "value", "tags", "text_parts", "test_set", "relabel", "agrees"}
    assert all(callable(getattr(Task, name)) for name in told)
    assert "draws_on=" in PAGE
    types = re.findall(r"^\| `(\w+(?:classification|regression|recognition))`", PAGE, re.MULTILINE)
    assert types == list(TargetType)
    beside = set(re.findall(r"`row\.(\w+)`", PAGE))
    assert beside == {"text", "phi", "entities", "centre", "cohort", "patient", "annotated"}
    assert {"phi", "entities"} <= set(vars(Row))
