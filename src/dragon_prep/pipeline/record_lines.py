"""The last stage of a file of records: what of a part may go out, as lines with their rows."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.audit.second_look import overlooked_problems
from dragon_prep.core.array_file import packed, unpacked
from dragon_prep.core.codes.run import REPORT_FAILED
from dragon_prep.core.errors import (
    Problem,
    problem_from_json,
    problem_to_json,
    rows_quarantined,
)
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.mishaps import require_few
from dragon_prep.core.phi import category_of
from dragon_prep.core.second_look import OverlookedCounts, is_held, overlooked_counts
from dragon_prep.intake.cleaned import CleanedCounts, cleaned_counts
from dragon_prep.pipeline.record_parts import RecordPart
from dragon_prep.pipeline.stage import Stage
from dragon_prep.pipeline.stages import DEIDENTIFY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from dragon_prep.core.digests import Array
    from dragon_prep.core.documents import Document
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import Overlooked
    from dragon_prep.pipeline.input_records import InputRecord
    from dragon_prep.pipeline.stage import Shard

_ARRAYS: dict[str, np.dtype[Any]] = {
    "rows": np.dtype("u8"),
    "ends": np.dtype("u8"),
    "lines": np.dtype("u1"),
}


@dataclass(slots=True, repr=False)
class RecordTotals:
    """What became of the records of a file, in numbers and problems.

    Attributes:
        records: how many were read.
        written: how many may go out.
        phi: how many PHI spans were replaced in them.
        trusted: how many of them went out as they are.
        problems: what was held back, or is worth a look.
        mishaps: of each record that failed, what failed.
        second_look: how much was found beside given spans, by what became of it and by category.
        cleaned: what was cleaned in the raw texts, by file and kind.
        provenance: how many labels of what was written come from where, as far as records say so.
    """

    records: int = 0
    written: int = 0
    phi: int = 0
    trusted: int = 0
    problems: list[Problem] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)
    second_look: OverlookedCounts = field(default_factory=dict)
    cleaned: CleanedCounts = field(default_factory=dict)
    provenance: dict[str, int] = field(default_factory=dict)

    def add_json(self, body: Mapping[str, Any]) -> None:
        """Adds those of a part."""
        self.records += body["records"]
        self.written += body["written"]
        self.phi += body["phi"]
        self.trusted += body["trusted"]
        self.problems += map(problem_from_json, body["problems"])
        self.mishaps += body["mishaps"]
        self.provenance = _summed(self.provenance, body["provenance"])
        for fate, counts in body["second_look"].items():
            self.second_look[fate] = _summed(self.second_look.get(fate, {}), counts)
        for file, kinds in body["cleaned"].items():
            of_file = self.cleaned.setdefault(file, {})
            for kind, counts in kinds.items():
                of_file[kind] = dict(Counter(of_file.get(kind, {})) + Counter(counts))


def _summed(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(one) + Counter(other)).items()))


def keyed_id(key: ProjectKey, namespace: str, name: str | int) -> str:
    """What stands for the id of a record: whoever has the key can tell it from the record's.

    Args:
        key: the project key.
        namespace: as it was given.
        name: the record's id in the input.
    """
    return key.digest(KeyPurpose.CASE, namespace, str(name)).hex()[:16]


@dataclass(frozen=True, slots=True, repr=False)
class Released:
    """What of a part may go out.

    Attributes:
        told: what is to be told of the part, see :meth:`RecordTotals.add_json`.
        rows: positions in the input, names, and documents, in order.
    """

    told: dict[str, Any]
    rows: list[tuple[int, str | int, Document]]


def released(shard: Shard) -> Released:
    """What of a part may go out, and what is to be told of the rest.

    Args:
        shard: a part of a file of records, de-identified.

    Raises:
        SystemFault: if a file of it is gone or damaged.
        ValueError: if it is no such part.
    """
    from dragon_prep.pipeline.shard_table import from_parquet

    part, kept = shard.part, shard.site.surrogates.kept
    if not isinstance(part, RecordPart):
        raise ValueError("the shard is no part of a file of records")
    problems: list[Problem] = []
    records = dict(part.records(problems))
    unusable = rows_quarantined(problems)
    overlooked: list[Overlooked] = []
    mishaps: list[str] = []
    rows: list[tuple[int, str | int, Document]] = []
    phi = 0
    for row in sorted(from_parquet(DEIDENTIFY.read(shard)), key=lambda row: row.position):
        if row.mishap:
            mishaps.append(row.mishap)
            problems.append(Problem(REPORT_FAILED, row.document.place, row.mishap))
            continue
        problems += row.verdict.problems(row.document.place)
        problems += overlooked_problems(row.overlooked, row.document.place, None)
        overlooked += row.overlooked
        if row.verdict.is_clean and not is_held(row.overlooked):
            phi += sum(category_of(label) not in kept for *_, label in row.document.phi)
            rows.append((row.position, _name(records[row.position], shard), row.document))
    told = {
        "records": len(records),
        "unusable": unusable,
        "written": len(rows),
        "phi": phi,
        "trusted": sum(record.report.phi == () for record in records.values()),
        "problems": [problem_to_json(problem) for problem in problems],
        "mishaps": mishaps,
        "second_look": overlooked_counts(overlooked),
        "cleaned": cleaned_counts(record.report for record in records.values()),
        "provenance": sum(
            (Counter(records[position].origins) for position, *_ in rows), Counter[str]()
        ),
    }
    return Released(told, rows)


def _lines(shard: Shard, _nothing: None) -> bytes:
    """What of a part may go out as lines, and what is to be told of the rest."""
    out = released(shard)
    lines = [_line(name, document) for _, name, document in out.rows]
    arrays = {
        "rows": np.array([row for row, *_ in out.rows], "u8"),
        "ends": np.cumsum([len(line) for line in lines], dtype="u8"),
        "lines": np.frombuffer(b"".join(lines), "u1"),
    }
    return packed(out.told, arrays)


def _name(record: InputRecord, shard: Shard) -> str | int:
    if isinstance(shard.part, RecordPart) and shard.part.reader.keep_ids:
        return record.id
    return keyed_id(shard.site.key, record.report.centre, record.id)


def _line(name: str | int, document: Document) -> bytes:
    body = {
        "id": name,
        "text": document.text,
        "spans": [list(span) for span in document.phi],
        "entities": [list(span) for span in document.entities],
    }
    return json.dumps(body).encode("ascii") + b"\n"


LINES: Stage[None] = Stage("lines", ".arrays", _lines)


def namespace_of(shards: Sequence[Shard]) -> str:
    """In which the patients' ids of parts are unique, as it was given."""
    parts = [shard.part for shard in shards if isinstance(shard.part, RecordPart)]
    return parts[0].reader.namespace if parts else ""


def joined(shards: Sequence[Shard], out: BinaryIO) -> RecordTotals:
    """Writes what may go out in the order of the input, and adds up what is told of each part.

    Args:
        shards: all parts of a file, the last stage done with each.
        out: where to.

    Raises:
        OwnFault: if too many records fail; nothing is written then.
        OSError: if the system refuses.
    """
    totals, lines = ordered(shards)
    for line in lines:
        out.write(line)
    return totals


def ordered(shards: Sequence[Shard]) -> tuple[RecordTotals, Iterator[memoryview]]:
    """What is told of all parts, and the lines that may go out, in the order of the input.

    Arguments and faults are those of :func:`joined`.
    """
    totals = RecordTotals()
    pieces: list[Array] = []
    rows, places = [np.zeros(0, "u8")], [np.zeros((0, 3), "u8")]
    for number, shard in enumerate(shards):
        body, arrays = unpacked(LINES.map(shard), _ARRAYS)
        totals.add_json(body)
        ends = arrays["ends"]
        starts = np.concatenate((np.zeros(min(len(ends), 1), "u8"), ends[:-1]))
        rows.append(arrays["rows"])
        places.append(np.stack((np.full(len(ends), number, "u8"), starts, ends), axis=1))
        pieces.append(arrays["lines"])
    require_few(totals.mishaps, totals.records, namespace_of(shards))
    every = np.concatenate(places)
    order = np.argsort(np.concatenate(rows), kind="stable")
    return totals, (
        pieces[int(number)][int(start) : int(end)].data for number, start, end in every[order]
    )
