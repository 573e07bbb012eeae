"""A first look at all records of an input, before hours of work are spent on what is wrong in it.

What tells nobody by itself is found here: a file without records, a member that none of them has,
ids that stand for several reports, ids that a spreadsheet changed, texts that are no reports.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import InputFault, Place, Problem, UsageFault, number_of
from dragon_prep.intake.ids import alike, is_rounded, plain_id
from dragon_prep.intake.placeholders import text_fault
from dragon_prep.intake.record_files.columns import fault_of
from dragon_prep.intake.record_files.files import file_of, place_of
from dragon_prep.intake.record_files.text_folder import TextFolder
from dragon_prep.intake.records import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.intake.record_files.columns import RecordColumns
    from dragon_prep.intake.record_files.files import RecordFiles

_OF_TEXTS = (
    "Put the texts of each patient into a folder of its own, or say whose they are: --text-names, "
    "--text-table."
)
_LEAST, _SHARE = 20, 0.05  # reports whose ids are others', from which on the column is wrong


@dataclass(frozen=True, slots=True, repr=False)
class RecordLook:
    """What a look at all records tells.

    Attributes:
        fates: what becomes of records that cannot be used, by position: a code, or None for those
            that say again what an earlier one says.
        problems: what is worth a look.
    """

    fates: Mapping[int, ErrorCode | None]
    problems: tuple[Problem, ...]

    @property
    def repeats(self) -> int:
        """How many records say again what an earlier one says."""
        return sum(fate is None for fate in self.fates.values())


@dataclass(slots=True, repr=False)
class _OfFile:
    """What the records of one file have."""

    rows: int = 0
    objects: int = 0
    unreadable: int = 0
    has: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, repr=False)
class _Seen:
    """Digests of what was seen; 24 bytes a record, some more for a patient."""

    positions: array[int] = field(default_factory=lambda: array("Q"))
    ids: array[int] = field(default_factory=lambda: array("Q"))
    said: array[int] = field(default_factory=lambda: array("Q"))
    patients: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, position: int, name: str, patient: str, text: str) -> None:
        """Adds a record."""
        own = plain_id(patient)
        who = _digest(own)
        self.positions.append(position)
        self.ids.append(_digest(name))
        self.said.append(_digest(f"{who} {text}"))
        self.patients.setdefault(who, (_digest(alike(own)), position))


def look_at(given: RecordFiles, columns: RecordColumns) -> RecordLook:
    """Looks at all records of an input.

    Args:
        given: the files as they are.
        columns: what the columns are called.

    Raises:
        InputFault: if a file has no records, or none that has an id, a patient or a text.
        UsageFault: if the ids do not tell the reports apart.
        SystemFault: if a file cannot be read.
    """
    files: defaultdict[int, _OfFile] = defaultdict(_OfFile)
    fates: dict[int, ErrorCode | None] = {}
    seen = _Seen()
    for position, line in given.lines():
        if not line.strip():
            continue
        own = files[file_of(position)]
        own.rows += 1
        own.unreadable += (broken := fault_of(line)) is not None
        body = None if broken else as_json(line)
        if not isinstance(body, dict):
            continue
        own.objects += 1
        own.has.update(name for name in columns.needed if body.get(name) not in (None, ""))
        if (kind := _fault(body, columns)) is not None:
            fates[position] = kind
        elif _is_whole(body, columns):
            name, patient, text = (body[column] for column in columns.needed)
            seen.add(position, str(name), str(patient), text)
    for number, file in enumerate(given.files):
        remedy = _OF_TEXTS if isinstance(file, TextFolder) else columns.remedy
        _require_records(files[number], Place(file.name), columns, remedy)
    fates.update(_repeated(seen))
    return RecordLook(fates, tuple(_similar(seen, given.names)))


def _fault(body: Mapping[str, Any], columns: RecordColumns) -> ErrorCode | None:
    """What is wrong with a record, that nothing else would tell."""
    ids = (body.get(columns.id), body.get(columns.patient))
    if any(isinstance(one, str) and is_rounded(one) for one in ids):
        return kinds.ID_ROUNDED
    text = body.get(columns.text)
    fault = text_fault(text, Place("")) if isinstance(text, str) else None
    return fault.kind if fault is not None else None


def _is_whole(body: Mapping[str, Any], columns: RecordColumns) -> bool:
    ids = all(isinstance(body.get(name), str | int) for name in (columns.id, columns.patient))
    return ids and isinstance(body.get(columns.text), str)


def _require_records(found: _OfFile, place: Place, columns: RecordColumns, named: str) -> None:
    if not found.rows:
        raise InputFault(kinds.FILE_EMPTY, place=place)
    if not found.objects and not found.unreadable:
        detail = "none of its lines is a JSON object"
        remedy = "Give a JSON object a line, or csv whose name ends in .csv, or Parquet."
        raise InputFault(kinds.FILE_UNREADABLE, detail, place=place, remedy=remedy)
    if missing := [name for name in columns.needed if not found.has[name]]:
        names = ", ".join(map(repr, missing))
        detail = f"none of its {number_of(found.rows, 'record')} has {names}"
        raise InputFault(kinds.COLUMN_MISSING, detail, place=place, remedy=named)


def _repeated(seen: _Seen) -> Iterator[tuple[int, ErrorCode | None]]:
    """Records whose id another one has: the same once more, or others, none of which can count."""
    positions, ids, said = (np.frombuffer(of, "u8") for of in (seen.positions, seen.ids, seen.said))
    order = np.argsort(ids, kind="stable")
    starts = np.flatnonzero(np.append(True, ids[order][1:] != ids[order][:-1])[: len(order)])
    sizes = np.diff(np.append(starts, len(order)))
    several = [
        order[start : start + size]
        for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True)
    ]
    unlike = [own for own in several if len(np.unique(said[own])) > 1]
    count = sum(map(len, unlike))
    if count >= _LEAST and count > _SHARE * len(ids):
        detail = f"{count:,} of {number_of(len(ids), 'record')} have the id of another report"
        remedy = "Give the column that tells reports apart: --id-field."
        raise UsageFault(RECORDS_INVALID, detail, place=Place("input"), remedy=remedy)
    for own in several:
        is_one = len(np.unique(said[own])) == 1
        for at in own[1:] if is_one else own:
            yield int(positions[at]), None if is_one else kinds.UID_REPEATED


def _similar(seen: _Seen, names: tuple[str, ...]) -> Iterator[Problem]:
    """Ids that may be one patient's, by the first record of each."""
    spellings: defaultdict[int, list[int]] = defaultdict(list)
    for core, position in seen.patients.values():
        spellings[core].append(position)
    for positions in spellings.values():
        for at, position in enumerate(positions if len(positions) > 1 else ()):
            other = place_of(names, positions[0 if at else 1])
            detail = f"{other} has an id like it"
            place = place_of(names, position)
            yield Problem(kinds.PATIENT_SIMILAR, place, detail, quarantined=False)


def _digest(said: str) -> int:
    data = said.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
