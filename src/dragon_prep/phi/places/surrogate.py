"""Places: another town for a town, another hospital for a hospital, short name for short name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, fold
from dragon_prep.language.pools import pool
from dragon_prep.phi.places.grammar import (
    PlaceName,
    hospital_names,
    in_case,
    parse,
    parse_hospital,
    pieces,
    render,
)

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope


def towns(original: str, scope: Scope) -> str:
    """Another town for each of a mention; what stands between them stays."""
    parts: list[str] = []
    for between, town in pieces(clean(original)):
        parts += (between, _other_town(town, scope) if town is not None else "")
    return "".join(parts)


def town(text: str, scope: Scope) -> str:
    """Another town for one; words such as "te" before it stay, and so do blanks around it."""
    name = text.strip()
    lead = len(text) - len(text.lstrip())
    place = parse(name)
    if place is None:
        return text
    return text[:lead] + _other_town(place, scope) + name[place.end :] + text[lead + len(name) :]


def hospital(original: str, scope: Scope) -> str:
    """Another hospital, named in full, in short or by an abbreviation as the original was."""
    place = parse_hospital(clean(original).strip())
    if place is None:
        return original
    stream = scope.stream(KeyPurpose.PLACE, "hospital", place.identity)
    low = fold(place.name)

    def is_itself(entry: str) -> bool:
        names = hospital_names(entry)
        return low in map(fold, names) or place.identity == names[0]

    def is_real(entry: str) -> bool:
        return any(map(scope.people.is_real, map(fold, hospital_names(entry))))

    names = hospital_names(draw(stream, pool("hospitals"), is_itself, is_real))
    return render(_renamed(place, names[place.notation.form]), like=place)


def _other_town(place: PlaceName, scope: Scope) -> str:
    stream = scope.stream(KeyPurpose.PLACE, "town", place.identity)
    is_real = scope.people.is_real
    new = draw(
        stream,
        pool("towns"),
        lambda town: fold(town) == place.identity,
        lambda town: is_real(fold(town)),
    )
    return render(_renamed(place, new), like=place)


def _renamed(place: PlaceName, name: str) -> PlaceName:
    return PlaceName(fold(name), in_case(name, place), place.notation, place.end)
