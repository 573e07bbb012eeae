"""The text of a simulated prostate pathology report.

What is written: sentences and headings in ``data/sim_prostate_pathology.json``, put together here.
Gleason phrases are spans beside those of the identifiers, labelled as annotators do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.headings import habit
from dragon_prep.synthetic.kit.length import count, words_wanted
from dragon_prep.synthetic.kit.sections import SECTIONS, lowered
from dragon_prep.synthetic.kit.text import Passage, join, planted, wrap
from dragon_prep.synthetic.prostate_pathology.material import TARGET, draw_material
from dragon_prep.synthetic.prostate_pathology.wording import Biopsies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_pathology.material import Group
    from dragon_prep.synthetic.prostate_pathology.state import Biopsy

EXCLUDE = "exclude"
_EACH_CORE = 200  # words: from here on each container is described by itself
_TECHNICAL = 0.2  # of the places
_EACH_SEEN = 520  # words: from here on each container has its own microscopy


def write_report(
    rng: Random, biopsy: Biopsy, phi: PhiSlots, author: Author, knobs: Knobs
) -> tuple[Passage, list[str]]:
    """Writes one report.

    Args:
        rng: source of randomness.
        biopsy: what is planned.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.

    Returns:
        The text, with spans of identifiers and of Gleason phrases, and the place of each finding.
    """
    material = draw_material(rng, biopsy, knobs.difficulty)
    writer = _Writer(rng, (biopsy, material), phi, author, knobs)
    text = writer.report()
    of = {group.own: writer.places[group.first] for group in material.groups}
    return text, [of[i] for i in range(len(biopsy.findings))]


class _Writer(Biopsies):
    """One report being written."""

    def report(self) -> Passage:
        rng, words = self.rng, self.words
        self.wanted = words_wanted(rng, self.author, words["lengths"])
        self.by_container = rng.random() < 0.5 * self.knobs.difficulty
        parts = {
            "kliniek": self.clinical(),
            "techniek": self.macroscopy(),
            "conclusie": self.conclusion(),
            "slot": self.some("closing", int(rng.random() < 0.4)),
        }
        parts["bevinding"] = self.microscopy(self.wanted - sum(map(count, parts.values())))
        missing = self.wanted - sum(map(count, parts.values()))
        for kind, place in (("vg", 1), ("drugs", -1), ("vg", 2), ("vg", 1)):
            if missing > 0 and rng.random() < 0.7:
                parts["kliniek"][place:place] = self.some(kind, 1)
                missing -= 8
        self.phrase = Passage("")
        sections = {name: parts.get(name, []) for name in SECTIONS}
        self.plant(sections)
        written = filter(None, (self.section(name, said) for name, said in sections.items()))
        text = join(self.author.style["gap"], written)
        if self.author.lower:
            text = lowered(text, names=self.author.small_names and not self.is_plain)
        width = self.author.style["wrap"]
        return wrap(text, width, keep_phi_whole=True) if width else text

    def clinical(self) -> list[Passage]:
        words, rng, material = self.words, self.rng, self.material
        said = self.some("psa", 1)
        if material.former:
            said.append(self.sentence(words["former"][material.former]))
        said += self.some("rt", rng.randrange(3))
        targets = any(group.kind == TARGET for group in material.groups)
        listed = self.by_container or rng.random() < 0.8
        if not listed or rng.random() < 0.8:
            said.append(self.sentence(words["mri"]["yes" if targets else "no"]))
        said += self.some("question", int(rng.random() < 0.7))
        return said + (self.some("list", 1) if listed else [])

    def macroscopy(self) -> list[Passage]:
        words = self.words
        said = [*self.some("macro_phi", 1), *self.some("macro_intro", 1)]
        for group in self.material.groups:
            if self.wanted < _EACH_CORE:
                self.turn_to(group)
                one = "_one" if len(group.cores) == 1 else ""
                said.append(self.sentence(words[f"macro_group{one}"]))
                continue
            for i in range(len(group.cores)):
                self.turn_to(group, i)
                said.append(self.sentence(words["macro_one"]))
        return said + self.some("macro_end", self.rng.randrange(2))

    # -- microscopy -------------------------------------------------------------------------

    def microscopy(self, room: int) -> list[Passage]:
        """What is seen, in so many words, and at least a sentence for each place."""
        units: list[tuple[Group, int | None]] = []
        for group in self.material.groups:
            each = self.wanted > _EACH_SEEN
            units += [(group, i) for i in range(len(group.cores))] if each else [(group, None)]
        said: list[Passage] = []
        for group, i in units:
            self.turn_to(group, i)
            said += self.seen(max(8, room // len(units)))
        return said

    def seen(self, room: int) -> list[Passage]:
        """What is seen in one place: what matters most, told in the order of a microscopist."""
        told = list(self.aspects())
        first = [kind for kind, weight in told if weight == 0]
        rest = [kind for kind, weight in told if weight]
        self.rng.shuffle(rest)
        sentences: dict[tuple[str, ...], Passage] = {}
        for kind in (*first, *rest):
            if sentences and room <= 0:
                break
            sentences[kind] = self.sentence(self.aspect(kind))
            room -= count([sentences[kind]])
        ordered = [sentences[kind] for kind, _ in told if kind in sentences]
        lead = self.sentence(self.words["micro_lead"])
        return [join("", (lead, ordered[0])), *ordered[1:]]

    def aspects(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """What may be told of a place; 0 with what must be."""
        yield ("micro_stroma",), 1
        score = self.score
        if score is None:
            yield ("benign", self.group.benign), 0
            if self.group.benign == "asap" or self.rng.random() < 0.3:
                yield ("ihc_benign",), 1
            yield from self.technical()
            return
        yield ("tumour",), 0
        yield ("cytology",), 1
        for pattern in sorted(set(score)):
            yield ("pattern", str(pattern)), 1
        if set(score) == {3}:
            yield ("pattern", "33"), 1
        yield ("extent",), 1
        yield ("beside", self.rng.choice(("no", "no", "yes"))), 1
        yield ("ihc",), 1
        if self.group.benign not in ("stil", "asap"):
            yield ("benign", self.group.benign), 1
        yield from self.technical()

    def technical(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """What is told of the slides, in a few places only."""
        if self.rng.random() < _TECHNICAL:
            yield ("technical",), 1

    def aspect(self, kind: tuple[str, ...]) -> Sequence[str]:
        """The templates of an aspect."""
        found = self.words[kind[0]]
        templates: Sequence[str] = found[kind[1]] if len(kind) > 1 else found
        return templates

    # -- conclusion -------------------------------------------------------------------------

    def conclusion(self) -> list[Passage]:
        """Every container; the phrase of each finding is a span."""
        groups, rng = self.material.groups, self.rng
        wrong = next((i for i, f in enumerate(self.biopsy.findings) if f.significant), -1)
        self.wrong = wrong if self.biopsy.defect == "score_wrong" else -2
        self.lesion = 1
        benign = [group for group in groups if group.score is None]
        merged = len(benign) > 1 and not self.by_container and rng.random() < 0.4
        lines: list[Passage] = []
        for group in groups:
            if self.by_container and len(group.cores) > 1 and self.lesions_of(group) == 1:
                lines += self.each_container(group)
            elif not (merged and group.score is None):
                lines.append(self.concluded(group))
        if merged:
            lines.insert(rng.choice((0, len(lines))), self.merged(benign))
        if rng.random() < 0.35:
            cancer = any(group.score for group in groups)
            lines += self.some("overall" if cancer else "overall_none", 1)
        lines += self.some("remark", int(rng.random() < 0.25))
        if self.biopsy.defect == "excluded":
            reason = planted(rng.choice(self.words["excluded"]), EXCLUDE)
            lines.insert(0, join("", (reason, Passage("."))))
        return lines

    def lesions_of(self, group: Group) -> int:
        """How many lesions a group has."""
        self.group = group
        return self.lesions()

    def concluded(self, group: Group) -> Passage:
        """The line of a group."""
        self.turn_to(group)
        several = self.lesions() > 1
        cancer = "cancer" if len(group.cores) > 1 else "cancer_single"
        kind = "several" if several else cancer if group.score else "benign"
        self.phrase = self.marked(group.own)
        return self.sentence(self.words["conclude"][kind])

    def each_container(self, group: Group) -> list[Passage]:
        """A line for each container of a group; the worst tells of its lesion."""
        lines, told = [], False
        for i, core in enumerate(group.cores):
            self.turn_to(group, i)
            worst = core.score == group.score and not told
            told = told or worst
            self.phrase = self.marked(group.own if worst else -1)
            kind = "one_cancer" if core.score else "one_benign"
            lines.append(self.sentence(self.words["conclude"][kind]))
        return lines

    def merged(self, groups: Sequence[Group]) -> Passage:
        """One line for all places without cancer."""
        self.turn_to(groups[0])
        self.phrase = self.marked(max(group.own for group in groups))
        ranges = [self.romans(group.first, group.last) for group in groups]
        self.range = "; ".join(ranges)
        return self.sentence(self.words["conclude"]["merged"])

    def marked(self, own: int) -> Passage:
        """The phrase of a group or container; a span where it tells of a finding."""
        phrase = self.gleason(wrong=own == self.wrong)
        if own < 0:
            return Passage(phrase)
        lesions = self.biopsy.findings[own].lesions
        if lesions > 1:
            return planted(phrase, f"{lesions} lesions" if lesions < 4 else "4+ lesions")
        self.lesion += 1
        return planted(phrase, f"lesion {min(self.lesion - 1, 9)}")

    # -- form -------------------------------------------------------------------------------

    def section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        if not sentences:
            return None
        style = self.author.style
        body = join("\n" if style["lines"] and name == "conclusie" else " ", sentences)
        heading = habit(self.author, style["headings"][name])
        return join(style["after_heading"], (Passage(heading), body)) if heading else body

    def some(self, kind: str, number: int) -> list[Passage]:
        """Different sentences of a kind."""
        return self.choose(self.words[kind], number)
