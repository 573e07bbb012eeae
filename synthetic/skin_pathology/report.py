"""The text of a simulated skin pathology report, with the findings that its conclusion tells.

What is written: the grammar in ``data/sim_skin_pathology.json`` and ``data/sim_pathology.json``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.length import count, words_wanted
from dragon_prep.synthetic.kit.sections import lowered
from dragon_prep.synthetic.kit.specimens import ROMAN
from dragon_prep.synthetic.kit.text import Passage, join
from dragon_prep.synthetic.kit.turned import kept
from dragon_prep.synthetic.skin_pathology.conclusion import FINDING, ConclusionWriter
from dragon_prep.synthetic.skin_pathology.state import AGAIN, BCC, BIOPSY, NO_TUMOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.skin_pathology.state import Sample

_RULES = {BIOPSY: "biopt", "excisie": "excisie", AGAIN: "re"}
_SIGNED = 0.25
_LEVELS = 150  # told one by one, at most


def write_report(sample: Sample, phi: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    """Writes one report.

    Args:
        sample: what is planned.
        phi: fills the slots for identifiers, and is the source of randomness.
        author: who writes it.
        knobs: of the simulation.

    Returns:
        The text, with the spans of its identifiers and, their labels after :data:`FINDING`, of its
        findings. Several containers' findings at one place are as many spans.
    """
    return SkinReport(sample, phi, author, knobs).report()


class SkinReport(ConclusionWriter):
    """One report being written.

    Args:
        sample: what is planned.
        phi: fills the slots for identifiers, and is the source of randomness.
        author: who writes it.
        knobs: of the simulation.
    """

    told: dict[str, list[Passage]]  # microscopy and conclusion

    def report(self) -> Passage:
        """The text, with where its identifiers and findings stand."""
        style = self.author.style
        sections: dict[str, list[Passage]] = {"macro": self.macro(style["containers"])}
        self.told = self.diagnosed()
        sections |= self.told
        sections |= {
            "vraag": self.say("vraag_pa", self.rng.choice((1, 1, 2))),
            "kliniek": self.clinical(),
            "wijze": self.say(f"wijze_{_RULES[self.sample.containers[0].procedure]}"),
        }
        wanted = words_wanted(self.rng, self.author, self.words["words"])
        missing = kept(self.rng, "room", lambda: wanted - sum(map(count, sections.values())))
        more = self.more()
        while missing > 0 and (said := next(more, None)):
            section, passage = said
            sections[section].append(passage)
            missing -= len(passage.text.split())
        parts = []
        for name, sentences in (*sections.items(), *self.pots()):
            if sentences:
                heading = Passage(style[name].replace("{nummer}", ROMAN[self.number - 1]))
                self.number += name == "potje"
                separator = style["containers"] if name == "conclusie" else " "
                parts.append(join(style["after_heading"], (heading, join(separator, sentences))))
        return self.small(join(style["gap"], parts))

    def small(self, passage: Passage) -> Passage:
        """In small letters where the author writes so: findings, too, names as the author does."""
        if not self.author.lower:
            return passage
        phi = tuple(span for span in passage.phi if not span.label.startswith(FINDING))
        text = lowered(Passage(passage.text, phi), names=self.author.small_names).text
        return Passage(text, passage.phi)

    def pots(self) -> Iterator[tuple[str, list[Passage]]]:
        """What stands on each container."""
        told = []
        for number, container in enumerate(self.sample.containers, 1):
            self.number = number
            told.append(("potje", self.say(f"pot_{_RULES[container.procedure]}")))
        self.number = 1
        yield from told

    def diagnosed(self) -> dict[str, list[Passage]]:
        """Microscopy and conclusion, or what stands in their place."""
        if self.sample.defect == "excluded":
            return self.undiagnosed()
        twins = self.knobs.difficulty
        micro = [] if self.chance(0.6 * twins) else self.micro()
        conclusion = self.conclusion()
        conclusion += self.say("citaat") if self.chance(0.4 * twins) else []
        conclusion += self.say("eerder_bcc") if self.chance(0.5 * twins) else []
        conclusion += self.say("niet") if self.chance(0.6 * twins) else []
        conclusion += self.say("volgt_toch") if self.chance(0.9 * twins) else []
        conclusion += self.say("concl_phi", int(self.chance(0.2)))
        conclusion += self.say("slot_huid", int(self.chance(_SIGNED)))
        return {"micro": micro, "conclusie": conclusion}

    def undiagnosed(self) -> dict[str, list[Passage]]:
        """A report that is to be left out: no diagnosis, or not yet, or not of this tissue."""
        way, hard = self.rng.random(), self.knobs.difficulty
        if way < 0.5 - 0.6 * hard:
            return {"micro": [], "conclusie": []}
        micro = self.say("excl_micro", self.rng.randrange(2))
        if self.chance(1.5 * hard):
            described = self.micro() if self.chance(0.7) else self.say("excl_beeld")
            micro = described + self.say("micro_bij", self.rng.randrange(3)) + micro
        conclusion = self.say("excl_concl") if way < 0.9 else []
        conclusion += self.say("advies") if self.chance(0.6 * hard) else []
        if self.chance(1.4 * hard):
            # What another report concluded is no conclusion of this one.
            conclusion = self.rng.sample([*conclusion, *self.say("citaat")], len(conclusion) + 1)
        conclusion += self.say("slot_huid", int(bool(conclusion) and self.chance(_SIGNED)))
        return {"micro": micro, "conclusie": conclusion}

    # -- macroscopy ---------------------------------------------------------------------------

    def macro(self, between: str) -> list[Passage]:
        """What was received and how it was cut, container by container."""
        containers = self.sample.containers
        received = self.say("ontvangen_skin")
        if len(containers) > 1 and self.chance(0.4):
            received += self.say("potjes")
        told = []
        for number, container in enumerate(containers, 1):
            self.number = number
            small = container.procedure == BIOPSY
            sentences = [Passage(f"{ROMAN[number - 1]}:"),
                         *self.say(f"macro_{_RULES[container.procedure]}")]  # fmt: skip
            if not small and container.procedure != AGAIN:
                sentences += self.say("laesie_mm")
            elif small:
                sentences += self.say("oppervlak", self.rng.randrange(2))
            sentences += self.say("ingesloten_klein" if small else "ingesloten_groot")
            told.append(join(" ", sentences))
        return [join(" ", received), join(between, told)]

    # -- microscopy ---------------------------------------------------------------------------

    def micro(self) -> list[Passage]:
        """What is seen in each container, neighbours that are alike at once."""
        told = []
        groups = self.groups
        for container, blocks in groups:
            self.number = blocks[0]
            sentence = self.seen(container.diagnosis, container.procedure)
            if len(groups) > 1 or self.chance(0.15):
                sentence = join(": ", (Passage(self.numerals(blocks)), sentence))
            told.append(sentence)
        found = {container.diagnosis for container, _ in groups}
        told += self.say("immuno") if BCC in found and self.chance(0.12) else []
        told += self.say("micro_phi", int(self.chance(0.3)))
        return told

    def seen(self, diagnosis: str, procedure: str) -> Passage:
        """The picture of a diagnosis."""
        if diagnosis == BCC:
            return self.say("micro_bcc")[0]
        if diagnosis == NO_TUMOUR:
            rule = "micro_litteken" if procedure == AGAIN else self.measured.benign[2]
            return self.say(rule)[0]
        return self.say(f"micro_{diagnosis.lower().replace(' ', '_')}")[0]

    # -- the request --------------------------------------------------------------------------

    def clinical(self) -> list[Passage]:
        """What the doctor who took the tissue has written."""
        self.number = 1
        told = self.say("kliniek_huid", self.rng.randrange(1, 3))
        told += self.say("vg_huid", self.rng.randrange(2))
        told += self.say("kliniek_phi_huid", self.rng.choices((0, 1, 2, 3), (4, 4, 2, 1))[0])
        if self.chance(0.6 * self.knobs.difficulty):
            told += self.say("eerder_bcc")
        return self.rng.sample(told, len(told))

    def more(self) -> Iterator[tuple[str, Passage]]:
        """What may be said until the report is as long as it shall be, and in which section."""
        once = [("kliniek", "kliniek_huid"), ("kliniek", "vg_huid"), ("kliniek", "vg_huid")]
        if self.sample.defect != "excluded":
            once += [("micro", "micro_bij")] * 4 + [("conclusie", "advies")]
        once = [unit for unit in once if unit[0] == "kliniek" or self.told[unit[0]]]
        drawn = {rule: iter(self.say(rule, 9)) for rule in sorted({rule for _, rule in once})}
        for section, rule in self.rng.sample(once, len(once)):
            if passage := next(drawn[rule], None):
                yield section, passage
        # A long report: more of the history, and level by level what is seen.
        for section, rule in once * 2:
            if passage := next(drawn[rule], None):
                yield section, passage
        for _ in range(_LEVELS if self.told["micro"] else 0):
            yield "micro", self.say("niveau")[0]
