"""Distils the sex of first names in any language, and endings that tell it of names on no list.

``tools/remake_data.py`` writes what this makes, from Faker's lists of all languages in Latin
letters and the lists of this project. A name that both sexes bear is left out unless it is clearly
commoner of one in the Netherlands. The endings are learnt from the same lists, Dutch names first.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from functools import cache
from importlib.metadata import version
from typing import Any

import distil_first_names
import distil_names_added
import distil_surnames
import faker.providers.person
from unidecode import unidecode

CLEARLY = 3  # times as common of one sex as of the other
OWN, DUTCH, NEAR = 12, 6, 2  # what a list counts, where others count 1
VOICES = {"nl_NL": DUTCH, "nl_BE": DUTCH, "de_DE": NEAR, "fr_FR": NEAR, "tr_TR": NEAR}
LONGEST, SURELY = 6, 1.7  # letters of an ending; times as many names of one sex as of the other
DUTCH_TYPES = 4  # how often a Dutch name counts where endings are learnt
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{2,14}")
_LISTS = {"male": "m", "female": "f"}


def sex_of_list(attribute: str) -> str | None:
    """Of which sex a list of Faker's is, None where it is of no first names or of both."""
    if not re.search(r"first.*(?<!fe)male|first.*female", attribute):
        return None
    return "f" if "female" in attribute else "m"


@cache
def voices() -> dict[str, Counter[str]]:
    """How much speaks for either sex of each name of Faker's, in lower case."""
    found: dict[str, Counter[str]] = {}
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider: Any = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in sorted(dir(provider)):
            names = getattr(provider, attribute)
            sex = sex_of_list(attribute)
            if sex and isinstance(names, (tuple, list, dict)):
                for name in {n for n in names if isinstance(n, str) and _LATIN.fullmatch(n)}:
                    votes = found.setdefault(unidecode(name).lower(), Counter())
                    votes[sex] += VOICES.get(module.name, 1)
    return found


@cache
def own() -> dict[str, Counter[str]]:
    """How common each name of this project's lists is of either sex, in lower case."""
    found: dict[str, Counter[str]] = {}
    for sex, short in _LISTS.items():
        for name, of in distil_first_names.groups(sex).items():
            found.setdefault(name.lower(), Counter())[short] += OWN * sum(w for w, _, _ in of)
    for line in distil_surnames.raw("sexes_added"):
        sex, names = line.split("\t")
        for name in names.split():
            found.setdefault(name.lower(), Counter())[sex] += OWN
    for (_, kind, name), weight in distil_names_added.listed().items():
        if kind in _LISTS:
            found.setdefault(name.lower(), Counter())[_LISTS[kind]] += OWN * weight
    return found


def clearly(votes: Counter[str]) -> str | None:
    """The sex that most speaks for, None where it is not clear."""
    (sex, most), *others = votes.most_common()
    return sex if not others or most >= CLEARLY * others[0][1] else None


@cache
def sexes() -> dict[str, str]:
    """The sex of each name, in lower case."""
    found = {}
    for name in voices().keys() | own().keys():
        votes = own().get(name) or voices()[name]
        if name.isascii() and name.isalpha() and (sex := clearly(votes)):
            found[name] = sex
    pools = {sex: {n.lower() for n in distil_first_names.names(sex)} for sex in _LISTS}
    for sex, short in _LISTS.items():  # a surrogate is of the sex of its pool
        found |= dict.fromkeys(pools[sex].difference(*(pools[o] for o in pools if o != sex)), short)
    return found


def counts() -> dict[str, Counter[str]]:
    """How many names of either sex have each ending; the empty one is of all names."""
    found: dict[str, Counter[str]] = {}
    for name, sex in sexes().items():
        of_here = max(voices().get(name, Counter()).values(), default=0) >= DUTCH
        count = DUTCH_TYPES if name in own() or of_here else 1
        for length in range(min(LONGEST, len(name) - 1) + 1):
            found.setdefault(name[len(name) - length :], Counter())[sex] += count
    return found


def endings() -> dict[str, str]:
    """The endings that tell another sex than shorter ones do, and the sex they tell."""
    found: dict[str, str] = {}
    for ending, votes in sorted(counts().items(), key=lambda pair: (len(pair[0]), pair[0])):
        (sex, most), *others = votes.most_common()
        known = next((found[e] for n in range(1, len(ending)) if (e := ending[n:]) in found), None)
        sure = most >= DUTCH_TYPES and (not others or most > SURELY * others[0][1])
        if ending and sure and sex != known:
            found[ending] = sex
    return found


def made() -> dict[str, bytes]:
    """The content of each file by its name."""
    header = (
        "# {}\n"
        f"# Source: Faker {version('faker')}, all person providers in Latin letters, Copyright (c)"
        " 2012 Daniele Faraglia; lists\n# of this project; distilled by tools/distil_sexes.py.\n"
        "# Licence: MIT, full text in pool_licence.txt; what is not Faker's Apache-2.0.\n"
    )
    found = {}
    for name, what, pairs in (
        ("sexes", "First names of any language: name in lower case, m or f.", sexes()),
        ("sex_endings", "Endings of first names, the longest holds: ending, m or f.", endings()),
    ):
        body = "\n".join(sorted(f"{one}\t{sex}" for one, sex in pairs.items()))
        found[f"pool_{name}.txt"] = (header.format(what) + body + "\n").encode("ascii")
    return found
