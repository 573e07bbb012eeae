"""How words are used, and where values of labels stand."""

from __future__ import annotations

import pytest
from worlds import KEY

from dragon_prep.audit.label_values import ValuePlaces
from dragon_prep.audit.word_use import WordUse, uses_of
from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span


def report(text, phi=None, *, patient="1", uid="", known=(), entities=(), centre="a", **fields):
    uid = uid or f"{patient}_x"
    return Report(centre, patient, uid, text, phi, entities, fields, Place("s.csv", 2), known)


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Er zijn zwelgmans.", {"zwelgmans"}, set()),
        ("Er zijn Zwelgmans.", set(), {"zwelgmans"}),
        ("Zwelgmans in de buik.", {"zwelgmans"}, set()),
        ("Zwelgmans\nin de buik.", {"zwelgmans"}, set()),
        ("Zwelgmans (in de buik).", {"zwelgmans"}, set()),
        ("Zwelgmans radioloog", set(), {"zwelgmans"}),
        ("Zwelgmans, in", set(), {"zwelgmans"}),
        ("Zwelgmans: in", set(), set()),
        ("Zwelgmans 12", set(), set()),
        ("Zwelgmans (12)", set(), set()),
        ("ZWELGMANS in de buik.", set(), {"zwelgmans"}),
        ("Er zijn dr. zwelgmans.", set(), {"zwelgmans"}),
        ("er zijn zwelgmans.", set(), set()),  # who writes no capitals writes names small
        ("er zijn. Zwelgmans in", {"zwelgmans"}, set()),
        ("er zijn. en zwelgmans. Of zwelgmans", set(), set()),  # half are not most
        ("Er is zwelg.", set(), set()),  # too short
        ("Er is zwelgm.", {"zwelgm"}, set()),
        ("Er is tafels.", set(), set()),  # a known word
        ("Er is Mehmet.", set(), set()),  # a first name tells nobody
        ("Een X-zwelgmans.", set(), {"xzwelgmans"}),
        ("Een zwelgmans-tafel.", {"zwelgmanstafel"}, set()),
        ("Een Zwelgmans-tafel.", {"zwelgmanstafel"}, set()),
        ("Een Zwelgmans-Qqzzxx.", set(), {"zwelgmansqqzzxx"}),
    ],
)
def test_how_a_report_uses_a_word(text, words, names):
    used = uses_of(text, ())
    assert (set(used.words), set(used.names)) == (words, names)
    assert uses_of(text, [Span(0, len(text), "x")]).words == frozenset()
    half = uses_of(text, [Span(0, len(text) // 2 + 2, "x")])
    assert half.words <= used.words


@pytest.mark.parametrize(
    ("words", "names", "is_one"),
    [(19, 0, False), (20, 0, True), (20, 2, True), (29, 3, False), (30, 3, True)],
)
def test_many_patients_and_few_names(words, names, is_one):
    use = WordUse()
    for text, times in (("Er zijn zwelgmans.", words), ("Er zijn Zwelgmans.", names)):
        for _ in range(times):
            use.count(KEY, [uses_of(text, ())])
    told = use.told(KEY).words
    assert ("zwelgmans" in told) is is_one
    assert "kroptaal" not in told
    assert [[row["words"], row["names"]] for row in use.rows()] == [[words, names]]


@pytest.mark.parametrize(
    ("text", "place", "label", "fields", "meets"),
    [
        ("Gleason 3+4", (8, 9), "TIJD", {}, True),
        ("Gleason 3 + 4", (8, 9), "TIJD", {}, True),
        ("meet 3,5 x 4,5", (11, 14), "TIJD", {}, True),
        ("meet 3×4 en 2*2", (12, 13), "TIJD", {}, True),
        ("meet 3 4", (5, 6), "TIJD", {}, False),
        ("een abc hier", (4, 7), "PERSOON", {"x": "abc"}, True),
        ("een ab hier", (4, 6), "PERSOON", {"x": "ab"}, False),
        ("een a1b2c hier", (4, 9), "PERSOON", {"x": "A1B2C"}, True),
        ("een abcd hier", (4, 8), "PERSOON", {"x": "abc"}, False),
        ("een abc hier", (4, 7), "PERSOON", {"x": " abc "}, True),
        ("een 12 hier", (4, 6), "TIJD", {"x": True}, False),
        ("een 0 hier", (4, 5), "TIJD", {"x": "0"}, False),
        *(("een x12y hier", (4, 8), label, {"x": "12"}, False) for label in (
            "TELEFOONNUMMER", "PATIENTNUMMER", "ZNUMMER", "BSN", "IBAN", "RAPPORT_ID",
            "PHINUMMER", "ACCREDITATIE_NUMMER", "EMAIL", "URL")),
        ("een x12y hier", (4, 8), "PERSOON", {"x": "12"}, True),
        ("op 3 maart 2019", (3, 15), "DATUM", {"x": "3"}, False),
        ("op 3 maart", (3, 10), "DATUM", {"x": "3"}, False),
        ("in 2019", (3, 7), "DATUM", {"x": "2019"}, True),
        ("zag 3 weken geleden", (4, 19), "DATUM", {"x": "3"}, True),  # no date is in it
        ("op 3-4", (3, 6), "DATUM", {"x": "3"}, True),
        ("om 10:45", (3, 8), "TIJD", {"x": "45"}, False),
    ],
)  # fmt: skip
def test_where_a_label_is_read_from(text, place, label, fields, meets):
    places = ValuePlaces.of([report(text, (), **fields)])
    assert places.meet(text, Span(*place, label)) is meets
