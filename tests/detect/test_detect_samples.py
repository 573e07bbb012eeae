"""The development sets and the sample reports, which are not ours and may be missing."""

from __future__ import annotations

import json
import re

import pytest

from dragon_prep.detect import detect

WORD = re.compile(r"\w+")


def load(folder, name):
    path = folder / "phi_dev" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def token_counts(documents):
    """True positives, false positives and false negatives over word tokens, PHI or not."""
    hit = wrong = missed = 0
    for document in documents:
        text = document["text"]
        gold, ignored, found = bytearray(len(text)), bytearray(len(text)), bytearray(len(text))
        for start, end, label in document["spans"]:
            (ignored if label == "IGNORE" else gold)[start:end] = b"\1" * (end - start)
        for detection in detect(text):
            start, end = detection.span.start, detection.span.end
            found[start:end] = b"\1" * (end - start)
        for word in WORD.finditer(text):
            start, end = word.span()
            if any(ignored[start:end]):
                continue
            expected, got = any(gold[start:end]), any(found[start:end])
            hit += expected and got
            wrong += got and not expected
            missed += expected and not got
    return hit, wrong, missed


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [("dragon_samples", 0.97, 0.97), ("dragon_t25", 0.97, 0.97), ("probe_positive", 0.95, 0.93)],
)
def test_development_sets(shared_data, name, recall, precision):
    hit, wrong, missed = token_counts(load(shared_data, name))
    assert hit / (hit + missed) >= recall
    assert hit / (hit + wrong) >= precision


def test_no_false_alarm_on_the_negative_probe(shared_data):
    wrong = [case["id"] for case in load(shared_data, "probe_negative") if detect(case["text"])]
    assert wrong == []


def sample_reports(folder):
    for path in sorted((folder / "dragon_sample_reports" / "dutch").glob("*.md")):
        report = re.search(
            r"Anonymous sample report:\n```\n(.*?)\n```", path.read_text(encoding="utf-8"), re.S
        )
        assert report is not None
        yield path.name[:7], report[1]


def test_prostate_mri_sample_stays_untouched(shared_data):
    reports = dict(sample_reports(shared_data))
    assert len(reports) == 28
    for task in (
        "Task001",
        "Task010",
        "Task014",
        "Task015",
        "Task019",
        "Task020",
        "Task021",
        "Task027",
    ):
        assert detect(reports[task]) == ()


def test_nothing_is_found_in_the_samples_beside_what_was_annotated(shared_data):
    annotated = [*load(shared_data, "dragon_samples"), *load(shared_data, "dragon_t25")]
    assert token_counts(annotated)[1] == 0
