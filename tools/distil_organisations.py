"""Composes the pools of made-up studies and companies.

``tools/remake_data.py`` writes what this makes, from ``tools/raw/organisations.txt`` and surnames
that are composed, too.
"""

from __future__ import annotations

import re
from itertools import product

import distil_streets
import distil_surnames

FAMILIES, INVENTED, IN_A_SECTOR = 220, 160, 160


def parts() -> dict[str, list[str]]:
    """The words of each kind."""
    rows = (line.split("\t") for line in distil_surnames.raw("organisations"))
    return {kind: [word.replace("_", " ") for word in words.split()] for kind, words in rows}


def companies() -> set[str]:
    """Companies: invented words, with or without what they do, and families' firms."""
    of = parts()
    words = [a + b for a, b in product(of["stem"], of["end"]) if a[-1] != b[0]]
    invented = distil_streets.order(w for w in words if distil_surnames.is_fit(w))
    found = {*of["company"], *invented[:INVENTED]}
    later = invented[INVENTED : INVENTED + IN_A_SECTOR]
    found |= {f"{w} {of['sector'][n % len(of['sector'])]}" for n, w in enumerate(later)}
    names = (core for core, particle in distil_surnames.composed() if not particle)
    cores = distil_streets.order(core for core in names if re.fullmatch(r"\w{5,10}", core))
    made = of["made"]
    return found | {f"{made[n % len(made)]} {core}" for n, core in enumerate(cores[:FAMILIES])}


def made() -> dict[str, bytes]:
    """The content of each pool by its file name."""
    found = {}
    for what, names in (("studies", set(parts()["study"])), ("companies", companies())):
        header = (
            f"# Names of {what}, made up.\n"
            "# Source: written for dragon-prep, by tools/distil_organisations.py.\n"
            "# Licence: Apache-2.0, as dragon-prep.\n"
        )
        found[f"pool_{what}.txt"] = (header + "\n".join(sorted(names)) + "\n").encode("ascii")
    return found
