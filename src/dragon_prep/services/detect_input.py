"""The reports that PHI is looked for in, as lines that several processes can read."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.files import (
    absolute,
    make_private,
    scratch_folder,
    staging_of,
    state_of,
    system_faults,
)
from dragon_prep.intake.json_lines import (
    Broken,
    LineFault,
    LineRange,
    read_json_lines,
    record_id,
    record_text,
)
from dragon_prep.intake.record_files.columns import fault_of
from dragon_prep.intake.record_files.files import RecordFiles, place_of
from dragon_prep.intake.record_files.json_lines import LinesFile
from dragon_prep.intake.records import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.intake.record_files.files import RecordFile

    _Report = tuple[int | None, str | int, str]

_AT = "at"


@dataclass(frozen=True, slots=True, repr=False)
class DetectInput:
    """Reports in a file of JSON lines.

    Attributes:
        path: of the file: what was given, or a private copy of what was given in another form.
        names: of the files given, as positions count them.
        before: size and time of the file.
        is_copy: whether lines tell the positions of reports; else their numbers are these.
    """

    path: Path
    names: tuple[str, ...]
    before: tuple[int, int]
    is_copy: bool

    def pieces(self, size: int) -> list[LineRange]:
        """The file in pieces of whole lines, once every line has proved usable.

        Args:
            size: of a piece, about, in bytes.

        Raises:
            InputFault: if a line is not usable.
            SystemFault: if the file cannot be read.
        """
        broken = Broken(self.names[0])
        pieces: list[LineRange] = []
        start, number, end = 0, 1, 0
        with system_faults(self.names[0]):
            for line, _ in read_json_lines(self.path, self._parse, broken):
                end = line.end
                if end - start >= size:
                    pieces.append(LineRange(start, end, number))
                    start, number = end, line.number + 1
        broken.stop_if_any()
        return [*pieces, LineRange(start, end, number)] if end > start else pieces

    def read(self, piece: LineRange) -> Iterator[tuple[int, str | int, str]]:
        """Position, id and text of each report of a piece.

        Raises:
            InputFault: if the file is not as it was.
            OSError: if it cannot be read.
        """
        broken = Broken(self.names[0])
        for line, (at, name, text) in read_json_lines(self.path, self._parse, broken, piece=piece):
            yield line.number if at is None else at, name, text
        if broken.count:  # all of them were read once before
            raise InputFault(CHANGED, place=Place(self.names[0]))

    def require_unchanged(self) -> None:
        """Sees to it that the file is as it was.

        Raises:
            InputFault: if it is not.
            SystemFault: if it cannot be read.
        """
        with system_faults(self.names[0]):
            if state_of(self.path) != self.before:
                raise InputFault(CHANGED, place=Place(self.names[0]))

    def _parse(self, record: dict[str, Any]) -> _Report:
        return record[_AT] if self.is_copy else None, record_id(record), record_text(record)


@contextlib.contextmanager
def as_lines(
    files: Sequence[RecordFile], id_field: str, text_field: str, workspace: Path | None
) -> Iterator[DetectInput]:
    """The reports of files as lines: a file of JSON lines as it is, others as a private copy.

    Args:
        files: one or more.
        id_field: the member that holds the id.
        text_field: the member that holds the text.
        workspace: a private folder for the copy; None for beside the input.

    Raises:
        InputFault: if a record has no id or no text, or a file changes while it is read.
        SystemFault: if a file cannot be read or written.
    """
    names = tuple(file.name for file in files)
    with system_faults(names[0]):
        if _is_plain(files) and (id_field, text_field) == ("id", "text"):
            yield DetectInput(files[0].path, names, state_of(files[0].path), is_copy=False)
            return
        source = absolute(files[0].path)
        if workspace is not None:
            make_private(absolute(workspace))
            source = absolute(workspace) / source.name
        with scratch_folder(staging_of(source)) as folder:
            copy = folder / "reports.jsonl"
            _copy(files, copy, id_field, text_field)
            yield DetectInput(copy, names, state_of(copy), is_copy=True)


def _is_plain(files: Sequence[RecordFile]) -> bool:
    return len(files) == 1 and isinstance(files[0], LinesFile) and not files[0].is_packed


def _copy(files: Sequence[RecordFile], copy: Path, id_field: str, text_field: str) -> None:
    """Writes id, text and position of each record; nothing is looked for if one has none."""
    given = RecordFiles.of(files)
    broken = Broken(given.names[0])
    with copy.open("wb") as out:
        for position, line in given.lines():
            if not line.strip():
                continue
            try:
                name, text = _parsed(line, id_field, text_field)
            except LineFault as fault:
                broken.add_at(place_of(given.names, position), fault)
                continue
            out.write(json.dumps({"id": name, "text": text, _AT: position}).encode("ascii") + b"\n")
    broken.stop_if_any()


def _parsed(line: str, id_field: str, text_field: str) -> tuple[str | int, str]:
    if (kind := fault_of(line)) is not None:
        raise LineFault(kind.title)
    record = as_json(line)
    if not isinstance(record, dict):
        raise LineFault("it is not a JSON object, or a member stands twice in it")
    own = {"id": record.get(id_field), "text": record.get(text_field)}
    return record_id(own), record_text(own)
