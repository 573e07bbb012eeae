"""Distils the pools of names from Faker's Dutch word lists into pinned data files.

Run as ``python tools/distil_pools.py``. The package itself never asks Faker for a surrogate: a new
version of Faker would change every release made with the same key. Run this only to change the
pools on purpose, say so in the changelog (all surrogates change), and look at the difference
before committing it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from checksums import DATA, refresh
from faker.providers.address.nl_NL import Provider as Address
from faker.providers.person.nl_BE import Provider as Fleming
from faker.providers.person.nl_NL import Provider as Person
from unidecode import unidecode

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT_OUT = Path(__file__).with_name("pools_left_out.txt")
PARTICLES = {"de", "den", "der", "het", "ter", "ten", "van"}
SUFFIXES = ("straat", "laan", "weg", "hof", "dreef", "singel", "straat", "laan")


@cache
def left_out(kind: str) -> frozenset[str]:
    """What is not to be in a pool although Faker has it."""
    lines = LEFT_OUT.read_text(encoding="ascii").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return frozenset(word for one, word in pairs if one == kind)


def first_names(names: Iterable[str]) -> list[str]:
    """First names of one word."""
    found = (unidecode(name) for name in names)
    unwanted = left_out("first name")
    return [n for n in found if re.fullmatch(r"[A-Z][a-z]{2,}", n) and n not in unwanted]


def surnames() -> list[str]:
    """Surnames of one word, with a tab and the particle before it (empty where there is none)."""
    found = []
    # Flemish particles are written with a capital or as one with the name, which nobody's are in
    # the Netherlands.
    flemish = (name for name in Fleming.last_names if not name.startswith(("De", "Van")))
    for name in (*Person.last_names, *flemish):
        *before, core = unidecode(name).split()
        particle = " ".join(before)
        plain = re.fullmatch(r"[A-Z][a-z]{2,}", core) and core not in left_out("surname")
        if plain and set(before) <= PARTICLES:
            found.append(f"{core}\t{particle}")
    return found


def towns() -> list[str]:
    """Towns whose name needs no province behind it."""
    found = []
    for town in map(unidecode, Address.cities):
        words = town.replace("-", " ").split()
        ordinary = re.fullmatch(r"[A-Z][a-z]+([ -][A-Za-z][a-z]+)*", town)
        if ordinary and len(town) > 3 and words[-1] not in left_out("town"):
            found.append(town)
    return found


def streets() -> list[str]:
    """Streets called after somebody, as Faker makes them, but from surnames, as streets are."""
    plain = (name.removesuffix("\t") for name in sorted(set(surnames())) if name.endswith("\t"))
    names = [name for name in plain if 4 <= len(name) <= 10]
    return [f"{name}{suffix}" for name, suffix in zip(names, cycle(SUFFIXES), strict=False)]


def write(name: str, what: str, values: Iterable[str]) -> None:
    """Writes one pool: a header, then the values, sorted, each once."""
    header = (
        f"# {what}\n"
        f"# Source: Faker {version('faker')} (nl_NL, nl_BE), distilled by tools/distil_pools.py.\n"
        "# Licence: MIT, Copyright (c) 2012 Daniele Faraglia; full text in pool_licence.txt.\n"
    )
    body = "".join(f"{value}\n" for value in sorted(set(values)))
    (DATA / name).write_text(header + body, encoding="ascii", newline="\n")


def main() -> None:
    """Writes all distilled pools and refreshes the checksums."""
    male = first_names((*Person.first_names_male, *Fleming.first_names_male))
    female = first_names((*Person.first_names_female, *Fleming.first_names_female))
    write("pool_first_names_male.txt", "First names of men.", male)
    write("pool_first_names_female.txt", "First names of women.", female)
    write("pool_surnames.txt", "Surnames: name, tab, particle.", surnames())
    write("pool_towns.txt", "Dutch towns and villages.", towns())
    write("pool_streets.txt", "Names of streets.", streets())
    refresh()


if __name__ == "__main__":
    main()
