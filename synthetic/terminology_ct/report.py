"""The text of a simulated CT report of thorax and abdomen, with its medical terms marked.

What is written: history and conclusions in ``data/sim_terminology_ct.json``, findings by organ
in ``data/sim_radiology.json``. Terms are marked as annotators mark them: an adjective with its noun
or by itself, the second of two terms often not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.body import Held, draw_body
from dragon_prep.synthetic.kit.ct import MENTION, BodyWriter, CtWriter, laid_out
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.length import words_wanted
from dragon_prep.synthetic.kit.terms import length, merged, radiology_slots, tail
from dragon_prep.synthetic.kit.text import Passage, fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots

_COHORT = "terminology_ct"
_PARTS = ("hals", "thorax", "abdomen", "bekken", "skelet")
_OTHER_WORDS = 60  # of a report that are not about organs
_SPREAD = (40, 35, 18, 7)  # weights of 0 to 3 organs with metastases
_MISSED, _SECOND_MISSED = 0.07, 0.4  # of the terms; of those behind "en", "of" or a comma
_TOGETHER = 0.55  # of neighbours: one mention
_WITH_ADJECTIVE = 0.5  # of medical adjectives before a term: part of it; else by themselves
_ADJECTIVE = re.compile(
    r"(?:[a-z]+(?:ale|aire|eale|iele|eve|euze|dense|intense|vormige|achtige|houdende|erende|"
    r"tische|logische|atoire|bole|ische)) $"
)
_BETWEEN = re.compile(r"(?: en | of |, )")


@dataclass(frozen=True, slots=True, repr=False)
class Marked:
    """A report, its identifiers, and its medical terms, each in order."""

    text: str
    phi: tuple[Span, ...] = ()
    terms: tuple[Span, ...] = ()


def write_report(
    rng: Random, who: tuple[int, str], phi: PhiSlots, author: Author, knobs: Knobs
) -> Marked:
    """Writes one report.

    Args:
        rng: source of randomness.
        who: the patient's number and sex.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    passage = _Writer(rng, who, (phi, author, knobs)).report()
    terms = [span for span in passage.phi if span.label == MENTION]
    identifiers = tuple(span for span in passage.phi if span.label != MENTION)
    return Marked(passage.text, identifiers, tuple(_annotated(rng, passage.text, terms)))


def _annotated(rng: Random, text: str, terms: Sequence[Span]) -> list[Span]:
    """The terms as annotators mark them, who are not of one mind."""
    made: list[Span] = []
    last = 0
    for span in terms:
        between = text[last : span.start]
        last = span.end
        second = made and _BETWEEN.fullmatch(between)
        if rng.random() < (_SECOND_MISSED if second else _MISSED):
            continue
        start = _with_adjective(rng, text, span, made)
        next_to = bool(made) and made[-1].end == start - 1
        if next_to and between == " " and rng.random() < _TOGETHER:
            start = made.pop().start
        made.append(Span(start, span.end, MENTION))
    return made


def _with_adjective(rng: Random, text: str, span: Span, made: list[Span]) -> int:
    """Where a mention starts: at a medical adjective before its noun, or it is marked apart."""
    before = _ADJECTIVE.search(text[max(0, span.start - 30) : span.start].lower())
    if not before:
        return span.start
    start = span.start - len(before[0])
    if made and made[-1].end > start:
        return span.start
    if rng.random() < _WITH_ADJECTIVE:
        return start
    made.append(Span(start, span.start - 1, MENTION))
    return span.start


class _TermWriter(CtWriter):
    """Marks terms."""

    marking = True
    plain = False


class _Writer:
    """One report being written."""

    def __init__(
        self, rng: Random, who: tuple[int, str], how: tuple[PhiSlots, Author, Knobs]
    ) -> None:
        phi, author, knobs = how
        number, sex = who
        self.rng = rng
        self.phi = phi
        self.words: Mapping[str, Any] = merged(_COHORT)
        own = stream(_COHORT, "patient", number, sex)
        cancers = [one for one in self.words["primaries"] if sex in one["sex"]]
        cancer = own.choices(cancers, [one["weight"] for one in cancers])[0]
        self.disease: str = own.choice(cancer["ziekte"])
        self.operation: str = own.choice(cancer["ingreep"])
        body = draw_body(own, sex)
        body = {name: held for name, held in body.items() if name not in cancer["weg"]}
        spread = own.choices((0, 1, 2, 3), _SPREAD)[0]
        self.spread = [
            (organ, own.choice(self.words["metas"][organ]))
            for organ in own.sample([o for o in self.words["metas"] if o in body], spread)
        ]
        self.change = rng.choice(("nieuw", "toe", "af", "gelijk", "gelijk"))
        slots = radiology_slots(rng, sex) | {
            "n": lambda: str(rng.randrange(2, 9)),
            "jaren": lambda: str(rng.randrange(1, 12)),
            "merk": partial(tail, rng, self.words["merken"]),
        }
        self.writer = _TermWriter(rng, self.words, self.slot, slots, author, knobs)
        self.body = BodyWriter(self.writer, body, compared=True)
        self.found = [(name, held) for name, held in body.items() if held != Held()]

    def slot(self, name: str) -> Passage:
        """What fills the slots for identifiers, and for a term with a date in it."""
        if name.lower() != "m_gedateerd":
            return self.phi(name)
        operation = self.operation.replace("~", "").strip()
        said = fill(self.rng.choice(self.words["dated"]).replace("{op}", operation), self.phi)
        text = said.text if name.islower() else said.text[0].upper() + said.text[1:]
        return Passage(text, (Span(0, len(text), MENTION), *said.phi))

    def report(self) -> Passage:
        writer = self.writer
        wanted = words_wanted(self.rng, writer.author, self.words["lengte"])
        parts = self.body.parts(max(15, wanted - _OTHER_WORDS), self.given(), _PARTS)
        return writer.report(
            kliniek=self.asked(),
            techniek=[writer.sentence(["<techniek_t>"]), writer.sentence(["<vergelijking>"])],
            bevinding=laid_out(writer, parts),
            conclusie=self.concluded(),
        )

    def asked(self) -> list[Passage]:
        """History and question."""
        complaints = self.words["klachten"]
        parts = {
            "ziekte": self.disease,
            "ingreep": self.operation,
            "behandeling": "<behandeling>",
            "k_woord": tail(self.rng, complaints),
            "k_woord2": self.rng.choice(complaints),
            "doel": self.rng.choice(("metastasen", "adenopathie", "lesies", "levermetastasen")),
        }
        said = [self.writer.say(["<hist>"], **parts)]
        if self.rng.random() < 0.5:
            said.append(self.writer.say(["<vraag>"], **parts))
        return said

    # -- metastases -----------------------------------------------------------------------------

    def given(self) -> dict[str, list[Passage]]:
        """What is said of organs with metastases."""
        return {organ: [self.metastasis(organ, what)] for organ, what in self.spread}

    def metastasis(self, organ: str, what: str) -> Passage:
        said, _, number = what.partition("|")
        where = self.rng.choice(next(o.places for o in self.body.organs if o.name == organ))
        rule = "<tot_mm>" if number == "2" else "<van_mm>"
        size = self.writer.expanded(rule).replace("{mm}", length(self.rng, _size(self.rng)))
        return self.writer.say(
            ["<meta>"], wat=said, waar=where, maat=size if self.rng.random() < 0.6 else "",
            **self.course(number),
        )  # fmt: skip

    def course(self, number: str) -> dict[str, str]:
        """How metastases changed, in the forms that sentences need."""
        first, second, third = self.words["verloop"][self.change]
        return {"aard": first, "aard2": second, "aard3": third,
                "is": "zijn" if number == "2" else "is"}  # fmt: skip

    def concluded(self) -> list[Passage]:
        """The metastases that the findings name, or that there are none."""
        writer = self.writer
        said = []
        for _, what in self.spread:
            name, _, number = what.partition("|")
            said.append(writer.say(["<c_meta>"], wat=name, **self.course(number)))
        if not said:
            parts = {"ingreep": self.operation, "ziekte": self.disease}
            said.append(writer.say(["<c_goed>"], **parts))
        if self.found and self.rng.random() < 0.4:
            said.append(writer.say(["[Overige|Bekende] nevenbevindingen ongewijzigd."]))
        return said


def _size(rng: Random) -> int:
    return rng.randrange(5, 60)
