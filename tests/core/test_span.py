"""Spans: invariants, and the result of overlaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.spans import Span, merge_overlapping

spans = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from(["PERSOON", "DATUM"]),
)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_empty_reversed_and_negative_spans_are_refused(start, end):
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end, "PERSOON")


@given(st.lists(spans))
def test_merging_covers_the_same_code_points_with_disjoint_spans(given_spans):
    merged = merge_overlapping(given_spans)
    covered = {i for s in given_spans for i in range(s.start, s.end)}
    assert [i for s in merged for i in range(s.start, s.end)] == sorted(covered)


@pytest.mark.parametrize(
    ("given_spans", "merged"),
    [
        ([Span(0, 9, "PERSOON"), Span(3, 5, "DATUM")], [Span(0, 9, "PERSOON")]),  # nested
        ([Span(0, 3, "PERSOON"), Span(2, 9, "DATUM")], [Span(0, 9, "DATUM")]),  # longest names it
        ([Span(0, 4, "DATUM"), Span(2, 6, "PERSOON")], [Span(0, 6, "DATUM")]),  # first of equals
        ([Span(0, 4, "PERSOON"), Span(0, 4, "DATUM")], [Span(0, 4, "DATUM")]),  # then by name
        ([Span(0, 3, "DATUM"), Span(3, 5, "DATUM")], [Span(0, 3, "DATUM"), Span(3, 5, "DATUM")]),
        ([Span(0, 2, "A"), Span(1, 4, "B"), Span(3, 9, "C")], [Span(0, 9, "C")]),  # a chain
    ],
)
def test_result_of_overlaps(given_spans, merged):
    assert merge_overlapping(given_spans) == merged
    assert merge_overlapping(given_spans[::-1]) == merged


def test_spans_that_share_a_code_point_overlap():
    span = Span(3, 5, "X")
    assert all(span.overlaps(Span(*other, "Y")) for other in ((0, 4), (4, 9), (3, 5), (0, 9)))
    assert not any(span.overlaps(Span(*other, "Y")) for other in ((0, 3), (5, 9), (6, 7)))
    assert Span(0, 1, "X").end == 1
