"""Two reports that differ in what was turned, and in nothing else.

The writers of a report draw from one generator, so that one draw more changes all that follows.
Where a pair is written, each part of a report draws from a generator of its own instead
(:func:`part`), and what must be the same in both is taken over from the one that was written first
(:func:`kept`). Where a report is written alone, both do nothing.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dragon_prep.synthetic.kit.text import Passage

T = TypeVar("T")


class Parts(Random):
    """The generator of one report of a pair.

    Args:
        name: of the pair: both reports draw the same where they ask the same.
        kept: what the first report leaves to the second.
    """

    def __init__(self, name: str, kept: dict[str, Any]) -> None:
        super().__init__(name)
        self.name = name
        self.kept = kept


def part(rng: Random, name: str, make: Callable[[], T]) -> T:
    """Makes a part of a report that draws as much as it likes without changing what follows.

    Args:
        rng: of the report; if it is not one of a pair, nothing but ``make`` happens.
        name: of the part, once in a report.
        make: makes it.
    """
    if not isinstance(rng, Parts):
        return make()
    before = rng.getstate()
    rng.seed(f"{rng.name}/{name}")
    try:
        return make()
    finally:
        rng.setstate(before)


def kept(rng: Random, name: str, make: Callable[[], T]) -> T:
    """Makes a part of a report, which the second of a pair has as the first has it.

    Args:
        rng: as for :func:`part`.
        name: of the part, once in a report.
        make: makes it.
    """
    if not isinstance(rng, Parts):
        return make()
    if name not in rng.kept:
        rng.kept[name] = part(rng, name, make)
    # A list of sentences may get more of them in either report.
    return cast("T", copy(rng.kept[name]))


@dataclass(frozen=True, slots=True, repr=False)
class Turned:
    """One report of a pair.

    Attributes:
        passage: the text, with where its identifiers stand.
        row: what a task's functions see of it.
    """

    passage: Passage
    row: Mapping[str, object]


Pair = tuple[Turned, Turned]
