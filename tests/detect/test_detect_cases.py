"""Regression cases by label, one a line, written for this project.

A case belongs to the label it has most of, or to ``NOTHING``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rules_alone import detect

from dragon_prep.core.phi import PhiCategory, canonical_label

HERE = Path(__file__).parent


def load(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


FILES = {path.stem: load(path) for path in sorted((HERE / "cases").glob("*.jsonl"))}
CASES = [case for cases in FILES.values() for case in cases]


def found(case):
    return [[hit.span.start, hit.span.end, hit.span.label] for hit in detect(case["text"])]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case):
    assert found(case) == case["spans"]


def test_cases_are_many_and_well_formed():
    assert set(FILES) <= {*PhiCategory, "NOTHING"}
    assert len(CASES) >= 500
    assert len(FILES["NOTHING"]) >= 120
    assert len({case["text"] for case in CASES}) == len(CASES)
    for case in CASES:
        for start, end, label in case["spans"]:
            assert 0 <= start < end <= len(case["text"])
            assert canonical_label(label) == label
