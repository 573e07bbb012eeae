"""The sizes of the published tasks, to compare with: a difference is information, no error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.data.load import text

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many cases a task has for development and for testing."""

    development: int
    test: int

    def __str__(self) -> str:
        return f"{self.development} + {self.test}"


@cache
def _published() -> dict[str, Sizes]:
    found = json.loads(text("dragon_sizes.json"))
    return {name: Sizes(*sizes) for name, sizes in found.items()}


def published_sizes(name: str) -> Sizes | None:
    """The sizes of a task that was published, by its full name; None of others."""
    return _published().get(name)


def compared(tasks: Iterable[tuple[str, Sizes]]) -> list[tuple[str, Sizes, Sizes]]:
    """The tasks that were published, each with its sizes and the published ones.

    Those of T1 to T28 are of Table 1 of the DRAGON paper (doi 10.1038/s41746-025-01626-x), those of
    T101 to T109 of the examples published with the baseline.

    Args:
        tasks: full names and sizes.
    """
    known = _published()
    return [(name, sizes, known[name]) for name, sizes in tasks if name in known]
