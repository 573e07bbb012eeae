"""Which numbers a change took away, against looking at every number of the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.lost_numbers import NUMBER_TOKEN, lost_numbers, number_values
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
