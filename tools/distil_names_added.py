"""Writes the names of groups in the Netherlands, with their weights, and composes Frisian surnames.

``tools/remake_data.py`` writes what this makes, from ``tools/raw/names_added.txt`` and the stems of
``tools/raw/surname_parts.txt``. Words that would look odd in a report are left out.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import distil_first_names
import distil_surnames

FRISIAN_ENDS = ("stra", "sma", "inga", "ma", "ema")
FRISIANS = 420  # composed names of them
# Words that a report may well begin a sentence with.
WORDS = frozenset(
    (
        *("Apostel", "Bak", "Bal", "Bas", "Cam", "Che", "Daal", "Dag", "Dal", "Dan", "Ding", "Fok"),
        *(
            "Fraai",
            "Gan",
            "Gang",
            "Goede",
            "Hai",
            "Hang",
            "Hoek",
            "Hooi",
            "Hou",
            "Job",
            "Kan",
            "Kit",
        ),
        *(
            "Kook",
            "Kroon",
            "Lasten",
            "Lis",
            "Long",
            "Lou",
            "Lung",
            "Mak",
            "Man",
            "Manna",
            "Mei",
            "Min",
        ),
        *(
            "Mine",
            "Nas",
            "Nog",
            "Oma",
            "Onder",
            "Pan",
            "Poppen",
            "Raap",
            "Ras",
            "Rib",
            "Rijke",
            "Rooi",
        ),
        *("Sak", "Senior", "Song", "Statie", "Sui", "Sun", "Vis", "Wan", "Zeng"),
    )
)
OWN = ("arabic", "frisian", "turkish")  # whose names the Dutch list may have, too
ENDS = ("suffix", "particle")
_PLAIN = re.compile(r"[A-Z][a-z]{1,13}")
_FIRST_VOWEL = re.compile(r"[aeiouy]")


def listed() -> dict[tuple[str, str, str], int]:
    """The weight of each name of the list: by origin, kind and name."""
    found: dict[tuple[str, str, str], int] = {}
    for line in distil_surnames.raw("names_added"):
        origin, kind, weight, names = line.split("\t")
        for name in names.split():
            if kind in ENDS or (is_fit(name) and not is_dutch(origin, kind, name)):
                key = (origin, kind, name)
                found[key] = max(found.get(key, 0), int(weight))
    return found


def is_fit(name: str) -> bool:
    """Whether a name may be in the pool: of letters, and no word that means something else."""
    return bool(_PLAIN.fullmatch(name)) and name not in WORDS


def is_dutch(origin: str, kind: str, name: str) -> bool:
    """Whether a first name of the list is as Dutch as those of the Dutch pools."""
    return kind != "surname" and origin not in OWN and name in dutch_first_names()


@cache
def dutch_first_names() -> frozenset[str]:
    """The first names of the Dutch list, of both sexes."""
    sexes = distil_first_names.SEXES
    return frozenset(name for sex in sexes for name in distil_first_names.groups(sex))


def frisian() -> list[str]:
    """Frisian surnames: ``Reitsma``, ``Boonstra``."""
    found = set()
    for stem, end in product(distil_surnames.parts()["frisian"], FRISIAN_ENDS):
        clash = stem[-1] == end[0] or bool(_FIRST_VOWEL.match(end) and stem[-1] in "aeiouy")
        if not clash and distil_surnames.is_fit(stem + end) and len(stem + end) <= 11:
            found.add((stem + end, ""))
    return [core for core, _ in distil_surnames.order(found)[:FRISIANS]]


def made() -> dict[str, bytes]:
    """The content of the pool by its file name."""
    header = (
        "# Names and ends of surnames by their rough origin: origin, kind (surname, male, female,\n"
        "# suffix, particle), name, weight. Common names of the groups that live in the"
        " Netherlands,\n# beside those that pool_names_abroad.txt has; some Frisian ones are"
        " composed.\n"
        "# Source: written for dragon-prep, by tools/distil_names_added.py; no person is meant.\n"
        "# Licence: Apache-2.0, as dragon-prep.\n"
    )
    found = listed()
    for (core, particle), weight in distil_surnames.common().items():
        if not particle and ("frisian", "surname", core) in found:
            found["frisian", "surname", core] = min(100, weight // 20)
    for name in frisian():
        found.setdefault(("frisian", "surname", name), 4)
    rows = sorted("\t".join((*key, str(weight))) for key, weight in found.items())
    return {"pool_names_added.txt": (header + "\n".join(rows) + "\n").encode("ascii")}
