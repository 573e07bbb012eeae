"""Databases as files of records: a table of SQLite, or what a query of any database gives."""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dragon_prep.core.codes.intake import CELL_ENCODING, CHANGED, FILE_UNREADABLE, HEADER_REPEATED
from dragon_prep.core.codes.mapping import DATABASE_UNREADABLE, SHEET_UNCLEAR
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.intake.decode import is_damaged
from dragon_prep.intake.file_kind import FileKind, kind_of
from dragon_prep.intake.formats.databases import (
    HEADER,
    as_text,
    engine_of,
    has_secret,
    let_nothing_change,
    quoted,
    require_whole,
    statement,
    tables_in,
    told_of_database,
)
from dragon_prep.intake.formats.opened import as_cell
from dragon_prep.intake.record_files.columns import broken_line, line_of
from dragon_prep.intake.record_files.files import FileState
from dragon_prep.intake.record_files.one_file import OneFile
from dragon_prep.intake.records import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePath

    Rows = tuple[list[str], Iterator[Sequence[object]]]

QUERY = ".sql"
_ROWS = 512  # held at a time
_SELECT = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with)\b", re.IGNORECASE | re.DOTALL)
_IN_ORDER = (
    "See that nobody writes to the database meanwhile, and end the query with ORDER BY and the "
    "column of the report's id."
)
_REMEDY = "Look at the query and at --database, and whether the database can be reached."
_COPY = "Copy or export the database once more."
_AS_QUERY = (
    "Write which one into a file that ends in .sql, such as SELECT id, patient_id, text FROM "
    "reports ORDER BY id, and give that with --database."
)


@dataclass(frozen=True, slots=True, repr=False)
class DatabaseFile(OneFile):
    """An SQLite database, or a file with a query of a database.

    Nothing is written to a database: a query that would is refused, or taken back.

    Attributes:
        database: what the query is of: an SQLite file, a URL, or ``env:NAME`` for an environment
            variable that holds one; empty where the file itself is the database.
    """

    database: str = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the system that it is made of."""
        return (self.path, self._file) if self.database and self._file.is_file() else (self.path,)

    def survey(self) -> FileState:
        """The digest of its rows, and how many bytes they have; faults as of :meth:`lines`."""
        digest, size = hashlib.sha256(), 0
        for line in self._lines():
            digest.update(f"{line}\n".encode("ascii"))
            size += len(line)
        return FileState(digest.hexdigest(), size)

    def lines(self, state: FileState) -> Iterator[tuple[int, str]]:
        """Its rows with their numbers, from 1.

        Raises:
            InputFault: if the database cannot be read, lacks a column, or gives other rows than at
                the first look. No message holds the URL, the query, or what the database says.
            OSError: if a file cannot be read.
        """
        digest = hashlib.sha256()
        for number, line in enumerate(self._lines(), start=1):
            digest.update(f"{line}\n".encode("ascii"))
            yield number, line
        if digest.hexdigest() != state.digest:
            detail = "it gives other rows now, or the same in another order"
            raise InputFault(CHANGED, detail, place=Place(self.name), remedy=_IN_ORDER)

    @property
    def _file(self) -> Path:
        return Path(self.database) if self.database else self.path

    def _lines(self) -> Iterator[str]:
        place = Place(self.name)
        with self._rows(place) as (header, rows):
            self.columns.require_in(header, place)
            for name in self.columns.every:
                if header.count(name) > 1:
                    raise InputFault(HEADER_REPEATED, place=Place(self.name, None, name))
            at = {name: header.index(name) for name in self.columns.every if name in header}
            for row in rows:
                cells = {name: _said(row[column]) for name, column in at.items()}
                if any(is_damaged(cell) for cell in cells.values() if cell):
                    yield broken_line(CELL_ENCODING)
                else:
                    yield line_of(self._spans_read(cells))

    def _spans_read(self, cells: dict[str, str | None]) -> dict[str, object]:
        row: dict[str, object] = dict(cells)
        for name in (self.columns.spans, self.columns.entities):
            if said := cells.get(name):
                row[name] = as_json(said) or said  # what is no JSON is told as no list of spans
        return row

    @contextlib.contextmanager
    def _rows(self, place: Place) -> Iterator[Rows]:
        """The names of the columns, and the rows."""
        query = _query_in(self.path, place) if self.database else ""
        is_here = self._file.is_file()
        if is_here:
            _require_sqlite(self._file, place)
        with told_of_database(place, _REMEDY if query else _COPY):
            if is_here:
                with _opened(self._file) as connection:
                    cursor = connection.execute(query or self._select(connection, place))
                    yield [str(column[0]) for column in cursor.description or ()], cursor
            else:
                engine = engine_of(self.database, place, _REMEDY)
                try:
                    with engine.connect() as connection:
                        let_nothing_change(connection)
                        options = {"stream_results": True, "yield_per": _ROWS}
                        result = connection.execution_options(**options).execute(statement(query))
                        yield [*result.keys()], iter(result)
                finally:
                    engine.dispose()

    def _select(self, connection: sqlite3.Connection, place: Place) -> str:
        """The query of the one table that has the columns."""
        tables = tables_in(connection)
        fitting = [name for name, there in tables.items() if {*self.columns.needed} <= {*there}]
        if len(fitting) > 1:
            detail = f"{len(fitting)} of its tables have the columns"
            raise InputFault(SHEET_UNCLEAR, detail, place=place, remedy=_AS_QUERY)
        if not fitting:
            wanted = {*self.columns.needed}
            every = sorted(tables.values(), key=lambda there: len(wanted - {*there}))
            self.columns.require_in(every[0] if every else (), place)
        return f"SELECT * FROM {quoted(fitting[0])} ORDER BY {quoted(self.columns.id)}"  # noqa: S608


def _said(value: object) -> str | None:
    """A value as a person would write it; text as it is, also where it is empty."""
    return value if isinstance(value, str) else as_cell(value)


def require_database(database: str) -> None:
    """Sees to it that a database is told without a secret.

    Raises:
        UsageFault: if there is a password in it.
    """
    if has_secret(database):
        detail = "a password does not belong into a command, which others can see"
        remedy = "Put the whole URL into an environment variable, and give --database env:NAME."
        raise UsageFault(OPTION_INVALID, detail, remedy=remedy)


def _require_sqlite(path: Path, place: Place) -> None:
    with path.open("rb") as file:
        head = file.read(HEADER)
    if kind_of(head) is not FileKind.SQLITE:
        detail, remedy = "it is packed, or no SQLite database", "Unpack it, and give that."
        raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=remedy)
    require_whole(head, path.stat().st_size, place)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """An SQLite database to be read from."""
    where = read_only_address(path.absolute())
    with contextlib.closing(sqlite3.connect(where, uri=True)) as connection:
        connection.text_factory = as_text
        connection.execute("PRAGMA query_only = ON")
        yield connection


def read_only_address(path: PurePath) -> str:
    """The address by which SQLite opens a file to read it only; that of a share has no host."""
    where = quote(path.as_posix(), safe="/:")
    return f"file://{'' if where.startswith('/') else '/'}{where}?mode=ro"


def _query_in(path: Path, place: Place) -> str:
    try:
        said = path.read_text(encoding="utf-8-sig").strip().rstrip(";")
    except UnicodeDecodeError:
        raise InputFault(FILE_UNREADABLE, "it is not UTF-8", place=place) from None
    if not _SELECT.match(said):
        detail = "the file holds no query: it begins with neither SELECT nor WITH"
        raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=_REMEDY)
    return said
