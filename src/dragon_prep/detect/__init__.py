"""Dutch PHI detection: rules that look at a text independently, merged by a defined precedence.

Usage::

    import dragon_prep as dp

    for detection in dp.detect(text):
        detection.span, detection.rule

``dragon_prep.detect`` is this package, and it can be called. Python binds a package to its parent
under its name whenever anything of it is imported, so that a function of that name would be gone
after the first ``import dragon_prep.detect.profile``; and a parent that refused to be bound would
break ``import dragon_prep.detect.profile as profile``. A package that can be called is the one way
in which every spelling works, whatever was imported before.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING

from dragon_prep.core.recall import Recall
from dragon_prep.detect.by_rules import found_again, searched
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence, laid_over
from dragon_prep.detect.learned.models import scorer
from dragon_prep.detect.registry import less_than, plan, require_rules
from dragon_prep.detect.with_weights import all_with_weights
from dragon_prep.language.folding import folded
from dragon_prep.language.page import read
from dragon_prep.phi.finding import Detection, as_given
from dragon_prep.phi.rules import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.detect.learned.model import Weighed
    from dragon_prep.detect.profile import Profile
    from dragon_prep.language.page import Page

__all__ = ["NO_EVIDENCE", "Confidence", "Detection", "Evidence", "detect", "detect_all"]

_TOGETHER = 64  # reports that are held in memory, taken apart


def detect(
    text: str,
    evidence: Evidence = NO_EVIDENCE,
    *,
    disable: Iterable[str] = (),
    min_confidence: Confidence = Confidence.POSSIBLE,
) -> tuple[Detection, ...]:
    """Finds protected health information in a Dutch report.

    Deterministic, linear in the text's length, and safe on any string.

    Args:
        text: the report; offsets are its code points. It is read in its plain form
            (``language/folding.py``); findings cover the invisible characters in and around them.
        evidence: what is known beside the text: the centre's profile, the patient, the cohort.
        disable: ids of rules that are switched off, such as ``name.field``, beside those of the
            profile.
        min_confidence: rules that cannot be trusted so far are switched off, too.

    Returns:
        Disjoint detections in order of their start. Names are without their title, dates without
        preposition, ages the number only, times with their unit, phone numbers the digits only.

    Raises:
        UsageFault: if there is no rule of an id.
    """
    disabled = require_rules(disable) | less_than(min_confidence)
    if disabled:
        evidence = replace(evidence, disabled=evidence.disabled | disabled)
    fold = folded(text)
    hits = looked_through(fold.text, evidence).hits
    return hits if fold.is_same else tuple(as_given(hits, fold))


@dataclass(frozen=True, slots=True, repr=False)
class LookedThrough:
    """A text that was searched.

    Attributes:
        page: the text, prepared.
        hits: what was found, disjoint and in order.
        weighed: what the learned layer says of its pieces; None where it was not asked.
    """

    page: Page
    hits: tuple[Detection, ...]
    weighed: Weighed | None


def looked_through(text: str, evidence: Evidence) -> LookedThrough:
    """What is found in a text in its plain form, with what the learned layer says of it."""
    return looked_through_all([(text, evidence)])[0]


def detect_all(asked: Sequence[tuple[str, Evidence]]) -> list[tuple[Detection, ...]]:
    """What :func:`detect` finds in each of some reports, in less time than one by one.

    Args:
        asked: each report, with what is known beside it.

    Returns:
        For each report what is found in it.
    """
    found: list[tuple[Detection, ...]] = []
    for first in range(0, len(asked), _TOGETHER):
        some = asked[first : first + _TOGETHER]
        folds = [folded(text) for text, _ in some]
        plain = [(fold.text, evidence) for fold, (_, evidence) in zip(folds, some, strict=True)]
        for fold, looked in zip(folds, looked_through_all(plain), strict=True):
            found.append(looked.hits if fold.is_same else tuple(as_given(looked.hits, fold)))
    return found


def looked_through_all(asked: Sequence[tuple[str, Evidence]]) -> list[LookedThrough]:
    """What :func:`looked_through` finds in each of some texts, in less time than one by one.

    Args:
        asked: each text in its plain form, with what is known beside it.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, (_, evidence) in enumerate(asked):
        at_work = evidence.words, evidence.off, evidence.asked_recall, evidence.model
        alike.setdefault(at_work, []).append(number)
    looked: dict[int, LookedThrough] = {}
    for numbers in alike.values():
        evidence = asked[numbers[0]][1]
        pages = [read(asked[number][0], evidence.words) for number in numbers]
        found = zip(numbers, pages, _found(pages, evidence), strict=True)
        for number, page, (hits, weighed) in found:
            hits = laid_over(page.text, hits, asked[number][1], page)
            looked[number] = LookedThrough(page, hits, weighed)
    return [looked[number] for number in range(len(asked))]


def _found(
    pages: Sequence[Page], evidence: Evidence
) -> list[tuple[tuple[Detection, ...], Weighed | None]]:
    """What rules and, if it is asked, the learned layer find in texts."""
    chosen, recall = plan(evidence.off), evidence.asked_recall
    if recall is Recall.RULES:
        return [(found_again(page, searched(page, chosen), chosen), None) for page in pages]
    at_work = scorer(evidence.words, evidence.model)
    return all_with_weights(pages, chosen, at_work, recall)


class _Detect(ModuleType):
    """This package, which is ``dragon_prep.detect(text)`` too."""

    def __call__(
        self,
        text: str,
        *,
        profile: Profile | None = None,
        disable: Iterable[str] = (),
        min_confidence: Confidence = Confidence.POSSIBLE,
    ) -> tuple[Detection, ...]:
        """See :func:`dragon_prep.detect.raw_text.detect_text`."""
        from dragon_prep.detect.raw_text import detect_text

        return detect_text(text, profile=profile, disable=disable, min_confidence=min_confidence)


sys.modules[__name__].__class__ = _Detect
