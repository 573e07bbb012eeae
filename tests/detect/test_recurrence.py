"""What may recur in a cohort: sightings and their digests."""

from __future__ import annotations

import pytest
from worlds import KEY

from dragon_prep.core.digests import table
from dragon_prep.core.spans import Span
from dragon_prep.detect.recurrence import CohortNames, Sighting, Tally, sightings, token_digest


def told(text, hits):
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in hits]


@pytest.mark.parametrize(
    ("mention", "label", "seen"),
    [
        ("J. Smit", "PERSOON", {("name", "smit", 1)}),
        ("J. Zwelgmans", "PERSOON", {("name", "zwelgmans", 2)}),
        ("P. de Vries", "PERSOON", {("name", "de vries", 1)}),
        ("SMITS", "PERSOON", set()),  # five capitals are an abbreviation as often
        ("HENDRIKS", "PERSOON", {("name", "hendriks", 1)}),
        ("Qqz", "PERSOON", set()),
        ("Qqzz", "PERSOON", {("name", "qqzz", 2)}),
        ("RGer", "PERSOONAFKORTING", {("code", "RGer", 1)}),
        ("Hja", "PERSOONAFKORTING", {("code", "Hja", 2)}),
        ("RGE", "PERSOONAFKORTING", set()),
        ("RG", "PERSOONAFKORTING", set()),
        ("RGer, HJan", "PERSOONAFKORTING", {("code", "RGer", 1), ("code", "HJan", 1)}),
        ("Jansen", "PLAATS", set()),
    ],
)
def test_sightings(mention, label, seen):
    got = sightings(mention, [Span(0, len(mention), label)])
    assert {(one.kind, one.token, one.patients) for one in got} == seen
    assert all(repr(one) == f"<Sighting of a {one.kind}>" for one in got)


def test_digests_and_what_they_depend_on():
    assert len(token_digest(KEY, "name", "a", "smit")) == 16
    assert token_digest(KEY, "name", "a", "smit") == token_digest(KEY, "name", "b", "smit")
    assert token_digest(KEY, "code", "a", "RGer") != token_digest(KEY, "code", "b", "RGer")
    assert token_digest(KEY, "code", "a", "x") != token_digest(KEY, "name", "a", "x")
    tally = Tally()
    tally.count(KEY, "a", "1", [Sighting("name", "qqzz", 2)])
    tally.count(KEY, "b", "1", [Sighting("name", "qqzz", 2)])  # another centre's patient 1
    assert tally.spread() == table([token_digest(KEY, "name", "a", "qqzz")])
    names = CohortNames(KEY, "a", tally.spread())
    assert names.holds("name", "qqzz")
    assert not names.holds("code", "qqzz")
    assert repr(names) == "<CohortNames of a, 1 digests>"
    assert told("Qqzz qqzz", names.find("Qqzz qqzz")) == [("Qqzz", "PERSOON", "recur.name")]
