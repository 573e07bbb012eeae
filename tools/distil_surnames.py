"""Composes the pool of Dutch surnames: common ones, known ones, and many made of parts.

``tools/remake_data.py`` writes what this makes. No open list tells how many people bear a name, so
the commonest and their numbers are of general knowledge (``tools/raw/surnames_common.txt``), and
the others fall off behind them as surnames do: first those of ``surnames_more.txt``, Faker and the
particles of ``surname_parts.txt``, then names composed here, in an order that a hash tells.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import distil_places
import distil_pools
import distil_wordlist
from unidecode import unidecode

if TYPE_CHECKING:
    from collections.abc import Iterable

RAW = Path(__file__).with_name("raw")
DATA = Path(__file__).resolve().parents[1] / "src" / "dragon_prep" / "data"
BY_HAND = ("medical", "eponyms", "abbreviations", "brands", "not_names")
COMPOSED = {"compound": 6400, "ink": 400, "patronym": 560, "short": 300, "town": 1500, "farm": 400}
FALL = 0.62  # of weight with rank, behind the commonest
_CORE = re.compile(r"[A-Z][a-z]{2,13}")
_VOWELS = "aeiouy"
_CLUMSY = re.compile(r"(.)\1\1|[^aeiouy]{5}|[sz]z|zs|dt[a-z]|gch|[bdgkpt]{3}|ij[aeiou]|[aeiou]{4}")
Name = tuple[str, str]  # the name itself and the particle before it


def raw(name: str) -> list[str]:
    """The lines of a raw input that are no comment."""
    lines = (RAW / f"{name}.txt").read_text(encoding="ascii").splitlines()
    return [line for line in lines if not line.startswith("#")]


def raw_of_data(name: str) -> list[str]:
    """The lines of a lexicon written by hand that are no comment."""
    lines = (DATA / f"lex_{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """The parts of names by their kind."""
    rows = (line.split("\t") for line in raw("surname_parts"))
    return {kind: tuple(dict.fromkeys(words.split())) for kind, words in rows}


def split(written: str) -> Name:
    """A name and its particle of ``van_der_Meer``."""
    *before, core = written.split("_")
    return core, " ".join(before)


@cache
def words() -> frozenset[str]:
    """Words of reports, in lower case, that no name composed here may be."""
    found = set(distil_wordlist.ordinary(distil_wordlist.all_words()))
    for name in BY_HAND:
        found |= {word.lower() for line in raw_of_data(name) for word in line.split()}
    return frozenset(map(unidecode, found))


def is_fit(core: str) -> bool:
    """Whether a composed name can be one: of some length, to be spoken, and no word."""
    low = core.lower()
    fit = _CORE.fullmatch(core) and not _CLUMSY.search(low) and len(core) > 3
    return bool(fit) and low not in words() and core not in distil_pools.excluded("surname")


def order(names: Iterable[Name]) -> list[Name]:
    """Names in an order that has nothing to do with the alphabet, and is ever the same."""
    return sorted(set(names), key=lambda name: sha256("\t".join(name).encode()).digest())


def common() -> dict[Name, int]:
    """The commonest names, and a tenth of how many bear them."""
    rows = (line.split() for line in raw("surnames_common"))
    return {split(name): int(bearers) // 10 for bearers, name in rows}


def with_particles() -> set[Name]:
    """Names behind a particle that are known."""
    of = parts()
    found = {
        (core, kind.replace("_", " "))
        for kind in ("van", "van_de", "van_den", "van_der", "de", "den")
        for core in of[kind]
        if "_" not in core
    }
    return found | {split(name) for name in of["ten|ter"] if "'" not in name}


def known() -> list[Name]:
    """Names that are known to be surnames, beside the commonest."""
    listed = {split(name) for line in raw("surnames_more") for name in line.split()}
    listed |= {("Ver" + part, "") for part in parts()["ver"]} | with_particles()
    allowed = parts()["too"]
    plain = {n for n in listed if n[1] or n[0].lower() not in words() or n[0] in allowed}
    return order(name for name in plain if _CORE.fullmatch(name[0]))


def of_faker() -> list[Name]:
    """Faker's surnames, the Dutch and the Flemish ones."""
    return order(
        (core, particle)
        for core, _, particle in (entry.partition("\t") for entry in distil_pools.surnames())
    )


def compounds() -> set[str]:
    """Names of farms and places: ``Groothuis``, ``Veldkamp``."""
    found = set()
    for first, second in product(parts()["first"], parts()["second"]):
        alike = first[-1] == second[0] or first.lower().startswith(second[:4])
        if not alike and len(first + second) <= 12:
            found.add(first + second)
    return found


def inks() -> set[str]:
    """Names in -ink and -ing of the east: ``Heerdink``, ``Wesseling``."""
    return {stem + end for stem in parts()["ink"] for end in ("ink", "ing")}


def patronyms() -> set[str]:
    """Names after a father: ``Aartsen``, ``Roelofs``."""
    found = set()
    for name in parts()["patronym"]:
        ends = ("sen", "se", "s") if name[-1] not in "sz" else ("sen",)
        found |= {name + end for end in ends}
    return found


def shorts() -> set[str]:
    """Names after a father called short: ``Geerkens``, ``Peelmans``."""
    return {
        stem + end
        for stem, end in product(parts()["short"], ("kens", "mans", "man", "ens"))
        if stem[-1] != end[0] and (end[0] not in _VOWELS or stem[-1] not in _VOWELS)
    }


def farms() -> set[Name]:
    """Names of the land behind van der and van den: ``van den Broekhof``."""
    heads = (
        "Broek",
        "Eik",
        "Elz",
        "Hoog",
        "Kerk",
        "Koren",
        "Linde",
        "Molen",
        "Water",
        "Wilg",
        "Nieuw",
        "Oude",
        "Zand",
        "Steen",
        "Hazel",
        "Els",
        "Heesch",
        "Groen",
        "Voor",
        "Over",
    )
    tails = {"van den": ("berg", "hof", "kamp", "dries", "hout", "boom", "dijk", "akker"),
             "van der": ("heide", "beek", "hoeven", "donk", "straaten", "velden", "weide", "haar"),
             "van de": ("ven", "laar", "wiel", "waard", "goor", "bogaard")}  # fmt: skip
    return {
        (head + tail, particle)
        for particle, ends in tails.items()
        for head, tail in product(heads, ends)
        if head[-1] != tail[0] and is_fit(head + tail)
    }


def composed() -> list[Name]:
    """Names that are made of parts; of each kind so many as are wanted."""
    towns = {name for name in distil_places.dutch() if re.fullmatch(r"[A-Z][a-z]{3,11}", name)}
    kinds: dict[str, Iterable[Name]] = {
        "town": ((name, "van") for name in towns if name.lower() not in words()),
        "farm": farms(),
    }
    made_up = {"compound": compounds, "ink": inks, "patronym": patronyms, "short": shorts}
    for kind, make in made_up.items():
        kinds[kind] = ((core, "") for core in make() - towns if is_fit(core))
    found = (name for kind, names in kinds.items() for name in order(names)[: COMPOSED[kind]])
    return order(found)


def weighed() -> dict[Name, int]:
    """All surnames and their weights."""
    found = common()
    least = min(found.values())
    start = len(found)
    for name in (*known(), *of_faker(), *composed()):
        if name not in found:
            found[name] = max(1, round(least * ((len(found) + 1) / start) ** -FALL))
    return found


def made() -> dict[str, bytes]:
    """The content of the pool by its file name."""
    header = (
        "# Dutch and Flemish surnames: name, particle, weight (a tenth of about how many bear it)\n"
        f"# Source: written for dragon-prep and composed by tools/distil_surnames.py; Faker"
        f" {version('faker')} (nl_NL,\n# nl_BE), Copyright (c) 2012 Daniele Faraglia; towns of"
        " GeoNames. No person is meant.\n"
        "# Licence: MIT, full text in pool_licence.txt; what is not Faker's Apache-2.0.\n"
    )
    rows = sorted(f"{core}\t{particle}\t{weight}" for (core, particle), weight in weighed().items())
    return {"pool_surnames.txt": (header + "\n".join(rows) + "\n").encode("ascii")}
