"""The documentation names what the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from checkout import tool

from dragon_prep.core.phi import PhiCategory, canonical_label
from dragon_prep.services.documents.shelf import all_pages
from dragon_prep.services.explain import all_kinds

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_every_tag_is_explained():
    rows = [
        line
        for line in (DOCS / "annotations.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    table = [re.findall(r"`([A-Z_]+)`", row.split("|")[1]) for row in rows]
    tags = [names for names in table if names]
    assert [names[0] for names in tags] == list(PhiCategory)
    for category, *aliases in tags:
        assert {canonical_label(alias).partition(".")[0] for alias in aliases} <= {category}


def test_every_dependency_has_its_job_and_every_extra_its_use():
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[><=\[ ]", line)[0] for line in project["dependencies"]}
    tables = tool("dependencies")
    assert {name.strip("*") for name in tables.JOBS} == named
    extras = set(project["optional-dependencies"]) - set(tool("lock").FOR_DEVELOPERS)
    assert set(tables.EXTRAS) == extras


def test_the_page_of_dependencies_is_of_the_lock():
    page = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    tables = tool("dependencies")
    assert tables.missing(page) == [], "run `python tools/dependencies.py`"
    for name, job in (tables.JOBS | tables.EXTRAS).items():
        row = re.search(rf"^\| `?{re.escape(name)}`? \|.*$", page, re.MULTILINE)
        assert row[0].endswith(f"| {job} |")
    for held in (
        page.replace("| unidecode |", "| unidecoded |"),
        page.replace("| 2.4.6 |", "| 2.4.5 |"),
    ):
        assert tables.missing(held)


def test_nobody_is_told_to_ask_an_index_for_the_name_which_another_project_has():
    told = {page.path: page.text for page in all_pages()}
    told |= {kind.code: kind.remedy for kind in all_kinds()}
    asks = re.compile(r"pip install (?!--no-index)[^`\n]*?(?<![\w./\\])dragon-prep(?![\w/])")
    assert [where for where, text in told.items() if asks.search(text)] == []
    assert asks.search('pip install "dragon-prep[map]"')
