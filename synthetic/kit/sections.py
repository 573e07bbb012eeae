"""Reports of a head, clinical data, technique, findings, conclusion and signature.

What is written stands in a cohort's word list: under ``styles`` the headings and line ends, under
``phi`` the sentences with identifiers of each section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.text import Passage, expand, fill, has_slots, join, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

SECTIONS = ("kop", "kliniek", "techniek", "bevinding", "conclusie", "slot")

_SLIPS = 0.03
_PHI_COUNTS = (1, 2, 3, 4, 5, 6, 7, 8)
_PHI_WEIGHTS = (6, 14, 20, 20, 16, 12, 8, 4)
# Where further sentences with identifiers may stand, and how many of them at most.
_PHI_SEATS = ("kliniek",) * 6 + ("techniek",) * 3 + ("bevinding",) + ("conclusie",) * 3


class SectionWriter:
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
        self.rng = rng
        self.words = words
        self.phi = phi
        self.slots = slots
        self.used: set[str] = set()  # templates of sentences with identifiers
        styles = words["styles"]
        self.style = rng.choices(styles, [style["weight"] for style in styles])[0]

    def choose(
        self, templates: Sequence[str], count: int, *, telling: bool = False
    ) -> list[Passage]:
        """Different sentences, as far as there are as many.

        Args:
            templates: what to choose from.
            count: how many.
            telling: whether the label follows from them, so that no slip may be in them.
        """
        chosen = self.rng.sample(templates, min(count, len(templates)))
        return [self._sentence(template, telling=telling) for template in chosen]

    def report(self, **sections: Sequence[Passage]) -> Passage:
        """The sections as one text, with sentences with identifiers among their own."""
        filled = {name: [*sections.get(name, ())] for name in SECTIONS}
        self._plant(filled)
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

    def _plant(self, sections: dict[str, list[Passage]]) -> None:
        rng = self.rng
        wanted = rng.choices(_PHI_COUNTS, _PHI_WEIGHTS)[0]
        placed = self._plant_one(sections, "slot", wanted) if rng.random() < 0.8 else 0
        if rng.random() < 0.4:
            placed += self._plant_one(sections, "kop", wanted - placed)
        seats = list(_PHI_SEATS)
        while placed < wanted and seats:
            name = seats.pop(rng.randrange(len(seats)))
            placed += self._plant_one(sections, name, wanted - placed)

    def _plant_one(self, sections: dict[str, list[Passage]], name: str, room: int) -> int:
        """Adds one sentence with at most ``room`` identifiers, if one is drawn; says how many."""
        templates = [t for t in self.words["phi"][name] if t not in self.used]
        template = self.rng.choice(templates)
        sentence = self._sentence(template)
        if len(sentence.phi) > room:
            return 0
        self.used.add(template)
        place = sections[name]
        first = len(place) if name == "conclusie" else 0  # the conclusion comes before the rest
        place.insert(self.rng.randrange(first, len(place) + 1), sentence)
        return len(sentence.phi)

    def _sentence(self, template: str, *, telling: bool = False) -> Passage:
        # An abbreviation at the end of a sentence brings its own full stop.
        chosen = expand(self.rng, template).replace("..", ".")
        if has_slots(chosen):
            return fill(chosen, self._slot)
        slips = not telling and self.rng.random() < _SLIPS
        return Passage(slip(self.rng, chosen) if slips else chosen)

    def _slot(self, name: str) -> Passage:
        make = self.slots.get(name.lower())
        if make is None:
            return self.phi(name)
        text = make()
        return Passage(text if name.islower() else text[0].upper() + text[1:])


def _lower(passage: Passage) -> Passage:
    """All but the identifiers in lower case; no offset moves."""
    kept = {i for span in passage.phi for i in range(span.start, span.end)}
    lowered = (c if i in kept or len(c.lower()) > 1 else c.lower()
               for i, c in enumerate(passage.text))  # fmt: skip
    return Passage("".join(lowered), passage.phi)
