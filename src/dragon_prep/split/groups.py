"""Patients that must stay together: joined by what they share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_OF_ONE_PERSON = 5


class Joined:
    """Things joined in pairs, and whatever is joined to those (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, thing: str) -> str:
        """Which of the things joined to this one stands for all of them; the first in order."""
        parent = self._parent.setdefault(thing, thing)
        while parent != self._parent[parent]:
            self._parent[thing] = parent = self._parent[self._parent[parent]]
        return parent

    def join(self, one: str, other: str) -> None:
        """Puts two things, and all that are joined to them, together."""
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def clusters(self) -> list[list[str]]:
        """All that are joined to another, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in sorted(self._parent):
            found[self.root(thing)].append(thing)
        return [things for things in found.values() if len(things) > 1]


def merged(groups: Sequence[str], together: Iterable[Iterable[int]]) -> list[str]:
    """The group of each row when some rows must not be parted.

    Args:
        groups: the patient of each row.
        together: rows of texts that are nearly the same, or of one person under several ids.
    """
    joined = Joined()
    for rows in together:
        first, *others = rows
        for other in others:
            joined.join(groups[first], groups[other])
    return [joined.root(group) for group in groups]


def linked_rows(links: Sequence[Sequence[str]], patients: Sequence[str]) -> list[list[int]]:
    """Rows of two to five patients of whom the export knows the same, by what it knows.

    What is known of more patients is no person's: a number that stands for none, or a department's.

    Args:
        links: of each row, digests of what is known of its patient.
        patients: of each row.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, of in enumerate(links):
        for link in of:
            rows[link].append(row)
    count = ((found, len({patients[row] for row in found})) for found in rows.values())
    return [found for found, persons in count if 2 <= persons <= _MOST_OF_ONE_PERSON]
