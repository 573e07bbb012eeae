"""Detection in a text with any line ends."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from dragon_prep.detect import detect
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence
from dragon_prep.language.line_ends import normalise_newlines
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def detect_as_given(text: str, evidence: Evidence = NO_EVIDENCE) -> tuple[Detection, ...]:
    """Detects PHI as a build does, which has line feeds only.

    Args:
        text: the report, with line feeds, carriage returns or both.
        evidence: what is known beside the text.

    Returns:
        Disjoint detections in order of their start; offsets are code points of the text as given.
    """
    clean, _ = normalise_newlines(text)
    hits = detect(clean, evidence)
    return hits if len(clean) == len(text) else tuple(_back(text, hits))


def _back(text: str, hits: Iterable[Detection]) -> Iterator[Detection]:
    """Detections with the offsets they have where line ends may be two code points long."""
    lines = text.split("\r\n")
    # Where, in the clean text, line feeds stand that were two code points.
    ends: list[int] = []
    at = 0
    for line in lines[:-1]:
        at += len(line)
        ends.append(at)
        at += 1
    for hit in hits:
        start, end = (place + bisect_left(ends, place) for place in (hit.span.start, hit.span.end))
        yield found(start, end, hit.span.label, hit.rule)
