"""What the detector finds: a labelled span and the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.phi.rules import RULES, Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.folding import Folded


@dataclass(frozen=True, slots=True, order=True)
class Detection:
    """One stretch of a text that a rule takes for protected health information.

    Its repr shows offsets, label and rule, never the text itself.

    Attributes:
        span: where it stands, with a canonical label (see ``core/phi.py``).
        rule: the rule that found it, ``family.rule``, such as ``date.numeric``.
        likely: how likely it is PHI by the learned layer, of 1000; None where it was not asked.
    """

    span: Span
    rule: str
    likely: int | None = field(default=None, compare=False, repr=False)

    @property
    def confidence(self) -> Confidence:
        """How far the rule that found it can be trusted."""
        return RULES[self.rule].confidence


def found(start: int, end: int, label: str, rule: str) -> Detection:
    """A detection over ``[start, end)``."""
    return Detection(Span(start, end, label), rule)


def in_plain_form(hits: Iterable[Detection], fold: Folded) -> Iterator[Detection]:
    """Findings of a text as given with their places in its plain form."""
    for hit in hits:
        start, end = fold.forward(hit.span.start, hit.span.end)
        if start < end:
            yield found(start, end, hit.span.label, hit.rule)


def as_given(hits: Iterable[Detection], fold: Folded) -> Iterator[Detection]:
    """Findings of a plain form with their places in the text as given.

    Args:
        hits: disjoint and in order; they stay so.
        fold: the text.
    """
    at = 0
    for hit in hits:
        start, end = fold.back(hit.span.start, hit.span.end)
        start = max(start, at)  # what is invisible between two belongs to the first
        if start < end:
            yield replace(hit, span=Span(start, end, hit.span.label))
            at = end
