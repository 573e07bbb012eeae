"""The last stage of a corpus: what of a part may go out, as the bytes of a shard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.array_file import packed, unpacked
from dragon_prep.core.mishaps import require_few
from dragon_prep.pipeline.record_lines import RecordTotals, namespace_of, released
from dragon_prep.pipeline.record_parts import RecordPart
from dragon_prep.pipeline.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.pipeline.stage import Shard

_ARRAYS: dict[str, np.dtype[Any]] = {"table": np.dtype("u1")}


def _columns(shard: Shard, _nothing: None) -> bytes:
    from dragon_prep.corpora.shards import CorpusRow, table_of, to_bytes

    out = released(shard)
    documents = [document for *_, document in out.rows]
    table = table_of(
        CorpusRow(str(name), document.patient, document.text, [span[:2] for span in document.phi])
        for _, name, document in out.rows
    )
    records = shard.part.records([]) if isinstance(shard.part, RecordPart) else ()
    told = {
        **out.told,
        "patients": len({record.report.patient for _, record in records}),
        "patients_left": len({document.patient for document in documents}),
    }
    return packed(told, {"table": np.frombuffer(to_bytes(table), "u1")})


COLUMNS: Stage[None] = Stage("columns", ".arrays", _columns)


@dataclass(slots=True, repr=False)
class CorpusTotals:
    """What became of the records of a corpus.

    Attributes:
        records: in numbers and problems, as of any file of records.
        unusable: how many could not be used at all.
        patients: of how many patients those are that could.
        patients_left: of how many those are that may go out.
    """

    records: RecordTotals = field(default_factory=RecordTotals)
    unusable: int = 0
    patients: int = 0
    patients_left: int = 0


def totals_of(shards: Sequence[Shard]) -> CorpusTotals:
    """What became of all records.

    Args:
        shards: all parts, the last stage done with each.

    Raises:
        OwnFault: if too many records fail.
        SystemFault: if a file of the work is damaged.
    """
    totals = CorpusTotals()
    for shard in shards:
        body, _ = unpacked(COLUMNS.map(shard), _ARRAYS)
        totals.records.add_json(body)
        totals.unusable += body["unusable"]
        totals.patients += body["patients"]
        totals.patients_left += body["patients_left"]
    of = totals.records
    require_few(of.mishaps, of.records, namespace_of(shards))
    return totals


def shard_bytes(shard: Shard) -> bytes:
    """The shard that a part becomes, a file of Parquet.

    Raises:
        SystemFault: if the file of the work is gone or damaged.
    """
    _, arrays = unpacked(COLUMNS.map(shard), _ARRAYS)
    return arrays["table"].tobytes()
