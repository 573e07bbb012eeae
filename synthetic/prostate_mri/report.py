"""The text of a simulated prostate MRI report, in the styles of three centres.

What is written: sentences and headings in ``data/sim_prostate_mri.json``, put together here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import ellipsoid, figure, written_diameters
from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import Passage, fill, join, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_mri.state import Study
    from dragon_prep.synthetic.prostate_mri.values import Lesion, Values

_AMBIGUOUS = {"slash": "3/4", "tot": "3 tot 4", "dash": "3-4", "wtf": "?", "question": "?"}
_PSA_UNITS = ("", "", "", " ng/ml", " ng/ml", " ng/mL", " \u00b5g/l", " ug/l")
_DENSITY_UNITS = ("", "", "", " ng/ml\u00b2", " ng/ml/cc", " ng/ml/ml")
_VOLUME_UNITS = (" cc", " cc", " cc", "cc", " ml", " ml", " cm\u00b3", " cm3")


def write_report(rng: Random, study: Study, values: Values, phi: PhiSlots) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned; decides the style, and what must not be stated.
        values: what is stated.
        phi: fills the slots for identifiers, 2 to 10 of them.
    """
    return _Writer(rng, study, values, phi).report()


class _Writer(PlantingWriter):
    """One report being written."""

    def __init__(self, rng: Random, study: Study, values: Values, phi: PhiSlots) -> None:
        super().__init__(rng, lexicon("prostate_mri"), phi)
        self.study = study
        self.values = values
        self.is_plain = phi.setting.plain
        self.style = self.weighted(self.words["styles"][study.centre])
        self.register = "short" if self.style["form"] == "terse" else "long"
        self.comma = rng.random() < 0.9
        self.places = [self.draw_place() for _ in values.lesions]
        # Positions of the lesions with PI-RADS 3 or more, the highest score first.
        scores = [lesion.score or 0 for lesion in values.lesions]
        ordered = sorted(range(len(scores)), key=lambda i: -scores[i])
        self.suspicious = [i for i in ordered if scores[i] >= 3]
        self.says_psa = "T20" not in study.missing and study.defect != "psa_sheet_only"
        self.says_volume = "T19" not in study.missing and study.defect != "volume_sheet_only"
        self.says_density = "T21" not in study.missing

    def report(self) -> Passage:
        if self.study.defect == "not_dutch":
            return self.sentence(self.words["not_dutch"])
        sections = {
            "kop": [],
            "kliniek": self.clinical(),
            "techniek": self.some("technique", 1),
            "bevinding": self.findings(),
            "conclusie": self.conclusion(),
            "slot": [],
        }
        self.plant(sections)
        text = join(
            self.style["gap"], filter(None, (self.section(n, sections[n]) for n in sections))
        )
        if self.style["wrap"]:
            text = wrap(text, self.style["wrap"], keep_phi_whole=self.is_plain)
        return text

    # -- sections ---------------------------------------------------------------------------

    def clinical(self) -> list[Passage]:
        out = self.some("psa", 1) if self.says_psa else self.some("psa_unknown", 1)
        if self.says_psa and self.rng.random() < 0.15:
            out += self.some("psa_earlier", 1)
        out += self.some("history", self.rng.choices((0, 1, 2, 3), (15, 40, 30, 15))[0])
        if self.study.defect == "no_detection":
            return out + self.some("question_not_detection", 1)
        return out + (self.some("question", 1) if self.rng.random() < 0.75 else [])

    def density(self) -> list[Passage]:
        """The density where it belongs, unless the conclusion is to say it."""
        self.density_later = self.says_density and self.rng.random() < 0.6
        here = self.says_density and not self.density_later
        return self.some("density", 1) if here else []

    def findings(self) -> list[Passage]:
        rng, values = self.rng, self.values
        out: list[Passage] = []
        self.volume_later = self.says_volume and not values.by_diameters and rng.random() < 0.35
        if self.says_volume and not self.volume_later:
            out += self.volume()
        if self.study.defect != "volume_sheet_only" and rng.random() < 0.05:
            out += self.some("volume_earlier", 1)
        out += self.density()
        terse = self.register == "short"
        out += self.some("background", rng.randrange(2) if terse else rng.randrange(1, 4))
        for number, lesion in enumerate(values.lesions, 1):
            out.append(self.lesion(number, lesion))
        if not values.lesions:
            out += self.some("no_lesion", 1)
            if rng.random() < 0.08:
                out += self.some("earlier_lesion", 1)
        return out + self.some("staging", rng.randrange(3) if terse else rng.randrange(2, 5))

    def conclusion(self) -> list[Passage]:
        rng, values = self.rng, self.values
        out = self.volume() if self.volume_later else []
        out += self.some("density", 1) if self.density_later else []
        found = [values.lesions[i] for i in self.suspicious]
        out += self.some(("summary_none", "summary_one", "summary_more")[min(len(found), 2)], 1)
        if found and rng.random() < 0.5:
            extends = any(lesion.extends for lesion in found)
            out.append(self.sentence(self.words["stage"]["yes" if extends else "no"]))
        advice = "advice" if found else "advice_none"
        return out + (self.some(advice, 1) if rng.random() < 0.4 else [])

    def volume(self) -> list[Passage]:
        values = self.values
        if values.by_diameters:
            return self.some("dimensions", 1)
        # Rounded to whole cm3, the volume agrees with the diameters; a reader can check it.
        agrees = abs(ellipsoid(values.diameters) - values.volume) <= 0.5
        if agrees and self.register == "long" and self.rng.random() < 0.25:
            return self.some("dimensions_and_volume", 1)
        return self.some("volume", 1)

    def lesion(self, number: int, lesion: Lesion) -> Passage:
        extends = "yes" if lesion.extends else "no"
        score = self.score(lesion)
        slots = {
            "n": str(number),
            "score": score,
            "maat": self.lesion_size(lesion),
            "t2": str(lesion.t2),
            "dwi": str(lesion.dwi),
            "dce": lesion.dce,
            "adc": str(lesion.adc),
            "kapsel": self.pick(self.words["capsule"][extends]),
            "kapsel_zin": self.pick(self.words["capsule_sentence"][extends]),
            "plek": self.written_place("long", self.places[number - 1]),
            "plek_kort": self.written_place("short", self.places[number - 1]),
        }
        slots["plek_hoofd"] = slots["plek"][0].upper() + slots["plek"][1:]
        template = self.pick(self.words["lesion"][self.style["form"]])
        return fill(template, lambda slot: Passage(slots[slot]))

    def section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        if not sentences:
            return None
        form, inner = self.style["form"], self.style["inner"]
        listed = form == "bullets" and name in ("bevinding", "conclusie")
        if listed:
            mark = "* " if self.study.centre == "avl" else "- "
            sentences = [join("", (Passage(mark), sentence)) for sentence in sentences]
        lines = listed or name == "slot" or (name == "bevinding" and form == "fields")
        body = join(inner if lines else " ", sentences)
        heading = self.style["headings"][name]
        if not heading:
            return body
        return join(self.style["after_heading"], (Passage(heading), body))

    def identified(self, name: str) -> Sequence[str]:
        free = not self.is_plain and self.rng.random() < 0.6
        templates: Sequence[str] = self.words["phi_free" if free else "phi_plain"][name]
        return templates

    def some(self, kind: str, count: int) -> list[Passage]:
        """Different sentences of a kind."""
        templates: Any = self.words[kind]
        if isinstance(templates, dict):
            templates = templates[self.register]
        return self.choose(templates, count)

    def number(self, value: float) -> str:
        return figure(value, comma=self.comma)

    def slot_psa(self) -> str:
        return self.number(self.values.psa) + self.rng.choice(_PSA_UNITS)

    def slot_psad(self) -> str:
        return self.number(self.values.psad) + self.rng.choice(_DENSITY_UNITS)

    def slot_volume(self) -> str:
        return self.number(self.values.volume) + self.rng.choice(_VOLUME_UNITS)

    def slot_maten(self) -> str:
        return written_diameters(self.rng, self.values.diameters)

    def slot_psa_oud(self) -> str:
        return self.number(max(0.1, round(self.values.psa * self.rng.randrange(40, 90) / 100, 1)))

    def slot_volume_oud(self) -> str:
        return f"{round(self.values.volume * self.rng.randrange(60, 98) / 100)} cc"

    def slot_ml(self) -> str:
        return self.rng.choice(("7,5", "10", "15", "8", "12"))

    def slot_plek(self) -> str:
        return self.written_place("long", self.places[self.suspicious[0]])

    def slot_plek_kort(self) -> str:
        return self.written_place("short", self.places[self.suspicious[0]])

    def slot_laag(self) -> str:
        scores = [lesion.score for lesion in self.values.lesions if lesion.score]
        return str(max(scores, default=self.values.low))

    def slot_score(self) -> str:
        return str(self.rng.randrange(2, 6))

    def slot_hoogste(self) -> str:
        return self.scores()[0]

    def slot_scores(self) -> str:
        return self.rng.choice((", ", " en ", "/", " resp. ")).join(self.scores())

    def slot_aantal(self) -> str:
        count: str = self.words["counts"][len(self.suspicious)]
        return count

    def scores(self) -> list[str]:
        """The scores of the suspicious lesions as text, the highest first."""
        return [self.score(self.values.lesions[i]) for i in self.suspicious]

    def score(self, lesion: Lesion) -> str:
        if self.study.defect == "pirads_missing":
            return "niet vermeld"
        if lesion.score is None:
            return self.pick(self.words["unscored"])
        return _AMBIGUOUS.get(self.study.defect.removeprefix("pirads_"), str(lesion.score))

    def draw_place(self) -> dict[str, str]:
        """Where a lesion is: parts in words and short form, ``links/li``."""
        place, rng = self.words["place"], self.rng
        zone, short, sectors = rng.choice(place["zones"])
        return {
            "zone": f"{zone}/{short}",
            "kant": rng.choice(place["sides"]),
            "sector": rng.choice(sectors),
            "hoogte": rng.choice(place["levels"]),
        }

    def written_place(self, register: str, place: dict[str, str]) -> str:
        which = 0 if register == "long" else -1
        parts = {name: words.split("/")[which] for name, words in place.items()}
        template: str = self.rng.choice(self.words["place"][register])
        return template.format(**parts)

    def lesion_size(self, lesion: Lesion) -> str:
        a, b, c = lesion.size
        forms = (f"{a} x {b} x {c} mm", f"{a} x {b} mm", f"{a}x{b}x{c}mm", f"{a} mm",
                 f"{figure(a / 10, comma=self.comma)} cm")  # fmt: skip
        return self.rng.choice(forms)
