"""Detection in a text with any line ends."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.detect.by_rules import searched
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence
from dragon_prep.detect.learned.models import scorer
from dragon_prep.detect.learned.reasons import reasons
from dragon_prep.detect.registry import plan
from dragon_prep.language.folding import folded
from dragon_prep.language.line_ends import normalise_newlines
from dragon_prep.language.page import read
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.rules import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


def reasons_of(
    text: str, hits: Sequence[Detection], evidence: Evidence = NO_EVIDENCE
) -> list[tuple[str, ...]]:
    """What speaks most for each of the findings in a text, by the learned layer.

    Args:
        text: the report as given.
        hits: what was found in it.
        evidence: with which it was.

    Returns:
        For each finding the names of features, see ``learned/reasons.py``; none where the layer
        was not asked.
    """
    if evidence.asked_recall is Recall.RULES:
        return [() for _ in hits]
    clean, _ = normalise_newlines(text)
    fold = folded(clean)
    placed = [
        found(
            *fold.forward(*(_forward(text, at) for at in (h.span.start, h.span.end))),
            h.span.label,
            h.rule,
        )
        for h in hits
    ]
    page = read(fold.text, evidence.words)
    told = searched(page, plan(evidence.off))
    model = scorer(evidence.words, evidence.model).model
    return reasons(fold.text, told, placed, model, page.classes)


def _forward(text: str, at: int) -> int:
    """A place of a text in the text with line feeds only."""
    return at - text.count("\r\n", 0, at)


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
        yield replace(hit, span=Span(start, end, hit.span.label))
