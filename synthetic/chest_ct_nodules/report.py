"""The text of a simulated chest CT report.

What is written: sentences and headings in ``data/sim_chest_ct_nodules.json``, what is seen beside
nodules in ``data/sim_radiology.json``.
"""

from __future__ import annotations

import math
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.chest_ct_nodules.state import COHORT
from dragon_prep.synthetic.kit.body import draw_body, organs
from dragon_prep.synthetic.kit.ct import BodyWriter, CtWriter, laid_out
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.terms import length, merged, radiology_slots
from dragon_prep.synthetic.kit.turned import kept, part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.chest_ct_nodules.state import Study
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.thorax_patients import ThoraxPatient

_PARTS = ("hals", "thorax", "abdomen", "bekken", "skelet")
_CHEST = {"hals", "thorax", "skelet"}
_UPPER = {"lever", "galblaas", "milt", "bijnieren", "pancreas", "nieren"}  # seen on a chest CT
_OTHER_WORDS = 55  # of a report that are not about organs
_ELSEWHERE, _NODE, _MASS, _CONSOLIDATION = 1.3, 0.35, 0.05, 0.15
_COMPARED, _CONCLUDED_SIZE, _TWO_AXES, _NO_OTHERS = 0.65, 0.25, 0.15, 0.2
INCIDENTAL = 0.4  # of the nodules: not in the conclusion
_SMALL, _MIDDLE = 6, 8  # mm, by Fleischner
_WITH_EARLIER = ("{datum_eerder}", "{oud_maat}", "ekend", "ngewijzigd", "voorheen", "tabiel",
                 "vorig", "groei", "altijd", "verdwenen", "meer", "nveranderd")  # fmt: skip


@cache
def centre_words(centre: str) -> Mapping[str, Any]:
    """The word list with the rules that a centre's own take the place of."""
    words = merged(COHORT)
    own = words["centres"][centre]
    names = {"nod": own["nod"], "noduli": own["noduli"]}
    return {**words, "rules": {**words["rules"], **own["rules"], **names}}


def write_report(
    rng: Random,
    study: Study,
    who: ThoraxPatient,
    phi: PhiSlots,
    author: Author,
    knobs: Knobs,
) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        study: what is planned: whether a nodule is described, and whether its size.
        who: the patient.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    return ChestReport(rng, study, who, (phi, author, knobs)).report()


class ChestReport:
    """One report being written.

    Args:
        rng: source of randomness.
        study: what is planned.
        who: the patient.
        how: the slots for identifiers, the author and the knobs.
    """

    untold = 0.15
    """Of the reports without a nodule: nothing is said of nodules."""

    def __init__(
        self, rng: Random, study: Study, who: ThoraxPatient, how: tuple[PhiSlots, Author, Knobs]
    ) -> None:
        phi, author, knobs = how
        self.rng = rng
        self.study = study
        self.difficulty = knobs.difficulty
        self.compared = rng.random() < _COMPARED
        self.words = centre_words(who.centre)
        own = stream(COHORT, "patient", who.id, who.identity.number)
        contexts = [c for c in lexicon(COHORT)["contexts"] if who.sex in c["sex"]]
        self.context = own.choices(contexts, [c["weight"] for c in contexts])[0]
        slots = radiology_slots(rng, who.sex) | {
            "gebied": lambda: self.context["gebied"],
            "jaren": lambda: str(rng.randrange(2, 14)),
            "dd": lambda: str(rng.randrange(600, 4200, 10)),
            "crp": lambda: str(rng.randrange(40, 320)),
            "rlobe": lambda: rng.choice(("rechts", "links", "links apicaal", "rechts basaal")),
        }
        self.writer = CtWriter(rng, self.words, phi, slots, author, knobs)
        body = draw_body(own, who.sex)
        if "abdomen" not in self.context["gebied"]:
            seen = _UPPER | {organ.name for organ in organs() if organ.part in _CHEST}
            body = {name: held for name, held in body.items() if name in seen}
        self.body = BodyWriter(self.writer, body, compared=self.compared)
        self.mass = rng.random() < _MASS and not study.nodule
        self.consolidation = rng.random() < _CONSOLIDATION and not self.mass
        self.embolus = rng.choice(("pe_ja", "pe_nee", "pe_nee"))
        self.places = self._places()
        self.calcified = False
        self.as_spot = False

    def report(self) -> Passage:
        """The whole text."""
        rng, writer, context = self.rng, self.writer, self.context
        wanted = words_wanted(rng, writer.author, self.words["lengte"])
        given = self.given()
        parts = self.body.parts(max(12, wanted - _OTHER_WORDS), given, _PARTS)
        asked = [writer.sentence(context["said"])]
        asked += [writer.sentence(["<voorgeschiedenis>"]) for _ in range(rng.randrange(3))]
        technique = [writer.sentence([context["techniek"]])]
        if self.compared:
            technique.append(writer.sentence(["<vergelijking>"]))
        elif rng.random() < 0.4:
            technique.append(writer.sentence(["<geen_vergelijking>"]))
        return writer.report(
            kliniek=[*asked, writer.sentence(context["vraag"])],
            techniek=technique,
            bevinding=laid_out(writer, parts),
            conclusie=self.concluded(),
        )

    # -- findings -------------------------------------------------------------------------------

    def given(self) -> dict[str, list[Passage]]:
        """What is said of the lungs, and of nodules that are not theirs."""
        rng, writer = self.rng, self.writer
        lungs: list[Passage] = []
        if self.mass:
            lungs.append(self.say("massa", groot=length(rng, rng.randrange(32, 95))))
        if self.consolidation:
            lungs.append(self.say("consolidatie", groot=length(rng, rng.randrange(18, 90))))
        at = rng.randrange(len(lungs) + 1)
        nodules = part(rng, "nodules", self.nodules)
        said = {"long": [*lungs[:at], *nodules, *lungs[at:]]}
        if rng.random() < _ELSEWHERE * self.difficulty:
            organ, templates = rng.choice([*self.words["ander"].items()])
            if organ in self.body.body:
                told = kept(
                    rng,
                    "elsewhere",
                    lambda: writer.say(templates, **self.names(), ander=self.other()),
                )
                said[organ] = [told]
        if rng.random() < _NODE:
            told = kept(rng, "klier", lambda: self.say("klier", ander=self.other()))
            said["mediastinum"] = [told]
        if self.context["techniek"] == "<techniek_cta>":
            said["grote vaten"] = [writer.sentence([f"<{self.embolus}>"])]
        return said

    def nodules(self) -> list[Passage]:
        """What is said of nodules of the lungs, or that there are none."""
        rng, study = self.rng, self.study
        hard = "_hard" if rng.random() < self.difficulty else ""
        if not study.nodule:
            if rng.random() < self.untold:
                return []
            return [self.say(f"nod_geen{hard}", klein=length(rng, rng.randrange(4, 15)))]
        if study.size is None:
            said = [self.say(f"nod_kaal{hard}")]
        else:
            sizes = part(rng, "sizes", partial(self.sizes, study.size))
            said = [self.say(f"nod_maat{hard}", **sizes)]
        self.as_spot = "haardje" in said[0].text or "densiteit" in said[0].text
        self.calcified = "erkalkte" in said[0].text.replace("niet-verkalkte", "")
        if rng.random() < _NO_OTHERS:
            said.append(self.say("nod_meer"))
        return said

    def say(self, rule: str, **parts: str) -> Passage:
        """A sentence of a rule; without an earlier study none that speaks of one."""
        templates: Sequence[str] = self.words["rules"][rule]
        if not self.compared:
            templates = [t for t in templates if not any(w in t for w in _WITH_EARLIER)]
        if self.study.size is not None and self.study.size < 3:
            templates = [t for t in templates if "{klein}" not in t]
        if not templates:
            return self.say(rule.removesuffix("_hard"), **parts)
        return self.writer.say(templates, **self.names(), **self.places, **parts)

    def names(self) -> dict[str, str]:
        """What nodules are called here."""
        return {"nod": "<nod>", "noduli": "<noduli>"}

    def _places(self) -> dict[str, str]:
        made: list[str] = []
        while len(made) < 3:
            place = self.writer.expanded("<kwab>").replace("{richting}", self.slot("richting"))
            if place not in made:
                made.append(place.replace("{seg}", self.slot("seg")))
        return dict(zip(("plek", "plek2", "plek3"), made, strict=True))

    def slot(self, name: str) -> str:
        """What stands in one of the slots of radiology."""
        return str(self.writer.slot(name).text)

    def sizes(self, size: float) -> dict[str, str]:
        """The nodule's size as it is written, and sizes that are not the label."""
        rng = self.rng
        least = max(2, math.ceil(size))
        small, smaller = (rng.randrange(1, least) for _ in range(2))
        earlier = max(1, round(size * rng.choice((0.5, 0.7, 1, 1.3, 1.6))))
        wrong = math.ceil(size) + rng.choice((1, 2, 3, 5))
        said = length(rng, size)
        if size >= 3 and rng.random() < _TWO_AXES:
            across = rng.randrange(2, math.ceil(size))
            pair = [figure(size), str(across)]
            said = f"{' x '.join(pair if rng.random() < 0.7 else pair[::-1])} mm"
        return {
            "maat": said,
            "klein": length(rng, min(small, smaller)),
            "klein2": length(rng, max(small, smaller)),
            "oud_maat": f"{earlier} mm",
            "fout": f"{wrong} mm",
            "vol": str(round(size * size * size * 0.52)),
        }

    def other(self) -> str:
        """A size of something else, never the nodule's."""
        while (size := self.rng.randrange(3, 19)) == self.study.size:
            continue
        return length(self.rng, size)

    # -- conclusion -----------------------------------------------------------------------------

    def concluded(self) -> list[Passage]:
        """What follows of the findings, and what is to be done by Fleischner."""
        said = part(self.rng, "concluded", self.of_nodule)
        if self.mass:
            said.append(self.say("c_massa"))
        if self.consolidation:
            said.append(self.say("c_consolidatie"))
        if self.context["techniek"] == "<techniek_cta>":
            said.append(self.writer.sentence([f"<{self.embolus}>"]))
        if not said:
            said.append(self.of_nothing("c_geen"))
        elif self.rng.random() < 0.4:
            said.append(self.writer.say(["<c_meer>"], kop="nevenbevindingen"))
        return said

    def of_nothing(self, rule: str) -> Passage:
        """A conclusion that no nodule stands in."""
        templates: Sequence[str] = self.words["rules"][rule]
        wanted = templates[:-1] if self.context["kanker"] else templates[1:]
        usable = [t for t in wanted if self.compared or "{datum_eerder}" not in t]
        return self.writer.say(usable, **self.names())

    def named(self) -> Passage:
        """The nodule as a conclusion names it, perhaps with its size."""
        size, place = self.study.size, self.places["plek"]
        if size is not None and self.rng.random() < _CONCLUDED_SIZE:
            return self.say("c_nod_maat", maat=length(self.rng, size), plek_c=place)
        rule = "c_haard" if self.as_spot else "c_nod"
        return part(self.rng, "c_nod", lambda: self.say(rule, plek_c=place))

    def of_nodule(self) -> list[Passage]:
        """What is concluded of a nodule, if there is one."""
        size = self.study.size
        if not self.study.nodule:
            return []
        if self.rng.random() < INCIDENTAL:
            return [self.of_nothing("c_geen_nod")]
        said = [part(self.rng, "named", self.named)]
        if self.calcified:
            return [*said, self.say("c_granuloom")]
        if self.context["kanker"]:
            return [*said, self.say("c_kanker")] if self.rng.random() < 0.6 else said
        if size is None or self.rng.random() < 0.3:
            return said
        rule = "c_fl_klein" if size < _SMALL else "c_fl_mid" if size <= _MIDDLE else "c_fl_groot"
        return [*said, self.say(rule)]
