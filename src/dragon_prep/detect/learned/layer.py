"""What the model makes of what the rules found: some of it falls, some grows, and more is found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect.learned.families import FAMILIES, LABELS, NONE, family_of
from dragon_prep.detect.learned.look_alikes import is_product, means_else, names_throughout
from dragon_prep.detect.learned.model import CERTAIN
from dragon_prep.detect.learned.plain_words import are_words
from dragon_prep.language.capitals import opens_with_capitals
from dragon_prep.phi.finding import Detection
from dragon_prep.phi.rules import RULES, Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.detect.learned.context import Codes, Flags
    from dragon_prep.detect.learned.model import Weighed


@dataclass(frozen=True, slots=True, repr=False)
class _Bounds:
    """How likely, of 1000, a piece must be PHI.

    Attributes:
        found: to be found where no rule has spoken, by family.
        kept: of what a rule found, by how far the rule can be trusted.
    """

    found: NDArray[np.int32]
    kept: Mapping[Confidence, int]


# Families of which the model is too sure where it was not trained, and by how much.
_DOUBTED = MappingProxyType(
    {"date": 150, "phone": 150, "number": 100, "institution": 100, "email": 500}
)


def _bounds(found: int, possible: int, likely: int, sure: int) -> _Bounds:
    of_family = [min(found + _DOUBTED.get(family, 0), CERTAIN) for family in FAMILIES]
    kept = {Confidence.POSSIBLE: possible, Confidence.LIKELY: likely, Confidence.SURE: sure}
    return _Bounds(np.array(of_family, np.int32), MappingProxyType(kept))


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
    bounds = BOUNDS[recall]
    kept, owner = _kept(text, hits, weighed, bounds)
    is_found = _spread(kept, owner, weighed, bounds)
    free = (is_found & (owner < 0)).nonzero()[0].tolist()
    free = names_throughout(text, weighed, free, owner)
    if not free:
        return tuple(kept)
    more: list[Detection] = []
    taken = owner >= 0
    for first, last in _runs(text, free, weighed):
        # What the date or time before it has taken is no part of it any more.
        while first < last and (taken[first] or not _is_word(text, weighed, first)):
            first += 1
        first, last = _without_edges(text, weighed, taken, first, last)
        if first == last:
            continue
        family = int(weighed.family[first])
        if FAMILIES[family] in _IN_ONE_PIECE:
            first, last = _whole(text, weighed, taken, first, last)
        taken[first:last] = True
        left = int(owner[first - 1]) if first else -1
        right = int(owner[last]) if last < len(owner) else -1
        if _is_of(kept, left, family):
            kept[left] = _grown(kept[left], kept[left].span.start, int(weighed.ends[last - 1]))
        elif _is_of(kept, right, family):
            kept[right] = _grown(kept[right], int(weighed.starts[first]), kept[right].span.end)
        else:
            more.append(_found(text, weighed, FAMILIES[family], (first, last)))
    return tuple(sorted([*kept, *more], key=lambda hit: hit.span.start))


def _kept(
    text: str, hits: Sequence[Detection], weighed: Weighed, bounds: _Bounds
) -> tuple[list[Detection], Codes]:
    """The findings that stay, and the place in that list of the one that each piece is part of."""
    owner = np.full(len(weighed.starts), -1, np.int32)
    firsts = np.searchsorted(weighed.ends, [hit.span.start for hit in hits], "right").tolist()
    lasts = np.searchsorted(weighed.starts, [hit.span.end for hit in hits], "left").tolist()
    every = weighed.likely.tolist()
    kept: list[Detection] = []
    for hit, first, last in zip(hits, firsts, lasts, strict=True):
        likely = max(every[first:last], default=0)
        wanted = bounds.kept[hit.confidence]
        if is_product(text, hit):
            wanted = bounds.found[family_of(hit.span.label)]
        if hit.rule in _CERTAIN or likely >= wanted:
            owner[first:last] = len(kept)
            kept.append(Detection(hit.span, hit.rule, likely))
    return kept, owner


def _spread(kept: Sequence[Detection], owner: Codes, weighed: Weighed, bounds: _Bounds) -> Flags:
    """Which pieces are likely enough; beside one of its kind, a piece needs half as much."""
    wanted = bounds.found[weighed.family]
    is_found = weighed.likely >= wanted
    is_weak = 2 * weighed.likely >= wanted
    family = weighed.family.copy()
    of_kept = np.array([family_of(hit.span.label) for hit in kept] + [NONE], np.int32)
    family[owner >= 0] = of_kept[owner][owner >= 0]
    is_found = is_found | (owner >= 0)
    same = family[1:] == family[:-1]
    for _ in range(_STEPS):
        is_found[1:] |= is_weak[1:] & is_found[:-1] & same
        is_found[:-1] |= is_weak[:-1] & is_found[1:] & same
    return is_found


def _runs(text: str, free: list[int], weighed: Weighed) -> Iterator[tuple[int, int]]:
    """Stretches of pieces of one family in one line that begin and end with a word or number."""

    def stretch(at: tuple[int, int]) -> tuple[int, int, int]:
        number, piece = at
        return piece - number, int(weighed.family[piece]), breaks[number]

    capitals = opens_with_capitals(text)
    breaks, count = [], 0
    for piece in free:
        count += text[weighed.starts[piece]] == "\n"
        breaks.append(count)
    for _, group in groupby(enumerate(free), stretch):
        pieces = [piece for _, piece in group]
        words = [at for at in pieces if _is_word(text, weighed, at)]
        if not words:
            continue
        first, end = words[0], words[-1] + 1
        if are_words(text, weighed, first, end, capitals=capitals):
            continue
        if not means_else(text, weighed, first, end):
            yield first, end


def _without_edges(
    text: str, weighed: Weighed, taken: Flags, first: int, last: int
) -> tuple[int, int]:
    """Pieces without the words that only stand beside what they are: ``op 3 mei``, ``van het``.

    What joins them to a finding is no edge: ``een en twintig mei``.
    """
    edges = _EDGES.get(FAMILIES[weighed.family[first]]) if first < last else None
    if edges is None:
        return first, last
    if not (first and taken[first - 1]):
        while first < last and _small_piece(text, weighed, first) in edges:
            first += 1
    if last == len(taken) or not taken[last]:
        while first < last and _small_piece(text, weighed, last - 1) in edges:
            last -= 1
    return first, last


def _small_piece(text: str, weighed: Weighed, piece: int) -> str:
    return text[weighed.starts[piece] : weighed.ends[piece]].lower()


def _whole(text: str, weighed: Weighed, taken: Flags, first: int, last: int) -> tuple[int, int]:
    """Pieces with the numbers that only a sign parts from them: ``7/3`` is a date, and no 7."""
    start, end = int(weighed.starts[first]), int(weighed.ends[last - 1])
    if (ahead := _GLUED_BEHIND.match(text, end)) is not None:
        end = ahead.end()
    if (before := _GLUED_BEFORE.search(text[max(0, start - _GLUED) : start])) is not None:
        start -= len(before[0])
    while last < len(taken) and weighed.starts[last] < end and not taken[last]:
        last += 1
    while first and weighed.starts[first - 1] >= start and not taken[first - 1]:
        first -= 1
    return first, last


def _is_word(text: str, weighed: Weighed, piece: int) -> bool:
    start, end = int(weighed.starts[piece]), int(weighed.ends[piece])
    return text[start].isalnum() and end - start <= _LONGEST


def _is_of(kept: Sequence[Detection], at: int, family: int) -> bool:
    return at >= 0 and family_of(kept[at].span.label) == family


def _grown(hit: Detection, start: int, end: int) -> Detection:
    return replace(hit, span=Span(start, end, hit.span.label))


def _found(text: str, weighed: Weighed, family: str, place: tuple[int, int]) -> Detection:
    first, last = place
    start, end = int(weighed.starts[first]), int(weighed.ends[last - 1])
    label = LABELS[family]
    if family == "email" and "@" not in text[start:end]:
        label = PhiCategory.URL
    likely = int(weighed.likely[first:last].max())
    return Detection(Span(start, end, label), f"learned.{family}", likely)
