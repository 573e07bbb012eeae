"""Counts that are small enough to point at somebody, and how they are told outside the hospital."""

from __future__ import annotations

from typing import Any

FEWEST = 10
"""Counts from 1 up to this one, itself not included, are not told."""

FEW = f"<{FEWEST}"


def is_small(count: object) -> bool:
    """Whether a count may not be told as it is; none at all may be."""
    return isinstance(count, int) and not isinstance(count, bool) and 0 < count < FEWEST


def told(count: int) -> int | str:
    """A count as it may leave the hospital."""
    return FEW if is_small(count) else count


def told_in_tens(count: int) -> int | str:
    """A count from whose difference to another no small count can be computed."""
    return FEW if is_small(count) else (count + FEWEST // 2) // FEWEST * FEWEST


def told_throughout(value: Any) -> Any:
    """The same of all counts in a JSON value, at any depth; what is no count stays."""
    if isinstance(value, dict):
        return {name: told_throughout(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [told_throughout(one) for one in value]
    return FEW if is_small(value) else value


def told_parts(parts: dict[str, int]) -> dict[str, int | str]:
    """Parts of a whole that is known otherwise: with one of them hidden, the others are rounded.

    Otherwise the hidden one would be what is left of the whole.
    """
    tell = told_in_tens if any(map(is_small, parts.values())) else told
    return {name: tell(count) for name, count in parts.items()}
