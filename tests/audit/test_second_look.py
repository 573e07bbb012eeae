"""What becomes of what nobody marked in an annotated report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.second_look import (
    SecondLookRules,
    overlooked_from_json,
    overlooked_problems,
    overlooked_to_json,
)
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook, overlooked_counts
from dragon_prep.core.spans import Span

KEY = ProjectKey(bytes(32))
TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021. Volume 45 cc. Collega Zwartjes belde."
NAME = Span(16, 27, "PERSOON")


def report(text=TEXT, phi=(NAME,), *, patient="1", known=(), entities=(), **fields):
    place = Place("sheet.csv", 7)
    marks = Place("all.jsonl", 3)
    return Report("a", patient, f"{patient}_x", text, phi, entities, fields, place, known, marks)


def found_in(*reports, wanted=SecondLook.REPLACE, kept=()):
    look = first_pass(list(enumerate(reports)), KEY, {}, SecondLookRules(wanted, frozenset(kept)))
    assert not look.mishaps
    return [
        [
            (one.text[o.span.start : o.span.end], o.span.label, o.fate)
            for o in look.overlooked.get(at, ())
        ]
        for at, one in enumerate(reports)
    ], look


def test_what_is_replaced_is_handed_on_and_what_is_listed_or_held_is_not():
    for wanted, fate in [
        (SecondLook.REPLACE, Fate.REPLACED),
        (SecondLook.LIST, Fate.LISTED),
        (SecondLook.HOLD, Fate.HELD_BACK),
    ]:
        (found,), look = found_in(report(), wanted=wanted)
        assert found == [("12-03-2021", "DATUM", fate), ("Zwartjes", "PERSOON", fate)]
        spans = second_pass([(0, report())], look.hits, look.tally.spread(), KEY)
        handed_on = [(s.start, s.end) for s in spans.get(0, ())]
        assert handed_on == ([(31, 41), (65, 73)] if wanted is SecondLook.REPLACE else [])
    (found,), look = found_in(report(), wanted=SecondLook.OFF)
    assert found == []
    assert look.hits == {}


def test_what_a_label_is_read_from_is_listed_whatever_is_asked_for():
    text = "MRI, 45-jarige man, op 12-03-2021. Volume 45 cc."
    one = report(text, (Span(23, 33, "DATUM"),), volume="45 cc")
    for wanted in (SecondLook.REPLACE, SecondLook.HOLD, SecondLook.LIST):
        (found,), look = found_in(one, wanted=wanted)
        assert found == [("45", "LEEFTIJD", Fate.IN_LABEL)]
        assert look.hits == {}
    (found,), _ = found_in(replace(one, fields={"volume": "46"}))
    assert found == [("45", "LEEFTIJD", Fate.REPLACED)]


def cleared(*words):
    spans = tuple(Span(TEXT.index(w), TEXT.index(w) + len(w), "no_phi") for w in words)
    return replace(report(), cleared=spans)


def test_what_a_reviewer_deleted_is_left_and_told_whatever_is_asked_for():
    for wanted in (SecondLook.REPLACE, SecondLook.HOLD):
        (found,), look = found_in(cleared("12-03-2021"), wanted=wanted)
        days = [fate for _, label, fate in found if label == "DATUM"]
        assert days == [Fate.DELETED]
        spans = second_pass([(0, report())], look.hits, look.tally.spread(), KEY)
        assert (31, 41) not in [(s.start, s.end) for s in spans.get(0, ())]
    assert found_in(cleared("12-03-2021"), wanted=SecondLook.OFF)[0] == [[]]


def test_a_name_that_was_deleted_in_one_place_is_found_in_another_only():
    one = replace(report(phi=(Span(31, 41, "DATUM"),)), cleared=(Span(65, 73, "no_phi"),))
    (found,), _ = found_in(one)
    fates = {said: fate for said, _, fate in found}
    assert fates["J. Zwartjes"] is Fate.REPLACED
    assert fates.get("Zwartjes", Fate.DELETED) is Fate.DELETED


def test_of_a_finding_in_part_deleted_that_part_is_never_replaced():
    one = replace(report(phi=(Span(31, 41, "DATUM"),)), cleared=(Span(19, 27, "no_phi"),))
    (found,), _ = found_in(one)
    assert ("J. Zwartjes", "PERSOON", Fate.DELETED) in found
    # The other mention nobody decided on; the audit sees to it that the two are not told apart.
    assert ("Zwartjes", "PERSOON", Fate.REPLACED) in found


def test_an_entity_is_left_alone():
    (found,), _ = found_in(report(entities=(Span(31, 41, "MENTION"),)))
    assert found[0] == ("12-03-2021", "DATUM", Fate.IN_LABEL)


def test_reports_of_one_text_are_looked_at_alike():
    text = "MRI, 45-jarige man, op 12-03-2021. I: 45 mm. II: 12 mm."
    one, other = (
        replace(report(text, (Span(23, 33, "DATUM"),), size=size), uid=f"1_{size}")
        for size in ("45", "12")
    )
    first, second = found_in(one, other)[0]
    assert first == second == [("45", "LEEFTIJD", Fate.IN_LABEL)]


def test_what_is_kept_by_policy_is_not_looked_for():
    (found,), _ = found_in(report(), kept={PhiCategory.DATUM})
    assert [text for text, *_ in found] == ["Zwartjes"]


def test_what_people_marked_elsewhere_is_called_what_they_called_it():
    text = "Nummer 6038251 en nogmaals 6038251 op 12-03-2021."
    marked = (Span(7, 14, "PATIENTNUMMER"), Span(38, 48, "DATUM"))
    (found,), _ = found_in(report(text, marked))
    assert [(t, label) for t, label, _ in found] == [("6038251", "PATIENTNUMMER")]
    (found,), _ = found_in(report(text, marked), kept={PhiCategory.PATIENTNUMMER})
    assert found == []


def test_where_somebody_said_that_there_is_no_phi_nothing_is_replaced():
    (found,), look = found_in(report(phi=()))
    assert {fate for *_, fate in found} == {Fate.LISTED}
    assert look.hits == {}
    (found,), _ = found_in(report(phi=()), wanted=SecondLook.HOLD)
    assert {fate for *_, fate in found} == {Fate.HELD_BACK}


def test_tags_in_the_text_are_marks():
    text = "Gezien door dr. <PERSOON> op 12-03-2021, collega <PERSOON> belde."
    (found,), _ = found_in(report(text, (Span(29, 39, "DATUM"),)))
    assert found == []


def test_the_export_knows_the_patient():
    text = "Gezien op 12-03-2021 met kwelderbos."
    fact = KnownFact(KnownKind.NAME, "A. Kwelderbos")
    (found,), _ = found_in(report(text, (Span(10, 20, "DATUM"),), known=(fact,)))
    assert found == [("kwelderbos", "PERSOON", Fate.REPLACED)]


def test_a_name_found_once_is_found_where_it_stands_without_context():
    text = "Gezien door dr. J. Hoogeboezem op 12-03-2021. Nadien: hoogeboezem; HOOGEBOEZEM."
    (found,), _ = found_in(report(text, (Span(34, 44, "DATUM"),)))
    assert {"J. Hoogeboezem", "HOOGEBOEZEM"} <= {text for text, *_ in found}


def test_what_is_found_is_evidence_for_reports_that_nobody_annotated():
    text = "Gezien door dr. Quaedvliegh op 12-03-2021."
    marked = [report(text, (Span(31, 41, "DATUM"),), patient=p) for p in "12"]
    bare = report("Besproken. Quaedvliegh zag niets.", None, patient="3")
    reports = list(enumerate([*marked, bare]))
    for wanted, is_found in [(SecondLook.REPLACE, True), (SecondLook.OFF, False)]:
        look = first_pass(reports, KEY, {}, SecondLookRules(wanted))
        look.hits[2] = ()  # what a rule finds by itself
        spans = second_pass(reports, look.hits, look.tally.spread(), KEY)
        assert bool(spans[2]) is is_found


FOUND = (
    Overlooked(Span(31, 41, "DATUM"), Fate.REPLACED),
    Overlooked(Span(50, 52, "LEEFTIJD"), Fate.IN_LABEL),
    Overlooked(Span(65, 73, "RAPPORT_ID.T_NUMMER"), Fate.REPLACED),
)


def test_findings_travel_as_json():
    body = json.loads(json.dumps(overlooked_to_json({4: FOUND})))
    assert overlooked_from_json(body) == {4: FOUND}


def test_problems_tell_rows_labels_and_offsets():
    place, marks = Place("sheet.csv", 7), Place("all.jsonl", 3)
    where = "sheet.csv, row 7: annotation in all.jsonl, row 3:"
    assert [str(problem) for problem in overlooked_problems(FOUND, place, marks)] == [
        f"R352 {where} DATUM 31-41, RAPPORT_ID 65-73",
        f"R353 {where} LEEFTIJD 50-52, where a label's value stands",
    ]
    (held,) = overlooked_problems([Overlooked(Span(1, 2, "DATUM"), Fate.HELD_BACK)], place, place)
    assert (str(held), held.quarantined) == ("R354 sheet.csv, row 7: DATUM 1-2", True)


def test_counts_are_by_fate_and_category():
    assert overlooked_counts(FOUND) == {
        "replaced": {"DATUM": 1, "RAPPORT_ID": 1},
        "in_label": {"LEEFTIJD": 1},
    }
    assert overlooked_counts(()) == {}


@pytest.mark.parametrize("wanted", SecondLook)
def test_a_report_that_nobody_annotated_has_no_second_look(wanted):
    (found,), look = found_in(report(phi=None), wanted=wanted)
    assert found == []
    assert look.hits[0]
