"""Counts that are small enough to point at somebody, and how they are told outside the hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SMALLEST = 10
"""The smallest count that is told, but for none at all."""

FEW = f"<{SMALLEST}"
NONE = "none"


def is_small(count: object) -> bool:
    """Whether a count may not be told as it is; none at all may be."""
    return isinstance(count, int) and not isinstance(count, bool) and 0 < count < SMALLEST


def told(count: int) -> int | str:
    """A count as it may leave the hospital."""
    return FEW if is_small(count) else count


def told_in_tens(count: int) -> int | str:
    """A count from whose difference to another no small count can be computed."""
    return FEW if is_small(count) else tens(count)


def told_throughout(value: Any) -> Any:
    """The same of all counts in a JSON value, at any depth; what is no count stays."""
    if isinstance(value, dict):
        return {name: told_throughout(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [told_throughout(one) for one in value]
    return FEW if is_small(value) else value


def told_in_tens_throughout(value: Any) -> Any:
    """Counts in a JSON value whose sums are told otherwise, each rounded to tens."""
    if isinstance(value, dict):
        return {name: told_in_tens_throughout(one) for name, one in value.items()}
    return told_in_tens(value)


def told_parts(parts: dict[str, int]) -> dict[str, int | str]:
    """Parts of a whole that is known otherwise: with one of them hidden, the others are rounded.

    Otherwise the hidden one would be what is left of the whole.
    """
    tell = told_in_tens if any(map(is_small, parts.values())) else told
    return {name: tell(count) for name, count in parts.items()}


def shown(count: int) -> str:
    """A count in words: none, fewer than ten, or the number."""
    if is_small(count):
        return FEW
    return f"{count:,}" if count else NONE


def rounded(count: int) -> str:
    """A count to the nearest ten, so that it and others do not give a small one away."""
    if count < SMALLEST:
        return shown(count)
    return f"about {tens(count):,}"


def tens(count: int) -> int:
    """The nearest multiple of ten."""
    return (count + SMALLEST // 2) // SMALLEST * SMALLEST


def told_together(rows: Sequence[Sequence[int]]) -> list[list[str]]:
    """Counts of a table whose sums are known, so that no small one follows from the others.

    Args:
        rows: the counts; those beside a small one, and the next in size where a column has one
            small count only, are rounded.
    """
    vague = [any(map(is_small, row)) for row in rows]
    also: set[tuple[int, int]] = set()
    for at in range(len(rows[0]) if rows else 0):
        column = [(row[at], number) for number, row in enumerate(rows) if row[at]]
        if sum(is_small(count) for count, _ in column) == 1 and len(column) > 1:
            also.add((sorted(column)[1][1], at))
    return [
        [
            rounded(count) if vague[number] or (number, at) in also else shown(count)
            for at, count in enumerate(row)
        ]
        for number, row in enumerate(rows)
    ]


def total(parts: Iterable[int]) -> str:
    """The sum of counts that are told beside it; rounded if one of them is small."""
    counts = list(parts)
    return (rounded if any(map(is_small, counts)) else shown)(sum(counts))
