"""What a raw file is like: counts, forms and places. No cell, text or id stands in any of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.core.errors import Problem

MOST_ROWS = 20  # that are named of one thing


@dataclass(frozen=True, slots=True)
class RowsFound:
    """How many rows have something, and which; of many only the first.

    Attributes:
        count: of rows.
        first: their numbers, in order.
    """

    count: int = 0
    first: tuple[int, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[int | None]) -> RowsFound:
        """Those rows; each is counted, and named once if it has a number."""
        every = list(rows)
        named = sorted({row for row in every if row is not None})
        return cls(len(every), tuple(named[:MOST_ROWS]))

    def __str__(self) -> str:
        if not self.first:
            return ""
        more = ", ..." if self.count > len(self.first) else ""
        return f"row{'s' if self.count > 1 else ''} {', '.join(map(str, self.first))}{more}"


@dataclass(frozen=True, slots=True)
class TextLengths:
    """How long texts are, in characters.

    Attributes:
        low: the 5th percentile.
        median: of all.
        high: the 95th percentile.
    """

    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True, repr=False)
class ColumnForms:
    """Which forms the ids or dates of a column have.

    Attributes:
        column: its header.
        what: ``ids`` or ``dates``.
        filled: how many cells are.
        forms: masks such as ``A99-9999``, with how many cells have them; the most frequent first.
        other: how many cells have one of the rare forms, which are not shown.
        unlike: rows with ids in a form that hardly any has.
        orders: of dates, in how many ways they are written; 0 for ids.
    """

    column: str
    what: str
    filled: int
    forms: tuple[tuple[str, int], ...]
    other: int
    unlike: RowsFound = field(default_factory=RowsFound)
    orders: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class TextFigures:
    """What the texts of a file are like.

    Attributes:
        filled: how many rows have a text that is more than an excuse.
        empty: how many have none.
        excuses: rows whose text says that there is no report.
        needed: whether each row should have a text.
        lengths: of the texts; None if there is none.
        usual: of all texts of the cohort; None if they are too few to compare with.
        outside: how many are shorter than the 5th or longer than the 95th percentile of those.
        far: those that are far outside.
        same_text: rows whose text an earlier row of their patient has, too.
        of_several: rows whose text is in a row of another patient, too.
        cut_at: the length at which too many texts end, and in what it is counted; empty if none.
        cut: the rows that end there.
        markup: rows with markup, by its kind.
        garbled: rows with letters as of another encoding.
        dutch: the share of Dutch words, in the text in the middle.
        not_dutch: rows with few of them.
        changed: what is cleaned, and what the step to ASCII changes, by kind.
        characters: of all texts.
    """

    filled: int
    empty: int
    excuses: RowsFound
    needed: bool
    lengths: TextLengths | None
    usual: TextLengths | None
    outside: int
    far: RowsFound
    same_text: int
    of_several: RowsFound
    cut_at: str
    cut: RowsFound
    markup: Mapping[str, RowsFound]
    garbled: RowsFound
    dutch: float
    not_dutch: RowsFound
    changed: Mapping[str, int]
    characters: int


@dataclass(frozen=True, slots=True)
class NumbersStated:
    """Of the numbers that labels say, how many stand in the texts.

    Attributes:
        stand: how many do.
        nowhere: the rows whose number does not.
    """

    stand: int
    nowhere: RowsFound


@dataclass(frozen=True, slots=True, repr=False)
class FileFigures:
    """What a raw file is like.

    Attributes:
        cohort: that reads it.
        file: where it stands.
        layout: how it is laid out.
        encoding: of a text file; empty for a workbook.
        rows: how many can be read.
        unreadable: how many cannot.
        repeated: rows that are the same as an earlier one in every column that is read.
        texts: what they are like; None if it has none.
        forms: of its ids and dates.
        identity: the columns of the patients' own data that are used; None if it can have none.
        identity_unused: headers that look like such columns and are not read.
        annotated: of reports in it, how many were annotated.
        placed: of annotations in it, how many are of a row; None if it holds none.
        numbers: of labels that are read from it; None if there are none.
        fault: why it cannot be read, as a code; empty if it can.
        problems: by code, how many a build lists of the file, whether it holds rows back or not.
        doubts: what is to be doubted.
    """

    cohort: str
    file: str
    layout: str
    encoding: str = ""
    rows: int = 0
    unreadable: int = 0
    repeated: RowsFound = field(default_factory=RowsFound)
    texts: TextFigures | None = None
    forms: tuple[ColumnForms, ...] = ()
    identity: tuple[str, ...] | None = None
    identity_unused: tuple[str, ...] = ()
    annotated: int = 0
    placed: tuple[int, int] | None = None
    numbers: NumbersStated | None = None
    fault: str = ""
    problems: Mapping[str, int] = field(default_factory=dict)
    doubts: tuple[Problem, ...] = ()
