"""Distils the detector's lexicons of towns and names from Faker's provider lists (MIT).

``tools/remake_data.py`` writes what this makes: ``lex_towns.txt``, ``lex_firstnames.txt``,
``lex_surnames.txt`` and their ``_foreign`` companions. It reads Faker, of the version that the
extra ``tools`` pins, and ``tools/raw`` alone. The lists of what is ambiguous are judged by hand.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import distil_wordlist
import faker.providers.person
from faker.providers.address.nl_BE import Provider as AddressBelgium
from faker.providers.address.nl_NL import Provider as AddressNetherlands
from faker.providers.person.nl_BE import Provider as PersonBelgium
from faker.providers.person.nl_NL import Provider as PersonNetherlands

LEFT_OUT = Path(__file__).with_name("raw") / "foreign_names_left_out.txt"

# What the source puts behind a town to tell it from its namesakes: "Bergen (NH)", "Elst Ut".
_QUALIFIER = re.compile(
    r"\s+(?:\(.*\)|L|NH|NB|AC|Gld|GLD|Ut|Gn|ca|gem\.? .*|Rotterdam|Coevorden|Noord"
    r"|(?<=Winterswijk )\w+)$"
)
_PARTICLE = re.compile(
    r"van|de|den|der|het|'t|ter|ten|te|op|uit|in|d'|die|la|le|von|zu|und|en", re.IGNORECASE
)
# Historical or broken entries of the source: patronymics and names of nobility.
_NOT_A_SURNAME = re.compile(r"(?:dr|sz|dochter|szoen)$|^(?:VI|The|Elder|Grote|Vrome|Gratie)$")
_FOREIGN = re.compile(r"[A-ZÀ-ɏ][a-zà-ɏ]{2,12}")
# Everyday towns that the source lists under another name, or not at all.
_MORE_TOWNS = (
    "Den Bosch",
    "Den Haag",
    "Antwerpen",
    "Mechelen",
    "Scheveningen",
    "Zwaagwesteinde",
    "Zwijndrecht",
)


def towns() -> set[str]:
    """Towns of the Netherlands and Belgium without the source's qualifiers."""
    names = set(AddressNetherlands.cities) | set(AddressBelgium.cities)
    return {_QUALIFIER.sub("", name).strip() for name in names} | set(_MORE_TOWNS)


def first_names() -> set[str]:
    """First names of one word; hyphenated ones stay whole."""
    return set(PersonNetherlands.first_names) | set(PersonBelgium.first_names)


def surnames() -> set[str]:
    """The last word of each surname, without particles such as "van der"."""
    found: set[str] = set()
    for name in (*PersonNetherlands.last_names, *PersonBelgium.last_names):
        words = [word for word in name.partition(",")[0].split() if not _PARTICLE.fullmatch(word)]
        if len(words) == 1 and not _NOT_A_SURNAME.search(words[0]):
            found.add(words[0].removeprefix("d'"))
    return found


def foreign(kind: str) -> set[str]:
    """Names of one word in Latin letters, of all of the source's other languages.

    Args:
        kind: ``first_name`` or ``last_name``.
    """
    found: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider: Any = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if kind in attribute and isinstance(names, (tuple, list, dict)):
                found.update(name for name in names if isinstance(name, str))
    return {name for name in found if _FOREIGN.fullmatch(name)}


def excluded(kind: str) -> set[str]:
    """Foreign names that are words of a report, judged by hand.

    Args:
        kind: ``first_name`` or ``last_name``.
    """
    lines = LEFT_OUT.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name for one, name in pairs if one == kind}


def _content(title: str, lines: set[str]) -> bytes:
    kept = sorted(line for line in lines if len(line) > 1)
    head = (
        f"# {title}\n"
        f"# Source: Faker {version('faker')}, its person and address providers; licence: MIT, "
        "Copyright (c) 2012 Daniele Faraglia.\n"
        "# Written by tools/distil_detect_lexicons.py; do not edit.\n"
    )
    return (head + "\n".join(kept) + "\n").encode()


def made() -> dict[str, bytes]:
    """The content of each lexicon by its file name."""
    found = {
        "lex_towns.txt": _content("Towns of the Netherlands and Belgium.", towns()),
        "lex_firstnames.txt": _content("First names.", first_names()),
        "lex_surnames.txt": _content("Surnames, the last word of each.", surnames()),
    }
    words = {*distil_wordlist.ordinary(distil_wordlist.all_words()), *map(str.lower, towns())}
    for kind, name, own in (
        ("first_name", "firstnames", first_names()),
        ("last_name", "surnames", surnames()),
    ):
        names = {n for n in foreign(kind) - own - excluded(kind) if n.lower() not in words}
        title = f"Foreign {name} in Latin letters."
        found[f"lex_{name}_foreign.txt"] = _content(title, names)
    return found
