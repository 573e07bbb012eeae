"""What files of records have in common, whatever their form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.record_files.columns import USUAL_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.intake.record_files.columns import RecordColumns


@dataclass(frozen=True, slots=True, repr=False)
class OneFile:
    """A file, or folder, of records.

    Attributes:
        path: where it is.
        columns: what is read of it, or what records are to call it.
        shown: what messages call it, if not by its name.
    """

    path: Path
    columns: RecordColumns = USUAL_COLUMNS
    shown: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.shown or self.path.name

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the system that it is made of: itself."""
        return (self.path,)
