"""In which way a lung pathology report tells what it is about, and its conclusion.

Where the tumour comes from is said in words, or by its stains, by a comparison with an earlier
tumour, or by what else is seen; how the tissue was taken by the requester's field, in the
conclusion or on the container. What would tell something else stands beside it: earlier cancers,
suspicions, other procedures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.specimens import ROMAN
from dragon_prep.synthetic.kit.text import Passage, join
from dragon_prep.synthetic.kit.turned import part
from dragon_prep.synthetic.lung_pathology.course import LUNG_BEFORE
from dragon_prep.synthetic.lung_pathology.profile import panel
from dragon_prep.synthetic.lung_pathology.slots import WHOLE, SlotWriter
from dragon_prep.synthetic.lung_pathology.state import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence


def _is_said(passage: Passage) -> bool:
    return bool(passage.text)


_SELF_TELLING = ("melanoom", "mesothelioom", "lymfoom", "sarcoom")
_IN_LUNG = ("lung", "bronchus", "pleura")
_METASTASIS = 0.5
_STAGED_SINCE = 2010
_NODES = 0.55


class ConclusionWriter(SlotWriter):
    """Decides how to tell, and concludes."""

    def decide(self) -> None:
        """Draws in which way each label is told."""
        difficulty, rng, kind = self.knobs.difficulty, self.rng, self.sample.kind
        self.twins = min(1.0, 0.1 + 1.1 * difficulty)
        self.field = self._field()
        self.method_leads = self.chance(0.55 if self.field else 0.7)
        self.is_marked = not (self.field or self.method_leads) or self.chance(0.15)
        words = self.words
        if kind in TYPES:
            vague = self.chance(0.7 * difficulty)
            options = words["vague_tissue"] if vague else words["tissue"][self.sample.site]
            self.tissue = self.expanded(self.one_of(options)).replace("{zijde}", self.slot_zijde())
        else:
            self.tissue = rng.choice(words["not_tissue"][kind])
        self.mode = self.drawn_mode()
        self.tells_history = self.mode in ("same", "different") or self.chance(0.75)
        self.containers = 1
        if self.method in WHOLE and self.chance(_NODES):
            self.containers = rng.randrange(2, 6)
        self.benign_kind = ""

    def _field(self) -> bool:
        """Whether the requester's field says how the tissue was taken."""
        return self.sample.kind in TYPES and self.chance(0.85 - 0.9 * self.knobs.difficulty)

    def drawn_mode(self) -> str:
        """How the origin is told: named, profile, same, different, context."""
        course = self.course
        if course.is_benign:
            return "benign"
        if course.disease["name"] in _SELF_TELLING:
            return "self"
        if course.ttf_negative or self.chance(0.9 - self.knobs.difficulty):
            return "named"
        modes = ["profile"] * 3
        if course.earlier and course.earlier == self._own_organ():
            modes += ["same"] * 3
        elif course.earlier and course.earlier != self._own_organ():
            modes += ["different"] * 3
        if course.disease.get("context"):
            modes = [mode for mode in modes if mode == "same"] or ["named"]
            if course.is_lung:
                modes += ["context"] * 2
        return self.rng.choice(modes)

    def _own_organ(self) -> str:
        return LUNG_BEFORE if self.course.is_lung else str(self.course.disease["organ"])

    # -- how it was taken ---------------------------------------------------------------------

    def obtained_field(self) -> list[Passage]:
        """The requester's field, filled in, left empty, or not there."""
        words, kind = self.words, self.sample.kind
        if self.field or kind not in TYPES:
            return [self.sentence(words["obtained"][kind])]
        return [self.sentence(words["obtained_vague"])] if self.chance(0.45) else []

    def lead(self) -> Passage:
        """What the conclusion begins with: the method and the place, or the place alone."""
        if self.sample.kind not in TYPES:
            return Passage(f"materiaal ({self.tissue})")
        forms = ["{Plek}", "{Plek}", "weefsel {plek}", "histologie {plek}", "materiaal {plek}"]
        if self.method_leads:
            forms = ["{Methode} {plek}", "{Plek}, {methode}", "{plek} ({methode})"]
            if self.method.endswith("biopt"):
                forms += ["{Methode}en {plek}", "{Methode} uit {plek}"]
        return self.filled(self.one_of(forms))

    # -- the conclusion -----------------------------------------------------------------------

    def conclusion(self) -> list[Passage]:
        """What it is, and of the other containers what they are."""
        lead = self.lead()
        first = Passage(lead.text[:1].upper() + lead.text[1:], lead.phi)
        if self.containers > 1 or self.chance(0.1):
            first = join("", (Passage("I. " if self.author.telegram else "I: "), first))
        told = [join(": ", (first, self.found()))]
        course = self.course
        if self.mode == "context":
            told += self.say("context_lung")
        if self.sample.kind == "Resection" and self.sample.site == "lung" and course.is_lung:
            told += self.say("vrij" if self.chance(0.9) else "niet_vrij")
            if self.year >= _STAGED_SINCE and "{tumor}" in "".join(self.rules[self.macro_rule()]):
                told += self.say("stadium") if self.chance(0.6) else []
        told += part(self.rng, "not so", self.not_the_earlier)
        told += self.nodes()
        return told

    def not_the_earlier(self) -> list[Passage]:
        """That it is not the earlier cancer, perhaps."""
        if self.mode not in ("named", "profile"):
            return []
        if self.course.earlier in ("", self._own_organ()):
            return []
        return self.say("dd_niet", int(self.chance(0.4)))

    def macro_rule(self) -> str:
        """The rule of what was received."""
        raise NotImplementedError

    def found(self) -> Passage:
        """The diagnosis, with its origin as it is told."""
        course = self.course
        if course.is_benign:
            return self.nothing_found()
        noun = self.sentence(course.disease["noun"])
        spread = self.sample.site not in _IN_LUNG and self.mode != "self"
        before = "meta" if spread and self.chance(_METASTASIS) else "lokalisatie"
        said = join(" ", filter(_is_said, (self.sentence(self.rules[before]), noun)))
        told = filter(_is_said, (said, part(self.rng, "origin", self.origin_told)))
        return join("", (join(", ", told), Passage(".")))

    def origin_told(self) -> Passage:
        """Where it comes from, or what leaves that to the stains."""
        rules, lung = self.rules, self.course.is_lung
        if self.mode == "named":
            return self.sentence(rules["origin_lung" if lung else "origin_other"])
        if self.mode == "same":
            return self.sentence(rules["gelijk_aan"])
        if self.mode == "different":
            return self.sentence(rules["anders_dan"])
        if self.mode == "self":
            return Passage("")
        return self.sentence(rules["neutraal"])

    def nothing_found(self) -> Passage:
        """The benign finding, and that there is no tumour."""
        kinds = self.words["benign_kinds"].get(self.sample.site)
        kinds = kinds or self.words["benign_kinds"]["lung"]
        self.benign_kind, template = self.rng.choice(kinds)
        none = "geen carcinoom. Geen longcarcinoom" if self.sample.defect == "origin_denied" else (
            "<geen_tumor>")  # fmt: skip
        forms = (f"{template}, {none}.", f"{template}. {none}.", f"{none}; {template}.")
        return self.filled(self.one_of(forms))

    # -- stains -------------------------------------------------------------------------------

    def profile(self) -> list[Passage]:
        """How the tumour stains, in one of the ways in which authors list it."""
        least = 1 if self.mode in ("named", "self") else 2
        self.positive, self.negative = panel(self.rng, self.course, least=least)
        way = self.either("zin", "zin", "teken", "lijst", "twee")
        lead = "<ihc_lead>"
        if way == "zin":
            text = f"{lead}<pos_zin>[;|,| en] <neg_zin>."
        elif way == "twee":
            text = f"{lead}<pos_zin>. <neg_zin>."
        else:
            text = lead + self._signs(way)
        made = self.filled(text)
        told = [Passage(made.text[:1].upper() + made.text[1:], made.phi)]
        if self.course.ttf_negative and self.chance(0.7):
            told += self.say("ttf_negatief")
        if self.mode == "same" and self.course.disease["name"] == "hoofdhals":
            told += self.say("context_other")
        return told

    def _signs(self, way: str) -> str:
        plus, minus = ("+", "-") if way == "teken" else (": positief", ": negatief")
        signed = [f"{name}{plus}" for name in self.spelled(self.positive)]
        signed += [f"{name}{minus}" for name in self.spelled(self.negative)]
        return f"{', '.join(self.rng.sample(signed, len(signed)))}."

    # -- further containers -------------------------------------------------------------------

    def nodes(self) -> list[Passage]:
        """Of each further container that nothing is in it."""
        return [
            join(" ", (Passage(f"{ROMAN[number]}:"), *self.say("klieren_neg")))
            for number in range(1, self.containers)
        ]

    def more_containers_received(self) -> list[Passage]:
        """The further containers as they came in."""
        stations: Sequence[str] = self.rng.sample(
            ("station 2R", "station 4L", "station 5", "station 7", "station 8", "station 9",
             "station 10", "station 11", "hilair", "interlobair", "station 4R"),
            self.containers - 1,
        )  # fmt: skip
        return [
            self.filled(
                f"{ROMAN[number]}: {station}: <kleur_e> [klier|klieren|klierfragmenten] "
                "van {mm} mm. <in_blokken>"
            )
            for number, station in enumerate(stations, 1)
        ]
