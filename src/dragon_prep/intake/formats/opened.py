"""What comes of opening a file, whatever its format: rows of cells by header."""

from __future__ import annotations

import datetime
import decimal
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragon_prep.core.errors import ErrorCode, Place, Problem

MEMBER = "/"  # parts the names of a member within a member


@dataclass(frozen=True, slots=True, repr=False)
class Sought:
    """What a file is opened for.

    Attributes:
        needed: headers without which it cannot be the file.
        wanted: all headers that are looked for.
        section: of the mapping, for messages.
    """

    needed: frozenset[str]
    wanted: frozenset[str]
    section: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class OpenedRow:
    """A row: where it stands, its cells by header without the empty ones, and what is wrong."""

    place: Place
    cells: dict[str, str]
    fault: ErrorCode | None = None


@dataclass(slots=True, repr=False)
class Opened:
    """What files hold.

    Attributes:
        names: the headers there are.
        rows: in order, the damaged ones too.
        notes: what is worth a look.
    """

    names: dict[str, None] = field(default_factory=dict)
    rows: list[OpenedRow] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def add(self, other: Opened) -> None:
        """Takes what another file holds."""
        self.names |= other.names
        self.rows += other.rows
        self.notes += other.notes

    def add_row(self, place: Place, cells: dict[str, str], fault: ErrorCode | None = None) -> None:
        """Takes a row; its headers become known."""
        self.names.update(dict.fromkeys(cells))
        self.rows.append(OpenedRow(place, cells, fault))


def as_cell(value: object) -> str | None:
    """A value of JSON, Parquet or a database as a person would write it; None if it is empty."""
    match value:
        case str():
            return value if value.strip() else None
        case float() if not math.isfinite(value):
            return None
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime.datetime():
            is_day = value.time() == datetime.time()
            return value.date().isoformat() if is_day else value.isoformat(" ")
        case bool() | int() | decimal.Decimal() | datetime.date() | datetime.time():
            return str(value)
        case bytes():
            return as_cell(value.decode("utf-8", errors="surrogateescape"))
        case list():
            cells = [as_cell(v) for v in value if not isinstance(v, list | dict)]
            return ",".join(cell or "" for cell in cells) or None
    return None


def flat(record: dict[str, object], prefix: str = "") -> dict[str, str]:
    """The members of a record as cells; those within members with a slash between the names."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{prefix}{name}{MEMBER}")
        elif (cell := as_cell(value)) is not None:
            cells[f"{prefix}{name}"] = cell
    return cells
