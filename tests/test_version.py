"""One version, and everything that names it, its day, its Pythons or its licence agrees."""

from __future__ import annotations

import datetime as dt
import re
import tomllib

from checkout import CHECKOUT, tool
from packaging.version import Version

PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
VERSION = PROJECT["version"]
CHANGELOG = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
CITATION = (CHECKOUT / "CITATION.cff").read_text(encoding="utf-8")
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
STAGES = {"a": "3 - Alpha", "b": "4 - Beta", "rc": "4 - Beta", None: "5 - Production/Stable"}
PYTHON = "Programming Language :: Python :: "


def of_citation(key):
    return re.search(rf'^ *{key}: "?([^"\n]*)"?$', CITATION, re.MULTILINE)[1]


def test_the_changelog_has_the_version_its_day_and_what_changed():
    version, day = tool("distribute").released(CHANGELOG)
    assert version == VERSION
    assert dt.date(2026, 1, 1) < day
    first, *_ = re.findall(r"^## .*?(?=^## |\Z)", CHANGELOG, re.MULTILINE | re.DOTALL)
    assert first.startswith(f"## {VERSION} (")
    assert re.search(r"^- ", first, re.MULTILINE)


def test_the_citation_is_of_this_version():
    assert of_citation("version") == VERSION
    assert of_citation("date-released") == str(tool("distribute").released(CHANGELOG)[1])
    assert of_citation("title") == PROJECT["name"]
    assert of_citation("doi") in README


def test_the_version_is_written_as_indexes_write_it_and_its_stage_told():
    version = Version(VERSION)
    assert str(version) == VERSION
    stage = STAGES[version.pre[0] if version.pre else None]
    told = [c for c in PROJECT["classifiers"] if c.startswith("Development Status")]
    assert told == [f"Development Status :: {stage}"]
    assert ("is an alpha" in README) == stage.endswith("Alpha")


def test_no_code_and_no_page_repeats_the_version():
    for folder in ("src", "synthetic", "task_definitions", "docs"):
        for path in (CHECKOUT / folder).rglob("*"):
            if path.suffix in (".py", ".md"):
                assert VERSION not in path.read_text(encoding="utf-8"), path.name


def test_the_pythons_agree():
    least = PROJECT["requires-python"].removeprefix(">=")
    minors = [int(c.rpartition(".")[2]) for c in PROJECT["classifiers"] if c.startswith(PYTHON)]
    assert minors == list(range(int(least.partition(".")[2]), minors[-1] + 1))
    assert f"Python {least} or later" in README
    assert PYPROJECT["tool"]["mypy"]["python_version"] == least
    assert PYPROJECT["tool"]["ruff"]["target-version"] == f"py{least.replace('.', '')}"


def test_the_licence_is_one():
    text = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == of_citation("license") == "Apache-2.0"
    assert "Apache License" in text
    assert "Version 2.0" in text
    assert "\nApache-2.0, see [LICENSE](LICENSE)." in README
