"""What the detector finds: a labelled span and the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass

from dragon_prep.detect.rules import RULES, Confidence
from dragon_prep.model.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Detection:
    """One stretch of a text that a rule takes for protected health information.

    Its repr shows offsets, label and rule, never the text itself.

    Attributes:
        span: where it stands, with a canonical label (see ``model/phi.py``).
        rule: the rule that found it, ``family.rule``, such as ``date.numeric``.
    """

    span: Span
    rule: str

    @property
    def confidence(self) -> Confidence:
        """How far the rule that found it can be trusted."""
        return RULES[self.rule]


def found(start: int, end: int, label: str, rule: str) -> Detection:
    """A detection over ``[start, end)``."""
    return Detection(Span(start, end, label), rule)
