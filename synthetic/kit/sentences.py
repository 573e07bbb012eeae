"""Sentences of a report being written, and how those with identifiers get among the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.authors import fitting, one_of
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.text import Passage, fill, spoken
from dragon_prep.synthetic.kit.turned import part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs

# How many identifiers a report has: by default; a word list may say so under ``phi_weights``.
_PHI_WEIGHTS = (8, 22, 26, 20, 12, 7, 3, 2)  # from 0 up
_STRESS_WEIGHTS = (0, 0, 6, 12, 18, 19, 16, 12, 8, 5, 4)
# Where further sentences with identifiers may stand, and how many of them at most.
_PHI_SEATS = ("kliniek",) * 8 + ("techniek",) * 3 + ("bevinding",) + ("conclusie",) * 4


class SentenceWriter:
    """Writes sentences; the methods ``slot_...`` of a cohort's writer fill its own slots.

    Args:
        rng: source of randomness.
        words: the cohort's word list.
        phi: fills the slots for identifiers, and what else has spans.
        author: whose habits decide how a thing is said.
        knobs: of the simulation.
    """

    def __init__(
        self,
        rng: Random,
        words: Mapping[str, Any],
        phi: Callable[[str], Passage],
        author: Author,
        knobs: Knobs = STANDARD,
    ) -> None:
        self.rng = rng
        self.words = words
        self.phi = phi
        self.author = author
        self.knobs = knobs
        self.rules = {**lexicon("frames")["rules"], **words.get("rules", {})}

    def weighted(self, choices: Sequence[Any]) -> Any:
        """One of several, by their weights."""
        return self.rng.choices(choices, [choice["weight"] for choice in choices])[0]

    def one_of(self, options: Sequence[str]) -> str:
        """One of several ways to say something, as the author is wont to."""
        return one_of(self.rng, self.author, options)

    def choose(self, templates: Sequence[str], count: int) -> list[Passage]:
        """Different sentences, as far as there are as many, those that the author likes first."""
        left = list(fitting(self.author, templates))
        chosen = []
        for _ in range(min(count, len(left))):
            chosen.append(self.one_of(left))
            left.remove(chosen[-1])
        return [self.filled(template) for template in chosen]

    def sentence(self, templates: Sequence[str]) -> Passage:
        """One sentence, its slots filled."""
        return self.filled(self.one_of(templates))

    def filled(self, template: str) -> Passage:
        """A sentence of a template, perhaps with a slip of typing, but never in what fills it."""
        chosen = self.expanded(template)
        if self.rng.random() < self.author.slips:
            chosen = slip(self.rng, chosen)
        made = fill(chosen, self.slot)
        # So does one that fills the last slot.
        return Passage(made.text[:-1], made.phi) if made.text.endswith("..") else made

    def pick(self, templates: Sequence[str]) -> str:
        """One of the templates, its choices made."""
        return self.expanded(self.one_of(templates))

    def expanded(self, template: str) -> str:
        """A template, its choices made and its rules applied."""
        # An abbreviation at the end of a sentence brings its own full stop; what was left out
        # leaves no blank behind.
        said = spoken(template, self.rules, self.one_of).replace("..", ".")
        return said.replace(" ,", ",").replace(" .", ".")

    def slot(self, name: str) -> Passage:
        """What stands in a slot; its name with a capital asks for a capital."""
        make = self.own_slot(name.lower())
        if make is None:
            return self.phi(name)
        made = make()
        if isinstance(made, str):
            made = Passage(made)
        if name.islower():
            return made
        return Passage(made.text[:1].upper() + made.text[1:], made.phi)

    def own_slot(self, name: str) -> Callable[[], str | Passage] | None:
        """What fills one of the cohort's own slots; None for the others."""
        make: Callable[[], str | Passage] | None = getattr(self, f"slot_{name}", None)
        return make


class PlantingWriter(SentenceWriter):
    """Writes a report's sections, with sentences with identifiers among their own."""

    def __init__(
        self,
        rng: Random,
        words: Mapping[str, Any],
        phi: Callable[[str], Passage],
        author: Author,
        knobs: Knobs = STANDARD,
    ) -> None:
        super().__init__(rng, words, phi, author, knobs)
        self.used: set[str] = set()  # templates of sentences with identifiers

    def identified(self, name: str) -> Sequence[str]:
        """The sentences with identifiers that may stand in a section."""
        real: Sequence[str] = self.words["phi"].get(name, ())
        stress: Sequence[str] = self.words.get("phi_stress", {}).get(name, ())
        return [*real, *stress] if self.knobs.stress else real

    def phi_wanted(self) -> int:
        """How many identifiers this report shall have."""
        usual = self.words.get("phi_weights", _PHI_WEIGHTS)
        weights = _STRESS_WEIGHTS if self.knobs.stress else usual
        return self.rng.choices(range(len(weights)), weights)[0]

    def plant(self, sections: dict[str, list[Passage]]) -> None:
        """Adds sentences with identifiers, until there are as many as this report shall have."""
        wanted = self.phi_wanted()
        placed = self.plant_one(sections, "slot", wanted) if self.rng.random() < 0.8 else 0
        if self.rng.random() < 0.4:
            placed += self.plant_one(sections, "kop", wanted - placed)
        self.plant_at(_PHI_SEATS, sections, wanted - placed)

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
        template = self.one_of(templates)
        sentence = part(self.rng, f"phi {template}", partial(self.filled, template))
        if len(sentence.phi) > room:
            return 0
        self.used.add(template)
        place = sections[name]
        first = len(place) if name == "conclusie" else 0  # the conclusion comes before the rest
        seat = partial(self.rng.randrange, first, len(place) + 1)
        place.insert(part(self.rng, f"seat {template}", seat), sentence)
        return len(sentence.phi)
