"""Every mention of the corpora, the notes and the golden tables: marked, found or made up."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from checkout import CHECKOUT
from rules_alone import detect

from dragon_prep.core.phi import canonical_label, category_of

SHARED = CHECKOUT.parent / "shared" / "data" / "phi_dev"
CORPORA = (
    CHECKOUT / "tests" / "detect" / "corpus",
    CHECKOUT / "tests" / "detect" / "cases",
    SHARED,
)
GOLDEN = CHECKOUT / "tests" / "surrogate" / "golden"


def _rows(folder: Path) -> list[dict]:
    paths = sorted(folder.glob("*.jsonl")) if folder.exists() else []
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


@cache
def _all() -> frozenset[tuple[str, str]]:
    found = set()
    for folder in CORPORA:
        for row in _rows(folder):
            text = row["text"]
            spans = [(s, e, label) for s, e, label, *_ in row.get("spans", ())]
            spans += [(h.span.start, h.span.end, h.span.label) for h in detect(text)]
            found |= {(text[s:e], label) for s, e, label in spans if canonical_label(label)}
    for row in _rows(GOLDEN):
        pairs = row.get("mentions") or [(row["original"], row["label"])]
        found |= {(original, label) for original, label in pairs}
    return frozenset(found)


def mentions(*categories: str) -> list[str]:
    """The different mentions of some categories, in order."""
    wanted = {
        text for text, label in _all() if category_of(canonical_label(label) or "") in categories
    }
    return sorted(wanted)
