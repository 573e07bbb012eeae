"""Offset maps: untouched text is carried exactly, replaced text is covered, maps compose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.offsets import Edit, OffsetMap, substitute
from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.line_ends import normalise_newlines

texts = st.text(
    st.one_of(st.sampled_from("ab é\r\n\U0001f600ß½\ue000"), st.characters()), max_size=60
)


@st.composite
def replacements(draw, text):
    """Disjoint stretches of the text with their replacements: empty, growing, shrinking."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if found and (start < found[-1][1] or start == found[-1][0]):
            continue
        found.append((start, end, draw(st.text(max_size=6))))
    return found


@st.composite
def changed(draw):
    text = draw(texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, draw(replacements(text)), Span(start, end, "X")


@given(changed())
def test_span_apart_from_every_edit_keeps_its_text(case):
    text, found, span = case
    new, offsets = substitute(text, found)
    inside = [
        (s, e)
        for s, e, _ in found
        if (s < span.end and span.start < e) or (s == e and span.start < s < span.end)
    ]
    if not inside:
        carried = offsets.carry(span)
        assert new[carried.start : carried.end] == text[span.start : span.end]


@given(changed())
def test_span_grows_over_whole_replacements_and_keeps_what_lies_between(case):
    text, found, span = case
    new, offsets = substitute(text, found)
    touched = [
        (s, e, t)
        for s, e, t in found
        if (s < span.end and span.start < e) or (s == e and span.start < s < span.end)
    ]
    expected, at = "", span.start
    for s, e, t in touched:
        expected += text[at:s] + t if s > at else t
        at = e
    expected += text[at : span.end] if at < span.end else ""
    carried = offsets.carry(span)
    assert (new[carried.start : carried.end] if carried else "") == expected


@given(changed(), st.data())
def test_composed_map_is_one_map_after_the_other(case, data):
    text, found, span = case
    middle, first = substitute(text, found)
    last, second = substitute(middle, data.draw(replacements(middle)))
    third = to_ascii(last)[1]
    half_way = first.carry(span)
    for offsets in (second, third):
        half_way = half_way and offsets.carry(half_way)
    assert first.then(second).then(third).carry(span) == half_way
    assert first.then(second.then(third)) == first.then(second).then(third)


@given(changed())
def test_order_of_spans_is_kept(case):
    text, found, _ = case
    _, offsets = substitute(text, found)
    carried = offsets.carry_all([Span(i, i + 1, "X") for i in range(len(text))])
    assert list(carried) == sorted(carried)


@given(texts)
def test_ascii_map_carries_each_character_to_its_likeness(text):
    new, offsets = to_ascii(text)
    assert all(character in "\t\n" or " " <= character <= "~" for character in new)
    for i, character in enumerate(text):
        carried = offsets.carry(Span(i, i + 1, "X"))
        likeness = to_ascii(character)[0]
        assert (new[carried.start : carried.end] if carried else "") == likeness


@given(texts)
def test_newlines_become_line_feeds_and_nothing_else_changes(text):
    new, _ = normalise_newlines(text)
    assert "\r" not in new
    assert new == "\n".join(text.replace("\r\n", "\n").split("\r"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("é", "e"),
        ("µg ± 5²", "ug +- 5^2"),
        ("\U0001f600", ""),
        ("“a”", '"a"'),
        ("½", "1/2"),
        ("\ud800", ""),
        ("a\x00b\x07c\x1bd\x7fe\rf\x0cg", "a b c d e f g"),
        ("a\tb\n", "a\tb\n"),
    ],
)
def test_ascii_likeness(before, after):
    assert to_ascii(before)[0].replace(" 1/2", "1/2") == after


def test_insertion_at_a_border_stays_outside():
    _, offsets = substitute("abcd", [(1, 1, "xx"), (3, 3, "yy")])
    assert offsets.carry(Span(1, 3, "X")) == Span(3, 5, "X")


def test_deleted_span_is_gone():
    _, offsets = substitute("abcd", [(1, 3, "")])
    assert offsets.carry(Span(1, 3, "X")) is None
    assert offsets.carry(Span(0, 2, "X")) == Span(0, 1, "X")


@pytest.mark.parametrize("edits", [[(2, 3), (0, 1)], [(0, 2), (1, 3)], [(1, 1), (1, 2)]])
def test_edits_out_of_order_are_refused(edits):
    with pytest.raises(ValueError, match="overlap or are out of order"):
        OffsetMap.of(Edit(s, e, 0) for s, e in edits)


def test_replacement_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="outside"):
        substitute("ab", [(1, 3, "x")])


@pytest.mark.parametrize("edit", [(-1, 0, 0), (2, 1, 0), (0, 0, -1)])
def test_what_is_no_edit_is_refused(edit):
    with pytest.raises(ValueError, match="not an edit"):
        Edit(*edit)
    assert Edit(0, 0, 0) == Edit(0, 0, 0)


def test_edits_that_touch_and_the_end_of_the_text():
    new, offsets = substitute("abcd", [(0, 1, "xx"), (1, 2, ""), (2, 2, "y"), (3, 4, "zz")])
    assert new == "xxyczz"
    assert offsets.carry(Span(0, 4, "X")) == Span(0, 6, "X")
    assert offsets.carry(Span(2, 3, "X")) == Span(3, 4, "X")
    assert offsets.carry(Span(1, 2, "X")) is None
    assert offsets.carry(Span(3, 4, "X")) == Span(4, 6, "X")
    assert offsets.carry_all([Span(1, 2, "X"), Span(3, 4, "Y")]) == (Span(4, 6, "Y"),)


def test_nothing_replaced_is_no_step():
    assert substitute("ab", []) == ("ab", OffsetMap())
    assert OffsetMap.of([]) == OffsetMap()
    assert OffsetMap().carry(Span(0, 1, "X")) == Span(0, 1, "X")
    assert len(substitute("ab", [(0, 1, "b")])[1].steps) == 1
