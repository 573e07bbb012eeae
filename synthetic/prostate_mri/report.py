"""The text of a simulated prostate MRI report, in the styles of three centres.

What is written: sentences and headings in ``data/sim_prostate_mri.json``, put together here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.headings import habit
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.measures import ellipsoid
from dragon_prep.synthetic.kit.sections import SECTIONS, lowered
from dragon_prep.synthetic.kit.text import Passage, join, wrap
from dragon_prep.synthetic.prostate_mri.filling import Filling
from dragon_prep.synthetic.prostate_mri.lesions import BEYOND, CLEAR
from dragon_prep.synthetic.prostate_mri.story import LATER, SIGNS, Exam, draw_story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_mri.lesions import Lesion
    from dragon_prep.synthetic.prostate_mri.state import Study
    from dragon_prep.synthetic.prostate_mri.values import Values

_ORDERS = {
    "lichaam": ("klier", "achtergrond", "laesies", "sectoren", "stadiering", "overig"),
    "vraag": ("laesies", "klier", "achtergrond", "sectoren", "stadiering", "overig"),
    "belang": ("laesies", "stadiering", "klier", "achtergrond", "sectoren", "overig"),
}


def write_report(
    rng: Random, study: Study, values: Values, phi: PhiSlots, author: Author, knobs: Knobs
) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned; decides what must not be stated.
        values: what is stated.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    story = draw_story(rng, study, values, knobs.difficulty)
    return ProstateReport(rng, Exam(study, values, story), phi, author, knobs).report()


class ProstateReport(Filling):
    """One report being written."""

    def report(self) -> Passage:
        """The whole text."""
        if self.study.defect == "not_dutch":
            return self.sentence(self.words["not_dutch"])
        study, missing = self.study, self.study.missing
        self.says_psa = "T20" not in missing and study.defect != "psa_sheet_only"
        self.says_volume = "T19" not in missing and study.defect != "volume_sheet_only"
        self.says_density = "T21" not in missing
        self.wanted = words_wanted(self.rng, self.author, self.words["lengths"])
        parts = self.clinical() | self.findings()
        parts["techniek"] = self.some("technique", 1)
        parts["conclusie"] = self.conclusion()
        parts |= {"uitleg": [], "vroeger": []}
        self.fill_up(parts)
        order = _ORDERS[self.author.order]
        sections: dict[str, list[Passage]] = {name: [] for name in SECTIONS} | {
            "kliniek": [*parts["kliniek"], *parts["vraag"]],
            "techniek": [*parts["techniek"], *parts["vroeger"]],
            "bevinding": [sentence for name in order for sentence in parts[name]],
            "conclusie": [*parts["conclusie"], *parts["uitleg"]],
        }
        self.plant(sections)
        written = filter(None, (self.section(n, sections[n]) for n in sections))
        text = join(self.style["gap"], written)
        if self.author.lower:
            text = lowered(text, names=self.author.small_names and not self.is_plain)
        width = self.style["wrap"]
        return wrap(text, width, keep_phi_whole=self.is_plain) if width else text

    # -- sections ---------------------------------------------------------------------------

    def clinical(self) -> dict[str, list[Passage]]:
        """PSA, biopsies, palpation, the earlier MRI and the question."""
        rng, story, hard = self.rng, self.story, self.knobs.difficulty
        said = self.psa()
        if story.biopsy and rng.random() < 0.8:
            said.append(self.sentence(self.words["biopsy"][story.biopsy]))
        if story.palpation:
            said.append(self.sentence(self.words["rt"][story.palpation]))
        if story.prior:
            said += self.some("prior_report", 1)
        if len(said) > 1 and rng.random() < 0.3:
            said = [*said[1:], said[0]]
        asked: list[Passage] = []
        if self.study.defect == "no_detection":
            asked = self.some("question_not_detection", 1)
        elif story.prior and story.prior.spot and rng.random() < hard:
            asked = self.some("question_prior", 1)
        elif rng.random() < 0.75:
            asked = self.some("question", 1)
        return {"kliniek": said, "vraag": asked}

    def psa(self) -> list[Passage]:
        """PSA, by itself, in a series or put right."""
        rng, hard = self.rng, self.knobs.difficulty
        if not self.says_psa:
            return self.some("psa_unknown", 1)
        kinds = ("psa_series", "psa_corrected", "psa")
        kind = rng.choices(kinds, (0.7 * hard, 0.08 * hard, 1 - 0.78 * hard))[0]
        return self.some(kind, 1)

    def findings(self) -> dict[str, list[Passage]]:
        """The gland, its lesions and their spread."""
        rng = self.rng
        by_size = self.values.by_diameters
        self.volume_later = self.says_volume and not by_size and rng.random() < 0.4
        self.density_later = self.says_density and rng.random() < 0.6
        return {
            "klier": self.gland(),
            "achtergrond": self.topics("background", rng.randrange(2)),
            "laesies": self.all_lesions(),
            "sectoren": [],
            "stadiering": self.staging(brief=self.register == "short"),
            "overig": self.topics("other", int(rng.random() < 0.4)),
        }

    def gland(self) -> list[Passage]:
        """Volume and density, as far as the conclusion does not tell them."""
        rng = self.rng
        said = self.volume() if self.says_volume and not self.volume_later else []
        if self.says_volume and rng.random() < 0.5 * self.knobs.difficulty:
            said.insert(rng.randrange(len(said) + 1), self.some("volume_other", 1)[0])
        if self.says_density and not self.density_later:
            said += self.density()
        return said

    def all_lesions(self) -> list[Passage]:
        """The lesions of now, and the one of an earlier MRI."""
        found = self.values.lesions
        said = [self.lesion_said(n, x) for n, x in enumerate(found, 1)]
        if not said:
            said = self.some("no_lesion", 1)
        elif self.rng.random() < 0.3 and any(x.significant for x in found):
            said += self.some("no_other", 1)
        prior = self.story.prior
        if prior and prior.spot:
            self.number = prior.same
            said += self.some("earlier_same" if prior.same else "earlier_gone", 1)
        return said

    def staging(self, *, brief: bool) -> list[Passage]:
        """Vesicles, nodes and bones."""
        out = []
        for kind in ("vesicles", "nodes", "bones"):
            found = getattr(self.values, kind)
            if found or self.rng.random() < (0.25 if brief else 0.6):
                out.append(self.sentence(self.words[kind]["yes" if found else "no"]))
        return out

    def conclusion(self) -> list[Passage]:
        """Numbers, lesions, stage and advice."""
        rng, values = self.rng, self.values
        out = self.volume() if self.volume_later else []
        out += self.density() if self.density_later else []
        found = [n for n, x in enumerate(values.lesions, 1) if x.significant]
        out += self.summary(found) if found else self.some("summary_none", 1)
        low = [n for n, x in enumerate(values.lesions, 1) if x.score == 2]
        if found and low and rng.random() < 0.4 and self.says_category(low[0]):
            self.turn_to(low[0])
            out.append(
                self.sentence([t.replace("plek2", "plek") for t in self.words["summary_low"]])
            )
        if found and rng.random() < {CLEAR: 0.4, BEYOND: 1}.get(values.extends, 0.8):
            out.append(self.sentence(self.words["stage"][values.extends]))
        for kind in ("vesicles", "nodes", "bones"):
            if getattr(values, kind):
                out.append(self.sentence(self.words["spread"][kind]))
        advice = "advice" if found else "advice_none"
        return out + (self.some(advice, 1) if rng.random() < 0.4 else [])

    def summary(self, found: Sequence[int]) -> list[Passage]:
        """The suspicious lesions, the highest score first; all of them, or the first alone."""
        rng, lesions = self.rng, self.values.lesions
        ordered = sorted(found, key=lambda n: -(lesions[n - 1].score or 0))
        later = any(self.story.modes[n - 1] == LATER for n in found)
        if not later and self.says_category(ordered[0]) and rng.random() < 0.3:
            self.turn_to(ordered[0])
            return self.some("summary_top", 1)
        items = [self.summary_item(n) for n in ordered]
        if len(items) > 1 and rng.random() < 0.6:
            head = self.text(self.words["summary_count"])
            listed = rng.choice(("; ", ", ", " en ")).join(items)
            return [Passage(f"{head[0].upper()}{head[1:]} {listed}.")]
        return [Passage(f"{item[0].upper()}{item[1:]}.") for item in items]

    def summary_item(self, number: int) -> str:
        """One lesion as a conclusion names it."""
        self.turn_to(number)
        said = self.says_category(number)
        return self.text(self.words["summary_item"]["stated" if said else "plain"])

    def turn_to(self, number: int) -> None:
        """Makes a lesion the one that is written of."""
        self.number, self.lesion = number, self.values.lesions[number - 1]

    def slot_aantal(self) -> str:
        """How many lesions are suspicious."""
        return str(self.words["counts"][sum(x.significant for x in self.values.lesions)])

    def slot_hoogste(self) -> str:
        """The highest score."""
        return self.slot_score()

    def density(self) -> list[Passage]:
        """The density of PSA, perhaps with that of the earlier MRI."""
        old = self.story.prior and self.rng.random() < self.knobs.difficulty
        return self.some("density_old" if old else "density", 1)

    def volume(self) -> list[Passage]:
        """The volume, or the diameters that give it."""
        values, rng = self.values, self.rng
        if values.by_diameters:
            return self.some("dimensions", 1)
        # Rounded to whole cm3, the volume agrees with the diameters; a reader can check it.
        agrees = abs(ellipsoid(values.diameters) - values.volume) <= 0.5
        if agrees and self.register == "long" and rng.random() < 0.25:
            return self.some("dimensions_and_volume", 1)
        if rng.random() < 0.08 * self.knobs.difficulty:
            return self.some("volume_corrected", 1)
        return self.some("volume", 1)

    def lesion_said(self, number: int, lesion: Lesion) -> Passage:
        """What is said of one lesion."""
        self.turn_to(number)
        hard = self.story.modes[number - 1] == SIGNS or self.tells_by_scores(number)
        template = self.pick(self.words["lesion"][self.style["form"]])
        said = self.filled(template)
        if lesion.extends != CLEAR and "{kapsel" not in template:
            gap = " " if said.text.endswith(".") else ". "
            said = join(gap, (said, self.sentence(self.words["capsule_sentence"][lesion.extends])))
        if hard and "ADC" not in template and self.rng.random() < 0.2:
            gap = " " if said.text.endswith(".") else "; "
            said = join(gap, (said, self.filled("<adc>.")))
        return said

    # -- form -------------------------------------------------------------------------------

    def section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        """A section in the style of the author."""
        if not sentences:
            return None
        form, inner = self.style["form"], self.style["inner"]
        listed = form == "bullets" and name in ("bevinding", "conclusie")
        if listed:
            mark = Passage(habit(self.author, self.words["marks"][self.study.centre]))
            sentences = [join("", (mark, sentence)) for sentence in sentences]
        lines = listed or name == "slot" or (name == "bevinding" and form == "fields")
        body = join(inner if lines else " ", sentences)
        heading = habit(self.author, self.style["headings"][name])
        if not heading:
            return body
        return join(self.style["after_heading"], (Passage(heading), body))

    def identified(self, name: str) -> Sequence[str]:
        """The sentences with identifiers that may stand in a section."""
        free = not self.is_plain and self.rng.random() < 0.6
        kind = "phi_free" if free else "phi_plain"
        templates: Sequence[str] = self.words[kind][name]
        return (
            [*templates, *self.words["phi_stress"][kind][name]] if self.knobs.stress else templates
        )
