"""A patient's thorax and abdomen on CT, beside what a cohort is about: organ by organ.

What an organ has is drawn once for a patient, so that all reports of the patient agree; an organ is
spoken of once in a report, as normal or with its findings, and nothing is denied that it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import noun, phrase
from dragon_prep.synthetic.kit.terms import RADIOLOGY, compound, joined, tail

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from random import Random

    Body = Mapping[str, "Held"]

Kind = tuple[str, tuple[str, ...], int, int, tuple[str, ...]]
"""Noun, adjectives, smallest and largest size, its own places where it has some."""

_COUNTS = (1, 1, 1, 1, 1, 0, 0, 2, 3, 4)  # 0: some
_SOME = ("enkele", "meerdere", "diverse", "multipele", "verscheidene", "een paar")
_SHAPES = ("vorm", "textuur", "inhoud", "densiteit", "densiteit")
_SHAPED, _ADJECTIVE = 0.3, 0.7
_GONE = 0.16
_HEALTH = (0.7, 2.4)  # times as much to find
_NEAR = 0.16  # of the findings: with a place nearer than the organ's
_STEM = 8  # letters of a noun that another form of it has, too


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ of the word list.

    Attributes:
        name: which.
        article: ``de`` or ``het``.
        part: of the body: ``hals``, ``thorax``, ``abdomen``, ``bekken``, ``skelet``.
        sexes: who has it.
        told: how often it is spoken of, in percent.
        ill: how often there is something to find, in percent.
        names: what it is called.
        places: where in it.
        findings: what it may have.
        denied: what it may be said not to have.
        normal: how it is where there is nothing.
        loose: sentences that are true of any.
        gone: how it is said that it was taken out; empty where that is of no matter.
        near: what lies near it, as the first part of a word.
    """

    name: str
    article: str
    part: str
    sexes: str
    told: int
    ill: int
    names: tuple[str, ...]
    places: tuple[str, ...]
    findings: tuple[Kind, ...]
    denied: tuple[str, ...]
    normal: tuple[str, ...]
    loose: tuple[str, ...]
    gone: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an organ has.

    Attributes:
        noun: as the word list has it.
        adjectives: as the word list has them.
        number: how many; 0 for some.
        where: its place, with rules and slots.
        mm: the size of the largest, 0 where none is told.
    """

    noun: str
    adjectives: tuple[str, ...]
    number: int
    where: str
    mm: int

    @property
    def several(self) -> bool:
        """Whether it is a plural."""
        return self.number != 1

    def bare(self) -> str:
        """Without article or number: ``kleine cyste``."""
        return phrase(self.noun, self.adjectives, number=0 if self.several else 1, the="-")

    def full(self, some: str) -> str:
        """With article or number; ``some`` stands for an unknown number."""
        if not noun(self.noun).plural:
            return self.bare()
        if self.number == 0:
            return f"{some} {self.bare()}"
        return phrase(self.noun, self.adjectives, number=self.number)


@dataclass(frozen=True, slots=True)
class Held:
    """What a patient's organ has.

    Attributes:
        findings: in it.
        gone: whether it was taken out.
    """

    findings: tuple[Finding, ...] = field(default=())
    gone: bool = False


@cache
def organs(words: str = RADIOLOGY) -> tuple[Organ, ...]:
    """The organs of a word list from head to toe."""
    return tuple(_organ(entry) for entry in lexicon(words)["organen"])


def _organ(entry: Mapping[str, Any]) -> Organ:
    return Organ(
        name=entry["naam"],
        article=entry["lid"],
        part=entry["deel"],
        sexes=entry["sex"],
        told=entry["noem"],
        ill=entry["ziek"],
        names=tuple(entry["namen"]),
        places=tuple(entry["plek"]),
        findings=tuple(
            (n, tuple(a), low, high, tuple(own)) for n, a, low, high, own in entry["vondst"]
        ),
        denied=tuple(entry["ontkend"]),
        normal=tuple(entry["normaal"]),
        loose=tuple(entry["los"]),
        gone=tuple(entry["weg"]),
        near=tuple(entry["buren"]),
    )


def draw_body(rng: Random, sex: str, words: str = RADIOLOGY) -> Body:
    """What a patient's organs have.

    Args:
        rng: of the patient, not of the report.
        sex: ``m`` or ``f``.
        words: the word list whose organs they are.
    """
    health = rng.uniform(*_HEALTH)
    return {organ.name: _held(rng, organ, health) for organ in organs(words) if sex in organ.sexes}


def _held(rng: Random, organ: Organ, health: float) -> Held:
    if organ.gone and rng.random() < _GONE:
        return Held(gone=True)
    if 100 * rng.random() >= organ.ill * health:
        return Held()
    count = min(rng.choices((1, 2, 3, 4), (50, 28, 14, 8))[0], len(organ.findings))
    kinds: list[Kind] = []
    while len(kinds) < count:
        kind = tail(rng, organ.findings)
        if kind not in kinds:
            kinds.append(kind)
    return Held(tuple(_finding(rng, organ, kind) for kind in kinds))


def _finding(rng: Random, organ: Organ, kind: Kind) -> Finding:
    entry, adjectives, low, high, own = kind
    lesion = entry.startswith("*")
    entry = entry.lstrip("*!")
    chosen = [tail(rng, adjectives)] if adjectives and rng.random() < _ADJECTIVE else []
    if lesion and rng.random() < _SHAPED:
        chosen.append(compound(rng, rng.choice(_SHAPES[: 2 if chosen else None])))
    return Finding(
        noun=entry,
        adjectives=tuple(chosen),
        number=rng.choice(_COUNTS) if noun(entry).plural else 1,
        where=_where(rng, organ, rng.choice(own or organ.places)),
        mm=rng.randrange(low, high + 1) if high else 0,
    )


def _where(rng: Random, organ: Organ, place: str) -> str:
    """A place, sometimes with what lies near it."""
    if not organ.near or rng.random() >= _NEAR:
        return place
    words = lexicon(RADIOLOGY)
    near = joined(rng.choice(organ.near), rng.choice(words["woorden"]["nabij"][0]))
    return f"{place} {rng.choice(words['rules']['nabij']).replace('{x}', near)}"


def clashes(findings: Collection[Finding], denied: str) -> bool:
    """Whether an organ has what is to be denied, by another name perhaps."""
    others: Mapping[str, list[str]] = lexicon(RADIOLOGY)["botst"]
    plain = denied.replace("~", "")
    for finding in findings:
        word = noun(finding.noun).singular.rpartition(" ")[2]
        stems = [word[:_STEM], *(s for key, more in others.items() if key in word for s in more)]
        if any(stem in plain for stem in stems):
            return True
    return False


def some(rng: Random) -> str:
    """A word for an unknown number."""
    return rng.choice(_SOME)
