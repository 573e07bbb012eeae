"""The course of a tumour outside of the organ that a cohort is about: where it spread, and how.

What is found, what was asked and what is concluded follow from one course. The words stand in
``data/sim_torso.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.claims import Claim, said
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import phrase
from dragon_prep.synthetic.kit.findings import SPREAD, Finding, bound
from dragon_prep.synthetic.kit.sizes import written_size

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.findings import Entry, Person
    from dragon_prep.synthetic.kit.sentences import SentenceWriter
    from dragon_prep.synthetic.kit.text import Passage

_FREE = 0.4  # without any metastasis
_TRENDS = {"nieuw": 2, "groei": 4, "stabiel": 4, "krimp": 2}
_CHANGES = {"groei": (55, 88), "krimp": (115, 190)}  # the earlier size, in percent of the present
_ADULT = 38  # younger people have some tumours only
_YOUNG = ("testis", "seminoom", "Hodgkin", "melanoom", "cervix", "schildklier", "grootcellig")


@dataclass(frozen=True, slots=True)
class Spread:
    """Metastases in one organ.

    Attributes:
        finding: what is found.
        trend: ``nieuw``, ``groei``, ``stabiel`` or ``krimp``.
        claim: as a conclusion names them, without sizes.
    """

    finding: Finding
    trend: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Course:
    """A tumour and its course.

    Attributes:
        primary: the tumour, of the word list.
        spread: its metastases, perhaps none.
        operation: that was done for it.
        drug: that is or was given.
    """

    primary: Entry
    spread: tuple[Spread, ...]
    operation: str
    drug: str

    @property
    def gone(self) -> str:
        """The organ that was removed for it, of which nothing is said; or empty."""
        return str(self.primary.get("gone", ""))

    def slots(self) -> Mapping[str, Callable[[], str]]:
        """What the slots of clinical data stand for."""
        sites = [one.claim.bare for one in self.spread] or ["metastasen"]
        return {
            "primair": lambda: str(self.primary["name"]),
            "ingreep": lambda: self.operation,
            "kuur": lambda: self.drug,
            "haarden": lambda: " en ".join(sites[:2]),
        }


def draw_course(
    rng: Random, person: Person, here: Collection[str], without: Collection[str] = ()
) -> Course:
    """A tumour that fits sex and age, and where it spread.

    Args:
        rng: source of randomness.
        person: whose.
        here: the organs that are looked at.
        without: primaries that a cohort does not have.
    """
    primaries = [
        primary
        for primary in lexicon("torso")["primaries"]
        if primary["sex"] in ("", person.sex)
        and primary["name"] not in without
        and (person.age >= _ADULT or any(word in primary["name"] for word in _YOUNG))
    ]
    primary = rng.choices(primaries, [primary["weight"] for primary in primaries])[0]
    sites = [site for site in primary["spread"] if site in here]
    spread: list[Spread] = []
    if sites and rng.random() >= _FREE:
        trend = rng.choices(list(_TRENDS), list(_TRENDS.values()))[0]
        chosen = rng.sample(sites, min(len(sites), rng.choice((1, 1, 2))))
        for site in sorted(chosen, key=sites.index):
            own = trend if not spread or rng.random() < 0.7 else "stabiel"
            spread.append(_spread(rng, site, own))
    return Course(primary, tuple(spread), rng.choice(primary["ops"]), rng.choice(primary["drugs"]))


def _spread(rng: Random, site: str, trend: str) -> Spread:
    words = lexicon("torso")
    entry = words["metastases"][site]
    several = rng.random() < 0.75
    bare = phrase(entry["noun"], (), number=0 if several else 1, the="-")
    lead = rng.choice(("multipele", "enkele", "meerdere"))
    full = phrase(entry["noun"], (), number=2, the=lead) if several else phrase(entry["noun"])
    side = rng.choice(("links", "rechts"))
    slots = {"kant": side, "kantse": "linker" if side == "links" else "rechter",
             "seg": str(rng.randrange(2, 8))}  # fmt: skip
    places = [place for place in entry["where"] if several or not SPREAD.search(place)]
    where = bound(rng.choice(places), slots)
    mm = rng.randrange(entry["size"][0], entry["size"][1] + 1)
    low, high = _CHANGES.get(trend, (100, 101))
    before = mm * rng.randrange(low, high) // 100
    if trend == "groei":
        before = min(before, mm - 2)
    elif trend == "krimp":
        before = max(before, mm + 2)
    sizes = {"maat": written_size(rng, mm), "vorige": written_size(rng, before, axes=False)}
    templates = tuple(bound(template, sizes) for template in words["trends"][trend])
    claim = Claim(bare, full, where, several=several)
    return Spread(Finding(site, claim, templates=templates, graver=True), trend, claim)


def clinical(writer: SentenceWriter, course: Course) -> Passage:
    """What the request says of the tumour."""
    words = lexicon("torso")["course"]
    known = [one for one in course.spread if one.trend != "nieuw"]
    ways = words["gemetastaseerd" if known and writer.rng.random() < 0.7 else "kliniek"]
    return writer.sentence(ways)


def concluded(writer: SentenceWriter, course: Course) -> list[Passage]:
    """What is concluded of the tumour: each site where metastases were found, or that none were."""
    ends: Mapping[str, Sequence[str]] = lexicon("torso")["ends"]
    if not course.spread:
        return [writer.sentence(ends["geen"])]
    return [said(writer, one.claim, ends[one.trend]) for one in course.spread]
