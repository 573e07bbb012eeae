"""What a page is made of: sections of paragraphs, tables, charts and lists of words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.small_counts import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, repr=False)
class TableCell:
    """One cell of a table.

    Attributes:
        text: what it says.
        kind: ``text``, ``number``, or ``count``: of reports, patients or mentions.
    """

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True, repr=False)
class PageTable:
    """A table; the first cell of each row is its header.

    Attributes:
        caption: what it shows.
        columns: their headers.
        rows: of as many cells each.
        note: a line beneath it.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    note: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of each column: that of its first row."""
        return tuple(cell.kind for cell in self.rows[0]) if self.rows else ()


@dataclass(frozen=True, slots=True, repr=False)
class Chart:
    """A drawing, and the table beneath it with what it shows.

    Attributes:
        name: unique on its page, for its title to be found by.
        title: what it shows.
        svg: the drawing, in markup of our own.
        table: the same in figures.
    """

    name: str
    title: str
    svg: str
    table: PageTable | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """A list of terms, each with what it means."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Lines:
    """What is typed or shown in fixed letters."""

    text: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class Heading:
    """A heading within a section."""

    text: str


Block = str | PageTable | Chart | Words | Lines | Heading


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """A part of a page.

    Attributes:
        name: for links to it.
        title: its heading.
        blocks: what it holds; a string is a paragraph.
        parts: sections within it.
    """

    name: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = field(default=())


def text(words: object) -> TableCell:
    """A cell of words."""
    return TableCell(str(words))


def count(number: int) -> TableCell:
    """A cell with a count, as it may be told."""
    return TableCell(shown(number), "count")


def told(words: str) -> TableCell:
    """A cell with a count that is in words already."""
    return TableCell(words, "count")


def number(words: str) -> TableCell:
    """A cell with a number that counts nobody."""
    return TableCell(words, "number")


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[TableCell]], note: str = ""
) -> PageTable:
    """A table of rows."""
    return PageTable(caption, tuple(columns), tuple(map(tuple, rows)), note)
