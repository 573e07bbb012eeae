"""A source folder: its files, and what is wrong with what stands in them."""

from __future__ import annotations

import hashlib
import json

import pytest

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.report import Report
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.export import read_export
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.source import Source, is_version, same_text
from dragon_prep.intake.tables import read_named_sheet

SHEET = RawFile(
    "umcg", "umcg/s.csv", Layout.SHEET, "", (Column("id", "", "uid"), *IDENTITY_COLUMNS)
)
LIST = RawFile("umcg", "umcg/l.json", Layout.UID_LIST, "")
ONE = RawFile("umcg", "umcg/one.jsonl", Layout.ANNOTATIONS, "")
TWO = RawFile("umcg", "umcg/two.jsonl", Layout.ANNOTATIONS, "")
TEXT = "Dhr. Jansen zag op 2 mei"


@pytest.fixture
def source(tmp_path):
    (tmp_path / "umcg").mkdir()
    return Source.of((SHEET, LIST, ONE, TWO), tmp_path)


def annotated(source, raw, *uids, text=TEXT, spans=((5, 11, "PERSOON"),)):
    lines = [json.dumps({"text": text, "label": spans, "uid": uid}) for uid in uids]
    (source.root / raw.path).write_text("\n".join(lines), encoding="utf-8")


def test_the_folder_of_a_centre_is_not_the_source(tmp_path):
    folder = tmp_path / "umcg"
    folder.mkdir()
    assert Source.of((SHEET,), folder).root == folder  # a source may have a centre's name
    (folder / "s.csv").write_text("id\n1\n")
    with pytest.raises(
        InputFault, match=r"E201 .*folder of the centre umcg: give the folder above"
    ):
        Source.of((SHEET,), folder)
    with pytest.raises(InputFault, match=r"E201 .*it is a file"):
        Source.of((SHEET,), folder / "s.csv")
    with pytest.raises(InputFault, match=r"E201 .*there is no such folder"):
        Source.of((SHEET,), tmp_path / "nowhere")


def test_only_files_of_the_cohort_are_read(source):
    assert source.raw_file("umcg/two.jsonl") is TWO
    with pytest.raises(KeyError):
        source.raw_file("umcg/three.jsonl")


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("patient_name", KnownKind.NAME),
        ("birth_date", KnownKind.BIRTH_DATE),
        ("patient_number", KnownKind.NUMBER),
        ("bsn", KnownKind.NUMBER),
        ("report_number", KnownKind.REPORT_NUMBER),
        ("address", KnownKind.ADDRESS),
        ("phone", KnownKind.PHONE),
        ("treating_doctor", KnownKind.DOCTOR),
    ],
)
def test_columns_that_say_who_the_patient_is(source, column, kind):
    (source.root / "umcg" / "s.csv").write_text(f"id,{column}\n1, Bos \n2,\n3, \n")
    rows = source.table("umcg/s.csv").rows
    assert [source.known(row) for row in rows] == [(KnownFact(kind, "Bos"),), (), ()]
    assert not any(c.required for c in IDENTITY_COLUMNS)


def test_rows_that_cannot_be_read_are_listed(source):
    (source.root / "umcg" / "s.csv").write_text("id,bsn\n1,2\n2,3,4\n")
    assert len(source.table("umcg/s.csv").rows) == 1
    assert [(p.kind.code, p.place.row) for p in source.problems] == [("R302", 3)]


def test_several_files_of_annotations_are_one(source):
    annotated(source, ONE, "a", "b")
    annotated(source, TWO, "c", "a")
    found = source.annotations(ONE.path, TWO.path)
    assert (set(found.by_uid), found.quarantined, found.is_whole) == ({"a", "b", "c"}, {}, True)
    annotated(source, TWO, "a", spans=())
    found = source.annotations(ONE.path, TWO.path)
    assert (set(found.by_uid), set(found.quarantined)) == ({"b"}, {"a"})
    assert [(p.kind.code, p.place) for p in source.problems] == [("R306", Place(TWO.path, 1))]


@pytest.mark.parametrize("order", [(ONE, TWO), (TWO, ONE)])
def test_what_is_wrong_in_any_of_several_files_counts(source, order):
    good, bad = ONE, TWO
    annotated(source, good, "a", "b")
    line = json.dumps({"text": TEXT, "label": [[0, 99, "PERSOON"]], "uid": "a"})
    (source.root / bad.path).write_text(f"{line}\noops\n", encoding="utf-8")
    found = source.annotations(*(raw.path for raw in order))
    assert (set(found.by_uid), set(found.quarantined), found.is_whole) == ({"b"}, {"a"}, False)
    assert found.texts("a") == (TEXT, TEXT)
    assert sorted(p.kind.code for p in source.problems) == ["R301", "R310"]


def test_ids_of_a_list_that_are_in_no_row_are_counted(source):
    (source.root / LIST.path).write_text('["a", "b", " c "]')
    assert source.uid_list(LIST.path, ["a", "b", "c", "d"]) == {"a", "b", "c"}
    assert source.problems == []
    assert source.uid_list(LIST.path, ["a"]) == {"a", "b", "c"}
    (problem,) = source.problems
    assert (str(problem), problem.quarantined) == (
        "R315 umcg/l.json: 2 of 3 ids are in no row of the sheet",
        False,
    )


def test_annotations_of_no_row_are_listed_by_file_and_hold_nothing_back(source):
    annotated(source, ONE, *"abcd")
    found = source.annotations(ONE.path)
    source.list_unused(found, "abcd")
    assert (found.unplaced, source.problems) == (set(), [])
    source.list_unused(found, "bc")  # half of them are not most of them
    assert found.unplaced == {"a", "d"}
    (problem,) = source.problems
    assert (str(problem), problem.quarantined) == (
        "R308 umcg/one.jsonl, row 1: 2 of 4 annotations are of no report in the sheet: row 1, 4",
        False,
    )
    with pytest.raises(InputFault) as caught:
        source.list_unused(found, "b")
    assert "E217 umcg/one.jsonl: 3 of 4 annotations are of no report in the sheet" in str(
        caught.value
    )


@pytest.mark.parametrize(("unused", "more"), [(20, ""), (21, ", ...")])
def test_a_message_names_the_first_twenty_rows(source, unused, more):
    uids = [str(n) for n in range(50)]
    annotated(source, ONE, *uids)
    source.list_unused(source.annotations(ONE.path), uids[unused:])
    said = ", ".join(str(n + 1) for n in range(20)) + more
    assert source.problems[0].detail.endswith(f"sheet: row {said}")


def test_an_annotation_of_no_row_that_cannot_be_used_holds_no_row_back(source):
    bad = [{"text": TEXT, "label": [[0, 99, "PERSOON"]], "uid": uid} for uid in ("mine", "gone")]
    good = [{"text": TEXT, "label": [], "uid": uid} for uid in "ab"]
    lines = map(json.dumps, [*bad, *good])
    (source.root / ONE.path).write_text("\n".join(lines), encoding="utf-8")
    source.list_unused(source.annotations(ONE.path), ["a", "b", "mine"])
    assert [(p.kind.code, p.place.row, p.quarantined) for p in source.problems] == [
        ("R310", 1, True),
        ("R310", 2, False),
        ("R308", 2, False),
    ]


def test_a_fingerprint_is_of_the_bytes(source):
    (source.root / LIST.path).write_bytes(b"[]")
    assert source.fingerprint([LIST.path]) == {LIST.path: hashlib.sha256(b"[]").digest()}
    with pytest.raises(InputFault, match="E202"):
        source.fingerprint([SHEET.path])


@pytest.mark.parametrize(
    ("annotated", "same"),
    [
        # What stands between two tags, in order, and apart from the rest.
        ("<PERSOON> zag <DATUM>", True),
        ("<PERSOON> op <DATUM> zag <TIJD>", False),
        ("Dhr. Jansen zag op 2 mei<PERSOON>", True),  # a tag may be of nothing
        ("Dhr. Jansen zag op <PERSOON>op 2 mei", False),  # no word counts twice
        ("Dhr. <PERSOON> zag <TIJD> zag op 2 mei", False),
        ("<PERSOON>", True),
    ],
)
def test_a_tag_stands_for_anything_between_what_is_the_same(annotated, same):
    assert same_text(TEXT, annotated) is same


@pytest.mark.parametrize(
    ("sheet", "annotated", "is_one"),
    [
        ("a b c d e", "a b c d x", True),  # four of five
        ("a b c d e", "e d c b a", True),
        ("a b c", "a b x", False),
        ("a b c d", "a b c d e f", False),  # of the longer one
        ("a b c d", "a b c d e", True),
        ("a a a a b", "a b", False),  # each time it stands
    ],
)
def test_a_version_has_four_words_in_five(sheet, annotated, is_one):
    assert is_version(sheet, annotated) is is_one
    assert is_version(annotated, sheet) is is_one


def report(centre, patient, **fields):
    return Report(centre, patient, f"{patient}_1", "x", None, (), fields, Place("s.csv", 2))


def cohort(**funnels):
    made = Cohort("some", "Some", (), ())
    for centre, funnel in funnels.items():
        made.reader(centre)(lambda _, funnel=funnel: funnel)
    return made


def test_an_export_is_the_reports_of_all_centres_in_order(tmp_path):
    one, two = Funnel("a", [report("a", "1"), report("a", "2")]), Funnel("b", [report("b", "3")])
    made = cohort(a=one, b=two)
    assert made.centres == ("a", "b")
    export = read_export(made, tmp_path, ["b", "a"])
    assert [r.patient for r in export.reports] == ["3", "1", "2"]
    assert export.steps == (*two.steps, *one.steps)
    assert export.problems == ()
    assert [r.patient for r in read_export(made, tmp_path, ["a"]).reports] == ["1", "2"]


def test_patients_of_two_centres_are_counted(tmp_path):
    both = [report("b", "1"), report("b", "1"), report("b", "2"), report("b", "4")]
    made = cohort(a=Funnel("a", [report("a", p) for p in "1123"]), b=Funnel("b", both))
    (problem,) = read_export(made, tmp_path, ["a", "b"]).problems
    assert problem.place == Place("some")
    assert (problem.detail, problem.quarantined) == (
        "2 patient ids occur at more than one centre",
        False,
    )


@pytest.mark.parametrize("value", [7, 1.5, ["a"], {"a": 1}])
def test_a_field_is_text_a_truth_value_or_nothing(tmp_path, value):
    good = cohort(a=Funnel("a", [report("a", "1", x="a", y=True, z=None)]))
    assert read_export(good, tmp_path, ["a"]).reports
    with pytest.raises(UsageFault, match="the reader of a"):
        read_export(cohort(a=Funnel("a", [report("a", "1", x=value)])), tmp_path, ["a"])
    with pytest.raises(UsageFault, match="the reader of a"):
        read_export(cohort(a=[report("a", "1")]), tmp_path, ["a"])


def test_a_sheet_of_a_workbook_by_its_name(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["other"])
    book.create_sheet("Second")
    for row in (["id"], ["7"]):
        book["Second"].append(row)
    book.save(tmp_path / "b.xlsx")
    raw = RawFile("x", "b.xlsx", Layout.SHEET, "", (Column("id", ""),))
    table = read_named_sheet(tmp_path, raw, "Second")
    assert [(row["id"], str(row.place)) for row in table.rows] == [("7", "b.xlsx[Second], row 2")]
    with pytest.raises(InputFault, match=r"E206 b\.xlsx: it has no sheet 'Third'"):
        read_named_sheet(tmp_path, raw, "Third")


def test_columns_and_files_know_their_names():
    assert Column("Report", "").field == "Report"
    assert Column("Report", "", "text").field == "text"
    raw = RawFile("rumc-jbz", "x.csv", Layout.SHEET, "", (Column("Report", "", "text"),))
    assert raw.centres == ("rumc", "jbz")
    assert raw.column_of("text") == "Report"
    assert raw.column_of("age") == "age"
