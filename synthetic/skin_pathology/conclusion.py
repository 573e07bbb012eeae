"""The conclusion of a simulated skin pathology report, findings marked, and what fills slots."""

# ruff: noqa: D102 - a slot's method is named by what stands in the slot
from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.specimens import SpecimenWriter, numerals
from dragon_prep.synthetic.kit.text import Passage, fill, join
from dragon_prep.synthetic.skin_pathology.measured import COHORT, measure
from dragon_prep.synthetic.skin_pathology.state import AGAIN, BCC, NO_TUMOUR

if TYPE_CHECKING:
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.skin_pathology.measured import Measured
    from dragon_prep.synthetic.skin_pathology.state import Container, Sample

    Blocks = tuple[int, ...]

FINDING = "finding "  # before the labels of spans that are none of PHI

_MARK = re.compile(r"<([^:<>]+):|>")
_GROUPED = 0.8  # of the containers with one finding are told together
_NUMBERED = 0.3  # of the reports of one container name it in the conclusion
_SHORT_SIDES = {"links": ("links", "li", "li.", "L"), "rechts": ("rechts", "re", "re.", "R")}


class ConclusionWriter(SpecimenWriter):
    """Knows the containers, and concludes."""

    def __init__(self, sample: Sample, phi: PhiSlots, author: Author, knobs: Knobs) -> None:
        super().__init__(phi.rng, lexicon(COHORT), phi, author, knobs)
        self.sample = sample
        self.all_measured = [measure(phi.rng, container) for container in sample.containers]
        self.groups = self._grouped()
        self.number = 1  # of the container that is spoken of

    @property
    def measured(self) -> Measured:
        """What the container that is spoken of is like."""
        return self.all_measured[self.number - 1]

    def conclusion(self) -> list[Passage]:
        """A sentence for each container, or for several in which the same was found."""
        told = []
        for container, blocks in self.groups:
            self.number = blocks[0]
            template = f"{self.lead(container, blocks)}: {self.diagnosis(container, blocks)}."
            if self.chance(self.author.slips):
                template = slip(self.rng, template)
            told.append(self.marked(template.replace("..", "."), blocks))
        return told

    def _grouped(self) -> list[tuple[Container, Blocks]]:
        """Containers with what is found in them, some of them taken together."""
        found: list[tuple[Container, Blocks]] = []
        numbered = enumerate(self.sample.containers, 1)
        for container, same in groupby(numbered, key=lambda pair: pair[1]):
            blocks = tuple(number for number, _ in same)
            if len(blocks) > 1 and self.chance(_GROUPED):
                found.append((container, blocks))
                first = self.all_measured[blocks[0] - 1]
                for block in blocks[1:]:  # told at once: alike in all but the place
                    self.all_measured[block - 1] = _like(first, self.all_measured[block - 1])
            else:
                found += [(container, (block,)) for block in blocks]
        return found

    def lead(self, container: Container, blocks: Blocks) -> str:
        """Which containers, how the tissue was taken, and where."""
        several = len(blocks) > 1
        taken = self.pick(self.words["procedures" if several else "procedure"][container.procedure])
        places = " en ".join(
            dict.fromkeys(self.sided(self.all_measured[block - 1].site) for block in blocks)
        )
        lead = f"{taken} {places}"
        if len(self.sample.containers) == 1 and self.rng.random() > _NUMBERED:
            return lead
        return f"{self.numerals(blocks)}: {lead}"

    def sided(self, site: str) -> str:
        """A place with its side as the author writes it."""
        base, _, side = site.rpartition(" ")
        return f"{base} {self.one_of(_SHORT_SIDES[side])}" if side in _SHORT_SIDES else site

    def numerals(self, blocks: Blocks) -> str:
        """Such as ``I``, ``I en II`` or ``II t/m IV``."""
        return self.one_of(numerals(blocks))

    def diagnosis(self, container: Container, blocks: Blocks) -> str:
        """What was found, with its type, depth and margin."""
        words = self.words
        margin = self.pick(words["margin"][container.margin]) if container.margin else ""
        depth = self.depth(container)
        if container.diagnosis == NO_TUMOUR:
            return f"{self.nothing(container)}{margin}"
        if container.diagnosis != BCC:
            return f"{self.pick(words['diagnosis'][container.diagnosis])}{depth}{margin}"
        if container.adjective:
            (subtype,) = container.subtypes
            adjective = words["adjective"][subtype]
            return f"<{BCC}:<{subtype}:{adjective}> basaalcelcarcinoom>{depth}{margin}"
        kind = ("", "one_subtype", "two_subtypes")[len(container.subtypes)]
        kinds = self.pick(words[kind]) if kind else ""
        if kinds and not kinds.startswith(","):
            kinds = f" {kinds}"
        for slot, subtype in zip(("subtype", "subtype2"), container.subtypes, strict=False):
            for form, which in (("", "subtype"), ("_e", "subtype_e")):
                name = f"{{{slot}{form}}}"
                if name in kinds:
                    kinds = kinds.replace(name, self.pick(words[which][subtype]))
        told = words["diagnosis"][BCC] if blocks == (1,) else words["BCC_again"]
        return f"{self.pick(told)}{kinds}{depth}{margin}"

    def depth(self, container: Container) -> str:
        """How deep it reaches, of what can."""
        rule = {BCC: "diepte_bcc", "plaveiselcelcarcinoom": "diepte_pcc"}.get(container.diagnosis)
        return self.expanded(self.one_of(self.rules[rule])) if rule else ""

    def nothing(self, container: Container) -> str:
        """What there is where there is no tumour."""
        if container.procedure == AGAIN:
            return self.pick(self.words["no_residue"])
        none = self.pick(self.words["diagnosis"][NO_TUMOUR])
        what = self.expanded(self.measured.benign[1])
        return self.one_of((f"{what}, {none}", f"{what}; {none}", f"{none}, {what}"))

    def marked(self, template: str, blocks: Blocks) -> Passage:
        """A sentence with its findings, each of them once for every container."""
        parts: list[Passage] = []
        open_: list[tuple[str, int]] = []
        findings: list[Span] = []
        length = at = 0
        for mark in _MARK.finditer(template):
            parts.append(fill(template[at : mark.start()], self.slot))
            length, at = length + len(parts[-1].text), mark.end()
            if mark[1]:
                open_.append((mark[1], length))
            else:
                name, start = open_.pop()
                findings += [Span(start, length, f"{FINDING}{block}-{name}") for block in blocks]
        whole = join("", (*parts, fill(template[at:], self.slot)))
        return Passage(whole.text, tuple(sorted((*whole.phi, *findings))))

    # -- slots --------------------------------------------------------------------------------

    def slot_plek(self) -> str:
        return self.sided(self.measured.site)

    def slot_laesie_n(self) -> str:
        return self.measured.noun

    def slot_n(self) -> str:
        return str(self.rng.randrange(2, 7))

    def slot_andere_plek(self) -> str:
        """A place that no container of this report is from."""
        own = {measured.site for measured in self.all_measured}
        return self.sided(self.rng.choice([
            place
            for side in self.rng.sample(self.words["sides"], 6)
            if (place := f"{side} {self.rng.choice(('links', 'rechts'))}") not in own
        ]))  # fmt: skip

    def slot_aantal(self) -> str:
        return str(len(self.all_measured))

    def slot_oud(self) -> Passage:
        return self.sentence(self.rules["oud"])

    def slot_groei(self) -> Passage:
        """How the carcinoma grows; of two types both are seen."""
        subtypes = self.sample.containers[self.number - 1].subtypes or ("",)
        return join(" en ", (self.sentence(self.rules[f"bcc_{name}"]) for name in subtypes))

    def slot_diepte(self) -> str:
        return self.measured.depth

    def slot_dikte(self) -> str:
        return figure(self.measured.thickness / 10)

    def slot_marge(self) -> str:
        return str(self.measured.margin)

    def slot_stans(self) -> str:
        return figure(self.measured.punch / 10)

    def slot_stans_mm(self) -> str:
        return str(self.measured.punch)

    def slot_dun(self) -> str:
        return figure(self.rng.randrange(2, 6) / 10)

    def slot_lang(self) -> str:
        return figure(self.measured.length / 10)

    def slot_breed(self) -> str:
        return figure(self.measured.width / 10)

    def slot_diep(self) -> str:
        return figure(self.measured.height / 10)

    def slot_laesie(self) -> str:
        return figure(self.measured.lesion / 10)

    def slot_laesie_mm(self) -> str:
        return str(self.measured.lesion)

    def slot_afmeting(self) -> str:
        return str(max(3, self.measured.lesion + self.rng.randrange(-1, 2)))

    def slot_afmeting2(self) -> str:
        return str(max(2, self.measured.lesion - self.rng.randrange(3)))

    def slot_litteken(self) -> str:
        return figure(max(4, self.measured.length // 2) / 10)

    def slot_klok(self) -> str:
        return str(self.rng.choice((3, 6, 9, 12)))

    def slot_nbk(self) -> Passage:
        return self.counted(self.rng.choice((1, 1, 1, 2)))

    def slot_nbg(self) -> Passage:
        return self.counted(self.rng.randrange(3, 11))

    def counted(self, count: int) -> Passage:
        """So many blocks, as the author writes it."""
        if count == 1:
            return Passage(self.either("1b", "1b", "1c", "1 cassette", "een blokje"))
        few = (f"{count}b", f"{count}b", f"{count}c", f"{count} blokjes", f"{count} cassettes")
        return Passage(self.one_of(few))


def _like(first: Measured, other: Measured) -> Measured:
    return replace(first, site=other.site)
