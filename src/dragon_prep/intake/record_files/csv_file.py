"""Text with separators as a file of records."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_EMPTY, HEADER_REPEATED
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.record_files.columns import broken_line, line_of
from dragon_prep.intake.record_files.json_lines import text_state, text_stream
from dragon_prep.intake.record_files.one_file import OneFile
from dragon_prep.intake.record_files.streams import PackedFile
from dragon_prep.intake.records import as_json
from dragon_prep.intake.separated import checked_rows, csv_rows, separator_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.intake.record_files.files import FileState

_HEAD = 50  # lines that tell the separator


@dataclass(frozen=True, slots=True, repr=False)
class CsvFile(OneFile):
    """A file with separators, the first row of which is its header."""

    def survey(self) -> FileState:
        """Its digest, and whether it is UTF-8; faults as of :meth:`lines`."""
        return text_state(PackedFile(self.path, self.name))

    def lines(self, state: FileState) -> Iterator[tuple[int, str]]:
        """Its rows with their numbers, the header being row 1.

        Raises:
            InputFault: if it has no header, or lacks a column, if a quotation mark stands where
                none can be, or it is packed and damaged.
            OSError: if it cannot be read.
        """
        place = Place(self.name)
        with text_stream(PackedFile(self.path, self.name), state, newline="") as stream:
            head = list(itertools.islice(stream, _HEAD))
            separator = separator_of("".join(head), self.columns.every)
            rows = enumerate(csv_rows(itertools.chain(head, stream), place, separator), start=1)
            header = self._header(rows, place)
            at = {name: header.index(name) for name in self.columns.every if name in header}
            for number, cells, fault in checked_rows(rows, len(header)):
                if fault:
                    yield number, broken_line(fault)
                else:
                    yield number, line_of(self._row(cells, at))

    def _header(self, rows: Iterator[tuple[int, list[str]]], place: Place) -> list[str]:
        for _, cells in rows:
            header = [cell.strip() for cell in cells]
            while header and not header[-1]:
                header.pop()
            if not header or (len(header) == 1 and header[0].startswith("sep=")):
                continue
            self.columns.require_in(header, place)
            for name in self.columns.every:
                if header.count(name) > 1:
                    raise InputFault(HEADER_REPEATED, place=Place(self.name, None, name))
            return header
        raise InputFault(FILE_EMPTY, place=place)

    def _row(self, cells: list[str], at: dict[str, int]) -> dict[str, object]:
        row: dict[str, object] = {
            name: cells[column] for name, column in at.items() if cells[column].strip()
        }
        for name in (self.columns.spans, self.columns.entities):
            if isinstance(said := row.get(name), str):
                row[name] = as_json(said) or said  # what is no JSON is told as no list of spans
        return row
