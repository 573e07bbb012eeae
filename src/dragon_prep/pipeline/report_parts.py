"""Raw reports of a shard in a private, signed file, for the time of a run.

Whoever works on a shard reads them from there: nothing of them goes through a scheduler, or from
one process to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.signed import read_signed, write_signed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.report import Report

ENDING = ".signed"


@dataclass(frozen=True, slots=True, repr=False)
class ReportPart:
    """Where the reports of a shard lie.

    Attributes:
        path: of the file.
        signature: that it has.
        key: the project key.
    """

    path: Path
    signature: str
    key: ProjectKey

    @classmethod
    def written(
        cls, folder: Path, name: str, reports: Sequence[tuple[int, Report]], key: ProjectKey
    ) -> ReportPart:
        """Reports with their positions, written to a private file.

        Raises:
            OSError: if the system refuses.
        """
        path = folder / f"{name}{ENDING}"
        return cls(path, write_signed(path, tuple(reports), key), key)

    def reports(self) -> tuple[tuple[int, Report], ...]:
        """The reports with their positions.

        Raises:
            SystemFault: if the file is damaged.
            OSError: if it cannot be read.
        """
        reports: tuple[tuple[int, Report], ...] = read_signed(self.path, self.signature, self.key)
        return reports


def drop_handed(folder: Path) -> None:
    """Removes what tickets pointed to: the reports as they are, and what the site is.

    Raises:
        OSError: if the system refuses.
    """
    for path in folder.glob(f"*{ENDING}"):
        path.unlink(missing_ok=True)
