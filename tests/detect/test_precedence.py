"""Which of two findings beside each other stays, and what is trimmed of it."""

from __future__ import annotations

from dragon_prep.detect.merge import merge
from dragon_prep.phi.finding import found


def told(text, hits):
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in hits]


def test_two_institutions_with_a_blank_between_them_are_one():
    text = "Gelre Ziekenhuis en  Rijnstate"
    one = found(0, 5, "ZIEKENHUIS", "place.hospital")
    two = found(6, 16, "ZIEKENHUIS", "place.institution")
    apart = found(21, 30, "ZIEKENHUIS", "place.hospital")
    assert told(text, merge(text, [two, apart, one])) == [
        ("Gelre Ziekenhuis", "ZIEKENHUIS", "place.hospital"),
        ("Rijnstate", "ZIEKENHUIS", "place.hospital"),
    ]
    town = found(6, 16, "PLAATS", "place.town")
    assert len(merge(text, [one, town])) == 2
    assert merge(text, []) == ()


def test_what_sticks_out_is_trimmed_to_letters_and_digits():
    text = "(ab) cd (ef) gh"
    strong = found(5, 7, "ZIEKENHUIS", "place.hospital")
    weak = found(0, 15, "PERSOON", "name.pair")
    got = merge(text, [weak, strong])
    assert told(text, got) == [
        ("ab", "PERSOON", "name.pair"),
        ("cd", "ZIEKENHUIS", "place.hospital"),
        ("ef) gh", "PERSOON", "name.pair"),
    ]
