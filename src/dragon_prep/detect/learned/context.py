"""What surrounds each piece of a text: its neighbours, its place, and what the rules found.

Two sorts of things count. Spellings: of the piece, its neighbours, the first word of its line, the
word before the line's last colon, and the nearest words on each side, whatever numbers and signs
stand between. And codes: each field of ``FIELDS`` says one thing about the
piece, as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.families import FAMILIES, family_of
from dragon_prep.detect.learned.laid import REACH, laid
from dragon_prep.detect.learned.pieces import CASES, coarse_names
from dragon_prep.phi.rules import RULES, Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.laid import Flags, Laid
    from dragon_prep.detect.learned.spellings import Slots, Spellings
    from dragon_prep.phi.finding import Detection

    Codes = NDArray[np.int32]

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
    [(name in ("'('", "'['")) - (name in ("')'", "']'")) for name in _NAMES], np.int64
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
# Where a line stands, by how many are before it and behind it, four for more: 0 for the first line,
# 1 near it, 2 inside, 3 near the last line, 4 for the last one.
_MANY_LINES = _HEAD_LINES + 1
_ZONE_OF = np.full((_MANY_LINES + 1, _MANY_LINES + 1), 2, np.int64)
_ZONE_OF[:_MANY_LINES] = 1
_ZONE_OF[0] = 0
_ZONE_OF[:, :_MANY_LINES] = 3
_ZONE_OF[:, 0] = 4

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


@dataclass(frozen=True, slots=True, repr=False)
class Around:
    """Several texts as the model sees them, but for the ``REACH`` slots at the ends of their row.

    Attributes:
        laid: the texts.
        spellings: for each of the places, the row of the spelling of each slot.
        codes: for each of the fields, the code of each slot, counted from the field's first one.
    """

    laid: Laid
    spellings: Sequence[Slots]
    codes: Sequence[Slots]


def surroundings(text: str, hits: Sequence[Detection], spellings: Spellings) -> Surroundings | None:
    """What surrounds each piece of a text; None if it has no piece.

    Args:
        text: the report in its plain form.
        hits: what the rules found in it, disjoint.
        spellings: those met so far; new ones are added.
    """
    seen = all_surroundings([text], [hits], spellings)
    pieces = len(seen.codes[0])
    if not pieces:
        return None
    inside = slice(REACH, REACH + pieces)
    codes = np.array(seen.codes, np.int32)
    codes += FIRST_CODES
    return Surroundings(
        seen.laid.starts[inside].astype(np.int32),
        seen.laid.ends[inside].astype(np.int32),
        np.array(seen.spellings, np.int32),
        codes,
    )


def all_surroundings(
    texts: Sequence[str], hits: Sequence[Sequence[Detection]], spellings: Spellings
) -> Around:
    """What surrounds each piece of some texts, as if each were alone.

    Args:
        texts: the reports in their plain form.
        hits: what the rules found in each, disjoint.
        spellings: those met so far; new ones are added.
    """
    row = laid(texts, spellings)
    rows = row.rows
    kind, case = spellings.kinds().take(rows), spellings.cases().take(rows)
    is_none = rows == 0
    border = is_none | (kind == _LINE_END)
    lines = _Lines.of(row, kind, border)
    gaps = _gaps(row, border)
    found = _Found.of(hits, row)
    elsewhere = spellings.noted_elsewhere(rows, found.family, row.text_of)
    next_kinds = kind[:-1] * _KINDS + kind[1:]
    pairs = {
        (left, right): _at(next_kinds, left, 1)
        if right == left + 1
        else _at(kind, left) * _KINDS + _at(kind, right)
        for left, right in _PAIRS
    }
    own_kind, own_rule = _at(kind, 0), _at(found.rule, 0)
    with_kind = (
        _style(case, row) * _KINDS,
        lines.zone(row) * _KINDS,
        _in_brackets(kind, lines.first) * _KINDS,
        elsewhere * _KINDS,
        gaps[:-1] * _KINDS,
    )
    codes = (
        _at(gaps[:-1] * _GAPS + gaps[1:], 0),
        _at(lines.place(), 0),
        *pairs.values(),
        *(_at(found.rule, by) for by in _RULES_AROUND),
        own_rule * _KINDS + own_kind,
        own_rule * 4 + _at(found.borders, 0),
        *(_at(values, 0) + own_kind for values in with_kind),
    )
    is_word = is_none | (case > 0)
    places = [_at(rows, by) for by in range(-REACH, REACH + 1)]
    others = (rows.take(lines.first), _keys(rows, kind, lines.first))
    places += [_at(other, 0) for other in (*others, *_nearest_words(rows, is_word))]
    return Around(row, places, codes)


def _at(slots: Slots, by: int, wide: int = 0) -> Slots:
    """What is at a distance from each slot but those at the ends of the row.

    Args:
        slots: what is at each of them.
        by: the distance.
        wide: by how many slots these are fewer than those of the row.
    """
    return slots[REACH + by : len(slots) + wide - REACH + by]


def _gaps(row: Laid, border: Flags) -> Slots:
    """How far each piece is from the one before it, and the last one from what is not there."""
    gaps = np.full(len(border) + 1, _GAPS - 1, np.int64)
    inside = gaps[1:-1]
    np.minimum(row.starts[1:] - row.ends[:-1], 2, out=inside)
    inside[border[:-1] | border[1:]] = _GAPS - 1
    return gaps


@dataclass(frozen=True, slots=True, repr=False)
class _Lines:
    """The lines of texts: the first piece of each piece's line, its end, and its number.

    Numbers are counted over all texts.
    """

    first: Slots
    end: Slots
    number: Slots

    @classmethod
    def of(cls, row: Laid, kind: Slots, border: Flags) -> _Lines:
        count = len(kind)
        at = np.arange(count)
        opens = np.zeros(count, np.bool_)
        opens[1:] = kind[:-1] == _LINE_END
        opens[row.first] = True
        first = np.maximum.accumulate(np.where(opens, at, 0))
        end = np.minimum.accumulate(np.where(border, at, count)[::-1])[::-1]
        return cls(first, end, np.cumsum(opens))

    def place(self) -> Slots:
        at = np.arange(len(self.first))
        from_first = np.minimum(at - self.first, _FARTHEST)
        to_end = np.minimum(self.end - at, _FARTHEST)
        length = self.end - self.first
        sort = sum((length >= bound).astype(np.int64) for bound in _LENGTHS)
        place: Slots = (from_first * (_FARTHEST + 1) + to_end) * (len(_LENGTHS) + 1) + sort
        return place

    def zone(self, row: Laid) -> Slots:
        """Where in its text the line of each piece stands."""
        number, last = self.number, self.number[row.stop - 1]
        # Clipped at 0, too, for the slots beside a text.
        before = np.clip(number - number[row.first].take(row.text_of), 0, _MANY_LINES)
        behind = np.clip(last.take(row.text_of) - number, 0, _MANY_LINES)
        zone: Slots = _ZONE_OF.ravel().take(before * (_MANY_LINES + 1) + behind)
        return zone


def _style(case: Slots, row: Laid) -> Slots:
    """How a text is written: without capitals, with few, as usual, or all in capitals."""
    cases, texts = len(CASES) + 1, len(row.first)
    counts = np.bincount(row.text_of * cases + case, minlength=cases * texts)
    of_text = [_style_of(counts) for counts in counts.reshape(texts, cases).tolist()]
    return np.array(of_text, np.int64).take(row.text_of)


def _style_of(counts: Sequence[int]) -> int:
    words = sum(counts[1:])
    if not words:
        return 2
    if counts[CASES["capitals"]] > words // 2:
        return 3
    small = counts[CASES["small"]] / words
    return 0 if small > 0.98 else 1 if small > 0.9 else 2


def _in_brackets(kind: Slots, first: Slots) -> Slots:
    """Whether a bracket was opened before a piece in its line and not closed."""
    depth = np.cumsum(_BRACKETS.take(kind))
    return (depth > depth.take(first)).astype(np.int64)


def _keys(rows: Slots, kind: Slots, first: Slots) -> Slots:
    """The spelling before the last colon of the line that stands before a piece."""
    at = np.arange(len(rows))
    colon = np.maximum.accumulate(np.where((kind == _COLON) & (at > first), at, -1))
    has_key = (colon > first) & (colon < at)
    return np.where(has_key, rows.take(np.maximum(colon - 1, 0)), 0)


def _nearest_words(rows: Slots, is_word: Flags) -> tuple[Slots, Slots]:
    """The spellings of the last word before each piece, and of the first one behind it.

    Args:
        rows: of the spellings.
        is_word: whether a slot has a word, or nothing: no word is looked for beyond that.
    """
    at = np.arange(len(rows))
    last = np.maximum.accumulate(np.where(is_word, at, 0))
    first = np.minimum.accumulate(np.where(is_word, at, len(rows) - 1)[::-1])[::-1]
    before, behind = np.zeros_like(rows), np.zeros_like(rows)
    before[1:] = rows.take(last[:-1])
    behind[:-1] = rows.take(first[1:])
    return before, behind


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

    rule: Slots
    family: Slots
    borders: Slots

    @classmethod
    def of(cls, hits: Sequence[Sequence[Detection]], row: Laid) -> _Found:
        rule, family, borders = np.zeros((3, len(row.rows)), np.int64)
        every = [
            (text, hit.span.start, hit.span.end, *_told(hit.span.label, hit.rule))
            for text, own in enumerate(hits)
            for hit in own
        ]
        if not every:
            return cls(rule, family, borders)
        texts, starts, ends, families, codes = np.array(every, np.int64).T
        first, stop = row.between(texts, starts, ends)
        lengths = np.maximum(stop - first, 0)
        covers = lengths > 0
        begins = np.cumsum(lengths) - lengths
        pieces = np.arange(lengths.sum()) + np.repeat(first - begins, lengths)
        family[pieces] = np.repeat(families, lengths)
        rule[pieces] = np.repeat(codes, lengths)
        np.add.at(borders, first[covers], 2)
        np.add.at(borders, stop[covers] - 1, 1)
        return cls(rule, family, borders)
