"""How often the sex of a first name is told right, on a list that no pool was taken from.

python benchmarks/surrogates/sexes.py nam_dict.txt

The list is ``nam_dict.txt`` of the package gender-guesser (Joerg Michael 2008, GNU FDL), got by
``pip download gender-guesser``. It is read here, and no part of it is in dragon-prep. Those names
count that it has for the Netherlands, but for those that it calls unisex.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from unidecode import unidecode

from dragon_prep.language.sexes import sex_of

SEXES = {"M": "male", "1M": "male", "F": "female", "1F": "female"}
NAME = slice(3, 29)
COMMON = 3  # of 1 (rare) to 13


class Known(NamedTuple):
    """A name of the list."""

    name: str
    sex: str
    frequency: int


def dutch(path: Path) -> list[Known]:
    """The names that the list has for the Netherlands and one sex."""
    lines = path.read_text(encoding="utf-8").splitlines()
    title = next(at for at, line in enumerate(lines) if "the Netherlands" in line)
    column = lines[title + 1].index("|")
    found = []
    for line in lines:
        sex = SEXES.get(line[:2].strip())
        if sex and line[29:30] != "+" and line[column : column + 1].strip():
            name = unidecode(line[NAME].strip()).lower()
            found.append(Known(name, sex, int(line[column], 16)))
    return found


def print_share(title: str, names: list[Known]) -> None:
    """Prints how many are told right."""
    right = sum(sex_of(known.name) == known.sex for known in names)
    print(f"{title:38}{right:6} of {len(names):5}  {100 * right / max(1, len(names)):5.1f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description="How often the sex of a name is told right.")
    parser.add_argument("list", type=Path, help="nam_dict.txt of gender-guesser")
    parser.add_argument("--wrong", type=int, default=0, help="print so many that are told wrong")
    options = parser.parse_args()
    names = dutch(options.list)
    print_share("all names", names)
    print_share("those that are not rare", [n for n in names if n.frequency >= COMMON])
    commonest = sorted(names, key=lambda known: -known.frequency)
    print_share("the 2,000 commonest", commonest[:2000])
    weights: Counter[bool] = Counter()
    for known in names:
        weights[sex_of(known.name) == known.sex] += 2**known.frequency
    print(f"{'by how many bear them':38}{100 * weights[True] / weights.total():22.1f} %")
    wrong = [known for known in commonest if sex_of(known.name) != known.sex]
    for known in wrong[: options.wrong]:
        print(f"  {known.name} is {known.sex}, {known.frequency}")


if __name__ == "__main__":
    main()
