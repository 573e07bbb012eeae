"""The pools and word lists of the surrogates, read from the package's data files."""

from __future__ import annotations

from functools import cache

from dragon_prep.core.weighted import Weighted
from dragon_prep.data.load import lines


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a pool of surrogates, such as ``towns``, by column."""
    return tuple(tuple(line.split("\t")) for line in lines(f"pool_{name}.txt"))


@cache
def pool(name: str) -> Weighted[str]:
    """A pool of two columns: names, each with a weight; 1 where none is given."""
    return Weighted.of((name, int(weight[0]) if weight else 1) for name, *weight in rows(name))


@cache
def words(kind: str) -> frozenset[str]:
    """Words of one kind that stand beside or inside PHI and identify nobody, in lower case."""
    pairs = (line.split("\t") for line in lines("pool_words.txt"))
    return frozenset(word for one, word in pairs if one == kind)


@cache
def calendar(kind: str, language: str) -> tuple[tuple[str, ...], ...]:
    """The spellings of each month or weekday, in order: in full first, then abbreviated.

    Args:
        kind: ``month`` or ``weekday`` (from Monday on).
        language: ``nl`` or ``en``.
    """
    rows = sorted(line.split("\t") for line in lines("pool_calendar.txt"))
    return tuple(
        (full, *" ".join(short).split())
        for row_kind, row_language, _, full, *short in rows
        if (row_kind, row_language) == (kind, language)
    )
