"""Simulated raw exports, and the answer key to them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.errors import UsageFault
from dragon_prep.run import kinds
from dragon_prep.run.files import put_in_place, recover, staging_of, system_faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.model.task import Task


@dataclass(frozen=True, slots=True)
class Simulated:
    """Where a simulation was written, and how much of it there is."""

    source: Path
    answers: Path
    reports: int
    phi: int


def simulate(
    tasks: Sequence[Task],
    source: Path,
    *,
    reports: int,
    seed: int = 0,
    answers: Path | None = None,
    overwrite: bool = False,
) -> Simulated:
    """Writes raw exports of made-up patients in the very layout the readers take.

    Args:
        tasks: whose cohorts are simulated.
        source: folder to make.
        reports: how many, over all centres of each cohort.
        seed: same seed, same bytes.
        answers: file for the answer key, outside ``source``; beside it unless given.
        overwrite: whether an earlier simulation in that place may be replaced.

    Raises:
        UsageFault: if the folder exists, the answer key would lie inside it, or there are too few
            reports for every kind of case.
        SystemFault: if it cannot be written.
    """
    from dragon_prep.synthetic import simulator
    from dragon_prep.synthetic.answers import write_answers

    source = Path(source).resolve()
    key_file = (
        Path(answers).resolve() if answers else source.with_name(f"{source.name}-answers.jsonl")
    )
    if source in key_file.parents:
        raise UsageFault(kinds.OUTPUT_MISPLACED, "the answer key may not lie inside the exports")
    with system_faults("simulated exports"):
        recover(source)
        if source.exists() and any(source.iterdir()):
            if not overwrite:
                raise UsageFault(kinds.OUTPUT_EXISTS)
            if not key_file.is_file():  # an earlier simulation has its answer key
                raise UsageFault(kinds.OUTPUT_NOT_OURS)
        source.parent.mkdir(parents=True, exist_ok=True)
        key_file.parent.mkdir(parents=True, exist_ok=True)
        staging = staging_of(source)
        try:
            found = []
            for cohort in dict.fromkeys(task.cohort.name for task in tasks):
                try:
                    found += simulator(cohort)(staging, reports=reports, seed=seed)
                except ValueError as error:
                    raise UsageFault(kinds.OPTION_INVALID, str(error)) from None
            write_answers(key_file, found)
            put_in_place(staging, source)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return Simulated(source, key_file, len(found), sum(len(answer.phi) for answer in found))
