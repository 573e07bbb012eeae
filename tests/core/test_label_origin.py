"""Where labels come from: the strongest of several, and nothing that nobody says."""

from __future__ import annotations

from dragon_prep.core.label_origin import (
    UNSTATED,
    LabelOrigin,
    label_origin,
    origins_of,
    origins_of_regions,
)
from dragon_prep.core.spans import Span


def told(start, end, origin):
    return Span(start, end, str(origin))


def test_an_origin_is_one_of_four_words():
    assert [label_origin(str(one)) for one in LabelOrigin] == list(LabelOrigin)
    assert [label_origin(one) for one in ("Manual", "", None, 3, ["manual"])] == [None] * 5


def test_a_span_has_the_strongest_origin_told_of_its_borders():
    spans = [Span(0, 4, "PERSOON"), Span(6, 9, "DATUM"), Span(10, 12, "TIJD")]
    said = [told(0, 4, "reviewed"), told(0, 4, "adjudicated"), told(0, 4, "automatic")]
    said += [told(6, 8, "manual"), told(10, 12, "automatic")]
    assert origins_of(spans, said) == ["adjudicated", UNSTATED, "automatic"]


def test_what_no_mark_covers_was_found_by_a_program():
    marked = [Span(0, 4, "PERSOON"), Span(3, 9, "PERSOON"), Span(20, 24, "DATUM")]
    said = [told(0, 4, "reviewed"), told(3, 9, "manual")]
    regions = [Span(0, 9, "PERSOON"), Span(12, 15, "TIJD"), Span(18, 24, "DATUM")]
    count = origins_of_regions(regions, marked, said)
    assert count == {"manual": 1, "automatic": 1, UNSTATED: 1}
