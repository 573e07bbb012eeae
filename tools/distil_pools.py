"""Distils names from Faker into pools: those from elsewhere, and what the other scripts take.

``tools/remake_data.py`` writes what this makes. The package itself never asks Faker for a
surrogate: a new version of Faker would change every release made with the same key. Move the
version that the extra ``tools`` pins only to change the pools on purpose, say so in the changelog
(all surrogates change), and look at the difference before committing it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import distil_wordlist
from faker.providers.address.nl_NL import Provider as Address
from faker.providers.person.de_DE import Provider as German
from faker.providers.person.en_GB import Provider as British
from faker.providers.person.en_IN import Provider as Indian
from faker.providers.person.es_ES import Provider as Spanish
from faker.providers.person.fr_DZ import Provider as Algerian
from faker.providers.person.fr_FR import Provider as French
from faker.providers.person.hr_HR import Provider as Croatian
from faker.providers.person.id_ID import Provider as Indonesian
from faker.providers.person.nl_BE import Provider as Fleming
from faker.providers.person.nl_NL import Provider as Person
from faker.providers.person.pl_PL import Provider as Polish
from faker.providers.person.pt_PT import Provider as Portuguese
from faker.providers.person.sl_SI import Provider as Slovene
from faker.providers.person.tr_TR import Provider as Turkish
from faker.providers.person.tw_GH import Provider as Ghanaian
from faker.providers.person.zh_TW import Provider as Taiwanese
from unidecode import unidecode

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT_OUT = Path(__file__).with_name("raw") / "pools_left_out.txt"
PARTICLES = {"de", "den", "der", "het", "ter", "ten", "van"}
# Which lists stand for which rough origin; of each, as many names as are needed to hide in.
ABROAD = {
    "african": (Ghanaian,),
    "arabic": (Algerian,),
    "chinese": (Taiwanese,),
    "english": (British,),
    "french": (French,),
    "german": (German,),
    "hindustani": (Indian,),
    "iberian": (Spanish, Portuguese),
    "indonesian": (Indonesian,),
    "slavic": (Polish, Croatian, Slovene),
    "turkish": (Turkish,),
}
OTHERS = "de, en_GB, en_IN, es, fr, fr_DZ, hr, id, pl, pt, sl, tr, tw_GH, zh_TW"
ABROAD_WEIGHT = 2  # Faker does not tell; those of pool_names_added.txt are commoner
MOST_ABROAD = {"surname": 350, "male": 150, "female": 150}
LISTS_ABROAD = {  # the romanised and the sexless list are taken where there is one
    "surname": ("last_romanized_names", "unisex_last_names", "last_names"),
    "male": ("first_romanized_names_male", "first_names_male"),
    "female": ("first_romanized_names_female", "first_names_female"),
}


@cache
def excluded(kind: str) -> frozenset[str]:
    """What is not to be in a pool although Faker has it."""
    lines = LEFT_OUT.read_text(encoding="ascii").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return frozenset(word for one, word in pairs if one == kind)


def first_names(names: Iterable[str]) -> list[str]:
    """First names of one word."""
    found = (unidecode(name) for name in names)
    unwanted = excluded("first name")
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
        plain = re.fullmatch(r"[A-Z][a-z]{2,}", core) and core not in excluded("surname")
        if plain and set(before) <= PARTICLES:
            found.append(f"{core}\t{particle}")
    return found


def towns() -> list[str]:
    """Towns whose name needs no province behind it."""
    found = []
    for town in map(unidecode, Address.cities):
        words = town.replace("-", " ").split()
        ordinary = re.fullmatch(r"[A-Z][a-z]+([ -][A-Za-z][a-z]+)*", town)
        if ordinary and len(town) > 3 and words[-1] not in excluded("town"):
            found.append(town)
    return found


@cache
def dutch_words() -> frozenset[str]:
    """Words that a name from elsewhere must not be: it would look odd in a report."""
    return frozenset(distil_wordlist.ordinary(distil_wordlist.all_words()))


def abroad() -> list[str]:
    """Names from elsewhere: origin, kind, name and weight, with tabs between."""
    found = []
    for origin, providers in ABROAD.items():
        for kind, lists in LISTS_ABROAD.items():
            names: set[str] = set()
            for provider in providers:
                which = next(name for name in lists if getattr(provider, name, None))
                names |= {unidecode(name) for name in getattr(provider, which)}
            names = {n.replace("-", "").title() if n.isupper() else n for n in names}
            unwanted = excluded("surname" if kind == "surname" else "first name")
            unwanted |= {n for n in names if n.lower() in dutch_words()}
            plain = sorted(n for n in names - unwanted if re.fullmatch(r"[A-Z][a-z]{2,11}", n))
            step = max(1, -(-len(plain) // MOST_ABROAD[kind]))  # spread over the alphabet
            found += [f"{origin}\t{kind}\t{name}\t{ABROAD_WEIGHT}" for name in plain[::step]]
    return found


def _content(what: str, values: Iterable[str], providers: str) -> bytes:
    """One pool: a header, then the values, sorted, each once."""
    header = (
        f"# {what}\n"
        f"# Source: Faker {version('faker')} ({providers}), distilled by tools/distil_pools.py.\n"
        "# Licence: MIT, Copyright (c) 2012 Daniele Faraglia; full text in pool_licence.txt.\n"
    )
    body = "".join(f"{value}\n" for value in sorted(set(values)))
    return (header + body).encode("ascii")


def made() -> dict[str, bytes]:
    """The content of the pool by its file name."""
    title = "Names by rough origin: origin, kind, name, weight."
    return {"pool_names_abroad.txt": _content(title, abroad(), OTHERS)}
