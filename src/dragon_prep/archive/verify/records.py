"""Checks the records of a task's files, each different record once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.tree import is_ours
from dragon_prep.archive.verify.load import (
    UNREAD,
    RepeatedKeys,
    load_piece,
    load_pieces,
    load_records,
)
from dragon_prep.archive.verify.text import check_input, check_numeric, check_prefix
from dragon_prep.core.codes import archive as rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.archive.verify.configuration import Shape
    from dragon_prep.archive.verify.findings import Findings
    from dragon_prep.archive.verify.labels import Content, Labels
    from dragon_prep.archive.verify.uids import Uids
    from dragon_prep.core.errors import ErrorCode


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A record where it was first met.

    Attributes:
        content: digest of its text or text parts.
        label: digest of its label; None where the file has none.
        says: what its label says.
        file: where it stands.
        row: which of the file's records it is.
    """

    content: bytes
    label: bytes | None
    says: Content
    file: str
    row: int

    def is_same(self, content: bytes, label: bytes | None, *, labelled: bool) -> bool:
        """Whether a record says the same; of one without a label, only its content counts."""
        return self.content == content and (not labelled or self.label == label)


class Side:
    """The development set, or the test set, of a task: its records, met file by file.

    A record occurs in several files. It is checked where it is first met, and after that only for
    being still the same; of what was met, digests are kept.
    """

    def __init__(
        self, shape: Shape, labels: Labels, uids: Uids, findings: Findings, *, is_test: bool
    ) -> None:
        self.known: dict[str, Known] = {}
        self._input = shape.input_name
        self._label = shape.target_type.column
        self._shape = shape
        self._labels = labels
        self._uids = uids
        self._findings = findings
        self._is_test = is_test
        # Of records with a label and without a fault, by the digest of their bytes: uid and input.
        self._sound: dict[bytes, tuple[str, object]] = {}

    def says(self, uids: Iterable[str]) -> Content:
        """What the labels of these cases say together."""
        return frozenset().union(*(self.known[uid].says for uid in uids))

    def read(self, root: Path, file: str, differs: ErrorCode | None) -> dict[str, int] | None:
        """Checks one file.

        Args:
            root: the release's folder.
            file: which file; its records should have a label unless it is a job's test file.
            differs: the rule that is broken when a record is not what an earlier file has; None
                when the files are known to differ.

        Returns:
            The row of each uid, in the order of the file; None when the file cannot be used.
        """
        name = PurePosixPath(file).name
        labelled = name != contract.TEST
        records = self._load(root, file, labelled=labelled)
        if records is None:
            return None
        rows: dict[str, int] = {}
        inputs: list[object] = []
        for row, (piece, record) in enumerate(records, 1):
            known = self._sound[_mark(piece)] if piece and record is None else None
            if known is not None and known[0] not in rows:
                uid, content = known
                rows[uid] = row
                inputs.append(content)
                continue
            whole = load_piece(piece) if piece and record is None else record
            if not isinstance(whole, dict):
                self._findings.add(rules.NOT_RECORDS, file, row, detail="not a JSON object")
                continue
            before = self._findings.count
            self._check_columns(whole, file, row, labelled=labelled)
            inputs.append(whole.get(self._input))
            self._check_record(whole, file, row, rows, differs, labelled=labelled)
            if piece and labelled and self._findings.count == before:
                self._sound[_mark(piece)] = str(whole[contract.UID]), inputs[-1]
        self._uids.check_order(rows, file)
        check_numeric(self._shape, inputs, file, self._findings)
        if name == contract.TRAINING:
            check_prefix(self._shape, inputs, file, self._findings)
        return rows

    def _load(self, root: Path, file: str, *, labelled: bool) -> list[tuple[bytes, object]] | None:
        """The records of a file with their bytes (empty if it has a form of its own).

        A record that an earlier file has, with nothing wrong in it, is None: it need not be read.
        """
        pieces = load_pieces(root, file)
        if pieces is not None:
            known = self._sound if labelled else {}
            found = [(p, None if _mark(p) in known else load_piece(p)) for p in pieces]
            if not any(record is UNREAD for _, record in found):
                return found
        records = load_records(root, file, self._findings)
        return None if records is None else [(b"", record) for record in records]

    def _check_record(
        self,
        record: dict[str, object],
        file: str,
        row: int,
        rows: dict[str, int],
        differs: ErrorCode | None,
        *,
        labelled: bool,
    ) -> None:
        uid = record.get(contract.UID)
        has_uid = contract.UID in record and self._uids.check(uid, file, row, is_test=self._is_test)
        content = _digest(record.get(self._input))
        label = _digest(record.get(self._label)) if labelled else None
        known = self.known.get(str(uid)) if has_uid else None
        if known is None or not known.is_same(content, label, labelled=labelled):
            says = self._check_values(record, file, row, labelled=labelled)
            if known is not None:
                if differs and uid not in rows:
                    self._findings.add(differs, file, row, detail=f"not as in {known.file}")
            elif has_uid:
                self.known[str(uid)] = Known(content, label, says, file, row)
        if has_uid and rows.setdefault(str(uid), row) != row:
            self._findings.add(rules.UID_REPEATED, file, row, contract.UID)

    def _check_columns(
        self, record: dict[str, object], file: str, row: int, *, labelled: bool
    ) -> None:
        if isinstance(record, RepeatedKeys):
            self._findings.add(rules.KEY_REPEATED, file, row)
        expected = {contract.UID, self._input} | ({self._label} if labelled else set())
        if record.keys() == expected:
            return
        for column in sorted(expected - record.keys()):
            self._findings.add(rules.COLUMN_MISSING, file, row, column)
        for column in sorted(record.keys() - expected):
            # The name of a column may be a piece of a report, or a person's.
            name = column if is_ours(column) else None
            if column.endswith(contract.LABEL_SUFFIX) and not labelled:
                self._findings.add(rules.LABEL_IN_TEST, file, row, name)
            elif contract.becomes_a_date(column):
                self._findings.add(rules.COLUMN_DATE, file, row, name)
            else:
                self._findings.add(rules.COLUMN_UNEXPECTED, file, row, name)

    def _check_values(
        self, record: dict[str, object], file: str, row: int, *, labelled: bool
    ) -> Content:
        content = record.get(self._input)
        if self._input in record:
            check_input(self._shape, content, file, row, self._findings)
        if labelled and self._label in record:
            return self._labels.check(record[self._label], content, file, row)
        return frozenset()


def _mark(piece: bytes) -> bytes:
    """What stands for a record's bytes."""
    return blake2b(piece, digest_size=16).digest()


def _digest(value: object) -> bytes:
    # Of the JSON, in which true is not 1 and 4 is not 4.0, as they are to Python.
    try:
        document = json.dumps(value)
    except RecursionError:  # nested so deeply that it cannot be sound; the check of it says so
        document = ""
    return blake2b(document.encode("ascii"), digest_size=16).digest()
