"""Fetches the exports of a centre from where it keeps them into the folder of raw exports."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.pull import CHANGED_HERE, CHANGED_ON_SERVER, SETTINGS_INVALID
from dragon_prep.core.codes.run import DISK_FULL, OUTPUT_NOT_A_FILE
from dragon_prep.core.errors import Place, Problem, SystemFault, UsageFault
from dragon_prep.core.files import absolute, locked, system_faults
from dragon_prep.fetch.origin import OriginKind
from dragon_prep.fetch.record import Pulled, read_record, write_record
from dragon_prep.fetch.servers import opened
from dragon_prep.fetch.staging import Staging, digest_of
from dragon_prep.fetch.wanted import Wanted, choose, require_apart, with_checksums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.origin import Origin
    from dragon_prep.fetch.remote import Remote
    from dragon_prep.fetch.staging import Staged
    from dragon_prep.fetch.wanted import Choice

_STAGED = ".pulling"


class PullState(StrEnum):
    """What became of a file, or in a dry run would."""

    NEW = "new"
    REPLACED = "replaced"
    AS_BEFORE = "as before"
    TO_COMPARE = "to be compared"  # something stands there, and its stamps do not tell enough


@dataclass(frozen=True, slots=True, repr=False)
class PulledFile:
    """A file of a place.

    Attributes:
        target: where it is, below the folder of raw exports; it may hold an id.
        size: in bytes.
        state: what became of it.
    """

    target: str
    size: int
    state: PullState


@dataclass(frozen=True, slots=True, repr=False)
class PulledSource:
    """What came from one place.

    Attributes:
        number: counts the centre's places, from 1.
        kind: what the place is kept on.
        files: those wanted, in the order of their names.
        fetched: how many bytes came over the network in this run.
        resumed: how many an earlier run that was stopped had fetched.
        passed_over: hidden files, and those that programs leave behind.
        unmatched: files that no pattern matches.
        links: symbolic links, which are not followed.
        gone: files pulled from there earlier that are no longer among those wanted.
    """

    number: int
    kind: OriginKind
    files: tuple[PulledFile, ...]
    fetched: int = 0
    resumed: int = 0
    passed_over: int = 0
    unmatched: int = 0
    links: int = 0
    gone: int = 0

    @property
    def states(self) -> Mapping[PullState, int]:
        """How many files each state has."""
        return Counter(file.state for file in self.files)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file, where it goes, and what has come of it."""

    origin: Origin
    wanted: Wanted
    staged: Staged | None
    state: PullState


def pull(
    origins: Sequence[Origin],
    folder: Path,
    *,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> tuple[PulledSource, ...]:
    """Fetches a centre's files. They are put in place when all of them have come.

    A pull that was stopped or killed goes on where it was, whatever the files' number and size.

    Args:
        origins: the places of one centre: :func:`dragon_prep.fetch.settings.read_pull_settings`.
        folder: the folder of raw exports; the files go to the centre's folder in it.
        overwrite: whether files that stand there may be replaced by others.
        dry_run: whether to look at what is there only; nothing is written then.
        progress: is told the stage, how many bytes are done, and of how many.
        now: the time, for the record.

    Returns:
        What came from each place.

    Raises:
        PullFault: if a server cannot be reached, is not trusted or refuses; if a file is missing,
            changed while it was read, or is not what its checksum says.
        UsageFault: if files would be replaced, with each of them among its problems; if a
            library is missing.
        SystemFault: if the disk is full, a folder may not be written, or another pull is running.
    """
    folder = absolute(folder)
    for origin in origins:
        _require_apart(origin, folder)
    if dry_run:
        with system_faults("the folder of raw exports"):
            return tuple(_looked_at(origin, folder) for origin in origins)
    centre = origins[0].centre
    with system_faults(f"the folder of {centre}"):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / "pull"):
            return _pulled(
                origins, folder, Staging(folder / centre / _STAGED), overwrite, progress, now
            )


def _pulled(
    origins: Sequence[Origin],
    folder: Path,
    stage: Staging,
    overwrite: bool,
    progress: Callable[[str, int, int], None],
    now: Callable[[], datetime],
) -> tuple[PulledSource, ...]:
    record = read_record(folder)
    arrivals: list[_Arrival] = []
    results: list[PulledSource] = []
    for origin in origins:
        with opened(origin) as remote:
            choice = _choice(origin, remote, dry=False)
            require_apart([*(a.wanted for a in arrivals), *choice.wanted], Place(origin.told))
            came = _fetched(origin, choice, remote, (folder, stage, record), progress)
        arrivals += came
        results.append(_result(origin, choice, came, record))
    _require_nothing_lost(arrivals, folder, record, overwrite)
    stamp = now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for arrival in arrivals:
        _put_in_place(arrival, folder, record, stamp)
    write_record(folder, record)
    stage.close()
    return tuple(results)


def _choice(origin: Origin, remote: Remote, *, dry: bool) -> Choice:
    listing = remote.files(dry=dry)
    choice = choose(origin, listing)
    return with_checksums(origin, choice, remote, listing) if origin.checksums else choice


def _fetched(
    origin: Origin,
    choice: Choice,
    remote: Remote,
    here: tuple[Path, Staging, Mapping[str, Pulled]],
    progress: Callable[[str, int, int], None],
) -> list[_Arrival]:
    """The files of a place, each whole beside its place, or there as it was."""
    folder, stage, record = here
    missing = [w for w in choice.wanted if not _is_here(origin, w, folder, record)]
    total = sum(wanted.file.size for wanted in missing)
    if total > shutil.disk_usage(folder).free:
        detail = f"the files of {origin.told} need {total >> 20} MiB, and there is not so much room"
        raise SystemFault(DISK_FULL, detail, place=Place(origin.told))
    came: dict[str, Staged] = {}
    before = 0
    for wanted in missing:
        staged = stage.fetch(
            remote,
            wanted.file,
            wanted.target,
            address=origin.address,
            told=wanted.told,
            progress=lambda done, before=before: progress(origin.told, before + done, total),  # type: ignore[misc]
        )
        if wanted.checksum:
            stage.compare(staged, wanted.checksum, wanted.told)
        came[wanted.target] = staged
        before += wanted.file.size
    return [
        _Arrival(origin, w, came.get(w.target), _state(folder / w.target, came.get(w.target)))
        for w in choice.wanted
    ]


def _is_here(origin: Origin, wanted: Wanted, folder: Path, record: Mapping[str, Pulled]) -> bool:
    """Whether a file was pulled before, and neither it nor the server's has changed since."""
    known, path = record.get(wanted.target), folder / wanted.target
    if known is None or not known.is_version(origin.address, wanted.file) or not path.is_file():
        return False
    return digest_of(path) == known.sha256 and wanted.checksum in ("", known.sha256)


def _state(path: Path, staged: Staged | None) -> PullState:
    if staged is None:
        return PullState.AS_BEFORE
    if not path.is_file():
        return PullState.NEW
    same = digest_of(path) == staged.sha256
    return PullState.AS_BEFORE if same else PullState.REPLACED


def _require_nothing_lost(
    arrivals: Sequence[_Arrival], folder: Path, record: Mapping[str, Pulled], overwrite: bool
) -> None:
    """Sees to it that no file is replaced that somebody may want."""
    lost: list[Problem] = []
    for arrival in arrivals:
        path = folder / arrival.wanted.target
        if path.exists() and not path.is_file():
            raise UsageFault(OUTPUT_NOT_A_FILE, place=arrival.wanted.told)
        if arrival.state is PullState.REPLACED:
            kind = _why_lost(path, record.get(arrival.wanted.target))
            lost.append(Problem(kind, arrival.wanted.told, quarantined=False))
    if not lost or overwrite:
        return
    kinds = [problem.kind for problem in lost]
    kind = CHANGED_HERE if CHANGED_HERE in kinds else CHANGED_ON_SERVER
    detail = f"{kind.title}: {kinds.count(kind)} of {len(arrivals)}"
    raise UsageFault(kind, detail, problems=tuple(lost))


def _why_lost(path: Path, known: Pulled | None) -> ErrorCode:
    is_ours = known is not None and digest_of(path) == known.sha256
    return CHANGED_ON_SERVER if is_ours else CHANGED_HERE


def _put_in_place(arrival: _Arrival, folder: Path, record: dict[str, Pulled], stamp: str) -> None:
    staged, wanted = arrival.staged, arrival.wanted
    if staged is None:
        return
    path, before = folder / wanted.target, record.get(wanted.target)
    entry = Pulled(
        arrival.origin.address,
        wanted.file.name,
        wanted.file.size,
        staged.sha256,
        wanted.file.modified,
        wanted.file.version,
        stamp,
    )
    if arrival.state is PullState.AS_BEFORE:
        is_new = before is None or replace(before, fetched=stamp, replaced="") != entry
        record[wanted.target] = entry if is_new or before is None else before
        return
    if arrival.state is PullState.REPLACED:
        entry = replace(entry, replaced=digest_of(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    staged.path.replace(path)
    record[wanted.target] = entry


def _result(
    origin: Origin, choice: Choice, came: Iterable[_Arrival], record: Mapping[str, Pulled]
) -> PulledSource:
    came = list(came)
    fetched = [(a.wanted.file.size, a.staged.resumed) for a in came if a.staged]
    targets = {a.wanted.target for a in came}
    return PulledSource(
        origin.number,
        origin.kind,
        tuple(PulledFile(a.wanted.target, a.wanted.file.size, a.state) for a in came),
        fetched=sum(size - resumed for size, resumed in fetched),
        resumed=sum(resumed for _, resumed in fetched),
        passed_over=choice.passed_over,
        unmatched=choice.unmatched,
        links=choice.links,
        gone=_gone(origin, targets, record),
    )


def _gone(origin: Origin, targets: set[str], record: Mapping[str, Pulled]) -> int:
    of_centre = f"{origin.centre}/"
    return sum(
        pulled.source == origin.address and target.startswith(of_centre) and target not in targets
        for target, pulled in record.items()
    )


def _looked_at(origin: Origin, folder: Path) -> PulledSource:
    """What a pull of a place would do, by the stamps of its files."""
    record = read_record(folder)
    with opened(origin) as remote:
        choice = _choice(origin, remote, dry=True)
    came = []
    for wanted in choice.wanted:
        state = PullState.TO_COMPARE
        if not (folder / wanted.target).exists():
            state = PullState.NEW
        elif _is_here(origin, wanted, folder, record):
            state = PullState.AS_BEFORE
        came.append(_Arrival(origin, wanted, None, state))
    return _result(origin, choice, came, record)


def _require_apart(origin: Origin, folder: Path) -> None:
    """Sees to it that a centre is not pulled from its own folder, or from one around it."""
    if origin.kind is not OriginKind.SHARE:
        return
    source, target = Path(origin.path), folder / origin.centre
    if source.is_relative_to(target) or target.is_relative_to(source):
        detail = f"source {origin.number} and the folder that its files go to lie in one another"
        raise UsageFault(SETTINGS_INVALID, detail, place=Place(origin.told))
