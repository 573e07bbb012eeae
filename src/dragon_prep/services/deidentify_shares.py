"""A file of records in shares, each a command of its own: for Slurm arrays and any other queue.

All shares work in one folder that every host sees. What recurs must be known of the whole file
before any of it is de-identified, so the command runs twice for each share: first it looks at the
share's parts, and when all shares have been looked at it de-identifies them. Whichever share comes
first does what is done once, under a lock. A third command joins the parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.codes.cluster import NOT_SHARED, SHARES_UNFINISHED
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.files import discard, system_faults
from dragon_prep.core.sealed import drop_damaged
from dragon_prep.core.workers import Workers, rare_collections
from dragon_prep.intake.record_files.files import RecordFiles
from dragon_prep.pipeline.evidence import shared_evidence
from dragon_prep.pipeline.executor import OnThisHost
from dragon_prep.pipeline.record_parts import RecordPart, drop_damaged_parts
from dragon_prep.pipeline.run import silent
from dragon_prep.pipeline.stages import DEIDENTIFY, LOOK, evidence_of
from dragon_prep.pipeline.workspace import folder_of_work, one_at_a_time, shared_folder
from dragon_prep.services.deidentify_file import RecordsResult, joined_into
from dragon_prep.services.record_work import KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.pipeline.run import Progress
    from dragon_prep.pipeline.stage import Shard, Stage
    from dragon_prep.services.record_work import RecordWork

Reduced = TypeVar("Reduced")

_LOOKING, _DOING, _WRITING = "Looking at a share", "De-identifying a share", "Writing a share"


@dataclass(frozen=True, slots=True)
class FileShare:
    """Which share of a file: the ``number``-th, from 1, of ``count``.

    Raises:
        UsageFault: if there is no such share.
    """

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise UsageFault(OPTION_INVALID, "a share is i/N with i from 1 to N")

    def of(self, shards: Sequence[Shard]) -> list[Shard]:
        """Its own among all shards of a file."""
        return [shard for shard in shards if shard.number % self.count == self.number - 1]


@dataclass(frozen=True, slots=True)
class ShareResult:
    """How far a file is when a share has been worked on.

    Attributes:
        own: how many parts the share has.
        parts: how many the file has.
        looked_at: how many of them have been looked at, by whichever share.
        done: how many are done.
        is_done: whether those of this share are.
    """

    own: int
    parts: int
    looked_at: int
    done: int
    is_done: bool


def deidentify_share(
    work: RecordWork, share: FileShare, workers: int = 1, progress: Progress = silent
) -> ShareResult:
    """Does for a share what can be done now; what is done already is left as it is.

    Args:
        work: the records, and what is asked; in a workspace that every host sees.
        share: which of its shares.
        workers: how many processes.
        progress: called with a stage, how much of it is done, and how much there is.

    Returns:
        How far the work is: while shares have not been looked at, no more can be done than to look.

    Raises:
        UsageFault: if there is no workspace.
        InputFault: if the input changes while it is read.
        SystemFault: if a file cannot be read or written.
    """
    with system_faults("workspace"), rare_collections(), Workers(workers) as pool:
        folder, shards = _dealt(work, RecordFiles.of(work.files), share)
        own = share.of(shards)
        drop_damaged(
            stage.file(shard) for stage in work.stages for shard in own if stage.is_done(shard)
        )
        _do(LOOK, own, None, pool, partial(progress, _LOOKING))
        if all(map(LOOK.is_done, shards)):
            known = shared_evidence(folder, lambda: evidence_of(shards))
            _do(DEIDENTIFY, own, known, pool, partial(progress, _DOING))
            _do(work.last, own, None, pool, partial(progress, _WRITING))
        return ShareResult(
            len(own),
            len(shards),
            sum(map(LOOK.is_done, shards)),
            sum(map(work.last.is_done, shards)),
            all(map(work.last.is_done, own)),
        )


def merge_shares(work: RecordWork, output: Path) -> RecordsResult:
    """Writes the output of a work whose shares are all done, and removes the work.

    Args:
        work: the records, and what was asked.
        output: the file to write; what is there is replaced.

    Raises:
        UsageFault: if a share is not done, or there is no workspace.
        SystemFault: if a file cannot be read or written.
        DragonPrepError: if too many records failed.
    """
    given = RecordFiles.of(work.files)
    with system_faults("workspace"):
        folder = folder_of_work(*_home(work, given))
        if not folder.is_dir():
            detail = "no share of the file has been begun in this workspace with these options"
            raise UsageFault(SHARES_UNFINISHED, detail, place=work.place)
        _, shards = _dealt(work, given)
        drop_damaged(map(work.last.file, filter(work.last.is_done, shards)))
        missing = len(shards) - sum(map(work.last.is_done, shards))
        if missing:
            detail = f"{missing} of its {len(shards)} parts are not done"
            raise UsageFault(SHARES_UNFINISHED, detail, place=work.place)
    result = RecordsResult.of(joined_into(output, shards))
    discard(folder)
    return result


def _home(work: RecordWork, given: RecordFiles) -> tuple[Path, str, str]:
    """The workspace, and the kind and the name of the work in it."""
    if work.workspace is None:
        raise UsageFault(NOT_SHARED)
    return work.workspace, KIND, f"{work.name(given)}-shared"


def _dealt(
    work: RecordWork, given: RecordFiles, share: FileShare | None = None
) -> tuple[Path, list[Shard]]:
    """The folder of a work, and its shards, the parts of which are made by whoever comes first."""
    folder = shared_folder(*_home(work, given))
    with one_at_a_time(folder / "parts.lock"):
        shards = work.shards(given, folder)
        own = share.of(shards) if share is not None else []
        if not all(isinstance(s.part, RecordPart) and s.part.is_whole for s in own):
            drop_damaged_parts(folder, work.named_reader)
            shards = work.shards(given, folder)
    return folder, shards


def _do(
    stage: Stage[Reduced],
    shards: Sequence[Shard],
    reduced: Reduced,
    pool: Workers,
    progress: Callable[[int, int], None],
) -> None:
    todo = [shard for shard in shards if not stage.is_done(shard)]
    before = len(shards) - len(todo)
    progress(before, len(shards))
    OnThisHost(pool).map(stage, todo, reduced, lambda n: progress(before + n, len(shards)))
