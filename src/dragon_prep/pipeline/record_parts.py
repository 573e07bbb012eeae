"""A file of records in parts of whole patients, so that each can be worked on by itself.

A part is a private file with the lines of some patients as they stand in the input, each with the
position in the input. Which part a patient's are in depends on the patient and the number of parts.
The list of the parts is written last: where it is, all of them are.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import WORKSPACE_DAMAGED
from dragon_prep.core.errors import SystemFault
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.sealed import is_sealed, read_sealed, write_sealed
from dragon_prep.intake.ids import plain_id
from dragon_prep.intake.record_files.columns import fault_of
from dragon_prep.intake.records import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.report import Report
    from dragon_prep.pipeline.input_records import InputRecord, RecordReader

_LIST = "parts.json"
_HELD = 1 << 26  # bytes of all parts that wait to be written
_ESCAPED = "surrogateescape"


@dataclass(frozen=True, slots=True, repr=False)
class RecordPart:
    """Where the records of some patients lie.

    Attributes:
        path: of the part.
        checksum: SHA-256 of the file.
        reader: how its lines are read.
    """

    path: Path
    checksum: bytes
    reader: RecordReader

    @property
    def is_whole(self) -> bool:
        """Whether the file is there and undamaged."""
        try:
            self._data()
        except SystemFault:
            return False
        return True

    def reports(self) -> tuple[tuple[int, Report], ...]:
        """Its reports, each with its position; what cannot be used is passed over.

        Raises:
            SystemFault: if the file is gone or damaged.
        """
        return tuple((row, record.report) for row, record in self.records([]))

    def records(self, problems: list[Problem]) -> Iterator[tuple[int, InputRecord]]:
        """Its records, each with its position in the input.

        Args:
            problems: what cannot be used, or is worth a look, is added.

        Raises:
            SystemFault: if the file is gone or damaged.
        """
        for record in self.reader.read(self._bodies(), problems):
            yield record.position, record

    def _data(self) -> bytes:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            raise SystemFault(WORKSPACE_DAMAGED) from None
        if hashlib.sha256(data).digest() != self.checksum:
            raise SystemFault(WORKSPACE_DAMAGED)
        return data

    def _bodies(self) -> Iterator[tuple[int, object]]:
        for line in self._data().split(b"\n")[:-1]:
            row, _, body = line.partition(b"\t")
            said = body.decode("utf-8", errors=_ESCAPED)
            yield int(row), fault_of(said) or as_json(said)


def parts_in(
    lines: Iterable[tuple[int, str]],
    folder: Path,
    count: int,
    key: ProjectKey,
    reader: RecordReader,
) -> list[RecordPart]:
    """The parts of a file in a folder: those that are there, or new ones.

    Args:
        lines: with their positions; read only where the list of the parts is missing or damaged.
        folder: private, and of this file alone.
        count: how many parts.
        key: the project key.
        reader: how lines are read.

    Raises:
        OSError: if the system refuses.
    """
    if is_sealed(folder / _LIST):
        return _listed(folder, reader)
    (folder / _LIST).unlink(missing_ok=True)
    body = _Writer(folder, count).write(lines, key, reader)
    write_sealed(folder / _LIST, json.dumps(body).encode("ascii"))
    return _listed(folder, reader)


def drop_damaged_parts(folder: Path, reader: RecordReader) -> int:
    """Forgets the parts of a file if some of them are damaged, so that it is dealt again.

    Args:
        folder: where they lie, if they do.
        reader: how lines are read.

    Returns:
        How many of the files are damaged.

    Raises:
        OSError: if the system refuses.
    """
    if not (folder / _LIST).exists():
        return 0
    if is_sealed(folder / _LIST):
        damaged = sum(not part.is_whole for part in _listed(folder, reader))
    else:
        damaged = 1
    if damaged:
        (folder / _LIST).unlink()
    return damaged


def _listed(folder: Path, reader: RecordReader) -> list[RecordPart]:
    body: dict[str, str] = json.loads(read_sealed(folder / _LIST))
    return [RecordPart(folder / name, bytes.fromhex(digest), reader)
            for name, digest in body.items()]  # fmt: skip


class _Writer:
    """Deals lines to the files of parts; what waits is bounded."""

    def __init__(self, folder: Path, count: int) -> None:
        self.paths = [folder / f"part-{n:05}-of-{count:05}.lines" for n in range(count)]
        self.waiting: list[list[bytes]] = [[] for _ in range(count)]
        self.size = 0
        self.digests = [hashlib.sha256() for _ in range(count)]

    def write(
        self, lines: Iterable[tuple[int, str]], key: ProjectKey, reader: RecordReader
    ) -> dict[str, str]:
        """The checksum of each part, by the name of its file."""
        for path in self.paths:
            path.write_bytes(b"")
            path.chmod(0o600)
        for row, line in lines:
            if not line.strip():
                continue
            data = b"%d\t%s\n" % (row, line.encode("utf-8", errors=_ESCAPED))
            self.waiting[self._part_of(line, key, reader)].append(data)
            self.size += len(data)
            if self.size > _HELD:
                self._flush()
        self._flush()
        return {path.name: digest.hexdigest()
                for path, digest in zip(self.paths, self.digests, strict=True)}  # fmt: skip

    def _part_of(self, line: str, key: ProjectKey, reader: RecordReader) -> int:
        body = as_json(line)
        patient = body.get(reader.patient_field) if isinstance(body, dict) else None
        if not isinstance(patient, str | int):
            return 0  # it is held back there
        own = key.digest(KeyPurpose.PATIENT, reader.namespace, plain_id(str(patient)))
        return int.from_bytes(own[:8], "big") % len(self.paths)

    def _flush(self) -> None:
        for path, waiting, digest in zip(self.paths, self.waiting, self.digests, strict=True):
            if waiting:
                data = b"".join(waiting)
                digest.update(data)
                with path.open("ab") as file:
                    file.write(data)
                waiting.clear()
        self.size = 0
