"""The text of a simulated CT report of thorax and abdomen, with its medical terms marked.

What is written: sentences and headings in ``data/sim_terminology_ct.json``, put together by
:mod:`dragon_prep.synthetic.kit.sections`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.synthetic.kit.text import Passage, fill, planted, wrap

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots

MENTION = "MENTION"
_WIDTH = 75
_WRAPPED = 0.25


@dataclass(frozen=True, slots=True, repr=False)
class Marked:
    """A report, its identifiers, and its medical terms, each in order."""

    text: str
    phi: tuple[Span, ...] = ()
    terms: tuple[Span, ...] = ()


def write_report(rng: Random, slots: PhiSlots) -> Marked:
    """Writes one report.

    Args:
        rng: source of randomness.
        slots: fills the slots for identifiers.
    """
    words = lexicon("terminology_ct")

    def marked(slot: str) -> Passage:
        if slot == "m_gedateerd":  # a term with a date in it
            inside = fill(rng.choice(words["dated"]), slots)
            return Passage(inside.text, (Span(0, len(inside.text), MENTION), *inside.phi))
        if slot.startswith("_"):
            return planted(slot[1:].replace("_", " "), MENTION)
        if terms := words["mentions"].get(slot.lower()):
            term = rng.choice(terms)
            return planted(term if slot.islower() else term[0].upper() + term[1:], MENTION)
        return slots(slot)

    figures = {
        "aantal": lambda: str(rng.randrange(2, 9)),
        "ml": lambda: rng.choice(("50", "80", "85", "100", "120")),
        "klein": lambda: str(rng.randrange(3, 12)),
        "groot": lambda: str(rng.randrange(12, 70)),
        "ima": lambda: str(rng.randrange(12, 180)),
        "segment": lambda: str(rng.randrange(2, 9)),
    }
    writer = SectionWriter(rng, words, marked, figures)
    passage = writer.report(
        kliniek=[
            *writer.choose(words["history"], rng.randrange(1, 3)),
            *writer.choose(words["question"], rng.randrange(2)),
        ],
        techniek=writer.choose(words["technique"], 1),
        bevinding=writer.choose(words["finding"], rng.randrange(6, 14)),
        conclusie=writer.choose(words["conclusion"], rng.randrange(1, 3)),
    )
    if rng.random() < _WRAPPED:
        passage = wrap(passage, _WIDTH, keep_phi_whole=False)
    terms = tuple(span for span in passage.phi if span.label == MENTION)
    return Marked(passage.text, tuple(s for s in passage.phi if s.label != MENTION), terms)
