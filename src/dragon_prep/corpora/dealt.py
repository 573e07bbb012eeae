"""Reports dealt anew, so that all of a patient's lie in one pile; what waits in memory is bounded.

A pile is a file to which pieces are added, each a table behind its length.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.core.digests import Array

_HELD = 1 << 26  # bytes of all piles that wait to be written
_HEAD = 8


@dataclass(frozen=True, slots=True, repr=False)
class Pile:
    """What was dealt to one shard.

    Attributes:
        folder: of the work.
        number: of the pile.
    """

    folder: Path
    number: int

    @property
    def path(self) -> Path:
        """The file; there is none where nothing was dealt."""
        return self.folder / f"pile-{self.number:05}"

    def add(self, tables: list[pa.Table]) -> None:
        """Adds a piece.

        Raises:
            OSError: if the system refuses.
        """
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, tables[0].schema) as stream:
            stream.write_table(pa.concat_tables(tables))
        data = sink.getvalue()
        with self.path.open("ab") as file:
            file.write(data.size.to_bytes(_HEAD, "big"))
            file.write(data)

    def read(self) -> pa.Table | None:
        """All that was dealt, by id, each report once: the one that came first; None for nothing.

        Raises:
            OSError: if the system refuses.
        """
        if not self.path.exists():
            return None
        table = pa.concat_tables(self._pieces())
        ids = np.array(table.column("id").to_pylist())
        _, firsts = np.unique(ids, return_index=True)
        return table.take(pa.array(firsts)).combine_chunks()

    def _pieces(self) -> Iterator[pa.Table]:
        data = self.path.read_bytes()
        at = 0
        while at < len(data):
            start = at + _HEAD
            at = start + int.from_bytes(data[at:start], "big")
            yield pa.ipc.open_stream(pa.py_buffer(data[start:at])).read_all()


class Dealt:
    """Deals reports to piles.

    Args:
        folder: of the work.
        count: how many piles.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self._waiting: defaultdict[int, list[pa.Table]] = defaultdict(list)
        self._size = 0

    def add(self, table: pa.Table) -> list[int]:
        """Adds reports; what stands for their patients, as numbers.

        Raises:
            OSError: if the system refuses.
        """
        whose = [int(name[:16], 16) for name in table.column("patient").to_pylist()]
        piles: Array = np.array(whose, "u8") % np.uint64(self.count)
        for number in np.unique(piles).tolist():
            self._waiting[number].append(table.filter(pa.array(piles == number)))
        self._size += table.nbytes
        if self._size > _HELD:
            self.flush()
        return whose

    def flush(self) -> None:
        """Writes what waits.

        Raises:
            OSError: if the system refuses.
        """
        for number, tables in sorted(self._waiting.items()):
            Pile(self.folder, number).add(tables)
        self._waiting.clear()
        self._size = 0
