"""What the detector is sure of in a report that people annotated, and what becomes of it."""

from __future__ import annotations

import pytest

from dragon_prep.audit.second_look import SecondLookRules, overlooked, overlooked_problems
from dragon_prep.core.errors import Place
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.detect import NO_EVIDENCE

TEXT = "Mw. A. Hoogeboezem, geb. 12-03-1957, gezien door dr. B. Wagenmaker.\nPSA: 4,5"
PATIENT = Span(4, 18, "PERSOON")


def report(phi, text=TEXT, **fields):
    return Report("rumc", "1", "1", text, phi, (), fields, Place("x", 1))


def fates(of, wanted=SecondLook.REPLACE, **rules):
    found = overlooked([of], NO_EVIDENCE, SecondLookRules(wanted, **rules))
    return {of.text[hit.span.start : hit.span.end]: fate for hit, fate in found.items()}


@pytest.mark.parametrize(
    ("wanted", "fate"),
    [
        (SecondLook.REPLACE, Fate.REPLACED),
        (SecondLook.LIST, Fate.LISTED),
        (SecondLook.HOLD, Fate.HELD_BACK),
    ],
)
def test_what_nobody_marked_is_found(wanted, fate):
    found = fates(report((PATIENT,)), wanted)
    assert found == {"12-03-1957": fate, "B. Wagenmaker": fate}


def test_what_people_marked_is_theirs():
    marks = (PATIENT, Span(25, 35, "DATUM"), Span(53, 66, "PERSOON"))
    assert fates(report(marks)) == {}


def test_what_was_said_to_hold_nothing_is_only_listed():
    assert set(fates(report(())).values()) == {Fate.LISTED}


def test_a_category_that_stays_is_not_looked_for():
    found = fates(report((PATIENT,)), kept=frozenset({PhiCategory.DATUM}))
    assert found == {"B. Wagenmaker": Fate.REPLACED}


def test_a_value_of_a_label_is_never_replaced():
    text = "Mw. A. Hoogeboezem, gezien op 12-03-2019, BSN 111222333."
    found = fates(report((PATIENT,), text, value="111222333"))
    assert found["12-03-2019"] is Fate.REPLACED
    assert found["111222333"] is Fate.IN_LABEL


def test_problems_tell_offsets_and_no_text():
    found = [Overlooked(Span(25, 35, "DATUM"), Fate.REPLACED)]
    (problem,) = overlooked_problems(found, Place("rumc.csv", 7), Place("rumc.jsonl", 3))
    assert "DATUM 25-35" in problem.detail
    assert not problem.quarantined
    (held,) = overlooked_problems(
        [Overlooked(Span(25, 35, "DATUM"), Fate.HELD_BACK)], Place("rumc.csv", 7), None
    )
    assert held.quarantined
