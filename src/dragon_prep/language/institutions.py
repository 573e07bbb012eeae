"""Hospitals, laboratories, homes, practices and pharmacies, each of a kind and a size."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import fold
from dragon_prep.language.gazetteer import towns
from dragon_prep.language.pools import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.language.gazetteer import Town

_FAR = 400  # tenths of a kilometre; there others of the size are half as likely
_FINE = 100  # parts of a bed, so that few beds far away are not none


class InstitutionKind(StrEnum):
    """What is done there; the first column of the pool."""

    ACADEMIC = "academic"
    TEACHING = "teaching"
    GENERAL = "general"
    SPECIALISED = "specialised"
    LABORATORY = "laboratory"
    NURSING_HOME = "nursing_home"
    HOSPICE = "hospice"
    REHABILITATION = "rehabilitation"
    MENTAL_HEALTH = "mental_health"
    PRACTICE = "practice"
    PHARMACY = "pharmacy"
    HOME_CARE = "home_care"
    DIAGNOSTIC = "diagnostic"


# What stands for one of a kind, where that is not its own kind alone.
_ALIKE = {
    InstitutionKind.TEACHING: frozenset({InstitutionKind.TEACHING, InstitutionKind.GENERAL}),
    InstitutionKind.GENERAL: frozenset({InstitutionKind.TEACHING, InstitutionKind.GENERAL}),
    InstitutionKind.SPECIALISED: frozenset({InstitutionKind.SPECIALISED, InstitutionKind.ACADEMIC}),
}
# By which word of an unknown name its kind is told; the first that is found.
_WORDS = (
    (InstitutionKind.HOSPICE, re.compile("hospice")),
    (InstitutionKind.PHARMACY, re.compile("apothe")),
    (InstitutionKind.LABORATORY, re.compile("labor|patholog|pathan|symbiant|labpon")),
    (InstitutionKind.REHABILITATION, re.compile("revalid")),
    (InstitutionKind.MENTAL_HEALTH, re.compile(r"\bggz\b|\bggnet\b|psychiat|parnassia|verslaving")),
    (InstitutionKind.HOME_CARE, re.compile("thuiszorg|buurtzorg|wijkverpleg|kraamzorg")),
    (InstitutionKind.PRACTICE, re.compile("huisarts|praktijk|gezondheidscentr|fysiother|tandarts")),
    (InstitutionKind.NURSING_HOME, re.compile(r"verpleeg|verzorging|woonzorg|zorgcentr|\bwzc\b")),
    (InstitutionKind.DIAGNOSTIC, re.compile("diagnost|trombosedienst|star-?shl|saltro|echocentr")),
    (InstitutionKind.ACADEMIC, re.compile(r"academ|universit|\b[a-z]*umc[a-z]*\b")),
    (InstitutionKind.SPECIALISED, re.compile("oncolog|kanker|oogziekenhuis|kinderziekenhuis")),
)


class Institution(NamedTuple):
    """An institution of care.

    Attributes:
        kind: what is done there.
        beds: how large it is.
        town: where.
        names: in full, in short, and abbreviated.
    """

    kind: InstitutionKind
    beds: int
    town: Town | None
    names: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Institution, {self.kind}>"


@cache
def institutions() -> tuple[Institution, ...]:
    """All that are known."""
    return tuple(
        Institution(InstitutionKind(kind), int(beds), towns().get(fold(town)), tuple(names))
        for kind, beds, town, *names in rows("hospitals")
    )


@cache
def by_name() -> Mapping[str, tuple[Institution, int]]:
    """Each by its folded names, and which of the three a name is."""
    found: dict[str, tuple[Institution, int]] = {}
    for one in institutions():
        for number, name in enumerate(one.names):
            found.setdefault(fold(name), (one, number))
    return found


def kind_of(name: str) -> InstitutionKind:
    """The kind of an institution, by its name; a hospital if nothing tells."""
    known = by_name().get(fold(name))
    if known is not None:
        return known[0].kind
    low = name.lower()
    return next((kind for kind, word in _WORDS if word.search(low)), InstitutionKind.GENERAL)


def kinds_like(kind: InstitutionKind) -> frozenset[InstitutionKind]:
    """The kinds of which one stands for one of this."""
    return _ALIKE.get(kind, frozenset({kind}))


@lru_cache(maxsize=512)
def of_kinds(kinds: frozenset[InstitutionKind], home: Town | None) -> Weighted[Institution]:
    """Those of some kinds, the large and the near ones more often.

    Args:
        kinds: what is done there.
        home: from where they are near; None if that is not known.
    """
    return Weighted.of((one, _weight(one, home)) for one in institutions() if one.kind in kinds)


def _weight(one: Institution, home: Town | None) -> int:
    if home is None or one.town is None:
        return _FINE * one.beds
    return 1 + _FINE * one.beds * _FAR * _FAR // (_FAR * _FAR + home.away(one.town))
