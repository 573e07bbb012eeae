"""Places: another town for a town, another hospital for a hospital, short name for short name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import clean, fold
from dragon_prep.language.gazetteer import around, near
from dragon_prep.language.gazetteer import towns as towns_by_name
from dragon_prep.language.institutions import by_name, kind_of, kinds_like, of_kinds
from dragon_prep.phi.care_context import SHARES
from dragon_prep.phi.places.grammar import (
    PlaceName,
    in_case,
    parse,
    parse_hospital,
    pieces,
    render,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragon_prep.core.streams import KeyedStream
    from dragon_prep.language.gazetteer import Town
    from dragon_prep.language.institutions import Institution
    from dragon_prep.phi.scope import Scope

T = TypeVar("T")
_FEWEST = 2  # of what is common, so that there is another one


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
    """Another institution of its kind, named in full, in short or abbreviated as the original."""
    place = parse_hospital(clean(original).strip())
    if place is None:
        return original
    stream = scope.stream(KeyPurpose.PLACE, "hospital", place.identity)
    low = fold(place.name)

    def is_itself(other: Institution) -> bool:
        return low in map(fold, other.names) or place.identity == other.names[0]

    def is_real(other: Institution) -> bool:
        return any(map(scope.people.is_real, map(fold, other.names)))

    kinds = kinds_like(kind_of(place.name))
    common = _common(PhiCategory.ZIEKENHUIS, scope, stream, lambda name: by_name()[fold(name)][0])
    options = Weighted.of((one, n) for one, n in common if one.kind in kinds)
    if len(options) < _FEWEST:
        options = of_kinds(kinds, scope.around.home)
    new = draw(stream, options, is_itself, is_real)
    return render(_renamed(place, new.names[place.notation.form]), like=place)


def other_town(identity: str, scope: Scope) -> Town:
    """The town that stands for one, folded.

    It is as far from the centre as the original, as likely as people live there, and near the
    other towns of the patient if the original is.
    """
    home, known = scope.around.home, towns_by_name()
    own = known.get(identity)
    ring = home.ring(own) if home is not None and own is not None else None
    stream = scope.stream(KeyPurpose.PLACE, "town", identity)
    first = next((t for t in scope.around.towns if _is_in(ring, home, known[t])), identity)
    anchor = None if first == identity else other_town(first, scope)
    common = _common(PhiCategory.PLAATS, scope, stream, known.__getitem__)
    options = Weighted.of((town, n) for town, n in common if _is_in(ring, home, town))
    if len(options) < _FEWEST:
        options = around(home, ring) if anchor is None else near(anchor, home, ring)
    is_real, own_towns = scope.people.is_real, scope.around.towns
    return draw(
        stream,
        options,
        lambda town: fold(town.name) == identity,
        # Of "Arnhem/Nijmegen" neither town is an original by itself.
        lambda town: town == anchor or fold(town.name) in own_towns or is_real(fold(town.name)),
    )


def _is_in(ring: int | None, home: Town | None, town: Town) -> bool:
    return ring is None or home is None or home.ring(town) == ring


def _common(
    category: PhiCategory, scope: Scope, stream: KeyedStream, find: Callable[[str], T]
) -> list[tuple[T, int]]:
    """What many patients of the cohort have, in as many draws as they have it; or nothing."""
    common = scope.around.common
    share = common.shares.get(category, 0)
    if not share or stream.below(SHARES) >= share:
        return []
    return [(find(identity), n) for identity, n in common.weights[category].pairs()]


def _other_town(place: PlaceName, scope: Scope) -> str:
    return render(_renamed(place, other_town(place.identity, scope).name), like=place)


def _renamed(place: PlaceName, name: str) -> PlaceName:
    return PlaceName(fold(name), in_case(name, place), place.notation, place.end)
