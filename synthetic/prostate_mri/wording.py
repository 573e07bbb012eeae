"""Words for what is found in a simulated prostate: the slots of its sentences."""

# ruff: noqa: D102 - slot_x fills the slot {x}

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit import anamnesis
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.measures import figure, written_diameters
from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import fill
from dragon_prep.synthetic.kit.turned import part
from dragon_prep.synthetic.prostate_mri.lesions import ANTERIOR, BEYOND, PERIPHERAL, Lesion, Spot
from dragon_prep.synthetic.prostate_mri.story import CORRECTED, LATER, SCORES, SIGNS, STATED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_mri.story import Exam

_AMBIGUOUS = {"slash": "3/4", "tot": "3 tot 4", "dash": "3-4", "wtf": "?", "question": "?"}
_PSA_UNITS = ("", "", "", " ng/ml", " ng/ml", " ng/mL", " µg/l", " ug/l")
_DENSITY_UNITS = ("", "", "", " ng/ml²", " ng/ml/cc", " ng/ml/ml")
_VOLUME_UNITS = (" cc", " cc", " cc", "cc", " ml", " ml", " cm³", " cm3")
_OF_CONTRAST = {
    "contrastzin": "contrast",
    "contrastkort": "contrast_kort",
    "para": "para",
    "mp": "mp",
}
_CODES = ("pl", "pm")  # of sectors, behind the zone: `PZpl`
_ENLARGED = (30, 50, 90)  # cm3
_IN_WORDS = 0.1  # times the difficulty: numbers in words
_ADJECTIVE = 0.25  # of the places that have a side: `in de linker perifere zone`


class Wording(PlantingWriter):
    """Fills the cohort's slots; ``lesion`` is the one being written of, ``number`` its own."""

    def __init__(
        self, rng: Random, exam: Exam, phi: PhiSlots, author: Author, knobs: Knobs
    ) -> None:
        super().__init__(rng, lexicon("prostate_mri"), phi, author, knobs)
        self.study, self.values, self.story = exam.study, exam.values, exam.story
        self.near = exam.values  # of which what was measured otherwise or before is near
        self.is_plain = phi.setting.plain
        self.style = author.style
        self.register = "short" if self.style["form"] == "terse" else "long"
        self.comma = rng.random() < 0.93
        self.lesion: Lesion | None = None
        self.number = 0
        given = "ja" if exam.values.contrast else "nee"
        for rule, kind in _OF_CONTRAST.items():
            self.rules[rule] = self.words[kind][given]

    def text(self, templates: Sequence[str]) -> str:
        """One of several ways to say something, its slots filled."""
        return fill(self.pick(templates), self.slot).text

    def figure(self, value: float) -> str:
        return figure(value, comma=self.comma)

    def spelled(self, value: float, unit: str) -> str:
        """A number with its unit, now and then in words."""
        whole = value == int(value) and 2 <= value < 100
        if whole and unit.strip() and self.rng.random() < _IN_WORDS * self.knobs.difficulty:
            return f"{in_words(int(value))} {unit.strip()}"
        return self.figure(value) + unit

    # -- numbers ------------------------------------------------------------------------------

    def slot_psa(self) -> str:
        unit = self.rng.choice(_PSA_UNITS)
        return part(self.rng, "psa", partial(self.spelled, self.values.psa, unit))

    def slot_psad(self) -> str:
        return self.figure(self.values.psad) + self.rng.choice(_DENSITY_UNITS)

    def slot_volume(self) -> str:
        unit = self.rng.choice(_VOLUME_UNITS)
        return part(self.rng, "volume", partial(self.spelled, self.values.volume, unit))

    def slot_vergroting(self) -> str:
        volume = self.values.volume
        words: list[str] = self.words["enlarged"]
        return words[sum(volume >= limit for limit in _ENLARGED)]

    def slot_maten(self) -> str:
        rng, diameters = self.rng, self.values.diameters
        return part(rng, "diameters", partial(written_diameters, rng, diameters))

    def slot_psa_oud(self) -> str:
        return self.figure(self.story.psas[1])

    def slot_psa_ouder(self) -> str:
        return self.figure(self.story.psas[0])

    def slot_psa_fout(self) -> str:
        return self.figure(round(self.near.psa * self.rng.choice((0.5, 1.3, 1.7, 10)) + 0.2, 1))

    def slot_volume_fout(self) -> str:
        made = round(self.near.volume * self.rng.choice((0.6, 0.8, 1.3, 1.6))) + 1
        return f"{made} cc"

    def volume_before(self) -> float:
        """The volume at an earlier MRI."""
        prior = self.story.prior
        return prior.volume if prior else max(8, round(self.near.volume * 0.8) - 1)

    def slot_volume_oud(self) -> str:
        return f"{self.figure(self.volume_before())}{self.rng.choice(_VOLUME_UNITS)}"

    def slot_trus_volume(self) -> str:
        made = round(self.near.volume * self.rng.choice((0.7, 0.85, 1.15, 1.3))) + 1
        return f"{made}{self.rng.choice((' cc', ' gram', ' ml', ' g'))}"

    def slot_tz_volume(self) -> str:
        return f"{max(3, round(self.near.volume * self.rng.randrange(35, 75) / 100))} cc"

    def slot_dens_oud(self) -> str:
        made = max(0.01, round(self.story.psas[1] / self.volume_before(), 2))
        return self.figure(made if made != self.near.psad else round(made + 0.02, 2))

    def slot_residu(self) -> str:
        return str(self.rng.randrange(0, 260, 10))

    def slot_ml(self) -> str:
        return self.rng.choice(("7,5", "10", "15", "8", "12"))

    def slot_pct(self) -> str:
        return str(self.rng.randrange(6, 32))

    def slot_ipss(self) -> str:
        return str(self.rng.randrange(2, 32))

    def slot_qmax(self) -> str:
        return str(self.rng.randrange(5, 19))

    def slot_cyste(self) -> str:
        return str(self.rng.randrange(3, 14))

    def slot_klier(self) -> str:
        return str(self.rng.randrange(4, 8))

    def slot_klier_groot(self) -> str:
        return str(self.rng.randrange(9, 22))

    def slot_bot(self) -> str:
        return str(self.rng.randrange(8, 35))

    def slot_contact(self) -> str:
        return str(self.rng.randrange(12, 30))

    def slot_adc_normaal(self) -> str:
        return str(self.rng.randrange(1150, 1700))

    # -- history ------------------------------------------------------------------------------

    def slot_vg(self) -> str:
        mark = self.rng.choice((", ", ", ", "; ", " - "))
        count = self.rng.choices((1, 2, 3, 4, 7), (3, 4, 3, 2, 1))[0]
        return mark.join(anamnesis.past(self.rng, count))

    def slot_operatie(self) -> str:
        return anamnesis.past(self.rng, 1, ("operaties",))[0]

    def slot_ziekte(self) -> str:
        return anamnesis.past(self.rng, 1, ("ziekten",))[0]

    def slot_middelen(self) -> str:
        count, doses = self.rng.choices((1, 2, 3, 5), (3, 3, 2, 1))[0], self.rng.random() < 0.4
        return ", ".join(anamnesis.drugs(self.rng, count, doses=doses))

    def slot_rtkant(self) -> str:
        return self.story.side

    def slot_oud_score(self) -> str:
        return str(self.story.prior.score) if self.story.prior else "2"

    def slot_oud_laag(self) -> str:
        return self.slot_oud_score()

    def slot_oud_plek(self) -> str:
        spot = self.story.prior.spot if self.story.prior else None
        return self.place(spot, self.register) if spot else "elders"

    def slot_oud_bevinding(self) -> str:
        prior = self.story.prior
        kind = "lesion" if prior and prior.spot else "none"
        return self.text(self.words["prior_finding"][kind])

    # -- lesions ------------------------------------------------------------------------------

    def slot_n(self) -> str:
        return str(self.number)

    def slot_plek(self) -> str:
        return self.place(self.lesion.spot, self.register) if self.lesion else "links"

    def slot_plek_kort(self) -> str:
        return self.place(self.lesion.spot, "short") if self.lesion else "links"

    def slot_maat(self) -> str:
        if not self.lesion:
            return ""
        a, b, c = self.lesion.size
        whole = f"{self.figure(a / 10)} x {self.figure(b / 10)} cm"
        forms = (f"{a} x {b} x {c} mm", f"{a} x {b} mm", f"{a}x{b}x{c}mm", f"{a} mm", f"{a} mm",
                 f"{self.figure(a / 10)} cm", f"{a} bij {b} mm", whole)  # fmt: skip
        if self.rng.random() < 2 * _IN_WORDS * self.knobs.difficulty:
            return f"{in_words(a)} mm"
        return self.one_of(forms) if self.rng.random() < 0.5 else self.rng.choice(forms)

    def slot_t2(self) -> str:
        return str(self.lesion.t2) if self.lesion else ""

    def slot_dwi(self) -> str:
        return str(self.lesion.dwi) if self.lesion else ""

    def slot_dce(self) -> str:
        dce = self.lesion.dce if self.lesion else ""
        return dce or self.one_of(("niet verricht", "x", "nvt", "geen"))

    def slot_adc(self) -> str:
        return str(self.lesion.adc) if self.lesion else ""

    def slot_t2_zin(self) -> str:
        if not self.lesion:
            return ""
        zone = PERIPHERAL if self.lesion.spot.zone == PERIPHERAL else "tz"
        return self.text(self.words["t2"][zone][str(self.lesion.t2)])

    def slot_dwi_zin(self) -> str:
        return self.text(self.words["dwi"][self.slot_dwi()])

    def slot_dce_zin(self) -> str:
        return self.text(self.words["dce"][self.lesion.dce if self.lesion else ""])

    def slot_kapsel(self) -> str:
        return self.text(self.words["capsule"][self.lesion.extends if self.lesion else "no"])

    def slot_kapsel_zin(self) -> str:
        return self.text(
            self.words["capsule_sentence"][self.lesion.extends if self.lesion else "no"]
        )

    def slot_score(self) -> str:
        if self.lesion is None:
            return str(self.rng.randrange(2, 6))  # in a report that is not Dutch
        if self.study.defect == "pirads_missing":
            return "niet vermeld"
        if self.lesion.score is None:
            return self.pick(self.words["unscored"])
        if self.study.defect.removeprefix("pirads_") in _AMBIGUOUS:
            return _AMBIGUOUS[self.study.defect.removeprefix("pirads_")]
        if self.rng.random() < 2 * _IN_WORDS * self.knobs.difficulty:
            return str(self.words["number_words"][self.lesion.score])
        return str(self.lesion.score)

    def slot_fout(self) -> str:
        score = self.lesion.score if self.lesion else None
        return {2: "3", 3: "2", 4: self.rng.choice("23"), 5: "4"}.get(score or 3, "2")

    def slot_oordeel(self) -> str:
        words, mode = self.words["oordeel"], self.story.modes[self.number - 1]
        if self.lesion is not None and self.lesion.score is None:
            return self.text(["<cat>"])  # no part scores either
        if mode == SIGNS:
            high = self.lesion is not None and self.lesion.significant
            return self.text(words["signs_high" if high else "signs_low"])
        return self.text(words[mode])

    def says_category(self, number: int) -> bool:
        """Whether the conclusion may give the category of a lesion."""
        return self.story.modes[number - 1] in (STATED, CORRECTED, LATER)

    def tells_by_scores(self, number: int) -> bool:
        """Whether only part scores tell the category of a lesion."""
        return self.story.modes[number - 1] == SCORES

    def slot_laag(self) -> str:
        scores = [lesion.score for lesion in self.values.lesions if lesion.score]
        return str(max(scores, default=self.values.low))

    # -- stage --------------------------------------------------------------------------------

    def slot_stadium(self) -> str:
        return self.values.stage

    def slot_nm(self) -> str:
        return ("N1" if self.values.nodes else "N0") + (" M1b" if self.values.bones else "")

    def slot_dkant(self) -> str:
        sides = [x.spot.side for x in self.values.lesions if x.extends == BEYOND]
        return sides[0] if sides and sides[0] != "midden" else "links"

    # -- places -------------------------------------------------------------------------------

    def slot_hoogte_los(self) -> str:
        return self.one_of(self.words["loose_level"])

    def slot_bij_status(self) -> str:
        return self.one_of(self.words["anatomy_status"])

    def slot_toevoeging(self) -> str:
        return self.pick(self.words["addition"])

    def place(self, spot: Spot, register: str) -> str:
        """A place, in words or in short."""
        words, rng = self.words["place"], self.rng
        if register == "short":
            parts = {
                "zone": words["short_zone"][spot.zone],
                "kant": self.one_of(words["short_side"][spot.side]),
                "hoogte": self.one_of(words["short_level"][spot.level]),
                "sector": self.one_of(words["short_sector"][spot.sector]),
                # Not `TZa`: somebody of the staff may be called so.
                "code": spot.sector if spot.sector in _CODES else "",
            }
        else:
            kind = "sector" if spot.sector else ""
            parts = {
                "lw": "het" if spot.zone == ANTERIOR else "de",
                "zone": self.one_of(words["zone"][spot.zone]),
                "kant": self.one_of(words["side"][spot.side]),
                "kant_e": {"links": "linker", "rechts": "rechter"}.get(spot.side, ""),
                "hoogte": self.one_of(words["level"][spot.level]),
                "sector": self.one_of(words["sector"][spot.sector]) if kind else "",
            }
            if spot.side != "midden" and rng.random() < _ADJECTIVE:
                register = "adjective"
        made = " ".join(self.one_of(words[register]).format(**parts).split())
        return made.replace(" ,", ",").strip(" ,")
