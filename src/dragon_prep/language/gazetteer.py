"""Where towns are, how many live there, and what is called and posted by them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import fold
from dragon_prep.language.pools import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

# Tenths of a kilometre in a degree, at 52 degrees north; whole numbers are alike on all machines.
_NORTH, _EAST = 1112, 685
RINGS = (150, 400, 900)  # the outer ends of rings around a town, in tenths of a kilometre
_FEWEST = 10  # towns in a ring, so that one does not tell another
_NEAR = 80  # at such a distance from a town others of its size are half as likely


class Town(NamedTuple):
    """A town or village.

    Attributes:
        name: as it is written.
        people: how many live there, or fewer where few of them are patients here.
        north: of the equator, in tenths of a kilometre.
        east: of Greenwich, the same.
    """

    name: str
    people: int
    north: int
    east: int

    def __repr__(self) -> str:
        return "<Town>"

    def away(self, other: Town) -> int:
        """The square of how far another town is, in tenths of a kilometre."""
        return (self.north - other.north) ** 2 + (self.east - other.east) ** 2

    def ring(self, other: Town) -> int:
        """The number of the ring around this town in which another one is, from 0."""
        away = self.away(other)
        return sum(away > far * far for far in RINGS)


@cache
def towns() -> Mapping[str, Town]:
    """All towns, by their folded names; of two with one name the larger."""
    found: dict[str, Town] = {}
    for name, people, north, east in rows("towns"):
        town = Town(name, int(people), round(float(north) * _NORTH), round(float(east) * _EAST))
        known = found.get(fold(name))
        if known is None or known.people < town.people:
            found[fold(name)] = town
    return found


@cache
def home_of(centre: str) -> Town | None:
    """The town of a centre of the benchmark; None of one that is not known."""
    return next((towns()[fold(town)] for name, town in rows("centres") if name == centre), None)


@lru_cache(maxsize=256)
def around(home: Town | None, ring: int | None) -> Weighted[Town]:
    """The towns in a ring around one, each as often as people live there; without one, all.

    Where a ring has but a few, as around Lelystad, those of the rings beside it are among them.
    """
    found = [*towns().values()]
    if home is not None and ring is not None:
        rings = [(abs(home.ring(town) - ring), town) for town in found]
        for reach in range(len(RINGS) + 1):
            found = [town for off, town in rings if off <= reach]
            if len(found) >= _FEWEST:
                break
    return Weighted.of((town, town.people) for town in found)


@lru_cache(maxsize=4096)
def near(town: Town, home: Town | None, ring: int | None) -> Weighted[Town]:
    """The towns in a ring around one, of which those near another are likelier."""
    near = _NEAR * _NEAR
    pairs = around(home, ring).pairs()
    return Weighted.of((one, 1 + n * near // (near + town.away(one))) for one, n in pairs)


@lru_cache(maxsize=4096)
def area_code(town: Town, digits: int) -> str:
    """The area code of so many digits that is used nearest to a town."""
    return min(_codes(digits), key=lambda place: (place[1].away(town), place[0]))[0]


@cache
def area_codes() -> Mapping[str, Town]:
    """Where each area code is used."""
    return {code: towns()[fold(town)] for code, town in rows("area_codes")}


@lru_cache(maxsize=4096)
def postcode_region(town: Town) -> str:
    """The first two digits of the postcodes that are used nearest to a town."""
    regions = postcode_regions().items()
    return min(regions, key=lambda place: (place[1].away(town), place[0]))[0]


@cache
def postcodes_of(town: Town) -> range:
    """The digits of postcodes that a town has; those of its region where nobody knows better."""
    known = {name: (int(first), int(last)) for name, first, last in rows("town_postcodes")}
    if town.name in known:
        first, last = known[town.name]
        return range(first, last + 1)
    region = 100 * int(postcode_region(town))
    return range(region, region + 100)


@cache
def postcode_regions() -> Mapping[str, Town]:
    """Where postcodes with each first two digits are used."""
    return {digits: towns()[fold(town)] for digits, town in rows("postcodes")}


@cache
def _codes(digits: int) -> tuple[tuple[str, Town], ...]:
    return tuple((code, town) for code, town in area_codes().items() if len(code) == digits)
