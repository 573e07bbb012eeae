"""What fills the slots of a lung pathology report: the sample's place, its sizes, genes, stains."""

# ruff: noqa: D102 - a slot's method is named by what stands in the slot
from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.ids import digits
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.specimens import SpecimenWriter
from dragon_prep.synthetic.kit.text import Passage, join, planted
from dragon_prep.synthetic.lung_pathology.course import COHORT, LUNG_BEFORE, Variant
from dragon_prep.synthetic.lung_pathology.profile import genes_of_panel, listed, pdl1_band, stage

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.lung_pathology.course import Course
    from dragon_prep.synthetic.lung_pathology.state import Sample

WHOLE = ("lobectomie", "VATS-lobectomie", "pneumonectomie")


class SlotWriter(SpecimenWriter):
    """Knows the sample and what is to be said of it."""

    def __init__(
        self, sample: Sample, uid: str, phi: PhiSlots, author: Author, knobs: Knobs
    ) -> None:
        rng: Random = phi.rng
        super().__init__(rng, lexicon(COHORT), phi, author, knobs)
        self.sample = sample
        self.course: Course = sample.course
        self.register = phi.register
        self.uid = uid
        self.place = rng.choice(self.words["places"][sample.site])
        self.said_places: list[str] = []
        kind_of = self.words["methods"].get(sample.kind, {})
        self.method: str = rng.choice(kind_of.get(sample.site, ["materiaal"]))
        self.size = rng.randrange(8, 29) if self.method not in WHOLE else rng.randrange(12, 68)
        self.tissue = ""
        self.is_marked = False
        self.positive: list[str] = []
        self.negative: list[str] = []
        self.told = Variant("")  # the mutation that is told of
        self.wild: list[str] = []
        self.result = Passage("")

    @property
    def year(self) -> int:
        """Of the report."""
        return self.sample.day.year

    # -- numbers of reports -------------------------------------------------------------------

    def slot_eigen_nr(self) -> Passage:
        return planted(self.uid, f"RAPPORT_ID.{self.uid[0]}_NUMMER")

    def slot_c_nr(self) -> Passage:
        return self.number("C", "RAPPORT_ID.C_NUMMER")

    def slot_dpa_nr(self) -> Passage:
        return self.number("DPA", "RAPPORT_ID.DPA_NUMMER")

    def number(self, letters: str, label: str) -> Passage:
        """The number of another report."""
        lead = f"{letters}{self.year % 100:02}"
        number = self.register.fresh(lambda: f"{lead}-{digits(self.rng, 5)}")
        return planted(number, label)

    # -- the sample ---------------------------------------------------------------------------

    def slot_plek(self) -> str:
        self.said_places.append(self.one_of(self.place))
        return self.said_places[-1]

    def slot_weefsel(self) -> str:
        return self.tissue

    def slot_zijde(self) -> str:
        place = " ".join(self.place)
        return "links" if "link" in place or "LBK" in place else "rechts"

    def slot_aangeduid(self) -> Passage:
        """How the container is marked; sometimes with the method, always with the place."""
        if self.is_marked:
            return self.filled(self.either("{plek}, {methode}", "{methode} {plek}"))
        return self.filled(self.either("{plek}", "{plek}", "materiaal {plek}", "PA {plek}"))

    def slot_methode(self) -> str:
        return self.method

    def slot_ondergrond(self) -> Passage:
        return self.sentence(self.rules[f"weefsel_{self.sample.site.replace(' ', '_')}"])

    # -- earlier cancers and origin -----------------------------------------------------------

    def slot_vg_ca(self) -> str:
        return self.course.earlier_name

    def slot_vg_beh(self) -> str:
        return self.course.treatment

    def slot_eerder_wat(self) -> Passage:
        """The earlier tumour, with its number or its year."""
        name = self.course.earlier_name
        the = "de" if name.endswith(("kanker", "tumor")) else "het"
        lung = self.course.earlier == LUNG_BEFORE
        options = [f"{the} {name} ({{tnr}})", f"{the} {name} van {{jaar}}", f"{{tnr}} ({name})",
                   f"{the} {name} uit {{jaar}}, {{tnr}}"]  # fmt: skip
        if lung:
            options += ["de eerdere longtumor ({tnr})", "de longtumor van {jaar}"]
        return self.filled(self.rng.choice(options))

    def slot_herkomst(self) -> str:
        return self.one_of(self.course.disease["origin"])

    def slot_bekend_ca(self) -> str:
        """The cancer that this is a metastasis of."""
        if self.course.earlier == self.course.disease["organ"]:
            return self.course.earlier_name
        return self.one_of(self.course.disease["known"])

    # -- stains and genes ---------------------------------------------------------------------

    def slot_pos(self) -> str:
        return listed(self.spelled(self.positive))

    def slot_neg(self) -> str:
        return listed(self.spelled(self.negative))

    def spelled(self, markers: list[str]) -> list[str]:
        """Stains as the author spells them."""
        return [self.one_of(self.words["markers"][marker]) for marker in markers]

    def slot_ki(self) -> str:
        return str(self.course.ki67 // 5 * 5 if self.course.ki67 > 10 else self.course.ki67)

    def slot_pdl(self) -> str:
        return str(self.course.pdl1)

    def slot_pdl_klasse(self) -> str:
        return pdl1_band(self.course.pdl1)

    def slot_gen(self) -> str:
        return self.told.gene

    def slot_c_dna(self) -> str:
        return self.told.dna

    def slot_p_eiwit(self) -> str:
        return self.told.protein

    def slot_kort(self) -> str:
        return self.told.short

    def slot_wt(self) -> str:
        return listed(self.wild)

    def slot_uitslag(self) -> Passage:
        return self.result

    def slot_panel(self) -> str:
        return genes_of_panel(self.rng, most=36)

    def slot_vaf(self) -> str:
        return str(self.rng.randrange(5, 62))

    def slot_diepte(self) -> str:
        return str(self.rng.randrange(400, 4000))

    def slot_pt(self) -> str:
        return stage(self.size, self.year)[0]

    def slot_tnm(self) -> Passage:
        edition = stage(self.size, self.year)[1]
        return Passage(self.either(f"{edition}e editie", f"editie {edition}", edition))

    # -- measures -----------------------------------------------------------------------------

    def slot_packyears(self) -> str:
        return str(self.course.pack_years)

    def slot_procent(self) -> str:
        return str(self.rng.choice((5, 10, 20, 30, 40, 60, 70, 80, 90)))

    def slot_n(self) -> str:
        return str(self.rng.randrange(2, 7))

    def slot_veel(self) -> str:
        return str(self.rng.randrange(12, 60))

    def slot_nb(self) -> Passage:
        count = self.rng.randrange(1, 4) if self.sample.kind == "Biopsy" else (
            self.rng.randrange(3, 14))  # fmt: skip
        if count == 1:
            return Passage(self.either("1b", "1c", "1 cassette", "een blokje"))
        return Passage(self.either(f"{count}b", f"{count}c", f"{count} cassettes",
                                   f"{count} blokjes"))  # fmt: skip

    def slot_mm(self) -> str:
        return str(self.rng.randrange(3, 19))

    def slot_mm_cm(self) -> str:
        return self.centimetres(3, 19)

    def slot_tumor(self) -> str:
        return str(self.size)

    def slot_afmeting(self) -> str:
        return str(self.size + self.rng.randrange(-2, 4))

    def slot_afmeting_cm(self) -> str:
        return figure((self.size + self.rng.randrange(-2, 4)) / 10)

    def slot_dun_cm(self) -> str:
        return self.centimetres(4, 15)

    def slot_kl_cm(self) -> str:
        return self.centimetres(max(15, self.size + 2), max(15, self.size + 2) + 30)

    def slot_md_cm(self) -> str:
        return self.centimetres(max(45, self.size + 4), max(45, self.size + 4) + 60)

    def slot_gr_cm(self) -> str:
        return self.centimetres(125, 215)

    def centimetres(self, low: int, high: int) -> str:
        """A size in cm between two in mm."""
        return figure(self.rng.randrange(low, high) / 10)

    def slot_g(self) -> str:
        return str(self.rng.randrange(110, 400))

    def slot_ml(self) -> str:
        return str(self.rng.randrange(5, 60))

    def slot_klieren(self) -> str:
        return str(self.rng.randrange(3, 18))

    def joined(self, *passages: Passage) -> Passage:
        """One stretch, its parts with a blank between them."""
        return join(" ", (passage for passage in passages if passage.text))
