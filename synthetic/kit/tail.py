"""The long tail of clinical data: illnesses, operations, drugs, work, accidents, by the thousand.

Simple words stand in ``data/sim_torso.json``; compounds (``scooterval``, ``kuitkrampen``) are put
together from their parts.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

_SINGLE = {"ziekte": "ziekten", "operatie": "operaties", "middel": "middelen", "beroep": "beroepen"}
_COMMON = 24  # the first of a list are what many people have
COMMON_SHARE = 0.35
SLOTS = (*_SINGLE, "klacht", "overig", "ongeval", "onderzoek", "lab")
"""What :func:`tail_word` knows, and what templates may have as slots."""


def tail_word(rng: Random, slot: str, sex: str) -> str:
    """A word for a slot, one that fits the patient's sex.

    Args:
        rng: source of randomness.
        slot: one of :data:`SLOTS`.
        sex: ``m`` or ``f``.
    """
    pool = _pool(slot, sex)
    if slot in _SINGLE and rng.random() < COMMON_SHARE:
        pool = pool[:_COMMON]
    return rng.choice(pool)


@cache
def _pool(slot: str, sex: str) -> tuple[str, ...]:
    tail = lexicon("torso")["tail"]
    others = {*tail["women" if sex == "m" else "men"]}
    simple = tail[_SINGLE[slot]] if slot in _SINGLE else ()
    return tuple(word for word in simple if word not in others) + tuple(
        f"{first}{second}"
        for compound in tail["compounds"]
        if compound["used"] == slot
        for first in compound["first"]
        for second in compound["second"]
    )


def tail_slots(rng: Random, sex: str) -> dict[str, Callable[[], str]]:
    """What fills the slots of :data:`SLOTS`."""
    return {slot: partial(tail_word, rng, slot, sex) for slot in SLOTS}


def number_slots(
    rng: Random, numbers: Mapping[str, tuple[int, int]]
) -> dict[str, Callable[[], str]]:
    """What fills slots for numbers, each from the first of two to below the second."""
    return {name: partial(_number, rng, *ends) for name, ends in numbers.items()}


def _number(rng: Random, low: int, high: int) -> str:
    return str(rng.randrange(low, high))
