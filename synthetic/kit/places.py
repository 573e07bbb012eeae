"""Towns, addresses and hospitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from random import Random

_POSTCODE_LETTERS = "ABCDEGHJKLMNPRTVWXZ"


def town(rng: Random, *, plain: bool) -> str:
    """A town; ``plain``: one that everybody knows."""
    places = lexicon("places")
    name: str = rng.choice(places["towns_known" if plain or rng.random() < 0.3 else "towns"])
    return name


def hospital(rng: Random, *, plain: bool) -> str:
    """A hospital; ``plain``: named as one (ziekenhuis, UMC, MC), or known to everybody."""
    places = lexicon("places")
    kinds = ("hospitals_named", "hospitals_known") if plain else (
        "hospitals_named", "hospitals_known", "hospitals_short")  # fmt: skip
    name: str = rng.choice(places[rng.choice(kinds)])
    return name


def address(rng: Random) -> str:
    """Street and number."""
    number = f"{rng.randrange(1, 260)}{rng.choice(('', '', '', '', 'a', 'B', '-2'))}"
    return f"{rng.choice(lexicon('places')['streets'])} {number}"


def postcode(rng: Random, *, plain: bool) -> str:
    """Four figures and two letters; ``plain``: with one blank between them."""
    letters = rng.choice(_POSTCODE_LETTERS) + rng.choice(_POSTCODE_LETTERS)
    return f"{rng.randrange(1000, 10000)}{'' if not plain and rng.random() < 0.3 else ' '}{letters}"
