"""The form that surrogates must have, and what is pinned of them, in golden.jsonl."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dragon_prep.model.phi import PhiCategory
from dragon_prep.replace.key import ProjectKey
from dragon_prep.replace.patient import PatientSurrogates

GOLDEN = [
    json.loads(line)
    for line in Path(__file__).with_name("golden.jsonl").read_text("utf-8").splitlines()
]
KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "golden")


@pytest.mark.parametrize("case", GOLDEN, ids=lambda c: f"{c['label']}-{c['original']!a}")
def test_golden(case: dict[str, str]) -> None:
    new = PATIENT.surrogate(case["original"], case["label"])
    if "exact" in case:
        assert new == case["exact"]
    else:
        assert re.fullmatch(case["form"], new)


@pytest.mark.parametrize("patient", ["1", "2", "3", "4", "5"])
def test_the_form_does_not_depend_on_the_patient(patient: str) -> None:
    surrogates = PatientSurrogates(KEY, "jbz", patient)
    for case in GOLDEN:
        if "form" in case:
            new = surrogates.surrogate(case["original"], case["label"])
            assert re.fullmatch(case["form"], new), case["original"]


def test_every_category_has_golden_cases() -> None:
    labels = {case["label"].partition(".")[0] for case in GOLDEN}
    assert labels == set(PhiCategory)
