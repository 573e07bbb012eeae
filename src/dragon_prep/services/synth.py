"""Look-alikes: releases that are built like real ones, of simulated exports."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from dragon_prep.archive.synthetic import key_of, note_of
from dragon_prep.core.files import absolute, scratch_folder, system_faults
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.services.build import build, require_replaceable
from dragon_prep.services.simulate import simulate
from dragon_prep.tasks.prepare import Options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.services.build import BuildResult
    from dragon_prep.tasks.task import Task


def synth(
    tasks: Sequence[Task],
    release: Path,
    *,
    reports: int | None = None,
    seed: int = 0,
    workers: int = 1,
    overwrite: bool = False,
    progress: Progress = silent,
) -> BuildResult:
    """Makes a look-alike of tasks: simulated exports, built and marked as synthetic.

    Args:
        tasks: what to make.
        release: folder to make.
        reports: how many reports each cohort has; for None, as many as in the benchmark.
        seed: same seed, same bytes, whatever the machine; also of the project key, which is no
            secret here.
        workers: number of processes; the bytes do not depend on it.
        overwrite: whether an earlier release in that place may be replaced.
        progress: called with a stage and how much of it is done.

    Raises:
        UsageFault: if the folder exists, or there are too few reports for every kind of case.
        DragonPrepError: whatever stops a build.
    """
    release = absolute(release)
    with contextlib.ExitStack() as held:
        held.enter_context(system_faults("look-alike"))
        release.parent.mkdir(parents=True, exist_ok=True)
        require_replaceable(release, overwrite=overwrite)  # before the work, not after it
        private = release.with_name(f".{release.name}.simulated")
        held.enter_context(scratch_folder(private))
        progress("Simulating exports", 0, 1)
        simulate(tasks, private / "raw", reports=reports, seed=seed)
        progress("Simulating exports", 1, 1)
        return build(
            tasks,
            private / "raw",
            release,
            key=key_of(seed),
            options=Options(),
            workspace=private / "workspace",
            workers=workers,
            overwrite=overwrite,
            synthetic=note_of(seed),
            progress=progress,
        )
