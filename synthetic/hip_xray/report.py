"""The text of a simulated X-ray report of the hips: grades told by what is seen.

What is written: sentences and headings in ``data/sim_hip_xray.json``; no phrase for a sign is there
at two grades of Kellgren and Lawrence, so that the signs tell the grade where it is not named.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.hip_xray.state import COHORT
from dragon_prep.synthetic.kit.body import draw_body
from dragon_prep.synthetic.kit.ct import BodyWriter, CtWriter, laid_out
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.terms import merged, radiology_slots, tail
from dragon_prep.synthetic.kit.turned import part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.hip_xray.state import Case
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage

_SIDES = (("links", "linker"), ("rechts", "rechter"))
_SHORT = (("links", "li"), ("rechts", "re"))
_BEFORE_NOUN = (("linker", "li"), ("rechter", "re"))
_NEVER, _PROSTHESIS = "n", "p"
_ONE_HIP, _TOGETHER, _NO_CONCLUSION = 0.6, 0.5, 0.12
_SURE = ("spleet", "osteofyt")  # one of them tells each grade
_OTHER_WORDS = 55
_NUMBER = 0.35  # of the grades that are named: with the number
_FORMER, _COMPARED = 0.5, 0.5


def write_report(
    rng: Random, case: Case, phi: PhiSlots, author: Author, knobs: Knobs
) -> Passage:  # fmt: skip
    """Writes one report.

    Args:
        rng: source of randomness.
        case: what is planned.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    return HipReport(rng, case, (phi, author, knobs)).report()


class HipReport:
    """One report being written.

    Args:
        rng: source of randomness.
        case: what is planned.
        how: the slots for identifiers, the author and the knobs.
    """

    def __init__(self, rng: Random, case: Case, how: tuple[PhiSlots, Author, Knobs]) -> None:
        phi, author, knobs = how
        self.rng = rng
        self.case = case
        self.difficulty = knobs.difficulty
        self.words: Mapping[str, Any] = merged(COHORT)
        shown = [hip for hip in (0, 1) if case.grades[hip] != _NEVER]
        self.one_hip = len(shown) == 1 and rng.random() < _ONE_HIP  # nothing is said of the other
        self.hips = shown if self.one_hip else [0, 1]
        self.hurts = rng.choice(self.hips)
        self.compared = rng.random() < _COMPARED
        slots = radiology_slots(rng, case.sex) | {
            "k": lambda: rng.choice(_SHORT[self.hurts]),
            "kh": lambda: rng.choice(_BEFORE_NOUN[self.hurts]),
            "m": lambda: str(rng.choice((50, 100, 200, 300, 500))),
            "bl": lambda: str(rng.randrange(4, 16)),
            "jaren": lambda: str(rng.randrange(1, 16)),
        }
        for name, options in self.words["slots"].items():
            slots[name] = partial(tail, rng, options)
        self.writer = CtWriter(rng, self.words, phi, slots, author, knobs)
        own = stream(COHORT, "patient", case.patient, case.sex)
        body = draw_body(own, case.sex, COHORT)
        self.body = BodyWriter(self.writer, body, compared=self.compared, words=COHORT)

    def report(self) -> Passage:
        """The whole text."""
        writer = self.writer
        wanted = words_wanted(self.rng, writer.author, self.words["lengte"])
        hips = self.hip_sentences()
        others = self.body.parts(max(6, wanted - _OTHER_WORDS), {}, ("heupfoto",))
        return writer.report(
            kliniek=self.asked(),
            techniek=self.technique(),
            bevinding=laid_out(writer, {"heup": hips, **others}),
            conclusie=self.concluded(),
        )

    # -- before the findings --------------------------------------------------------------------

    def asked(self) -> list[Passage]:
        """Complaints, history and question."""
        rng, writer, grades = self.rng, self.writer, self.case.grades
        rules = self.words["rules"]
        said = writer.choose(rules["klacht_heup"], rng.randrange(1, 3))
        said += [writer.sentence(["<voorgeschiedenis>"]) for _ in range(rng.randrange(2))]
        replaced = [hip for hip in self.hips if grades[hip] == _PROSTHESIS]
        if replaced and rng.random() < 0.4:
            self.hurts = replaced[0]
            return [*said, writer.sentence(rules["vraag_prothese"])]
        return [*said, writer.sentence(rules["vraag_heup"])]

    def technique(self) -> list[Passage]:
        """How it was made, and what it is compared with."""
        rule = "<opname_een>" if self.one_hip else "<opname_twee>"
        said = [self.side([rule], self.hips[0])]
        if self.compared:
            said.append(self.writer.sentence(["<vergelijking>"]))
        return said

    def side(self, templates: Sequence[str], hip: int, **parts: str) -> Passage:
        """A sentence about one side."""
        links, linker = _SIDES[hip]
        return self.writer.say(templates, **parts, links=links, linker=linker)

    # -- findings -------------------------------------------------------------------------------

    def hip_sentences(self) -> list[Passage]:
        """What is seen of each hip, or of both at once where they are alike."""
        rng, grades = self.rng, self.case.grades
        alike = grades[0] == grades[1] and grades[0] not in (_NEVER, _PROSTHESIS)
        if alike and rng.random() < _TOGETHER:
            said = [self.writer.say(["<heupen>"], tekenen=self.signs(grades[0]))]
            return said + [s for hip in self.hips for s in self.former(hip)]
        order = [*self.hips]
        if self.writer.author.order != "lichaam":
            order.sort(key=lambda hip: hip != self.hurts)
        return [s for hip in order for s in self.now_and_before(hip)]

    def now_and_before(self, hip: int) -> list[Passage]:
        """What is seen of one hip, and what was."""
        now = part(self.rng, f"hip {hip}", partial(self.hip, hip))
        return [now, *part(self.rng, f"former {hip}", partial(self.former, hip))]

    def hip(self, hip: int) -> Passage:
        """What is seen of one hip."""
        grade = self.case.grades[hip]
        if grade == _NEVER:
            return self.side(["<onbekend>"], hip)
        if grade == _PROSTHESIS:
            hard = "_hard" if self.rng.random() < self.difficulty else ""
            return self.side([f"<prothese{hard}>"], hip)
        return self.side(["<heup>"], hip, tekenen=self.signs(grade))

    def signs(self, grade: str) -> str:
        """What tells a grade, with its name where reading is to be easy."""
        rng, tekenen = self.rng, self.words["tekenen"]
        sure = rng.choice(_SURE)
        rest = [name for name in tekenen if name != sure and grade in tekenen[name]]
        names = [sure, *rng.sample(rest, min(len(rest), rng.choice((1, 1, 2, 2, 3))))]
        rng.shuffle(names)
        said = [self.writer.one_of(tekenen[name][grade]) for name in names]
        made = " en ".join(filter(None, (", ".join(said[:-1]), said[-1])))
        if rng.random() >= self.difficulty and rng.random() < 0.5:
            made = f"{self.writer.one_of(self.words['naam'][grade])}, {made}"
            if rng.random() < _NUMBER:
                made += self.writer.expanded("<kl>").replace("{g}", grade)
        return made

    def former(self, hip: int) -> list[Passage]:
        """What was seen of a hip on an earlier film: less than now."""
        grade = self.case.grades[hip]
        before = "0123"["1234".index(grade)] if grade in "1234" else ""
        twin = self.compared and before and self.rng.random() < _FORMER * self.difficulty
        if not twin:
            return []
        name = self.rng.choice(_SURE)
        said = self.writer.one_of(self.words["tekenen"][name][before])
        return [self.side(["<vroeger>"], hip, tekenen=said)]

    # -- conclusion -----------------------------------------------------------------------------

    def concluded(self) -> list[Passage]:
        """What follows, the grade named or not; never empty."""
        rng, grades = self.rng, self.case.grades
        names = self.words["naam" if rng.random() >= self.difficulty else "naam_vaag"]
        said: list[Passage] = []
        if rng.random() < _NO_CONCLUSION:
            return [self.writer.sentence(["<besluit_slot>"])]
        if grades[0] == grades[1] and grades[0] not in (_NEVER, _PROSTHESIS):
            naam = self.writer.one_of(names[grades[0]])
            said = [self.writer.say(["<besluit_heupen>"], naam=naam)]
        else:
            said = [
                part(rng, f"end {hip}", partial(self._concluded_of, hip, names))
                for hip in self.hips
            ]
        if rng.random() < 0.3:
            said.append(self.writer.sentence(["<besluit_slot>"]))
        return said

    def _concluded_of(self, hip: int, names: Mapping[str, Sequence[str]]) -> Passage:
        grade = self.case.grades[hip]
        if grade == _NEVER:
            return self.side(["<besluit_onbekend>"], hip)
        if grade == _PROSTHESIS:
            return self.side(["<besluit_prothese>"], hip)
        return self.side(["<besluit_heup>"], hip, naam=self.writer.one_of(names[grade]))
