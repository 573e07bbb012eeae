"""What travels to a worker, and what comes back: paths, numbers and checksums.

A ticket names a stage, a shard and the files that a worker reads: what the site is and how records
are read, the shard's reports, the evidence of the cohort. Neither a key nor a word of a report or a
profile is in it, nor in an answer. Texts lie in the work's folder, which every worker sees. One of
another host has the key in a file; one that this process started was entrusted with it.
"""

from __future__ import annotations

import importlib
import platform
import secrets
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.cluster import WORKER_DIFFERS, WORKSPACE_UNSEEN
from dragon_prep.core.entrusted import EntrustedKey
from dragon_prep.core.errors import DragonPrepError, SystemFault
from dragon_prep.core.key_file import KeyFile
from dragon_prep.core.mishaps import without_words
from dragon_prep.core.sealed import checksum_of
from dragon_prep.core.signed import read_signed, write_signed
from dragon_prep.core.workers import rare_collections
from dragon_prep.pipeline.answers import answer_of
from dragon_prep.pipeline.evidence import PATTERN, StoredEvidence
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
_OURS = "dragon_prep."
_SEEN_WITHIN = 30.0  # seconds that a shared disk may take to show a file to another host
_STAGES: dict[str, Stage[Any]] = {stage.name: stage for stage in (*STAGES, LINES)}
# A worker of Dask may have several threads; nothing here was written for that.
_one_at_a_time = threading.Lock()


class TicketWriter:
    """Writes tickets for shards, and whatever the tickets point to, once.

    Args:
        key: where every worker has the key.
    """

    def __init__(self, key: KeyFile | EntrustedKey) -> None:
        self._key = key
        # Several commands may work in one folder (shares of a file), each with its own.
        self._name = f"given-{secrets.token_hex(8)}{ENDING}"
        self._given: dict[Path, tuple[str, dict[str, str]]] = {}

    def ticket(self, stage: Stage[Any], shard: Shard, reduced: object) -> Ticket:
        """The ticket for a shard.

        Args:
            stage: what is to be done.
            shard: with which.
            reduced: what must be known of all shards, if something must.

        Raises:
            OSError: if what the ticket points to cannot be written.
        """
        part = shard.part
        signature, made_by = self._given_of(shard)
        if stage.name not in made_by:
            made_by[stage.name] = stage.fingerprint(shard.site)
        checksum = part.signature if isinstance(part, ReportPart) else part.checksum.hex()
        return {
            "stage": stage.name,
            "home": stage.work.__module__,
            "folder": str(shard.folder),
            "number": shard.number,
            "count": shard.count,
            "given": self._name,
            "signature": signature,
            "part": part.path.name,
            "checksum": checksum,
            "evidence": reduced.checksum.hex() if isinstance(reduced, StoredEvidence) else "",
            "key_file": str(self._key.path) if isinstance(self._key, KeyFile) else "",
            "key": self._key.fingerprint,
            "made_by": _made_by(),
            "stage_made_by": made_by[stage.name],
        }

    def drop(self) -> None:
        """Removes what was written for workers.

        Raises:
            OSError: if the system refuses.
        """
        for folder in self._given:
            (folder / self._name).unlink(missing_ok=True)
        self._given.clear()

    def _given_of(self, shard: Shard) -> tuple[str, dict[str, str]]:
        """The signature of what was written to a shard's folder, and who makes each stage there."""
        if shard.folder not in self._given:
            site = shard.site
            own = (site.profiles, site.surrogates, site.second_look)
            reader = shard.part.reader if isinstance(shard.part, RecordPart) else None
            what = (own, shard.cohort, shard.is_public, reader)
            signature = write_signed(shard.folder / self._name, what, site.key)
            self._given[shard.folder] = signature, {}
        return self._given[shard.folder]


def do(ticket: Ticket) -> Answer:
    """Does what a ticket says, on another host, and tells the checksum of the file it made.

    Whatever fails becomes an answer without words of its own: an exception would travel with its
    message, which may quote a report.

    Args:
        ticket: that a :class:`TicketWriter` wrote.
    """
    with _one_at_a_time, rare_collections():
        try:
            _seen(ticket)
            return answer_of(made(_stage_of(ticket), ticket))
        except DragonPrepError as fault:
            return answer_of(fault)
        except Exception as error:  # noqa: BLE001 - told by type and function
            return answer_of(without_words(error))


def made(stage: Stage[Any], ticket: Ticket) -> bytes:
    """Does what a ticket says, in this process.

    Args:
        stage: that the ticket names.
        ticket: that a :class:`TicketWriter` wrote.

    Returns:
        The checksum of the file it made.

    Raises:
        SystemFault: if something was made by other code, or is gone or damaged.
        DragonPrepError: what stops the work.
    """
    if ticket["made_by"] != _made_by():
        raise SystemFault(WORKER_DIFFERS)
    folder = Path(str(ticket["folder"]))
    given = folder / str(ticket["given"])
    what, made_by = _given(given, str(ticket["signature"]), _key_of(ticket))
    site, cohort, is_public, reader = what
    if stage.name not in made_by:
        made_by[stage.name] = stage.fingerprint(site)
    if ticket["stage_made_by"] != made_by[stage.name]:
        raise SystemFault(WORKER_DIFFERS)
    path, checksum = folder / str(ticket["part"]), str(ticket["checksum"])
    part = (
        ReportPart(path, checksum, site.key)
        if reader is None
        else RecordPart(path, bytes.fromhex(checksum), reader)
    )
    numbers = int(ticket["number"]), int(ticket["count"])
    shard = Shard(site, cohort, is_public, folder, *numbers, part)
    return stage.do(shard, _reduced(folder, str(ticket["evidence"])))


def _seen(ticket: Ticket) -> None:
    """Waits until what a ticket points to is seen on this host."""
    if ticket["made_by"] != _made_by():
        raise SystemFault(WORKER_DIFFERS)
    _key_of(ticket).read()
    for name in ("given", "part"):
        seen_in_time(Path(str(ticket["folder"]), str(ticket[name])))


def _key_of(ticket: Ticket) -> KeyFile | EntrustedKey:
    path, fingerprint = str(ticket["key_file"]), str(ticket["key"])
    return KeyFile(Path(path), fingerprint) if path else EntrustedKey(fingerprint)


def _stage_of(ticket: Ticket) -> Stage[Any]:
    """The stage that a ticket names; layers above this one have stages of their own."""
    name, home = str(ticket["stage"]), str(ticket["home"])
    if name not in _STAGES and home.startswith(_OURS):
        known = vars(importlib.import_module(home)).values()
        _STAGES.update({stage.name: stage for stage in known if isinstance(stage, Stage)})
    if name not in _STAGES:
        raise SystemFault(WORKER_DIFFERS)
    return _STAGES[name]


def _reduced(folder: Path, evidence: str) -> StoredEvidence | None:
    return StoredEvidence(folder / PATTERN, bytes.fromhex(evidence)) if evidence else None


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
    path: Path, signature: str, key_at: KeyFile | EntrustedKey
) -> tuple[tuple[Site, str, bool, RecordReader | None], dict[str, str]]:
    """What was written for workers, and room for who makes each stage."""
    key = key_at.read()
    own, cohort, is_public, reader = read_signed(path, signature, key)
    return (Site(key, *own), cohort, is_public, reader), {}


@lru_cache(maxsize=1)
def _made_by() -> str:
    return f"{code_digest()} {platform.python_version()}"
