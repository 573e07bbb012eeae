"""The text of a simulated lung pathology report.

What is written: the grammar in ``data/sim_lung_pathology.json`` and ``data/sim_pathology.json``.
The writer first decides in which way each label is told: in a word, by signs, by comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.length import count, words_wanted
from dragon_prep.synthetic.kit.text import Passage, join
from dragon_prep.synthetic.kit.turned import kept, part
from dragon_prep.synthetic.lung_pathology.conclusion import ConclusionWriter
from dragon_prep.synthetic.lung_pathology.profile import tests, wild
from dragon_prep.synthetic.lung_pathology.state import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.lung_pathology.state import Sample

_TESTED = 0.55
_MOLECULAR = 0.22  # of those tested: a report of the panel at length
_MOLECULAR_SINCE = 2013
_BLOCKS = 120  # described one by one, at most
_KI67 = (45, 15)
_ASKED = ("rookt", "werk", "vg", "med", "klacht", "dictee")
_AIRWAYS = ("lung", "bronchus")
_SMALL_PIECE = ("wigresectie", "VATS-wigresectie", "segmentresectie")
_BIG_BIOPSY = ("VATS-biopt", "open longbiopt", "mediastinoscopisch biopt", "incisiebiopt",
               "thoracoscopisch biopt", "cryobiopt")  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """One report, with what the sheet says of it.

    Attributes:
        passage: the text, with where its identifiers stand.
        origin: of the cancer; empty where the sheet says nothing.
        places: how the text names where the tissue was taken.
    """

    passage: Passage
    origin: str
    places: str


def write_report(sample: Sample, phi: PhiSlots, uid: str, author: Author, knobs: Knobs) -> Written:
    """Writes one report.

    Args:
        sample: what is planned.
        phi: fills the slots for identifiers, and is the source of randomness.
        uid: the report's own number.
        author: who writes it.
        knobs: of the simulation.
    """
    writer = LungReport(sample, uid, phi, author, knobs)
    passage = writer.report()
    denied = sample.defect == "origin_denied"
    cells = writer.words["denied"] if denied else sample.course.disease["cell"]
    return Written(passage, phi.rng.choice(cells), " / ".join(writer.said_places).lower())


class LungReport(ConclusionWriter):
    """One report being written.

    Args:
        sample: what is planned.
        uid: the report's own number.
        phi: fills the slots for identifiers, and is the source of randomness.
        author: who writes it.
        knobs: of the simulation.
    """

    def report(self) -> Passage:
        """The text, with where its identifiers stand."""
        self.decide()
        sections = {
            "kop": self.request(),
            "conclusie": self.conclusion(),
            "macro": self.macro(),
            "micro": self.micro(),
            "slot": [],
        }
        wanted = words_wanted(self.rng, self.author, self.words["words"])
        missing = kept(self.rng, "room", lambda: wanted - sum(map(count, sections.values())))
        more = self.more()
        while missing > 0 and (said := next(more, None)):
            section, passage = said
            sections[section].append(passage)
            missing -= len(passage.text.split())
        style = self.author.style
        text = join(
            style["gap"],
            (
                join(style["after_heading"], (Passage(style["headings"][name]), join(" ", told)))
                for name, told in sections.items()
                if told
            ),
        )
        return self.cased(text)

    # -- what the requester writes ------------------------------------------------------------

    def request(self) -> list[Passage]:
        """The head, and what the requester has written."""
        field = self.obtained_field()
        clinical = [*self.say("klacht", self.rng.randrange(2)), *self.say("beeldvorming", 1)]
        if self.chance(self.twins):
            clinical += self.say("verdenking")
        if self.chance(self.twins):
            clinical += self.say("eerder_ingreep", self.rng.randrange(1, 3))
        if self.course.earlier and self.tells_history:
            clinical += self.say("eerder_ca")
            clinical += self.say("eerder_vraag", self.rng.randrange(2))
        clinical += self.say("kliniek_phi", self.rng.choices((0, 1, 2, 3), (3, 4, 2, 1))[0])
        self.rng.shuffle(clinical)
        lead = Passage(self.either("Klinische gegevens:", "Klinische gegevens", "Kliniek:",
                                   "Klinische informatie:"))  # fmt: skip
        marked = [] if self.sample.kind not in TYPES else self.say("inzending")
        parts = [lead, *field, *clinical] if self.chance(0.6) else [lead, *clinical, *field]
        return [*self.say("kop"), *parts, *self.say("vraag"), *marked]

    # -- macroscopy ---------------------------------------------------------------------------

    def macro(self) -> list[Passage]:
        """How it looked when it came in, and how it was cut."""
        kind = self.sample.kind
        told = [*self.say("ontvangen"), *self.say(self.macro_rule())]
        if self.sample.site == "bone" and kind == "Biopsy":
            told += self.say("ontkalkt")
        blocks = "deels_blokken" if kind == "Resection" else "in_blokken"
        told += self.say(blocks) if kind in TYPES else []
        told += self.say("paraaf")
        if self.containers > 1:
            told += self.more_containers_received()
        return told

    def macro_rule(self) -> str:
        """The rule of what was received."""
        kind, site = self.sample.kind, self.sample.site.replace(" ", "_")
        if kind not in TYPES:
            return f"macro_{kind.split()[0].lower()}"
        if kind == "Biopsy":
            return "macro_biopsy_big" if self.method in _BIG_BIOPSY else "macro_biopsy"
        if self.method in _SMALL_PIECE:
            return "macro_resection_small"
        return f"macro_{kind.lower()}_{site}"

    # -- microscopy ---------------------------------------------------------------------------

    def micro(self) -> list[Passage]:
        """What is seen, and how it stains."""
        told = self.say("phi_micro", self.rng.randrange(2))
        if self.course.is_benign:
            named = f"micro_{self.benign_kind}"
            told += self.say(named) if named in self.rules else []
            return told + self.say("micro_benign", 2)
        growth = self.course.disease["growth"]
        told.append(self.filled(f"{self.pick(self.rules['micro_kop'])} <{growth}>."))
        told += part(self.rng, "profile", self.profile)
        if self.chance(0.5):
            told += self.say("ki")
        return told

    # -- what else may be said ----------------------------------------------------------------

    def more(self) -> Iterator[tuple[str, Passage]]:
        """What may be said until the report is as long as it shall be, and in which section."""
        benign = self.course.is_benign
        seen = "bijkomend_benigne" if benign else "bijkomend"
        airway = self.sample.site in _AIRWAYS
        once = [*(("kop", rule) for rule in _ASKED), ("micro", "coupes"), ("micro", "stroma")]
        once += [] if benign else [("micro", self.mitoses()), ("micro", "necrose")]
        often = [("kop", "beeldvorming"), ("kop", "eerder_ingreep"), ("micro", seen),
                 ("micro", "blok"), ("micro", "phi_micro"), ("slot", "iso")]  # fmt: skip
        often += [("micro", "bijkomend_long")] if airway else []
        units = self.rng.sample([*once, *often, *often], len(once) + 2 * len(often))
        if self.chance(_TESTED) or benign:
            yield from self.addenda()
        drawn = {rule: iter(self.say(rule, 9)) for rule in sorted({rule for _, rule in units})}
        for section, rule in units:
            if passage := next(drawn[rule], None):
                yield section, passage
        # A long report: more of what was seen, elsewhere and block by block.
        for section, rule in (("kop", "vg"), *often[:4] * 2):
            if passage := next(drawn[rule], None):
                yield section, passage
        for _ in range(_BLOCKS):
            yield "micro", self.say("blok")[0]
            if self.chance(0.3):
                yield "kop", self.say("beeld_meer")[0]

    def mitoses(self) -> str:
        """The rule of how many dividing cells there are, as Ki-67 has it."""
        high, low = _KI67
        ki67 = self.course.ki67
        return "mitosen_veel" if ki67 >= high else (
            "mitosen_matig" if ki67 >= low else "mitosen_weinig")  # fmt: skip

    def addenda(self) -> Iterator[tuple[str, Passage]]:
        """Later results, each signed and dated, and the panel at length in some reports."""
        if self.course.is_benign:
            for result in self.say("extra_benigne", self.rng.randrange(2)):
                yield "conclusie", self.addendum(result)
            return
        found = tests(self.rng, self.course, self.year)
        results = []
        for rule in found:
            if rule == "wild":
                self.wild = wild(self.rng, self.course)
            self.told = self.course.driver or self.told
            results += self.say(rule)
        if not results:
            return
        cut = self.rng.randrange(1, len(results) + 1)
        for told in (results[:cut], results[cut:]):
            if told:
                yield "conclusie", self.addendum(join(" ", told))
        if self.chance(_MOLECULAR) and self.year >= _MOLECULAR_SINCE:
            yield "micro", self.molecular(found)

    def addendum(self, result: Passage) -> Passage:
        """A dated and signed addition to the conclusion."""
        self.result = result
        told = self.say("aanvulling")
        told += self.say("door") if self.chance(0.3) else []
        return join(" ", told)

    def molecular(self, found: list[str]) -> Passage:
        """The report of the panel; its results are those of the addendum."""
        told = [*self.say("mol_kop"), *self.say("mol_methode", self.rng.randrange(2, 5))]
        told += self.say("mut") if "mut" in found else []
        if self.course.tp53 and not self.course.disease.get("benign"):
            self.told = self.course.tp53
            told += self.say("mut")
        told += [*self.say("wild"), *self.say("mol_panel"), *self.say("mol_slot", 2)]
        return join(" ", told)
