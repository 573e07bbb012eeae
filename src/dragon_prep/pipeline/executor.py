"""Who does the work of a stage: this process, a pool of them, or a cluster (``cluster.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragon_prep.core.workers import Workers
    from dragon_prep.pipeline.stage import Shard, Stage

Reduced = TypeVar("Reduced")


class Executor(Protocol):
    """Does a stage's work on shards, in whatever order: the files do not depend on it."""

    def map(
        self,
        stage: Stage[Reduced],
        shards: Sequence[Shard],
        reduced: Reduced,
        done: Callable[[int], None],
    ) -> None:
        """Does a stage's work on shards.

        Args:
            stage: what is done.
            shards: those whose files are to be made, of one cohort.
            reduced: what must be known of all shards.
            done: told the number of shards that are done.

        Raises:
            DragonPrepError: what stops the work.
        """


@dataclass(frozen=True, slots=True, repr=False)
class OnThisHost:
    """This process, or a pool of processes; see :class:`Executor`.

    Attributes:
        workers: the pool.
    """

    workers: Workers

    def map(
        self,
        stage: Stage[Reduced],
        shards: Sequence[Shard],
        reduced: Reduced,
        done: Callable[[int], None],
    ) -> None:
        """Does a stage's work on shards; see :meth:`Executor.map`.

        Raises:
            DragonPrepError: what stops the work.
        """
        jobs = [_Job(stage, shard, reduced) for shard in shards]
        for shard, data in zip(shards, self.workers.run(_work, jobs, done), strict=True):
            if data is not None:
                shard.made[stage.name_of(shard)] = data


@dataclass(frozen=True, slots=True, repr=False)
class _Job(Generic[Reduced]):
    stage: Stage[Reduced]
    shard: Shard
    reduced: Reduced


def _work(job: _Job[Reduced]) -> bytes | None:
    return job.stage.do(job.shard, job.reduced)
