"""The spellings that pieces have, each met once and given a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.detect.learned.pieces import CASES, case_of, coarse_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dragon_prep.language.words import WordTable

    Codes = NDArray[np.int32]

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
        self._kinds: list[int] = []
        self._cases: list[int] = []
        self._small: list[int] = []
        self._notes: Codes = np.zeros(0, np.int32)
        self._arrays: tuple[Codes, ...] = ()
        self._row_of(OUTSIDE)

    def __len__(self) -> int:
        return len(self.names)

    def rows_of(self, names: Iterable[str]) -> list[int]:
        """The row of each of some spellings; those that are new get one."""
        names = list(names)
        rows = self._rows
        try:
            return [rows[name] for name in names]
        except KeyError:
            return [self._row_of(name) for name in names]

    def kinds(self) -> Codes:
        """The coarse class of each row."""
        return self._as_arrays()[0]

    def cases(self) -> Codes:
        """How each row is written, 0 if it is no word."""
        return self._as_arrays()[1]

    def small(self) -> Codes:
        """The row of each row's lower case."""
        return self._as_arrays()[2]

    def noted_elsewhere(self, rows: Codes, notes: Codes) -> Codes:
        """What is noted of the same word at another place of a text, where nothing is noted.

        Args:
            rows: of the pieces of the text.
            notes: of each, 0 for nothing; of several for a word the last one counts.
        """
        if len(self._notes) < len(self.names):
            self._notes = np.zeros(2 * len(self.names), np.int32)
        words, at = self.small()[rows], notes.nonzero()[0]
        self._notes[words[at]] = notes[at]
        noted = self._notes[words]
        self._notes[words[at]] = 0
        noted[at] = 0
        return noted

    def _as_arrays(self) -> tuple[Codes, ...]:
        if not self._arrays or len(self._arrays[0]) != len(self.names):
            lists = (self._kinds, self._cases, self._small)
            self._arrays = tuple(np.array(values, np.int32) for values in lists)
        return self._arrays

    def _row_of(self, name: str) -> int:
        row = self._rows.get(name)
        if row is not None:
            return row
        low = name.lower()
        small = None if low == name else self._row_of(low)
        row = self._rows[name] = len(self.names)
        self.names.append(name)
        self._kinds.append(coarse_of(name, self.classes[low]))
        self._cases.append(CASES[case_of(name)] if name[:1].isalpha() else 0)
        self._small.append(row if small is None else small)
        return row
