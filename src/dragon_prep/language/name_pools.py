"""The names that surrogates are made of: by rough origin, sex, initial and particle.

What a name is was found by looking it up; a name that no list knows has no origin, and becomes
Dutch unless something else of the same person tells more.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.pools import pool

if TYPE_CHECKING:
    from collections.abc import Mapping

DUTCH = "dutch"
SEXES = ("male", "female")
Surname = tuple[str, str]  # the particle, empty where there is none, and the name
_FEWEST = 2  # names of an initial from which a surrogate may be chosen
_PARTICLE_KINDS = {"van": "van", "v": "van", "de": "de", "vande": "vd", "vanden": "vd"}
_PARTICLE_KINDS |= {"vander": "vd", "vandr": "vd", "vd": "vd", "vdr": "vd"}
_GENDERED = ("ine", "ette", "tje", "ie", "a")


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
    if any(name in dutch_first_names(sex) for sex in SEXES):
        # Faker's Dutch lists have Mehmet and Fatima, too, which this project's list knows better.
        added = name in _added_first_names() and listed != "frisian"
        return listed if added else DUTCH
    return listed


def sex_of(name: str) -> str:
    """The sex that a first name in lower case is of: as the lists have it, or by its end."""
    for lists in (dutch_first_names, _first_names_abroad):
        sexes = [sex for sex in SEXES if name in lists(sex)]
        if len(sexes) == 1:
            return sexes[0]
    return "female" if name.endswith(_GENDERED) else "male"


@cache
def dutch_first_names(sex: str) -> frozenset[str]:
    """Known Dutch first names of one sex, ``male`` or ``female``, in lower case."""
    return frozenset(name.lower() for name in pool(f"first_names_{sex}"))


@cache
def dutch_surnames() -> frozenset[str]:
    """Known Dutch surnames, with or without a particle, in lower case."""
    return frozenset(entry.partition("\t")[0].lower() for entry in pool("surnames"))


@cache
def surnames_alone() -> frozenset[str]:
    """Surnames known to be used without a particle, in lower case."""
    return frozenset(e.removesuffix("\t").lower() for e in pool("surnames") if e.endswith("\t"))


@cache
def surnames(origin: str, kind: str) -> tuple[Surname, ...]:
    """The surnames to choose from; those with a Dutch particle are all Dutch."""
    if kind != "none":
        kinds = ("van", "de", "vd") if kind == "any" else (kind,)
        return tuple(entry for one in kinds for entry in _dutch()[one])
    if origin == DUTCH:
        return tuple(e for e in _dutch()["none"] if not e[1].lower().endswith(_suffixes("frisian")))
    return tuple(("", name) for name in _names()[origin, "surname"])


@cache
def kinds_of_cores() -> Mapping[str, str]:
    """The kind of particle of surnames that are never used without one, in lower case."""
    return {
        name.lower(): kind
        for kind in ("van", "de", "vd")
        for _, name in _dutch()[kind]
        if name.lower() not in surnames_alone()
    }


@cache
def given_names(origin: str, sex: str, letter: str) -> tuple[str, ...]:
    """First names of one origin and sex with an initial."""
    return tuple(name for name in _first_names(origin, sex) if name[0] == letter)


@cache
def initials(origin: str) -> tuple[str, ...]:
    """Initials, each as often as first names have it, of which both sexes have a few."""
    return tuple(
        name[0]
        for sex in SEXES
        for name in _first_names(origin, sex)
        if min(len(given_names(origin, s, name[0])) for s in SEXES) >= _FEWEST
    )


@cache
def _first_names(origin: str, sex: str) -> tuple[str, ...]:
    if origin != DUTCH:
        return _names()[origin, sex]
    names = pool(f"first_names_{sex}")
    return tuple(name for name in names if first_name_origin(name.lower()) == DUTCH)


@cache
def _dutch() -> Mapping[str, tuple[Surname, ...]]:
    """The Dutch surnames by the kind of their particle."""
    found: dict[str, list[Surname]] = {"none": [], "any": [], "van": [], "de": [], "vd": []}
    for entry in pool("surnames"):
        name, particle = entry.split("\t")
        found[particle_kind(particle.replace(" ", ""))].append((particle, name))
    return {kind: tuple(entries) for kind, entries in found.items()}


@cache
def _names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The names of each other origin and kind, sorted."""
    found: dict[tuple[str, str], set[str]] = {}
    for which in ("names_abroad", "names_added"):
        for line in pool(which):
            origin, kind, name = line.split("\t")
            found.setdefault((origin, kind), set()).add(name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


@cache
def _listed(kind: str) -> Mapping[str, str]:
    """The origin of each name, in lower case; of several the first written for this project."""
    found: dict[str, str] = {}
    for which in ("names_added", "names_abroad"):
        for line in pool(which):
            origin, its_kind, name = line.split("\t")
            if its_kind == kind:
                found.setdefault(name.lower(), origin)
    return found


@cache
def _first_names_abroad(sex: str) -> frozenset[str]:
    return frozenset(_listed(sex))


@cache
def _added_first_names() -> frozenset[str]:
    lines = (line.split("\t") for line in pool("names_added"))
    return frozenset(name.lower() for _, kind, name in lines if kind in SEXES)


@cache
def _origins() -> frozenset[str]:
    return frozenset(origin for origin, _ in _names())


@cache
def _suffixes(origin: str) -> tuple[str, ...]:
    return _names().get((origin, "suffix"), ())
