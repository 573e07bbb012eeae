"""The text of a simulated lung pathology report.

What is written: sentences and headings in ``data/sim_lung_pathology.json``, put together here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.data import load
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.ids import digits
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sentences import SentenceWriter
from dragon_prep.synthetic.kit.text import Passage, join, planted
from dragon_prep.synthetic.lung_pathology.state import TYPES

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.lung_pathology.state import Sample


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """One report, with what the sheet says of it.

    Attributes:
        passage: the text, with where its identifiers stand.
        origin: of the cancer; empty where the sheet says nothing.
        site: where the tissue was taken.
    """

    passage: Passage
    origin: str
    site: str


def write_report(rng: Random, sample: Sample, phi: PhiSlots, uid: str) -> Written:
    """Writes one report.

    Args:
        rng: source of randomness.
        sample: what is planned.
        phi: fills the slots for identifiers.
        uid: the report's own number.
    """
    writer = _Writer(rng, sample, phi, uid)
    return Written(writer.report(), writer.origin, writer.site)


class _Writer(SentenceWriter):
    """One report being written."""

    def __init__(self, rng: Random, sample: Sample, phi: PhiSlots, uid: str) -> None:
        super().__init__(rng, lexicon("lung_pathology"), phi)
        self.sample = sample
        self.register = phi.register
        self.uid = uid
        if sample.defect == "origin_denied":
            self.disease = self.words["denied"]
        else:
            self.disease = self.weighted(self.words["lung" if sample.lung else "other"])
        self.origin: str = rng.choice(self.disease["cell"])
        if sample.kind in TYPES:
            sites = self.words["sites"][sample.kind]
            self.site, self.tissue, place = rng.choices(sites, [s[3] for s in sites])[0][:3]
            self.place = self.pick([place]).strip()
        else:
            self.site, self.tissue = "lung", rng.choice(self.words["not_sampled"][sample.kind])
            self.place = f"materiaal ({self.tissue})"
        self.genes = rng.sample(load.lines("lex_genes_marked.txt"), 2)

    def report(self) -> Passage:
        """The text, with where its identifiers stand."""
        words, rng, kind = self.words, self.rng, self.sample.kind
        benign = self.disease.get("benign", False)
        clinical = self.choose(words["clinical"]["all"], rng.randrange(1, 5))
        # Without slips: this is what T12 asks for.
        obtained = [Passage(self.pick(words["obtained"][kind]))]
        conclusion = self.choose(self.disease["conclusion"], 1)
        addenda = words["addendum_benign" if benign else "addendum"]
        conclusion += self.choose(addenda, rng.choices((0, 1, 2), (30, 50, 20))[0])
        macro = self.choose(words["macro_phi"], 1) + self.choose(words["macro"][kind], 1)
        micro = self.choose(words["micro_phi"], rng.randrange(2))
        micro += self.choose(self.disease["micro"], 1)
        micro += self.choose(words["micro_all"], 0 if benign else rng.randrange(3))
        sections = {
            "kop": [*self.choose(words["head"], 1), *self.heard(clinical, obtained)],
            "conclusie": conclusion,
            "macro": macro,
            "micro": micro,
            "slot": self.choose(words["closing"], int(rng.random() < 0.6)),
        }
        style = self.weighted(words["styles"])
        return join(
            style["gap"],
            (
                join(style["after_heading"], (Passage(words["headings"][n]), join(" ", sentences)))
                for n, sentences in sections.items()
                if sentences
            ),
        )

    def heard(self, clinical: list[Passage], obtained: list[Passage]) -> list[Passage]:
        """The clinical part; the requester says first or last how the tissue was taken."""
        lead = Passage("Klinische gegevens:")
        if self.rng.random() < 0.6:
            return [lead, *obtained, *clinical]
        return [lead, *clinical, *obtained]

    def slot_eigen_nr(self) -> Passage:
        return planted(self.uid, f"RAPPORT_ID.{self.uid[0]}_NUMMER")

    def slot_c_nr(self) -> Passage:
        return self.number("C", "RAPPORT_ID.C_NUMMER")

    def slot_dpa_nr(self) -> Passage:
        return self.number("DPA", "RAPPORT_ID.DPA_NUMMER")

    def number(self, letters: str, label: str) -> Passage:
        """The number of another report."""
        lead = f"{letters}{self.sample.day.year % 100:02}"
        number = self.register.fresh(lambda: f"{lead}-{digits(self.rng, 5)}")
        return planted(number, label)

    def slot_marker(self) -> Passage:
        return self.sentence(self.words["marker"])

    def slot_plek(self) -> str:
        return self.place

    def slot_weefsel(self) -> str:
        return str(self.tissue)

    def slot_gen(self) -> str:
        return str(self.genes[0])

    def slot_gen2(self) -> str:
        return str(self.genes[1])

    def slot_packyears(self) -> str:
        return str(self.rng.randrange(11, 60))

    def slot_procent(self) -> str:
        return str(self.rng.choice((5, 10, 20, 30, 40, 60, 70, 80, 90)))

    def slot_n(self) -> str:
        return str(self.rng.randrange(2, 7))

    def slot_mm(self) -> str:
        return str(self.rng.randrange(3, 29))

    def slot_cm(self) -> str:
        return figure(self.rng.randrange(11, 180) / 10, comma=True)

    def slot_g(self) -> str:
        return str(self.rng.randrange(110, 400))

    def slot_ml(self) -> str:
        return str(self.rng.randrange(5, 60))
