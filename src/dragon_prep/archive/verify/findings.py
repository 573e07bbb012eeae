"""Collects what a check of a release finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.tree import shown
from dragon_prep.core.errors import Place, Problem

if TYPE_CHECKING:
    from dragon_prep.core.errors import ErrorCode

_ROWS_NAMED = 5


class Findings:
    """Problems in the order in which they were met.

    The same problem in many records of a file is one finding: its place is the first of them, and
    its detail names some others and counts the rest.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[ErrorCode, str, str | None, str], list[int]] = {}

    def add(
        self,
        kind: ErrorCode,
        file: str,
        row: int | None = None,
        column: str | None = None,
        detail: str = "",
    ) -> None:
        """Adds a problem; ``detail`` must not hold any text or label of a report."""
        rows = self._rows.setdefault((kind, shown(file), column, detail), [])
        if row is not None and rows[-1:] != [row]:
            rows.append(row)

    @property
    def count(self) -> int:
        """How many different findings there are."""
        return len(self._rows)

    def take(self, others: Findings) -> None:
        """Adds what another check found, behind what is there."""
        for (kind, file, column, detail), rows in others._rows.items():
            self._rows.setdefault((kind, file, column, detail), []).extend(rows)

    def problems(self) -> list[Problem]:
        """All problems."""
        return [
            Problem(
                kind,
                Place(file, rows[0] if rows else None, column),
                _with_others(detail or kind.title, rows[1:]),
                quarantined=False,
            )
            for (kind, file, column, detail), rows in self._rows.items()
        ]


def _with_others(detail: str, rows: list[int]) -> str:
    if not rows:
        return detail
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = len(rows) - _ROWS_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{detail}; also in row{'s' if len(rows) > 1 else ''} {named}{rest}"
