"""Distils the pools of Dutch first names, with the time in which each was given.

``tools/remake_data.py`` writes what this makes: of each name how common it is, the year of birth in
which it was commonest, and how many years to either side most of its bearers were born. These are
of general knowledge (``tools/raw/first_names.txt``); no open list has them for the Netherlands.
What Faker has beside gets the years of anybody.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from math import sqrt
from pathlib import Path

import distil_pools
from faker.providers.person.nl_BE import Provider as Fleming
from faker.providers.person.nl_NL import Provider as Person

RAW = Path(__file__).with_name("raw") / "first_names.txt"
FRISIAN = RAW.with_name("names_added.txt")
SEXES = {"female": "f", "male": "m"}
UNKNOWN = (3, 1965, 35)  # weight, peak and spread where nothing is known
NARROWEST, WIDEST = 5, 40
_PLAIN = re.compile(r"[A-Z][a-z]{2,}")


def groups(sex: str) -> dict[str, list[tuple[int, int, int]]]:
    """The weight, peak and spread of each name in every group that has it."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    for line in RAW.read_text(encoding="ascii").splitlines():
        which, _, rest = line.partition("\t")
        if which.lower() == SEXES[sex]:
            peak, spread, weight, names = rest.split("\t")
            for name in sorted(set(names.split())):
                of = (int(weight), int(peak), int(spread))
                found[name] = [of] if which.isupper() else [*found.get(name, []), of]
    return found


def frisian() -> set[str]:
    """First names of Frisian people, which have a pool of their own."""
    lines = (row.split("\t") for row in FRISIAN.read_text(encoding="ascii").splitlines())
    return {name for row in lines if row[0] == "frisian" for name in row[3].split()}


def joined(of: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """One weight, peak and spread: the peak of the largest group, wide enough for the others."""
    weight = sum(w for w, _, _ in of)
    peak = max(of)[1]
    away = sum(w * ((year - peak) ** 2 + spread**2) for w, year, spread in of)
    return weight, peak, min(WIDEST, max(NARROWEST, round(sqrt(away / weight))))


def names(sex: str) -> dict[str, tuple[int, int, int]]:
    """The names of one sex: weight, peak, spread."""
    unwanted = distil_pools.excluded("first name")
    both = (getattr(who, f"first_names_{sex}") for who in (Person, Fleming))
    of_faker = set(distil_pools.first_names(name for listed in both for name in listed))
    unwanted |= frisian() - of_faker
    found = {name: joined(of) for name, of in groups(sex).items() if name not in unwanted}
    for name in sorted(of_faker):
        found.setdefault(name, UNKNOWN)
    return {name: of for name, of in found.items() if _PLAIN.fullmatch(name)}


def made() -> dict[str, bytes]:
    """The content of each pool by its file name."""
    found = {}
    for sex, who in (("female", "women"), ("male", "men")):
        header = (
            f"# First names of {who}: name, weight, year of birth when commonest, years to either"
            " side.\n"
            f"# Source: written for dragon-prep; Faker {version('faker')} (nl_NL, nl_BE), Copyright"
            " (c) 2012 Daniele\n# Faraglia; joined by tools/distil_first_names.py.\n"
            "# Licence: MIT, full text in pool_licence.txt; what is not Faker's Apache-2.0.\n"
        )
        rows = sorted("\t".join((name, *map(str, of))) for name, of in names(sex).items())
        found[f"pool_first_names_{sex}.txt"] = (header + "\n".join(rows) + "\n").encode("ascii")
    return found
