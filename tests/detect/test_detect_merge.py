"""Precedence between rules, and that nothing found is uncovered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_alone import detect

from dragon_prep.detect.merge import merge
from dragon_prep.phi.finding import found
from dragon_prep.phi.rules import RULES

TEXT = "abc def ghi jkl mno pqr stu vwx"


def shown(hits):
    return [(hit.span.start, hit.span.end, hit.span.label, hit.rule) for hit in hits]


def test_the_stronger_rule_keeps_its_span_and_the_rest_stays_covered():
    person = found(0, 11, "PERSOON", "name.title")
    hospital = found(4, 7, "ZIEKENHUIS", "place.hospital")
    assert shown(merge(TEXT, [person, hospital])) == [
        (0, 3, "PERSOON", "name.title"),
        (4, 7, "ZIEKENHUIS", "place.hospital"),
        (8, 11, "PERSOON", "name.title"),
    ]


def test_a_weaker_finding_inside_a_stronger_one_is_dropped():
    phone = found(0, 11, "TELEFOONNUMMER", "contact.phone")
    date = found(4, 7, "DATUM", "date.day_month")
    assert shown(merge(TEXT, [date, phone])) == [(0, 11, "TELEFOONNUMMER", "contact.phone")]


def test_of_one_rule_the_longer_span_wins():
    short, long = (found(0, end, "PERSOON", "name.title") for end in (3, 7))
    assert shown(merge(TEXT, [short, long])) == [(0, 7, "PERSOON", "name.title")]


def test_touching_spans_stay_apart():
    first, second = found(0, 4, "DATUM", "date.year"), found(4, 7, "TIJD", "time.clock")
    assert len(merge(TEXT, [first, second])) == 2


def test_a_rule_without_a_place_is_refused():
    with pytest.raises(KeyError):
        merge(TEXT, [found(0, 3, "DATUM", "date.nobody")])


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(list(RULES))), max_size=12
    )
)
def test_every_letter_found_stays_covered_whatever_the_order(parts):
    hits = [found(start, min(31, start + size), "PERSOON", rule) for start, size, rule in parts]
    merged = merge(TEXT, hits)
    assert merged == merge(TEXT, hits[::-1])
    covered = {at for hit in merged for at in range(hit.span.start, hit.span.end)}
    for hit in hits:
        for at in range(hit.span.start, hit.span.end):
            assert at in covered or not TEXT[at].isalnum()
    for first, second in pairwise(merged):
        assert first.span.end <= second.span.start


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Bel 06-12-34-56-78 even.", ["TELEFOONNUMMER"]),
        ("Accessionnummer 12-03-2019-44", ["RAPPORT_ID"]),
        ("dr. Van Nijmegen belt.", ["PERSOON"]),
        ("Mail jan.jansen@rijnstate.nl", ["EMAIL"]),
        ("Zie T24-12032019", ["RAPPORT_ID.T_NUMMER"]),
        ("Albert Schweitzer Ziekenhuis", ["ZIEKENHUIS"]),
        ("Woont Nijmegenstraat 12, 5044 BC Tilburg", ["ADRES", "POSTCODE", "PLAATS"]),
    ],
)
def test_families_meet(text, labels):
    assert [hit.span.label for hit in detect(text)] == labels
