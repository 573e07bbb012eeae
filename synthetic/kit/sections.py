"""Reports of a head, clinical data, technique, findings, conclusion and signature.

What is written stands in a cohort's word list: under ``styles`` the headings and line ends, under
``phi`` the sentences with identifiers of each section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import Passage, join, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs

SECTIONS = ("kop", "kliniek", "techniek", "bevinding", "conclusie", "slot")


class SectionWriter(PlantingWriter):
    """Writes one report.

    Args:
        rng: source of randomness.
        words: the cohort's word list.
        phi: fills the slots for identifiers, and what else has spans.
        slots: fills the cohort's own slots; a slot's name with a capital asks for a capital.
        author: whose habits, and whose style.
        knobs: of the simulation.
    """

    phi_whole = True
    """Whether no line is broken within an identifier, as where nobody annotated them."""
    plain = False
    """Whether names keep their capitals among small letters, as where nobody annotated them."""

    def __init__(
        self,
        rng: Random,
        words: Mapping[str, Any],
        phi: Callable[[str], Passage],
        slots: Mapping[str, Callable[[], str]],
        author: Author,
        knobs: Knobs = STANDARD,
    ) -> None:
        super().__init__(rng, words, phi, author, knobs)
        self.slots = slots
        self.style = author.style

    def report(self, **sections: Sequence[Passage]) -> Passage:
        """The sections as one text, with sentences with identifiers among their own."""
        filled = {name: [*sections.get(name, ())] for name in SECTIONS}
        self.plant(filled)
        written = (self._section(name, sentences) for name, sentences in filled.items())
        text = join(self.style["gap"], filter(None, written))
        if self.author.lower:
            text = lowered(text, names=self.author.small_names and not self.plain)
        width = self.style["wrap"]
        return wrap(text, width, keep_phi_whole=self.phi_whole) if width else text

    def _section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        if not sentences:
            return None
        listed = name == "slot" or (self.style["lines"] and name in ("bevinding", "conclusie"))
        body = join("\n" if listed else " ", sentences)
        heading = self.style["headings"][name]
        return join(self.style["after_heading"], (Passage(heading), body)) if heading else body

    def own_slot(self, name: str) -> Callable[[], str | Passage] | None:
        """What fills one of the cohort's own slots."""
        return self.slots.get(name)


class PlainSectionWriter(SectionWriter):
    """Writes one report of a cohort in which nobody annotates identifiers."""

    plain = True


@dataclass(frozen=True, slots=True)
class Region:
    """What is said of one part of the body.

    Attributes:
        sentences: in their order.
        abnormal: whether something is found there.
        asked: whether the question was about it.
    """

    sentences: Sequence[Passage]
    abnormal: bool = False
    asked: bool = False


def in_order(author: Author, regions: Sequence[Region]) -> list[Region]:
    """Regions, given from head to toe, in the order in which an author reports them."""
    if author.order == "vraag":
        return sorted(regions, key=lambda region: not region.asked)
    if author.order == "belang":
        return sorted(regions, key=lambda region: not (region.abnormal or region.asked))
    return list(regions)


def lowered(passage: Passage, *, names: bool) -> Passage:
    """In small letters, identifiers only if ``names`` and without figures; no offset moves."""
    text, small = passage.text, passage.text.lower()
    if len(small) != len(text):  # a letter that has no single small one
        small = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    for span in passage.phi:
        own = text[span.start : span.end]
        if not names or any(map(str.isdigit, own)):
            small = small[: span.start] + own + small[span.end :]
    return Passage(small, passage.phi)
