"""Detection in a text with any line ends."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from dragon_prep.detect import detect
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence
from dragon_prep.language.line_ends import normalise_newlines
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.rules import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.detect.profile import Profile


def detect_as_given(
    text: str,
    evidence: Evidence = NO_EVIDENCE,
    *,
    disable: Iterable[str] = (),
    min_confidence: Confidence = Confidence.POSSIBLE,
) -> tuple[Detection, ...]:
    """Detects PHI as a build does, which has line feeds only.

    Args:
        text: the report, with line feeds, carriage returns or both.
        evidence: what is known beside the text.
        disable: ids of rules that are switched off.
        min_confidence: rules that cannot be trusted so far are switched off, too.

    Returns:
        Disjoint detections in order of their start; offsets are code points of the text as given.
    """
    clean, _ = normalise_newlines(text)
    hits = detect(clean, evidence, disable=disable, min_confidence=min_confidence)
    return hits if len(clean) == len(text) else tuple(_back(text, hits))


def detect_text(
    text: str,
    *,
    profile: Profile | None = None,
    disable: Iterable[str] = (),
    min_confidence: Confidence = Confidence.POSSIBLE,
) -> tuple[Detection, ...]:
    """Finds protected health information in a Dutch report: ``dragon_prep.detect(text)``.

    Deterministic, linear in the text's length, and safe on any string.

    Args:
        text: the report, with any line ends.
        profile: of the centre whose report it is.
        disable: ids of rules that are switched off, such as ``name.field``.
        min_confidence: rules that cannot be trusted so far are switched off, too.

    Returns:
        Disjoint detections in order of their start: ``span`` (half-open, in code points of the
        text, with its label), ``rule`` and ``confidence``.
    """
    evidence = NO_EVIDENCE if profile is None else Evidence(profile)
    return detect_as_given(text, evidence, disable=disable, min_confidence=min_confidence)


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
