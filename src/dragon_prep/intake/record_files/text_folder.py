"""A folder of texts as a file of records: each text is one, its folder is the patient's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import REPORT_ABSENT
from dragon_prep.intake.decode import decode
from dragon_prep.intake.record_files.columns import broken_line, line_of
from dragon_prep.intake.record_files.files import FileState
from dragon_prep.intake.record_files.one_file import OneFile
from dragon_prep.intake.record_files.text_names import TEXT, USUAL_NAMES, TextNames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, repr=False)
class TextFolder(OneFile):
    """A folder of texts.

    The row of a text is its place among all of them by their names: names may be ids, and are told
    to nobody. Behind them come those that a table names and that are not there.

    Attributes:
        names: how the name of a file tells whose the text is.
    """

    names: TextNames = USUAL_NAMES

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
        digest, size = hashlib.sha256(self.names.digest.encode()), 0
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
        missing = set(self.names.listed)
        number = 0
        for number, path in enumerate(self.paths, start=1):
            within = PurePosixPath(path.relative_to(self.path).as_posix())
            missing.discard(within.as_posix())
            report, patient = self.names.ids_of(within)
            row: dict[str, object] = {
                self.columns.id: report,
                self.columns.text: decode(path.read_bytes()),
            }
            if patient is not None and self.columns.patient:
                row[self.columns.patient] = patient
            yield number, line_of(row)
        for at in range(len(missing)):
            yield number + 1 + at, broken_line(REPORT_ABSENT)
