"""What the detector is sure of in a report that people have marked already.

They found most of it, so that what is left is rarely PHI: a finding must be far likelier than in a
report that nobody has read. ``benchmarks/README.md`` has what that costs and saves.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import looked_through_all
from dragon_prep.detect.evidence import laid_over
from dragon_prep.detect.learned.model import CERTAIN
from dragon_prep.detect.learned.pieces import PIECE
from dragon_prep.language.folding import folded
from dragon_prep.language.word_kinds import SHORTEST, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import as_given
from dragon_prep.phi.readable import reads
from dragon_prep.phi.rules import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.detect import LookedThrough
    from dragon_prep.detect.evidence import Evidence
    from dragon_prep.phi.finding import Detection

SURE = 980  # of 1000
# Where another bound finds more for each false finding, in texts of writers the model never saw.
SURE_OF: Mapping[PhiCategory, int] = MappingProxyType(
    {
        PhiCategory.PERSOONAFKORTING: 950,
        PhiCategory.LEEFTIJD: 950,
        PhiCategory.ADRES: 950,
        PhiCategory.TIJD: 990,
    }
)
_ONCE_MORE = "again.number"
_WORD = re.compile(r"[^\W_]+")
_IN_WORDS = frozenset(
    {
        PhiCategory.PERSOON,
        PhiCategory.PLAATS,
        PhiCategory.ZIEKENHUIS,
        PhiCategory.ADRES,
        PhiCategory.BEDRIJF,
        PhiCategory.STUDIE_NAAM,
    }
)
_MEANS_ELSE = W.DUTCH | W.PARTICLE | W.ABBREVIATION | W.ABBREVIATION_LISTED | W.UNIT | W.ROLE_WORD
_MEANS_ELSE |= W.INSTITUTION


def looked_at(asked: Sequence[tuple[str, Evidence]]) -> list[LookedThrough]:
    """What :func:`sure_of` goes by in some reports, in less time than one by one.

    Args:
        asked: each report, with what is known beside it.
    """
    return looked_through_all([(folded(text).text, _precise(known)) for text, known in asked])


def _precise(evidence: Evidence) -> Evidence:
    if evidence.asked_recall is Recall.RULES:
        return evidence
    return replace(evidence, recall=Recall.PRECISE)


def sure_of(
    text: str, evidence: Evidence, marked: Sequence[Span], looked: LookedThrough | None = None
) -> tuple[Detection, ...]:
    """What is PHI beyond doubt, and lies outside of what people marked.

    A finding counts if its likeliest piece is nearly certain by the learned layer (where that is
    switched off: if its rule is sure), or if the centre's profile or the known patient says so. Of
    one that overlaps a mark, what sticks out counts if that is so of each of its pieces; but not if
    it is glued to the mark: then the mark cuts a word, and the audit holds the report back (R350).
    A number that is found only since it stands elsewhere, too, does not count.

    Args:
        text: the report; offsets are its code points.
        evidence: what is known beside the text. Its recall counts only where it is ``rules``.
        marked: what people marked, PHI tags included; it may overlap.
        looked: what :func:`looked_at` gave for the report, if it was asked before.

    Returns:
        Disjoint detections in order of their start, none of which overlaps a mark.
    """
    evidence = _precise(evidence)
    fold = folded(text)
    if looked is None:
        (looked,) = looked_at([(text, evidence)])
    pieces = _Pieces.of(looked, evidence)
    covered = _mask(len(fold.text), (fold.forward(span.start, span.end) for span in marked))
    hits = [hit for one in looked.hits for hit in _counting(one, fold.text, covered, pieces)]
    if fold.is_same:
        return tuple(hits)
    # What is invisible between a finding and a mark belongs to the mark.
    covered = _mask(len(text), ((span.start, span.end) for span in marked))
    return tuple(
        replace(hit, span=Span(start, end, hit.span.label))
        for hit in as_given(hits, fold)
        for start, end in _uncovered(text, covered, hit.span)
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Pieces:
    """The words and numbers of a text, in order, and how likely each is PHI, of 1000.

    Attributes:
        starts: where each starts.
        ends: where it ends.
        likely: how likely it is; 1000 where the centre or the known patient says so.
        were_weighed: whether the learned layer has been asked.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    likely: Sequence[int]
    were_weighed: bool

    @classmethod
    def of(cls, looked: LookedThrough, evidence: Evidence) -> _Pieces:
        """Those of a text that was searched."""
        text, weighed = looked.page.text, looked.weighed
        if weighed is None:
            places = [(*match.span(), 0) for match in PIECE.finditer(text)]
        else:
            told = weighed.starts, weighed.ends, weighed.likely
            places = list(zip(*(part.tolist() for part in told), strict=True))
        places = [place for place in places if text[place[0]].isalnum()]
        starts, ends, likely = ([place[part] for place in places] for part in range(3))
        for hit in laid_over(text, (), evidence, looked.page):
            if hit.confidence is Confidence.SURE:
                first, last = _between(starts, ends, hit.span.start, hit.span.end)
                likely[first:last] = [CERTAIN] * (last - first)
        return cls(starts, ends, likely, weighed is not None)

    def between(self, start: int, end: int) -> Sequence[int]:
        """How likely those are that lie in a stretch, or in part."""
        first, last = _between(self.starts, self.ends, start, end)
        return self.likely[first:last] or (0,)


def _between(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    first, last = bisect_right(ends, start), bisect_left(starts, end)
    return first, max(first, last)


def _counting(
    hit: Detection, text: str, covered: bytearray, pieces: _Pieces
) -> Iterator[Detection]:
    """What counts of a finding: all, nothing, or what sticks out of marks."""
    span = hit.span
    wanted = _bound(category_of(span.label), text[span.start : span.end])
    if covered.find(1, span.start, span.end) < 0:
        likeliest = max(pieces.between(span.start, span.end))
        by_rule = not pieces.were_weighed and hit.confidence is Confidence.SURE
        if hit.rule != _ONCE_MORE and (by_rule or likeliest >= wanted):
            yield hit
        return
    for start, end in _uncovered(text, covered, span):
        is_sure = min(pieces.between(start, end)) >= wanted
        if is_sure and not _is_glued(text, covered, start, end) and _tells(text[start:end], span):
            yield replace(hit, span=Span(start, end, span.label))


def _bound(category: PhiCategory, mention: str) -> int:
    """How likely a finding must be."""
    if category is PhiCategory.PERSOONAFKORTING and mention.islower():
        return SURE  # a word with a slip in it looks like a code
    return SURE_OF.get(category, SURE)


def _is_glued(text: str, covered: bytearray, start: int, end: int) -> bool:
    """Whether a stretch and a mark beside it are one word or number."""
    return any(
        0 < at < len(text)
        and covered[at - 1] != covered[at]
        and text[at - 1].isalnum()
        and text[at].isalnum()
        for at in (start, end)
    )


def _tells(rest: str, span: Span) -> bool:
    """Whether what sticks out of a mark is PHI by itself: `uur` behind a time is not."""
    category = category_of(span.label)
    if not reads(category, rest):
        return False
    return category not in _IN_WORDS or any(map(_is_name, _WORD.findall(rest)))


def _is_name(word: str) -> bool:
    low = word.lower()
    if len(word) < SHORTEST:  # an initial
        return len(word) == 1 and word.isupper()
    if word[0].isupper() and classes[low] & (W.KNOWN_NAME | W.TOWN | W.HOSPITAL):
        return True
    return not (is_plain(low) or classes[low] & _MEANS_ELSE)


def _mask(length: int, places: Iterable[tuple[int, int]]) -> bytearray:
    covered = bytearray(length)
    for start, end in places:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _uncovered(text: str, covered: bytearray, span: Span) -> Iterator[tuple[int, int]]:
    """The stretches of a span that no mark covers, from one letter or digit to another."""
    at = span.start
    while (start := covered.find(0, at, span.end)) >= 0:
        end = covered.find(1, start, span.end)
        at = end = end if end >= 0 else span.end
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not text[end - 1].isalnum():
            end -= 1
        if start < end:
            yield start, end
