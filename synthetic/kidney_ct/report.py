"""The text of a simulated CT report in which something may be said of the kidneys.

What is written stands in ``data/sim_kidney_ct.json`` and ``data/sim_torso.json``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kidney_ct.state import draw_study
from dragon_prep.synthetic.kit.claims import Claim, Status, said
from dragon_prep.synthetic.kit.course import clinical, concluded
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.findings import absent, bound, draw_findings
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.sections import PlainSectionWriter
from dragon_prep.synthetic.kit.sizes import written_size
from dragon_prep.synthetic.kit.tail import number_slots, tail_slots
from dragon_prep.synthetic.kit.torso import TorsoWriter, paragraphs, with_torso
from dragon_prep.synthetic.kit.turned import kept, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from dragon_prep.synthetic.kidney_ct.state import Abnormal, Study
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.cases import Case
    from dragon_prep.synthetic.kit.findings import Finding
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage

COHORT = "kidney_ct"
_LENGTHS = ((0, 45), (0.25, 105), (0.5, 150), (0.75, 225), (0.93, 420), (0.985, 900), (1, 3200))
_LONG = 500  # words; in longer reports much is found
_ALSO = 0.45
GONE = ("steen", "stuwing", "ontsteking")  # kinds that may have been there and gone


def write_report(rng: Random, case: Case, phi: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        case: of the plan; its label is what is found.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    words = words_of()
    study = draw_study(rng, words, phi.setting, case.sex, label=case.label)
    return KidneyReport(rng, words, study, author, knobs).text(phi)


def words_of() -> Mapping[str, Any]:
    """The word list of the cohort."""
    return with_torso(lexicon(COHORT))


def found_by_the_way(words: int) -> int:
    """How many findings a report of so many words has beside what it is about."""
    return min(words // (50 if words < _LONG else 18), 85)


class KidneyReport:
    """One report being written.

    Args:
        rng: source of randomness.
        words: of the cohort.
        study: what is so.
        author: who writes it.
        knobs: of the simulation.
    """

    def __init__(
        self,
        rng: Random,
        words: Mapping[str, Any],
        study: Study,
        author: Author,
        knobs: Knobs,
    ) -> None:
        self.rng, self.words, self.study = rng, words, study
        self.author, self.knobs = author, knobs
        self.wanted = words_wanted(rng, author, _LENGTHS)
        self.side = study.side
        self.writer: PlainSectionWriter

    def text(self, phi: PhiSlots) -> Passage:
        """The whole report; ``phi`` fills the slots for identifiers."""
        self.writer = PlainSectionWriter(
            self.rng, self.words, phi, self.slots(), self.author, self.knobs
        )
        request = kept(self.rng, "request", self.request)
        kidneys = self.kidneys()
        by_the_way = draw_findings(
            self.rng,
            [organ for organ in self.study.here if organ["name"] != "nieren"],
            self.study.person,
            self.rng.randrange(3) + found_by_the_way(self.wanted),
        )
        course = self.study.course
        found = [*(one.finding for one in course.spread), *by_the_way] if course else by_the_way
        torso = TorsoWriter(self.writer, self.study.here, self.study.asked)
        regions = torso.regions(found, {} if kidneys is None else {"nieren": kidneys}, self.wanted)
        style = self.author.style
        return self.writer.report(
            kliniek=request,
            techniek=self.technique(),
            bevinding=paragraphs(regions, style["parts"], lines=style["lines"]),
            conclusie=self.conclusion(by_the_way),
        )

    # -- slots --------------------------------------------------------------------------------

    def slots(self) -> dict[str, Callable[[], str]]:
        """What the cohort's own slots stand for."""
        rng, sex = self.rng, self.study.person.sex
        numbers = {"n": (2, 15), "crp": (12, 320), "hu": (-3, 16), "hoog": (420, 1280),
                   "laag": (28, 42), "hoger": (71, 148), "dlp": (240, 980),
                   "galweg": (3, 7), "miltnorm": (8, 12)}  # fmt: skip
        made = tail_slots(rng, sex) | number_slots(rng, numbers)
        made |= {
            "man": lambda: "man" if sex == "m" else "vrouw",
            "dhr": lambda: rng.choice(("dhr.", "de heer") if sex == "m" else ("mevr.", "mevrouw")),
            "kant": lambda: self.side,
            "kantse": lambda: "linker" if self.side == "links" else "rechter",
            "pool": lambda: rng.choice(self.words["poles"]),
            "kwadrant": lambda: rng.choice(self.words["quadrants"]),
            "hb": lambda: f"{rng.randrange(4, 7)},{rng.randrange(10)}",
            "ml": lambda: str(rng.randrange(70, 131, 5)),
            "maat": lambda: f" van {written_size(rng, rng.randrange(6, 46))}",
        }
        return made | dict(self.study.course.slots()) if self.study.course else made

    # -- clinical data --------------------------------------------------------------------------

    def request(self) -> list[Passage]:
        """Clinical data, with what is feared, past or of the family beside what is so."""
        rng, study = self.rng, self.study
        scene, writer = study.scene, self.writer
        main = [writer.sentence(scene["clinical"])] if scene else []
        if study.course:
            main.append(clinical(writer, study.course))
        tail = lexicon("torso")["tail"]
        more = writer.choose(tail["vg"], int(rng.random() < 0.6))
        more += writer.choose(tail["extra"], rng.choice((0, 1, 1, 2)) + self.wanted // 250)
        for one in study.abnormal:
            if one.kind["name"] == "afwezig" or rng.random() < 0.3:
                sided = "beid" in f"{one.finding.claim.bare} {one.finding.claim.where}"
                ways = one.kind["history"]
                ways = [w for w in ways if not (sided and "{kant" in w)] or ways
                more.append(writer.sentence(ways))
        if rng.random() < self.knobs.difficulty:
            more.append(self.twin_of_request())
        rng.shuffle(more)
        more[:0] = main
        if study.course and rng.random() < 0.6:
            more.append(writer.sentence(lexicon("torso")["course"]["vraag"]))
        return more

    def twin_of_request(self) -> Passage:
        """What does not make the label: feared, or of the family."""
        ways = ["feared", "feared", "family", "donor"]
        way = self.rng.choice(ways if not self.has("afwezig") else ways[:3])
        if way == "donor":
            return self.writer.sentence(self.words["donor"])
        if way == "family":
            name = self.rng.choice(self.words["family_names"])
            return said(self.writer, Claim(name, name), self.words["family"])
        return said(self.writer, self.other_claim(), self.words["feared"])

    def has(self, kind: str) -> bool:
        """Whether the kidneys are abnormal in this way, so that nothing may deny it."""
        return self.study.has(kind)

    @property
    def is_normal(self) -> bool:
        """Whether it may be said that the kidneys are normal."""
        return not self.study.abnormal

    def other_claim(self, *, gone: bool = False) -> Claim:
        """Something that these kidneys have not, without a number or size."""
        kinds = [
            kind
            for kind in self.words["kinds"]
            if not self.has(kind["name"]) and kind["name"] != "afwezig"
        ]
        if gone:
            kinds = [kind for kind in kinds if kind["name"] in GONE] or kinds
        kind = self.rng.choices(kinds, [kind["weight"] for kind in kinds])[0]
        return absent(self.rng, self.rng.choice(kind["finds"]))

    # -- technique and findings -----------------------------------------------------------------

    def technique(self) -> list[Passage]:
        """How it was made."""
        part = "both" if self.study.thorax else "abdomen"
        made = [self.writer.sentence(self.words["technique"][part])]
        extra = self.writer.rules["ct_extra"]
        return made + self.writer.choose(extra, self.rng.choice((0, 0, 1)) + self.wanted // 500)

    def kidneys(self) -> list[Passage] | None:
        """What is said of the kidneys; None leaves it to how other organs are said normal."""
        rng = self.rng
        hard = rng.random() < self.knobs.difficulty
        if not self.study.abnormal:
            if not hard:
                return rng.choice((None, None, [], [self.writer.sentence(self.words["normal"])]))
            return self.shuffled([self.writer.sentence(self.words["normal"]), *self.twins(2)])
        made = [p for one in self.study.abnormal for p in self.told(one, hard=hard)]
        if self.study.has("afwezig"):
            return made
        if rng.random() < 0.3:
            made.append(self.writer.sentence(self.words["rest"]))
        if hard:
            made += self.twins(1)
        return self.shuffled(made) if rng.random() < 0.4 else made

    def shuffled(self, made: list[Passage]) -> list[Passage]:
        """In another order."""
        return self.rng.sample(made, len(made))

    def told(self, one: Abnormal, *, hard: bool) -> list[Passage]:
        """The statement that makes the label: named, or by signs and measures."""
        rng, name = self.rng, one.kind["name"]
        if name == "afwezig":
            if rng.random() < 0.5:  # the history has told it
                return []
            return [self.writer.sentence(one.kind["hard"])]
        measures = [m for m in self.words["measures"] if m["kind"] == name]
        if hard and measures and rng.random() < 0.45:
            return [self.measured(rng.choice(measures), "abnormal")]
        if hard and rng.random() < 0.6:
            return [self.writer.sentence(one.kind["hard"])]
        return [said(self.writer, one.finding.claim, self.writer.rules["gevonden"])]

    def measured(self, measure: Mapping[str, Any], state: str) -> Passage:
        """A length or width that is normal, or not."""
        values = [self.rng.randrange(low, high) for low, high in measure[state]]
        figures = [f"{v // 10},{v % 10}" if measure.get("tenths") else str(v) for v in values]
        template = self.writer.pick(measure["say"])
        return self.writer.filled(bound(template, dict(zip("ab", figures, strict=False))))

    def twins(self, most: int) -> list[Passage]:
        """What the kidneys have not: denied, gone, not confirmed, measured and normal."""
        rng = self.rng
        made: list[Passage] = []
        for way in rng.sample(("denied", "denied", "former", "refuted", "measured"),
                              rng.randrange(1, most + 1)):  # fmt: skip
            if way == "measured" and self.is_normal:
                made.append(self.measured(rng.choice(self.words["measures"]), "normal"))
            elif way in ("former", "refuted"):
                claim = self.other_claim(gone=way == "former")
                ways = list(self.words[way])
                if self.is_normal:
                    ways += self.words[f"{way}_normal"]
                made.append(said(self.writer, claim, ways))
            else:
                claim = replace(self.other_claim(), status=Status.DENIED)
                made.append(said(self.writer, claim))
        return made

    # -- conclusion -----------------------------------------------------------------------------

    def conclusion(self, by_the_way: list[Finding]) -> list[Passage]:
        """What is concluded of the tumour, the question, the kidneys and the rest."""
        rng, writer, study = self.rng, self.writer, self.study
        ways = self.words["conclusion"]
        made = concluded(writer, study.course) if study.course else []
        explained = study.explained
        if study.scene:
            what = writer.pick([study.scene["what"]])
            made.append(part(rng, "answer", partial(self.answer, explained, what)))
        for one in study.abnormal:
            if one is not explained:
                made += part(rng, f"end/{one.kind['name']}", partial(self.also, one))
        for finding in by_the_way:
            if finding.ends and rng.random() < 0.3 and len(made) < 5:
                made.append(self.ended(ways["also"], finding.ends))
        return made + writer.choose(ways["rest"], int(rng.random() < 0.3))

    def also(self, one: Abnormal) -> list[Passage]:
        """What may be concluded of something that was not asked for."""
        if self.rng.random() >= _ALSO:
            return []
        return [self.ended(self.words["conclusion"]["also"], self.end_of(one))]

    def answer(self, explained: Abnormal | None, what: str) -> Passage:
        """What explains the complaint, or that nothing does."""
        ways = self.words["conclusion"]
        if explained:
            return self.ended(ways["answered"], explained.finding.ends, what)
        if what == "traumatisch letsel":
            return self.writer.sentence(ways["no_injury"])
        return self.ended(ways["not_answered"], "", what)

    def end_of(self, one: Abnormal) -> str:
        """What a conclusion calls it."""
        if one.kind["name"] == "afwezig" or not one.finding.ends:
            return self.writer.pick(one.kind["ends"]).rstrip(".")
        return one.finding.ends

    def ended(self, templates: list[str], end: str, what: str = "") -> Passage:
        """A sentence of the conclusion about something found."""
        made = self.writer.pick(templates)
        for name, text in (("eind", end), ("wat", what)):
            capital = text[:1].upper() + text[1:]
            made = made.replace(f"{{{name}}}", text).replace(f"{{{name.capitalize()}}}", capital)
        return self.writer.filled(made[:1].upper() + made[1:])
