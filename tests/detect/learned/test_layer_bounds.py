"""The bounds of the learned layer, on both sides."""

from __future__ import annotations

import pytest
from made_weighed import weighed

from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect.learned.layer import reconsidered
from dragon_prep.phi.finding import found


def left(text, hits, marks, recall=Recall.HIGH):
    after = reconsidered(text, hits, weighed(text, marks), recall)
    return [(text[h.span.start : h.span.end], h.rule) for h in after]


@pytest.mark.parametrize(
    ("recall", "family", "bound"),
    [
        (Recall.HIGH, "person", 450),
        (Recall.BALANCED, "person", 600),
        (Recall.PRECISE, "person", 800),
        (Recall.HIGH, "date", 600),
        (Recall.HIGH, "phone", 600),
        (Recall.HIGH, "number", 550),
        (Recall.HIGH, "institution", 550),
        (Recall.HIGH, "email", 950),
        (Recall.PRECISE, "date", 950),
        (Recall.PRECISE, "email", 1000),
    ],
)
def test_how_likely_a_piece_must_be_to_be_found(recall, family, bound):
    text = "met Qqzz mee"
    assert left(text, (), {"Qqzz": (bound, family)}, recall) == [("Qqzz", f"learned.{family}")]
    assert left(text, (), {"Qqzz": (bound - 1, family)}, recall) == []


@pytest.mark.parametrize(
    ("recall", "rule", "bound"),
    [
        (Recall.HIGH, "name.known", 20),
        (Recall.HIGH, "name.role", 20),
        (Recall.HIGH, "name.title", 10),
        (Recall.BALANCED, "name.known", 200),
        (Recall.BALANCED, "name.role", 150),
        (Recall.BALANCED, "name.title", 100),
        (Recall.PRECISE, "name.known", 500),
        (Recall.PRECISE, "name.role", 400),
        (Recall.PRECISE, "name.title", 300),
    ],
)
def test_how_likely_a_finding_must_be_to_stay(recall, rule, bound):
    text = "met Qqzz mee"
    hits = [found(4, 8, "PERSOON", rule)]
    assert left(text, hits, {"Qqzz": (bound, "person")}, recall) == [("Qqzz", rule)]
    assert left(text, hits, {"Qqzz": (bound - 1, "person")}, recall) == []


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ("id.key_bsn", "BSN"),
        ("contact.email", "EMAIL"),
        ("contact.url", "URL"),
        ("id.iban", "IBAN"),
        ("id.uid", "RAPPORT_ID"),
        ("id.form", "PHINUMMER"),
        ("id.bsn", "BSN"),
        ("profile.deny", "PERSOON"),
        ("known.name", "PERSOON"),
    ],
)
def test_what_has_a_form_of_its_own_stays(rule, label):
    assert left("met Qqzz mee", [found(4, 8, label, rule)], {}) == [("Qqzz", rule)]
    assert left("met Qqzz mee", [found(4, 8, "PERSOON", "name.title")], {}) == []


def test_a_piece_beside_what_is_found_needs_half():
    marks = {"Qqzz": (900, "person"), "Xxvv": (225, "person")}
    assert left("met Qqzz Xxvv mee", (), marks) == [("Qqzz Xxvv", "learned.person")]
    assert left("met Xxvv Qqzz mee", (), marks) == [("Xxvv Qqzz", "learned.person")]
    less = marks | {"Xxvv": (224, "person")}
    assert left("met Qqzz Xxvv mee", (), less) == [("Qqzz", "learned.person")]
    other = marks | {"Xxvv": (225, "town")}
    assert left("met Qqzz Xxvv mee", (), other) == [("Qqzz", "learned.person")]
    # Two steps, to a sign and what is behind it.
    far = marks | {"-": (225, "person"), "Wwyy": (225, "person")}
    assert left("Qqzz-Xxvv Wwyy", (), far) == [("Qqzz-Xxvv", "learned.person")]


def test_likely_pieces_join_a_finding_of_their_kind():
    marks = {"Qqzz": (900, "person"), "Xxvv": (900, "person")}
    hit = found(0, 4, "PERSOON", "name.title")
    assert left("Qqzz Xxvv", [hit], marks) == [("Qqzz Xxvv", "name.title")]
    behind = found(5, 9, "PERSOON", "name.title")
    assert left("Qqzz Xxvv", [behind], marks) == [("Qqzz Xxvv", "name.title")]
    town = found(0, 4, "PLAATS", "place.town")
    assert left("Qqzz Xxvv", [town], marks) == [("Qqzz", "place.town"), ("Xxvv", "learned.person")]
    (grown,) = reconsidered("Qqzz Xxvv", [hit], weighed("Qqzz Xxvv", marks), Recall.HIGH)
    assert grown.likely == 900


def test_what_is_too_long_or_no_word_is_never_found():
    for size, there in ((40, True), (41, False)):
        word = "q" * size
        assert bool(left(f"met {word} mee", (), {word: (999, "person")})) is there
    assert left("met ( mee", (), {"(": (999, "person")}) == []


@pytest.mark.parametrize(
    ("text", "mark", "family", "whole"),
    [
        ("op 7-3 nu", "7", "date", "7-3"),
        ("op 7-3-2019 nu", "7", "date", "7-3-2019"),
        ("op 7-3-2019-4 nu", "7", "date", "7-3"),
        ("op 12345-7 nu", "7", "date", "7"),
        ("op 7.3 nu", "3", "date", "7.3"),
        ("om 7:30 nu", "30", "time", "7:30"),
        ("op 7/3 nu", "3", "date", "7/3"),
        ("op 7;3 nu", "3", "date", "3"),
        ("op 7-3 nu", "7", "age", "7"),
    ],
)
def test_dates_and_times_are_found_whole(text, mark, family, whole):
    (told,) = left(text, (), {mark: (990, family)})
    if text == "op 7-3-2019-4 nu":
        assert told[0].startswith("7-3")
        return
    assert told == (whole, f"learned.{family}")


def test_an_address_of_mail_has_its_sign():
    marks = dict.fromkeys(("a", "@", "b", ".", "nl"), (999, "email"))
    (hit,) = reconsidered("a@b.nl", (), weighed("a@b.nl", marks), Recall.HIGH)
    assert (hit.span, hit.likely) == (Span(0, 6, "EMAIL"), 999)
