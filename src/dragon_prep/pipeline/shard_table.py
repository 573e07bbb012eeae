"""A shard as a Parquet file: documents, where each stands in the cohort, and its verdict."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from dragon_prep.audit.verdicts import Verdict
from dragon_prep.core.document_table import (
    DOCUMENT_SCHEMA,
    column_of,
    from_table,
    to_table,
    values_of,
)
from dragon_prep.core.errors import Place
from dragon_prep.core.second_look import Fate, Overlooked
from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.core.documents import Document

_COUNTS = pa.list_(
    pa.struct([("what", pa.string()), ("category", pa.string()), ("count", pa.int32())])
)
_OVERLOOKED = pa.list_(
    pa.struct(
        [
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("label", pa.string()),
            ("fate", pa.string()),
        ]
    )
)
SHARD_SCHEMA = pa.schema(
    [
        *DOCUMENT_SCHEMA,
        pa.field("position", pa.int64()),
        pa.field("leaks", _COUNTS),
        pa.field("coincidences", _COUNTS),
        pa.field("doubts", _COUNTS),
        pa.field("mishap", pa.string()),
        pa.field("overlooked", _OVERLOOKED),
        pa.field("marks_file", pa.string()),
        pa.field("marks_row", pa.int64()),
    ]
)
_MORE = SHARD_SCHEMA.names[len(DOCUMENT_SCHEMA) :]


@dataclass(frozen=True, slots=True, repr=False)
class ShardRow:
    """A document on its way out, or what stands for one that failed.

    Attributes:
        position: of its report in the cohort.
        document: the report, de-identified.
        verdict: what the audit found in it.
        mishap: what failed, if something did.
        overlooked: what nobody marked in it, if somebody annotated it.
        marks: the file and row of its annotation, where something was overlooked.
    """

    position: int
    document: Document
    verdict: Verdict
    mishap: str = ""
    overlooked: tuple[Overlooked, ...] = ()
    marks: Place | None = None


def to_parquet(rows: Sequence[ShardRow]) -> bytes:
    """A file of :data:`SHARD_SCHEMA`."""
    table = to_table([row.document for row in rows])
    more = {
        "position": (row.position for row in rows),
        "leaks": (_counts(row.verdict.leaks) for row in rows),
        "coincidences": (_counts(row.verdict.coincidences) for row in rows),
        "doubts": (_counts(row.verdict.doubts) for row in rows),
        "mishap": (row.mishap for row in rows),
        "overlooked": (
            [(one.span.start, one.span.end, one.span.label, one.fate) for one in row.overlooked]
            for row in rows
        ),
        "marks_file": (row.marks.file if row.marks else None for row in rows),
        "marks_row": (row.marks.row if row.marks else None for row in rows),
    }
    for name, values in more.items():
        field = SHARD_SCHEMA.field(name)
        table = table.append_column(field, column_of(values, field.type))
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    del table
    _give_back()
    return buffer.getvalue()


def from_parquet(data: bytes) -> list[ShardRow]:
    """What :func:`to_parquet` wrote."""
    table = pq.read_table(pa.BufferReader(data))
    more = (values_of(table.column(name)) for name in _MORE)
    rows = [
        ShardRow(
            position,
            document,
            Verdict(*map(_by_key, counts)),
            mishap,
            tuple(Overlooked(Span(*span), Fate(fate)) for *span, fate in found),
            Place(file, row) if file is not None else None,
        )
        for document, position, *counts, mishap, found, file, row in zip(
            from_table(table), *more, strict=True
        )
    ]
    del table
    _give_back()
    return rows


def _give_back() -> None:
    """Gives the buffers of a shard back to the system; else they stay as long as the process."""
    pa.default_memory_pool().release_unused()


def _counts(counts: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    return [(what, category, count) for (what, category), count in sorted(counts.items())]


def _by_key(rows: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    return {(what, category): count for what, category, count in rows}
