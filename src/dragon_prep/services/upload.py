"""Sends the jobs of a release to an archive of Grand Challenge, each once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.codes.upload import ITEM_DIFFERS, PLATFORM_REFUSES, TITLE_TWICE
from dragon_prep.core.errors import Place, Problem, SendFault, UsageFault, number_of
from dragon_prep.send.archive import ArchiveItem, open_archive
from dragon_prep.send.platform import GRAND_CHALLENGE, read_platform, require_token
from dragon_prep.send.wire import Patience, Refused
from dragon_prep.services.sendable import (
    read_document,
    require_sendable,
    require_there,
    sendable_jobs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.send.archive import Archive, ArchiveSocket, HeldValue
    from dragon_prep.services.sendable import JobFile, SendableJob

RATE = 5.0
_ATTEMPTS = 3  # to fill one item, where the platform did something and its answer was lost


class ItemState(StrEnum):
    """What is to be done for a job, or was."""

    MISSING = "to be sent"
    INCOMPLETE = "to be completed"
    AS_IT_IS = "there already"
    DIFFERS = "holds something else"
    SENT = "sent"
    COMPLETED = "completed"
    REPLACED = "replaced"


_DONE = {
    ItemState.MISSING: ItemState.SENT,
    ItemState.INCOMPLETE: ItemState.COMPLETED,
    ItemState.DIFFERS: ItemState.REPLACED,
}


@dataclass(frozen=True, slots=True, repr=False)
class Sending:
    """How it is sent.

    Attributes:
        url: of the platform's API.
        rate: the most calls in a second.
        patience: how long calls that fail are tried again.
    """

    url: str = GRAND_CHALLENGE
    rate: float = RATE
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True, repr=False)
class SentItem:
    """A job, and its item.

    Attributes:
        title: of both.
        size: of the job's files, in bytes.
        state: what is to be done, or was.
    """

    title: str
    size: int
    state: ItemState


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """What was sent, or would be.

    Attributes:
        items: by title.
        others: how many items of the archive are of no job of the release; they stay.
        unseen: how many of the jobs the archive does not show whole yet: it looks at what it got
            before it shows it.
    """

    items: tuple[SentItem, ...]
    others: int
    unseen: int = 0

    @property
    def states(self) -> Mapping[ItemState, int]:
        """How many jobs have each state."""
        return Counter(item.state for item in self.items)


@dataclass(frozen=True, slots=True, repr=False)
class _Job:
    """A job, its item if there is one, and the files that the item lacks or has otherwise."""

    job: SendableJob
    item: ArchiveItem | None
    lacking: tuple[JobFile, ...]
    other: tuple[JobFile, ...]

    @property
    def state(self) -> ItemState:
        if self.item is None:
            return ItemState.MISSING
        if self.other:
            return ItemState.DIFFERS
        return ItemState.INCOMPLETE if self.lacking else ItemState.AS_IT_IS


def upload(
    release: Path,
    archive: str,
    *,
    send: bool = False,
    replaces: bool = False,
    debug: bool = False,
    only: Collection[str] = (),
    folders: Sequence[Path] = (),
    sending: Sending | None = None,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Upload:
    """Sends what an archive lacks of a release; without ``send`` it only looks what that is.

    Run it again after it was stopped or killed: jobs are told by their titles and files by their
    checksums, so nothing is sent twice.

    Args:
        release: what participants get, as a zip or a folder.
        archive: the slug of the archive.
        send: whether to send; else nothing is changed.
        replaces: whether files of items that hold others are replaced.
        debug: whether to send the jobs of the debug sets, instead of the release's own.
        only: patterns of jobs' names; all jobs unless given.
        folders: of users' task definitions, if some are in the release.
        sending: where, how fast and how patiently.
        progress: is told the stage, how many jobs are done, and of how many.

    Returns:
        What was sent, or would be.

    Raises:
        UsageFault: if the release is not one for participants, or an option cannot be used.
        VerifyFault: if it does not keep its contract.
        SendFault: if the platform cannot be reached or refuses, or items hold something else.
    """
    sending = sending or Sending()
    if not 0 < sending.rate < float("inf"):
        raise UsageFault(OPTION_INVALID, "--rate takes a number of calls above 0")
    require_there(release)
    platform = read_platform(sending.url)
    with unpacked(release) as root:
        manifest = require_sendable(release, root, folders)
        jobs = sendable_jobs(root, manifest, debug=debug, only=only)
        token = require_token(platform)
        patience = sending.patience
        with open_archive(platform, archive, token, rate=sending.rate, patience=patience) as opened:
            return send_jobs(opened, jobs, send=send, replaces=replaces, progress=progress)


def send_jobs(
    archive: Archive,
    jobs: Sequence[SendableJob],
    *,
    send: bool,
    replaces: bool = False,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Upload:
    """Sends what an archive lacks of jobs that may be sent.

    Args:
        archive: an open one.
        jobs: all of a release, or some.
        send: whether to send; else nothing is changed.
        replaces: whether files of items that hold others are replaced.
        progress: is told the stage, how many jobs are done, and of how many.

    Raises:
        SendFault: if the platform fails or refuses, or items hold something else.
    """
    run = _Run(archive, {file.socket for job in jobs for file in job.files}, progress)
    return run.sent(jobs, send=send, replaces=replaces)


class _Run:
    """One run against an open archive."""

    def __init__(
        self, archive: Archive, sockets: Collection[str], progress: Callable[[str, int, int], None]
    ) -> None:
        self._archive = archive
        self._sockets = {slug: archive.socket(slug) for slug in sorted(sockets)}
        self._progress = progress

    def sent(self, jobs: Sequence[SendableJob], *, send: bool, replaces: bool) -> Upload:
        """Looks, and sends."""
        held = self._held(jobs)
        others = len(held) - sum(job.title in held for job in jobs)
        looked = []
        for number, job in enumerate(jobs, start=1):
            looked.append(self._looked_at(job, held.get(job.title)))
            self._progress("compare", number, len(jobs))
        differing = [one for one in looked if one.state is ItemState.DIFFERS]
        if differing and not replaces:
            raise _differ(differing)
        plan = [SentItem(one.job.title, one.job.size, one.state) for one in looked]
        if not send:
            return Upload(tuple(plan), others)
        for number, one in enumerate(looked, start=1):
            self._fill(one)
            self._progress("send", number, len(jobs))
        done = tuple(replace(item, state=_DONE.get(item.state, item.state)) for item in plan)
        return Upload(done, others, self._unseen(jobs))

    def _held(self, jobs: Sequence[SendableJob]) -> dict[str, ArchiveItem]:
        """The items of the archive by their titles; those without one by their ids."""
        items = self._archive.items()
        times = Counter(item.title for item in items)
        twice = [job.title for job in jobs if times[job.title] > 1]
        if twice:
            problems = tuple(
                Problem(TITLE_TWICE, Place(title), quarantined=False) for title in twice
            )
            raise SendFault(TITLE_TWICE, problems=problems)
        titles = {job.title for job in jobs}
        return {item.title if item.title in titles else f"/{item.pk}": item for item in items}

    def _looked_at(self, job: SendableJob, item: ArchiveItem | None) -> _Job:
        values = item.values if item is not None else {}
        lacking = tuple(file for file in job.files if file.socket not in values)
        there = [file for file in job.files if file.socket in values]
        other = [f for f in there if not self._is_same(f, values[f.socket])]
        return _Job(job, item, lacking, tuple(other))

    def _is_same(self, file: JobFile, held: HeldValue) -> bool:
        if held.file is not None:
            return self._archive.checksum(held) == file.checksum
        return _canonical(held.value) == _canonical(json.loads(file.read()))

    def _fill(self, one: _Job) -> None:
        for _ in range(_ATTEMPTS):
            files = (*one.lacking, *one.other)
            if not files:
                return
            item = one.item or self._archive.create(one.job.title)
            values = [self._value(file) for file in files]
            try:
                self._archive.fill(item, values)
            except Refused:  # an earlier try may have been taken: look what is there now
                now = self._held([one.job]).get(one.job.title)
                one = self._looked_at(one.job, now)
            else:
                return
        if one.lacking or one.other:
            raise SendFault(PLATFORM_REFUSES, place=Place(one.job.title))

    def _value(self, file: JobFile) -> dict[str, object]:
        data = file.read()
        socket: ArchiveSocket = self._sockets[file.socket]
        return self._archive.value_of(socket, read_document(file, data), data)

    def _unseen(self, jobs: Sequence[SendableJob]) -> int:
        held = self._held(jobs)
        return sum(not {*self._sockets} <= {*held[job.title].values} for job in jobs)


def _differ(differing: Sequence[_Job]) -> SendFault:
    problems = tuple(
        Problem(ITEM_DIFFERS, Place(one.job.title, column=file.socket), quarantined=False)
        for one in differing
        for file in one.other
    )
    detail = f"{number_of(len(differing), 'item')} of the archive hold something else"
    return SendFault(ITEM_DIFFERS, detail, problems=problems)


def _canonical(document: object) -> str:
    return json.dumps(document, sort_keys=True)
