"""All cohorts of a run, several at a time where there are enough of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.core.files import system_faults
from dragon_prep.core.workers import Workers
from dragon_prep.pipeline.cohort import deidentified_cohort, make_cohort, place_of, with_note
from dragon_prep.tasks.registry import builtin_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.tasks.prepare import Options

    Chosen = tuple[Cohort, tuple[str, ...]]

_STAGE = "De-identifying"


def deidentified_cohorts(
    cohorts: Sequence[Chosen],
    source: Path,
    *,
    key: ProjectKey,
    options: Options,
    workspace: Path,
    workers: Workers,
    progress: Callable[[str, int, int], None],
) -> list[CohortRelease]:
    """Reads and de-identifies cohorts, or takes them from the workspace.

    Where there are cohorts enough for all workers, each worker takes whole cohorts, the largest
    first; else the workers share the reports of one cohort after the other. The documents do not
    depend on it.

    Args:
        cohorts: with the centres whose reports are wanted.
        source: the source folder.
        key: the project key.
        options: of the build.
        workspace: a private folder.
        workers: who do it.
        progress: called with a stage and how much of it is done.

    Raises:
        InputFault: if raw files cannot be used.
        SystemFault: if the workspace cannot be used.
    """
    jobs = [
        _Job(cohort.name, centres, source, key, options, workspace)
        for cohort, centres in sorted(cohorts, key=lambda chosen: _size(chosen, source))
        if _builtin().get(cohort.name) is cohort
    ]
    damaged: dict[str, int] = {}
    if workers.count > 1:
        jobs = [job for job in jobs if not job.is_done]
    if workers.count > 1 and len(jobs) >= 2 * workers.count:
        progress(_STAGE, 0, len(jobs))
        done = workers.run(_work, jobs, lambda done: progress(_STAGE, done, len(jobs)))
        damaged = {job.cohort: count for job, count in zip(jobs, done, strict=True)}
    made = [
        deidentified_cohort(
            cohort,
            source,
            centres,
            key=key,
            workspace=workspace,
            workers=workers,
            progress=partial(progress, f"{_STAGE} {cohort.name}"),
            profiles=options.profiles,
            surrogates=options.surrogates,
        )
        for cohort, centres in cohorts
    ]
    return [
        with_note(release, cohort, damaged.get(cohort.name, 0))
        for release, (cohort, _) in zip(made, cohorts, strict=True)
    ]


@dataclass(frozen=True, slots=True, repr=False)
class _Job:
    """A cohort of the package, by name: its readers would not travel to another process."""

    cohort: str
    centres: tuple[str, ...]
    source: Path
    key: ProjectKey
    options: Options
    workspace: Path

    @property
    def is_done(self) -> bool:
        """Whether the workspace has the cohort already."""
        made = place_of(
            _builtin()[self.cohort],
            self.source,
            self.centres,
            key=self.key,
            workspace=self.workspace,
            profiles=self.options.profiles,
            surrogates=self.options.surrogates,
        )
        with system_faults("workspace"):
            return made.is_whole


def _work(job: _Job) -> int:
    """Makes a cohort; how many damaged files were made again for it."""
    made = make_cohort(
        _builtin()[job.cohort],
        job.source,
        job.centres,
        key=job.key,
        workspace=job.workspace,
        workers=Workers(),
        progress=_silent,
        profiles=job.options.profiles,
        surrogates=job.options.surrogates,
    )
    return made.damaged


def _silent(_done: int, _total: int) -> None:
    """Another process shows no progress."""


def _builtin() -> dict[str, Cohort]:
    return {name: c for task in builtin_tasks().values() for name, (c, _) in task.cohorts.items()}


def _size(chosen: Chosen, source: Path) -> int:
    """Minus the bytes of a cohort's files, so that the largest comes first; 0 if one is missing."""
    cohort, centres = chosen
    try:
        return -sum(
            (source / raw.path).stat().st_size
            for raw in cohort.files
            if set(raw.centres) & {*centres}
        )
    except OSError:
        return 0
