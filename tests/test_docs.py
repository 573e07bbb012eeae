"""The documentation names what the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from dragon_prep.core.phi import PhiCategory, canonical_label

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


def test_every_dependency_has_its_job_told():
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = (DOCS / "dependencies.md").read_text(encoding="utf-8").lower()
    extras = project["optional-dependencies"]
    for name in (*project["dependencies"], *extras["map"], *extras["sources"], *extras["sql"]):
        package = re.split(r"[><=\[ ]", name)[0]
        assert re.search(rf"(?<![\w-]){re.escape(package)}(?![\w-])", told), package
    assert all(f"| `{extra}` |" in told for extra in ("map", "sources", "sql"))
