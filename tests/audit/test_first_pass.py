"""What the first and the second pass find."""

from __future__ import annotations

import json

import pytest
from worlds import KEY

from dragon_prep.audit.findings import (
    FirstLook,
    facts_of,
    first_pass,
    from_json,
    second_pass,
    strong_spans,
    to_json,
)
from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.report import Report
from dragon_prep.core.second_look import Fate
from dragon_prep.core.spans import Span
from dragon_prep.phi.finding import found


def report(text, phi=None, *, patient="1", uid="", known=(), entities=(), centre="a", **fields):
    uid = uid or f"{patient}_x"
    return Report(centre, patient, uid, text, phi, entities, fields, Place("s.csv", 2), known)


@pytest.mark.parametrize(
    ("uid", "facts"),
    [
        ("1_T19-8176", [("number", "1"), ("report_number", "T19-8176")]),
        ("1_2019-03-12", [("number", "1")]),  # some centres tell a patient's reports by dates
        ("9", [("number", "1"), ("report_number", "9")]),
    ],
)
def test_ids_are_facts(uid, facts):
    assert [(str(f.kind), f.value) for f in facts_of(report("x", uid=uid))] == facts
    known = (KnownFact(KnownKind.PHONE, "12"),)
    assert next(facts_of(report("x", uid=uid, known=known))) == known[0]


@pytest.mark.parametrize(
    ("label", "rule", "is_strong"),
    [
        ("PERSOON", "name.title", True),
        ("PERSOON", "name.known", False),
        ("PERSOON", "profile.deny", True),
        ("PHINUMMER", "profile.pattern", True),
        ("PERSOONAFKORTING", "name.code", True),
        ("PHINUMMER", "id.key_bsn", False),
    ],
)
def test_what_is_beyond_doubt(label, rule, is_strong):
    hit = found(0, 3, label, rule)
    assert list(strong_spans(report("abc"), [hit])) == ([hit.span] if is_strong else [])
    if label == "PERSOONAFKORTING":
        person = found(0, 3, "PERSOON", rule)
        assert list(strong_spans(report("abc"), [person])) == []
    marked = Span(0, 1, "DATUM")
    assert next(strong_spans(report("abc", (marked,)), [])) == marked


def test_findings_travel_as_json_in_order():
    hits = {5: (found(1, 3, "DATUM", "date.full"),), 2: (found(0, 3, "PERSOON", "name.title"),)}
    body = to_json(hits)
    assert list(body) == ["2", "5"]
    assert from_json(json.loads(json.dumps(body))) == hits
    for entry in ([1, 2, "DATUM"], [1, "2", "DATUM", "date.full"], [1, 2, 3, "date.full"]):
        with pytest.raises(ValueError, match="not a finding"):
            from_json({"1": [entry]})


def test_reports_of_one_text_are_looked_at_once(monkeypatch):
    from dragon_prep.audit import findings

    seen = []
    real = findings.detect_all
    monkeypatch.setattr(
        findings, "detect_all", lambda asked: seen.extend(text for text, _ in asked) or real(asked)
    )
    text = "Gezien door dr. Hoogeboezem."
    some = [report(text, uid="1_a"), report(text, uid="1_b"), report(text, patient="2")]
    look = first_pass(list(enumerate(some)), KEY, {})
    assert seen == [text, text]  # another patient's is known by other facts
    assert look.hits[0] is look.hits[1]
    assert look.words.patients == 2
    assert len(look.tally.rows()) > 0


def test_what_fails_in_the_first_pass_costs_one_report(monkeypatch):
    from dragon_prep.audit import findings

    def fail(text, *_):
        raise LookupError(text)

    monkeypatch.setattr(findings, "detect_all", fail)
    monkeypatch.setattr(findings, "detect", fail)
    look = first_pass([(3, report("abc")), (4, report("abc", ()))], KEY, {})
    assert (list(look.mishaps), list(look.hits)) == ([3], [])


def test_nothing_found_leaves_no_trace_in_a_first_look():
    look = FirstLook()
    look.add(1, {})
    look.add(2, {found(0, 3, "DATUM", "date.full"): Fate.LISTED})
    replaced = found(5, 8, "DATUM", "date.full")
    look.add(3, {found(0, 3, "DATUM", "date.full"): Fate.LISTED, replaced: Fate.REPLACED})
    assert look.overlooked.keys() == {2, 3}
    assert look.hits == {3: (replaced,)}
    assert [o.fate for o in look.overlooked[3]] == [Fate.LISTED, Fate.REPLACED]


def test_the_second_pass_adds_what_recurs_and_leaves_what_failed():
    text = "Gezien door dr. J. Hoogeboezem. Hoogeboezem belt. HOOGEBOEZEM."
    reports = [(0, report(text)), (1, report(text, (), uid="1_b")), (2, report(text, uid="1_c"))]
    look = first_pass(reports, KEY, {})
    spread = look.tally.spread()
    found_spans = second_pass(reports, look.hits, spread, KEY, {2: "LookupError"})
    assert list(found_spans) in ([0], [0, 1])
    assert {text[s.start : s.end] for s in found_spans[0]} >= {"J. Hoogeboezem", "HOOGEBOEZEM"}
    mishaps = {}
    assert second_pass(reports, {1: ()}, spread, KEY, mishaps) == {1: []}
    assert sorted(mishaps) == [0, 2]  # nobody looked at them
    with pytest.raises(KeyError):
        second_pass(reports, {}, spread, KEY)


def test_a_centres_names_are_its_own_in_the_second_pass():
    text = "Akkoord Wqz"
    marked = [report(text, (Span(8, 11, "PERSOONAFKORTING"),), patient=p) for p in "12"]
    bare = "Besproken. Wqz zag niets."
    here, there = report(bare, patient="3"), report(bare, patient="4", centre="b")
    reports = list(enumerate([*marked, here, there]))
    look = first_pass(reports, KEY, {})
    look.hits[2] = look.hits[3] = ()
    got = second_pass(reports, look.hits, look.tally.spread(), KEY)
    assert [len(got[2]), len(got[3])] == [1, 0]
