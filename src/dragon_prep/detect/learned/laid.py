"""Texts laid in one row of pieces, so that what is asked of every piece is asked once for all.

A call of numpy costs as much as the work on a hundred pieces, and most reports have a few hundred:
so many reports are looked at together. ``REACH`` empty pieces stand before, between and behind
them, so that nothing that is seen of a text depends on what it is laid beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.pieces import PIECE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.spellings import Slots, Spellings

    Flags = NDArray[np.bool_]

REACH = 4  # neighbours on each side
_CODEC = "latin-1"
_BLANK, _LETTER, _DIGIT, _SIGN = range(4)
_LIKE = {_BLANK: " ", _LETTER: "x", _DIGIT: "0", _SIGN: "?"}
_LETTERS = re.compile(r"[^\W\d_]")


def _sort_of(char: str) -> int:
    """What a character is to the pattern of pieces."""
    if PIECE.fullmatch(char) is None:
        return _BLANK
    if _LETTERS.fullmatch(char):
        return _LETTER
    return _DIGIT if char.isdecimal() else _SIGN


_SORTS = bytes(_sort_of(chr(code)) for code in range(256))


@dataclass(frozen=True, slots=True, repr=False)
class Laid:
    """Texts in one row of slots, of which each holds a piece or nothing.

    Attributes:
        starts: where the piece of each slot starts, in the texts joined by blanks.
        ends: where it ends.
        rows: its spelling's row, 0 for nothing.
        text_of: the text of each slot, the first one's number for what stands before it.
        first: of each text, its first slot.
        stop: of each text, the slot behind its last one.
        begins: of each text, where it begins in all of them joined.
    """

    starts: Slots
    ends: Slots
    rows: Slots
    text_of: Slots
    first: Slots
    stop: Slots
    begins: Slots

    def between(self, text_of: Slots, starts: Slots, ends: Slots) -> tuple[Slots, Slots]:
        """The first slot of each of some stretches of texts, and the one behind its last."""
        begins = self.begins[text_of]
        # The empty slots in front of a text hold its beginning, those behind the last one the end.
        first = self.ends.searchsorted(starts + begins, "right")
        stop = self.starts.searchsorted(ends + begins, "left")
        return np.maximum(first, self.first[text_of]), np.minimum(stop, self.stop[text_of])


def laid(texts: Sequence[str], spellings: Spellings) -> Laid:
    """Lays texts in a row.

    Args:
        texts: in their plain form.
        spellings: those met so far; new ones are added.
    """
    joined = " ".join((*texts, ""))
    starts, ends = _places(joined)
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=begins[1:])
    cuts = starts.searchsorted(begins)
    counts = cuts[1:] - cuts[:-1]
    gaps = REACH * np.arange(1, len(texts) + 1)
    first = cuts[:-1] + gaps
    size = len(starts) + REACH * (len(texts) + 1)
    slots = np.arange(len(starts)) + np.repeat(gaps, counts)
    text_of = np.zeros(size, np.int64)
    text_of[REACH:] = np.repeat(np.arange(len(texts)), counts + REACH)
    rows = np.zeros(size, np.int64)
    names = [joined[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    rows[slots] = spellings.rows_of(names)
    return Laid(
        _spread(starts, slots, begins[text_of]),
        _spread(ends, slots, begins[text_of]),
        rows,
        text_of,
        first,
        first + counts,
        begins[:-1],
    )


def _spread(places: Slots, slots: Slots, begins: Slots) -> Slots:
    """Places of pieces in their slots, in ascending order with those of the empty ones."""
    begins[slots] = places
    return np.maximum.accumulate(begins)


def _places(joined: str) -> tuple[Slots, Slots]:
    """Where the pieces of a text start and end."""
    sorts = np.zeros(len(joined) + 2, np.uint8)
    sorts[1:-1] = np.frombuffer(_sortable(joined).translate(_SORTS), np.uint8)
    # Each sign is a piece by itself.
    parts = (sorts[1:] != sorts[:-1]) | (sorts[1:] == _SIGN)
    filled = sorts != _BLANK
    starts = (parts & filled[1:]).nonzero()[0]
    ends = (parts & filled[:-1]).nonzero()[0]
    return starts, ends


def _sortable(text: str) -> bytes:
    """A byte for each character, which is of the same sort."""
    if text.isascii():
        return text.encode(_CODEC)
    raw = bytearray(text.encode(_CODEC, "replace"))
    at = raw.find(b"?")
    while at >= 0:
        if text[at] != "?":
            raw[at] = ord(_LIKE[_sort_of(text[at])])
        at = raw.find(b"?", at + 1)
    return bytes(raw)
