"""A folder of texts as a file of records: each text is one, its folder is the patient's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.decode import decode
from dragon_prep.intake.record_files.columns import USUAL_COLUMNS, line_of
from dragon_prep.intake.record_files.files import FileState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.intake.record_files.columns import RecordColumns

TEXT = ".txt"


@dataclass(frozen=True, slots=True, repr=False)
class TextFolder:
    """A folder with a folder for each patient, and texts in these.

    The row of a text is its place among all of them by their names: names may be ids, and are told
    to nobody. A text that is in no patient's folder has no patient.

    Attributes:
        path: of the folder.
        columns: what records are to call what is read.
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
        """The texts, in their order."""
        found = ((path.relative_to(self.path).as_posix(), path) for path in self.path.rglob("*"))
        return tuple(path for _, path in sorted(found) if path.suffix.lower() == TEXT)

    def survey(self) -> FileState:
        """Its digest, and how many bytes the texts have.

        Raises:
            OSError: if one cannot be read.
        """
        digest, size = hashlib.sha256(), 0
        for path in self.paths:
            data = path.read_bytes()
            size += len(data)
            name = path.relative_to(self.path).as_posix()
            digest.update(f"{len(data)} {name}\n".encode("utf-8", "surrogateescape"))
            digest.update(data)
        return FileState(digest.hexdigest(), size)

    def lines(self, state: FileState) -> Iterator[tuple[int, str]]:  # noqa: ARG002 - as others
        """The texts with their numbers, from 1.

        Raises:
            OSError: if one cannot be read.
        """
        for number, path in enumerate(self.paths, start=1):
            home, *rest = path.relative_to(self.path).as_posix().split("/")
            row: dict[str, object] = {
                self.columns.id: path.relative_to(self.path).with_suffix("").as_posix(),
                self.columns.text: decode(path.read_bytes()),
            }
            if rest and self.columns.patient:
                row[self.columns.patient] = home
            yield number, line_of(row)
