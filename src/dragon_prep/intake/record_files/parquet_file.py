"""Parquet as a file of records."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.record_files.columns import line_of
from dragon_prep.intake.record_files.files import FileState
from dragon_prep.intake.record_files.one_file import OneFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20
_ROWS = 512


@dataclass(frozen=True, slots=True, repr=False)
class ParquetFile(OneFile):
    """A Parquet file."""

    def survey(self) -> FileState:
        """Its digest, and how many bytes its columns have; faults as of :meth:`lines`."""
        import pyarrow.parquet as pq

        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        with self._told():
            data = pq.ParquetFile(self.path).metadata
            size = sum(data.row_group(at).total_byte_size for at in range(data.num_row_groups))
        return FileState(digest.hexdigest(), size)

    def lines(self, state: FileState) -> Iterator[tuple[int, str]]:  # noqa: ARG002 - as others
        """Its rows with their numbers, from 1.

        Raises:
            InputFault: if it is damaged, or lacks a column.
            OSError: if it cannot be read.
        """
        import pyarrow.parquet as pq

        with self._told(), pq.ParquetFile(self.path, buffer_size=_CHUNK) as file:
            there = file.schema_arrow.names
            self.columns.require_in(there, Place(self.name))
            columns = [name for name in self.columns.every if name in there]
            number = 0
            for batch in file.iter_batches(_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield number, line_of(row)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, ValueError):
            detail = "it is no Parquet file, or damaged"
            raise InputFault(FILE_UNREADABLE, detail, place=Place(self.name)) from None
        except OSError as error:
            if error.errno is not None:
                raise
            detail = "it is no Parquet file, or damaged"
            raise InputFault(FILE_UNREADABLE, detail, place=Place(self.name)) from None
