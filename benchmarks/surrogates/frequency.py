"""What is likelier to be real than made: frequencies among people against those of surrogates.

The attacker knows which names, towns and hospitals are common and how common (population.py), when
the reports were written, and how numbers are given out. How common surrogates are it counts in
releases of its own, of other people under other keys, for the program is public. A mention is
suspicious by how much likelier it is among originals than among surrogates, and more so if the
release has it with more patients than surrogates alone would.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from natural import TOWNS
from population import area_codes, common_surnames, homes, institutions

from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.form import fold
from dragon_prep.phi.dates.surrogate import full_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from release import Release

PERIOD = (2012, 2020)  # of the reports, as the publication says
_OUTSIDE = 0.01  # share of dates outside it, a year
_NAME = re.compile(r"[A-Za-z]{2,}")
_MISSPELT = 0.02  # share of originals that no list has but for surnames, of which most are rare
_LEAST = 1e-7  # share of originals that some town without inhabitants has
_MANY = 10**5  # about how many things no list has
_NOT_ISSUED = frozenset(("SA", "SD", "SS"))


def value(category: PhiCategory, text: str) -> tuple[str, str] | None:
    """What is counted of a mention: which sort of thing it is, and which of them."""
    match category:
        case PhiCategory.PERSOON:
            words = _NAME.findall(text.partition(",")[0])
            return ("name", words[-1].lower()) if words else None
        case PhiCategory.PLAATS:
            return "town", fold(text)
        case PhiCategory.ZIEKENHUIS:
            return "place", fold(text)
        case PhiCategory.DATUM:
            day = full_date(text)
            return ("year", str(day.year)) if day and 1990 < day.year < 2030 else None
        case _:
            return _of_number(category, text)


def _of_number(category: PhiCategory, text: str) -> tuple[str, str] | None:
    digits = "".join(filter(str.isdigit, text))
    if category is PhiCategory.BSN:
        return "first digit", digits[:1]
    if category is PhiCategory.POSTCODE:
        return "letters", str(text[-2:].upper() in _NOT_ISSUED)
    if category is PhiCategory.TELEFOONNUMMER and len(digits) == 10:
        exists = digits[:2] == "06" or not area_codes().isdisjoint((digits[:3], digits[:4]))
        return "area code", str(exists)
    return None


@cache
def _real() -> dict[str, dict[str, float]]:
    """The share of each thing among originals."""
    names: Counter[str] = Counter()
    for (_, name), share in common_surnames().items():
        names[name.split()[-1].lower()] += share
    found: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for centre in TOWNS.values():
        for town, share in homes(centre).shares().items():
            found[fold(town)] += share / 2 / len(TOWNS)
        for one, share in institutions(centre).shares().items():
            found[fold(one.town)] += share / 2 / len(TOWNS)
            for name in one.names:
                places[fold(name)] += share / len(one.names) / len(TOWNS)
    first, last = PERIOD
    years = {str(year): (1 - 4 * _OUTSIDE) / (last - first + 1) for year in range(first, last + 1)}
    return {
        "name": names,
        "town": found,
        "place": places,
        "year": years,
        "first digit": {"1": 0.5, "2": 0.5},
        "letters": {"False": 1.0},
        "area code": {"True": 1.0},
    }


@dataclass(slots=True, repr=False)
class Made:
    """How often surrogates are what, counted in the attacker's own release."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @classmethod
    def of(cls, surrogates: Iterable[tuple[PhiCategory, str]]) -> Made:
        """Counts surrogates."""
        made = cls()
        for category, text in surrogates:
            if found := value(category, text):
                made.counts[found[0]][found[1]] += 1
        return made

    def unseen(self, sort: str) -> float:
        """The share of surrogates that are none of those seen, by Good and Turing."""
        counts = self.counts[sort]
        return (sum(count == 1 for count in counts.values()) + 1) / (counts.total() + 1)

    def share(self, sort: str, thing: str) -> float:
        """The share of surrogates of a sort that are one thing."""
        counts = self.counts[sort]
        if thing in counts:
            return counts[thing] / (counts.total() + 1)
        return self.unseen(sort) / (len(counts) + 1)


def frequency(release: Release, made: Made) -> list[float]:
    """For each mention, the logarithm of how much likelier it is an original than a surrogate."""
    values = [value(mention.category, mention.text) for mention in release.mentions]
    patients: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    pairs: Counter[str] = Counter()
    for mention, found in zip(release.mentions, values, strict=True):
        if found and mention.patient not in patients[found]:
            patients[found].add(mention.patient)
            pairs[found[0]] += 1
    return [
        0.0 if found is None else _likelier(found, made, len(patients[found]), pairs[found[0]])
        for found in values
    ]


def _likelier(found: tuple[str, str], made: Made, patients: int, of: int) -> float:
    sort, thing = found
    listed, share = _real()[sort], made.share(sort, thing)
    rest = max(_MISSPELT, 1 - sum(listed.values()))
    if thing in listed:
        ratio = max(listed[thing], _LEAST) / share
    elif thing in made.counts[sort]:
        ratio = rest / _MANY / share
    else:  # on no list, and never seen made
        ratio = rest / made.unseen(sort)
    too_common = math.log((patients + 1) / (of * share + 1))
    return math.log(ratio) + max(0.0, too_common)
