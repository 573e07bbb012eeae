"""Draws the natural population of the detector's tests from Faker's names (MIT): run by hand.

Writes tests/data/natural_population.jsonl. No test asks Faker itself, so that no version of it
changes what is measured. The detector's lists hold most of Faker's names in Latin letters. So each
fourth person has a surname spelt as families spell it and no list does, and Arabic names are taken
into Latin letters here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

from faker import Faker
from unidecode import unidecode

from dragon_prep.language.lexicon import known_names

POPULATION = Path(__file__).resolve().parents[1] / "tests" / "data" / "natural_population.jsonl"
ORIGINS = ("nl_NL", "nl_BE", "fr_FR", "de_DE", "tr_TR", "ar_AA", "pl_PL", "es_ES", "fr_DZ", "id_ID")
EACH = 16
SPELLINGS = (
    ("ij", "ey"), ("ck", "gk"), ("k", "ck"), ("s", "sz"), ("f", "ph"), ("oe", "ou"), ("v", "w"),
    ("t", "dt"), ("n", "nn"), ("i", "y"), ("l", "ll"), ("r", "rh"), ("m", "mm"), ("a", "ae"),
)  # fmt: skip


def respelt(surname: str) -> str:
    """A surname with the first change of spelling that no list holds."""
    for old, new in SPELLINGS:
        head, tail = surname[:2], surname[2:]
        changed = head + tail.replace(old, new, 1)
        if changed != surname and changed.split()[-1].lower() not in known_names():
            return changed
    return surname


def latin(name: str) -> str:
    """An Arabic name in Latin letters, with the short vowels that its own script leaves out."""
    bare = re.sub(r"[^a-z ]", "", unidecode(name).lower())
    return re.sub(r"([^aeiouy ])(?=[^aeiouy ])([^aeiouy ]?)", r"\1a\2", bare).title()


def people(chance: Random) -> list[dict[str, Any]]:
    """Names by origin, with initials."""
    found = []
    for origin in ORIGINS:
        faker = Faker(origin)
        faker.seed_instance(17)
        for number in range(EACH):
            first, last = faker.first_name(), faker.last_name()
            if origin == "ar_AA":
                first, last = latin(first), latin(last)
            last = respelt(last) if number % 4 == 3 else last
            initials = f"{first[0]}." + chance.choice(("", "", f"{chance.choice('ABHJMPW')}."))
            row = {"of": "name", "origin": origin, "first": first, "last": last}
            found.append(row | {"Last": last[0].upper() + last[1:], "initials": initials})
    return found


def dates(chance: Random) -> list[dict[str, Any]]:
    """Days with a month and a year, in numbers."""
    days = [
        (chance.randint(1, 28), chance.randint(1, 12), chance.randint(1938, 2031))
        for _ in range(40)
    ]
    return [{"of": "date", "day": d, "month": m, "year": y} for d, m, y in days]


def numbers(chance: Random) -> list[dict[str, Any]]:
    """Numbers of patients and reports, and of telephones."""
    return [
        {
            "of": "number",
            "patient": str(chance.randint(1_000_000, 9_999_999)),
            "report": f"T{chance.randint(10, 26)}-{chance.randint(1000, 99999)}",
            "mobile": f"06{chance.randint(10_000_000, 99_999_999)}",
            "pager": str(chance.randint(1_000, 9_999)),
            "line": f"0{chance.choice((24, 43, 50, 71))}-{chance.randint(2_000_000, 7_999_999)}",
        }
        for _ in range(40)
    ]


if __name__ == "__main__":
    chance = Random(17)
    rows = [*people(chance), *dates(chance), *numbers(chance)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    POPULATION.write_text(text, encoding="utf-8", newline="\n")
