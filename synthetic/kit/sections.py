"""Reports of a head, clinical data, technique, findings, conclusion and signature.

What is written stands in a cohort's word list: under ``styles`` the headings and line ends, under
``phi`` the sentences with identifiers of each section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import Passage, join, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

SECTIONS = ("kop", "kliniek", "techniek", "bevinding", "conclusie", "slot")

_PHI_COUNTS = (1, 2, 3, 4, 5, 6, 7, 8)
_PHI_WEIGHTS = (6, 14, 20, 20, 16, 12, 8, 4)
# Where further sentences with identifiers may stand, and how many of them at most.
_PHI_SEATS = ("kliniek",) * 6 + ("techniek",) * 3 + ("bevinding",) + ("conclusie",) * 3


class SectionWriter(PlantingWriter):
    """Writes one report.

    Args:
        rng: source of randomness.
        words: the cohort's word list.
        phi: fills the slots for identifiers, and what else has spans.
        slots: fills the cohort's own slots; a slot's name with a capital asks for a capital.
    """

    def __init__(
        self,
        rng: Random,
        words: Mapping[str, Any],
        phi: Callable[[str], Passage],
        slots: Mapping[str, Callable[[], str]],
    ) -> None:
        super().__init__(rng, words, phi)
        self.slots = slots
        self.style = self.weighted(words["styles"])

    def report(self, **sections: Sequence[Passage]) -> Passage:
        """The sections as one text, with sentences with identifiers among their own."""
        filled = {name: [*sections.get(name, ())] for name in SECTIONS}
        self.plant(filled)
        written = (self._section(name, sentences) for name, sentences in filled.items())
        text = join(self.style["gap"], filter(None, written))
        if self.style["lower"]:
            text = _lower(text)
        width = self.style["wrap"]
        return wrap(text, width, keep_phi_whole=True) if width else text

    def _section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        if not sentences:
            return None
        listed = name == "slot" or (self.style["lines"] and name in ("bevinding", "conclusie"))
        body = join("\n" if listed else " ", sentences)
        heading = self.style["headings"][name]
        return join(self.style["after_heading"], (Passage(heading), body)) if heading else body

    def plant(self, sections: dict[str, list[Passage]]) -> None:
        """Adds sentences with identifiers: here there may be none at the start and end."""
        rng = self.rng
        wanted = rng.choices(_PHI_COUNTS, _PHI_WEIGHTS)[0]
        placed = self.plant_one(sections, "slot", wanted) if rng.random() < 0.8 else 0
        if rng.random() < 0.4:
            placed += self.plant_one(sections, "kop", wanted - placed)
        self.plant_at(_PHI_SEATS, sections, wanted - placed)

    def sentence(self, templates: Sequence[str], *, slips: bool = True) -> Passage:
        """One sentence, its slots filled; there is nothing to draw where there is but one."""
        return self.filled(
            templates[0] if len(templates) == 1 else self.rng.choice(templates), slips=slips
        )

    def own_slot(self, name: str) -> Callable[[], str | Passage] | None:
        """What fills one of the cohort's own slots."""
        return self.slots.get(name)


def _lower(passage: Passage) -> Passage:
    """All but the identifiers in lower case; no offset moves."""
    kept = {i for span in passage.phi for i in range(span.start, span.end)}
    lowered = (c if i in kept or len(c.lower()) > 1 else c.lower()
               for i, c in enumerate(passage.text))  # fmt: skip
    return Passage("".join(lowered), passage.phi)
