"""The decisions of a review: a file of JSON lines that only ever grows, flushed line by line.

It holds offsets, labels and keyed stand-ins of reports; no text and no id.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.codes.local_review import JOURNAL_DAMAGED, REVIEW_OPEN
from dragon_prep.core.errors import Place, SystemFault
from dragon_prep.core.files import system_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL = "review-decisions.jsonl"
_LOCK = "review.lock"


class Action(StrEnum):
    """What somebody decided."""

    ACCEPT = "accept"
    DELETE = "delete"
    RELABEL = "relabel"
    MOVE = "move"  # a span gets other borders: it is widened, or narrowed
    ADD = "add"
    DONE = "done"  # the whole report was looked at
    REOPEN = "reopen"
    UNDO = "undo"  # takes back the last decision on the report that still counts


@dataclass(frozen=True, slots=True, repr=False)
class Decision:
    """One decision on a report.

    Attributes:
        number: its place in the journal, from 1.
        case: keyed, stands for the report.
        text: keyed digest of the text that was looked at.
        action: what was decided.
        start: of the span it is about; 0 where it is about the report.
        end: likewise.
        label: of the span from now on, if the action gives it one.
        to_start: its new borders, if the action moves it.
        to_end: likewise.
    """

    number: int
    case: str
    text: str
    action: Action
    start: int = 0
    end: int = 0
    label: str = ""
    to_start: int = 0
    to_end: int = 0


class Journal:
    """The journal of a workspace, open for one review at a time.

    Args:
        path: the file.
        descriptor: of it, open for appending.
        decisions: what stands in it already.
    """

    def __init__(self, path: Path, descriptor: int, decisions: list[Decision]) -> None:
        self.path = path
        self._descriptor = descriptor
        self.decisions = decisions

    def keep(self, decision: Decision) -> None:
        """Writes a decision; when this returns, it is on the disk.

        Raises:
            SystemFault: if it cannot be written.
        """
        line = json.dumps(asdict(decision), ensure_ascii=True).encode() + b"\n"
        with system_faults(JOURNAL):
            before = os.fstat(self._descriptor).st_size
            try:
                if os.write(self._descriptor, line) != len(line):
                    raise OSError("the disk took a part of a line only")
                os.fsync(self._descriptor)
            except OSError:
                # Half a line must not stand before the next one.
                os.ftruncate(self._descriptor, before)
                raise
        self.decisions.append(decision)


@contextlib.contextmanager
def opened_journal(workspace: Path) -> Iterator[Journal]:
    """Opens the journal of a workspace, and keeps other reviews out of it.

    What a kill left half written is cut off: nobody was told that it was kept.

    Raises:
        SystemFault: if another review is open, or the journal is damaged or cannot be written.
    """
    from filelock import FileLock, Timeout

    path = workspace / JOURNAL
    with contextlib.ExitStack() as held:
        with system_faults(JOURNAL):
            lock = FileLock(workspace / _LOCK, timeout=0)
            try:
                lock.acquire()
            except Timeout:
                raise SystemFault(REVIEW_OPEN) from None
            held.callback(lock.release)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
            held.callback(os.close, descriptor)
            path.chmod(0o600)
            data = path.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            decisions = [_read(line, row) for row, line in enumerate(whole.splitlines(), start=1)]
            if len(whole) < len(data):
                os.ftruncate(descriptor, len(whole))
            os.fsync(descriptor)
            _flush_folder(workspace)
        yield Journal(path, descriptor, decisions)


def _read(line: bytes, row: int) -> Decision:
    try:
        body = json.loads(line)
        kinds = {each.name: str if each.type == "str" else int for each in fields(Decision)}
        body["action"] = Action(body["action"])
        decision = Decision(**body)
        wrong = [n for n, k in kinds.items() if n != "action" and type(body[n]) is not k]
        if wrong or decision.number != row:
            raise ValueError
    except (ValueError, TypeError, LookupError):
        raise SystemFault(JOURNAL_DAMAGED, place=Place(JOURNAL, row)) from None
    return decision


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # where folders cannot be opened there is nothing to flush
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
