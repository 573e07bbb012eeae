"""Look-alikes: releases that are built like real ones, of simulated exports."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from dragon_prep.archive.synthetic import key_of, note_of
from dragon_prep.core.codes.archive import (
    CLASS_NOT_TRAINED,
    NO_NUMBER,
    TEST_CLASSES,
    TRAINING_CLASSES,
)
from dragon_prep.core.codes.intake import CLASS_MISSING
from dragon_prep.core.errors import InputFault, VerifyFault
from dragon_prep.core.files import absolute, scratch_folder, system_faults
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.services.build import build
from dragon_prep.services.replaceable import require_replaceable
from dragon_prep.services.simulate import simulate
from dragon_prep.tasks.prepare import Options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.errors import DragonPrepError
    from dragon_prep.services.build import BuildResult
    from dragon_prep.tasks.task import Task

_CHANCE = frozenset((CLASS_MISSING, CLASS_NOT_TRAINED, TRAINING_CLASSES, TEST_CLASSES, NO_NUMBER))
_MOST_ATTEMPTS = 20
_NEXT_SEED = 1_000_003  # far from the seeds that people give


def synth(
    tasks: Sequence[Task],
    release: Path,
    *,
    reports: int | None = None,
    seed: int = 0,
    workspace: Path | None = None,
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
            secret here. A cohort that is short of a class in some fold, by chance, is simulated
            again with a seed that follows from it.
        workspace: folder for working data, which say the centre of each case; they are removed
            unless one is given.
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
        seeds: dict[str, int] = {}
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            progress("Simulating exports", 0, 1)
            raw = private / "raw"
            simulate(tasks, raw, reports=reports, seed=seed, overwrite=attempt > 1, seeds=seeds)
            progress("Simulating exports", 1, 1)
            try:
                return build(
                    tasks,
                    raw,
                    release,
                    key=key_of(seed),
                    options=Options(),
                    workspace=workspace or private / "workspace",
                    workers=workers,
                    overwrite=overwrite,
                    synthetic=note_of(seed),
                    progress=progress,
                )
            except (InputFault, VerifyFault) as fault:
                unlucky = _short_of_a_class(fault, tasks)
                if not unlucky or attempt == _MOST_ATTEMPTS:
                    raise
                # The workspace has the other cohorts, so that only these are made again.
                seeds.update(dict.fromkeys(unlucky, seed + attempt * _NEXT_SEED))
        raise AssertionError("the last attempt returns or raises")


def _short_of_a_class(fault: DragonPrepError, tasks: Sequence[Task]) -> set[str]:
    """The cohorts that lack a class in some fold, which is chance where reports are few.

    Nothing if the fault is, or tells of, anything else.
    """
    kinds = {problem.kind for problem in fault.problems} or {fault.kind}
    if fault.kind is CLASS_MISSING:
        kinds = {fault.kind}
    if not kinds <= _CHANCE:
        return set()
    places = [problem.place for problem in fault.problems if problem.kind in _CHANCE]
    files = [place.file for place in [*places, fault.place] if place is not None]
    named = [task for task in tasks if any(task.full_name in file for file in files)]
    return {name for task in named for name in task.cohorts}
