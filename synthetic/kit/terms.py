"""Terms of radiology with a long tail: words put together of parts, sizes as they are written.

The parts stand in ``data/sim_radiology.json``: the first of a list comes often, the last hardly
ever, so that each report that is added may have a word that none had before.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.measures import figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    T = TypeVar("T")

RADIOLOGY = "radiology"
_VOWELS = "aeiouy"
_IN_WORDS, _IN_CM, _MILLIMETER, _TIGHT = 0.04, 0.12, 0.06, 0.08
_NUMBERS = {
    "seg": (2, 9), "aorta": (30, 38), "pulm": (22, 29), "lever": (13, 17), "chol": (4, 8),
    "wirs": (2, 4), "milt": (8, 13), "huu": (1, 10), "nier": (9, 13), "serie": (2, 12),
    "beeld": (12, 480), "pakjaren": (4, 61),
}  # fmt: skip
_ML = ("60", "70", "75", "80", "85", "90", "95", "100", "105", "110", "120", "130")
_SLICES = ("1", "1,5", "2", "3", "5")
_LEVELS = (*(f"Th{n}" for n in range(2, 13)), *(f"L{n}" for n in range(1, 5)))


def tail(rng: Random, options: Sequence[T]) -> T:
    """One of the options, the first ones often and the last ones rarely."""
    share = rng.random()
    return options[int(len(options) * share * share * rng.random())]


def compound(rng: Random, name: str) -> str:
    """A word put together of the parts that the word list has under a name."""
    made = ""
    for parts in lexicon(RADIOLOGY)["woorden"][name]:
        made = joined(made, tail(rng, parts))
    return made


def joined(first: str, second: str) -> str:
    """Two parts of a compound, with a hyphen where their vowels would run together."""
    meet = first[-1:] in _VOWELS and second[:1] in _VOWELS
    return f"{first}-{second}" if first and meet else first + second


@cache
def merged(cohort: str) -> Mapping[str, Any]:
    """A cohort's word list with the rules of radiology beside its own, which come first."""
    words = lexicon(cohort)
    return {**words, "rules": {**lexicon(RADIOLOGY)["rules"], **words.get("rules", {})}}


def radiology_slots(rng: Random, sex: str) -> dict[str, Callable[[], str]]:
    """What fills the slots of the rules of radiology.

    Args:
        rng: source of randomness.
        sex: the patient's, ``m`` or ``f``.
    """
    dhr = ("dhr.", "de heer") if sex == "m" else ("mevr.", "mevrouw")
    slots: dict[str, Callable[[], str]] = {
        name: partial(compound, rng, name) for name in lexicon(RADIOLOGY)["woorden"]
    }
    for name, (low, high) in _NUMBERS.items():
        slots[name] = partial(_number, rng, low, high)
    level = rng.randrange(len(_LEVELS) - 1)
    return slots | {
        "man": lambda: "man" if sex == "m" else "vrouw",
        "dhr": lambda: rng.choice(dhr),
        "ml": lambda: rng.choice(_ML),
        "coupe": lambda: rng.choice(_SLICES),
        "zijde": lambda: rng.choice(("links", "rechts")),
        "wervel": lambda: _LEVELS[level],
        "wervel2": lambda: _LEVELS[level + 1],
        "ima": lambda: f"{rng.randrange(2, 12)}-{rng.randrange(12, 480)}",
    }


def length(rng: Random, mm: float, *, words: bool = True) -> str:
    """A length as reports have it: mostly in figures and mm.

    Args:
        rng: source of randomness.
        mm: the length.
        words: whether it may be in words (``twaalf mm``).
    """
    form = rng.random()
    if words and mm == int(mm) and mm < 40 and form < _IN_WORDS:
        return f"{in_words(int(mm))} mm"
    form -= _IN_WORDS
    if form < _IN_CM and mm >= 5:
        return f"{figure(round(mm / 10, 2))} cm"
    form -= _IN_CM
    if form < _MILLIMETER:
        return f"{figure(mm)} millimeter"
    return f"{figure(mm)}{'' if form < _MILLIMETER + _TIGHT else ' '}mm"


def _number(rng: Random, low: int, high: int) -> str:
    return str(rng.randrange(low, high))
