"""What travels to a worker of another host, and what comes back: paths, numbers and checksums.

A ticket names a stage, a shard and the files that a worker reads: the key, what the site is and
how records are read (:data:`GIVEN`), the shard's reports, the evidence of the cohort. Neither a key
nor a word of a report or a profile is in it, nor in an answer. Texts lie in the workspace, which
every host sees.
"""

from __future__ import annotations

import importlib
import platform
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.cluster import WORKER_DIFFERS, WORKSPACE_UNSEEN
from dragon_prep.core.errors import DragonPrepError, SystemFault
from dragon_prep.core.key_file import KeyFile
from dragon_prep.core.mishaps import without_words
from dragon_prep.core.sealed import checksum_of
from dragon_prep.core.signed import read_signed, write_signed
from dragon_prep.core.workers import rare_collections
from dragon_prep.pipeline.answers import answer_of
from dragon_prep.pipeline.evidence import PATTERN, CohortEvidence, StoredEvidence
from dragon_prep.pipeline.record_lines import LINES
from dragon_prep.pipeline.record_parts import RecordPart
from dragon_prep.pipeline.report_parts import ENDING, ReportPart
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.stage import Shard, Stage
from dragon_prep.pipeline.stages import STAGES
from dragon_prep.pipeline.workspace import code_digest

if TYPE_CHECKING:
    from dragon_prep.pipeline.answers import Answer
    from dragon_prep.pipeline.input_records import RecordReader

    Ticket = dict[str, str | int]

GIVEN = f"given{ENDING}"
_OURS = "dragon_prep."
_SEEN_WITHIN = 30.0  # seconds that a shared disk may take to show a file to another host
_STAGES: dict[str, Stage[Any]] = {stage.name: stage for stage in (*STAGES, LINES)}
# A worker of Dask may have several threads; nothing here was written for that.
_one_at_a_time = threading.Lock()


class TicketWriter:
    """Writes tickets for shards, and whatever the tickets point to, once.

    Args:
        key_file: where every host has the key.
    """

    def __init__(self, key_file: KeyFile) -> None:
        self._key_file = key_file
        self._given: dict[Path, str] = {}
        self._parts: dict[Path, ReportPart] = {}

    def ticket(self, stage: Stage[Any], shard: Shard, reduced: object) -> Ticket:
        """The ticket for a shard.

        Args:
            stage: what is to be done.
            shard: with which.
            reduced: what must be known of all shards, if something must.

        Raises:
            ValueError: if nothing is to be written of the shard.
            OSError: if what the ticket points to cannot be written.
        """
        if shard.folder is None:
            raise ValueError("nothing is written of this shard")
        part = shard.part or self._written(shard, shard.folder)
        checksum = part.signature if isinstance(part, ReportPart) else part.checksum.hex()
        return {
            "stage": stage.name,
            "home": stage.work.__module__,
            "folder": str(shard.folder),
            "number": shard.number,
            "count": shard.count,
            "given": self._given_of(shard, shard.folder),
            "part": part.path.name,
            "checksum": checksum,
            "evidence": reduced.checksum.hex() if isinstance(reduced, StoredEvidence) else "",
            "key_file": str(self._key_file.path),
            "key": self._key_file.fingerprint,
            "made_by": _made_by(),
            "stage_made_by": stage.fingerprint(shard.site),
        }

    def _given_of(self, shard: Shard, folder: Path) -> str:
        if folder not in self._given:
            site = shard.site
            own = (site.profiles, site.surrogates, site.second_look)
            reader = shard.part.reader if isinstance(shard.part, RecordPart) else None
            what = (own, shard.cohort, shard.is_public, reader)
            self._given[folder] = write_signed(folder / GIVEN, what, site.key)
        return self._given[folder]

    def _written(self, shard: Shard, folder: Path) -> ReportPart:
        path = folder / f"reports-{shard.number:05}-of-{shard.count:05}{ENDING}"
        if path not in self._parts:
            key = shard.site.key
            self._parts[path] = ReportPart(path, write_signed(path, shard.reports, key), key)
        return self._parts[path]


def do(ticket: Ticket) -> Answer:
    """Does what a ticket says, in a worker, and tells the checksum of the file it made.

    Whatever fails becomes an answer without words of its own: an exception would travel with its
    message, which may quote a report.

    Args:
        ticket: that a :class:`TicketWriter` wrote.
    """
    with _one_at_a_time, rare_collections():
        try:
            return answer_of(_made(ticket))
        except DragonPrepError as fault:
            return answer_of(fault)
        except Exception as error:  # noqa: BLE001 - told by type and function
            return answer_of(without_words(error))


def _made(ticket: Ticket) -> bytes:
    if ticket["made_by"] != _made_by():
        raise SystemFault(WORKER_DIFFERS)
    key_file = KeyFile(Path(str(ticket["key_file"])), str(ticket["key"]))
    folder, stage = Path(str(ticket["folder"])), _stage_of(ticket)
    seen_in_time(folder / GIVEN)
    site, cohort, is_public, reader = _given(folder / GIVEN, str(ticket["given"]), key_file)
    if ticket["stage_made_by"] != stage.fingerprint(site):
        raise SystemFault(WORKER_DIFFERS)
    path = folder / str(ticket["part"])
    checksum = str(ticket["checksum"])
    seen_in_time(path)
    part = (
        ReportPart(path, checksum, site.key)
        if reader is None
        else RecordPart(path, bytes.fromhex(checksum), reader)
    )
    numbers = int(ticket["number"]), int(ticket["count"])
    shard = Shard(site, cohort, is_public, folder, *numbers, (), part=part)
    stage.do(shard, _reduced(stage, folder, str(ticket["evidence"])))
    return checksum_of(stage.file(shard))


def _stage_of(ticket: Ticket) -> Stage[Any]:
    """The stage that a ticket names; layers above this one have stages of their own."""
    name, home = str(ticket["stage"]), str(ticket["home"])
    if name not in _STAGES and home.startswith(_OURS):
        known = vars(importlib.import_module(home)).values()
        _STAGES.update({stage.name: stage for stage in known if isinstance(stage, Stage)})
    if name not in _STAGES:
        raise SystemFault(WORKER_DIFFERS)
    return _STAGES[name]


def _reduced(stage: Stage[Any], folder: Path, evidence: str) -> object:
    if evidence:
        return StoredEvidence(folder / PATTERN, bytes.fromhex(evidence))
    return CohortEvidence() if stage is _STAGES["shard"] else None


def seen_in_time(path: Path, checksum: bytes = b"") -> None:
    """Waits until a file of another host is seen on this one.

    Args:
        path: of the file.
        checksum: that it must end in, if any.

    Raises:
        SystemFault: if that takes too long.
    """
    until = time.monotonic() + _SEEN_WITHIN
    while not _is_there(path, checksum):
        if time.monotonic() > until:
            raise SystemFault(WORKSPACE_UNSEEN)
        time.sleep(0.2)


def _is_there(path: Path, checksum: bytes) -> bool:
    try:
        return not checksum or checksum_of(path) == checksum if path.exists() else False
    except OSError:
        return False


@lru_cache(maxsize=2)
def _given(
    path: Path, signature: str, key_file: KeyFile
) -> tuple[Site, str, bool, RecordReader | None]:
    key = key_file.read()
    own, cohort, is_public, reader = read_signed(path, signature, key)
    return Site(key, *own), cohort, is_public, reader


@lru_cache(maxsize=1)
def _made_by() -> str:
    return f"{code_digest()} {platform.python_version()}"
