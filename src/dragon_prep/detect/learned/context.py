"""What surrounds each piece of a text: its neighbours, its place, and what the rules found.

Two sorts of things count. Spellings: of the piece, its neighbours, the first word of its line, the
word before the line's last colon, and the nearest words on each side, whatever numbers and signs
stand between. And codes: each field of ``FIELDS`` says one thing about the
piece, as a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.families import FAMILIES, family_of
from dragon_prep.detect.learned.pieces import CASES, PIECE, coarse_names
from dragon_prep.phi.rules import RULES, Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.spellings import Spellings
    from dragon_prep.phi.finding import Detection

    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]

REACH = 4  # neighbours on each side
# Places whose spelling counts: the neighbours from left to right with the piece among them, the
# head of the line, its key, and the nearest words before and behind.
PLACE_NAMES = (
    *(f"{place:+d}" if place else "here" for place in range(-REACH, REACH + 1)),
    *("at the head of the line", "before the colon", "as the word before", "as the word behind"),
)
PLACES = len(PLACE_NAMES)

_NAMES = coarse_names()
_KINDS = len(_NAMES)
_LINE_END = _NAMES.index(repr("\n"))
_COLON = _NAMES.index(repr(":"))
_BRACKETS = np.array(
    [(name in ("'('", "'['")) - (name in ("')'", "']'")) for name in _NAMES], np.int32
)
_TRUSTED = len(Confidence)
_RULES = 1 + len(FAMILIES) * _TRUSTED
_RULES_AROUND = range(-2, 3)
_PAIRS = ((-1, 0), (0, 1), (-1, 1), (-2, -1), (1, 2))
_GAPS = 4  # none, a blank, more of them, a line's border
_FARTHEST = 4  # pieces from a border of the line
_LENGTHS = (3, 7)  # pieces of a short line, and of one that is not long
_STYLES = 4
_ZONES = 5
_HEAD_LINES = 3  # behind the first one, and as many before the last one

# The fields, each with how many values it has.
FIELDS: Mapping[str, int] = MappingProxyType(
    {
        "gaps": _GAPS * _GAPS,
        "in_line": (_FARTHEST + 1) ** 2 * (len(_LENGTHS) + 1),
        **{f"kinds {left:+d} {right:+d}": _KINDS**2 for left, right in _PAIRS},
        **{f"rule {place:+d}": _RULES for place in _RULES_AROUND},
        "rule and kind": _RULES * _KINDS,
        "rule and its borders": _RULES * 4,
        "style and kind": _STYLES * _KINDS,
        "zone and kind": _ZONES * _KINDS,
        "bracket and kind": 2 * _KINDS,
        "elsewhere and kind": len(FAMILIES) * _KINDS,
        "gap and kind": _GAPS * _KINDS,
    }
)
CODES = sum(FIELDS.values())
FIRST_CODES = np.cumsum([0, *FIELDS.values()])[:-1, None].astype(np.int32)


@dataclass(frozen=True, slots=True, repr=False)
class Surroundings:
    """A text as the model sees it; all arrays have a row for each piece.

    Attributes:
        starts: where each piece starts, in code points.
        ends: where it ends.
        spellings: rows of the spellings, ``(PLACES, pieces)``.
        codes: of each field, no two fields sharing one, ``(fields, pieces)``.
    """

    starts: Codes
    ends: Codes
    spellings: Codes
    codes: Codes


def surroundings(text: str, hits: Sequence[Detection], spellings: Spellings) -> Surroundings | None:
    """What surrounds each piece of a text; None if it has no piece.

    Args:
        text: the report in its plain form.
        hits: what the rules found in it, disjoint.
        spellings: those met so far; new ones are added.
    """
    pieces = tuple(PIECE.finditer(text))
    if not pieces:
        return None
    edges = np.fromiter(chain.from_iterable(map(re.Match.span, pieces)), np.int32, 2 * len(pieces))
    starts, ends = edges[::2].copy(), edges[1::2].copy()
    rows = _padded(spellings.rows_of(map(re.Match.group, pieces)))
    near_kinds = spellings.kinds()[rows]
    kind = _at(near_kinds, 0)
    lines = _Lines.of(kind)
    gaps = _gaps(starts, ends, kind == _LINE_END)
    found = _Found.of(hits, starts, ends)
    near_rules = _padded(found.rule)
    own = _at(rows, 0)
    fields = (
        gaps[:-1] * _GAPS + gaps[1:],
        lines.place(),
        *(_at(near_kinds, left) * _KINDS + _at(near_kinds, right) for left, right in _PAIRS),
        *(_at(near_rules, by) for by in _RULES_AROUND),
        found.rule * _KINDS + kind,
        found.rule * 4 + found.borders,
        _style(spellings.cases()[own]) * _KINDS + kind,
        lines.zone() * _KINDS + kind,
        _in_brackets(kind, lines.first) * _KINDS + kind,
        spellings.noted_elsewhere(own, found.family) * _KINDS + kind,
        gaps[:-1] * _KINDS + kind,
    )
    codes = np.array(fields, np.int32)
    codes += FIRST_CODES
    places = [_at(rows, by) for by in range(-REACH, REACH + 1)]
    places += [own[lines.first], _keys(own, kind, lines.first)]
    places += _nearest_words(own, spellings.cases()[own] > 0)
    return Surroundings(starts, ends, np.array(places), codes)


def _padded(values: Sequence[int] | Codes) -> Codes:
    """Values with ``REACH`` zeros on each side: what is outside the text."""
    padded = np.zeros(len(values) + 2 * REACH, np.int32)
    padded[REACH:-REACH] = values
    return padded


def _at(padded: Codes, by: int) -> Codes:
    """The values of the pieces at a distance, of padded ones."""
    return padded[REACH + by : len(padded) - REACH + by]


def _gaps(starts: Codes, ends: Codes, is_end: Flags) -> Codes:
    """How far each piece is from the one before it, and the last one from what is not there."""
    gaps = np.full(len(starts) + 1, _GAPS - 1, np.int32)
    inside = gaps[1:-1]
    np.minimum(starts[1:] - ends[:-1], 2, out=inside)
    inside[is_end[:-1] | is_end[1:]] = _GAPS - 1
    return gaps


@dataclass(frozen=True, slots=True, repr=False)
class _Lines:
    """The lines of a text: the first piece of each piece's line, its end, and its number."""

    first: Codes
    end: Codes
    number: Codes

    @classmethod
    def of(cls, kind: Codes) -> _Lines:
        count = len(kind)
        at = np.arange(count, dtype=np.int32)
        is_end = kind == _LINE_END
        opens = np.zeros(count, np.bool_)
        opens[1:] = is_end[:-1]
        first = np.maximum.accumulate(np.where(opens, at, 0))
        end = np.minimum.accumulate(np.where(is_end, at, count)[::-1])[::-1]
        return cls(first.astype(np.int32), end.astype(np.int32), np.cumsum(opens, dtype=np.int32))

    def place(self) -> Codes:
        at = np.arange(len(self.first), dtype=np.int32)
        from_first = np.minimum(at - self.first, _FARTHEST)
        to_end = np.minimum(self.end - at, _FARTHEST)
        length = self.end - self.first
        sort = sum((length >= bound).astype(np.int32) for bound in _LENGTHS)
        place: Codes = (from_first * (_FARTHEST + 1) + to_end) * (len(_LENGTHS) + 1) + sort
        return place

    def zone(self) -> Codes:
        """0 in the first line, 1 near it, 2 inside, 3 near the last line, 4 in it."""
        last = int(self.number[-1])
        by_line = np.full(last + 1, 2, np.int32)
        by_line[: _HEAD_LINES + 1] = 1
        by_line[0] = 0
        by_line[-_HEAD_LINES - 1 :] = 3
        by_line[-1] = 4
        return by_line[self.number]


def _style(case: Codes) -> int:
    """How a text is written: without capitals, with few, as usual, or all in capitals."""
    words = case[case > 0]
    if not len(words):
        return 2
    counts = np.bincount(words, minlength=len(CASES) + 1)
    if counts[CASES["capitals"]] > len(words) // 2:
        return 3
    small = counts[CASES["small"]] / len(words)
    return 0 if small > 0.98 else 1 if small > 0.9 else 2


def _in_brackets(kind: Codes, first: Codes) -> Codes:
    """Whether a bracket was opened before a piece in its line and not closed."""
    depth = np.cumsum(_BRACKETS[kind], dtype=np.int32)
    return (depth > depth[first]).astype(np.int32)


def _keys(rows: Codes, kind: Codes, first: Codes) -> Codes:
    """The spelling before the last colon of the line that stands before a piece."""
    at = np.arange(len(rows), dtype=np.int32)
    colon = np.maximum.accumulate(np.where((kind == _COLON) & (at > first), at, -1))
    has_key = (colon > first) & (colon < at)
    return np.where(has_key, rows[np.maximum(colon - 1, 0)], 0)


def _nearest_words(rows: Codes, is_word: Flags) -> tuple[Codes, Codes]:
    """The spellings of the last word before each piece, and of the first one behind it."""
    count = len(rows)
    words = np.concatenate([[0], rows, [0]])  # what is before the text, the pieces, what is behind
    at = np.arange(1, count + 1)
    last = np.maximum.accumulate(np.where(is_word, at, 0))
    first = np.minimum.accumulate(np.where(is_word, at, count + 1)[::-1])[::-1]
    before = np.concatenate([[0], last[:-1]])
    behind = np.concatenate([first[1:], [count + 1]])
    return words[before], words[behind]


@lru_cache(maxsize=1 << 10)
def _told(label: str, rule: str) -> tuple[int, int]:
    """The family of what a rule found, and the code that says how far it can be trusted, too."""
    family = family_of(label)
    return family, family * _TRUSTED + RULES[rule].confidence


@dataclass(frozen=True, slots=True, repr=False)
class _Found:
    """What the rules say of each piece: 0, or family and confidence; the family alone.

    Borders are 2 for the first piece of a finding, 1 for the last one, 3 for one that is both.
    """

    rule: Codes
    family: Codes
    borders: Codes

    @classmethod
    def of(cls, hits: Sequence[Detection], starts: Codes, ends: Codes) -> _Found:
        rule, family, borders = np.zeros((3, len(starts)), np.int32)
        firsts = np.searchsorted(ends, [hit.span.start for hit in hits], "right").tolist()
        lasts = np.searchsorted(starts, [hit.span.end for hit in hits], "left").tolist()
        for hit, first, last in zip(hits, firsts, lasts, strict=True):
            if first < last:
                family[first:last], rule[first:last] = _told(hit.span.label, hit.rule)
                borders[first] += 2
                borders[last - 1] += 1
        return cls(rule, family, borders)
