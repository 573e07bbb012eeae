"""Annotated reports: what is used, and what holds a report back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.phi import PhiCategory, canonical_label, category_of
from dragon_prep.core.spans import Span
from dragon_prep.intake.annotations import Annotations, read_annotations, read_uid_list
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.source import Source, same_text

RAW = RawFile("x", "all.jsonl", Layout.ANNOTATIONS, "", entities=r"\d-\w+")
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


def test_spans_of_all_keys_count(tmp_path):
    more = {"label": [], "label_phi": [[5, 11, "<PERSOON>"]], "labels": [[5, 11, "PERSOON"]]}
    source = json.dumps({"text": TEXT, "uid": "p_1", **more})
    assert read(tmp_path, source).by_uid["p_1"].phi == (Span(5, 11, "PERSOON"),)


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
        ([[5, 11, "PERSON"]], "R313"),  # neither PHI nor an entity of this cohort
        ([[5, 11]], "R314"),
        ([["5", 11, "<PERSOON>"]], "R314"),
        ([[True, 11, "<PERSOON>"]], "R314"),
        ({"start": 5}, "R314"),
    ],
)
def test_bad_spans_hold_the_report_back(tmp_path, spans, code):
    found = read(tmp_path, line("ok"), line("p_1", spans=spans))
    assert set(found.by_uid) == {"ok"}
    assert set(found.quarantined) == {"p_1"}
    assert [(p.kind.code, p.place) for p in found.problems] == [(code, Place("all.jsonl", 2))]
    assert "Jansen" not in str(found.problems)


def test_overlapping_spans_are_kept_and_listed(tmp_path):
    found = read(tmp_path, line(spans=[[0, 11, "<PERSOON>"], [5, 24, "<DATUM>"]]))
    assert len(found.by_uid["p_1"].phi) == 2
    assert [(p.kind.code, p.quarantined) for p in found.problems] == [("R312", False)]


def test_same_annotation_twice_is_one(tmp_path):
    found = read(tmp_path, line(), line())
    assert (len(found.by_uid), found.problems) == (1, [])


@pytest.mark.parametrize("second", [line(text=TEXT + "."), line(spans=[])])
def test_two_different_annotations_hold_the_report_back(tmp_path, second):
    found = read(tmp_path, line(), second, line())
    assert (found.by_uid, set(found.quarantined)) == ({}, {"p_1"})
    assert [(p.kind.code, p.place.row) for p in found.problems] == [("R306", 2)]


def test_unreadable_lines_are_listed(tmp_path):
    found = read(tmp_path, line(), '{"text": "Jansen', line("p_2"), line("p_2", text=None), "")
    assert set(found.by_uid) == {"p_1"}
    assert [(p.kind.code, p.place.row) for p in found.problems] == [
        ("R301", 2),
        ("R309", 4),
    ]
    assert set(found.quarantined) == {"p_2"}
    assert not found.is_whole
    assert "Jansen" not in str(found.problems)


def test_unreadable_line_that_tells_its_report_holds_it_back(tmp_path):
    found = read(tmp_path, line(), '{"text": "Jansen", "meta": {"uid": "p_2"}, "label": [')
    assert (set(found.by_uid), set(found.quarantined), found.is_whole) == ({"p_1"}, {"p_2"}, True)


def test_damaged_line_holds_its_report_back(tmp_path):
    (tmp_path / "all.jsonl").write_bytes(
        line("a", text="eee", spans=[]).replace("eee", "ééé").encode()
        + b"\n"
        + line("b").encode().replace(b"zag", b"z\xffg")
    )
    found = read_annotations(tmp_path, RAW)
    assert (set(found.by_uid), set(found.quarantined)) == ({"a"}, {"b"})


def test_array_of_records_is_read_and_an_empty_one_says_that_there_is_none(tmp_path):
    assert set(read(tmp_path, "[", line() + ",", line("p_2"), "]").by_uid) == {"p_1", "p_2"}
    assert read(tmp_path, "[]") == Annotations()
    with pytest.raises(InputFault, match=r"E206 all\.jsonl"):
        read(tmp_path, "[", line() + ",")


def test_empty_file_is_no_statement(tmp_path):
    with pytest.raises(InputFault, match=r"E207 all\.jsonl.*\[\]"):
        read(tmp_path, "")


def test_offsets_of_another_text_are_noticed(tmp_path):
    shifted = [line(f"p_{i}", spans=[[8, 13, "<PERSOON>"]]) for i in range(20)]
    with pytest.raises(InputFault, match=r"E209 all\.jsonl: 20 of 20 spans"):
        read(tmp_path, *shifted)


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
    assert same_text(TEXT, annotated) is same


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


def test_entities_apart_are_read_and_nobody_marks_phi_there(tmp_path):
    raw = RawFile(
        "x", "all.jsonl", Layout.ANNOTATIONS, "", entities=r"\d-\w+", entity_member="meta/label"
    )

    def read_apart(apart, **more):
        record = {
            "text": TEXT,
            "label": [[5, 11, "PERSOON"]],
            "meta": {"uid": "p_1", "label": apart},
        }
        (tmp_path / "all.jsonl").write_text(json.dumps({**record, **more}), encoding="utf-8")
        return read_annotations(tmp_path, raw)

    found = read_apart([[0, 4, "1-biopt"], [0, 4, "1-biopt"], [5, 11, "2-x"]]).by_uid["p_1"]
    assert found.phi == (Span(5, 11, "PERSOON"),)
    assert found.entities == (Span(0, 4, "1-biopt"), Span(5, 11, "2-x"))
    both = read_apart([[0, 4, "1-biopt"]], labels=[[12, 15, "3-y"], [0, 4, "1-biopt"]])
    assert both.by_uid["p_1"].entities == (Span(12, 15, "3-y"), Span(0, 4, "1-biopt"))
    for apart in ([[0, 4, "PERSOON"]], [[0, 4, "1-biopt of"]]):
        assert [p.kind.code for p in read_apart(apart).problems] == ["R313"]
    assert [p.kind.code for p in read_apart(None).problems] == ["R314"]
    # Its spans are no spans of PHI somewhere else.
    assert read_apart([[0, 4, "1-biopt"]], label=[]).by_uid["p_1"].phi == ()


@pytest.mark.parametrize(
    ("more", "is_usable"),
    [
        ({"label": []}, True),
        ({"label": [], "notes": ["a", 1]}, True),
        ({"label": [], "notes": "a"}, True),
        ({"label": [], "spans": [[5, 11, "PERSOON"]]}, False),
        ({"label": [], "entities": [{"start": 5}]}, False),
        ({"label": [], "labels": [], "notes": ["a", []]}, False),
        ({"label": [[0, 4, "PERSOON"]], "spans": [[5, 11, "PERSOON"]]}, True),
    ],
)
def test_spans_in_a_member_that_is_not_read_hold_the_report_back(tmp_path, more, is_usable):
    found = read(tmp_path, json.dumps({"text": TEXT, "uid": "p_1", **more}))
    assert (set(found.by_uid), set(found.quarantined)) == (
        ({"p_1"}, set()) if is_usable else (set(), {"p_1"})
    )
    assert [p.kind.code for p in found.problems] == ([] if is_usable else ["R309"])


def test_the_id_stands_where_the_file_has_it(tmp_path):
    raw = RawFile("x", "all.jsonl", Layout.ANNOTATIONS, "", uid_member="meta/case")
    good = {"text": TEXT, "label": [], "uid": "no", "meta": {"case": " p_1 ", "uid": "no"}}
    cut = '{"text": "Jansen", "uid": "no", "meta": {"case": "p_2"}, "label": ['
    (tmp_path / "all.jsonl").write_text(f"{json.dumps(good)}\n{cut}\n", encoding="utf-8")
    found = read_annotations(tmp_path, raw)
    assert (set(found.by_uid), set(found.quarantined)) == ({"p_1"}, {"p_2"})


@pytest.mark.parametrize(
    ("record", "uid"),
    [
        ({"meta": {"uid": "a"}, "uid": "b"}, "a"),
        ({"meta": {"uid": None}, "uid": "b"}, "b"),
        ({"uid": 0}, "0"),
        ({"uid": 12}, "12"),
    ],
)
def test_where_an_id_stands(tmp_path, record, uid):
    found = read(tmp_path, json.dumps({"text": TEXT, "label": [], **record}))
    assert (set(found.by_uid), found.is_whole) == ({uid}, True)


@pytest.mark.parametrize("record", [{}, {"uid": " "}, {"uid": None}, {"meta": "a"}])
def test_an_annotation_without_id_may_be_of_any_report(tmp_path, record):
    found = read(tmp_path, line(), json.dumps({"text": TEXT, "label": [], **record}))
    assert (set(found.by_uid), found.quarantined, found.is_whole) == ({"p_1"}, {}, False)
    assert [(p.kind.code, p.quarantined) for p in found.problems] == [("R309", False)]


@pytest.mark.parametrize(
    ("cut", "uids", "is_whole"),
    [
        ('{"uid": 12, "text": "a', {"12"}, True),
        ('{"uid": 12}, "text": "a', {"12"}, True),
        ('{"uid" : "a b", "text": "a', {"a b"}, True),
        ('{"text": "a", "uid": 12', set(), False),  # it may be cut inside of it
        ('{"text": "a", "uid": "12', set(), False),
        ('{"uid": "a", "meta": {"uid": "a"}', {"a"}, True),
        ('{"uid": "a", "meta": {"uid": "b"}', {"a", "b"}, False),
        ('{"xuid": "a", ', set(), False),
        ('{"uid": ""', set(), False),
        (f'{{"uid": "{"a" * 200}",', {"a" * 200}, True),
        (f'{{"uid": "{"a" * 201}",', set(), False),
        (f'{{"uid": {"1" * 200},', {"1" * 200}, True),
        (f'{{"uid": {"1" * 201},', set(), False),
    ],
)
def test_what_is_left_of_a_line_may_tell_its_report(tmp_path, cut, uids, is_whole):
    found = read(tmp_path, line("ok"), cut)
    assert (set(found.quarantined), found.is_whole) == (uids, is_whole)
    assert [(p.kind.code, p.quarantined) for p in found.problems] == [("R301", bool(uids))]


def test_lines_that_are_rows_of_a_table_too_are_listed_there(tmp_path):
    raw = RawFile("x", "all.jsonl", Layout.ANNOTATIONS, "", (Column("psa", ""),))
    (tmp_path / "all.jsonl").write_text(line() + '\n{"uid": "a", \n', encoding="utf-8")
    found = read_annotations(tmp_path, raw)
    assert (found.problems, set(found.quarantined)) == ([], {"a"})


@pytest.mark.parametrize(
    ("shifted", "right", "stops"),
    [
        (19, 0, False),  # too few to tell
        (20, 0, True),
        (6, 18, False),  # a quarter
        (7, 18, True),
    ],
)
def test_so_many_cut_words_are_another_texts(tmp_path, shifted, right, stops):
    lines = [line(f"s{i}", spans=[[8, 13, "<PERSOON>"]]) for i in range(shifted)]
    lines += [line(f"r{i}") for i in range(right)]
    if stops:
        with pytest.raises(InputFault) as caught:
            read(tmp_path, *lines)
        said = f"{shifted} of {shifted + right} spans begin or end inside a word"
        assert caught.value.detail == said
        return
    found = read(tmp_path, *lines)
    assert len(found.quarantined) == shifted
    assert {p.kind.code for p in found.problems} == {"R320"}


def test_spans_that_touch_do_not_overlap(tmp_path):
    spans = [[5, 11, "PERSOON"], [11, 15, "DATUM"], [0, 4, "PERSOON"]]
    assert read(tmp_path, line(spans=spans)).problems == []


def test_texts_of_what_cannot_be_used_are_kept_aside(tmp_path):
    found = read(tmp_path, line(), line(text=TEXT + "."), line(text="x" * 30))
    assert found.texts("p_1") == (TEXT, TEXT + ".", "x" * 30)
    assert found.texts("p_2") == ()
    assert read(tmp_path, line()).texts("p_1") == (TEXT,)
    bad = read(tmp_path, line(spans=[[5, 99, "PERSOON"]]))
    assert bad.texts("p_1") == (TEXT,)
    without = read(tmp_path, line(), json.dumps({"text": "Iets", "uid": "p_2"}))
    assert (set(without.quarantined), without.texts("p_2")) == ({"p_2"}, ("Iets",))
    assert read(tmp_path, line(), json.dumps({"text": 5, "uid": "b"})).texts("b") == ()


def test_an_annotation_shows_numbers_only(tmp_path):
    found = read(tmp_path, line()).by_uid["p_1"]
    assert repr(found) == "<Annotation at all.jsonl, row 1, 24 characters, 1 spans>"


@pytest.mark.parametrize("body", ["[1.5]", '[["a"]]', "[null]", "1", '"a"', "oops"])
def test_what_is_no_list_of_ids(tmp_path, body):
    (tmp_path / "list.json").write_text(body, encoding="utf-8")
    with pytest.raises(InputFault, match=r"E206 list\.json: it is not a JSON list of report ids"):
        read_uid_list(tmp_path, RawFile("x", "list.json", Layout.UID_LIST, ""))


def test_ids_of_a_list_are_without_blanks(tmp_path):
    (tmp_path / "list.json").write_text('[" a ", "a", 7, "7"]', encoding="utf-8")
    raw = RawFile("x", "list.json", Layout.UID_LIST, "")
    assert read_uid_list(tmp_path, raw) == {"a", "7"}


def test_spans_that_doccano_exports_as_entities_are_read(tmp_path):
    text = "Gezien door Jansen."
    entity = {"id": 7, "label": "<PERSOON>", "start_offset": 12, "end_offset": 18}
    lines = [
        {"text": text, "uid": "1", "entities": [entity], "relations": [], "Comments": []},
        {"text": text, "uid": "2", "entities": [entity], "label": []},
        {"text": text, "uid": "3", "entities": [], "relations": []},
        {"text": text, "uid": "4", "entities": [{"label": "<PERSOON>", "start_offset": 12}]},
        {"text": text, "uid": "5", "entities": [{"who": "Jansen"}]},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = read_annotations(tmp_path, RawFile("x", "a.jsonl", Layout.ANNOTATIONS, ""))
    spans = {uid: annotation.phi for uid, annotation in found.by_uid.items()}
    assert spans == {"1": (Span(12, 18, "PERSOON"),), "2": (Span(12, 18, "PERSOON"),), "3": ()}
    assert {uid: p.kind.code for uid, p in found.quarantined.items()} == {"4": "R314", "5": "R309"}


def test_missing_annotations_are_told_what_an_empty_file_says(tmp_path):
    for layout, columns, said in [
        (Layout.ANNOTATIONS, (), True),
        (Layout.ANNOTATIONS, (Column("text", ""),), False),
        (Layout.UID_LIST, (), False),
    ]:
        raw = RawFile("x", "a.jsonl", layout, "", columns)
        with pytest.raises(InputFault) as raised:
            Source(tmp_path, (raw,)).fingerprint(["a.jsonl"])
        assert raised.value.kind.code == "E202"
        assert ("[]" in raised.value.remedy) is said
