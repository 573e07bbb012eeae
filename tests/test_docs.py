"""The documentation names what the code has."""

from __future__ import annotations

import re
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
