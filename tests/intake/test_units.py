"""In what offsets were counted: each unit's own way, and which reading cuts no word."""

from __future__ import annotations

import itertools

import pytest

from dragon_prep.core.spans import Span
from dragon_prep.intake.units import OffsetUnit, convert, longest, misfits, read_offsets

U = OffsetUnit


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        # From each offset in the unit to one in code points; -1 is no place.
        ("a\U0001f534b", U.CODE_POINTS, [0, 1, 2, 3]),
        ("a\U0001f534b", U.UTF16, [0, 1, -1, 2, 3]),
        ("aéb", U.BYTES, [0, 1, -1, 2, 3]),
        ("\U0001f534é", U.BYTES, [0, -1, -1, -1, 1, -1, 2]),
        ("\uffff\U0010ffff", U.UTF16, [0, 1, -1, 2]),
        ("a\nb\r\nc", U.LONG_LINE_ENDS, [0, 1, -1, 2, 3, 4, 5, 6]),
        ("a\r\nb\rc", U.SHORT_LINE_ENDS, [0, 2, 3, 4, 5, 6]),
        (" \n ab", U.TRIMMED, [3, 4, 5]),
    ],
)
def test_an_offset_of_each_unit(text, unit, wanted):
    ends = range(len(wanted) + 1)
    for start, end in itertools.combinations(ends, 2):
        places = [*wanted, -1]
        read = convert(text, [Span(start, end, "X")], unit)
        if places[start] < 0 or places[end] < 0:
            assert read is None
        else:
            assert read == (Span(places[start], places[end], "X"),)


def test_labels_and_order_stay():
    spans = [Span(3, 4, "A"), Span(0, 1, "B")]
    assert convert("aéb", spans, U.BYTES) == (Span(2, 3, "A"), Span(0, 1, "B"))


@pytest.mark.parametrize(
    ("text", "most"), [("", 0), ("abc", 3), ("é", 2), ("\U0001f534", 4), ("a\n\n\n", 7), ("é\n", 3)]
)
def test_the_length_in_the_unit_that_counts_most(text, most):
    assert longest(text) == most


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Dhr. Jansen", {U.CODE_POINTS}),
        # Jansen, a place further in the other unit.
        ("é Jansen nu", {U.BYTES}),
        ("\U0001f534 Jansen nu", {U.UTF16}),
        ("a\n Jansen nu", {U.LONG_LINE_ENDS}),
        (" Jansen", {U.TRIMMED}),
    ],
)
def test_the_one_unit_that_cuts_no_word_is_chosen(text, units):
    (unit,) = units
    start = text.index("Jansen")
    shift = {U.BYTES: 1, U.UTF16: 1, U.LONG_LINE_ENDS: 1, U.TRIMMED: -1}.get(unit, 0)
    spans = [Span(start + shift, start + shift + 6, "PERSOON")]
    reading = read_offsets(text, spans)
    assert set(reading.fitting) == units
    assert reading.told == (None if unit is U.CODE_POINTS else unit)
    assert reading.chosen(frozenset()) is unit
    assert reading.chosen(frozenset(U)) is unit
    assert convert(text, spans, unit) == (Span(start, start + 6, "PERSOON"),)


def test_a_text_with_short_line_ends():
    text = "a\r\nJansen belde"
    reading = read_offsets(text, [Span(2, 8, "PERSOON")])
    assert reading.fitting == {U.SHORT_LINE_ENDS: (Span(3, 9, "PERSOON"),)}
    assert (reading.told, reading.in_text, reading.was_open) == (U.SHORT_LINE_ENDS, True, True)


def test_nothing_that_fits_is_nothing_chosen():
    for spans, in_text in ([Span(1, 4, "PERSOON")], True), ([Span(1, 40, "PERSOON")], False):
        reading = read_offsets("Jansen belde", spans)
        assert (reading.fitting, reading.in_text, reading.was_open) == ({}, in_text, False)
        assert reading.told is reading.chosen(frozenset()) is None
        assert reading.chosen(frozenset({U.CODE_POINTS})) is None


def test_what_fits_alone_tells_nothing_of_a_file_where_units_agree():
    reading = read_offsets("Jansen é", [Span(0, 6, "PERSOON")])
    assert (set(reading.fitting), reading.was_open, reading.told) == ({U.CODE_POINTS}, False, None)
    assert reading.chosen(frozenset({U.BYTES})) is U.CODE_POINTS


@pytest.mark.parametrize("edge", [" ", ",", ";", ":", "\n"])
def test_another_unit_begins_and_ends_with_something(edge):
    """Only code points may be a blank too many: other units are not guessed at."""
    text = f"é{edge}Jan{edge}"
    reading = read_offsets(text, [Span(2, 6, "PERSOON"), Span(2, 5, "PERSOON")])
    assert U.BYTES not in reading.fitting


@pytest.mark.parametrize(
    ("text", "spans", "count"),
    [
        ("Jansen belde", [(0, 6)], 0),
        ("Jansen belde", [(1, 6)], 1),
        ("Jansen belde", [(0, 5)], 1),
        ("Jansen belde", [(1, 5), (1, 5)], 1),  # one span, however often
        ("123 45", [(0, 2), (4, 6)], 1),
        ("a12b", [(1, 3)], 0),  # letters beside digits are no cut
        ("Jose\u0301", [(0, 4)], 1),
        ("Jan belde toen", [(3, 9), (9, 14)], 2),  # all have a blank in front
        ("Jan belde toen", [(3, 9), (10, 14)], 1),  # half of them have
        ("Jan belde toen", [(3, 9), (10, 14), (0, 3)], 0),  # one in three
        ("Jan belde toen", [(0, 4), (4, 10)], 2),
        ("Jan belde toen", [(3, 9), (4, 10)], 2),  # one on each side, half on either
        ("Jan belde toen", [(3, 8), (4, 10)], 2),
    ],
)
def test_spans_that_cut_words_or_look_shifted(text, spans, count):
    assert misfits(text, [Span(*place, "PERSOON") for place in spans]) == count


@pytest.mark.parametrize(
    ("first", "second", "count"), [("DATUM", "TIJD", 0), ("DATUM", "DATUM", 2), ("X", "X", 2)]
)
def test_where_another_label_borders_nothing_is_cut(first, second, count):
    assert misfits("9-4-1917:30", [Span(0, 6, first), Span(6, 11, second)]) == count
    assert misfits("9-4-1917:30", [Span(6, 11, second), Span(0, 6, first)]) == count


def test_a_border_with_another_label_must_be_at_that_very_side():
    text = "Jansenbelde"
    assert misfits(text, [Span(0, 6, "PERSOON"), Span(0, 3, "DATUM")]) == 2
    assert misfits(text, [Span(0, 6, "PERSOON"), Span(6, 11, "DATUM")]) == 0
    assert misfits(text, [Span(6, 11, "PERSOON"), Span(6, 9, "DATUM")]) == 2
