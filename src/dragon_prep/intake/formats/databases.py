"""Parquet, SQLite, and databases behind a URL."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sqlite3
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import CELL_ENCODING, FILE_UNREADABLE
from dragon_prep.core.codes.mapping import DATABASE_UNREADABLE, READER_MISSING, SHEET_UNCLEAR
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.decode import is_damaged
from dragon_prep.intake.formats.opened import Opened, as_cell, flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.intake.formats.opened import Sought
    from dragon_prep.intake.reading import Opening

_FROM_ENVIRONMENT = "env:"
_WAL = 2  # in two bytes of its header a database says that it has a log beside it


def open_parquet(data: bytes, place: Place) -> Opened:
    """The rows of a Parquet file.

    Raises:
        InputFault: if it is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
        records = table.to_pylist()
    except (pa.ArrowException, OSError, ValueError):
        raise InputFault(FILE_UNREADABLE, "it is not a Parquet file", place=place) from None
    opened = Opened(dict.fromkeys(table.column_names))
    for number, record in enumerate(records, start=1):
        opened.add_row(Place(place.file, number), flat(record))
    return opened


def open_sqlite(data: bytes, place: Place, opening: Opening, sought: Sought) -> Opened:
    """The rows of a table of a SQLite database, or of a query.

    Raises:
        InputFault: if it is damaged or has a log beside it, if the query fails, or if it is not
            clear which table is meant.
    """
    if _WAL in data[18:20]:
        detail = "part of it may stand in a log beside it (its journal mode is WAL)"
        remedy = "Close the database with the statement PRAGMA journal_mode=DELETE, or copy it."
        raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=remedy)
    connection = sqlite3.connect(":memory:")
    with contextlib.closing(connection):
        try:
            connection.text_factory = _text
            connection.deserialize(data)
            connection.execute("PRAGMA query_only = ON")
            query = opening.query or _select(
                _sqlite_tables(connection) if not opening.table else {}, place, opening, sought
            )
            cursor = connection.execute(query)
            names = [str(column[0]) for column in cursor.description or ()]
            return _rows(names, cursor.fetchall(), place)
        except (sqlite3.Error, sqlite3.Warning):
            detail = "it is damaged, or the table or query is not there"
            raise InputFault(DATABASE_UNREADABLE, detail, place=place) from None


def sqlite_tables(data: bytes) -> list[str]:
    """The names of the tables and views of a SQLite database; none if it is damaged."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            return list(_sqlite_tables(connection))
        except sqlite3.Error:
            return []


def _sqlite_tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    )
    tables: dict[str, list[str]] = {}
    for (name,) in found.fetchall():
        about = connection.execute(f"SELECT * FROM {_quoted(name)} LIMIT 0")  # noqa: S608
        tables[name] = [str(column[0]) for column in about.description]
    return tables


def open_url(place: Place, opening: Opening, sought: Sought) -> Opened:
    """The rows of a table of a database, or of a query, through SQLAlchemy.

    Raises:
        InputFault: if SQLAlchemy or a driver is missing, or the database cannot be read. No message
            holds the URL, or what the database says: both may hold what is secret.
    """
    try:
        import sqlalchemy
    except ImportError:
        detail = "reading a database by URL needs SQLAlchemy"
        raise InputFault(READER_MISSING, detail, place=place) from None
    url = opening.url
    if url.startswith(_FROM_ENVIRONMENT):
        name = url.removeprefix(_FROM_ENVIRONMENT)
        url = os.environ.get(name, "")
        if not url:
            detail = f"the environment variable {name} is not set"
            raise InputFault(DATABASE_UNREADABLE, detail, place=place)
    try:
        engine = sqlalchemy.create_engine(url)
        with engine.connect() as connection:
            query = opening.query
            if not query:
                inspector = sqlalchemy.inspect(connection)
                tables = {
                    name: [str(column["name"]) for column in inspector.get_columns(name)]
                    for name in sorted((*inspector.get_table_names(), *inspector.get_view_names()))
                }
                query = _select(tables, place, opening, sought)
            result = connection.execute(sqlalchemy.text(query))
            return _rows(list(result.keys()), result.fetchall(), place)
    except ImportError:
        detail = "the driver of this kind of database is missing"
        raise InputFault(READER_MISSING, detail, place=place) from None
    except (sqlalchemy.exc.SQLAlchemyError, OSError):
        raise InputFault(DATABASE_UNREADABLE, place=place) from None


def _select(tables: Mapping[str, list[str]], place: Place, opening: Opening, sought: Sought) -> str:
    """A query of the table that is named, or the only one with the columns that are needed."""
    if opening.table:
        return f"SELECT * FROM {'.'.join(map(_quoted, opening.table.split('.')))}"  # noqa: S608
    fitting = [name for name, columns in tables.items() if sought.needed <= {*columns}]
    if len(fitting) != 1:
        told = (
            f"its tables {' and '.join(fitting)} all have" if fitting else "none of its tables has"
        )
        raise InputFault(SHEET_UNCLEAR, f"{told} the columns", place=place)
    return f"SELECT * FROM {_quoted(fitting[0])}"  # noqa: S608


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def _quoted(name: str) -> str:
    return '"' + re.sub('"', '""', name) + '"'


def _rows(names: Sequence[str], rows: Iterable[Sequence[object]], place: Place) -> Opened:
    opened = Opened(dict.fromkeys(names))
    for number, row in enumerate(rows, start=1):
        cells = {n: c for n, v in zip(names, row, strict=True) if (c := as_cell(v)) is not None}
        fault = CELL_ENCODING if any(map(is_damaged, cells.values())) else None
        opened.add_row(Place(place.file, number), cells, fault)
    return opened
