"""The form that surrogates must have, and what is pinned of them, in golden/*.jsonl.

Each line is a mention in its context, with the form of the surrogate (a regular expression), or
with the surrogate itself where it follows from the shift. In together.jsonl each line is several
mentions of one patient: their surrogates, one a line, match the form.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from checkout import tool

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.phi.names.roster import cast
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.patient import PatientSurrogates

FOLDER = Path(__file__).with_name("golden")
KEY = ProjectKey(bytes(range(32)))
PATIENTS = ("1", "2", "3", "4", "5")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


TOGETHER = read(FOLDER / "together.jsonl")
GOLDEN = [
    row for path in sorted(FOLDER.glob("*.jsonl")) if path.stem != "together" for row in read(path)
]


def surrogate(case: dict[str, str], patient: PatientSurrogates) -> str:
    """The surrogate, after a look at what stands around it."""
    before, original, after = case["before"], case["original"], case["after"]
    span = Span(len(before), len(before) + len(original), case["label"])
    new = replace(before + original + after, [span], patient)
    assert new.text.startswith(before)
    assert new.text.endswith(after)
    (placed,) = new.spans
    assert new.text[: placed.start] == before
    assert new.text[placed.end :] == after
    return new.text[placed.start : placed.end]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda c: f"{c['label']}-{c['original']!a}")
def test_golden(case: dict[str, str]) -> None:
    new = surrogate(case, PatientSurrogates(KEY, "rumc", "golden"))
    if "exact" in case:
        assert new == case["exact"]
    else:
        assert re.fullmatch(case["form"], new)


@pytest.mark.parametrize("patient", PATIENTS)
def test_the_form_does_not_depend_on_the_patient(patient: str) -> None:
    surrogates = PatientSurrogates(KEY, "jbz", patient)
    for case in GOLDEN:
        if "form" in case:
            assert re.fullmatch(case["form"], surrogate(case, surrogates)), case["original"]


@pytest.mark.parametrize("case", TOGETHER, ids=lambda c: f"{c['mentions'][0][0]!a}")
def test_mentions_of_one_patient(case: dict[str, Any]) -> None:
    mentions = [(text, label) for text, label in case["mentions"]]
    for patient in PATIENTS:
        surrogates = PatientSurrogates(KEY, "rumc", patient, cast(mentions))
        new = "\n".join(surrogates.surrogate(*mention) for mention in mentions)
        assert re.fullmatch(case["form"], new)


def test_there_are_enough_and_every_category_has_some() -> None:
    assert len(GOLDEN) >= 300
    assert {case["label"].partition(".")[0] for case in GOLDEN} == set(PhiCategory)


def test_the_tool_that_writes_the_exact_ones_again_changes_nothing() -> None:
    for path, text in tool("golden").golden_files("surrogates").items():
        assert path.read_text("utf-8") == text, "run: python tools/golden.py surrogates"
