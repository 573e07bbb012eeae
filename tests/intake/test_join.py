"""Rows and annotations become reports; where somebody may have marked PHI, nothing is guessed."""

from __future__ import annotations

import pytest

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.spans import Span
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
    funnel = join(found(), found("p_2", "Geen."), annotations=[annotation()])
    assert [report.phi for report in funnel.items] == [PHI, None]
    assert all(TEXT not in repr(report) for report in funnel.items)


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
    assert (codes(funnel), len(funnel.items)) == (["R333"], 3)


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
