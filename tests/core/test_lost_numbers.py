"""Which numbers a change took away, against looking at every number of the text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.lost_numbers import (
    NUMBER_TOKEN,
    is_number,
    lost_digests,
    lost_numbers,
    number_digest,
    number_values,
    numbers_in,
    with_lengths,
)
from dragon_prep.core.offsets import substitute
from dragon_prep.core.spans import Span

PIECES = st.text("a1203.,\u0660 ", max_size=6)


def looked_at_one_by_one(old, new, offsets):
    if old == new:
        return set()
    standing = {match.span(): match[0] for match in NUMBER_TOKEN.finditer(new)}
    lost = set()
    for match in NUMBER_TOKEN.finditer(old):
        place = offsets.carry(Span(*match.span(), ""))
        left = "" if place is None else standing.get((place.start, place.end), "")
        lost |= number_values(match[0]) - number_values(left)
    return lost


@given(st.lists(st.tuples(PIECES, PIECES, PIECES), max_size=6), PIECES)
def test_numbers_that_no_edit_touches_need_no_look(parts, rest):
    text, edits = "", []
    for before, old, new in parts:
        text += before
        if not edits or edits[-1][0] < len(text):
            edits.append((len(text), len(text) + len(old), new))
        text += old
    text += rest
    changed, offsets = substitute(text, edits)
    assert lost_numbers(text, changed, offsets) == looked_at_one_by_one(text, changed, offsets)


@given(st.lists(st.tuples(PIECES, PIECES, PIECES), max_size=3), PIECES, PIECES)
def test_two_changes_one_after_the_other(parts, rest, last):
    text, edits = "", []
    for before, old, new in parts:
        text += before + "x"
        edits.append((len(text), len(text) + len(old), new))
        text += old
    changed, first = substitute(text + rest, edits)
    twice, second = substitute(changed, [(0, min(2, len(changed)), last)])
    offsets = first.then(second)
    assert lost_numbers(text + rest, twice, offsets) == looked_at_one_by_one(
        text + rest, twice, offsets
    )


KEY = ProjectKey(bytes(range(32)))


@pytest.mark.parametrize(
    ("token", "values"),
    [
        ("0", "0"),
        ("5", "5"),
        ("05", ""),
        ("0,5", "0.5"),
        ("00,5", ""),
        ("12.50", "12.5"),
        ("1.234", "1.234 1234"),
        ("1,234", "1.234 1234"),
        ("0.234", "0.234"),
        ("1234", "1234"),
        ("123.456", "123.456 123456"),
        ("1234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.8", "1234567.8"),
        ("1.234.56", ""),
        ("12.03.2019", ""),
        ("1,23,456", ""),
    ],
)
def test_what_a_number_can_mean(token, values):
    assert number_values(token) == {Decimal(value) for value in values.split()}


def test_lengths_in_both_units():
    assert with_lengths(Decimal(5)) == {Decimal(5), Decimal("0.5"), Decimal(50)}


def test_numbers_of_a_text():
    text = "PSA 4,5 en 12.03.2019, 3x 1."
    assert [match[0] for match in numbers_in(text)] == ["4,5", "12.03.2019", "3", "1"]
    assert is_number("1.234,5")
    assert not any(map(is_number, ("", "5 ", "1.", ",5", "1..2", "a5")))


def test_digests_are_pinned_and_do_not_depend_on_how_a_number_is_written():
    # A change here makes every workspace useless that is there.
    assert number_digest(Decimal("4.50"), "case", KEY) == number_digest(Decimal("4.5"), "case", KEY)
    assert number_digest(Decimal(100), "case", KEY) == "12fa3bc4c38f39b3"
    assert number_digest(Decimal(100), "other", KEY) != number_digest(Decimal(100), "case", KEY)
    lost = lost_digests([Decimal(2), Decimal(100)], "case", KEY)
    assert list(lost) == sorted(number_digest(Decimal(n), "case", KEY) for n in (2, 100))
