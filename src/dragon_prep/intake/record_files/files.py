"""The files of one input, in one order; a record's position tells its file and row.

Memory does not grow with a file: each kind of file gives one record at a time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.files import state_of, system_faults
from dragon_prep.intake.record_files.columns import broken_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import ErrorCode

_ROWS = 40  # bits of a position that tell the row; the others tell the file


class RecordFile(Protocol):
    """A file of records, of some form."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the system that it is made of."""

    def survey(self) -> FileState:
        """A first look at all of it."""

    def lines(self, survey: FileState) -> Iterator[tuple[int, str]]:
        """Its records, each as a line of JSON with the number of its row."""


@dataclass(frozen=True, slots=True, repr=False)
class FileState:
    """What a first look tells of a file.

    Attributes:
        digest: SHA-256 of what it holds.
        size: about how many bytes its records have.
        is_utf8: whether its text is UTF-8.
    """

    digest: str
    size: int
    is_utf8: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class RecordFiles:
    """The files of one input, as they are now.

    Attributes:
        files: in the order in which their records count.
        surveys: of each.
        states: size and time of each file of the system.
        fates: of records that a look found to be unusable, by position: a code, or None for those
            that are passed over.
    """

    files: tuple[RecordFile, ...]
    surveys: tuple[FileState, ...]
    states: tuple[tuple[int, int], ...]
    fates: Mapping[int, ErrorCode | None] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Sequence[RecordFile]) -> RecordFiles:
        """Looks at files.

        Raises:
            InputFault: if one is not what its name says.
            SystemFault: if one cannot be read.
        """
        states, surveys = [], []
        for file in files:
            with system_faults(file.name):
                states += [state_of(path) for path in file.paths]
                surveys.append(file.survey())
        return cls(tuple(files), tuple(surveys), tuple(states))

    @property
    def names(self) -> tuple[str, ...]:
        """What messages call the files."""
        return tuple(file.name for file in self.files)

    @property
    def digest(self) -> str:
        """Of all that they hold."""
        if len(self.surveys) == 1:
            return self.surveys[0].digest
        every = "\n".join(survey.digest for survey in self.surveys)
        return hashlib.sha256(every.encode("ascii")).hexdigest()

    @property
    def size(self) -> int:
        """About how many bytes their records have."""
        return sum(survey.size for survey in self.surveys)

    def lines(self) -> Iterator[tuple[int, str]]:
        """All records as lines of JSON, each with its position.

        Raises:
            InputFault: if a file changes while it is read, or is not what its name says.
            SystemFault: if one cannot be read.
        """
        for number, (file, survey) in enumerate(zip(self.files, self.surveys, strict=True)):
            with system_faults(file.name):
                for row, line in file.lines(survey):
                    position = number << _ROWS | row
                    if position not in self.fates:
                        yield position, line
                    elif (kind := self.fates[position]) is not None:
                        yield position, broken_line(kind)
        self.require_unchanged()

    def require_unchanged(self) -> None:
        """Sees to it that the files are as they were.

        Raises:
            InputFault: if one is not.
            SystemFault: if one cannot be read.
        """
        before = iter(self.states)
        for file in self.files:
            with system_faults(file.name):
                if any(state_of(path) != next(before) for path in file.paths):
                    raise InputFault(CHANGED, place=Place(file.name))


def file_of(position: int) -> int:
    """The number of the file of a position."""
    return position >> _ROWS


def place_of(names: Sequence[str], position: int) -> Place:
    """The file and row of a position.

    Args:
        names: of the files.
        position: of a record.
    """
    return Place(names[file_of(position)], position & ((1 << _ROWS) - 1))
