"""Parquet, SQLite, and databases behind a URL."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sqlite3
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import CELL_ENCODING, FILE_UNREADABLE
from dragon_prep.core.codes.mapping import DATABASE_UNREADABLE, READER_MISSING, SHEET_UNCLEAR
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.decode import is_damaged
from dragon_prep.intake.formats.opened import Opened, as_cell, flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragon_prep.intake.formats.opened import Sought
    from dragon_prep.intake.reading import Opening

_FROM_ENVIRONMENT = "env:"
_SECRET = re.compile(r"://[^/@:]*:[^@]*@|(?:pwd|password)(?:=|%3d)", re.IGNORECASE)
HEADER = 100
"""Bytes of a SQLite database that say what it is."""

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
    require_whole(data[:HEADER], len(data), place)
    connection = sqlite3.connect(":memory:")
    with contextlib.closing(connection), told_of_database(place):
        connection.text_factory = as_text
        connection.deserialize(data)
        connection.execute("PRAGMA query_only = ON")
        query = opening.query or _select(
            tables_in(connection) if not opening.table else {}, place, opening, sought
        )
        cursor = connection.execute(query)
        names = [str(column[0]) for column in cursor.description or ()]
        return _rows(names, cursor.fetchall(), place)


def require_whole(head: bytes, size: int, place: Place) -> None:
    """Sees to it that all of a SQLite database is there, which nobody tells who reads it.

    Args:
        head: its first hundred bytes.
        size: how many it has.
        place: of it.

    Raises:
        InputFault: if a part of it is missing, or may stand in a log beside it.
    """
    # https://www.sqlite.org/fileformat.html: pages count where both counters of changes agree.
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    if head[24:28] == head[92:96] and size < pages * (1 << 16 if page == 1 else page):
        detail = "the end of it is missing"
        remedy = "Copy or export it once more."
        raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=remedy)
    if _WAL in head[18:20]:
        detail = "part of it may stand in a log beside it (its journal mode is WAL)"
        remedy = "Close the database with the statement PRAGMA journal_mode=DELETE, or copy it."
        raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=remedy)


@contextlib.contextmanager
def told_of_database(place: Place, remedy: str = "") -> Iterator[None]:
    """Tells what a database or its driver raises without a word of it, which may hold secrets.

    Args:
        place: of the database.
        remedy: what to do, if not as usual.

    Raises:
        InputFault: if something was raised.
    """
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning):
        detail = "it is damaged, or the table or query is not there"
        raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=remedy) from None
    except ImportError:
        detail = "the driver of this kind of database is missing"
        raise InputFault(READER_MISSING, detail, place=place) from None
    except OSError:  # of a driver: it reads no file that was named
        raise InputFault(DATABASE_UNREADABLE, place=place, remedy=remedy) from None
    except Exception as error:
        # SQLAlchemy is there if anything of its own was raised.
        if not type(error).__module__.startswith("sqlalchemy."):
            raise
        raise InputFault(DATABASE_UNREADABLE, place=place, remedy=remedy) from None


def sqlite_tables(data: bytes) -> list[str]:
    """The names of the tables and views of a SQLite database; none if it is damaged."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            return list(tables_in(connection))
        except sqlite3.Error:
            return []


def tables_in(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables and views of a SQLite database, with their columns."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    )
    tables: dict[str, list[str]] = {}
    for (name,) in found.fetchall():
        about = connection.execute(f"SELECT * FROM {quoted(name)} LIMIT 0")  # noqa: S608
        tables[name] = [str(column[0]) for column in about.description]
    return tables


def open_url(place: Place, opening: Opening, sought: Sought) -> Opened:
    """The rows of a table of a database, or of a query, through SQLAlchemy.

    Raises:
        InputFault: if SQLAlchemy or a driver is missing, or the database cannot be read. No message
            holds the URL, or what the database says: both may hold what is secret.
    """
    with told_of_database(place), engine_of(opening.url, place).connect() as connection:
        let_nothing_change(connection)
        query = opening.query
        if not query:
            inspector = inspected(connection)
            tables = {
                name: [str(column["name"]) for column in inspector.get_columns(name)]
                for name in sorted((*inspector.get_table_names(), *inspector.get_view_names()))
            }
            query = _select(tables, place, opening, sought)
        result = connection.execute(statement(query))
        return _rows(list(result.keys()), result.fetchall(), place)


def has_secret(url: str) -> bool:
    """Whether a password stands in the URL of a database."""
    return _SECRET.search(url) is not None


def engine_of(url: str, place: Place, remedy: str = "") -> Any:
    """SQLAlchemy's engine of a database.

    Args:
        url: of the database, or ``env:NAME`` for an environment variable that holds it.
        place: for messages.
        remedy: what to do where the variable is not set, if not as usual.

    Raises:
        InputFault: if SQLAlchemy is missing, or the variable is not set.
    """
    try:
        import sqlalchemy
    except ImportError:
        detail = "reading a database by URL needs SQLAlchemy"
        raise InputFault(READER_MISSING, detail, place=place) from None
    if url.startswith(_FROM_ENVIRONMENT):
        name = url.removeprefix(_FROM_ENVIRONMENT)
        url = os.environ.get(name, "")
        if not url:
            detail = f"the environment variable {name} is not set"
            raise InputFault(DATABASE_UNREADABLE, detail, place=place, remedy=remedy)
    return sqlalchemy.create_engine(url)


def let_nothing_change(connection: Any) -> None:
    """Has a database refuse whatever changes it; where it cannot, nothing is committed."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif connection.dialect.name == "postgresql":
        connection.execution_options(postgresql_readonly=True)


def statement(query: str) -> Any:
    """A query as SQLAlchemy takes it; a colon in it begins no parameter."""
    import sqlalchemy

    return sqlalchemy.text(query.replace(":", r"\:"))


def inspected(connection: Any) -> Any:
    """SQLAlchemy's view of what a database has."""
    import sqlalchemy

    return sqlalchemy.inspect(connection)


def _select(tables: Mapping[str, list[str]], place: Place, opening: Opening, sought: Sought) -> str:
    """A query of the table that is named, or the only one with the columns that are needed."""
    if opening.table:
        return f"SELECT * FROM {'.'.join(map(quoted, opening.table.split('.')))}"  # noqa: S608
    fitting = [name for name, columns in tables.items() if sought.needed <= {*columns}]
    if len(fitting) != 1:
        told = (
            f"its tables {' and '.join(fitting)} all have" if fitting else "none of its tables has"
        )
        raise InputFault(SHEET_UNCLEAR, f"{told} the columns", place=place)
    return f"SELECT * FROM {quoted(fitting[0])}"  # noqa: S608


def as_text(data: bytes) -> str:
    """Text of a database; bytes that are no UTF-8 can be told."""
    return data.decode("utf-8", errors="surrogateescape")


def quoted(name: str) -> str:
    """A name of a table or column as SQL has it."""
    return '"' + re.sub('"', '""', name) + '"'


def _rows(names: Sequence[str], rows: Iterable[Sequence[object]], place: Place) -> Opened:
    opened = Opened(dict.fromkeys(names))
    for number, row in enumerate(rows, start=1):
        cells = {n: c for n, v in zip(names, row, strict=True) if (c := as_cell(v)) is not None}
        fault = CELL_ENCODING if any(map(is_damaged, cells.values())) else None
        opened.add_row(Place(place.file, number), cells, fault)
    return opened
