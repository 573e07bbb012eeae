"""The rows of a sheet or of records: every cell is text until a rule parses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.intake.ids import plain_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.core.errors import Place, Problem


@dataclass(frozen=True, slots=True, repr=False)
class SheetRow:
    """One row of a sheet: cells by field, None where empty, and where it stands."""

    place: Place
    cells: Mapping[str, str | None]

    def __getitem__(self, field: str) -> str | None:
        return self.cells[field]

    def id(self, field: str) -> str:
        """The id in a cell, in its one spelling; empty where the cell is."""
        return plain_id(self.cells[field])

    def __repr__(self) -> str:
        return f"<Row of {self.place}, {len(self.cells)} cells>"


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet holds.

    Attributes:
        rows: the rows that could be read.
        unreadable: the problem of each row that could not.
        damaged: what could be made out of those rows: some cells may be missing or another's.
        others: the headers of columns that are not read.
        notes: what is worth a look and holds nothing back.
    """

    rows: tuple[SheetRow, ...]
    unreadable: tuple[Problem, ...]
    damaged: tuple[SheetRow, ...]
    others: tuple[str, ...] = field(default=(), repr=False)
    notes: tuple[Problem, ...] = ()
