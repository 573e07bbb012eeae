"""Documents as an Arrow table, and back: a column for each attribute, spans as lists of structs."""

from __future__ import annotations

from itertools import accumulate, pairwise, starmap
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("label", pa.string())]))
_PAIRS = pa.list_(
    pa.struct([(name, pa.int32()) for name in ("start", "end", "new_start", "new_end")])
)
_TALLIES = pa.list_(pa.struct([("category", pa.string()), ("count", pa.int32())]))
_SAID = pa.list_(pa.struct([("said", pa.string()), ("category", pa.string())]))
_FIELDS = pa.list_(pa.struct([("name", pa.string()), ("text", pa.string()), ("flag", pa.bool_())]))

DOCUMENT_SCHEMA = pa.schema(
    [
        ("case", pa.string()),
        ("patient", pa.string()),
        ("centre", pa.string()),
        ("cohort", pa.string()),
        ("text", pa.string()),
        ("phi", _SPANS),
        ("entities", _SPANS),
        ("replaced", _PAIRS),
        ("fields", _FIELDS),  # a field has a text, a flag, or neither
        ("file", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("annotated", pa.bool_()),
        ("lost", pa.list_(pa.string())),
        ("unread", _TALLIES),
        ("speaks", _SAID),
        ("shingles", pa.binary()),
        ("links", pa.list_(pa.string())),
        ("phi_from", _TALLIES),
        ("entities_from", _TALLIES),
    ]
)


def to_table(documents: Sequence[Document]) -> pa.Table:
    """Documents as a table of :data:`DOCUMENT_SCHEMA`, a row each, in their order."""
    columns: dict[str, Iterable[Any]] = {
        "case": (d.case for d in documents),
        "patient": (d.patient for d in documents),
        "centre": (d.centre for d in documents),
        "cohort": (d.cohort for d in documents),
        "text": (d.text for d in documents),
        "phi": (d.phi for d in documents),
        "entities": (d.entities for d in documents),
        "replaced": (d.replaced for d in documents),
        "fields": ([*starmap(_field, d.fields.items())] for d in documents),
        "file": (d.place.file for d in documents),
        "row": (d.place.row for d in documents),
        "column": (d.place.column for d in documents),
        "annotated": (d.annotated for d in documents),
        "lost": (d.lost for d in documents),
        "unread": ([*d.unread.items()] for d in documents),
        "speaks": (d.speaks for d in documents),
        "shingles": (d.shingles for d in documents),
        "links": (d.links for d in documents),
        "phi_from": ([*d.phi_from.items()] for d in documents),
        "entities_from": ([*d.entities_from.items()] for d in documents),
    }
    arrays = [column_of(columns[field.name], field.type) for field in DOCUMENT_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=DOCUMENT_SCHEMA)


def require_writable(document: Document) -> None:
    """Sees to it that all that a document says can be written: half a character cannot.

    Raises:
        UnicodeEncodeError: if it cannot.
    """
    labels = (label for _, _, label in (*document.phi, *document.entities))
    fields = (said for item in document.fields.items() for said in item if isinstance(said, str))
    for said in (document.text, *labels, *fields):
        said.encode()


def from_table(table: pa.Table) -> list[Document]:
    """The documents of a table that has at least the columns of :data:`DOCUMENT_SCHEMA`."""
    columns = (values_of(table.column(name)) for name in DOCUMENT_SCHEMA.names)
    return [
        Document(
            case=case,
            patient=patient,
            centre=centre,
            cohort=cohort,
            text=text,
            phi=phi,
            entities=entities,
            replaced=replaced,
            fields={name: flag if said is None else said for name, said, flag in fields},
            place=Place(file, row, column),
            annotated=annotated,
            lost=tuple(lost),
            unread=dict(unread),
            speaks=speaks,
            shingles=shingles,
            links=tuple(links),
            phi_from=dict(phi_from),
            entities_from=dict(entities_from),
        )
        for (
            case,
            patient,
            centre,
            cohort,
            text,
            phi,
            entities,
            replaced,
            fields,
            file,
            row,
            column,
            annotated,
            lost,
            unread,
            speaks,
            shingles,
            links,
            phi_from,
            entities_from,
        ) in zip(*columns, strict=True)
    ]


def _field(name: str, value: str | bool | None) -> tuple[str, str | None, bool | None]:
    return (name, None, value) if isinstance(value, bool) else (name, value, None)


def column_of(values: Iterable[Any], kind: pa.DataType) -> pa.Array:
    """A column of an Arrow type.

    Args:
        values: of its rows; of a list of structs, sequences of tuples in the order of the fields.
        kind: of the column.
    """
    if not _is_of_structs(kind):
        return pa.array(values, kind)
    rows = list(values)
    flat = [item for row in rows for item in row]
    # Column by column: a value at a time takes four times as long.
    fields = list(kind.value_type)
    apart = list(zip(*flat, strict=True)) or [()] * len(fields)
    arrays = [pa.array(part, field.type) for part, field in zip(apart, fields, strict=True)]
    offsets = pa.array(accumulate(map(len, rows), initial=0), pa.int32())
    structs = pa.StructArray.from_arrays(arrays, fields=fields)
    return pa.ListArray.from_arrays(offsets, structs, type=kind)


def values_of(column: pa.ChunkedArray) -> list[Any]:
    """The rows of a column; a list of structs as tuples of tuples."""
    rows: list[Any] = []
    for chunk in column.chunks:
        if not _is_of_structs(column.type):
            rows += _plain(chunk)
            continue
        items = list(zip(*map(_plain, chunk.values.flatten()), strict=True))
        rows += (tuple(items[a:b]) for a, b in pairwise(_plain(chunk.offsets)))
    return rows


def _is_of_structs(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) and pa.types.is_struct(kind.value_type))


def _plain(array: pa.Array) -> list[Any]:
    """The values of an array, in a third of the time that Arrow takes for one at a time."""
    if pa.types.is_integer(array.type) and not array.null_count:
        return list(array.to_numpy().tolist())
    if pa.types.is_string(array.type):  # few of them are different
        encoded = array.dictionary_encode()
        words = [*encoded.dictionary.to_pylist(), None]
        return [words[at] for at in encoded.indices.fill_null(-1).to_numpy()]
    return list(array.to_pylist())
