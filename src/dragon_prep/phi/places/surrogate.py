"""Places: another town for a town, another hospital for a hospital, short name for short name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, fold, like
from dragon_prep.language.pools import pool, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.phi.scope import Scope

_BETWEEN_PLACES = re.compile(r"([,/;&+()\n\r\t]+|\s(?:en|of|naar)\s)")
_FULL, _SHORT, _ABBREVIATION = range(3)
_MOST_LETTERS_SHORT = 6  # an abbreviation is no longer


def place(original: str, scope: Scope) -> str:
    """The surrogate of a place, or of an address, which some annotators call a place."""
    text = clean(original)
    if any(map(str.isdigit, text)):
        from dragon_prep.phi.contact.surrogate import address  # it asks this module for towns

        return address(text, scope)
    return "".join(
        part if _BETWEEN_PLACES.fullmatch(part) else town(part, scope)
        for part in _BETWEEN_PLACES.split(text)
    )


def town(text: str, scope: Scope) -> str:
    """Another town for one; words such as "te" before it stay, and so do blanks around it."""
    name = text.strip()
    before = ""
    while (word := name.partition(" ")[0]).lower() in words("place") and word != name:
        before += name[: len(word) + 1]
        name = name[len(word) + 1 :]
    if not any(map(str.isalnum, name)):
        return text
    stream = scope.stream(KeyPurpose.PLACE, "town", fold(name))
    is_real = scope.people.is_real
    new = draw(
        stream,
        pool("towns"),
        lambda town: fold(town) == fold(name),
        lambda town: is_real(fold(town)),
    )
    lead = len(text) - len(text.lstrip())
    return text[:lead] + before + like(name, new) + text[len(text.rstrip()) :]


def hospital(original: str, scope: Scope) -> str:
    """Another hospital, named in full, in short or by an abbreviation as the original was."""
    text = clean(original).strip()
    low = fold(text)
    known = _hospitals()
    itself = known.get(low)
    stream = scope.stream(KeyPurpose.PLACE, "hospital", low if itself is None else itself[0])

    def is_itself(entry: str) -> bool:
        full, *short = entry.split("\t")
        return low in map(fold, (full, *short)) or (itself is not None and full == itself[0])

    def is_real(entry: str) -> bool:
        return any(map(scope.people.is_real, map(fold, entry.split("\t"))))

    names = draw(stream, pool("hospitals"), is_itself, is_real).split("\t")
    column = _column(text) if itself is None else itself[1]
    return like(text, names[column]) if column != _ABBREVIATION else names[column]


def _column(text: str) -> int:
    if re.search(r"zieken|medisch|centrum|gasthuis|kliniek|hospital", text, re.IGNORECASE):
        return _FULL
    letters = "".join(filter(str.isalpha, text))
    capitals = sum(map(str.isupper, letters))
    if len(letters) <= _MOST_LETTERS_SHORT and capitals > len(letters) / 2:
        return _ABBREVIATION
    return _SHORT if len(text.split()) <= 2 else _FULL


@cache
def _hospitals() -> Mapping[str, tuple[str, int]]:
    """Full name and kind of name for each known name."""
    found: dict[str, tuple[str, int]] = {}
    for entry in pool("hospitals"):
        names = entry.split("\t")
        for column, name in enumerate(names):
            found.setdefault(fold(name), (names[0], column))
    return found
