"""Look-alikes: releases that are built like real ones, of simulated exports."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.archive.synthetic import key_of, note_of
from dragon_prep.core.codes.archive import (
    CLASS_NOT_TRAINED,
    NO_NUMBER,
    TEST_CLASSES,
    TRAINING_CLASSES,
)
from dragon_prep.core.codes.intake import CLASS_MISSING
from dragon_prep.core.codes.likeness import TOO_FEW_CASES
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import InputFault, UsageFault, VerifyFault
from dragon_prep.core.files import absolute, scratch_folder, system_faults
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.services.build import build
from dragon_prep.services.contrast_sets import contrast_sets
from dragon_prep.services.like import FEWEST, Likeness, likeness_of, sizes_of
from dragon_prep.services.replaceable import require_replaceable
from dragon_prep.services.simulate import simulate
from dragon_prep.tasks.look_alike import LookAlike
from dragon_prep.tasks.prepare import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import DragonPrepError
    from dragon_prep.services.build import BuildResult
    from dragon_prep.services.release_profile.file import ReleaseProfile
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.tasks.task import Task

PUBLISHED_ALPHA: Mapping[str, float] = {
    "Task006_pathology_tumor_origin_clf": 0.33,
    "Task014_textual_entailment_clf": 0.55,
    "Task018_osteoarthritis_clf": 0.56,
}
"""Krippendorff's alpha of the annotators of tasks, as the paper of the benchmark has it."""

_CHANCE = frozenset((CLASS_MISSING, CLASS_NOT_TRAINED, TRAINING_CLASSES, TEST_CLASSES, NO_NUMBER))
_MOST_ATTEMPTS = 20
_NEXT_SEED = 1_000_003  # far from the seeds that people give


@dataclass(frozen=True, slots=True, repr=False)
class Extras:
    """What a look-alike has beyond the usual.

    Attributes:
        like: the profile of a release that it should be like.
        label_noise: how likely a development label is drawn anew; ``published`` for the rates of
            the benchmark's annotators where they are known.
        notice: whether each text begins with a notice, as the benchmark's have a disclaimer.
        few_shot: whether there are jobs with few training cases of each class.
        held_out: whether there are jobs that are tested on a centre nobody trained on.
        knobs: how the simulated reports are; None for as usual.
        contrast: how many pairs of reports that differ in one statement a task has beside its
            cases, where a writer knows how to turn its label.
    """

    like: ReleaseProfile | None = None
    label_noise: float | str = 0.0
    notice: bool = False
    few_shot: bool = False
    held_out: bool = False
    knobs: Knobs | None = None
    contrast: int = 0


@dataclass(slots=True, repr=False)
class _Attempts:
    """What was learnt from attempts that failed by chance.

    Attributes:
        seeds: of cohorts that are simulated with another seed.
        more: how often a cohort had too few cases.
    """

    seeds: dict[str, int] = field(default_factory=dict)
    more: Counter[str] = field(default_factory=Counter)


def synth(
    tasks: Sequence[Task],
    release: Path,
    *,
    reports: int | None = None,
    seed: int = 0,
    workspace: Path | None = None,
    workers: int = 1,
    overwrite: bool = False,
    extras: Extras | None = None,
    progress: Progress = silent,
) -> BuildResult:
    """Makes a look-alike of tasks: simulated exports, built and marked as synthetic.

    Args:
        tasks: what to make.
        release: folder to make.
        reports: how many cases each task has; for None, as many as the profile of ``extras`` says,
            or as in the benchmark.
        seed: same seed, same bytes, whatever the machine; also of the project key, which is no
            secret here. A cohort that is short of a class in some fold, by chance, is simulated
            again with a seed that follows from it, and one that is short of cases with more.
        workspace: folder for working data, which say the centre of each case; they are removed
            unless one is given.
        workers: number of processes; the bytes do not depend on it.
        overwrite: whether an earlier release in that place may be replaced.
        extras: what it has beyond the usual.
        progress: called with a stage and how much of it is done.

    Raises:
        UsageFault: if the folder exists, or there are too few reports for every kind of case.
        DragonPrepError: whatever stops a build.
    """
    release = absolute(release)
    extras = extras or Extras()
    if reports is not None and reports < FEWEST:
        raise UsageFault(OPTION_INVALID, f"a task of a look-alike has at least {FEWEST} cases")
    likeness = likeness_of(tasks, extras.like, reports)
    options = Options(look_alike=_look_alike(tasks, likeness, extras, seed))
    with contextlib.ExitStack() as held:
        held.enter_context(system_faults("look-alike"))
        release.parent.mkdir(parents=True, exist_ok=True)
        require_replaceable(release, overwrite=overwrite)  # before the work, not after it
        private = release.with_name(f".{release.name}.simulated")
        held.enter_context(scratch_folder(private))
        learnt = _Attempts()
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            progress("Simulating exports", 0, 1)
            raw = private / "raw"
            sizes = sizes_of(tasks, likeness, learnt.more)
            again = attempt > 1
            simulate(
                tasks,
                raw,
                seed=seed,
                overwrite=again,
                seeds=learnt.seeds,
                sizes=sizes,
                knobs=extras.knobs,
            )
            progress("Simulating exports", 1, 1)
            try:
                return build(
                    tasks,
                    raw,
                    release,
                    key=key_of(seed),
                    options=options,
                    workspace=workspace or private / "workspace",
                    workers=workers,
                    overwrite=overwrite,
                    synthetic=note_of(seed),
                    progress=progress,
                )
            except (InputFault, VerifyFault) as fault:
                unlucky = _unlucky(fault, tasks)
                if not unlucky or attempt == _MOST_ATTEMPTS:
                    raise
                # The workspace has the other cohorts, so that only these are made again.
                if fault.kind is TOO_FEW_CASES:
                    learnt.more.update(unlucky)
                else:
                    learnt.seeds.update(dict.fromkeys(unlucky, seed + attempt * _NEXT_SEED))
        raise AssertionError("the last attempt returns or raises")


def label_noise_of(tasks: Sequence[Task], rate: float | str) -> dict[str, float]:
    """By task, how likely a development label is drawn anew.

    Args:
        tasks: of the look-alike.
        rate: for all tasks but those of tagged texts; or ``published``.

    Raises:
        UsageFault: if it is neither.
    """
    if rate == "published":
        known = {task.full_name: PUBLISHED_ALPHA.get(task.full_name) for task in tasks}
        return {name: round(1 - a**0.5, 3) for name, a in known.items() if a is not None}
    try:
        share = float(rate)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        detail = "label noise is a rate from 0 to 1, such as 0.1, or `published`"
        raise UsageFault(OPTION_INVALID, detail)
    named = [task.full_name for task in tasks if not task.target.type.is_token_level]
    return dict.fromkeys(named, share) if share else {}


def _look_alike(tasks: Sequence[Task], likeness: Likeness, extras: Extras, seed: int) -> LookAlike:
    from dragon_prep.synthetic.kit.knobs import STANDARD

    knobs = extras.knobs or STANDARD
    count = extras.contrast
    return LookAlike(
        choices=likeness.choices,
        unfollowed=likeness.unfollowed,
        label_noise=label_noise_of(tasks, extras.label_noise),
        notice=extras.notice,
        few_shot=extras.few_shot,
        held_out=extras.held_out,
        knobs=knobs.to_json(),
        contrast=contrast_sets(tasks, count, seed=seed, knobs=knobs, notice=extras.notice)
        if count
        else {},
    )


def _unlucky(fault: DragonPrepError, tasks: Sequence[Task]) -> set[str]:
    """The cohorts that lack cases, or a class in some fold, which is chance where reports are few.

    Nothing if the fault is, or tells of, anything else.
    """
    kinds = {problem.kind for problem in fault.problems} or {fault.kind}
    if fault.kind in (CLASS_MISSING, TOO_FEW_CASES):
        kinds = {fault.kind}
    if not kinds <= {*_CHANCE, TOO_FEW_CASES}:
        return set()
    places = [problem.place for problem in fault.problems if problem.kind in _CHANCE]
    files = [place.file for place in [*places, fault.place] if place is not None]
    named = [task for task in tasks if any(task.full_name in file for file in files)]
    return {name for task in named for name in task.cohorts}
