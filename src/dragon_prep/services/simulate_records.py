"""Simulated reports as single records, any number of them, and the answer key to them."""

from __future__ import annotations

import hashlib
import json
import math
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.files import absolute, system_faults, written_whole
from dragon_prep.services.record_output import require_output
from dragon_prep.services.simulate import simulated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.synthetic.kit.answers import Answer
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.tasks.task import Task

_AT_ONCE = 2000  # reports of a cohort; they are held in memory


@dataclass(frozen=True, slots=True, repr=False)
class SimulatedRecords:
    """Where simulated records were written, and how many there are."""

    records: Path
    answers: Path | None
    reports: int
    phi: int


def simulate_records(
    tasks: Sequence[Task],
    records: Path,
    *,
    reports: int,
    seed: int = 0,
    answers: Path | None = None,
    overwrite: bool = False,
    knobs: Knobs | None = None,
) -> SimulatedRecords:
    """Writes the texts of simulated reports as JSON lines, as ``deidentify`` and ``corpus`` take.

    They come in rounds of at most two thousand reports of each cohort, each round with patients of
    its own, so that memory does not grow with them.

    Args:
        tasks: whose cohorts are simulated.
        records: file to make: a line has an ``id``, a ``patient_id`` and a ``text``.
        reports: how many of each cohort.
        seed: same seed, same bytes.
        answers: file for the answer key, whose rows are lines of ``records``; None for no key.
        overwrite: whether files that exist may be replaced.
        knobs: how the reports are to be; for None, like those of the benchmark.

    Raises:
        UsageFault: if a file exists, or there are too few reports for every kind of case.
        SystemFault: if they cannot be written.
    """
    places = [absolute(path) for path in (records, answers) if path is not None]
    if len({*places}) < len(places):
        raise UsageFault(kinds.OUTPUT_MISPLACED, "the answer key is to be another file")
    for place in places:
        require_output(place, (), overwrite=overwrite)
    from dragon_prep.synthetic.kit.answers import answer_line

    count = phi = 0
    with system_faults(records.name), ExitStack() as opened:
        for place in places:
            place.parent.mkdir(parents=True, exist_ok=True)
        files = [opened.enter_context(written_whole(place)) for place in places]
        for answer in _answers(tasks, reports, seed, knobs):
            count += 1
            phi += len(answer.phi)
            body = {"id": answer.uid, "patient_id": answer.patient_id, "text": answer.text}
            lines = [json.dumps(body, ensure_ascii=False)]
            lines.append(answer_line(replace(answer, file=records.name, row=count)))
            for file, line in zip(files, lines, strict=False):
                file.write(f"{line}\n".encode())
    return SimulatedRecords(places[0], places[1] if answers is not None else None, count, phi)


def _answers(
    tasks: Sequence[Task], reports: int, seed: int, knobs: Knobs | None
) -> Iterator[Answer]:
    """The reports of all rounds, with ids that neither another round has nor another seed."""
    cohorts = dict.fromkeys(name for task in tasks for name in task.cohorts)
    rounds = math.ceil(reports / _AT_ONCE)
    for number in range(rounds):
        size = reports * (number + 1) // rounds - reports * number // rounds
        for cohort in cohorts:
            with TemporaryDirectory(prefix="dragon-prep-") as folder:
                found = simulated(cohort, Path(folder), size, _seed(seed, number), knobs)
            for answer in found:
                own = f"{cohort}-{answer.centre}-{seed}-{number}"
                uid, patient = f"{own}-{answer.uid}", f"{own}-{answer.patient_id}"
                yield replace(answer, uid=uid, patient_id=patient)


def _seed(seed: int, number: int) -> int:
    """The seed of a round; the first one has that of the exports, and so their texts."""
    if not number:
        return seed
    return int.from_bytes(hashlib.sha256(f"{seed} {number}".encode()).digest()[:6], "big")
