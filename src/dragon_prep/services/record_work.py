"""Records on their way through all stages: dealt to parts, de-identified, ready to be written."""

from __future__ import annotations

import contextlib
import math
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.cluster import NOT_SHARED
from dragon_prep.core.codes.run import MADE_AGAIN, NO_PERMISSION
from dragon_prep.core.errors import Place, Problem, SystemFault, UsageFault
from dragon_prep.core.files import absolute, staging_of, system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.sealed import drop_damaged
from dragon_prep.core.workers import Workers
from dragon_prep.intake.record_files.files import RecordFiles
from dragon_prep.pipeline import evidence
from dragon_prep.pipeline.cluster import executor_of
from dragon_prep.pipeline.record_parts import drop_damaged_parts, parts_in
from dragon_prep.pipeline.shards import deidentify_shards
from dragon_prep.pipeline.stage import Shard
from dragon_prep.pipeline.stages import STAGES
from dragon_prep.pipeline.workspace import work_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.record_files.files import RecordFile
    from dragon_prep.pipeline.cluster import ClusterAddress
    from dragon_prep.pipeline.executor import Executor
    from dragon_prep.pipeline.input_records import RecordReader
    from dragon_prep.pipeline.run import Progress
    from dragon_prep.pipeline.site import Site
    from dragon_prep.pipeline.stage import Stage

BYTES_IN_A_PART = 4 << 20
KIND = "records"
"""Of work, in a workspace."""
_STAGE = "De-identifying records"


@dataclass(frozen=True, slots=True, repr=False)
class RecordWork:
    """What is to be done with the records of an input, in one go or in shares.

    Attributes:
        files: where they are.
        reader: how they are read; its names of files are filled in.
        site: what decides about bytes.
        last: the stage that makes of a part what is asked for.
        workspace: a private folder where the work lies until it is done; None for beside the input.
    """

    files: tuple[RecordFile, ...]
    reader: RecordReader
    site: Site
    last: Stage[None]
    workspace: Path | None = None

    @property
    def named_reader(self) -> RecordReader:
        """How records are read, with the names of their files."""
        return replace(self.reader, files=tuple(file.name for file in self.files))

    @property
    def place(self) -> Place:
        """What messages call the input."""
        return Place(self.files[0].name if len(self.files) == 1 else "input")

    @property
    def stages(self) -> tuple[Stage[Any], ...]:
        """What is done with each part, in order."""
        return (*STAGES, self.last)

    def name(self, given: RecordFiles) -> str:
        """A name that tells this work from any other, and nothing else.

        Args:
            given: the files as they are.
        """
        made_of = [stage.fingerprint(self.site) for stage in self.stages]
        made_of += [given.digest, repr(self.named_reader)]
        return self.site.key.digest(KeyPurpose.CACHE, KIND, *made_of).hex()[:24]

    def shards(self, given: RecordFiles, folder: Path) -> list[Shard]:
        """The input in shards, the parts of which lie in a folder; they are made if need be.

        Args:
            given: the files as they were when the work began.
            folder: private, and of this work alone.

        Raises:
            InputFault: if a file has changed.
            OSError: if the system refuses.
        """
        count = max(1, math.ceil(given.size / BYTES_IN_A_PART))
        parts = parts_in(given.lines(), folder, count, self.site.key, self.named_reader)
        given.require_unchanged()
        return [
            Shard(self.site, "", False, folder, number, count, part)
            for number, part in enumerate(parts)
        ]

    @contextlib.contextmanager
    def done(
        self,
        workers: int,
        cluster: ClusterAddress | None,
        progress: Progress,
        given: RecordFiles | None = None,
    ) -> Iterator[tuple[list[Shard], list[Problem]]]:
        """All parts with every stage done; when this ends, nothing is left of the work.

        With them comes what is to be told of the work, such as damaged files that were made again.

        Args:
            workers: how many processes; the bytes stay the same.
            cluster: whose workers do it instead, in a workspace that they see, too.
            progress: called with a stage, how much of it is done, and how much there is.
            given: the files as they are, if somebody looked at them.

        Raises:
            UsageFault: if a cluster is given and no workspace.
            InputFault: if the input changes while it is read.
            SystemFault: if a file cannot be read or written.
        """
        if cluster is not None and self.workspace is None:
            raise UsageFault(NOT_SHARED)
        given = given or RecordFiles.of(self.files)
        with system_faults("workspace"), self._folder(given) as (folder, damaged):
            shards = self.shards(given, folder)
            with Workers(workers) as pool, executor_of(pool, cluster) as executor:
                self._run(shards, executor, progress)
            yield shards, self._told(damaged)

    def _run(self, shards: Sequence[Shard], executor: Executor, progress: Progress) -> None:
        steps = 3 * len(shards)
        deidentify_shards(shards, executor, lambda done, _: progress(_STAGE, done, steps))
        todo = [shard for shard in shards if not self.last.is_done(shard)]
        done = steps - len(todo)
        executor.map(self.last, todo, None, lambda n: progress(_STAGE, done + n, steps))

    @contextlib.contextmanager
    def _folder(self, given: RecordFiles) -> Iterator[tuple[Path, int]]:
        """Where the work lies: in the workspace until it is done, or beside the input for the run.

        With it comes how many damaged files were there, which are made again.

        Never beside the output: what a killed run leaves has records in it as they were.
        """
        source = absolute(self.files[0].paths[0])
        if self.workspace is None and not os.access(source.parent, os.W_OK):
            detail = "nothing may be written to its folder, where the work would lie"
            remedy = "Give a private folder for the work with --workspace."
            place = Place(self.files[0].name)
            raise SystemFault(NO_PERMISSION, detail, place=place, remedy=remedy)
        with work_folder(self.workspace, KIND, self.name(given), staging_of(source)) as folder:
            patterns = (evidence.PATTERN, *(stage.pattern for stage in self.stages))
            files = (path for pattern in patterns for path in sorted(folder.glob(pattern)))
            damaged = drop_damaged(files)
            yield folder, damaged + drop_damaged_parts(folder, self.named_reader)

    def _told(self, damaged: int) -> list[Problem]:
        detail = f"{damaged} of its files"
        again = Problem(MADE_AGAIN, self.place, detail, quarantined=False)
        return [again] if damaged else []


def site_profiles(profile: Profile | None, namespace: str) -> tuple[Profile, ...]:
    """The profile of a centre for records of a namespace."""
    return () if profile is None else (replace(profile, centre=namespace),)
