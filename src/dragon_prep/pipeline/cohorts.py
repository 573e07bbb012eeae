"""All cohorts of a run, several at a time where there are enough of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.entrusted import EntrustedKey
from dragon_prep.core.files import system_faults
from dragon_prep.pipeline.cohort import (
    STAGE,
    deidentified_cohort,
    kept_cohort,
    make_cohort,
    with_note,
)
from dragon_prep.pipeline.report_parts import drop_handed
from dragon_prep.pipeline.run import Run
from dragon_prep.pipeline.site import Site
from dragon_prep.tasks.registry import builtin_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.second_look import SecondLook
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.surrogate.settings import SurrogateSettings

    Chosen = tuple[Cohort, tuple[str, ...]]


def deidentified_cohorts(
    cohorts: Sequence[Chosen], source: Path, site: Site, run: Run
) -> list[CohortRelease]:
    """Reads and de-identifies cohorts, or takes them from the workspace.

    Where there are cohorts enough for all workers, each worker takes whole cohorts, the largest
    first; else the workers, or those of a cluster, share the reports of one cohort after the other.
    The documents do not depend on it.

    Args:
        cohorts: with the centres whose reports are wanted.
        source: the source folder.
        site: what decides about bytes.
        run: what does not.

    Raises:
        InputFault: if raw files cannot be used.
        SystemFault: if the workspace cannot be used.
    """
    _drop_left(run.workspace)
    own = (site.profiles, site.surrogates, site.second_look)
    key = EntrustedKey(site.key.fingerprint)
    jobs = [
        _Job(cohort.name, centres, source, key, own, run.workspace)
        for cohort, centres in sorted(cohorts, key=lambda chosen: _size(chosen, source))
        if _builtin().get(cohort.name) is cohort
    ]
    damaged: dict[str, int] = {}
    workers = run.workers
    workers.entrust(site.key)
    several = workers.count > 1 and run.cluster is None
    if several:
        jobs = [job for job in jobs if not job.is_done]
    if several and len(jobs) >= 2 * workers.count:
        run.progress(STAGE, 0, len(jobs))
        done = workers.run(_work, jobs, lambda done: run.progress(STAGE, done, len(jobs)))
        damaged = {job.cohort: count for job, count in zip(jobs, done, strict=True)}
    releases: list[CohortRelease] = []
    for cohort, centres in cohorts:
        release = deidentified_cohort(cohort, source, centres, site, run)
        releases.append(with_note(release, cohort, damaged.get(cohort.name, 0)))
    return releases


def _drop_left(workspace: Path) -> None:
    """Removes the reports that a run left when it was killed, of whatever cohort."""
    with system_faults("workspace"):
        for folder in (workspace / "cohorts").glob("*"):
            drop_handed(folder)


@dataclass(frozen=True, slots=True, repr=False)
class _Job:
    """A cohort of the package, by name: its readers would not travel to another process.

    Neither does the key, which the process was entrusted with.
    """

    cohort: str
    centres: tuple[str, ...]
    source: Path
    key: EntrustedKey
    own: tuple[tuple[Profile, ...], SurrogateSettings, SecondLook]
    workspace: Path

    @property
    def site(self) -> Site:
        """The site."""
        return Site(self.key.read(), *self.own)

    @property
    def is_done(self) -> bool:
        """Whether the workspace has the cohort already."""
        cohort = _builtin()[self.cohort]
        kept = kept_cohort(cohort, self.source, self.centres, self.site, self.workspace)
        with system_faults("workspace"):
            return kept.is_whole


def _work(job: _Job) -> int:
    """Makes a cohort in another process; how many damaged files were made again for it."""
    run = Run(job.workspace)
    return make_cohort(_builtin()[job.cohort], job.source, job.centres, job.site, run).damaged


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
