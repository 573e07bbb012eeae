"""Majority and agreement of spans and answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.annotate.voting import agreed_answer, agreed_spans, most_answer, most_spans
from dragon_prep.core.spans import Span

A, B, C, D = Span(0, 5, "P"), Span(2, 5, "P"), Span(0, 4, "P"), Span(10, 12, "D")
OTHER = Span(0, 5, "X")


@pytest.mark.parametrize(
    ("works", "kept", "undecided"),
    [
        (({A}, {A}, {A}), {A}, set()),
        (({A}, {A}, {B}), {A}, set()),  # the third has something there, and is overruled
        (({A}, {A}, {OTHER}), {A}, set()),
        (({A}, {B}, {C}), set(), {A, B, C}),  # all have something, each something else
        (({A}, {B}, set()), set(), {A, B}),
        (({A}, set(), set()), set(), set()),  # most have nothing
        (({A}, set()), set(), {A}),  # one against one
        (({A, D}, {A}), {A}, {D}),
        (({A, B}, {A, B}, {A}), {A, B}, set()),  # nested ones stay
    ],
)
def test_what_most_have(works, kept, undecided):
    found = most_spans([frozenset(work) for work in works])
    assert (found.kept, found.undecided) == (kept, undecided)
    assert found.agreed == (len({frozenset(work) for work in works}) == 1)


def test_all_must_have_the_same():
    found = agreed_spans([frozenset((A, D)), frozenset((A,))])
    assert (found.kept, found.undecided, found.agreed) == ({A}, {D}, False)
    assert agreed_spans([frozenset((A,))] * 2).agreed


@given(st.lists(st.frozensets(st.sampled_from((A, B, C, D, OTHER))), min_size=2, max_size=5))
def test_the_order_of_annotators_tells_nothing_and_nothing_is_made_up(works):
    found, turned = most_spans(works), most_spans(works[::-1])
    assert (found.kept, found.undecided) == (turned.kept, turned.undecided)
    assert found.kept | found.undecided <= frozenset.union(*works)
    assert frozenset.intersection(*works) <= found.kept
    assert not found.kept & found.undecided


def test_answers():
    assert (agreed_answer(["a", "a"]), agreed_answer(["a", None])) == ("a", None)
    assert (most_answer(["a", "a", "b"]), most_answer(["a", "b"]), most_answer(["a"])) == (
        "a",
        None,
        "a",
    )
    assert most_answer([None, None, "a"]) is None
