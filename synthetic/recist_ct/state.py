"""Which studies with RECIST measurements there are: patients, visits, lesions and defects.

A patient's target lesions are chosen at the baseline study of a line of treatment and measured
again at each follow-up; what the conclusion says follows from their sums, by RECIST 1.1 (at most
two targets in an organ, all nodes being one; lymphomas have up to six nodes).
The size of the cohort follows the DRAGON paper (Table 1: T5, T16 and T24 have 397 reports).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.defects import Defect
from dragon_prep.synthetic.kit.draw import group_sizes, stream
from dragon_prep.synthetic.recist_ct.course import (
    PROGRESSION,
    TRENDS,
    draw_course,
    known_before,
    measured_again,
    new_lesion,
    response,
    total,
)

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.recist_ct.course import Course, Lesion

TASKS = ("T5", "T16", "T24")
MINIMUM = 100
BASELINE = "nulmeting"
"""A treatment and how it is counted: ``k`` in courses, ``m`` in months."""

_ROWS = 402  # that the paper's sizes are made of
_FLOOR = 200  # from here on, every sort of defect is there
_VISITS = (34, 30, 18, 10, 5, 3)  # weights of patients with 1, 2, 3, ... studies
_FEW_VISITS = (60, 40)  # in a small simulation, to have enough patients
_STARTS_HERE = 0.75  # of the patients: the others' baseline study was elsewhere
# Share of the patients, and at least how many (as far as there are twice as many patients), so
# that each part of a split has a report with five sizes and the test set one without any.
_NO_LESION, _FIVE_LESIONS = (0.08, 14), (0.2, 36)
_SOME = (0, 24, 32, 24, 20)  # weights of 0 to 4 lesions among the rest
_EARLIER = 0.9  # of the baselines with a line before: with an earlier study to compare
_FIRST_EARLIER = 0.6  # of the others
_NEW = 0.45  # of the progressions: with a new lesion
DAYS = (date(2010, 1, 1), date(2019, 12, 31))
DEFECTS = (
    Defect("no_text", TASKS, "no report text", 2),
    Defect("twice", TASKS, "twice, with different labels", 1),
    Defect("flag_missing", ("T5",), "baseline or follow-up not stated", 1),
    Defect("flag_unknown", ("T5",), "flag cannot be read", 1),
    Defect("size_unreadable", ("T16", "T24"), "size cannot be read", 1),
    Defect("size_implausible", ("T24",), "size not plausible", 1),
)


@dataclass(frozen=True, slots=True)
class Study:
    """One study of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        day: of the study.
        earlier: day of the study before, made here or elsewhere.
        baseline_day: day of the patient's baseline study, here or elsewhere.
        compared: whether there is an earlier study to compare with.
        course: what the patient has.
        status: ``nulmeting`` for the baseline, else the response: PR, SD, PD or CR.
        ratio: of the sum to the first one.
        lesions: the target lesions in order, at most six.
        new: a lesion that was not there before.
        defect: name of its defect, or empty.
        excluded: reasons by task.
    """

    serial: int
    patient: int
    day: date
    earlier: date
    baseline_day: date
    compared: bool
    course: Course
    status: str
    ratio: float
    lesions: tuple[Lesion, ...]
    new: Lesion | None
    defect: str
    excluded: dict[str, str]

    @property
    def is_baseline(self) -> bool:
        """Whether it is the baseline study."""
        return self.status == BASELINE

    @property
    def sizes(self) -> list[float | None]:
        """The sizes of lesions 1 to 5, None where there is none."""
        found = [lesion.size for lesion in self.lesions[:5]]
        return found + [None] * (5 - len(found))


def plan(reports: int, seed: int) -> list[Study]:
    """Plans the studies of a simulation, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort recist_ct")
    rng = stream(seed, "recist_ct", "plan")
    weights = _VISITS if reports >= 2 * MINIMUM else _FEW_VISITS
    visits = group_sizes(rng, reports, weights, max(1, reports // 50))
    rng.shuffle(visits)
    counts = _lesion_counts(rng, len(visits))
    studies: list[Study] = []
    for patient, (number, count) in enumerate(zip(visits, counts, strict=True)):
        studies += _visits(rng, (len(studies), patient), number, draw_course(rng, patient, count))
    return _with_defects(rng, studies)


def _lesion_counts(rng: Random, patients: int) -> list[int]:
    none, five = (
        max(round(share * patients), min(least, int(patients * least / 80)))
        for share, least in (_NO_LESION, _FIVE_LESIONS)
    )
    rest = rng.choices(range(len(_SOME)), _SOME, k=patients - none - five)
    counts = [0] * none + [5] * five + rest
    return rng.sample(counts, patients)


def _visits(rng: Random, seat: tuple[int, int], number: int, course: Course) -> list[Study]:
    """A patient's studies; ``seat`` is the first serial and the patient."""
    serial, patient = seat
    day = random_date(rng, *DAYS)
    earlier = day - timedelta(days=rng.randrange(20, 120))
    starts_here = rng.random() < _STARTS_HERE
    baseline_day = day if starts_here else earlier - timedelta(days=rng.choice((0, 56, 84, 126)))
    lesions, least = list(course.lesions), total(course.lesions)
    studies = []
    for visit in range(number):
        status, new, compared = BASELINE, None, True
        if starts_here and visit == 0:
            compared = rng.random() < (_EARLIER if course.prior else _FIRST_EARLIER)
            treated = course.prior is not None
            lesions = known_before(rng, lesions, treated=treated) if compared else lesions
        else:
            trend = rng.choice(list(TRENDS))
            lesions = [measured_again(rng, one, trend, known=visit > 0) for one in lesions]
            status = response(course.lesions, lesions, least)
            if trend == "progressie" and rng.random() < _NEW:
                new, status = new_lesion(rng, course, lesions), PROGRESSION
            least = min(least, total(lesions))
        first = total([a for a, b in zip(course.lesions, lesions, strict=True) if b.evaluable])
        studies.append(
            Study(
                serial=serial + visit,
                patient=patient,
                day=day,
                earlier=earlier,
                baseline_day=baseline_day,
                compared=compared,
                course=course,
                status=status,
                ratio=total(lesions) / first if first else 1.0,
                lesions=tuple(lesions),
                new=new,
                defect="",
                excluded={},
            )
        )
        earlier, day = (
            day,
            day + timedelta(days=rng.choice((42, 56, 63, 84, 98)) + rng.randrange(9)),
        )
    return studies


def _with_defects(rng: Random, studies: list[Study]) -> list[Study]:
    reports = len(studies)
    free = rng.sample(range(reports), reports)
    for defect in DEFECTS:
        count = defect.count_in(reports, full_size=_ROWS, floor=_FLOOR)
        sized = defect.name.startswith("size")
        here = [i for i in free if not sized or any((s or 0) > 3 for s in studies[i].sizes)]
        for i in here[:count]:
            free.remove(i)
            excluded = dict.fromkeys(defect.tasks, defect.reason)
            studies[i] = replace(studies[i], defect=defect.name, excluded=excluded)
    return studies
