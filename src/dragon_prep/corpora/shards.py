"""A shard of a corpus: a table of reports in a file, verified each time it is read."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragon_prep.core.codes.corpora import CORPUS_DAMAGED
from dragon_prep.core.document_table import column_of, values_of
from dragon_prep.core.errors import Place, VerifyFault
from dragon_prep.core.files import system_faults
from dragon_prep.corpora.manifest import ShardEntry, read_manifest
from dragon_prep.corpora.masked import masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dragon_prep.corpora.manifest import CorpusManifest

_PLACES = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
SCHEMA = pa.schema(
    [("id", pa.string()), ("patient", pa.string()), ("text", pa.string()), ("phi", _PLACES)]
)
"""The columns of a corpus: keyed stand-ins of report and patient, the de-identified text, and where
the surrogates are in it."""

INNER = ("patient", "phi")
"""Columns that are for the work on a corpus, and go out of it only where that is asked for, or not
at all: whoever knows where the surrogates are knows that other names are real."""

JSON_LINES = "jsonl"
PARQUET = "parquet"


@dataclass(frozen=True, slots=True, repr=False)
class Corpus:
    """A corpus that is there.

    Attributes:
        folder: where.
        manifest: what is told of it.
    """

    folder: Path
    manifest: CorpusManifest

    @classmethod
    def open(cls, folder: Path) -> Corpus:
        """Opens a corpus; its shards are verified as they are read.

        Raises:
            UsageFault: if the folder is none.
            VerifyFault: if its manifest is damaged.
        """
        return cls(folder, read_manifest(folder))

    @property
    def has_patients(self) -> bool:
        """Whether it says whose its reports are."""
        return "patient" in self.manifest.columns

    def read(self, entry: ShardEntry) -> pa.Table:
        """A shard.

        Raises:
            VerifyFault: if it is gone or damaged.
            SystemFault: if it cannot be read.
        """
        return read_shard(self.folder, entry)

    def tables(self) -> Iterator[tuple[ShardEntry, pa.Table]]:
        """All shards, one after the other."""
        for entry in self.manifest.shards:
            yield entry, self.read(entry)


def read_shard(folder: Path, entry: ShardEntry) -> pa.Table:
    """A shard of the corpus in a folder; faults as of :meth:`Corpus.read`."""
    place = Place(f"{folder.name}/{entry.file}")
    with system_faults(place.file):
        try:
            data = folder.joinpath(*entry.file.split("/")).read_bytes()
        except FileNotFoundError:
            raise VerifyFault(CORPUS_DAMAGED, "a shard is missing", place=place) from None
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise VerifyFault(CORPUS_DAMAGED, place=place)
    return from_bytes(data, entry.file.rpartition(".")[2])


@dataclass(frozen=True, slots=True, repr=False)
class CorpusRow:
    """A report of a corpus.

    Attributes:
        id: stands for the report.
        patient: stands for the patient.
        text: de-identified.
        phi: where the surrogates are in it; disjoint, in order.
    """

    id: str
    patient: str
    text: str
    phi: Sequence[tuple[int, int]] = ()


def table_of(rows: Iterable[CorpusRow]) -> pa.Table:
    """A table of :data:`SCHEMA`, in keyed order: that of the ids."""
    ordered = sorted(rows, key=lambda row: row.id)
    columns = (
        column_of((getattr(row, field.name) for row in ordered), field.type) for field in SCHEMA
    )
    return pa.Table.from_arrays([*columns], schema=SCHEMA)


def masked_texts(table: pa.Table) -> list[str]:
    """The texts of a shard, without their surrogates."""
    texts, places = (values_of(table.column(name)) for name in ("text", "phi"))
    return list(map(masked, texts, places))


def to_bytes(table: pa.Table, form: str = PARQUET) -> bytes:
    """A table as the bytes of a file."""
    buffer = io.BytesIO()
    if form == JSON_LINES:
        for batch in table.to_batches(max_chunksize=1000):
            for row in batch.to_pylist():
                buffer.write(json.dumps(row).encode("ascii") + b"\n")
    else:
        pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def from_bytes(data: bytes, form: str = PARQUET) -> pa.Table:
    """What :func:`to_bytes` made."""
    if form == JSON_LINES:
        rows: list[dict[str, Any]] = [json.loads(line) for line in data.splitlines()]
        names = [name for name in SCHEMA.names if not rows or name in rows[0]]
        fields = pa.schema([SCHEMA.field(name) for name in names])
        return pa.Table.from_pylist(rows, schema=fields)
    return pq.read_table(pa.BufferReader(data))


def entry_of(file: str, data: bytes, table: pa.Table) -> ShardEntry:
    """What is told of a shard.

    Args:
        file: its place in the corpus.
        data: its bytes.
        table: what it holds.
    """
    texts = table.column("text").to_pylist()
    patients = set(table.column("patient").to_pylist()) if "patient" in table.column_names else ()
    return ShardEntry(
        file,
        hashlib.sha256(data).hexdigest(),
        len(texts),
        len(patients),
        sum(len(text.split()) for text in texts),
        sum(map(len, texts)),
    )
