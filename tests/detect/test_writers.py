"""Reports of 23 writers for whom no rule was written: what the rules find may only become more.

``writers/README.md`` says who they are, and which of them are kept aside.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.labels import common_label
from dragon_prep.evaluation.score import measures

WRITERS = Path(__file__).with_name("writers")
# Recall and precision of words, as measured, rounded down.
FLOORS = {
    "academic_radiology": (0.86, 0.97),
    "breast_radiology": (0.87, 0.96),
    "clinical_genetics": (0.89, 0.96),
    "emergency_nursing": (0.67, 0.95),
    "flemish_hospital": (0.84, 0.97),
    "frisian_clinic": (0.87, 0.98),
    "frisian_ward": (0.84, 0.97),
    "intensive_care": (0.73, 0.94),
    "interface_engine": (0.74, 0.83),
    "nursing_home": (0.84, 0.94),
    "occupational_health": (0.75, 0.96),
    "oncology": (0.85, 0.97),
    "operating_room": (0.79, 0.96),
    "orthopaedic_radiology": (0.92, 0.98),
    "paediatrics": (0.83, 0.95),
    "record_export": (0.84, 0.96),
    "regional_pathology": (0.85, 0.98),
    "scanned_letters": (0.58, 0.97),
    "social_psychiatry": (0.77, 0.96),
    "speech_recognition": (0.27, 0.96),
    "telephone_team": (0.59, 0.91),
    "trial_nurse": (0.77, 0.98),
    "village_practice": (0.49, 0.96),
}


@cache
def documents(writer):
    lines = (WRITERS / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def figures(writer):
    counts = []
    for document in documents(writer):
        gold = [Span(start, end, common_label(label)) for start, end, label in document["spans"]]
        hits = [hit.span for hit in detect(document["text"])]
        found = [Span(span.start, span.end, common_label(span.label)) for span in hits]
        counts.append(compare(document["text"], gold, found).overall)
    found = measures(counts, seed=0, resamples=1)
    return found["token"].recall.value, found["token"].precision.value


def test_every_writer_has_floors():
    assert {path.stem for path in WRITERS.glob("*.jsonl")} == FLOORS.keys()


@pytest.mark.parametrize("writer", sorted(FLOORS))
def test_marks_lie_on_words(writer):
    ids = [document["id"] for document in documents(writer)]
    assert len(set(ids)) == len(ids)
    for document in documents(writer):
        end = 0
        for start, stop, label in document["spans"]:
            assert end <= start < stop <= len(document["text"]), document["id"]
            mention = document["text"][start:stop]
            assert mention == mention.strip(), document["id"]
            assert PhiCategory(label), document["id"]
            end = stop


@pytest.mark.parametrize("writer", sorted(FLOORS))
def test_no_less_is_found(writer):
    recall, precision = figures(writer)
    least_recall, least_precision = FLOORS[writer]
    assert recall >= least_recall
    assert precision >= least_precision
