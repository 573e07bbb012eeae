"""Files of JSON lines, read as a stream; a line that cannot be used stops the work, unquoted."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from dragon_prep.core.codes.intake import FILE_UNREADABLE, LINE_UNUSABLE
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.intake.records import members_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # the mark of UTF-32-LE begins as UTF-16's
_WIDE_BIG = codecs.BOM_UTF32_BE


@dataclass(frozen=True, slots=True)
class LineRange:
    """Whole lines of a file.

    Attributes:
        start: its first byte.
        end: the byte behind its last, None for the end of the file.
        number: of its first line, counted from 1.
    """

    start: int = 0
    end: int | None = None
    number: int = 1


WHOLE = LineRange()


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line stands: its number, counted from 1, and the byte behind it."""

    number: int
    end: int


class LineFault(ValueError):
    """Why a line cannot be used, in words that quote nothing of it.

    Args:
        detail: what is wrong.
        column: the member that is wrong, empty for the whole line.
    """

    def __init__(self, detail: str, column: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.column = column


@dataclass(slots=True)
class Broken:
    """The lines of a file that cannot be used: the first of them, and how many there are.

    Attributes:
        file: the name of the file.
        most: how many are kept at most.
    """

    file: str
    most: int = 1000
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, number: int, fault: LineFault) -> None:
        """Notes a line."""
        self.add_at(Place(self.file, number), fault)

    def add_at(self, where: Place, fault: LineFault) -> None:
        """Notes a line of whatever file."""
        self.count += 1
        if self.count <= self.most:
            place = Place(where.file, where.row, fault.column or None)
            self.problems.append(Problem(LINE_UNUSABLE, place, fault.detail, quarantined=False))

    def stop_if_any(self) -> None:
        """Ends the work if there was such a line.

        Raises:
            InputFault: at the first such line, with all that are listed where there are several.
        """
        if not self.count:
            return
        first = self.problems[0]
        several = self.count > 1
        detail = f"{first.detail}; {self.count} lines cannot be used" if several else first.detail
        problems = tuple(self.problems) if several else ()
        raise InputFault(LINE_UNUSABLE, detail, place=first.place, problems=problems)


def read_json_lines(
    path: Path, parse: Callable[[dict[str, Any]], T], broken: Broken, *, piece: LineRange = WHOLE
) -> Iterator[tuple[Line, T]]:
    """Reads a file of JSON objects, one a line; blank lines are passed over.

    Only one line is held at a time. Lines end with a line feed, whatever stands before it.

    Args:
        path: the file, in UTF-8 with or without a byte order mark.
        parse: makes of an object what the caller wants; raises :class:`LineFault`.
        broken: takes the lines that cannot be used.
        piece: the lines to read.

    Raises:
        InputFault: if the file is in another encoding altogether.
        OSError: if it cannot be read.
    """
    at = piece.start
    with path.open("rb") as file:
        file.seek(at)
        for number, line in enumerate(file, start=piece.number):
            if piece.end is not None and at >= piece.end:
                return
            at += len(line)
            if number == 1:
                _require_utf8(line, path.name)
                line = line.removeprefix(codecs.BOM_UTF8)
            if not line.strip():
                continue
            try:
                found = parse(_object(line))
            except LineFault as fault:
                broken.add(number, fault)
                continue
            yield Line(number, at), found


def _require_utf8(line: bytes, name: str) -> None:
    if line.startswith((*_WIDE, _WIDE_BIG)):
        raise InputFault(
            FILE_UNREADABLE, "it is not UTF-8", place=Place(name), remedy="Save it as UTF-8."
        )


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"), object_pairs_hook=members_once)
    except UnicodeDecodeError:
        raise LineFault("it holds bytes that are not UTF-8") from None
    except (ValueError, RecursionError):
        raise LineFault("it is not a JSON object, or a member stands twice in it") from None
    if not isinstance(found, dict):
        raise LineFault("it is not a JSON object")
    return found


def record_id(record: dict[str, Any]) -> str | int:
    """The id of a record.

    Raises:
        LineFault: if it has none, or one that is neither a string nor a whole number.
    """
    found = record.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise LineFault("it has no id", "id")
    return found


def record_text(record: dict[str, Any]) -> str:
    """The text of a record; it may be empty.

    Raises:
        LineFault: if it has none.
    """
    found = record.get("text")
    if not isinstance(found, str):
        raise LineFault("it has no text", "text")
    return found
