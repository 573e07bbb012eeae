"""Detection in a text as it was given: it is cleaned first, as a build cleans it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.recall import Recall
from dragon_prep.detect import detect, detect_all
from dragon_prep.detect.by_rules import searched
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence
from dragon_prep.detect.learned.models import scorer
from dragon_prep.detect.learned.reasons import reasons
from dragon_prep.detect.registry import plan
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.language.folding import folded
from dragon_prep.language.page import read
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.rules import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.detect.profile import Profile
    from dragon_prep.language.cleaning.stage import CleanText


def detect_as_given(
    text: str,
    evidence: Evidence = NO_EVIDENCE,
    *,
    disable: Iterable[str] = (),
    min_confidence: Confidence = Confidence.POSSIBLE,
) -> tuple[Detection, ...]:
    """Detects PHI as a build does, in the clean text.

    Args:
        text: the report, with any line ends, invisible characters or markup.
        evidence: what is known beside the text.
        disable: ids of rules that are switched off.
        min_confidence: rules that cannot be trusted so far are switched off, too.

    Returns:
        Disjoint detections in order of their start; offsets are code points of the text as given.
    """
    cleaned = clean(text)
    hits = detect(cleaned.text, evidence, disable=disable, min_confidence=min_confidence)
    return tuple(_back(cleaned, hits)) if cleaned.steps else hits


def detect_all_as_given(
    texts: Iterable[str], evidence: Evidence = NO_EVIDENCE
) -> list[tuple[Detection, ...]]:
    """What :func:`detect_as_given` finds in each of some texts, in less time than one by one.

    Args:
        texts: the reports, with any line ends, invisible characters or markup.
        evidence: what is known beside the texts.
    """
    every = [clean(text) for text in texts]
    hits = detect_all([(cleaned.text, evidence) for cleaned in every])
    return [
        tuple(_back(cleaned, own)) if cleaned.steps else own
        for cleaned, own in zip(every, hits, strict=True)
    ]


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
    cleaned = clean(text)
    fold = folded(cleaned.text)
    carried = [(cleaned.carry([hit.span]), hit.rule) for hit in hits]
    placed = [
        found(*fold.forward(span.start, span.end), span.label, rule)
        for spans, rule in carried
        for span in spans
    ]
    page = read(fold.text, evidence.words)
    told = searched(page, plan(evidence.off))
    model = scorer(evidence.words, evidence.model).model
    return reasons(fold.text, told, placed, model, page.classes)


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
        text: the report as it is, with any line ends, markup or invisible characters.
        profile: of the centre whose report it is.
        disable: ids of rules that are switched off, such as ``name.field``.
        min_confidence: rules that cannot be trusted so far are switched off, too.

    Returns:
        Disjoint detections in order of their start: ``span`` (half-open, in code points of the
        text, with its label), ``rule`` and ``confidence``.
    """
    evidence = NO_EVIDENCE if profile is None else Evidence(profile)
    return detect_as_given(text, evidence, disable=disable, min_confidence=min_confidence)


def _back(cleaned: CleanText, hits: Iterable[Detection]) -> Iterator[Detection]:
    """Detections with the offsets they have in the text as given."""
    back = cleaned.offsets.back()
    for hit in hits:
        span = back.carry(hit.span)
        if span is not None:
            yield replace(hit, span=span)
