"""How a centre's own file is read: how it is opened, and which of its columns fill which field."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DateOrder(StrEnum):
    """How the numbers of a date follow one another."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """What cannot be seen of a file, or need not be guessed.

    Attributes:
        sheets: of a workbook, by name or number from 1; the one with the columns if empty.
        header_row: the row that names the columns, from 1; the first that does if None.
        separator: of a text file; the one that fits if empty.
        encoding: of a text file; see :func:`dragon_prep.intake.decode.decode` if empty.
        table: of a database; the one with the columns if empty.
        query: for a database, in place of a table.
        url: of a database, or ``env:NAME`` for an environment variable that holds it.
    """

    sheets: tuple[str | int, ...] = ()
    header_row: int | None = None
    separator: str = ""
    encoding: str = ""
    table: str = ""
    query: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Cell:
    """What fills a field.

    Attributes:
        columns: headers; what their cells hold is joined.
        join: what stands between them.
        begins: of a text, the header it begins after; from the beginning if empty.
        ends: the header it ends before; to the end if empty.
        value: for every row, in place of columns.
    """

    columns: tuple[str, ...] = ()
    join: str = "\n"
    begins: str = ""
    ends: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Located:
    """A file that is really there.

    Attributes:
        path: relative to the source folder, with forward slashes; through a zip, too.
        shown: what messages and manifests call it: a file found by a pattern has a number, since
            its name may be a patient's.
    """

    path: str
    shown: str


@dataclass(frozen=True, slots=True, repr=False)
class Join:
    """A further file with columns of the same rows.

    Attributes:
        parts: the files.
        opening: how they are opened.
        on: pairs of headers with the same values: ours and theirs.
    """

    parts: tuple[Located, ...]
    opening: Opening
    on: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class ReadingPlan:
    """How a centre's own file becomes what a layout has.

    Attributes:
        section: of the mapping, such as ``umcg/centre.toml [prostate_mri.sheet]``.
        opening: how it is opened.
        cells: by field, what fills it.
        not_stated: what cells say, in small letters, that are empty.
        values: by field, what stands for what; left in small letters.
        dates: the fields that hold dates, if their order was told.
        date_order: theirs.
        joins: further files.
        uid: of annotations and lists, how their ids are put together of fields of the sheet; in
            braces. Empty where they are the layout's own.
        sheets: the layout's paths of the sheets with those fields.
        own_uid: the fields that the layout's own ids are put together of; behind them, those that
            count for rows in which one of the first says that there is no id.
    """

    section: str = ""
    opening: Opening = field(default_factory=Opening)
    cells: tuple[tuple[str, Cell], ...] = ()
    not_stated: frozenset[str] = frozenset()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    dates: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    joins: tuple[Join, ...] = ()
    uid: str = ""
    sheets: tuple[str, ...] = ()
    own_uid: tuple[tuple[str, ...], ...] = ()
