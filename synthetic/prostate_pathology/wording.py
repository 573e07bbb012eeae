"""Words for the containers of a simulated prostate biopsy: the slots of its sentences."""

# ruff: noqa: D102 - slot_x fills the slot {x}

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit import anamnesis
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import Passage, fill
from dragon_prep.synthetic.prostate_pathology.material import BOTH, MOST, RANDOM, TARGET
from dragon_prep.synthetic.prostate_pathology.state import COHORT, isup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_pathology.material import Core, Group, Material, Score
    from dragon_prep.synthetic.prostate_pathology.state import Biopsy

_TENS = ("", "X", "XX")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = tuple(_TENS[n // 10] + _ONES[n % 10] for n in range(1, MOST + 1))
# Percent of pattern 4 by score.
_FOURS = {(3, 4): (5, 50), (4, 3): (55, 95), (4, 4): (100, 101), (4, 5): (55, 90), (5, 4): (10, 45)}
_PALGA = {"ontsteking": "ontsteking", "atrofie": "atrofie", "pin": "PIN"}


class Biopsies(PlantingWriter):
    """Fills the cohort's slots; ``group`` and ``core`` are those being written of."""

    def __init__(
        self,
        rng: Random,
        told: tuple[Biopsy, Material],
        phi: PhiSlots,
        author: Author,
        knobs: Knobs,
    ) -> None:
        super().__init__(rng, lexicon(COHORT), phi, author, knobs)
        self.biopsy, self.material = told
        self.is_plain = phi.setting.plain
        self.group: Group = self.material.groups[0]
        self.core: Core | None = None
        self.range = ""
        self.phrase = Passage("")
        self.link = self.one_of(self.words["roman_range"])
        self.places = self._all_places()

    def text(self, templates: Sequence[str]) -> str:
        """One of several ways to say something, its slots filled."""
        return fill(self.pick(templates), self.slot).text

    def _all_places(self) -> dict[int, str]:
        """The place of each group by its first container; no two are called the same."""
        found: dict[int, str] = {}
        for group in self.material.groups:
            made = self._place(group)
            while made in found.values():
                made = self._place(group)
            found[group.first] = made
        return found

    def _place(self, group: Group) -> str:
        place = self.words["place"]
        forms = place["random" if group.kind == RANDOM else "forms"]
        made = self.rng.choice(forms).format(
            kant=self.rng.choice(place["sides"][group.side]),
            hoogte=self.rng.choice(place["levels"][group.level]),
            zone=self.rng.choice(place["zones"][group.zone]),
        )
        return " ".join(made.split()).strip(" ,")

    def turn_to(self, group: Group, core: int | None = None) -> None:
        """Makes a group, or one of its containers, the one that is written of."""
        self.group = group
        self.core = None if core is None else group.cores[core]
        first = group.first + (core or 0)
        self.range = self.romans(first, group.last if core is None else first)

    def romans(self, first: int, last: int) -> str:
        """Containers as a range."""
        if first == last:
            return ROMAN[first]
        link = self.link if last - first > 1 else " en "
        return f"{ROMAN[first]}{link}{ROMAN[last]}"

    @property
    def score(self) -> Score | None:
        """Of the container being written of, or of its group."""
        return self.core.score if self.core else self.group.score

    # -- clinical -----------------------------------------------------------------------------

    def slot_psa(self) -> str:
        return figure(self.material.psa)

    def slot_volume(self) -> str:
        return str(self.material.volume)

    def slot_vg(self) -> str:
        count = self.rng.choices((1, 2, 3, 4), (4, 4, 2, 1))[0]
        return ", ".join(anamnesis.past(self.rng, count))

    def slot_operatie(self) -> str:
        return anamnesis.past(self.rng, 1, ("operaties",))[0]

    def slot_ziekte(self) -> str:
        return anamnesis.past(self.rng, 1, ("ziekten",))[0]

    def slot_middelen(self) -> str:
        count = self.rng.choices((1, 2, 3), (4, 3, 2))[0]
        return ", ".join(anamnesis.drugs(self.rng, count, doses=self.rng.random() < 0.3))

    def slot_oudkant(self) -> str:
        return self.rng.choice(("links", "rechts"))

    def slot_mri(self) -> str:
        items = []
        for group in self.material.groups:
            if group.kind == TARGET:
                self.turn_to(group)
                several = "mri_several" if group.side == BOTH else "mri_item"
                items.append(self.text(self.words[several]))
        return self.rng.choice(("; ", ", ", " en ")).join(items)

    def slot_lijst(self) -> str:
        items = []
        for group in self.material.groups:
            self.turn_to(group)
            kind = "several" if group.side == BOTH else group.kind
            items.append(self.text(self.words["list_item"][kind]))
        return self.rng.choice(("; ", ", ", ". ")).join(items)

    def slot_pirads(self) -> str:
        return str(self.group.pirads)

    def slot_size(self) -> str:
        return str(self.group.size)

    # -- containers ---------------------------------------------------------------------------

    def slot_romeins(self) -> str:
        return self.range

    def slot_r(self) -> str:
        return self.range

    def slot_alles(self) -> str:
        return self.romans(0, self.material.containers - 1)

    def slot_containers(self) -> str:
        count = self.material.containers
        return in_words(count) if self.rng.random() < 0.5 else str(count)

    def slot_plek(self) -> str:
        return self.places[self.group.first]

    def lesions(self) -> int:
        """How many lesions the group has."""
        return self.biopsy.findings[self.group.own].lesions if self.group.own >= 0 else 1

    def slot_aantal(self) -> str:
        count = self.lesions()
        if count > 1:
            named = self.phrase.text and count == 2
            return "beide" if named else in_words(count)
        return in_words(len(self.group.cores))

    def slot_mm(self) -> str:
        return str(self.core.length if self.core else self.group.cores[0].length)

    def slot_lengtes(self) -> str:
        sizes = [str(core.length) for core in self.group.cores]
        return " en ".join((", ".join(sizes[:-1]), sizes[-1])) if len(sizes) > 1 else sizes[0]

    def slot_tumor(self) -> str:
        made = self.core.tumour if self.core else self.group.tumour
        spelled = self.rng.random() < 0.1 * self.knobs.difficulty
        return in_words(made) if spelled and made < 100 else str(made)

    def slot_deel(self) -> str:
        cores = [self.core] if self.core else self.group.cores
        share = 100 * sum(c.tumour for c in cores) // sum(c.length for c in cores)
        return str(max(5, 5 * round(share / 5)))

    def slot_pos(self) -> str:
        return in_words(self.group.positive)

    def slot_n(self) -> str:
        return in_words(len(self.group.cores))

    def slot_p4(self) -> str:
        low, high = _FOURS.get(self.score or (3, 4), (5, 50))
        return str(self.rng.randrange(low, high, 5))

    def slot_ihc(self) -> str:
        return self.one_of(self.words["ihc_markers"])

    # -- conclusion ---------------------------------------------------------------------------

    def slot_gleason(self) -> Passage:
        return self.phrase

    def slot_negatief(self) -> Passage:
        return self.phrase

    def slot_goedaardig(self) -> str:
        return self.one_of(self.words["benign_word"][self.group.benign])

    def gleason(self, *, wrong: bool) -> str:
        """What is said of the score of the group or container."""
        score, rng, hard = self.score, self.rng, self.knobs.difficulty
        if score is None:
            return self.one_of(self.words["negative"])
        if wrong:
            return self._scored(self.rng.choice(self.words["sum_wrong"]), score)
        kinds = ["score", "score_hard", "score_corrected", "score_words"]
        free = hard if self.biopsy.centre != "avl" else 0  # there the phrase itself is read
        weights = (1 - 0.66 * hard, 0.4 * hard, 0.16 * free, 0.1 * free)
        return self._scored(self.one_of(self.words[rng.choices(kinds, weights)[0]]), score)

    def _scored(self, template: str, score: Score) -> str:
        a, b = score
        other = {(3, 3): (3, 4), (3, 4): (3, 3)}.get(score, (3, 4))
        words = self.words["words"]
        deel = self.slot_deel()
        return template.format(
            a=a, b=b, c=a + b, d=a + b + 1, isup=isup(score), deel=deel, a2=other[0], b2=other[1],
            wa=words[a], wb=words[b], wc=words[a + b], revisie=self.one_of(self.words["revision"]),
        )  # fmt: skip

    def slot_hoogste(self) -> str:
        return str(max(isup(group.score) for group in self.material.groups))

    def slot_totaal(self) -> str:
        return str(sum(group.tumour for group in self.material.groups))

    def slot_positief(self) -> str:
        return str(sum(group.positive for group in self.material.groups))

    def slot_opmerking(self) -> str:
        return self.one_of(self.words["remarks"])

    def slot_palga(self) -> str:
        if any(group.score for group in self.material.groups):
            return "adenocarcinoom"
        return _PALGA.get(self.group.benign, "geen afwijkingen")

    def slot_palga_kant(self) -> str:
        sides = [s for s in ("links", "rechts") if any(g.side == s for g in self.material.groups)]
        return "".join(f"*{side}" for side in sides)
