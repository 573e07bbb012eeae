"""Which lung pathology reports there are: patients, days, tumours, samples and defects.

Sizes follow the DRAGON paper (Table 1: T6 1019, T12 1011, T13 1015 reports); the shares of the
classes are estimates, as the paper does not give them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.defects import Defect
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, lexicon, stream
from dragon_prep.synthetic.lung_pathology.course import COHORT, draw_course

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.lung_pathology.course import Course

TASKS = ("T6", "T12", "T13")
TYPES = ("Biopsy", "Resection", "Excision")
NO_TISSUE_TYPE = ("Undeterminable", "Frozen section", "Cytology")
MINIMUM = 100

_ROWS = 1019  # that the paper's sizes are made of
_LUNG_SHARE = 0.74
_TYPE_SHARES = (66, 21, 13)
_REPORTS_PER_PATIENT = (72, 20, 6, 2)
_FLOOR = 300  # from here on, every sort of defect is there
DAYS = (date(2008, 1, 1), date(2020, 12, 31))


DEFECTS = (
    Defect("no_text", TASKS, "no report text", 5),
    Defect("text_differs", TASKS, "annotation of another text", 2),
    Defect("origin_denied", ("T6",), "lung cancer named and denied", 3),
    Defect("type_missing", ("T12",), "sample type missing", 2),
    Defect("type_unknown", ("T12",), "sample type unknown", 2),
    *(Defect(kind, ("T12",), "sample type not asked for", 3) for kind in NO_TISSUE_TYPE),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One report of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        day: when the sample came in.
        earlier: day of an earlier sample, taken here or elsewhere.
        lung: whether the cancer comes from the lung.
        kind: how the tissue was taken.
        site: where it was taken, as the sheet names it.
        course: what the patient has.
        defect: name of its defect, or empty.
        excluded: reasons by task.
    """

    serial: int
    patient: int
    day: date
    earlier: date
    lung: bool
    kind: str
    site: str
    course: Course
    defect: str
    excluded: dict[str, str]


def plan(reports: int, seed: int) -> list[Sample]:
    """Plans the reports of a simulation, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the lung pathology cohort")
    rng = stream(seed, "lung_pathology", "plan")
    sizes = group_sizes(rng, reports, _REPORTS_PER_PATIENT, max(1, reports // 50))
    rng.shuffle(sizes)
    lung = _lung(rng, reports, sizes)
    seats = [patient for patient, size in enumerate(sizes) for _ in range(size)]
    kinds = [
        kind
        for kind, count in zip(TYPES, apportion(reports, _TYPE_SHARES), strict=True)
        for _ in range(count)
    ]
    rng.shuffle(kinds)
    defects = _defects(rng, lung, seats)
    courses = [
        draw_course(stream(seed, COHORT, "course", patient), lung=lung[patient])
        for patient in range(len(sizes))
    ]
    samples: list[Sample] = []
    for i, patient in enumerate(seats):
        before = samples[-1] if samples and samples[-1].patient == patient else None
        earlier, day = _days(rng, before)
        defect = defects.get(i)
        name = defect.name if defect else ""
        kind = name if name in NO_TISSUE_TYPE else kinds[i]
        course = courses[patient]
        if name == "origin_denied":
            course = replace(course, disease=lexicon(COHORT)["benign"])
        samples.append(
            Sample(
                serial=i,
                patient=patient,
                day=day,
                earlier=earlier,
                lung=lung[patient],
                kind=kind,
                site=_site(rng, kind, course),
                course=course,
                defect=name,
                excluded=dict.fromkeys(defect.tasks, defect.reason) if defect else {},
            )
        )
    return samples


def _site(rng: Random, kind: str, course: Course) -> str:
    """Where such a tumour is sampled in such a way."""
    words = lexicon(COHORT)
    if kind in NO_TISSUE_TYPE:
        return str(rng.choice(words["not_sampled"][kind]))
    disease = course.disease
    usual = disease.get("sites") or words["only_sites"].get(disease["name"], words["other_sites"])
    weights: dict[str, int] = usual[kind]
    return rng.choices([*weights], [*weights.values()])[0]


def _lung(rng: Random, reports: int, sizes: list[int]) -> list[bool]:
    """For each patient, whether the cancer comes from the lung, to the share of the reports."""
    wanted = apportion(reports, (_LUNG_SHARE, 1 - _LUNG_SHARE))
    lung = [False] * len(sizes)
    for patient in rng.sample(range(len(sizes)), len(sizes)):
        lung[patient] = wanted[0] * (1 - _LUNG_SHARE) >= wanted[1] * _LUNG_SHARE
        wanted[0 if lung[patient] else 1] -= sizes[patient]
    return lung


def _defects(rng: Random, lung: list[bool], seats: list[int]) -> dict[int, Defect]:
    chosen: dict[int, Defect] = {}
    free = rng.sample(range(len(seats)), len(seats))
    for defect in DEFECTS:
        count = defect.count_in(len(seats), full_size=_ROWS, floor=_FLOOR)
        here = [
            i
            for i in free
            if i not in chosen and not (defect.name == "origin_denied" and lung[seats[i]])
        ]
        chosen.update(dict.fromkeys(here[:count], defect))
    return chosen


def _days(rng: Random, before: Sample | None) -> tuple[date, date]:
    """Day of the sample before, and of this one."""
    if before:
        return before.day, before.day + timedelta(days=rng.randrange(10, 300))
    day = random_date(rng, *DAYS)
    return day - timedelta(days=rng.randrange(20, 1500)), day
