"""Files of JSON objects, one a line: whole records, or as a table of some of their members."""

from __future__ import annotations

import contextlib
import json
import math
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.intake.decode import is_damaged, read_text
from dragon_prep.intake.placeholders import error_in
from dragon_prep.intake.raw_file import Layout
from dragon_prep.intake.sheet_rows import SheetRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.intake.raw_file import RawFile

MEMBER = "/"  # parts the names of a member within a member


def records(root: Path, raw: RawFile) -> Iterator[tuple[int, str, object]]:
    """Number, source and content of each record; a content that is no object is unreadable.

    A JSON array of objects is read, too; its records have no source.

    Raises:
        InputFault: if the file is missing or empty, or is not such a file.
    """
    encoding = raw.reading.opening.encoding if raw.reading else ""
    with told_of_annotations(raw):
        text = read_text(root, raw.location, raw.path, encoding)
    if not text.strip():
        raise InputFault(
            kinds.FILE_EMPTY,
            place=Place(raw.path),
            remedy="Export it again; if nobody annotated reports, let the file say just [].",
        )
    if text.lstrip().startswith("["):
        found = as_json(text)
        if not isinstance(found, list):
            detail = "it is not a JSON array, or a member stands twice in one of its objects"
            raise InputFault(kinds.FILE_UNREADABLE, detail, place=Place(raw.path))
        yield from ((number, "", record) for number, record in enumerate(found, start=1))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line, as_json(line)


@contextlib.contextmanager
def told_of_annotations(raw: RawFile) -> Iterator[None]:
    """Says of a missing file of annotations that there may be none.

    Raises:
        InputFault: what is raised within.
    """
    try:
        yield
    except InputFault as fault:
        # With columns of its own it holds the reports themselves.
        if fault.kind is not kinds.FILE_MISSING or raw.layout is not Layout.ANNOTATIONS:
            raise
        if raw.columns:
            raise
        remedy = f"If nobody annotated reports, put a file there that says just []. {fault.remedy}"
        raise InputFault(fault.kind, fault.detail, place=fault.place, remedy=remedy) from None


def as_json(source: str) -> object:
    """What JSON says; None if it is none, or holds a byte that could not be decoded.

    An object with a member that stands in it twice says nothing: one of the two would be lost.
    """
    if is_damaged(source):
        return None
    try:
        return json.loads(source, object_pairs_hook=members_once)
    except (ValueError, RecursionError):
        return None


def members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of a JSON object.

    Raises:
        ValueError: if one stands in it twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands twice in an object")
    return found


def member(record: object, name: str) -> object:
    """A member of a record, such as ``uid`` or ``meta/uid``; None if it is not there."""
    for step in name.split(MEMBER):
        if not isinstance(record, dict):
            return None
        record = record.get(step)
    return record


def read_records(root: Path, raw: RawFile) -> Table:
    """Reads some members of each record as a table: its columns say which.

    Numbers and truth values become text, a list of them text with commas; what is null, blank or
    something else is an empty cell.

    Raises:
        InputFault: if the file is missing or empty, is not such a file, or if a member that is
            needed is in none of its records.
    """
    rows: list[SheetRow] = []
    unreadable: list[Problem] = []
    damaged: list[SheetRow] = []
    names = {column.field: column.name for column in raw.columns}
    others: dict[str, None] = {}
    for number, _, record in records(root, raw):
        place = Place(raw.path, number)
        if isinstance(record, dict):
            cells = {c.field: _as_cell(member(record, c.name)) for c in raw.columns}
            others |= dict.fromkeys(record)
            problem = error_in(cells, names, place)
            (rows if problem is None else damaged).append(SheetRow(place, cells))
            unreadable += [problem] if problem is not None else []
        else:
            unreadable.append(Problem(kinds.LINE_UNREADABLE, place))
    if not rows:
        kind = kinds.FILE_UNREADABLE if unreadable else kinds.FILE_EMPTY
        detail = "none of its lines is a JSON object" if unreadable else ""
        raise InputFault(kind, detail, place=Place(raw.path))
    missing = [
        repr(column.name)
        for column in raw.columns
        if column.required and all(row[column.field] is None for row in rows)
    ]
    if missing:
        what = "member" if len(missing) == 1 else "members"
        detail = f"{what} missing in all records: {', '.join(missing)}"
        raise InputFault(kinds.COLUMN_MISSING, detail, place=Place(raw.path))
    read = {column.name.split(MEMBER)[0] for column in raw.columns}
    apart = tuple(name for name in others if name not in read)
    return Table(tuple(rows), tuple(unreadable), tuple(damaged), apart)


def _as_cell(value: object) -> str | None:
    match value:
        case str():
            return value if value.strip() else None
        case bool() | int():
            return str(value)
        case float():
            if not math.isfinite(value):
                return None
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case list():
            cells = [_as_cell(v) for v in value if not isinstance(v, list)]
            return ",".join(cell or "" for cell in cells) or None
    return None
