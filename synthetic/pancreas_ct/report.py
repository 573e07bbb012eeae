"""The text of a simulated CT report about the pancreas.

What is written: sentences and headings in ``data/sim_pancreas_ct.json``, put together here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import Passage, join, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.pancreas_ct.state import Study

_SIZES = {  # of other things than the tumour, in mm
    "duct": (4, 13),
    "klier": (4, 10),
    "lever": (6, 34),
    "cyste": (5, 46),
    "milt": (85, 130),
    "collectie": (30, 120),
}


def write_report(rng: Random, study: Study, phi: PhiSlots) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned, and what must not be stated.
        phi: fills the slots for identifiers, 2 to 10 of them.
    """
    return _Writer(rng, study, phi).report()


class _Writer(PlantingWriter):
    """One report being written."""

    def __init__(self, rng: Random, study: Study, phi: PhiSlots) -> None:
        super().__init__(rng, lexicon("pancreas_ct"), phi)
        self.study = study
        self.style = self.weighted(self.words["styles"])
        self.comma = rng.random() < 0.9

    def report(self) -> Passage:
        if self.study.defect == "not_diagnostic":
            return self.sentence(self.words["not_diagnostic"])
        clinical = self.choose(self.words["clinical"][self.study.group], self.rng.randrange(1, 3))
        clinical += self.choose(self.words["history"], self.rng.randrange(2))
        clinical += self.choose(self.words["question"], self.rng.randrange(2))
        sections = {
            "kop": [],
            "kliniek": clinical,
            "techniek": self.choose(self.words["technique"], 1),
            "bevinding": self.findings(),
            "conclusie": self.conclusion(),
            "slot": [],
        }
        self.plant(sections)
        written = (self.section(name, sentences) for name, sentences in sections.items())
        text = join(self.style["gap"], filter(None, written))
        width = self.style["wrap"]
        return wrap(text, width, keep_phi_whole=False) if width else text

    # -- sections ---------------------------------------------------------------------------

    def findings(self) -> list[Passage]:
        rng, words = self.rng, self.words
        organs = self.choose(words["organs"], rng.randrange(3, 8))
        if not self.study.is_pdac:
            found = self.choose(self.disease()["finding"], 1)
        else:
            found = self.choose(words["with_size" if self.study.states_size else "without_size"], 1)
            found += self.choose(words["effect"][self.study.location], rng.randrange(3))
            found += self.choose(words["spread"], rng.randrange(3))
        at = rng.randrange(len(organs) + 1)
        return [*organs[:at], *found, *organs[at:]] if rng.random() < 0.4 else [*found, *organs]

    def conclusion(self) -> list[Passage]:
        words = self.words
        if not self.study.is_pdac:
            return self.choose(self.disease()["conclusion"], 1)
        states = self.study.states_size and self.rng.random() < 0.3
        out = self.choose(words["conclusion_size" if states else "conclusion_pdac"], 1)
        return out + self.choose(words["stage"], self.rng.randrange(2))

    def disease(self) -> Any:
        """The sentences about what is found, other than a PDAC."""
        return {**self.words["other"], **self.words["normal"]}[self.study.diagnosis]

    def section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        if not sentences:
            return None
        mark = self.style["mark"]
        if mark and name in ("bevinding", "conclusie"):
            body = join("\n", [join("", (Passage(mark), sentence)) for sentence in sentences])
        else:
            body = join("\n" if name == "slot" else " ", sentences)
        heading = self.style["headings"][name]
        return join(self.style["after_heading"], (Passage(heading), body)) if heading else body

    def slot(self, name: str) -> Passage:
        """What stands in a slot; its name with a capital asks for a capital."""
        if name in _SIZES:
            return Passage(self.other_size(*_SIZES[name]))
        return super().slot(name)

    def other_size(self, low: int, high: int) -> str:
        """A size of something else, never the tumour's."""
        while (size := self.rng.randrange(low, high)) == self.study.size:
            continue
        return str(size)

    def slot_tumor(self) -> str:
        return self.pick(self.words["tumour"][self.study.attenuation])

    def slot_plek(self) -> str:
        return self.pick(self.words["place"][self.study.location])

    def slot_maat(self) -> str:
        size = self.study.size
        in_mm, in_cm = (figure(n, comma=self.comma) for n in (size, round(size / 10, 2)))
        smaller = figure(float(int(size * self.rng.randrange(60, 95) / 100)), comma=self.comma)
        forms = (f"{in_mm} mm", f"{in_mm} mm", f"{in_mm} mm", f"{in_mm}mm", f"{in_cm} cm",
                 f"{in_mm} x {smaller} mm")  # fmt: skip
        return self.rng.choice(forms)

    def slot_dhr(self) -> str:
        return self.pick(["[dhr.|de heer]" if self.study.sex == "m" else "[mevr.|mevrouw]"])

    def slot_man(self) -> str:
        return "man" if self.study.sex == "m" else "vrouw"

    def slot_kg(self) -> str:
        return str(self.rng.randrange(4, 16))

    def slot_ml(self) -> str:
        return self.rng.choice(("80", "90", "100", "110", "120", "130"))

    def slot_segment(self) -> str:
        return self.rng.choice(("2", "3", "4", "5", "6", "7", "8"))

    def slot_aantal(self) -> str:
        return self.rng.choice(("8", "2", "3"))
