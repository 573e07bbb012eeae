"""People as there are: surnames by frequency, first names by birth, towns by size and distance.

None of it comes from the pools of the surrogates. The lists in reference/ say where they are from.
What is beyond the commonest surnames is put together here from the parts that Dutch surnames have,
by Zipf's law: many of those names exist, and none of them is sure to.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
_REFERENCE = Path(__file__).parent / "reference"
_BEARERS = 16_300_000  # of all surnames, in 2007
_RARE = 12_000  # surnames beyond the list
_NEAR, _FAR = 12.0, 0.004  # kilometres; the share that distance does not matter to


def lines(name: str) -> list[list[str]]:
    """The lines of a list in reference/, in columns."""
    text = (_REFERENCE / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Things, each as likely as its weight says."""

    things: tuple[T, ...]
    upto: tuple[float, ...]

    @classmethod
    def of(cls, weights: dict[T, float]) -> Weighted[T]:
        """What has these weights."""
        return cls(tuple(weights), tuple(accumulate(weights.values())))

    def draw(self, rng: random.Random) -> T:
        """One of them."""
        at = bisect(self.upto, rng.random() * self.upto[-1])
        return self.things[min(at, len(self.things) - 1)]

    def shares(self) -> dict[T, float]:
        """The share of each."""
        before = (0.0, *self.upto[:-1])
        pairs = zip(self.things, before, self.upto, strict=True)
        return {thing: (high - low) / self.upto[-1] for thing, low, high in pairs}


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its inhabitants, and where it is."""

    name: str
    people: int
    north: float
    east: float

    def kilometres(self, other: Town) -> float:
        """How far it is from another."""
        east = (self.east - other.east) * math.cos(math.radians(52.1))
        return 111.2 * math.hypot(self.north - other.north, east)


@dataclass(frozen=True, slots=True)
class Institution:
    """A hospital, laboratory, care home, practice or pharmacy."""

    kind: str
    town: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A made-up person: ``van der`` is the particle of ``van der Meer``."""

    first: str
    initials: str
    particle: str
    surname: str
    sex: str
    born: int
    town: str

    @property
    def family(self) -> str:
        """Particle and surname."""
        return f"{self.particle} {self.surname}".strip()


@cache
def surnames() -> Weighted[tuple[str, str]]:
    """Particle and name, by bearers: those of the list, then rare ones by Zipf's law."""
    counted, ranked = _listed()
    rare = [name for name in dict.fromkeys((*ranked, *_composed())) if name not in counted][:_RARE]
    zipf = [1 / (rank + 60) ** 0.95 for rank in range(len(counted), len(counted) + len(rare))]
    scale = (_BEARERS - sum(counted.values())) / sum(zipf)
    return Weighted.of(counted | {n: w * scale for n, w in zip(rare, zipf, strict=True)})


@cache
def common_surnames() -> dict[tuple[str, str], float]:
    """The shares of those of the list, which anybody can look up."""
    counted, ranked = _listed()
    shares = surnames().shares()
    return {name: shares[name] for name in (*counted, *ranked)}


def _listed() -> tuple[dict[tuple[str, str], float], list[tuple[str, str]]]:
    """The surnames whose bearers are counted, and others from common to less common."""
    counted: dict[tuple[str, str], float] = {}
    places: dict[tuple[str, str], float] = {}
    for particle, names, *more in lines("surnames"):
        if more and more[0].isdigit():
            counted[particle, names] = float(more[0])
            continue
        some = names.split()
        first = 0.6 if more else 0.0
        for at, name in enumerate(some):
            places.setdefault((particle, name), first + (1 - first) * at / len(some))
    ranked = sorted(places, key=places.__getitem__)
    return counted, [name for name in ranked if name not in counted]


def _composed() -> list[tuple[str, str]]:
    """Rare surnames, in an order of no meaning that is always the same."""
    parts = {kind: words.split() for kind, words in lines("surname_parts")}
    heads, tails = parts["before"], parts["landscape"]
    landscapes = [f"{a}{b}" for a in heads for b in tails if not a.lower().endswith(b)]
    found = [(p, name) for name in landscapes for p in ("", "van", "van den", "van de")]
    found += [("van", town.name) for town in towns().values() if town.name.isalpha()]
    ends = ("s", "sen", "ssen", "se", "sz", "ink", "ing", "mans", "sma", "zen", "is")
    found += [("", f"{a}{b}") for a in parts["father"] for b in ends]
    found += [
        ("", f"{a}{b}") for a in parts["frisian"] for b in ("stra", "sma", "inga", "ema", "ena")
    ]
    found += [(p, f"{a}{b}") for a in parts["craft"] for b in parts["trade"] for p in ("", "de")]
    random.Random("surnames").shuffle(found)
    return found


@cache
def first_names(sex: str, decade: int) -> Weighted[str]:
    """First names of a sex and decade of birth, the commonest about six times the rarest."""
    names = next(n for s, d, n in lines("first_names") if s == sex and int(d) == decade).split()
    return Weighted.of({name: 1 / (rank + 5) for rank, name in enumerate(names)})


@cache
def births() -> dict[tuple[str, str], float]:
    """The middle year of birth of those of a sex who have a first name."""
    total: dict[tuple[str, str], list[float]] = {}
    for sex, decade, _ in lines("first_names"):
        for name, share in first_names(sex, int(decade)).shares().items():
            sums = total.setdefault((sex, name), [0.0, 0.0])
            sums[0] += share
            sums[1] += share * (int(decade) + 5)
    return {who: weighted / share for who, (share, weighted) in total.items()}


@cache
def towns() -> dict[str, Town]:
    """All towns, the largest first."""
    rows = lines("towns")
    return {name: Town(name, int(n), float(lat), float(lon)) for name, n, lat, lon in rows}


@cache
def homes(centre: str) -> Weighted[str]:
    """Where patients of a hospital in a town live: near it, and where many live."""
    here = towns()[centre]
    return Weighted.of(
        {
            town.name: town.people * (1 / (1 + (here.kilometres(town) / _NEAR) ** 2.5) + _FAR)
            for town in towns().values()
        }
    )


@cache
def institutions(centre: str, kind: str = "") -> Weighted[Institution]:
    """What reports of a hospital in a town name: large ones, and those nearby."""
    weights = {}
    for its_kind, size, town, names in lines("hospitals"):
        if kind in ("", its_kind):
            near = 1 / (1 + (towns()[centre].kilometres(towns()[town]) / 25) ** 2)
            one = Institution(its_kind, town, tuple(names.split("|")))
            weights[one] = int(size) * (near + 0.02)
    return Weighted.of(weights)


@cache
def area_codes() -> frozenset[str]:
    """The area codes that are in use."""
    return frozenset(code for row in lines("area_codes") for code in row[0].split())


@cache
def postcodes() -> dict[str, tuple[int, int]]:
    """The first and the last four digits of some towns."""
    return {town: tuple(map(int, both.split())) for town, both in lines("postcodes")}


def person(rng: random.Random, centre: str, born: tuple[int, int], sex: str = "") -> Person:
    """Draws a person who lives near a centre and was born between two years."""
    sex = sex or rng.choice("mf")
    year = rng.randint(*born)
    particle, surname = surnames().draw(rng)
    names = first_names(sex, min(2010, max(1920, year // 10 * 10)))
    first = names.draw(rng)
    more = rng.choices((0, 1, 2), (45, 40, 15))[0]
    initials = first[0] + "".join(rng.choice("JMCAPHGWTL") for _ in range(more))
    return Person(first, initials, particle, surname, sex, year, homes(centre).draw(rng))


def bsn(rng: random.Random) -> str:
    """A number that passes the eleven-proof, as those begin that are issued."""
    while True:
        head = f"{rng.randint(1, 2)}{rng.randrange(10**7):07}"
        check = sum(int(d) * w for d, w in zip(head, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return f"{head}{check}"


def postcode(rng: random.Random, town: str) -> str:
    """A postcode of a town, or any that is issued where the town's are not known."""
    low, high = postcodes().get(town, (1000, 9999))
    while (letters := "".join(rng.choice("ABCDEGHJKLMNPRSTVWXZ") for _ in "12")) in (
        "SA",
        "SD",
        "SS",
    ):
        pass
    return f"{rng.randint(max(low, 1011), high)} {letters}"


def phone(rng: random.Random) -> str:
    """A number with an area code that is in use, or of a mobile."""
    if rng.random() < 0.4:
        return f"06-{rng.randrange(1, 6)}{rng.randrange(10**7):07}"
    code = rng.choice(sorted(area_codes()))
    rest = 10 - len(code)
    return f"{code}-{rng.randrange(2, 8)}{rng.randrange(10 ** (rest - 1)):0{rest - 1}}"
