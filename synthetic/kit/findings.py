"""What may be found in the organs of the trunk, drawn from the word list ``torso``.

A finding has a noun with its adjectives, a number, a size and a place that fit one another; how it
is said is for :mod:`dragon_prep.synthetic.kit.torso` and the cohorts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.claims import Claim, Status
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import noun, phrase
from dragon_prep.synthetic.kit.sizes import written_size

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from random import Random

    Entry = Mapping[str, Any]

_SEVERAL = ("enkele", "meerdere", "multipele", "verschillende", "een aantal", "twee", "drie")
_SLOT = re.compile(r"\{(\w+)\}")
SPREAD = re.compile("beid|verspreid|talrijk|segmenten| en ")
"""In a place of several things."""
_WITH_TAIL = 0.45
_SMALL, _LARGE = 20, 30  # mm: nothing larger is called small, nothing smaller large
_NUMBERS = {"cm": (17, 23), "hu": (-9, 10), "grotemilt": (13, 20), "n": (2, 21)}


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a study is of, as far as that decides what may be found.

    Attributes:
        sex: ``m`` or ``f``.
        age: in years.
    """

    sex: str
    age: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in an organ.

    Attributes:
        organ: its name in the word list.
        claim: what it is and where.
        ends: how a conclusion names it; empty where it would not.
        templates: other ways to say the claim than those of its status.
        alone: whether there can be nothing else in this organ.
        graver: whether it comes before the others in a conclusion.
    """

    organ: str
    claim: Claim
    ends: str = ""
    templates: tuple[str, ...] = ()
    alone: bool = False
    graver: bool = False


def organs(sex: str, parts: Sequence[str], without: Container[str] = ()) -> list[Entry]:
    """The organs of some parts of the body (``thorax``, ``abdomen``, ``skelet``), in order."""
    return [
        organ
        for organ in lexicon("torso")["organs"]
        if organ["part"] in parts and organ.get("sex", sex) == sex and organ["name"] not in without
    ]


def fits(entry: Entry, person: Person) -> bool:
    """Whether something is found in people of this age."""
    return bool(entry.get("from", 0) <= person.age <= entry.get("to", 200))


def draw_findings(rng: Random, here: Sequence[Entry], person: Person, wanted: int) -> list[Finding]:
    """Things that may be found by the way.

    Args:
        rng: source of randomness.
        here: the organs to find them in.
        person: whose.
        wanted: how many, two an organ, or a few more where there are many.
    """
    most = 2 + wanted // 16
    seats = [(organ, entry) for organ in here for entry in organ["finds"] if fits(entry, person)]
    found: list[Finding] = []
    while seats and len(found) < wanted:
        organ, entry = rng.choices(seats, [entry["weight"] for _, entry in seats])[0]
        made = draw_finding(rng, organ["name"], entry)
        before = sum(f.organ == organ["name"] for f in found)
        if not (before and made.alone):
            found.append(made)
        full = made.alone or before + 1 >= most
        seats = [(o, e) for o, e in seats if e is not entry and not (o is organ and full)]
    return found


def draw_finding(rng: Random, organ: str, entry: Entry, side: str = "") -> Finding:
    """One finding of an entry of the word list: number, adjectives, size, place and addition.

    Args:
        rng: source of randomness.
        organ: its name.
        entry: of the word list.
        side: ``links`` or ``rechts``; empty for either.
    """
    slots = _bound(rng, side)
    several = _several(rng, entry)
    mm = rng.randrange(*entry.get("size", (1, 2)))
    adjectives = _adjectives(rng, entry, mm)
    bare = phrase(entry["noun"], adjectives, number=0 if several else 1, the="-")
    full = bare
    if several and not entry.get("several"):
        full = phrase(entry["noun"], adjectives, number=2, the=rng.choice(_SEVERAL))
    elif not several and not entry.get("mass"):
        full = phrase(entry["noun"], adjectives)
    measure = ""
    if "size" in entry:
        measure = sized(rng, mm, several=several or "mass" in entry)
    tail = _tail(rng, entry)
    where = bound(rng.choice(_where(entry, several=several)), slots)
    if where.startswith("van ") and measure:  # nothing is said to be `of 38 mm of the aorta`
        measure = f" ({written_size(rng, mm, axes=False)})"
    claim = placed(
        Claim(
            bare=bound(f"{bare}{measure}", slots),
            full=bound(f"{full}{measure}", slots),
            where=where,
            several=several,
            tail=bound(tail, slots),
        )
    )
    ends = bound(rng.choice(entry["end"]), slots) if entry.get("end") else ""
    ends = ends.split("/")[-1 if several else 0]
    return Finding(organ, claim, ends, tuple(entry.get("templates", ())), bool(entry.get("alone")))


def _several(rng: Random, entry: Entry) -> bool:
    if entry.get("several"):
        return True
    return bool(noun(entry["noun"]).plural) and rng.random() < entry.get("many", 14) / 100


def _where(entry: Entry, *, several: bool) -> list[str]:
    """The places of an entry; one thing is not on both sides."""
    if several or not noun(entry["noun"]).plural:
        return list(entry["where"])
    single = [place for place in entry["where"] if not SPREAD.search(place)]
    return single or list(entry["where"])


def _tail(rng: Random, entry: Entry) -> str:
    if not entry.get("tail") or rng.random() >= _WITH_TAIL:
        return ""
    tail: str = rng.choice(entry["tail"])
    return tail if tail.startswith((",", "{")) else f" {tail}"


def sized(rng: Random, mm: float, *, several: bool = False) -> str:
    """A size to be set behind a noun; often there is none."""
    size = written_size(rng, mm)
    if several:
        return rng.choice(("", f" tot {size}", f" ({size})", f" tot maximaal {size}"))
    return rng.choice(
        ("", f" van {size}", f" van {size}", f" ({size})", f" van circa {size}",
         f" met een diameter van {size}")
    )  # fmt: skip


def placed(claim: Claim) -> Claim:
    """A claim whose place, if it is none but belongs to what it is (``van de aorta``), is so said.

    No sentence starts with such a place.
    """
    if claim.where.split(" ")[0] in lexicon("torso")["places"] or claim.where in (
        "links",
        "rechts",
        "beiderzijds",
    ):
        return claim
    return replace(
        claim,
        bare=f"{claim.bare} {claim.where}",
        full=f"{claim.full} {claim.where}",
        where="",
    )


def denied(rng: Random, organ: Entry) -> Iterator[Claim]:
    """What an organ has not, one thing after another."""
    for name in rng.sample(organ["deny"], len(organ["deny"])):
        several = "/" in name
        bare = phrase(name, (), number=0 if several else 1, the="-")
        where = "" if " van " in bare or " naar " in bare else organ["at"]
        yield Claim(bare, bare, where, Status.DENIED, several=several)


def absent(rng: Random, entry: Entry, side: str = "") -> Claim:
    """Something of the word list that is not found where it might be: no adjectives, no size."""
    what = noun(entry["noun"])
    several = bool(what.plural) and (bool(entry.get("several")) or rng.random() < 0.6)
    bare = phrase(entry["noun"], (), number=0 if several else 1, the="-")
    where = bound(rng.choice(entry["where"]), _bound(rng, side))
    return placed(Claim(bare, bare, where, Status.DENIED, several=several))


def _adjectives(rng: Random, entry: Entry, mm: int) -> tuple[str, ...]:
    """Some of an entry's adjectives, at most one of degree or age, none against its size."""
    most = 1 if entry.get("mass") else 2
    against = "klein" if mm > _SMALL else "groot" if 1 < mm < _LARGE else ""
    drawn = rng.sample(entry["adj"], min(len(entry["adj"]), rng.choice((0, 1, 1, most))))
    grades = [one for one in drawn if one.partition("/")[0] in lexicon("torso")["grades"]]
    drawn = [one for one in drawn if not (against and one.startswith(against))]
    return tuple(
        sorted((one for one in drawn if one not in grades[1:]), key=lambda one: one not in grades)
    )


def _bound(rng: Random, side: str = "") -> dict[str, str]:
    """What a finding's slots stand for, the same wherever the finding is named."""
    side = side or rng.choice(("links", "rechts"))
    slots = {name: str(rng.randrange(*ends)) for name, ends in _NUMBERS.items()}
    serie = rng.choice(("serie {}, beeld {}", "{}-{}", "se {} im {}", "ima {}/{}"))
    return slots | {
        "kant": side,
        "kantse": "linker" if side == "links" else "rechter",
        "seg": str(rng.randrange(2, 9)),
        "serie": f" ({serie.format(rng.randrange(2, 9), rng.randrange(12, 320))})",
    }


def bound(text: str, slots: Mapping[str, str]) -> str:
    """A text with those of its slots filled that a finding has bound."""
    return _SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), text)
