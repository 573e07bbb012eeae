"""Precedence between the rules, and one disjoint list from what they all found.

Rules look at the text independently of each other, so their findings overlap: the day in a phone
number, the town in a surname. The stronger rule keeps its span whole; of the weaker one, whatever
sticks out keeps its own label. So no code point that any rule found is ever left uncovered, blanks
and punctuation at the edges of what sticks out aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.rules import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def merge(text: str, findings: Iterable[Detection]) -> tuple[Detection, ...]:
    """Disjoint detections in order of their start.

    A stronger rule wins over a weaker one, of one rule the longer span, then the earlier one. Two
    institutions with a blank between them become one.

    Args:
        text: the text that was searched.
        findings: what the rules found in it, in any order, overlapping.

    Raises:
        KeyError: if a rule has no place in the precedence.
    """
    taken = bytearray(len(text))
    kept: list[Detection] = []
    # Two of equal strength are one finding, so that it does not matter which of them goes first.
    ranked = sorted(
        (RANKS[hit.rule], (span := hit.span).start - span.end, span.start, span.label, hit)
        for hit in findings
    )
    for _, minus_length, start, _, hit in ranked:
        end = start - minus_length
        if taken.find(1, start, end) < 0:
            kept.append(hit)
        else:
            kept.extend(_outside(text, taken, hit))
        taken[start:end] = b"\1" * (end - start)
    kept.sort(key=lambda hit: hit.span.start)
    return tuple(_institutions_joined(text, kept))


def _institutions_joined(text: str, hits: Iterable[Detection]) -> Iterator[Detection]:
    """``Gelre`` and ``Ziekenhuis`` with a blank between them are one institution."""
    last: Detection | None = None
    for hit in hits:
        if (
            last is not None
            and last.span.label == hit.span.label == PhiCategory.ZIEKENHUIS
            and text[last.span.end : hit.span.start] == " "
        ):
            last = found(last.span.start, hit.span.end, hit.span.label, last.rule)
            continue
        if last is not None:
            yield last
        last = hit
    if last is not None:
        yield last


def _outside(text: str, taken: bytearray, hit: Detection) -> Iterator[Detection]:
    """The parts of a finding that nothing stronger covers, trimmed to letters and digits."""
    position, stop = hit.span.start, hit.span.end
    while position < stop:
        free = taken.find(b"\0", position, stop)
        if free < 0:
            return
        end = taken.find(b"\1", free, stop)
        end = stop if end < 0 else end
        first, last = free, end
        while first < last and not text[first].isalnum():
            first += 1
        while last > first and not text[last - 1].isalnum():
            last -= 1
        if first < last:
            yield found(first, last, hit.span.label, hit.rule)
        position = end
