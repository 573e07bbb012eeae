"""The spellings that pieces have, each met once and given a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.pieces import CASES, case_of, coarse_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dragon_prep.language.words import WordTable

    Slots = NDArray[np.int64]

OUTSIDE = ""  # the spelling of what is outside the text; its row is 0


class Spellings:
    """The spellings met so far. Rows are given in the order in which they are met.

    Attributes:
        classes: what each word is.
        names: the spelling of each row.
    """

    def __init__(self, classes: WordTable) -> None:
        self.classes = classes
        self.names: list[str] = []
        self._rows: dict[str, int] = {}
        self._told: list[tuple[int, int, int]] = []  # of the rows that the table has not yet
        self._table: Slots = np.zeros((3, 0), np.int64)
        self._marks: Slots = np.zeros(0, np.int64)
        self._row_of(OUTSIDE)

    def __len__(self) -> int:
        return len(self.names)

    def rows_of(self, names: Sequence[str]) -> list[int]:
        """The row of each of some spellings; those that are new get one."""
        rows = self._rows
        try:
            return [rows[name] for name in names]
        except KeyError:
            return [self._row_of(name) for name in names]

    def kinds(self) -> Slots:
        """The coarse class of each row."""
        kinds: Slots = self._filled()[0]
        return kinds

    def cases(self) -> Slots:
        """How each row is written, 0 if it is no word."""
        cases: Slots = self._filled()[1]
        return cases

    def small(self) -> Slots:
        """The row of each row's lower case."""
        small: Slots = self._filled()[2]
        return small

    def noted_elsewhere(self, rows: Slots, notes: Slots, text_of: Slots) -> Slots:
        """What is noted of the same word at another place of its text, where nothing is noted.

        Args:
            rows: of the pieces of some texts.
            notes: of each, 0 for nothing; of several for a word the last one counts.
            text_of: the number of the text of each.
        """
        at = notes.nonzero()[0]
        if not len(at):
            return notes
        words = self.small().take(rows)
        if len(self._marks) < len(self.names):
            self._marks = np.zeros(2 * len(self.names), np.int64)
        # Words of which something is noted in any of the texts get a column, others the first one.
        self._marks[words[at]] = np.arange(1, len(at) + 1)
        columns = self._marks.take(words)
        self._marks[words[at]] = 0
        table = np.zeros((int(text_of[-1]) + 1, len(at) + 1), np.int64)
        table[text_of[at], columns[at]] = notes[at]
        noted = table[text_of, columns]
        noted[at] = 0
        return noted

    def _filled(self) -> Slots:
        """What is told of each row: coarse class, case, and the row of its lower case."""
        count, told = len(self.names), self._told
        if told:
            known = count - len(told)
            if count > self._table.shape[1]:
                table: Slots = np.zeros((3, 2 * count), np.int64)
                table[:, :known] = self._table[:, :known]
                self._table = table
            self._table[:, known:count] = np.array(told, np.int64).T
            told.clear()
        return self._table[:, :count]

    def _row_of(self, name: str) -> int:
        row = self._rows.get(name)
        if row is not None:
            return row
        low = name.lower()
        small = None if low == name else self._row_of(low)
        row = self._rows[name] = len(self.names)
        self.names.append(name)
        case = CASES[case_of(name)] if name[:1].isalpha() else 0
        kind = coarse_of(name, self.classes[low])
        self._told.append((kind, case, row if small is None else small))
        return row
