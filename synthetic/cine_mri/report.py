"""The text of a simulated report of a cine MRI of the abdomen.

What is written stands in ``data/sim_cine_mri.json``, clinical data in ``data/sim_torso.json``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.cine_mri.state import draw_study
from dragon_prep.synthetic.kit.claims import Status, said
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.findings import bound, draw_findings
from dragon_prep.synthetic.kit.length import count, words_wanted
from dragon_prep.synthetic.kit.sections import PlainSectionWriter
from dragon_prep.synthetic.kit.tail import number_slots, tail_slots
from dragon_prep.synthetic.kit.torso import TorsoWriter, listed, paragraphs, with_torso
from dragon_prep.synthetic.kit.turned import kept, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.cine_mri.state import Spot, Study
    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.cases import Case
    from dragon_prep.synthetic.kit.findings import Finding
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage

COHORT = "cine_mri"
_LENGTHS = ((0, 14), (0.25, 28), (0.5, 38), (0.75, 62), (0.93, 130), (0.985, 330), (1, 2000))
_VERB = re.compile(r"~(\w+)/(\w+)~")  # its singular and its plural
_SEE = 0.3  # conclusions that refer to the findings
_OTHER_ORGANS = 0.6  # of the words of findings


def write_report(rng: Random, case: Case, phi: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        case: of the plan; its label is what is found.
        phi: fills the slots for identifiers.
        author: who writes it.
        knobs: of the simulation.
    """
    study = draw_study(rng, words_of(), phi.setting, case.sex, label=case.label)
    return write_study(rng, study, phi, author, knobs)


def words_of() -> Mapping[str, Any]:
    """The word list of the cohort."""
    return with_torso(lexicon(COHORT))


def write_study(rng: Random, study: Study, phi: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    """Writes the report of a study; the parameters are those of :func:`write_report`."""
    return _Report(rng, words_of(), study, author, knobs).text(phi)


class _Report:
    """One report being written."""

    def __init__(
        self, rng: Random, words: Mapping[str, Any], study: Study, author: Author, knobs: Knobs
    ) -> None:
        self.rng, self.words, self.study = rng, words, study
        self.author, self.knobs = author, knobs
        self.wanted = words_wanted(rng, author, _LENGTHS)
        self.signs = part(
            rng, "signs", lambda: [rng.random() < knobs.difficulty for _ in study.adhesions]
        )
        self.writer: PlainSectionWriter

    def text(self, phi: PhiSlots) -> Passage:
        self.writer = PlainSectionWriter(
            self.rng, self.words, phi, self.slots(), self.author, self.knobs
        )
        request = self.request()
        bowel = self.bowel()
        wanted = kept(self.rng, "room for others", lambda: max(0, self.wanted - count(bowel)))
        found = draw_findings(
            self.rng, self.study.here, self.study.person, self.rng.randrange(2) + wanted // 40
        )
        torso = TorsoWriter(self.writer, self.study.here)
        regions = torso.regions(found, {}, int(wanted * _OTHER_ORGANS))
        others = paragraphs(regions, {}, lines=self.author.style["lines"])
        at = self.rng.choice((0, 0, len(others)))
        return self.writer.report(
            kliniek=request,
            techniek=self.technique(),
            bevinding=[*others[:at], *bowel, *others[at:]],
            conclusie=self.conclusion(found),
        )

    def slots(self) -> dict[str, Callable[[], str]]:
        rng, sex = self.rng, self.study.person.sex
        asked = rng.choice((*self.study.adhesions, *self.study.free))
        side = rng.choice(("links", "rechts"))
        return (
            tail_slots(rng, sex)
            | number_slots(rng, {"n": (2, 19)})
            | {
                "man": lambda: "man" if sex == "m" else "vrouw",
                "dhr": lambda: rng.choice(
                    ("dhr.", "de heer") if sex == "m" else ("mevr.", "mevrouw")
                ),
                "ops": lambda: listed(self.study.operations),
                "kwadrant": lambda: bound(rng.choice(self.words["quadrants"]), {"kant": side}),
                "beweging": lambda: rng.choice(self.words["movements"]),
                "kaal": lambda: asked.noun,
                "waar": lambda: asked.where,
            }
        )

    def request(self) -> list[Passage]:
        """Operations, complaints and the question."""
        rng, rules = self.rng, self.writer.rules
        made = [self.writer.sentence(rules["operaties"])] if self.study.operations else []
        made += self.writer.choose(rules["klacht_zin"], rng.choice((1, 1, 1, 2)))
        tail = lexicon("torso")["tail"]
        if rng.random() < 0.3:
            made.append(self.writer.sentence(tail["vg"]))
        made += self.writer.choose(tail["extra"], rng.choice((0, 0, 1)) + self.wanted // 120)
        return [*made, self.writer.sentence(rules["vraag_zin"])]

    def technique(self) -> list[Passage]:
        rules = self.writer.rules
        extra = int(self.rng.random() < 0.25) + self.wanted // 250
        return [
            self.writer.sentence(rules["techniek_zin"]),
            *self.writer.choose(rules["techniek_extra"], extra),
        ]

    # -- findings -------------------------------------------------------------------------------

    def bowel(self) -> list[Passage]:
        """What is stuck, in words or by its signs, and what is not."""
        rng, study = self.rng, self.study
        told = [
            part(rng, f"bowel/{spot.key}", partial(self.told, spot, sign))
            for spot, sign in zip(study.adhesions, self.signs, strict=True)
        ]
        free = list(study.free)
        twins = rng.choice((1, 2, 2, 3)) + (not study.adhesions) + self.wanted // 60
        told += [
            part(rng, f"bowel/{spot.key}", partial(self.not_stuck, spot)) for spot in free[:twins]
        ]
        if study.mesh and rng.random() < 0.5:
            told.append(self.writer.sentence(self.words["mesh"]))
        return rng.sample(told, len(told))

    def told(self, spot: Spot, sign: bool) -> Passage:
        found = self.words["found"]
        if not sign:
            claim = spot.claim
            if self.rng.random() < 0.5:
                named = f"{spot.noun} van {spot.loop}"
                claim = replace(claim, bare=named, full=named)
            return said(self.writer, claim, self.writer.rules["gevonden"])
        if self.rng.random() < 0.2:
            return self.measured(spot, found["mm"])
        return self.named(found["sign"], spot)

    def not_stuck(self, spot: Spot) -> Passage:
        """That here bowel is free: denied, gone, not confirmed, or by signs and measures."""
        rng, none = self.rng, self.words["none"]
        if rng.random() >= self.knobs.difficulty:
            return said(self.writer, replace(spot.claim, status=Status.DENIED))
        draw = rng.random()
        if draw < 0.1:
            return self.measured(spot, none["mm"])
        if draw < 0.3:
            return said(self.writer, spot.claim, self.words[rng.choice(("former", "refuted"))])
        return self.named(none["sign"], spot)

    def measured(self, spot: Spot, ends: Sequence[int]) -> Passage:
        mm = {"mm": str(self.rng.randrange(*ends))}
        return self.named(self.words["found"]["measure"], spot, mm)

    def named(
        self, templates: Sequence[str], spot: Spot, more: Mapping[str, str] | None = None
    ) -> Passage:
        """A sentence about a place."""
        made = self.writer.pick(templates)
        made = _VERB.sub(lambda verb: verb[2 if spot.loops else 1], made)
        for name, text in {**spot.slots, **(more or {})}.items():
            made = made.replace(f"{{{name}}}", text)
            made = made.replace(f"{{{name.capitalize()}}}", text[0].upper() + text[1:])
        made = " ".join(made.replace(" .", ".").split())
        return self.writer.filled(made[0].upper() + made[1:])

    # -- conclusion -----------------------------------------------------------------------------

    def conclusion(self, by_the_way: Sequence[Finding]) -> list[Passage]:
        rng, study = self.rng, self.study
        made = []
        if rng.random() < _SEE * self.knobs.difficulty:
            made = [self.writer.sentence(self.words["see"])]
        elif not study.adhesions:
            ends = self.words["none"]["end"]
            made = [part(rng, "end", partial(self.named, ends, study.free[0]))]
        else:
            made = part(rng, "end", self.stuck)
        for finding in by_the_way:
            if finding.ends and rng.random() < 0.4 and len(made) < 4:
                also = self.writer.pick(self.words["also"])
                ends = finding.ends[0].upper() + finding.ends[1:]
                also = also.replace("{eind}", finding.ends).replace("{Eind}", ends)
                made.insert(rng.randrange(len(made) + 1), self.writer.filled(also))
        return made

    def stuck(self) -> list[Passage]:
        """The places where bowel is stuck, at least the first, as a conclusion names them."""
        found = self.words["found"]
        made: list[Passage] = []
        elsewhere = {"elders": self.study.free[0].where}
        for spot, sign in zip(self.study.adhesions, self.signs, strict=True):
            hard = sign and self.rng.random() < self.knobs.difficulty
            ways = found["end_sign" if hard else "end"]
            if len(self.study.adhesions) > 1:
                ways = [way for way in ways if ", elders" not in way]
            if not made or self.rng.random() < 0.7:
                made.append(self.named(ways, spot, elsewhere))
        return made
