"""Simulated raw exports, and the answer key to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import sha256
from dragon_prep.archive.tree import scan
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import (
    absolute,
    replaced_atomically,
    require_file_or_nothing,
    system_faults,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.synthetic.kit.answers import Answer
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.tasks.task import Task

MARKER = "SIMULATED.txt"
_LISTED = re.compile(r"^([0-9a-f]{64})  (.+)$", re.MULTILINE)
_WHAT_THIS_IS = """\
Simulated raw exports, written by `dragon-prep simulate`. Nothing of it is real: no patient, no
report, no number.

Because this file is here, `dragon-prep simulate --overwrite` may replace the folder, as long as it
holds these files and no others:

"""


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
    reports: int | None = None,
    seed: int = 0,
    answers: Path | None = None,
    overwrite: bool = False,
    seeds: Mapping[str, int] | None = None,
    knobs: Knobs | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Simulated:
    """Writes raw exports of made-up patients in the very layout the readers take.

    Args:
        tasks: whose cohorts are simulated.
        source: folder to make.
        reports: how many, over all centres of each cohort; for None, as many as give tasks the
            sizes they have in the DRAGON benchmark.
        seed: same seed, same bytes.
        answers: file for the answer key, outside ``source``; beside it unless given.
        overwrite: whether an earlier simulation in that place may be replaced.
        seeds: of cohorts that have another one than the rest.
        knobs: how the reports are to be; for None, like those of the benchmark.
        sizes: how many reports there are of cohorts that have another number than the rest.

    Raises:
        UsageFault: if the folder or the answer key exists, the answer key would lie inside the
            folder, or there are too few reports for every kind of case. Only what the marker
            :data:`MARKER` calls a simulation is ever replaced.
        SystemFault: if it cannot be written.
    """
    from dragon_prep.synthetic.kit.answers import write_answers

    source = absolute(source)
    key_file = absolute(answers) if answers else source.with_name(f"{source.name}-answers.jsonl")
    if source == key_file or source in key_file.parents:
        raise UsageFault(kinds.OUTPUT_MISPLACED, "the answer key may not lie inside the exports")
    require = partial(_require_replaceable, source, key_file, overwrite=overwrite)
    with system_faults("simulated exports"), replaced_atomically(source, require) as new:
        key_file.parent.mkdir(parents=True, exist_ok=True)
        found = []
        for cohort in dict.fromkeys(name for task in tasks for name in task.cohorts):
            size = (sizes or {}).get(cohort, reports)
            own = (seeds or {}).get(cohort, seed)
            found += simulated(cohort, new.staging, size, own, knobs)
        (new.staging / MARKER).write_bytes(_marker(new.staging).encode("utf-8"))
        # First the exports: should the run end here, their marker lets --overwrite go on.
        new.put_in_place()
        write_answers(key_file, found)
    return Simulated(source, key_file, len(found), sum(len(answer.phi) for answer in found))


def simulated(
    cohort: str, folder: Path, reports: int | None, seed: int, knobs: Knobs | None
) -> list[Answer]:
    """Writes the raw exports of one cohort to a folder; arguments as of :func:`simulate`.

    Returns:
        The answer key.

    Raises:
        UsageFault: if there is no simulator of the cohort, or there are too few reports.
    """
    from dragon_prep.synthetic import SIMULATORS, full_size, simulator
    from dragon_prep.synthetic.kit.knobs import STANDARD

    if cohort not in SIMULATORS:
        detail = f"there is no simulator of the cohort {cohort}"
        remedy = "Leave its tasks out, or write its raw files by hand (docs/task29.md)."
        raise UsageFault(kinds.OPTION_INVALID, detail, remedy=remedy)
    size = full_size(cohort) if reports is None else reports
    try:
        return simulator(cohort)(folder, reports=size, seed=seed, knobs=knobs or STANDARD)
    except ValueError as error:
        raise UsageFault(kinds.OPTION_INVALID, str(error)) from None


def _marker(folder: Path) -> str:
    """What marks a simulation: it lists its files with their checksums."""
    return _WHAT_THIS_IS + "".join(f"{sha256(folder / n)}  {n}\n" for n in scan(folder).files)


def _foreign_files(source: Path) -> int:
    """How many files of a marked folder are not as they were simulated: somebody's own."""
    tree = scan(source)
    text = (source / MARKER).read_text("utf-8", errors="replace")
    listed = {name: checksum for checksum, name in _LISTED.findall(text)}
    own = [n for n in tree.files if n == MARKER or listed.get(n) == sha256(source / n)]
    return len(tree.files) + len(tree.odd) + len(tree.unreadable) - len(own)


def _require_replaceable(source: Path, answers: Path, *, overwrite: bool) -> None:
    require_file_or_nothing(answers)
    ours = (source / MARKER).is_file()
    if _is_taken(source):
        _require_simulation(source, ours=ours, overwrite=overwrite)
    if answers.exists() and not (overwrite and ours):
        remedy = "Give another file with --answers; --overwrite replaces it with its simulation."
        detail = "the file for the answer key exists"
        place = Place(answers.name)
        raise UsageFault(kinds.OUTPUT_EXISTS, detail, place=place, remedy=remedy)


def _is_taken(folder: Path) -> bool:
    """Whether something stands in a place; an empty folder is nothing."""
    return folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))


def _require_simulation(source: Path, *, ours: bool, overwrite: bool) -> None:
    place = Place(source.name)
    if not overwrite:
        raise UsageFault(kinds.OUTPUT_EXISTS, place=place)
    if not ours:
        detail = f"the output folder exists and is no simulation: it has no {MARKER}"
        remedy = "Give another folder: --overwrite replaces simulations only."
        raise UsageFault(kinds.OUTPUT_NOT_OURS, detail, place=place, remedy=remedy)
    if count := _foreign_files(source):
        detail = f"{count} files of the folder are not as they were simulated"
        remedy = "Move them out, so that --overwrite does not delete them, or give another folder."
        raise UsageFault(kinds.OUTPUT_NOT_OURS, detail, place=place, remedy=remedy)
