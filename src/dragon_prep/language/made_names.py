"""Names that nobody listed: put together letter by letter, as those of a list are.

Whoever knows the lists could else prove that a name which is in none of them is a real one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.weighted import Weighted
from dragon_prep.language import name_pools as names
from dragon_prep.language.sexes import sex_of
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragon_prep.core.streams import KeyedStream
    from dragon_prep.language.name_pools import Surname

    Which = tuple[str, str, str]  # surnames or first names, their origin, their particle or sex

_REACH = 3  # letters that decide about the next
_START, _END = "^" * _REACH, "$"
_SHORTEST, _LONGEST = 5, 11
_TRIES = 40
_USUAL, _FINE = 50, 1000  # times that a letter behind three comes for one behind one; parts of one
_FEWEST = 100  # names that a model may learn from
_VOWELS = frozenset("aeiouy")
_MOST_CONSONANTS = 4  # in a row, as in Engstra


def made_surname(
    stream: KeyedStream, origin: str, kind: str, is_wrong: Callable[[Surname], bool]
) -> Surname | None:
    """A surname that no list has; None if none comes of it.

    Args:
        stream: what makes the choices.
        origin: such as ``dutch``.
        kind: of its particle, see :func:`dragon_prep.language.name_pools.particle_kind`.
        is_wrong: what it may not be.
    """
    options = names.surnames(origin, kind)
    if len(options) < _FEWEST:
        return None
    which = ("surname", origin, kind)
    particle, _ = options.pick(stream)
    for _ in range(_TRIES):
        name = _made(stream, which, _START)
        if name and not is_wrong((particle, name)):
            return particle, name
    return None


def made_given(
    stream: KeyedStream, origin: str, sex: str, letter: str, is_wrong: Callable[[str], bool]
) -> str | None:
    """A first name that no list has; None if none comes of it.

    Args:
        stream: what makes the choices.
        origin: such as ``dutch``.
        sex: ``male`` or ``female``.
        letter: the capital that it starts with.
        is_wrong: what it may not be.
    """
    which = ("given", origin, sex)
    start = (_START + letter.lower())[-_REACH:]
    if start not in _learnt(which):
        return None
    for _ in range(_TRIES):
        name = _made(stream, which, start, letter.lower())
        # "Josinne" may come of the names of men, and would be read as a woman's.
        if name and sex_of(name.lower()) == sex and not is_wrong(name):
            return name
    return None


@cache
def _learnt(which: Which) -> Mapping[str, Mapping[str, int]]:
    """How often each letter stands behind three others, and behind one, in the names of a list."""
    what, origin, sort = which
    if what == "given":
        known = [name for name in names.first_names(origin, sort) if len(name) >= _SHORTEST]
    else:
        known = [name for _, name in names.surnames(origin, sort).options]
    counts: dict[str, dict[str, int]] = {}
    for name in sorted({name.lower() for name in known}) if len(known) >= _FEWEST else ():
        written = _START + name + _END if name.isalpha() else ""
        for at in range(_REACH, len(written)):
            for before in (written[at - _REACH : at], written[at - 1]):
                behind = counts.setdefault(before, {})
                behind[written[at]] = behind.get(written[at], 0) + 1
    return counts


@lru_cache(maxsize=1 << 15)
def _behind(which: Which, before: str) -> Weighted[str]:
    """What may stand behind three letters, and how often.

    Now and then that is a letter which is met behind the last of them alone: so almost every name
    can come up, as almost every real one is in no list.
    """
    counts = _learnt(which)
    usual, others = counts.get(before, {}), counts[before[-1]]
    known, every = max(1, sum(usual.values())), sum(others.values())
    return Weighted.of(
        (letter, _FINE * _USUAL * usual.get(letter, 0) // known + 1 + _FINE * n // every)
        for letter, n in sorted(others.items())
    )


def _made(stream: KeyedStream, which: Which, start: str, made: str = "") -> str:
    """A new name; empty if it would be too long, too short, a word or one of a list."""
    before = start
    while len(made) <= _LONGEST:
        letter = _behind(which, before).pick(stream)
        if letter == _END:
            return made.capitalize() if _is_new(made) else ""
        made += letter
        before = (before + letter)[-_REACH:]
    return ""


def _is_new(made: str) -> bool:
    if len(made) < _SHORTEST or classes[made]:
        return False
    return not names.is_listed(made) and _can_be_said(made)


def _can_be_said(made: str) -> bool:
    row = 0
    for letter in made:
        row = 0 if letter in _VOWELS else row + 1
        if row > _MOST_CONSONANTS:
            return False
    return not _VOWELS.isdisjoint(made)
