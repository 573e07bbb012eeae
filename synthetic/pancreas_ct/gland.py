"""What a simulated report says of the pancreas and of what is beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.claims import said
from dragon_prep.synthetic.kit.findings import denied, draw_finding
from dragon_prep.synthetic.kit.tail import number_slots, tail_slots
from dragon_prep.synthetic.kit.turned import kept, part
from dragon_prep.synthetic.pancreas_ct.tumour import Tumour

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from dragon_prep.synthetic.kit.findings import Finding
    from dragon_prep.synthetic.kit.sections import SectionWriter
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.pancreas_ct.disease import Carcinoma, Scene
    from dragon_prep.synthetic.pancreas_ct.state import Study

_NUMBERS = {
    "kg": (4, 17), "n": (2, 13), "bili": (70, 390), "ca": (120, 1800), "lipase": (2100, 3900),
    "amylase": (40, 95), "wijd_c": (11, 23), "french": (7, 11), "graden": (40, 170),
    "wijd": (190, 350), "contact": (8, 26), "dlp": (240, 980), "galweg": (3, 7),
    "miltnorm": (8, 12), "groot": (22, 64), "klein": (8, 22), "klein_s": (4, 12),
}  # fmt: skip
_BOUND = {"cyste": (7, 52), "collectie": (34, 131), "lever": (8, 39), "duct": (5, 14),
          "slank": (2, 4)}  # fmt: skip
_NEAR = 0.8  # of the organs beside a normal pancreas, where it is difficult
_MOST_NEAR = 2
_OTHER_TUMOURS = frozenset(("bijnieren", "darm"))  # nobody has two at random
_FLUID = ("Acute pancreatitis", "Pseudocyst")


class Gland:
    """The pancreas of one report.

    Args:
        rng: source of randomness.
        words: of the cohort.
        study: what is planned.
        scene: what the report is about.
    """

    writer: SectionWriter
    grouped = 0.4
    """Of the normal ones: said among other organs."""

    def __init__(self, rng: Random, words: Mapping[str, Any], study: Study, scene: Scene) -> None:
        self.rng, self.words, self.study, self.scene = rng, words, study, scene
        self.tumour = Tumour(rng, words, study)
        self.vessel = ""
        self.near: list[str] = []  # how a conclusion names lesions beside the pancreas
        self.kind: Mapping[str, Any] = {}
        if not study.is_pdac:
            kinds = words["normal" if study.is_normal else "other"]
            self.kind = part(rng, "kind", partial(rng.choice, kinds[study.diagnosis]["kinds"]))
        # Where the size of a carcinoma is told.
        self.sized = rng.choice(("findings", "findings", "findings", "both", "both", "conclusion"))

    @property
    def diagnosis(self) -> str:
        """What is not denied."""
        return self.study.diagnosis

    def slots(self) -> dict[str, Callable[[], str]]:
        """What fills the cohort's own slots."""
        rng, words, sex = self.rng, self.words, self.study.sex
        bound = {name: str(rng.randrange(*ends)) for name, ends in _BOUND.items()}
        course = self.scene.course
        own = self.diagnosis
        other_names = [n for name, names in words["names"].items() if name != own for n in names]
        return (
            tail_slots(rng, sex)
            | number_slots(rng, _NUMBERS)
            | {name: partial(str, text) for name, text in bound.items()}
            | self.tumour.slots()
            | (dict(course.slots()) if course else {})
            | {
                "kwaal": lambda: rng.choice(other_names),
                "maligne": lambda: rng.choice(words["maligne"]),
                "vat": lambda: self.vessel,
                "man": lambda: "man" if sex == "m" else "vrouw",
                "dhr": lambda: rng.choice(
                    ("dhr.", "de heer") if sex == "m" else ("mevr.", "mevrouw")
                ),
                "ml": lambda: str(rng.randrange(70, 131, 5)),
                "aantal": lambda: rng.choice(("8", "2", "3")),
            }
        )

    def pancreas(self) -> dict[str, list[Passage]]:
        """What is said of the pancreas, and of organs of which nothing else may be said then."""
        study, carcinoma = self.study, self.scene.carcinoma
        if carcinoma:
            return self.carcinoma(carcinoma)
        found = part(self.rng, "tumour", partial(self.writer.sentence, self.kind["finding"]))
        told = {"pancreas": [found, *kept(self.rng, "around", self.around_another)]}
        if study.diagnosis == "Normal" and part(self.rng, "grouped", self.is_grouped):
            told.pop("pancreas")
        if study.diagnosis in _FLUID:
            told["vocht"] = []
        return told

    def is_grouped(self) -> bool:
        """Whether a normal pancreas is said to be so among other organs."""
        return self.rng.random() < self.grouped

    def nearby(self, already: Mapping[str, list[Passage]]) -> dict[str, list[Passage]]:
        """Lesions of other organs beside the pancreas, in the words of its own."""
        made: dict[str, list[Passage]] = {}
        share = _NEAR if self.study.is_normal else _NEAR / 3
        taken = {finding.organ for finding in self.scene.found} | {
            organ for organ, told in already.items() if told or organ == "vocht"
        }
        if self.scene.course:
            taken |= _OTHER_TUMOURS
        elif not self.study.is_normal:
            taken |= {*_OTHER_TUMOURS, "klieren", "galblaas"}
        if self.study.is_pdac:
            taken.add("vaten")
        for one in self.rng.sample(self.words["near"], len(self.words["near"])):
            if one["organ"] in taken or self.rng.random() >= share * self.writer.knobs.difficulty:
                continue
            pair = self.rng.choice(one["pairs"])
            made[one["organ"]] = [self.writer.sentence([pair["say"]])]
            self.near.append(self.writer.pick([pair["end"]]))
            if len(self.near) == _MOST_NEAR:
                break
        return made

    def around_another(self) -> list[Passage]:
        """Vessels and ducts around a lesion that is no carcinoma, or none, in like words."""
        rng, writer, words = self.rng, self.writer, self.words
        made: list[Passage] = []
        for vessels in words["vessels"][self.tumour.place]:
            if rng.random() < 0.8 * writer.knobs.difficulty:
                self.vessel = rng.choice(vessels)
                contact = "geen" if self.study.is_normal else rng.choice(("geen", "geen", "deels"))
                made.append(writer.sentence(words["contact"][contact]))
        if self.may_be_slender() and rng.random() < 0.3:
            made.append(writer.sentence(words["bile"]["slank"]))
        return made + self.absent()

    def absent(self) -> list[Passage]:
        """What this pancreas has not, of what the others have."""
        rng, words, study = self.rng, self.words, self.study
        like = "pdac"
        if not study.is_pdac:
            like = "normal" if study.is_normal else words["other"][study.diagnosis]["like"]
        organ = {"deny": words["absent"][like], "at": ""}
        made: list[Passage] = []
        for claim in denied(rng, organ):
            if len(made) >= 3 or rng.random() > self.writer.knobs.difficulty:
                break
            where = rng.choice(("", self.tumour.where()))
            made.append(said(self.writer, replace(claim, where=where)))
        if rng.random() < 0.6 * self.writer.knobs.difficulty:
            made.append(self.writer.sentence(words["without"]))
        return made

    def may_be_slender(self) -> bool:
        """Whether the duct may be said to be slender: not where it is told to be wide."""
        return self.study.diagnosis in (
            "pNET",
            "Serous cystadenoma",
            "Mucinous cystic neoplasm",
        )

    def carcinoma(self, found: Carcinoma) -> dict[str, list[Passage]]:
        """What is said of a carcinoma, of the bile ducts and the great vessels."""
        rng, writer, words, study = self.rng, self.writer, self.words, self.study
        states = study.states_size and self.sized != "conclusion"
        tell = partial(self.tell, states=states)
        told = [part(rng, "tumour", tell)]
        for vessel in (found.vein, found.artery):
            if vessel.contact != "geen" or rng.random() < 0.4:
                self.vessel = vessel.name
                told.append(writer.sentence(words["contact"][vessel.contact]))
        told += writer.choose(words["infiltration"], rng.choice((0, 0, 1)))
        if study.location in words["rest"]:
            self.add_rest(told)
        told += self.absent()
        made = {"pancreas": told}
        if found.ducts == "duct":
            told.append(writer.sentence(words["bile"]["duct"]))
        elif found.ducts != "slank" or rng.random() < 0.4:
            made["galblaas"] = [
                writer.sentence(words["bile"][found.ducts]),
                *writer.choose(words["gall"], int(rng.random() < 0.4)),
            ]
        if found.touched:
            made["vaten"] = writer.choose(words["aorta"], int(rng.random() < 0.7))
        return made

    def tell(self, *, states: bool) -> Passage:
        """The sentence that tells a carcinoma, with its size or without."""
        return self.writer.sentence(self.tumour.ways(states=states))

    def add_rest(self, told: list[Passage]) -> None:
        """Adds what is said of the other parts of the gland."""
        rng, words = self.rng, self.words
        difficulty = self.writer.knobs.difficulty
        if rng.random() < difficulty:
            rest = self.writer.sentence(words["rest"][self.study.location])
            told.insert(rng.randrange(len(told) + 1), rest)
        if rng.random() < difficulty / 4:
            told.append(self.also_found(draw_finding(rng, "pancreas", words["incidental"][0])))

    def also_found(self, finding: Finding) -> Passage:
        """A small finding in another part of the gland."""
        claim = finding.claim
        return self.writer.filled(
            f"{claim.full[0].upper()}{claim.full[1:]} {claim.where}{claim.tail}."
        )
