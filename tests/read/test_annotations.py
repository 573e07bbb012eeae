"""Annotated reports: what is used, and what holds a report back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.errors import InputFault, Place
from dragon_prep.model.cohort import Layout, RawFile
from dragon_prep.model.phi import PhiCategory, canonical_label, category_of
from dragon_prep.model.span import Span
from dragon_prep.read.annotations import Annotation, read_annotations, read_uid_list
from dragon_prep.read.source import same_text

RAW = RawFile("x", "all.jsonl", Layout.ANNOTATIONS, "")
TEXT = "Dhr. Jansen zag op 2 mei"


def line(uid="p_1", text=TEXT, key="label", spans=((5, 11, "<PERSOON>"),), **more):
    return json.dumps({"text": text, key: spans, "meta": {"uid": uid}, **more})


def read(tmp_path, *lines):
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_annotations(tmp_path, RAW)


@pytest.mark.parametrize("key", ["label", "labels", "label_phi"])
def test_spans_are_read_with_canonical_labels(tmp_path, key):
    spans = [[5, 11, "<PERSOON>"], [19, 24, "<DATUM>"], [0, 4, "1-biopt"]]
    found = read(tmp_path, line(key=key, spans=spans)).by_uid["p_1"]
    assert found.phi == (Span(5, 11, "PERSOON"), Span(19, 24, "DATUM"))
    assert found.entities == (Span(0, 4, "1-biopt"),)
    assert TEXT not in repr(found)


def test_offsets_follow_line_ends(tmp_path):
    found = read(tmp_path, line(text="a\r\nJansen\r", spans=[[3, 9, "<PERSOON>"]])).by_uid["p_1"]
    assert found.text == "a\nJansen\n"
    assert found.phi == (Span(2, 8, "PERSOON"),)


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([[5, 99, "<PERSOON>"]], "R310"),
        ([[-2, 3, "<PERSOON>"]], "R310"),
        ([[11, 5, "<PERSOON>"]], "R311"),
        ([[5, 5, "<PERSOON>"]], "R311"),
        ([[5, 11, "<NAAMPJE>"]], "R313"),
        ([[5, 11]], "R314"),
        ([["5", 11, "<PERSOON>"]], "R314"),
        ([[True, 11, "<PERSOON>"]], "R314"),
        ({"start": 5}, "R314"),
    ],
)
def test_bad_spans_hold_the_report_back(tmp_path, spans, code):
    found = read(tmp_path, line("ok"), line("p_1", spans=spans))
    assert set(found.by_uid) == {"ok"}
    assert set(found.held_back) == {"p_1"}
    assert [(p.kind.code, p.place) for p in found.problems] == [(code, Place("all.jsonl", 2))]
    assert "Jansen" not in str(found.problems)


def test_overlapping_spans_are_kept_and_listed(tmp_path):
    found = read(tmp_path, line(spans=[[0, 11, "<PERSOON>"], [5, 24, "<DATUM>"]]))
    assert len(found.by_uid["p_1"].phi) == 2
    assert [(p.kind.code, p.held_back) for p in found.problems] == [("R312", False)]


def test_same_annotation_twice_is_one(tmp_path):
    found = read(tmp_path, line(), line())
    assert (len(found.by_uid), found.problems) == (1, [])


@pytest.mark.parametrize("second", [line(text=TEXT + "."), line(spans=[])])
def test_two_different_annotations_hold_the_report_back(tmp_path, second):
    found = read(tmp_path, line(), second, line())
    assert (found.by_uid, set(found.held_back)) == ({}, {"p_1"})
    assert [(p.kind.code, p.place.row) for p in found.problems] == [("R306", 2)]


def test_unreadable_lines_are_listed(tmp_path):
    found = read(tmp_path, line(), '{"text": "Jansen', "[]", line("p_2", text=None), "")
    assert set(found.by_uid) == {"p_1"}
    assert [(p.kind.code, p.place.row) for p in found.problems] == [
        ("R301", 2),
        ("R301", 3),
        ("R309", 4),
    ]
    assert set(found.held_back) == {"p_2"}
    assert "Jansen" not in str(found.problems)


def test_file_without_a_single_json_line(tmp_path):
    with pytest.raises(InputFault, match=r"E206 all\.jsonl"):
        read(tmp_path, "uid;text", "1;Jansen")


def test_uid_list(tmp_path):
    raw = RawFile("x", "list.json", Layout.UID_LIST, "")
    (tmp_path / "list.json").write_text('["a_1", 7]', encoding="utf-8")
    assert read_uid_list(tmp_path, raw) == {"a_1", "7"}
    (tmp_path / "list.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(InputFault, match=r"E206 list\.json"):
        read_uid_list(tmp_path, raw)


@pytest.mark.parametrize(
    ("annotated", "same"),
    [
        ("Dhr. Jansen  zag\nop 2 mei", True),  # white space aside
        ("Dhr. <PERSOON> zag op <DATUM>", True),
        ("<PERSOON> zag op 2 mei", True),
        ("Dhr. <PERSOON> zag op 3 mei", False),
        ("Dhr. Pietersen zag op 2 mei", False),
        ("Dhr. <ONBEKEND> zag op 2 mei", False),
        ("Dhr. Jansen zag op <DATUM> niet", False),
        ("<DATUM> zag Dhr. <PERSOON>", False),
    ],
)
def test_annotated_text_must_be_the_reports(annotated, same):
    assert same_text(TEXT, Annotation("u", annotated, (), (), Place("f"))) is same


@pytest.mark.parametrize(
    ("tag", "label"),
    [
        ("<PERSOON>", "PERSOON"),
        ("persoon", "PERSOON"),
        ("<NAAM>", "PERSOON"),
        ("<TNUMMER>", "RAPPORT_ID.T_NUMMER"),
        ("<T-NUMMER>", "RAPPORT_ID.T_NUMMER"),
        ("<RAPPORT-ID>", "RAPPORT_ID"),
        ("<RAPPORT_ID.DPA_NUMMER>", "RAPPORT_ID.DPA_NUMMER"),
        ("<RAPPORT-ID.DPA-NUMMER>", "RAPPORT_ID.DPA_NUMMER"),
        ("<STUDIE-NAAM>", "STUDIE_NAAM"),
        ("<ACCREDATIE_NUMMER>", "ACCREDITATIE_NUMMER"),
        ("<DATUM.T_NUMMER>", None),
        ("<RAPPORT_ID.X>", None),
        ("st0", None),
        ("1-biopt", None),
        ("", None),
    ],
)
def test_spellings_of_tags(tag, label):
    assert canonical_label(tag) == label


@given(st.sampled_from(PhiCategory))
def test_every_category_is_its_own_canonical_label(category):
    assert category_of(canonical_label(f"<{category}>")) is category
