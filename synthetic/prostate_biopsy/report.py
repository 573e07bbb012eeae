"""The text of a simulated report of an MRI-guided prostate biopsy.

What is written: sentences and headings in ``data/sim_prostate_biopsy.json``, put together here.
Places and judgements of needles are spans beside those of the identifiers, labelled as annotators
do: ``1-locatie naald``, ``1-representatief``, ``1-ambigu``. Places and judgements of other lesions
and of earlier sessions are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit import anamnesis
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.headings import habit
from dragon_prep.synthetic.kit.length import count, words_wanted
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sections import SECTIONS, lowered
from dragon_prep.synthetic.kit.sentences import PlantingWriter
from dragon_prep.synthetic.kit.text import Passage, fill, join, planted, wrap
from dragon_prep.synthetic.prostate_biopsy.procedure import SIDES, Target, draw_procedure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.prostate_biopsy.procedure import Needle, Procedure

COHORT = "prostate_biopsy"
SEVERAL = "|"  # between the labels of words that are about several needles

_MORE = (("kliniek", "clinical"), ("techniek", "technique"), ("conclusie", "conclusion"))
_RUN_ON = {True: 0.6, False: 0.35}  # of the sentences: part of the one before, if telegrams
_TOGETHER = 0.12  # of the reports have one judgement for all needles
_GROUPED = 0.1  # of the reports tell together of the needles that hit, and of those that may not
_HARD = 0.5  # times the difficulty: judgements that look like the other one
_SHIFTED = 0.3  # of the places are told with where in the lesion


def write_report(
    rng: Random, needles: int, phi: PhiSlots, author: Author, knobs: Knobs, *, excluded: bool
) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        needles: how many.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
        excluded: whether the annotator excludes it.

    Returns:
        The text, with spans of identifiers and of needles; a span of words about several needles
        has their labels, with :data:`SEVERAL` between them.
    """
    writer = _Writer(rng, draw_procedure(rng, needles), phi, author, knobs)
    return writer.report(excluded=excluded)


class _Writer(PlantingWriter):
    """One report being written; ``needle`` is the one being told of."""

    def __init__(
        self, rng: Random, procedure: Procedure, phi: PhiSlots, author: Author, knobs: Knobs
    ) -> None:
        super().__init__(rng, lexicon(COHORT), phi, author, knobs)
        self.procedure = procedure
        self.needle = procedure.needles[0]
        self.pieces: dict[str, Passage] = {}
        self.told: set[str] = set()
        self.hits = sum(needle.hit for needle in procedure.needles)

    def report(self, *, excluded: bool) -> Passage:
        rng, words, hard = self.rng, self.words, self.knobs.difficulty
        wanted = words_wanted(rng, self.author, words["lengths"])
        parts: dict[str, list[Passage]] = {
            "kliniek": self.some("indication", self.procedure.kind) if rng.random() < 0.75 else [],
            "techniek": [],
            "bevinding": [],
            "conclusie": [],
        }
        if excluded:
            reason = planted(rng.choice(words["excluded"]), "exclude")
            parts["bevinding"] = [join("", (reason, Passage(".")))]
            parts["conclusie"] = self.choose(words["aborted"], rng.randrange(1, 4))
        else:
            parts["bevinding"] = self.needles()
            parts["techniek"] = self.choose(words["procedure"], 1)
            self.fill_up(parts, wanted - sum(map(count, parts.values())))
        if rng.random() < hard:
            parts[rng.choice(("kliniek", "techniek"))].append(self.sentence(words["twin"]))
        if not excluded and len(self.procedure.needles) > 1 and rng.random() < 0.2:
            parts["conclusie"].append(self.sentence(words["summary"]))
        for name in ("kliniek", "techniek", "conclusie"):
            parts[name] = self.run_on(parts[name])
        sections: dict[str, list[Passage]] = {name: parts.get(name, []) for name in SECTIONS}
        self.plant(sections)
        written = filter(None, (self.section(name, said) for name, said in sections.items()))
        text = join(self.author.style["gap"], written)
        if self.author.lower:
            text = lowered(text, names=self.author.small_names)
        width = self.author.style["wrap"]
        return wrap(text, width, keep_phi_whole=True) if width else text

    def fill_up(self, parts: dict[str, list[Passage]], missing: int) -> None:
        """Adds what may be said beside, until there are words enough."""
        left = [(part, kind, topic) for part, kind in _MORE for topic in self.words[kind]]
        self.rng.shuffle(left)
        if not parts["conclusie"]:  # that there will be histology stands in every report
            left.append(("conclusie", "conclusion", "pa"))
        while left and (missing > 0 or not parts["conclusie"]):
            part, kind, topic = left.pop()
            if topic in [t for p, k, t in left if (p, k) == (part, kind)]:
                left.remove((part, kind, topic))
            sentence = self.sentence(self.words[kind][topic])
            parts[part].append(sentence)
            missing -= count([sentence])

    def run_on(self, said: Sequence[Passage]) -> list[Passage]:
        """The sentences, some of them in one, as those write who are in a hurry."""
        share = _RUN_ON[self.author.telegram]
        marks = habit(self.author, ", |; |, | - ")
        out: list[Passage] = []
        for one in said:
            word = one.text.split(" ", 1)[0]
            joins = out and word[1:].islower() and out[-1].text.endswith(".")
            if joins and self.rng.random() < share:
                before = Passage(out[-1].text[:-1], out[-1].phi)
                after = Passage(one.text[0].lower() + one.text[1:], one.phi)
                out[-1] = join(marks, (before, after))
            else:
                out.append(one)
        return out

    def some(self, kind: str, which: str) -> list[Passage]:
        """One sentence, of those of a case."""
        return self.choose(self.words[kind][which], 1)

    # -- needles ----------------------------------------------------------------------------

    def needles(self) -> list[Passage]:
        """A line for each needle, and perhaps some about several of them."""
        needles, rng, words = self.procedure.needles, self.rng, self.words
        chance = rng.random() if len(needles) > 1 else 1
        if chance < _TOGETHER:
            hit = needles[0].hit
            self.hits = len(needles) if hit else 0
            lines = self.lines("needle_only")
            return [*lines, self.judged(needles, words["all_needles"], hit=hit)]
        if chance < _TOGETHER + _GROUPED:
            lines = self.lines("needle_only")
            for hit in (True, False):
                those = [needle for needle in needles if needle.hit == hit]
                if those:
                    lines.append(self.judged(those, words["some_needles"], hit=hit))
            return lines
        return self.lines("needle")

    def lines(self, kind: str) -> list[Passage]:
        """A line for each needle, in one form."""
        template, said = self.one_of(self.words[kind]), []
        for needle in self.procedure.needles:
            self.needle = needle
            number = f"{needle.number}-"
            self.pieces = {
                "n": Passage(str(needle.number)),
                "rang": Passage(self.words["ranks"][needle.number]),
                "plek": planted(self.place(needle), f"{number}locatie naald"),
                "oordeel": self.judgement([needle], hit=needle.hit),
            }
            said.append(self.filled(template))
        self.pieces = {}
        return said

    def judged(self, needles: Sequence[Needle], templates: Sequence[str], *, hit: bool) -> Passage:
        """A line about several needles."""
        numbers = [str(needle.number) for needle in needles]
        listed = " en ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
        self.pieces = {"oordeel": self.judgement(needles, hit=hit), "nrs": Passage(listed)}
        said = self.sentence(templates)
        self.pieces = {}
        return said

    def judgement(self, needles: Sequence[Needle], *, hit: bool) -> Passage:
        """What is said of whether needles hit."""
        kind = "representatief" if hit else "ambigu"
        hard = self.rng.random() < _HARD * self.knobs.difficulty
        text = self.pick(self.words[f"{kind}_hard" if hard else kind])
        return planted(text, SEVERAL.join(f"{needle.number}-{kind}" for needle in needles))

    def own_slot(self, name: str) -> object:  # type: ignore[override]
        """What fills a slot: the pieces of a needle first."""
        if name in self.pieces:
            return lambda: self.pieces[name]
        return super().own_slot(name)

    def slot(self, name: str) -> Passage:
        made = super().slot(name)
        if name[0].isupper() and name.lower() in self.pieces:
            return Passage(made.text[:1].upper() + made.text[1:], made.phi)
        return made

    # -- places -----------------------------------------------------------------------------

    def place(self, needle: Needle) -> str:
        """Where a needle was; no two of a report are said alike, if that can be."""
        for _ in range(12):
            said = self.said_place(needle.target)
            if said not in self.told:
                break
        self.told.add(said)
        return said

    def said_place(self, target: Target) -> str:
        """A place in one of the ways in which it may be said."""
        place, rng = self.words["place"], self.rng
        if target.rim:
            made = fill(
                self.pick(place["rim"]), lambda name: Passage(self.parts(target)[name])
            ).text
        else:
            forms = [f for f in place["forms"] if "side_e" not in f or target.side in SIDES]
            made = (self.one_of(forms) if rng.random() < 0.6 else rng.choice(forms)).format(
                **self.parts(target)
            )
            if rng.random() < _SHIFTED:
                form = self.one_of(place["shifted"])
                made = form.format(base=made, shift=rng.choice(place["shift"]))
        return " ".join(made.split()).strip(" ,")

    def parts(self, target: Target) -> dict[str, str]:
        """The words for a place, by what they tell."""
        place = self.words["place"]
        return {
            "side": self.one_of(place["side"][target.side]),
            "side_e": place["side_e"].get(target.side, ""),
            "level": self.one_of(place["level"][target.level]),
            "zone": self.one_of(place["zone"][target.zone]),
            "sector": self.one_of(place["sector"][target.sector]),
            "l": str(target.number),
        }

    # -- slots ------------------------------------------------------------------------------

    def slot_psa(self) -> str:
        return figure(self.procedure.psa)

    def slot_pirads(self) -> str:
        return str(self.procedure.pirads)

    def slot_mm(self) -> str:
        return str(self.procedure.size)

    def slot_kant(self) -> str:
        return self.procedure.targets[0].side

    def slot_aantal(self) -> str:
        counts: list[str] = self.words["counts"]
        return counts[len(self.procedure.needles)]

    def slot_goed(self) -> str:
        counts: list[str] = self.words["counts"]
        return counts[self.hits]

    def slot_doel(self) -> str:
        rim = self.procedure.targets[0].rim
        return fill(self.pick(self.words["target"]["rand" if rim else "lesie"]), self.slot).text

    def slot_doelplek(self) -> str:
        said = self.said_place(self.procedure.targets[0])
        return said if said.startswith(("PZ", "TZ", "CZ", "AFS")) else said[0].lower() + said[1:]

    def slot_l(self) -> str:
        return "1"

    def slot_anders(self) -> str:
        """A place that no needle was in."""
        taken = {(target.side, target.zone) for target in self.procedure.targets}
        free = [(s, z) for s in SIDES for z in ("pz", "tz") if (s, z) not in taken]
        side, zone = self.rng.choice(free)
        sector = "dorsolateraal" if zone == "pz" else "ventraal"
        level = self.rng.choice(("apex", "mid", "basis"))
        return self.said_place(Target(3, side, level, zone, sector, rim=False))

    def slot_gauge(self) -> str:
        return self.rng.choice(("18", "18", "16", "20"))

    def slot_duur(self) -> str:
        return str(self.rng.randrange(20, 75))

    def slot_vg(self) -> str:
        return ", ".join(anamnesis.past(self.rng, self.rng.choices((1, 2, 3), (4, 4, 2))[0]))

    def slot_operatie(self) -> str:
        return anamnesis.past(self.rng, 1, ("operaties",))[0]

    def slot_ziekte(self) -> str:
        return anamnesis.past(self.rng, 1, ("ziekten",))[0]

    def slot_middelen(self) -> str:
        return ", ".join(anamnesis.drugs(self.rng, self.rng.randrange(1, 4), doses=False))

    # -- form -------------------------------------------------------------------------------

    def section(self, name: str, sentences: Sequence[Passage]) -> Passage | None:
        if not sentences:
            return None
        style = self.author.style
        listed = name == "slot" or (name == "bevinding" and style["lines"])
        body = join("\n" if listed else " ", sentences)
        heading = habit(self.author, style["headings"][name])
        return join(style["after_heading"], (Passage(heading), body)) if heading else body
