"""Sentences of a report being written, and how those with identifiers get among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.text import Passage, expand, fill, has_slots

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

_SLIPS = 0.03
_PHI_COUNTS = (2, 3, 4, 5, 6, 7, 8, 9, 10)
_PHI_WEIGHTS = (6, 12, 18, 19, 16, 12, 8, 5, 4)
# Where further sentences with identifiers may stand, and how many of them at most.
_PHI_SEATS = ("kliniek",) * 8 + ("techniek",) * 3 + ("bevinding",) + ("conclusie",) * 4


class SentenceWriter:
    """Writes sentences; the methods ``slot_...`` of a cohort's writer fill its own slots.

    Args:
        rng: source of randomness.
        words: the cohort's word list.
        phi: fills the slots for identifiers, and what else has spans.
    """

    def __init__(
        self, rng: Random, words: Mapping[str, Any], phi: Callable[[str], Passage]
    ) -> None:
        self.rng = rng
        self.words = words
        self.phi = phi

    def weighted(self, choices: Sequence[Any]) -> Any:
        """One of several, by their weights."""
        return self.rng.choices(choices, [choice["weight"] for choice in choices])[0]

    def choose(self, templates: Sequence[str], count: int, *, slips: bool = True) -> list[Passage]:
        """Different sentences, as far as there are as many."""
        chosen = self.rng.sample(templates, min(count, len(templates)))
        return [self.sentence([template], slips=slips) for template in chosen]

    def sentence(self, templates: Sequence[str], *, slips: bool = True) -> Passage:
        """One sentence, its slots filled."""
        return self.filled(self.rng.choice(templates), slips=slips)

    def filled(self, template: str, *, slips: bool = True) -> Passage:
        """A sentence of a template; one without slots may have a slip of typing."""
        chosen = self.expanded(template)
        if has_slots(chosen):
            return fill(chosen, self.slot)
        slips = slips and self.rng.random() < _SLIPS
        return Passage(slip(self.rng, chosen) if slips else chosen)

    def pick(self, templates: Sequence[str]) -> str:
        """One of the templates, its choices made."""
        return self.expanded(self.rng.choice(templates))

    def expanded(self, template: str) -> str:
        """A template, its choices made."""
        # An abbreviation at the end of a sentence brings its own full stop.
        return expand(self.rng, template).replace("..", ".")

    def slot(self, name: str) -> Passage:
        """What stands in a slot; its name with a capital asks for a capital."""
        make = self.own_slot(name.lower())
        if make is None:
            return self.phi(name)
        made = make()
        if isinstance(made, Passage):
            return made
        return Passage(made if name.islower() else made[0].upper() + made[1:])

    def own_slot(self, name: str) -> Callable[[], str | Passage] | None:
        """What fills one of the cohort's own slots; None for the others."""
        make: Callable[[], str | Passage] | None = getattr(self, f"slot_{name}", None)
        return make


class PlantingWriter(SentenceWriter):
    """Writes a report's sections, with sentences with identifiers among their own."""

    def __init__(
        self, rng: Random, words: Mapping[str, Any], phi: Callable[[str], Passage]
    ) -> None:
        super().__init__(rng, words, phi)
        self.used: set[str] = set()  # templates of sentences with identifiers

    def identified(self, name: str) -> Sequence[str]:
        """The sentences with identifiers that may stand in a section."""
        templates: Sequence[str] = self.words["phi"][name]
        return templates

    def plant(self, sections: dict[str, list[Passage]]) -> None:
        """Adds sentences with identifiers, until there are as many as this report shall have."""
        rng = self.rng
        wanted = rng.choices(_PHI_COUNTS, _PHI_WEIGHTS)[0]
        placed = self.plant_one(sections, "slot", wanted)
        if rng.random() < 0.7:
            placed += self.plant_one(sections, "kop", wanted - placed)
        placed += self.plant_at(_PHI_SEATS, sections, wanted - placed)
        while placed < _PHI_COUNTS[0]:
            placed += self.plant_one(sections, "kliniek", wanted - placed)

    def plant_at(self, places: Sequence[str], sections: dict[str, list[Passage]], room: int) -> int:
        """Adds sentences at some of the places, while there is room; says how many identifiers."""
        seats, placed = list(places), 0
        while placed < room and seats:
            name = seats.pop(self.rng.randrange(len(seats)))
            placed += self.plant_one(sections, name, room - placed)
        return placed

    def plant_one(self, sections: dict[str, list[Passage]], name: str, room: int) -> int:
        """Adds one sentence with at most ``room`` identifiers, if one is drawn; says how many."""
        templates = [t for t in self.identified(name) if t not in self.used]
        if not templates:
            return 0
        template = self.rng.choice(templates)
        sentence = self.sentence([template])
        if len(sentence.phi) > room:
            return 0
        self.used.add(template)
        place = sections[name]
        first = len(place) if name == "conclusie" else 0  # the conclusion comes before the rest
        place.insert(self.rng.randrange(first, len(place) + 1), sentence)
        return len(sentence.phi)
