"""What a source's readers have read, kept as long as they read, for a look at each file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragon_prep.intake.annotations import Annotations
    from dragon_prep.intake.sheet_rows import Table


@dataclass(frozen=True, slots=True, repr=False)
class SeenFiles:
    """What was read, by file.

    Attributes:
        tables: sheets and records.
        annotations: annotated reports; those of several files may be in one.
        listed: how many ids a list has.
        unplaced: how many annotations of a file are of no row.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    annotations: list[Annotations] = field(default_factory=list)
    listed: dict[str, int] = field(default_factory=dict)
    unplaced: dict[str, int] = field(default_factory=dict)
