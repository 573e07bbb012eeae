"""Who does the work of a stage: this process, a pool of them, or a cluster (``cluster.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from dragon_prep.core.entrusted import EntrustedKey
from dragon_prep.core.files import system_faults
from dragon_prep.pipeline import tickets

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

    What travels to them are tickets, as to another host; the key they were given when they started.

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
        if not shards:
            return
        key = shards[0].site.key
        self.workers.entrust(key)
        writer = tickets.TicketWriter(EntrustedKey(key.fingerprint))
        with system_faults("workspace"):
            try:
                jobs = [writer.ticket(stage, shard, reduced) for shard in shards]
                self.workers.run(partial(tickets.made, stage), jobs, done)
            finally:
                writer.drop()
