"""What goes out of a file of records, as JSON lines or as Parquet: the name of the file tells."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.run import OUTPUT_EXISTS, OUTPUT_MISPLACED
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import absolute, require_file_or_nothing, system_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    import pyarrow as pa

_ANOTHER_FILE = "Give another file, or --overwrite to replace this one."
_PARQUET = ".parquet"
_ROWS = 1000
_SPAN = ("start", "end", "label")
_EXPLAINED = (*_SPAN, "rule", "confidence", "likely", "reasons")
_NUMBERS = ("start", "end", "likely")


def require_output(output: Path, sources: Iterable[Path], *, overwrite: bool) -> None:
    """Sees to it that an output may be written where it is to be.

    Raises:
        UsageFault: if something is there, or it is an input or lies in one.
        SystemFault: if the system refuses to look.
    """
    with system_faults(output.name):
        require_file_or_nothing(output)
        place = absolute(output)
        for source in map(absolute, sources):
            if place == source or source in place.parents:
                raise UsageFault(OUTPUT_MISPLACED, place=Place(output.name))
        if output.exists() and not overwrite:
            raise UsageFault(OUTPUT_EXISTS, place=Place(output.name), remedy=_ANOTHER_FILE)


def is_table(output: Path) -> bool:
    """Whether an output is to be Parquet."""
    return output.suffix.lower() == _PARQUET


def write_table(
    out: BinaryIO,
    lines: Iterable[bytes | memoryview],
    texts: Sequence[str],
    spans: Sequence[str],
    *,
    explained: bool = False,
) -> None:
    """Writes lines of JSON as Parquet; some thousand at a time are held.

    Args:
        out: where to.
        lines: objects whose spans are lists.
        texts: the members that are text, or numbers to be written as text.
        spans: the members that are lists of spans.
        explained: whether spans have seven parts, as of ``detect --explain``.

    Raises:
        OSError: if the system refuses.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    bodies: Iterator[dict[str, Any]] = (json.loads(bytes(line)) for line in lines)
    parts = _EXPLAINED if explained else _SPAN
    schema = pa.schema([*((name, pa.string()) for name in texts),
                        *((name, pa.list_(_struct(parts))) for name in spans)])  # fmt: skip
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := list(itertools.islice(bodies, _ROWS)):
            writer.write_table(_table(some, schema, parts))


def _struct(parts: Sequence[str]) -> pa.DataType:
    import pyarrow as pa

    def kind(name: str) -> pa.DataType:
        if name == "reasons":
            return pa.list_(pa.string())
        return pa.int32() if name in _NUMBERS else pa.string()

    return pa.struct([(name, kind(name)) for name in parts])


def _table(bodies: Sequence[dict[str, Any]], schema: pa.Schema, parts: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    columns = []
    for field in schema:
        if pa.types.is_string(field.type):
            values: list[Any] = [str(body[field.name]) for body in bodies]
        else:
            values = [
                [dict(zip(parts, span, strict=False)) for span in body[field.name]]
                for body in bodies
            ]
        columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=schema)
