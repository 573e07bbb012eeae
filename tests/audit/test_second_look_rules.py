"""What the second look makes of what nobody marked."""

from __future__ import annotations

import pytest
from worlds import KEY

from dragon_prep.audit.findings import (
    first_pass,
)
from dragon_prep.audit.second_look import (
    SecondLookRules,
    overlooked,
    overlooked_from_json,
    overlooked_problems,
    overlooked_to_json,
)
from dragon_prep.core.errors import Place
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.detect import Evidence
from dragon_prep.detect.profile import Profile


def report(text, phi=None, *, patient="1", uid="", known=(), entities=(), centre="a", **fields):
    uid = uid or f"{patient}_x"
    return Report(centre, patient, uid, text, phi, entities, fields, Place("s.csv", 2), known)


def spans(text, *marked):
    return tuple(Span(text.index(m), text.index(m) + len(m), label) for m, label in marked)


TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021. Collega Zwartjes belde."


MARK = Span(16, 27, "PERSOON")


def test_what_nobody_marked_and_what_becomes_of_it():
    one = report(TEXT, (MARK,))
    rules = SecondLookRules()
    told = overlooked([one], Evidence(), rules)
    assert {(h.span, fate) for h, fate in told.items()} == {
        (Span(31, 41, "DATUM"), Fate.REPLACED),
        (Span(51, 59, "PERSOON"), Fate.REPLACED),
    }
    assert [h.rule.partition(".")[0] for h in told if h.span.label == "PERSOON"] in (
        ["again"],
        ["name"],
    )
    assert list(told) == sorted(told)
    held = overlooked([one], Evidence(), SecondLookRules(SecondLook.HOLD))
    assert set(held.values()) == {Fate.HELD_BACK}
    nothing = overlooked([report(TEXT, ())], Evidence(), rules)
    assert set(nothing.values()) == {Fate.LISTED}
    kept = frozenset({PhiCategory.DATUM, PhiCategory.PERSOON})
    assert overlooked([one], Evidence(), SecondLookRules(kept=kept)) == {}


def test_names_are_found_again_apart_from_what_is_taken():
    text = "Gezien door dr. Hoogeboezem. Daarna HOOGEBOEZEM en Hoogeboezem."
    told = overlooked(
        [report(text, spans(text, ("Gezien", "DATUM")))], Evidence(), SecondLookRules()
    )
    assert sorted((h.span.start, h.rule.partition(".")[0]) for h in told) in (
        [(16, "name"), (36, "again"), (51, "again")],
        [(16, "name"), (36, "again"), (51, "name")],
    )
    taken = spans(text, ("HOOGEBOEZEM", "PERSOON"))
    left = overlooked([report(text, taken)], Evidence(), SecondLookRules())
    assert [h.span.start for h in left] == [16, 51]


def test_overlooked_findings_travel_in_order():
    told = {
        7: (Overlooked(Span(1, 2, "DATUM"), Fate.LISTED),),
        3: (Overlooked(Span(4, 9, "PERSOON"), Fate.IN_LABEL),),
    }
    body = overlooked_to_json(told)
    assert body == {
        "3": [[4, 9, "PERSOON", "in_label"]],
        "7": [[1, 2, "DATUM", "listed"]],
    }
    assert list(body) == ["3", "7"]
    assert overlooked_from_json(body) == told


@pytest.mark.parametrize(
    ("fate", "code", "held", "more"),
    [
        (Fate.REPLACED, "R352", False, ""),
        (Fate.LISTED, "R353", False, ""),
        (Fate.IN_LABEL, "R353", False, ", where a label's value stands"),
        (Fate.HELD_BACK, "R354", True, ""),
    ],
)
def test_each_fate_is_told(fate, code, held, more):
    told = [Overlooked(Span(8, 9, "TIJD"), fate), Overlooked(Span(1, 2, "DATUM"), fate)]
    place = Place("s.csv", 2)
    for marks, where in ((None, ""), (place, ""), (Place("m", 3), "annotation in m, row 3: ")):
        (problem,) = overlooked_problems(told, place, marks)
        assert str(problem) == f"{code} s.csv, row 2: {where}DATUM 1-2, TIJD 8-9{more}"
        assert problem.quarantined is held


def test_looking_again_counts_what_fails(monkeypatch):
    from dragon_prep.audit import findings

    def fail(*_):
        raise LookupError("Zwartjes")

    monkeypatch.setattr(findings, "overlooked", fail)
    look = first_pass([(4, report(TEXT, (MARK,))), (5, report(TEXT))], KEY, {})
    assert list(look.mishaps) == [4]
    assert "Zwartjes" not in look.mishaps[4]
    assert (look.overlooked, list(look.hits)) == ({}, [5])  # where nobody marked, all is detected


def test_a_profile_is_known_to_the_second_look():
    deny = {"a": Profile("a", deny=(("PERSOON", "belde"),))}
    look = first_pass([(4, report(TEXT, (MARK,)))], KEY, deny)
    assert "belde" in {TEXT[o.span.start : o.span.end] for o in look.overlooked[4]}
