"""Regression cases, one a line, written for this project: what is found, and what is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragon_prep.detect import detect
from dragon_prep.model.phi import canonical_label

LINES = Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(case):
    found = [[hit.span.start, hit.span.end, hit.span.label] for hit in detect(case["text"])]
    assert found == case["spans"]


def test_cases_are_many_and_well_formed():
    assert len(CASES) >= 150
    assert sum(not case["spans"] for case in CASES) >= 60
    assert len({case["text"] for case in CASES}) == len(CASES)
    for case in CASES:
        for start, end, label in case["spans"]:
            assert 0 <= start < end <= len(case["text"])
            assert canonical_label(label) == label
