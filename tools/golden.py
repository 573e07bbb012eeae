"""Writes the golden files again: ``python tools/golden.py findings|surrogates``.

``findings`` writes tests/golden/findings: what the detector finds in every text of the corpora and
the cases, one finding a line, without its text. ``surrogates`` writes the exact surrogates in
tests/replace/golden again; the forms there are written by hand. Look at ``git diff`` afterwards: a
line that changed is a change of behaviour, and goes into the repository only if it is meant.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from dragon_prep.detect import detect
from dragon_prep.model.span import Span
from dragon_prep.replace.apply import replace
from dragon_prep.replace.key import ProjectKey
from dragon_prep.replace.patient import PatientSurrogates

CHECKOUT = Path(__file__).resolve().parents[1]
TESTS = CHECKOUT / "tests"
SHARED = CHECKOUT.parent / "shared" / "data" / "phi_dev"
FINDINGS = TESTS / "golden" / "findings"
SURROGATES = TESTS / "replace" / "golden"
KEY = ProjectKey(bytes(range(32)))

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    """The objects in a file of one JSON object a line."""
    return rows_of(path.read_text(encoding="utf-8"))


def rows_of(text: str) -> list[Row]:
    """The objects in a text of one JSON object a line."""
    return [json.loads(line) for line in text.splitlines()]


def lines(objects: list[Row]) -> str:
    """What ``rows_of`` reads."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in objects)


def texts() -> dict[Path, dict[str, str]]:
    """By golden file, the texts it is about by their id.

    A case has no id of its own: it is called by its label and a digest of its text, so that a case
    more or less changes no other line. What is not in the checkout (../shared) is left out if
    missing.
    """
    found: dict[Path, dict[str, str]] = {FINDINGS / "cases.jsonl": {}}
    for path in sorted((TESTS / "detect" / "cases").glob("*.jsonl")):
        for row in rows(path):
            digest = hashlib.sha256(row["text"].encode()).hexdigest()[:8]
            found[FINDINGS / "cases.jsonl"][f"{path.stem}-{digest}"] = row["text"]
    for folder in (TESTS / "detect" / "corpus", SHARED):
        for path in sorted(folder.glob("*.jsonl")):
            name = FINDINGS / f"{folder.name}_{path.name}"
            found[name] = {row["id"]: row["text"] for row in rows(path)}
    return found


def findings(named: dict[str, str]) -> str:
    """A golden file: the findings in some texts, by id and place."""
    return lines(
        [
            {
                "id": name,
                "start": hit.span.start,
                "end": hit.span.end,
                "label": hit.span.label,
                "rule": hit.rule,
            }
            for name, text in sorted(named.items())
            for hit in sorted(detect(text))
        ]
    )


def surrogate(case: Row) -> str:
    """The surrogate of a mention of tests/replace/golden, where it stands."""
    before, original, after = case["before"], case["original"], case["after"]
    span = Span(len(before), len(before) + len(original), case["label"])
    patient = PatientSurrogates(KEY, "rumc", "golden")
    (placed,) = (new := replace(before + original + after, [span], patient)).spans
    return new.text[placed.start : placed.end]


def surrogates(path: Path) -> str:
    """A file of tests/replace/golden with its exact surrogates as they are now."""
    return lines([row | {"exact": surrogate(row)} if "exact" in row else row for row in rows(path)])


def golden_files(kind: str) -> dict[Path, str]:
    """By path, the golden files of a kind as they should be now."""
    if kind == "findings":
        return {path: findings(named) for path, named in texts().items()}
    return {path: surrogates(path) for path in sorted(SURROGATES.glob("*.jsonl"))}


if __name__ == "__main__":
    kind = sys.argv[-1]
    if len(sys.argv) != 2 or kind not in ("findings", "surrogates"):
        sys.exit("use: python tools/golden.py findings|surrogates")
    for path, text in golden_files(kind).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
