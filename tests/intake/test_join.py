"""Rows and annotations become reports; where somebody may have marked PHI, nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.report import Cleaning
from dragon_prep.core.spans import Span
from dragon_prep.intake import join as joining
from dragon_prep.intake.annotations import Annotation, Annotations
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids

TEXT = "Dhr. Jansen zag op 2 mei"
PHI = (Span(5, 11, "PERSOON"),)


def found(uid="p_1", text=TEXT, patient="p", row=2, **fields):
    return Found(patient, uid, text, fields, Place("sheet.csv", row))


def annotation(uid="p_1", text=TEXT, phi=PHI):
    return Annotation(uid, text, phi, (), Place("all.jsonl", 1))


def join(*rows, annotations=(), quarantined=(), is_whole=True):
    known = Annotations({a.uid: a for a in annotations}, is_whole=is_whole)
    for uid in quarantined:
        known.quarantine(uid, Problem(kinds.SPAN_OUTSIDE, Place("all.jsonl", 9)))
    return as_reports(Funnel("x", rows), known)


def codes(funnel):
    return [problem.kind.code for problem in funnel.problems]


def test_annotated_report_has_its_spans_and_another_is_left_to_the_detector():
    funnel = join(found(), found("p_2", "Geen afwijkingen."), annotations=[annotation()])
    assert [report.phi for report in funnel.items] == [PHI, None]
    assert all(TEXT not in repr(report) for report in funnel.items)


def test_a_text_that_was_cleaned_for_its_annotation_is_not_cleaned_again(monkeypatch):
    known = Annotations({"p_1": annotation()}, unchanged={TEXT: Cleaning({"no ASCII": 2})})
    monkeypatch.setattr(joining, "clean", None)
    (report,) = as_reports(Funnel("x", [found()]), known).items
    assert (report.text, report.phi) == (TEXT, PHI)
    (alone,) = as_reports(Funnel("x", [found("p_3")]), replace(known, by_uid={})).items
    assert (alone.text, alone.cleaned.counts) == (TEXT, {"no ASCII": 2})
    with pytest.raises(TypeError):
        as_reports(Funnel("x", [found(text="Iets anders")]), known)


def test_annotation_without_a_span_is_left_to_the_detector():
    # Annotation tools export reports that nobody has got round to in the same way.
    funnel = join(found(), annotations=[annotation(phi=())])
    assert funnel.items[0].phi is None


def test_report_whose_annotation_cannot_be_used_is_held_back():
    assert join(found(), quarantined=["p_1"]).items == []


def test_other_text_is_held_back():
    funnel = join(found(text="Iets anders"), annotations=[annotation()])
    assert (funnel.items, codes(funnel)) == ([], ["R307"])


def test_text_annotated_under_another_id_is_held_back():
    funnel = join(found(), annotations=[annotation("P-1")])
    assert (funnel.items, codes(funnel)) == ([], ["R317"])


def test_report_that_may_be_one_of_the_lost_annotations_is_held_back():
    funnel = join(found(), found("p_2"), annotations=[annotation()], is_whole=False)
    assert [report.uid for report in funnel.items] == ["p_1"]
    assert codes(funnel) == ["R318"]


@pytest.mark.parametrize("text", [None, "", " \n", "\u200b", "\U0001f600"])
def test_report_without_text_is_left_out(text):
    funnel = join(found(text=text))
    assert (funnel.items, funnel.steps[-1].name) == ([], "no report text")


def test_similar_patient_ids_are_listed():
    funnel = join(found(patient="00123"), found("b", patient="123"), found("c", patient="1230"))
    assert (codes(funnel), len(funnel.items)) == (["R333", "R333"], 3)  # a row of each spelling


@pytest.mark.parametrize(
    ("patient", "uid", "code"),
    [
        ("", "p_1", "R304"),
        ("p", "", "R304"),
        ("1,23E+06", "1,23E+06_7", "R316"),
        ("p", "p_1.2e+19", "R316"),
    ],
)
def test_rows_without_usable_ids_are_held_back(patient, uid, code):
    funnel = Funnel("x", [found(uid, patient=patient), found()])
    quarantine_without_ids(funnel)
    assert (len(funnel.items), codes(funnel)) == (1, [code])


def test_repetitions():
    funnel = Funnel("x", [found(a="1"), found(a="1", row=3), found("p_2", row=4)])
    first_of_each(funnel, "repeated")
    assert ([f.place.row for f in funnel.items], codes(funnel)) == ([2, 4], [])


@pytest.mark.parametrize(
    ("twice_is_normal", "left", "code"), [(True, 1, "R332"), (False, 0, "R305")]
)
def test_repetitions_with_other_values(twice_is_normal, left, code):
    funnel = Funnel("x", [found(a="1"), found(a="2", row=3)])
    first_of_each(funnel, "repeated", twice_is_normal=twice_is_normal)
    assert len(funnel.items) == left
    assert set(codes(funnel)) == {code}


def test_repetitions_with_other_texts_are_all_held_back():
    funnel = Funnel("x", [found(), found(text="anders", row=3)])
    first_of_each(funnel, "repeated", twice_is_normal=True)
    assert (funnel.items, codes(funnel)) == ([], ["R306", "R306"])


@pytest.mark.parametrize(
    ("uid", "is_rounded"),
    [
        ("1E+6", True),
        ("1e+6", True),
        ("12.34e+6", True),
        ("1,2E+19", True),
        ("1E6", False),
        ("1E-6", False),
        ("aE+6", False),
        ("1,E+6", False),
        ("x1E+6", False),
    ],
)
def test_ids_that_a_spreadsheet_rounded(uid, is_rounded):
    for patient, name in ((uid, "p_1"), ("p", f"p_{uid}"), ("p", f"{uid}_p")):
        funnel = Funnel("x", [found(name, patient=patient)])
        quarantine_without_ids(funnel)
        assert codes(funnel) == (["R316"] if is_rounded else [])


def test_rows_that_differ_in_the_patient_alone_are_held_back():
    funnel = Funnel("x", [found(), found(patient="q", row=3)])
    first_of_each(funnel, "repeated")
    assert (len(funnel.items), codes(funnel)) == (0, ["R305", "R305"])
    # Where rows may differ in values, only values are listed.
    funnel = Funnel("x", [found(), found(patient="q", row=3)])
    first_of_each(funnel, "repeated", twice_is_normal=True)
    assert (len(funnel.items), codes(funnel)) == (1, [])


def test_white_space_and_missing_texts_make_no_difference_between_rows():
    for texts in (("a  b", "a\nb "), (None, " "), ("", None)):
        funnel = Funnel("x", [found(text=text, row=row) for row, text in enumerate(texts)])
        first_of_each(funnel, "repeated")
        assert (len(funnel.items), codes(funnel)) == (1, [])
    assert funnel.steps[-1].name == "repeated"


def test_of_several_rows_with_other_values_those_that_differ_are_listed():
    rows = [found(a="1"), found(a="2", row=3), found(a="1", row=4), found(a="3", row=5)]
    funnel = Funnel("x", rows)
    first_of_each(funnel, "repeated", twice_is_normal=True)
    assert [(p.kind.code, p.place.row, p.quarantined) for p in funnel.problems] == [
        ("R332", 3, False),
        ("R332", 5, False),
    ]


def test_a_report_has_all_that_its_row_and_its_annotation_say():
    fact = KnownFact(KnownKind.NAME, "Jansen")
    row = Found("p", "p_1", "Dhr. Jansen\r\nzag", {"a": "1"}, Place("sheet.csv", 2), (fact,))
    (report,) = join(row).items
    assert (report.centre, report.patient, report.uid) == ("x", "p", "p_1")
    assert (report.text, report.phi, report.entities) == ("Dhr. Jansen\nzag", None, ())
    assert (report.fields, report.place, report.known) == ({"a": "1"}, row.place, (fact,))
    assert report.marks is None
    entity = Span(0, 4, "1-x")
    marked = Annotation("p_1", "Dhr. Jansen\n zag", PHI, (entity,), Place("all.jsonl", 1))
    (report,) = join(row, annotations=[marked]).items
    assert (report.text, report.phi, report.entities) == (marked.text, PHI, (entity,))
    assert report.marks == Place("all.jsonl", 1)
    (report,) = join(found(), annotations=[annotation(phi=())]).items
    assert report.marks is None


def test_a_sheet_without_texts_takes_those_of_the_annotations():
    funnel = join(found(text=None), annotations=[annotation()])
    assert [(r.text, r.phi) for r in funnel.items] == [(TEXT, PHI)]


def test_a_text_with_an_unknown_tag_is_held_back():
    funnel = join(found(text="Gezien <PATIENTNAAM>"), found("b", "Gezien <PERSOON>"))
    assert [r.uid for r in funnel.items] == ["b"]
    assert codes(funnel) == ["R313"]


def test_a_version_of_a_reports_text_holds_back_that_report_alone():
    other = found("p_2", "Iets heel anders", row=3)
    edited = annotation(text="Dhr. Jansen zag op 3 mei")
    funnel = join(found(), other, annotations=[edited])
    assert ([r.uid for r in funnel.items], codes(funnel)) == (["p_2"], ["R307"])
    # What is no version of it may be any report's.
    funnel = join(found(), other, annotations=[annotation(text="Een tekst van niemand")])
    assert (funnel.items, sorted(codes(funnel))) == ([], ["R307", "R318"])


def test_a_text_annotated_under_the_id_of_another_report_is_that_reports():
    other = found("p_2", "Iets heel anders dan dat", row=3)
    third = found("p_3", "Een derde", row=4)
    funnel = join(found(), other, third, annotations=[annotation("p_2")])
    assert [r.uid for r in funnel.items] == ["p_3"]
    assert sorted(codes(funnel)) == ["R307", "R317"]


def test_a_text_with_tags_is_of_any_report_it_may_be_of():
    unlike = found("p_2", "Iets heel anders", row=3)
    funnel = join(found(), unlike, annotations=[annotation("P-1", "Dhr. <PERSOON> zag op 2 mei")])
    assert ([r.uid for r in funnel.items], codes(funnel)) == (["p_2"], ["R317"])


def unplaced(*texts):
    known = Annotations()
    known.quarantine("gone", Problem(kinds.SPAN_OUTSIDE, Place("all.jsonl", 9)), *texts)
    known.unplaced.add("gone")
    return as_reports(Funnel("x", [found(), found("p_2", "Anders", row=3)]), known)


def test_an_annotation_of_nobody_holds_back_the_reports_it_may_be_of():
    assert codes(unplaced(TEXT)) == ["R317"]
    assert codes(unplaced("Nog een heel andere tekst")) == ["R318", "R318"]
    assert codes(unplaced()) == ["R318", "R318"]
    assert codes(unplaced(" ")) == []


def test_what_cannot_be_used_is_a_step_where_there_is_such_a_report():
    assert "annotation cannot be used" not in [s.name for s in join(found()).steps]
    funnel = join(found(), found("p_2"), quarantined=["p_1"])
    assert [s.excluded for s in funnel.steps if s.name == "annotation cannot be used"] == [1]


def test_ids_alike_are_counted_by_patient():
    rows = [
        found(f"u{at}", patient=patient)
        for at, patient in enumerate(["007", "7", "7", "A b", "ab", "8", "8"])
    ]
    like = "sheet.csv, row 2 has one like it"
    assert [(p.kind.code, p.detail, p.quarantined) for p in join(*rows).problems] == [
        ("R333", f"{count} reports have this id; {like}", False) for count in (1, 2, 1, 1)
    ]


def test_a_row_shows_its_place_only():
    assert repr(found()) == "<Found at sheet.csv, row 2>"
