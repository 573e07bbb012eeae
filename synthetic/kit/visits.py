"""Which reports an annotated cohort has: patients, days, and what keeps some of them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import group_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from random import Random

_FLOOR = 100  # from here on, every sort of defect is there


@dataclass(frozen=True, slots=True)
class Visit:
    """One report of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        day: of the report.
        earlier: day of an earlier one, made here or elsewhere.
        defect: what keeps it out, or empty.
    """

    serial: int
    patient: int
    day: date
    earlier: date
    defect: str


def visits(
    rng: Random,
    reports: int,
    *,
    per_patient: Sequence[float],
    days: tuple[date, date],
    defects: Mapping[str, float],
) -> list[Visit]:
    """Plans the reports of a simulation, patient by patient.

    Args:
        rng: source of randomness.
        reports: how many.
        per_patient: weights of patients with 1, 2, 3, ... reports.
        days: the first and last day of a patient's first report.
        defects: what keeps reports out, and what share of them.
    """
    sizes = group_sizes(rng, reports, per_patient, max(1, reports // 50))
    rng.shuffle(sizes)
    free = rng.sample(range(reports), reports)
    kept_out = {
        free.pop(): name
        for name, share in defects.items()
        for _ in range(max(round(share * reports), int(reports >= _FLOOR)))
    }
    planned: list[Visit] = []
    for patient, size in enumerate(sizes):
        day = random_date(rng, *days)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
        for _ in range(size):
            serial = len(planned)
            planned.append(Visit(serial, patient, day, earlier, kept_out.get(serial, "")))
            earlier, day = day, day + timedelta(days=rng.randrange(20, 400))
    return planned
