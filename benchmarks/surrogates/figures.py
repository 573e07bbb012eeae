"""The figures of distributions.py: what samples of records are measured by."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import population as people

from dragon_prep.language.form import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from population import Institution, Person

CENTRE = "Nijmegen"
_CITY = 100_000
_WITHIN = 20  # years between a name's time and a birth
_OLD = 1955
_NOT_ISSUED = frozenset(("SA", "SD", "SS"))
_CUES = (
    ("laboratory", re.compile(r"\b\w*(?:lab|patholog|patha|pamm|symbiant)", re.IGNORECASE)),
    ("care home", re.compile(r"verple|verzorg|woonzorg|zorgcentr|hospice", re.IGNORECASE)),
    ("practice", re.compile(r"praktijk|huisarts|gezondheidsc", re.IGNORECASE)),
    ("pharmacy", re.compile(r"apothe", re.IGNORECASE)),
    ("academic", re.compile(r"umc|academi|universitair|erasmus|amc\b|mumc", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """One patient: who, where, when, and the mentions in the order of the text."""

    who: Person
    seen: Institution
    visit: date
    mentions: tuple[tuple[str, str], ...]  # what it is of the patient, text


Row = tuple[Record, "Mapping[str, str]"]


def total_variation(seen: Iterable[str], weights: Mapping[str, float]) -> float:
    """Half of what shares and weights differ by, from 0 to 1."""
    counts = Counter(seen)
    total = sum(counts.values())
    things = counts.keys() | weights.keys()
    return sum(abs(counts[t] / total - weights.get(t, 0.0)) for t in things) / 2


def first_and_surname(name: str) -> tuple[str, str]:
    """The first name and the last word of the surname."""
    words = name.split()
    return words[0], words[-1]


def by_surname() -> Counter[str]:
    """The share of each last word of a surname."""
    shares: Counter[str] = Counter()
    for (_, name), share in people.surnames().shares().items():
        shares[name.split()[-1].lower()] += share
    return shares


@cache
def sexes() -> dict[str, set[str]]:
    """The sexes of first names, by this benchmark's list and Faker's Dutch ones."""
    found: dict[str, set[str]] = {}
    for sex, name in people.births():
        found.setdefault(name.lower(), set()).add(sex)
    from faker.providers.person import nl_BE, nl_NL

    for provider in (nl_NL.Provider, nl_BE.Provider):
        for sex, names in (
            ("m", provider.first_names_male),
            ("f", provider.first_names_female),
        ):
            for name in names:
                if name.lower() not in found or len(found[name.lower()]) > 1:
                    found.setdefault(name.lower(), set()).add(sex)
    return found


def kind_of(place: str) -> str:
    """What kind of institution a name is of."""
    for one in people.institutions(CENTRE).things:
        if fold(place) in map(fold, one.names):
            return one.kind
    return next((kind for kind, cue in _CUES if cue.search(place)), "hospital")


def years_between(birth: date, day: date) -> int:
    """The age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def share(rows: Iterable[bool]) -> str:
    """The share that is true, in percent."""
    some = list(rows)
    return f"{statistics.mean(some):.1%} of {len(some)}" if some else "-"


def _names(rows: list[Row]) -> list[tuple[str, str]]:
    return [first_and_surname(new["name"]) for _, new in rows]


def _off(rows: list[Row]) -> list[float]:
    """Years between births and the time of first names, where the list knows it."""
    known = people.births()
    every = (
        (known.get((record.who.sex, first)), record.who.born)
        for (record, _), (first, _) in zip(rows, _names(rows), strict=True)
    )
    return [abs(year - born) for year, born in every if year is not None]


def _by_decade(rows: list[Row]) -> float:
    """The mean total variation of first names by sex and decade."""
    groups: dict[tuple[str, int], list[str]] = {}
    for (record, _), (first, _) in zip(rows, _names(rows), strict=True):
        decade = max(1920, min(2010, record.who.born // 10 * 10))
        groups.setdefault((record.who.sex, decade), []).append(first)
    return statistics.mean(
        total_variation(some, people.first_names(*group).shares()) for group, some in groups.items()
    )


def _codes(rows: list[Row], length: int) -> list[bool]:
    found = (re.match(r"(0\d+)[-\s]", new["phone"]) for _, new in rows)
    heads = [match[1] for match in found if match]
    return [head in people.area_codes() for head in heads if len(head) == length]


def _fits(rows: list[Row]) -> list[bool]:
    """Whether postcodes are of the town, where the town's are known."""
    known = people.postcodes()
    pairs = ((known.get(new["town"]), new["postcode"]) for _, new in rows)
    return [pair[0] <= int(code[:4]) <= pair[1] for pair, code in pairs if pair]


def _big(town: str) -> bool:
    return town in people.towns() and people.towns()[town].people >= _CITY


def _places() -> dict[str, float]:
    every = people.institutions(CENTRE).shares().items()
    return {fold(one.names[0]): part for one, part in every}


def _as_named(place: str) -> str:
    """The first name of an institution that has several."""
    every = people.institutions(CENTRE).things
    names = (fold(one.names[0]) for one in every if fold(place) in map(fold, one.names))
    return next(names, fold(place))


def _surname_class(name: str) -> str:
    """How common a surname is."""
    rank = _ranks().get(name.lower(), 10**6)
    return next((f"to {last}" for last in (10, 100, 700) if rank < last), "rare")


@cache
def _ranks() -> dict[str, int]:
    return {name: rank for rank, (name, _) in enumerate(by_surname().most_common())}


def _town_class(town: str) -> str:
    """How far a town is from the hospital, and whether it is a city."""
    found = people.towns().get(town)
    if found is None:
        return "unknown"
    far = found.kilometres(people.towns()[CENTRE])
    near = next((f"{km} km" for km in (4, 15, 40) if far < km), "farther")
    return f"{near}, city" if found.people >= _CITY else near


def _by_class(things: Iterable[str], weights: Mapping[str, float], of: Callable[[str], str]) -> str:
    """Total variation between classes of things, in which a small sample is large enough."""
    classes: Counter[str] = Counter()
    for thing, weight in weights.items():
        classes[of(thing)] += weight
    return f"{total_variation(map(of, things), classes):.2f}"


def _sex_kept(rows: list[Row], born: int = 9999) -> str:
    """The share of first names of known sex that have the patient's, of those born before."""
    return share(
        sexes()[first.lower()] == {record.who.sex}
        for (record, _), (first, _) in zip(rows, _names(rows), strict=True)
        if len(sexes().get(first.lower(), ())) == 1
        and (born == 9999 or (record.who.born < born and record.who.sex == "f"))
    )


def _top(things: Iterable[str]) -> str:
    counts = Counter(things)
    return f"{sum(n for _, n in counts.most_common(10)) / sum(counts.values()):.1%}"


def _visit_years(rows: list[Row]) -> dict[str, float]:
    years = Counter(str(record.visit.year) for record, _ in rows)
    return {year: count / len(rows) for year, count in years.items()}


def _day(text: str) -> date:
    day, month, year = map(int, text.split("-"))
    return date(year, month, day)


FIXED: dict[str, Callable[[list[Row]], object]] = {
    "different towns": lambda rows: len({new["town"] for _, new in rows}),
    "share of towns of 100,000 or more": lambda rows: share(_big(new["town"]) for _, new in rows),
    "share of the ten commonest towns": lambda rows: _top(new["town"] for _, new in rows),
    "different hospitals": lambda rows: len({new["place"] for _, new in rows}),
    "an academic hospital becomes one": lambda rows: share(
        kind_of(new["place"]) == "academic" for _, new in rows
    ),
}
NATURAL: dict[str, Callable[[list[Row]], object]] = {
    "different towns": FIXED["different towns"],
    "share of towns of 100,000 or more": FIXED["share of towns of 100,000 or more"],
    "share of the ten commonest towns": FIXED["share of the ten commonest towns"],
    "towns, total variation": lambda rows: (
        f"{total_variation((n['town'] for _, n in rows), people.homes(CENTRE).shares()):.2f}"
    ),
    "towns by distance and size, total variation": lambda rows: _by_class(
        (new["town"] for _, new in rows), people.homes(CENTRE).shares(), _town_class
    ),
    "different surnames": lambda rows: len({name for _, name in _names(rows)}),
    "share of the ten commonest surnames": lambda rows: _top(name for _, name in _names(rows)),
    "share of the real ten commonest": lambda rows: share(
        name.lower() in {n for n, _ in by_surname().most_common(10)} for _, name in _names(rows)
    ),
    "surnames, total variation": lambda rows: (
        f"{total_variation((n.lower() for _, n in _names(rows)), by_surname()):.2f}"
    ),
    "surnames by how common, total variation": lambda rows: _by_class(
        (name for _, name in _names(rows)), by_surname(), _surname_class
    ),
    "sex of the first name kept": _sex_kept,
    "the same, women born before 1955": lambda rows: _sex_kept(rows, _OLD),
    "first names, total variation by sex and decade": lambda rows: f"{_by_decade(rows):.2f}",
    "years between name and birth, mean": lambda rows: (
        f"{statistics.mean(_off(rows)):.0f} ({len(_off(rows))} known)"
    ),
    "within 20 years": lambda rows: share(off <= _WITHIN for off in _off(rows)),
    "institution's kind kept": lambda rows: share(
        kind_of(new["place"]) == record.seen.kind for record, new in rows
    ),
    "the same, no hospitals": lambda rows: share(
        kind_of(new["place"]) == record.seen.kind
        for record, new in rows
        if record.seen.kind not in ("academic", "hospital")
    ),
    "institutions, total variation": lambda rows: (
        f"{total_variation((_as_named(n['place']) for _, n in rows), _places()):.2f}"
    ),
    "visits later than the cohort's last": lambda rows: share(
        _day(new["visit"]) > max(record.visit for record, _ in rows) for record, new in rows
    ),
    "visits by year, total variation": lambda rows: (
        f"{total_variation((new['visit'][-4:] for _, new in rows), _visit_years(rows)):.2f}"
    ),
    "latest visit": lambda rows: max(_day(new["visit"]) for _, new in rows),
    "births before 1900": lambda rows: share(_day(new["birth"]).year < 1900 for _, new in rows),
    "age at the visit exact": lambda rows: share(
        years_between(_day(new["birth"]), _day(new["visit"])) == int(new["age"])
        for _, new in rows
        if int(new["age"]) < 90
    ),
    "three-digit area codes that exist": lambda rows: share(_codes(rows, 3)),
    "four-digit area codes that exist": lambda rows: share(_codes(rows, 4)),
    "postcodes with SA, SD, SS": lambda rows: share(
        new["postcode"][-2:].upper() in _NOT_ISSUED for _, new in rows
    ),
    "postcodes of the town beside it": lambda rows: share(_fits(rows)),
}
