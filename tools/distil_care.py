"""Writes the pool of institutions of care: known hospitals, and homes and practices composed here.

``tools/remake_data.py`` writes what this makes. The hospitals stand in ``tools/raw/hospitals.txt``;
of homes, practices and pharmacies there are thousands, with names that return from town to town,
and so these are made of parts. Each abbreviation is used once.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from itertools import combinations, product, zip_longest
from typing import TYPE_CHECKING

import distil_places
import distil_surnames

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of each kind: how many, the beds from and to, and what stands before the name, of which sort.
WANTED = {
    "nursing_home": (170, 30, 160, ("Verpleeghuis house", "Woonzorgcentrum house",
                                    "Zorgcentrum house", "Zorgcentrum saint", "Zorgvilla house")),
    "hospice": (60, 5, 15, ("Hospice own", "Hospice house", "Hospice saint")),
    "rehabilitation": (34, 30, 90, ("Revalidatiecentrum house", "Revalidatiecentrum region")),
    "mental_health": (64, 30, 200, ("Geestelijke_Gezondheidszorg region", "GGZ house",
                                    "Psychiatrisch_Centrum house")),
    "practice": (260, 5, 25, ("Huisartsenpraktijk own", "Gezondheidscentrum own",
                              "Huisartsenpraktijk house", "Gezondheidscentrum house",
                              "Medisch_Centrum own", "Huisartsenpost region",
                              "Huisartsenpraktijk surname")),
    "pharmacy": (170, 5, 20, ("Apotheek own", "Apotheek house", "Dienstapotheek region",
                              "Poliklinische_Apotheek house", "Apotheek surname")),
    "home_care": (64, 10, 80, ("Thuiszorgorganisatie region", "Thuiszorg house", "Buurtzorg own",
                               "Wijkverpleging region")),
    "diagnostic": (60, 5, 40, ("Diagnostisch_Centrum region", "Trombosedienst region",
                               "Huisartsenlaboratorium region", "Kliniek house",
                               "Behandelcentrum house")),
    "laboratory": (46, 10, 60, ("Laboratorium_voor_Pathologie region",
                                "Stichting_Pathologie region",
                                "Klinisch_Chemisch_Laboratorium region",
                                "Streeklaboratorium region",
                                "Laboratorium_Medische_Microbiologie region")),
}  # fmt: skip
# A region alone is no name; what is called after one is so in short.
SHORT = {
    "Diagnostisch Centrum": "Diagnostiek",
    "Dienstapotheek": "Apotheek",
    "Geestelijke Gezondheidszorg": "GGZ",
    "Huisartsenlaboratorium": "Huisartsenlab",
    "Huisartsenpost": "HAP",
    "Klinisch Chemisch Laboratorium": "KCL",
    "Laboratorium Medische Microbiologie": "LMM",
    "Laboratorium voor Pathologie": "Pathologielab",
    "Revalidatiecentrum": "Revalidatie",
    "Stichting Pathologie": "Pathologie",
    "Streeklaboratorium": "Streeklab",
    "Thuiszorgorganisatie": "Thuiszorg",
    "Trombosedienst": "Trombose",
    "Wijkverpleging": "Wijkzorg",
}
_TAKEN_ABBREVIATIONS = "abbreviations"


def chance(*of: str) -> int:
    """A large number that is ever the same for the same words."""
    return int.from_bytes(sha256("\t".join(of).encode()).digest()[:8], "big")


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """The parts of names by their kind."""
    rows = (line.split("\t") for line in distil_surnames.raw("care_parts"))
    found = {kind: tuple(words.split()) for kind, words in rows}
    trees = found.pop("tree")
    houses = [(f"De_{a}{b}", a + b) for a, b in product(trees, found.pop("the_house"))]
    houses += [(a + b, a + b) for a, b in product(trees, found["house"])]
    odd = re.compile(r"(.)\1\1|[sn]s[th]|rr|(\w{3,})\2", re.IGNORECASE)
    fit = (n for n, h in houses if h.lower() not in distil_surnames.words() and not odd.search(h))
    found["house"] = tuple(fit)
    names = distil_surnames.order((core, "") for core in distil_surnames.compounds())
    found["surname"] = tuple(core for core, _ in names if distil_surnames.is_fit(core))[:600]
    return found


@cache
def towns() -> tuple[tuple[str, int], ...]:
    """The Dutch towns with people enough, and how many."""
    rows = (row.split("\t")[:2] for row in distil_places.dutch().values())
    return tuple(sorted((name, int(people)) for name, people in rows if int(people) > 3000))


def town(name: str) -> str:
    """A town for an institution, larger ones oftener."""
    left = chance("town", name) % sum(people for _, people in towns())
    for one, people in towns():
        left -= people
        if left < 0:
            return one
    raise AssertionError


def abbreviations(full: str) -> Iterator[str]:
    """Abbreviations that a name may have, better ones first."""
    words = [word for word in full.replace("-", " ").split() if word.lower() not in ("de", "het")]
    initials = "".join(word[0] for word in words).upper()
    tail = [letter for letter in words[-1][1:].upper() if letter not in "AEIOUY"]
    if 3 <= len(initials) <= 5:
        yield initials
    for count in (1, 2, 3):
        for letters in combinations(tail, count):
            if 3 <= len(initials) + count <= 5:
                yield initials + "".join(letters)
    everything = [letter for letter in "".join(words)[1:].upper() if letter.isalpha()]
    for letters in combinations(everything, 3):
        yield initials[0] + "".join(letters)


def known() -> list[list[str]]:
    """The rows of known institutions."""
    return [line.split("\t") for line in distil_surnames.raw("hospitals")]


def choices(kind: str) -> Iterator[tuple[str, str, str]]:
    """The names of a kind, in turn of each sort: in full, in short, and the town of a region."""
    shuffled = []
    for pattern in WANTED[kind][3]:
        before, sort = pattern.split()
        before = before.replace("_", " ")
        names = sorted(parts()[sort], key=lambda name: chance(kind, before, name))
        shuffled.append([(before, sort, *name.replace("_", " ").split(":")) for name in names])
    for turn in zip_longest(*shuffled):
        for before, sort, name, *where in filter(None, turn):
            short = f"{SHORT[before]} {name}" if sort == "region" else name
            yield f"{before} {name}", short, "".join(where)


def made_up() -> Iterator[list[str]]:
    """The rows of the others, without abbreviation."""
    taken = {name for row in known() for name in row[3:5]}
    for kind, (number, fewest, most, _) in WANTED.items():
        found = 0
        for full, short, where in choices(kind):
            if found < number and not {full, short} & taken:
                taken |= {full, short}
                found += 1
                beds = fewest + chance("beds", full) % (most - fewest + 1)
                yield [kind, str(beds), where or town(full), full, short]


def rows() -> list[list[str]]:
    """All rows, each with an abbreviation that no other has."""
    found = known()
    taken = {row[5] for row in found}
    for line in distil_surnames.raw_of_data(_TAKEN_ABBREVIATIONS):
        taken |= {word.upper() for word in line.split()}
    for row in made_up():
        abbreviation = next(one for one in abbreviations(row[3]) if one not in taken)
        taken.add(abbreviation)
        found.append([*row, abbreviation])
    return found


def made() -> dict[str, bytes]:
    """The content of the pool by its file name."""
    header = (
        "# Institutions of care: kind, beds (as a weight), town, full name, short name,"
        " abbreviation.\n"
        "# Source: written for dragon-prep, by tools/distil_care.py. The names of hospitals are"
        " public, some\n# abbreviations made up; homes, practices and the like are made up.\n"
        "# Licence: Apache-2.0, as dragon-prep.\n"
    )
    body = sorted("\t".join(row) for row in rows())
    return {"pool_hospitals.txt": (header + "\n".join(body) + "\n").encode("ascii")}
