"""How long a report becomes: as many words as its cohort's quantiles and its author's habit say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.text import Passage


def words_wanted(rng: Random, author: Author, points: Sequence[tuple[float, float]]) -> int:
    """How many words a report shall have.

    Args:
        rng: source of randomness.
        author: who writes it, tersely or at length.
        points: quantiles of the cohort, ``(share below, words)``, from share 0 to share 1.
    """
    return round(quantile(rng, points) * author.length)


def count(passages: Iterable[Passage]) -> int:
    """How many words stand in them."""
    return sum(len(passage.text.split()) for passage in passages)


def filled_up(have: Sequence[Passage], more: Iterable[Passage], words: int) -> list[Passage]:
    """What is said, and what else may be said until there are enough words.

    Args:
        have: what must be said.
        more: what may be said beside it, in order; made only as far as it is taken.
        words: how many there shall be, a sentence more or less.
    """
    said = list(have)
    missing = words - count(said)
    for passage in more if missing > 0 else ():
        said.append(passage)
        missing -= count([passage])
        if missing <= 0:
            break
    return said
