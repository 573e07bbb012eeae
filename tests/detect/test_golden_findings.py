"""What the detector finds in every text of the corpora and the cases, exactly.

The labels in the corpora say what is right and floors say how much of it must be found; the golden
files say what is found, and by which rule, so that no change of it goes unseen.
"""

from __future__ import annotations

import json

import pytest
from checkout import tool

golden = tool("golden")
TEXTS = golden.texts()
COMMAND = "python tools/golden.py findings"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_findings_are_those_of_the_golden_file(path):
    kept, found = path.read_text(encoding="utf-8"), golden.findings(TEXTS[path])
    other = set(kept.splitlines()) ^ set(found.splitlines())
    differ = sorted({json.loads(line)["id"] for line in other})
    assert not differ, f"other findings in {differ}; if that is meant, run: {COMMAND}"
    assert kept == found, f"the order or the form of lines differs, run: {COMMAND}"


def test_findings_with_the_learned_layer_are_those_of_the_golden_file():
    kept, found = golden.WHOLE.read_text(encoding="utf-8"), golden.whole()
    differ = {json.loads(line)["id"] for line in set(kept.splitlines()) ^ set(found.splitlines())}
    assert not differ, f"other findings in {sorted(differ)}; if that is meant, run: {COMMAND}"


def test_every_golden_file_is_about_texts():
    kept = {path for path in golden.FINDINGS.iterdir() if not path.name.startswith("phi_dev_")}
    assert kept == {path for path in TEXTS if not path.name.startswith("phi_dev_")}


def test_every_text_of_the_sample_data_has_a_golden_file(shared_data):
    kept = set(golden.FINDINGS.glob("phi_dev_*"))
    assert kept == {path for path in TEXTS if path.name.startswith("phi_dev_")}


def test_no_golden_file_holds_text():
    for path in golden.FINDINGS.iterdir():
        for row in golden.rows(path):
            assert list(row) == ["id", "start", "end", "label", "rule"]
            assert isinstance(row["start"], int)
            assert isinstance(row["end"], int)
