"""Things to choose from, each with a weight: how often it is met."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.core.streams import KeyedStream

T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class Weighted(Generic[T]):
    """Options with whole weights, in a fixed order.

    Attributes:
        options: what there is.
        totals: the sum of the weights up to and with each of them.
    """

    options: tuple[T, ...] = ()
    totals: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.options) != len(self.totals):
            raise ValueError("as many totals as options")
        if any(later <= earlier for earlier, later in pairwise((0, *self.totals))):
            raise ValueError("weights are positive")

    def __repr__(self) -> str:
        return f"<Weighted, {len(self.options)} options>"

    def __len__(self) -> int:
        return len(self.options)

    @classmethod
    def of(cls, pairs: Iterable[tuple[T, int]]) -> Weighted[T]:
        """Options with their weights; those without any weight are left out."""
        kept = [(option, weight) for option, weight in pairs if weight > 0]
        totals = tuple(accumulate(weight for _, weight in kept))
        return cls(tuple(option for option, _ in kept), totals)

    @classmethod
    def alike(cls, options: Iterable[T]) -> Weighted[T]:
        """Options of which none is met more often than another."""
        return cls.of((option, 1) for option in options)

    @property
    def total(self) -> int:
        """The sum of all weights."""
        return self.totals[-1] if self.totals else 0

    def pairs(self) -> Iterator[tuple[T, int]]:
        """Each option with its weight."""
        before = 0
        for option, total in zip(self.options, self.totals, strict=True):
            yield option, total - before
            before = total

    def pick(self, stream: KeyedStream) -> T:
        """One of the options, as likely as its weight says.

        Raises:
            ValueError: if there is none.
        """
        totals = self.totals
        return self.options[bisect_right(totals, stream.below(totals[-1] if totals else 0))]
