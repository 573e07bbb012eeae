"""Times in the notations of Dutch reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.phi.times.grammar import parse, render

if TYPE_CHECKING:
    from random import Random

# Each notation by an example of it, which the grammar reads; those that come more often stand more
# than once.
_PLAIN = ("08:05", "08:05", "08:05 uur", "08.05 uur", "08u05")
_FREE = (*_PLAIN, "08.05", "08.05u", "0805 uur", "08:05h", "08:05:09")
_HOUR, _SIXTY = 3600, 60


def random_time(rng: Random) -> tuple[int, int]:
    """Hour and minute of an office day."""
    return rng.randrange(7, 19), rng.randrange(60)


def time_of_day(rng: Random, hour: int, minute: int, *, plain: bool) -> str:
    """A time; ``plain``: with a colon, a ``u`` or the word ``uur``."""
    second = hour * _HOUR + minute * _SIXTY + rng.randrange(_SIXTY)
    example = parse(rng.choice(_PLAIN if plain else _FREE))
    if example is None:
        raise ValueError("the grammar does not read an example of its own")
    return render(replace(example, second=second))
