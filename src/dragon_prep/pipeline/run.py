"""What does not decide about bytes: where a run works, who does the work, and who looks on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.core.workers import Workers
from dragon_prep.pipeline.executor import OnThisHost

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.pipeline.executor import Executor

Progress = Callable[[str, int, int], None]  # a stage, how much of it is done, how much there is


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for those who do not look."""


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A run of the pipeline.

    Attributes:
        workspace: a private folder for working data.
        workers: who do the work.
        progress: told of each stage, and of how much of it is done.
        cluster: who does the work of shards, if not the workers.
    """

    workspace: Path
    workers: Workers = field(default_factory=Workers)
    progress: Progress = silent
    cluster: Executor | None = None

    @property
    def executor(self) -> Executor:
        """Who does the work of shards."""
        return self.cluster or OnThisHost(self.workers)

    def stage(self, name: str) -> Callable[[int, int], None]:
        """The progress of one stage."""
        return partial(self.progress, name)
