"""Reports of writers for whom no rule was written: what is found may only become more.

``writers/README.md`` says who they are. Of each the rules alone are measured; of those kept aside,
from whom nothing was learned, the whole detector.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import Evidence, detect
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.labels import IGNORE, common_label
from dragon_prep.evaluation.score import measures
from dragon_prep.evaluation.unseen import KINDS_OF_TEXT

WRITERS = Path(__file__).with_name("writers")
ASIDE = frozenset((WRITERS / "aside.txt").read_text(encoding="utf-8").split())
# Recall and precision of words, as measured, rounded down.
RULES_ALONE = {
    "academic_radiology": (0.86, 0.97),
    "ambulance": (0.71, 0.96),
    "breast_radiology": (0.87, 0.96),
    "cardiology": (0.84, 0.93),
    "careless_colleagues": (0.52, 0.94),
    "clinical_genetics": (0.89, 0.96),
    "dermatology_ent": (0.85, 0.98),
    "dictated_letters": (0.41, 0.98),
    "emergency_nursing": (0.67, 0.95),
    "flemish_hospital": (0.84, 0.97),
    "frisian_clinic": (0.87, 0.98),
    "frisian_ward": (0.84, 0.97),
    "home_care": (0.71, 0.97),
    "hospital_notes": (0.87, 0.98),
    "intensive_care": (0.73, 0.95),
    "interface_engine": (0.75, 0.83),
    "laboratory_export": (0.86, 0.87),
    "long_letters": (0.91, 0.97),
    "medical_secretary": (0.83, 0.96),
    "molecular_pathology": (0.89, 0.95),
    "nursing_home": (0.84, 0.94),
    "occupational_health": (0.76, 0.96),
    "oncology": (0.85, 0.97),
    "operating_room": (0.8, 0.96),
    "orthopaedic_radiology": (0.92, 0.98),
    "paediatrics": (0.84, 0.95),
    "professional_reports": (0.96, 0.98),
    "record_export": (0.84, 0.96),
    "regional_pathology": (0.85, 0.98),
    "scanned_letters": (0.58, 0.97),
    "social_psychiatry": (0.78, 0.96),
    "specialist_letters": (0.96, 0.9),
    "speech_recognition": (0.27, 0.96),
    "spoken_reports": (0.34, 0.95),
    "surgical_resident": (0.6, 0.97),
    "telephone_team": (0.6, 0.91),
    "trial_nurse": (0.77, 0.98),
    "village_practice": (0.49, 0.97),
    "voice_notes": (0.28, 0.96),
}
WITH_THE_LEARNED_LAYER = {
    "frisian_clinic": (0.96, 0.95),
    "frisian_ward": (0.96, 0.95),
    "oncology": (0.94, 0.95),
    "operating_room": (0.93, 0.95),
    "professional_reports": (0.98, 0.96),
    "specialist_letters": (0.98, 0.89),
    "speech_recognition": (0.76, 0.88),
    "telephone_team": (0.91, 0.91),
}
# Texts without PHI: how many findings there are in 1,000 words, rounded up.
ALARMS_OF_RULES = {
    "no_phi_forms": 15,
    "no_phi_imaging": 8,
    "no_phi_pathology": 9,
    "no_phi_prose": 11,
    "no_phi_ward_notes": 4,
}


@cache
def documents(writer):
    lines = (WRITERS / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def counted(writer, recall):
    counts = []
    for document in documents(writer):
        gold = [Span(start, end, common_label(label)) for start, end, label in document["spans"]]
        hits = [hit.span for hit in detect(document["text"], Evidence(recall=recall))]
        found = [Span(span.start, span.end, common_label(span.label)) for span in hits]
        counts.append(compare(document["text"], gold, found).overall)
    return tuple(counts)


def figures(*writers, recall):
    counts = [count for writer in writers for count in counted(writer, recall)]
    found = measures(counts, seed=0, resamples=1)
    return found["token"].recall.value, found["token"].precision.value


def test_every_writer_is_measured():
    every = {path.stem for path in WRITERS.glob("*.jsonl")}
    assert every == RULES_ALONE.keys() | ALARMS_OF_RULES.keys()
    assert WITH_THE_LEARNED_LAYER.keys() == ASIDE < every


@pytest.mark.parametrize("writer", sorted(RULES_ALONE))
def test_marks_lie_on_words(writer):
    ids = [document["id"] for document in documents(writer)]
    assert len(set(ids)) == len(ids)
    for document in documents(writer):
        end = 0
        for start, stop, label in document["spans"]:
            assert end <= start < stop <= len(document["text"]), document["id"]
            mention = document["text"][start:stop]
            assert mention == mention.strip(), document["id"]
            assert label == IGNORE or PhiCategory(label), document["id"]
            end = stop


@pytest.mark.parametrize("writer", sorted(ALARMS_OF_RULES))
def test_no_more_false_alarms_of_rules(writer):
    texts = [document["text"] for document in documents(writer)]
    assert not any(document["spans"] for document in documents(writer))
    alarms = sum(len(detect(text, Evidence(recall=Recall.RULES))) for text in texts)
    assert 1000 * alarms <= ALARMS_OF_RULES[writer] * sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("writer", sorted(RULES_ALONE))
def test_no_less_is_found_by_rules(writer):
    recall, precision = figures(writer, recall=Recall.RULES)
    least_recall, least_precision = RULES_ALONE[writer]
    assert recall >= least_recall
    assert precision >= least_precision


@pytest.mark.parametrize("writer", sorted(WITH_THE_LEARNED_LAYER))
def test_no_less_is_found_with_the_learned_layer(writer):
    recall, precision = figures(writer, recall=Recall.HIGH)
    least_recall, least_precision = WITH_THE_LEARNED_LAYER[writer]
    assert recall >= least_recall
    assert precision >= least_precision


@pytest.mark.parametrize("kind", KINDS_OF_TEXT, ids=lambda kind: kind.name)
def test_people_are_told_what_is_missed(kind):
    assert ASIDE.issuperset(kind.writers)
    recall, _ = figures(*kind.writers, recall=Recall.HIGH)
    assert abs(1000 * (1 - recall) - kind.missed) <= 5


def test_people_are_told_of_all_writers_kept_aside():
    assert {writer for kind in KINDS_OF_TEXT for writer in kind.writers} == ASIDE
