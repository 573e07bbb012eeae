"""What else a simulated prostate MRI report tells, until it is as long as it shall be."""

# ruff: noqa: D102 - slot_x fills the slot {x}

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit import anamnesis
from dragon_prep.synthetic.kit.length import count
from dragon_prep.synthetic.kit.turned import kept
from dragon_prep.synthetic.prostate_mri.lesions import Spot
from dragon_prep.synthetic.prostate_mri.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.prostate_mri.story import Exam

# Where further sentences may stand until a report is long enough: what of, how likely, how often.
_MORE = (
    ("kliniek", "complaint", 3, 4),
    ("kliniek", "vg", 8, 3),
    ("kliniek", "drugs", 2, 1),
    ("techniek", "quality", 2, 1),
    ("achtergrond", "background", 4, 9),
    ("overig", "other", 8, 60),
    ("uitleg", "explain", 1, 2),
    ("uitleg", "addendum", 1, 2),
)
_AGAIN = {"anatomie": 45, "vondst": 4}  # topics of which more than one thing may be said
_BY_SECTOR, _QUOTED = 300, 450  # words: from here on all sectors, and an earlier report


class Filling(Wording):
    """Says more of what is normal, of earlier or beside the question; nothing twice."""

    def __init__(
        self, rng: Random, exam: Exam, phi: PhiSlots, author: Author, knobs: Knobs
    ) -> None:
        super().__init__(rng, exam, phi, author, knobs)
        self.told: Counter[tuple[str, str]] = Counter()
        self.wanted = 0
        self.sector = Spot("pz", "links", "mid", "pl")
        self.sector_said = ""

    def fill_up(self, parts: dict[str, list[Passage]]) -> None:
        """Adds what may be said beside, until there are words enough."""
        missing = kept(self.rng, "room", lambda: self.wanted - sum(map(count, parts.values())))
        if self.wanted > _BY_SECTOR and self.rng.random() < 0.7:
            parts["sectoren"] = list(self.sectors())
            missing -= count(parts["sectoren"])
        if self.wanted > _QUOTED:
            told, self.told = self.told, Counter()
            parts["vroeger"] = self.quoted()
            self.told = told
            missing -= count(parts["vroeger"])
        left = {kind: most for _, kind, _, most in _MORE}
        if "ualit" in parts["techniek"][0].text or "PI-QUAL" in parts["techniek"][0].text:
            left["quality"] = 0
        while missing > 0:
            more = [m for m in _MORE if left[m[1]] > 0]
            if not more:
                return
            part, kind, *_ = self.rng.choices(more, [m[2] for m in more])[0]
            left[kind] -= 1
            for sentence in self.topics(kind, 1):
                parts[part].append(sentence)
                missing -= count([sentence])

    def quoted(self) -> list[Passage]:
        """What the report of the earlier MRI said, in full."""
        rng = self.rng
        said = [self.sentence(self.words["quoted"]), *self.topics("background", 9)]
        said += [self.sentence(self.words[kind]["no"]) for kind in ("vesicles", "nodes", "bones")]
        said += self.topics("other", rng.randrange(4, 40))
        if self.wanted > 2 * _QUOTED:
            said += self.sectors()
        return [*said, self.sentence(self.words["quoted_end"])]

    def topics(self, kind: str, number: int) -> list[Passage]:
        """Sentences of a kind, no two about the same thing; fewer where nothing is left to say."""
        words: Any = self.words[kind]
        if isinstance(words, list):
            words = {str(i): [template] for i, template in enumerate(words)}
        said = []
        for _ in range(number):
            free = [t for t in words if self.told[kind, t] < _AGAIN.get(t, 1)]
            if not free:
                break
            topic = self.rng.choices(free, [_AGAIN.get(t, 6) for t in free])[0]
            self.told[kind, topic] += 1
            sentence = self.sentence(words[topic])
            said.append(sentence)
        return said

    def slot_bij_anatomie(self) -> str:
        return self.fresh("anatomy")

    def slot_bij_vondst(self) -> str:
        return self.fresh("incidental")

    def fresh(self, kind: str) -> str:
        """One of a list that the report has not named yet."""
        free = [w for w in self.words[kind] if not self.told[kind, w]]
        one = anamnesis.skewed(self.rng, free)
        self.told[kind, one] += 1
        return one

    def sectors(self) -> Iterator[Passage]:
        """A line for each sector without a lesion."""
        taken = {(x.spot.zone, x.spot.side, x.spot.level) for x in self.values.lesions}
        findings: dict[str, list[str]] = {"tz": list(self.words["sector_finding"])}
        findings["pz"] = [f for f in findings["tz"] if "nod" not in f]
        for level in ("basis", "mid", "apex"):
            for side in ("rechts", "links"):
                for zone, sector in (
                    ("pz", "pl"),
                    ("pz", "pm"),
                    ("pz", "a"),
                    ("tz", "a"),
                    ("tz", "p"),
                ):
                    if (zone, side, level) in taken:
                        continue
                    self.sector = Spot(zone, side, level, sector)
                    self.sector_said = self.text([self.rng.choice(findings[zone])])
                    yield self.sentence(self.words["sector_line"])

    def slot_sectorplek(self) -> str:
        return self.place(self.sector, self.register).removeprefix("in ")

    def slot_sectorplek_kort(self) -> str:
        return self.place(self.sector, "short")

    def slot_sector_zin(self) -> str:
        return self.sector_said

    def some(self, kind: str, number: int) -> list[Passage]:
        """Different sentences of a kind."""
        templates: Any = self.words[kind]
        return self.choose(templates, number)
