"""What the model makes of what the rules found: some of it falls, some grows, and more is found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect.learned.families import FAMILIES, LABELS, family_of
from dragon_prep.detect.learned.look_alikes import is_product, means_else, names_throughout
from dragon_prep.detect.learned.model import CERTAIN
from dragon_prep.detect.learned.plain_words import are_words
from dragon_prep.language.capitals import opens_with_capitals
from dragon_prep.phi.finding import Detection
from dragon_prep.phi.rules import RULES, Confidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.model import Listed, Weighed


@dataclass(frozen=True, slots=True, repr=False)
class _Bounds:
    """How likely, of 1000, a piece must be PHI.

    Attributes:
        found: to be found where no rule has spoken, by family; more than what is kept.
        kept: of what a rule found, by how far the rule can be trusted.
        of_families: what ``found`` has, as an array.
    """

    found: Sequence[int]
    kept: Mapping[Confidence, int]
    of_families: NDArray[np.int32]


# Families of which the model is too sure where it was not trained, and by how much.
_DOUBTED = MappingProxyType(
    {"date": 150, "phone": 150, "number": 100, "institution": 100, "email": 500}
)


def _bounds(found: int, possible: int, likely: int, sure: int) -> _Bounds:
    of_family = [min(found + _DOUBTED.get(family, 0), CERTAIN) for family in FAMILIES]
    kept = {Confidence.POSSIBLE: possible, Confidence.LIKELY: likely, Confidence.SURE: sure}
    return _Bounds(of_family, MappingProxyType(kept), np.array(of_family, np.int32))


BOUNDS: Mapping[Recall, _Bounds] = MappingProxyType(
    {
        Recall.HIGH: _bounds(450, 20, 20, 10),
        Recall.BALANCED: _bounds(600, 200, 150, 100),
        Recall.PRECISE: _bounds(800, 500, 400, 300),
    }
)
_LONGEST = 40  # letters or digits of one piece: what is longer was never seen
# Of what the model finds of these, no part is left.
_IN_ONE_PIECE = frozenset({"date", "time"})
# What stands beside them and is no part of them.
_BESIDE_DATES = frozenset(("op", "van", "in", "vanaf", "d", "dd", "mri", "ct", "echo"))
_EDGES = {
    "date": _BESIDE_DATES,
    "time": frozenset(("om", "van", "rond")),
    "institution": frozenset(("van", "uit", "via", "ingezien")),
}
_GLUED = 8
_GLUED_BEHIND = re.compile(r"(?:[-/.:]\d{1,4}){0,2}(?!\d)")
_GLUED_BEFORE = re.compile(r"(?<![\d])(?:\d{1,4}[-/.:]){1,2}\Z")
_STEPS = 2  # how far a finding spreads: to a sign, and what is behind it
# What these rules find has a form that nothing else has; no weight speaks against it.
_CERTAIN = frozenset(
    rule
    for rule in RULES
    if rule.startswith(("id.key_", "profile.", "known."))
    or rule in ("contact.email", "contact.url", "id.iban", "id.uid", "id.form", "id.bsn")
)


def reconsidered(
    text: str, hits: Sequence[Detection], weighed: Weighed, recall: Recall
) -> tuple[Detection, ...]:
    """What is PHI by rules and model together.

    A finding of a rule of which no piece is likely enough is dropped. Likely pieces that no rule
    found become findings, or parts of the finding of their kind that they touch.

    Args:
        text: the report in its plain form.
        hits: what the rules found, disjoint and in order.
        weighed: what the model says of the text.
        recall: how likely is likely enough.

    Returns:
        Disjoint detections in order of their start.
    """
    bounds, pieces = BOUNDS[recall], weighed.listed()
    kept, owner = _kept(text, hits, pieces, bounds)
    free = _spread(kept, owner, weighed, bounds)
    if free:
        free = names_throughout(text, pieces, free, owner)
    if not free:
        return tuple(kept)
    more: list[Detection] = []
    taken = set(owner)
    for first, last in _runs(text, free, pieces):
        # What the date or time before it has taken is no part of it any more.
        while first < last and (first in taken or not _is_word(text, pieces, first)):
            first += 1
        first, last = _without_edges(text, pieces, taken, first, last)
        if first == last:
            continue
        family = pieces.family[first]
        if FAMILIES[family] in _IN_ONE_PIECE:
            first, last = _whole(text, pieces, taken, first, last)
        taken.update(range(first, last))
        left, right = owner.get(first - 1, -1), owner.get(last, -1)
        if _is_of(kept, left, family):
            kept[left] = _grown(kept[left], kept[left].span.start, pieces.ends[last - 1])
        elif _is_of(kept, right, family):
            kept[right] = _grown(kept[right], pieces.starts[first], kept[right].span.end)
        else:
            more.append(_found(text, pieces, FAMILIES[family], (first, last)))
    return tuple(sorted([*kept, *more], key=lambda hit: hit.span.start))


def _kept(
    text: str, hits: Sequence[Detection], pieces: Listed, bounds: _Bounds
) -> tuple[list[Detection], dict[int, int]]:
    """The findings that stay; of each piece of one, its place in that list."""
    owner: dict[int, int] = {}
    kept: list[Detection] = []
    for hit in hits:
        first = bisect_right(pieces.ends, hit.span.start)
        last = bisect_left(pieces.starts, hit.span.end, first)
        likely = max(pieces.likely[first:last], default=0)
        if _stays(text, hit, likely, bounds):
            for piece in range(first, last):
                owner[piece] = len(kept)
            kept.append(Detection(hit.span, hit.rule, likely))
    return kept, owner


def _stays(text: str, hit: Detection, likely: int, bounds: _Bounds) -> bool:
    """Whether a finding is likely enough; what may be a product must be so by itself."""
    if hit.rule in _CERTAIN:
        return True
    if likely >= bounds.found[family_of(hit.span.label)]:
        return True
    return likely >= bounds.kept[hit.confidence] and not is_product(text, hit)


def _spread(
    kept: Sequence[Detection], owner: Mapping[int, int], weighed: Weighed, bounds: _Bounds
) -> list[int]:
    """The pieces of no finding that are likely enough; half as much does beside one of its kind."""
    likely, wanted = weighed.likely, bounds.of_families.take(weighed.family)
    weak = [at for at in (2 * likely >= wanted).nonzero()[0].tolist() if at not in owner]
    if not weak:
        return weak
    own = {at: family_of(kept[number].span.label) for at, number in owner.items()}
    family = own | {at: int(weighed.family[at]) for at in weak}
    is_found = {*owner, *(at for at in weak if likely[at] >= wanted[at])}
    for _ in range(_STEPS):
        for by in (-1, 1):
            is_found |= {at for at in weak if at + by in is_found and family[at] == family[at + by]}
    return [at for at in weak if at in is_found]


def _runs(text: str, free: list[int], pieces: Listed) -> Iterator[tuple[int, int]]:
    """Stretches of pieces of one family in one line that begin and end with a word or number."""

    def stretch(at: tuple[int, int]) -> tuple[int, int, int]:
        number, piece = at
        return piece - number, pieces.family[piece], breaks[number]

    capitals = opens_with_capitals(text)
    breaks, count = [], 0
    for piece in free:
        count += text[pieces.starts[piece]] == "\n"
        breaks.append(count)
    for _, group in groupby(enumerate(free), stretch):
        words = [piece for _, piece in group if _is_word(text, pieces, piece)]
        if not words:
            continue
        first, end = words[0], words[-1] + 1
        if are_words(text, pieces, first, end, capitals=capitals):
            continue
        if not means_else(text, pieces, first, end):
            yield first, end


def _without_edges(
    text: str, pieces: Listed, taken: Collection[int], first: int, last: int
) -> tuple[int, int]:
    """Pieces without the words that only stand beside what they are: ``op 3 mei``, ``van het``.

    What joins them to a finding is no edge: ``een en twintig mei``.
    """
    edges = _EDGES.get(FAMILIES[pieces.family[first]]) if first < last else None
    if edges is None:
        return first, last
    if first - 1 not in taken:
        while first < last and _small_piece(text, pieces, first) in edges:
            first += 1
    if last not in taken:
        while first < last and _small_piece(text, pieces, last - 1) in edges:
            last -= 1
    return first, last


def _small_piece(text: str, pieces: Listed, piece: int) -> str:
    return text[pieces.starts[piece] : pieces.ends[piece]].lower()


def _whole(
    text: str, pieces: Listed, taken: Collection[int], first: int, last: int
) -> tuple[int, int]:
    """Pieces with the numbers that only a sign parts from them: ``7/3`` is a date, and no 7."""
    start, end = pieces.starts[first], pieces.ends[last - 1]
    if (ahead := _GLUED_BEHIND.match(text, end)) is not None:
        end = ahead.end()
    if (before := _GLUED_BEFORE.search(text[max(0, start - _GLUED) : start])) is not None:
        start -= len(before[0])
    while last < len(pieces.starts) and pieces.starts[last] < end and last not in taken:
        last += 1
    while first and pieces.starts[first - 1] >= start and first - 1 not in taken:
        first -= 1
    return first, last


def _is_word(text: str, pieces: Listed, piece: int) -> bool:
    start, end = pieces.starts[piece], pieces.ends[piece]
    return text[start].isalnum() and end - start <= _LONGEST


def _is_of(kept: Sequence[Detection], at: int, family: int) -> bool:
    return at >= 0 and family_of(kept[at].span.label) == family


def _grown(hit: Detection, start: int, end: int) -> Detection:
    return replace(hit, span=Span(start, end, hit.span.label))


def _found(text: str, pieces: Listed, family: str, place: tuple[int, int]) -> Detection:
    first, last = place
    start, end = pieces.starts[first], pieces.ends[last - 1]
    label = LABELS[family]
    if family == "email" and "@" not in text[start:end]:
        label = PhiCategory.URL
    likely = max(pieces.likely[first:last])
    return Detection(Span(start, end, label), f"learned.{family}", likely)
