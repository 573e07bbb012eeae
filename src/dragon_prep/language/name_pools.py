"""The names that surrogates are made of, each as often as people bear it.

They are told apart by rough origin, sex, initial, particle and, first names, by when those who bear
them were born. What a name is was found by looking it up; a name that no list knows has no origin,
and becomes Dutch unless something else of the same person tells more.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.core.weighted import Weighted
from dragon_prep.language.pools import rows
from dragon_prep.language.sexes import listed_sex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DUTCH = "dutch"
SEXES = ("male", "female")
Surname = tuple[str, str]  # the particle, empty where there is none, and the name
_FEWEST = 2  # names of an initial from which a surrogate may be chosen
_PARTICLE_KINDS = {"van": "van", "v": "van", "de": "de", "vande": "vd", "vanden": "vd"}
_PARTICLE_KINDS |= {"vander": "vd", "vandr": "vd", "vd": "vd", "vdr": "vd"}
_YEARS_ALIKE = 5  # born within so many years, people bear the same names
_FAR_MORE = 8  # times as often
_FINE = 1000  # parts of a weight, so that few bearers are not none


class FirstName(NamedTuple):
    """A first name.

    Attributes:
        name: as it is written.
        weight: how many bear it, as compared with others.
        peak: the year in which most of them were born; 0 if that cannot be told.
        spread: years before and after it in which half as many were.
    """

    name: str
    weight: int
    peak: int = 0
    spread: int = 0

    def __repr__(self) -> str:
        return "<FirstName>"

    def weight_in(self, year: int) -> int:
        """How many of those born in a year bear it, as compared with others."""
        if not self.peak or not year:
            return _FINE * self.weight
        # Whole numbers, so that every machine draws alike.
        near, away = self.spread**8, abs(year - self.peak) ** 8
        return 1 + _FINE * self.weight * near // (near + away)


@lru_cache(maxsize=1024)
def particle_kind(particles: str) -> str:
    """The kind of particles, written without blanks: ``van``, ``de``, ``vd``, ``any``, ``none``.

    One that is not Dutch ("El", "von") is ``kept``, before a surname of the same origin that needs
    none.
    """
    if not particles:
        return "none"
    if particle_origin(particles):
        return "kept"
    return _PARTICLE_KINDS.get(particles.lower(), "any")


def particle_origin(particles: str) -> str | None:
    """Where a particle that is not Dutch comes from, None for a Dutch one."""
    return _listed("particle").get(particles.lower())


@lru_cache(maxsize=4096)
def surname_origin(core: str) -> str | None:
    """Where a surname in lower case comes from, None if that cannot be told."""
    frisian = _listed("surname").get(core) == "frisian" or core.endswith(_suffixes("frisian"))
    if core in dutch_surnames() or frisian:
        return "frisian" if frisian else DUTCH
    found = _listed("surname").get(core)
    return found or next(
        (origin for origin in sorted(_origins()) if core.endswith(_suffixes(origin))), None
    )


def is_surname(word: str) -> bool:
    """Whether a word in lower case is known as a surname that needs no particle."""
    return word in surnames_alone() or (
        word in _listed("surname") and not any(word in dutch_first_names(sex) for sex in SEXES)
    )


@lru_cache(maxsize=4096)
def first_name_origin(name: str) -> str | None:
    """Where a first name in lower case comes from, None if that cannot be told."""
    listed = _listed("male").get(name) or _listed("female").get(name)
    dutch = max((f.weight for sex in SEXES if (f := _dutch_first_names(sex).get(name))), default=0)
    # The Dutch lists have Mehmet and Fatima, too, which the list of other origins knows better;
    # that one has Anna and Robert, which are Dutch as well and far more often.
    added = _added_first_names().get(name, 0)
    if dutch and (listed == "frisian" or dutch >= _FAR_MORE * added):
        return DUTCH
    return listed


@lru_cache(maxsize=4096)
def born(name: str, sex: str) -> int:
    """The year in which most of a sex with a first name were born; 0 if nobody knows.

    Args:
        name: in lower case.
        sex: ``male`` or ``female``.
    """
    first_name = _dutch_first_names(sex).get(name)
    return 0 if first_name is None else first_name.peak


@cache
def dutch_first_names(sex: str) -> frozenset[str]:
    """Known Dutch first names of one sex, ``male`` or ``female``, in lower case."""
    return frozenset(_dutch_first_names(sex))


@cache
def dutch_surnames() -> frozenset[str]:
    """Known Dutch surnames, with or without a particle, in lower case."""
    return frozenset(name.lower() for name, *_ in rows("surnames"))


@cache
def surnames_alone() -> frozenset[str]:
    """Surnames known to be used without a particle, in lower case."""
    return frozenset(name.lower() for name, particle, *_ in rows("surnames") if not particle)


@cache
def surnames(origin: str, kind: str) -> Weighted[Surname]:
    """The surnames to choose from; those with a Dutch particle are all Dutch."""
    if kind != "none":
        kinds = ("van", "de", "vd") if kind == "any" else (kind,)
        return Weighted.of(pair for one in kinds for pair in _dutch()[one].pairs())
    if origin == DUTCH:
        ends = _suffixes("frisian")
        return Weighted.of(
            (entry, n)
            for entry, n in _dutch()["none"].pairs()
            if not entry[1].lower().endswith(ends)
        )
    return Weighted.of((("", name), n) for name, n in _names()[origin, "surname"].pairs())


@cache
def kinds_of_cores() -> Mapping[str, str]:
    """The kind of particle of surnames that are never used without one, in lower case."""
    return {
        name.lower(): kind
        for kind in ("van", "de", "vd")
        for _, name in _dutch()[kind].options
        if name.lower() not in surnames_alone()
    }


def first_names(origin: str, sex: str) -> tuple[str, ...]:
    """All first names of one origin and sex."""
    return tuple(f.name for f in _first_names(origin, sex))


def is_listed(word: str) -> bool:
    """Whether a word in lower case is a name of some list."""
    kinds = ("surname", *SEXES)
    return (
        word in dutch_surnames()
        or first_name_origin(word) is not None
        or any(word in _listed(kind) for kind in kinds)
    )


def given_names(origin: str, sex: str, letter: str, year: int = 0) -> Weighted[str]:
    """First names of one origin and sex with an initial.

    Args:
        origin: such as ``dutch``.
        sex: ``male`` or ``female``.
        letter: a capital.
        year: in which who bears the name was born; 0 if nobody knows.
    """
    return _by_letter(origin, sex, year // _YEARS_ALIKE * _YEARS_ALIKE)[0].get(letter, Weighted())


def initials(origin: str, sex: str = "", year: int = 0) -> Weighted[str]:
    """Initials, each as often as first names have it, of which both sexes have a few.

    Args:
        origin: such as ``dutch``.
        sex: of the name whose initial it is; empty if it is not known.
        year: as for :func:`given_names`.
    """
    return _by_letter(origin, sex, year // _YEARS_ALIKE * _YEARS_ALIKE)[1]


@lru_cache(maxsize=512)
def _by_letter(
    origin: str, sex: str, year: int
) -> tuple[Mapping[str, Weighted[str]], Weighted[str]]:
    """The first names by their initial, and the initials."""
    pairs = [
        (f.name, f.weight_in(year))
        for one in ((sex,) if sex else SEXES)
        for f in _first_names(origin, one)
    ]
    names: dict[str, list[tuple[str, int]]] = {}
    for name, weight in pairs:
        names.setdefault(name[0], []).append((name, weight))
    by_letter = {letter: Weighted.of(some) for letter, some in names.items()}
    usual = _usual_letters(origin)
    letters = ((x, some.total) for x, some in sorted(by_letter.items()) if x in usual)
    return by_letter, Weighted.of(letters)


@cache
def _usual_letters(origin: str) -> frozenset[str]:
    """The initials that a few names of both sexes have."""
    of_sex = [[f.name[0] for f in _first_names(origin, sex)] for sex in SEXES]
    return frozenset(x for x in of_sex[0] if min(some.count(x) for some in of_sex) >= _FEWEST)


@cache
def _first_names(origin: str, sex: str) -> tuple[FirstName, ...]:
    if origin != DUTCH:
        # Faker has Sumeyye among the men.
        pairs = _names()[origin, sex].pairs()
        return tuple(FirstName(x, n) for x, n in pairs if listed_sex(x.lower()) in (None, sex))
    known = _dutch_first_names(sex)
    return tuple(f for name, f in known.items() if first_name_origin(name) == DUTCH)


@cache
def _dutch_first_names(sex: str) -> Mapping[str, FirstName]:
    """The Dutch first names of a sex, by the name in lower case."""
    return {name.lower(): FirstName(name, *map(int, said)) for name, *said in _rows_of(sex)}


def _rows_of(sex: str) -> Iterator[tuple[str, ...]]:
    return iter(rows(f"first_names_{sex}"))


@cache
def _dutch() -> Mapping[str, Weighted[Surname]]:
    """The Dutch surnames by the kind of their particle."""
    found: dict[str, list[tuple[Surname, int]]] = {
        kind: [] for kind in ("none", "any", "van", "de", "vd")
    }
    for name, particle, weight in rows("surnames"):
        kind = particle_kind(particle.replace(" ", ""))
        found[kind].append(((particle, name), int(weight)))
    return {kind: Weighted.of(entries) for kind, entries in found.items()}


@cache
def _names() -> Mapping[tuple[str, str], Weighted[str]]:
    """The names of each other origin and kind, sorted."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for which in ("names_abroad", "names_added"):
        for origin, kind, name, weight in rows(which):
            found.setdefault((origin, kind), {})[name] = int(weight)
    return {key: Weighted.of(sorted(names.items())) for key, names in found.items()}


@cache
def _listed(kind: str) -> Mapping[str, str]:
    """The origin of each name, in lower case; of several the first written for this project."""
    found: dict[str, str] = {}
    for which in ("names_added", "names_abroad"):
        for origin, its_kind, name, _ in rows(which):
            if its_kind == kind:
                found.setdefault(name.lower(), origin)
    return found


@cache
def _added_first_names() -> Mapping[str, int]:
    """How often first names of other origins are met, where this project wrote that down."""
    found: dict[str, int] = {}
    for _, kind, name, weight in rows("names_added"):
        if kind in SEXES:
            found[name.lower()] = max(int(weight), found.get(name.lower(), 0))
    return found


@cache
def _origins() -> frozenset[str]:
    return frozenset(origin for origin, _ in _names())


@cache
def _suffixes(origin: str) -> tuple[str, ...]:
    found = _names().get((origin, "suffix"))
    return found.options if found else ()
