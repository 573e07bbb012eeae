"""What the detector is sure of in a report that people have marked already."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import NO_EVIDENCE, Evidence, detect
from dragon_prep.detect.known import KnownPatient
from dragon_prep.detect.profile import Profile
from dragon_prep.detect.sure import sure_of

TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021. Nog 3-4 noduli. Collega Pietersen belde."
WRITERS = Path(__file__).with_name("writers")


def marks(text, *marked):
    return [Span(text.index(m), text.index(m) + len(m), label) for m, label in marked]


def seen(text, *marked, evidence=NO_EVIDENCE):
    hits = sure_of(text, evidence, marks(text, *marked))
    return [(text[hit.span.start : hit.span.end], hit.span.label) for hit in hits]


def test_what_nobody_marked_is_found_and_what_somebody_marked_is_not():
    zwartjes, date = ("J. Zwartjes", "PERSOON"), ("12-03-2021", "DATUM")
    pietersen = ("Pietersen", "PERSOON")
    assert seen(TEXT) == [zwartjes, date, pietersen]
    assert seen(TEXT, zwartjes, pietersen) == [date]
    assert seen(TEXT, zwartjes, date, pietersen) == []


def test_less_is_found_than_in_a_report_that_nobody_has_read():
    text = "kim belde 7/3, wil dat rieta meegaat naar de poli"
    by_itself = {text[h.span.start : h.span.end] for h in detect(text)}
    assert {found for found, _ in seen(text)} < by_itself


@pytest.mark.parametrize(
    ("text", "mark", "rest"),
    [
        ("Verwezen door J. Zwartjes, huisarts.", ("Zwartjes", "PERSOON"), [("J", "PERSOON")]),
        ("Controle op 12 maart 2021 te 10 uur.", ("12 maart", "DATUM"), [("2021", "DATUM")]),
        # What says nothing by itself.
        ("Besproken op 12-03-2021 om 10:47 uur.", ("10:47", "TIJD"), [("12-03-2021", "DATUM")]),
        ("Verslag: dr. P. van Dongen", ("Dongen", "PERSOON"), [("P. van", "PERSOON")]),
        ("Woont Abdijweg 200, 6100 VK Oosterhout Kl. gegevens:", ("Oosterhout", "PLAATS"),
         [("Abdijweg 200", "ADRES"), ("6100 VK", "POSTCODE")]),
        # The mark cuts a word: that is for the audit (R350).
        ("Verwezen door J. Zwartjes, huisarts.", ("J. Zwart", "PERSOON"), []),
    ],
)  # fmt: skip
def test_of_what_is_marked_in_part_the_mark_stands(text, mark, rest):
    assert [found for found in seen(text, mark) if found[1] != "TIJD"] == rest


def test_the_known_patient_and_the_profile_are_beyond_doubt():
    text = "Nogmaals gesproken met kwelderbos, zie 77-AB-3."
    assert seen(text) == []
    patient = KnownPatient.of([KnownFact(KnownKind.NAME, "A. Kwelderbos")])
    assert seen(text, evidence=Evidence(None, patient)) == [("kwelderbos", "PERSOON")]
    profile = Profile("a", deny=(("PHINUMMER", "77-AB-3"),))
    assert seen(text, evidence=Evidence(profile)) == [("77-AB-3", "PHINUMMER")]


def test_without_the_learned_layer_the_rules_count_that_are_sure():
    rules = Evidence(Profile("a", recall=Recall.RULES))
    text = TEXT + " Sanne belt terug."
    assert ("Sanne", "PERSOON") in seen(text)
    found = seen(text, evidence=rules)
    assert found == [("J. Zwartjes", "PERSOON"), ("12-03-2021", "DATUM"), ("Pietersen", "PERSOON")]
    # Nothing then tells how likely what sticks out is by itself.
    assert ("J", "PERSOON") not in seen(TEXT, ("Zwartjes", "PERSOON"), evidence=rules)


def test_another_recall_of_the_profile_makes_no_difference():
    wide = Evidence(Profile("a", recall=Recall.HIGH))
    assert seen(TEXT, evidence=wide) == seen(TEXT)


def test_what_the_profile_allows_is_left():
    text = "UMCN IP PATH, 12-03-2021"
    assert ("UMCN", "ZIEKENHUIS") in seen(text)
    allowed = Evidence(Profile("a", allow=("UMCN",)))
    assert seen(text, evidence=allowed) == [("12-03-2021", "DATUM")]


def test_a_rule_that_is_switched_off_finds_nothing():
    off = Evidence(disabled=frozenset({"date.numeric", "learned.date"}))
    assert ("12-03-2021", "DATUM") not in seen(TEXT, evidence=off)


def test_invisible_characters_between_a_mark_and_a_finding_belong_to_the_mark():
    text = "Gezien door dr. J. Zwart\u00adjes\u200b op 12-03-2021\u200b."
    marked = [Span(16, text.index(" op"), "PERSOON")]
    hits = sure_of(text, NO_EVIDENCE, marked)
    assert [text[h.span.start : h.span.end].strip("\u200b") for h in hits] == ["12-03-2021"]
    assert not any(h.span.overlaps(marked[0]) for h in hits)


PARTS = (
    "dr. J. Zwartjes",
    "op 12-03-2021",
    "T21-04857",
    "te Oosterhout",
    "PSA 4,2",
    "\u00ad",
    "\n",
)


@given(st.lists(st.sampled_from(PARTS), max_size=8), st.integers(0, 1 << 20))
def test_findings_are_disjoint_and_apart_from_marks(parts, seed):
    text = " ".join(parts)
    draw = random.Random(seed)
    marked = [
        Span(start, min(len(text), start + draw.randrange(1, 12)), "PERSOON")
        for start in draw.sample(range(len(text)), min(3, len(text)))
    ]
    hits = sure_of(text, NO_EVIDENCE, marked)
    for first, second in itertools.pairwise(hits):
        assert first.span.end <= second.span.start
    assert not any(hit.span.overlaps(mark) for hit in hits for mark in marked)
    assert all(text[hit.span.start].isalnum() or "\u00ad" in text for hit in hits)


def test_most_of_what_was_taken_away_is_found_and_hardly_anything_else():
    """The model has learned from these writers; benchmarks/README.md has those it has not."""
    draw = random.Random(0)
    taken = again = wrong = reports = 0
    for writer in ("breast_radiology", "regional_pathology", "no_phi_imaging"):
        for line in (WRITERS / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text, gold = row["text"], [Span(*span) for span in row["spans"]]
            left = [
                s for s in gold if s.label not in PhiCategory.__members__ or draw.random() > 0.08
            ]
            hits = [hit.span for hit in sure_of(text, NO_EVIDENCE, left)]
            gone = set(gold) - set(left)
            taken += len(gone)
            again += sum(any(h.start <= s.start and s.end <= h.end for h in hits) for s in gone)
            wrong += sum(not any(map(hit.overlaps, gold)) for hit in hits)
            reports += 1
    assert again > 0.75 * taken > 60
    assert wrong <= 0.03 * reports
