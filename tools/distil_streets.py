"""Composes the pool of streets, with how common each is.

``tools/remake_data.py`` writes what this makes, from ``tools/raw/streets.txt``, towns of GeoNames
and surnames: a Kerkstraat is in nearly every town, a Hoevenaarsdreef in one.
"""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING

import distil_places
import distil_surnames

if TYPE_CHECKING:
    from collections.abc import Iterable

# What follows names of each kind.
ENDS = {
    "tree": ("laan", "straat", "hof", "weg", "dreef"),
    "flower": ("straat", "laan", "hof", "weg"),
    "bird": ("straat", "laan", "hof", "weg"),
    "water": ("straat", "laan", "kade", "singel", "plein"),
    "land": ("weg", "straat", "laan", "hof", "pad", "dreef"),
    "trade": ("straat", "hof", "weg"),
    "gem": ("straat", "hof", "laan"),
    "sky": ("straat", "laan", "hof", "plein"),
    "person": ("straat", "laan", "plein", "weg", "singel"),
}
PREFIXES = ("Oude", "Nieuwe", "Lange", "Korte", "Hoge", "Lage", "Kleine", "Grote")
PREFIXED = ("Kerkstraat", "Molenweg", "Dijk", "Veldweg", "Zandweg", "Haven", "Gracht", "Singel",
            "Bosweg", "Heideweg", "Molenstraat", "Schoolstraat", "Brugstraat", "Waterweg",
            "Veenweg", "Tuinstraat", "Landweg", "Polderweg")  # fmt: skip
MAYORS, TOWNS, NAMED = 240, 650, 2000
_FAMILY = ("straat", "laan", "weg", "hof", "dreef", "singel")


def order(names: Iterable[str]) -> list[str]:
    """Names in an order that is ever the same, and not that of the alphabet."""
    return sorted(set(names), key=lambda name: sha256(name.encode()).digest())


def listed() -> dict[str, int]:
    """Streets called after what many are called after."""
    found: dict[str, int] = {}
    for line in distil_surnames.raw("streets"):
        kind, weight, words = line.split("\t")
        for word in words.split():
            name = word.replace("_", " ")
            for place, end in enumerate(ENDS.get(kind, ("",))):
                common = max(1, int(weight) - 2 * place)
                found.setdefault(name + end, common)
    return found


def composed() -> dict[str, int]:
    """Streets called after mayors, families, towns, and older or longer ones."""
    cores = [c for (c, p), _ in distil_surnames.weighed().items() if not p and 4 <= len(c) <= 10]
    cores = [core for core in cores if core.lower() not in distil_surnames.words()]
    mixed = order(cores)
    found = {f"{prefix} {name}": 4 for prefix, name in product(PREFIXES, PREFIXED)}
    titles = ("Burgemeester", "Pastoor", "Dokter", "Meester", "Dominee", "Notaris", "Kapelaan")
    for number, core in enumerate(mixed[:MAYORS]):
        found[f"{titles[number % len(titles)]} {core}{_FAMILY[number % 3]}"] = 2
    for number, core in enumerate(mixed[MAYORS : MAYORS + NAMED]):
        end = _FAMILY[number % len(_FAMILY)]
        found[core + (end if core[-1] != end[0] else "weg")] = 1
    towns = order(name for name in distil_places.dutch() if re.fullmatch(r"[A-Z][a-z]{3,10}", name))
    for name in towns[:TOWNS]:
        adjective = name[:-1] if name.endswith("e") else name
        found[f"{adjective}seweg" if not name.endswith("s") else f"{name}eweg"] = 3
    return found


def made() -> dict[str, bytes]:
    """The content of the pool by its file name."""
    header = (
        "# Streets: name, weight.\n"
        "# Source: written for dragon-prep, by tools/distil_streets.py; with towns of GeoNames and"
        " surnames of\n# pool_surnames.txt.\n"
        "# Licence: Apache-2.0, as dragon-prep; see pool_towns.txt and pool_surnames.txt.\n"
    )
    rows = sorted(f"{name}\t{weight}" for name, weight in {**composed(), **listed()}.items())
    return {"pool_streets.txt": (header + "\n".join(rows) + "\n").encode("ascii")}
