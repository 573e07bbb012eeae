"""What an annotated report says of where its marks come from, through units and cleaning."""

from __future__ import annotations

import json

from dragon_prep.core.spans import Span
from dragon_prep.intake.annotations import read_annotations
from dragon_prep.intake.raw_file import Layout, RawFile
from dragon_prep.intake.span_origins import told_origins

TEXT = "\U0001fac0 Dhr. Jan\u00adsen zag op 2 mei de\r\npatient; tumor."


def read(tmp_path, **record):
    line = {"text": TEXT, "meta": {"uid": "r1"}, **record}
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    raw = RawFile(
        "umcg",
        "a.jsonl",
        Layout.ANNOTATIONS,
        "made up",
        entities="LESION",
        entity_member="extra",
    )
    return read_annotations(tmp_path, raw).by_uid["r1"]


def spans(*words, units=False):
    found = []
    for label, word in words:
        start = TEXT.index(word)
        more = int(units)  # one astral character stands before all of them
        found.append([start + more, start + len(word) + more, label])
    return found


def test_origins_come_along_with_their_spans(tmp_path):
    for units in (False, True):
        marks = spans(("PERSOON", "Jan\u00adsen"), ("DATUM", "2 mei"), units=units)
        found = read(
            tmp_path,
            label=marks,
            extra=spans(("LESION", "tumor"), units=units),
            provenance={"label": ["reviewed", "manual"], "extra": ["adjudicated"]},
        )
        borders = {(one.start, one.end): one.label for one in found.origins}
        assert {(s.start, s.end) for s in (*found.phi, *found.entities)} == set(borders)
        said = {found.text[a:b]: label for (a, b), label in borders.items()}
        assert said == {"Jansen": "reviewed", "2 mei": "manual", "tumor": "adjudicated"}


def test_a_list_that_does_not_fit_says_nothing(tmp_path):
    marks = spans(("PERSOON", "Jan\u00adsen"), ("DATUM", "2 mei"))
    for told in (None, "manual", ["manual"], {"label": ["manual"]}, {"label": "manual"}):
        assert read(tmp_path, label=marks, extra=[], provenance=told).origins == ()
    odd = {"label": ["by Dr. Jansen", "manual"]}
    (one,) = read(tmp_path, label=marks, extra=[], provenance=odd).origins
    assert one.label == "manual"


def test_words_are_told_of_the_span_at_their_place():
    found = {"label": (Span(0, 2, "A"), Span(0, 2, "B"))}
    said = {"provenance": {"label": ["reviewed", None]}}
    assert told_origins(said, found) == (Span(0, 2, "reviewed"),)
