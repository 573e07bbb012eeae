"""The text of a simulated CT report with RECIST measurements.

What is written: sentences, headings and lists of measurements in ``data/sim_recist_ct.json``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import with_year
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.phi import PhiSlots
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.synthetic.kit.text import Passage, expand, join, planted, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.ids import Register
    from dragon_prep.synthetic.kit.phi import Setting
    from dragon_prep.synthetic.kit.thorax_patients import ThoraxPatient
    from dragon_prep.synthetic.recist_ct.state import Lesion, Study

_NODE_FORMS = ("{long} x {short} mm",) * 3 + ("korte as {short} mm", "{short} mm (korte as)")
_ORGAN_FORMS = ("{long} mm",) * 4 + ("{long}mm", "{cm} cm", "langste diameter {long} mm")
_BEFORE = 0.5  # of the sizes whose former value is known


def write_report(
    rng: Random, study: Study, who: ThoraxPatient, register: Register, setting: Setting
) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned.
        who: the patient.
        register: hands out numbers.
        setting: whom and when it is about.
    """
    return _Writer(rng, study, who, _Slots(rng, register, setting, study)).report()


class _Slots(PhiSlots):
    """Slots for identifiers, with one date more: ``datum_nul``, of the baseline study."""

    def __init__(self, rng: Random, register: Register, setting: Setting, study: Study) -> None:
        super().__init__(rng, register, setting)
        self.study = study

    def __call__(self, slot: str) -> Passage:
        if slot == "datum_nul":
            return planted(with_year(self.rng, self.study.baseline_day, plain=True), "DATUM")
        return super().__call__(slot)


class _Writer:
    """One report being written."""

    def __init__(self, rng: Random, study: Study, who: ThoraxPatient, phi: PhiSlots) -> None:
        self.rng = rng
        self.study = study
        self.words = lexicon("recist_ct")
        self.slots = self.own_slots(who)
        self.sections = SectionWriter(rng, self.words, phi, self.slots)
        blocks = self.words["blocks"][who.centre]
        self.block = rng.choices(blocks, [block["weight"] for block in blocks])[0]

    def report(self) -> Passage:
        rng, words, choose = self.rng, self.words, self.sections.choose
        said = words["baseline" if self.study.is_baseline else "followup"]
        measured, place = self.measurements(), self.block["place"]
        text = self.sections.report(
            kliniek=[
                *choose(words["diseases"][self.study.disease]["said"], rng.randrange(2)),
                *choose(said["question"], 1, slips=False),
            ],
            techniek=[
                *choose(words["technique"], 1),
                *choose(said["comparison"], 1, slips=False),
            ],
            bevinding=[*([measured] if place == "findings" else []), *self.organs()],
            conclusie=choose(said["conclusion"][self.study.course], 1, slips=False),
        )
        if place == "findings":
            return text
        width = self.sections.style["wrap"]
        apart = wrap(measured, width, keep_phi_whole=True) if width else measured
        return join("\n\n", (apart, text) if place == "top" else (text, apart))

    def organs(self) -> list[Passage]:
        """What is seen beside the target lesions."""
        rng, words, choose = self.rng, self.words, self.sections.choose
        thorax = choose(words["thorax"], rng.randrange(2, 5))
        if not any(lesion.is_node for lesion in self.study.lesions) and rng.random() < 0.6:
            thorax += choose(words["no_nodes"], 1)
        abdomen = choose(words["abdomen"], rng.randrange(2, 6))
        parts = {"Thorax": thorax, "Abdomen": abdomen, "Skelet": choose(words["skeleton"], 1)}
        between = rng.choice((": ", ".\n"))
        return [
            join(between, (Passage(name), join(" ", sentences)))
            for name, sentences in parts.items()
        ]

    # -- measurements -------------------------------------------------------------------------

    def measurements(self) -> Passage:
        """The list of target lesions with their sizes, and what else is measured."""
        lesions, block = self.study.lesions, self.block
        foot = self.said(block["foot"])
        if not lesions:
            return join("\n", (self.said(self.rng.choice(self.words["no_target"])), foot))
        lines = [self.line(number, lesion) for number, lesion in enumerate(lesions, 1)]
        if sizes := [lesion.size for lesion in lesions if lesion.size is not None]:
            self.slots["som"] = lambda: figure(sum(sizes))
            lines.append(self.said(block["sum"]))
        listed = join(block["between"], lines)
        head = self.said(block["head"])
        return join("\n", (join(block["before"], (head, listed)), foot))

    def line(self, number: int, lesion: Lesion) -> Passage:
        size = self.size(lesion)
        self.slots.update(n=lambda: str(number), plek=lambda: lesion.place, maat=lambda: size)
        return self.said(self.block["line"])

    def size(self, lesion: Lesion) -> str:
        rng, words = self.rng, self.words
        if not lesion.evaluable:
            return self.pick(words["not_evaluable"])
        if not lesion.long:
            text = self.pick(words["gone"])
        else:
            forms = _NODE_FORMS if lesion.is_node else _ORGAN_FORMS
            text = rng.choice(forms).format(
                long=figure(lesion.long),
                short=figure(lesion.short),
                cm=figure(round(lesion.long / 10, 2)),
            )
        if lesion.before and rng.random() < _BEFORE:
            text += self.pick(words["before"]).format(was=figure(lesion.before))
        return text

    # -- sentences ----------------------------------------------------------------------------

    def said(self, template: str) -> Passage:
        return self.sections.choose([template], 1, slips=False)[0]

    def pick(self, templates: Sequence[str]) -> str:
        return expand(self.rng, self.rng.choice(templates))

    def own_slots(self, who: ThoraxPatient) -> dict[str, Callable[[], str]]:
        rng, words = self.rng, self.words
        man = who.sex == "m"
        drawn: dict[str, Sequence[str]] = {
            "dhr": ["dhr.", "de heer"] if man else ["mevr.", "mevrouw"],
            "therapie": [self.study.therapy],
            "rest": words["rest"],
            "nieuw": words["new"][self.study.course],
            "aantal": ["2", "3", "4", "6"],
            "ml": ["80", "90", "100", "110", "120"],
            "man": ["man" if man else "vrouw"],
        }
        numbers = {"serie": (2, 13), "beeld": (32, 420), "cyste": (7, 50), "aorta": (34, 44)}
        slots: dict[str, Callable[[], str]] = {
            **{name: partial(self.pick, templates) for name, templates in drawn.items()},
            **{name: partial(_number, rng, *ends) for name, ends in numbers.items()},
        }
        slots["ima"] = lambda: f"{slots['serie']()}-{slots['beeld']()}"
        return slots


def _number(rng: Random, low: int, high: int) -> str:
    return str(rng.randrange(low, high))
