"""Which X-rays of the hips a simulation has: patients, grades, who graded them, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import group_sizes, stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

COHORT = "hip_xray"
MINIMUM = 100
BORN = (date(1925, 1, 1), date(1985, 12, 31))

GRADED, FINAL, EXTRA = "graded", "final", "extra"
"""The three sheets: the test set, and two with a model's grades."""

NO_REPORT = "study without a report"
NOT_GRADED = "a hip was not graded"
NO_GRADE = "grade missing"
NOT_A_GRADE = "grade cannot be read"
REPEATED = "text repeated"
OF_TEST_PATIENT = "patient of the separate test set"
# What keeps reports of development out, and in what share of all reports.
_DEFECTS = {
    NO_REPORT: 0.003,
    NOT_GRADED: 0.012,
    NO_GRADE: 0.003,
    NOT_A_GRADE: 0.003,
    REPEATED: 0.01,
}
_TEST_SHARE = 173 / 5173
_FEWEST_TESTS = 12
_OF_TEST_SHARE = 0.008
_FLOOR = 200  # from here on, every sort of defect is there
_EXTRA_SHARE = 0.15
DAYS = (date(2012, 1, 1), date(2021, 12, 31))
_PER_PATIENT = (62, 22, 10, 6)
_CODES = "01234pn"
_PATIENTS_OF_A_CODE = 6  # in development, of each hip: so that no training set lacks one
_GRADES = "01234p"
_GRADE_WEIGHTS = (30, 15, 18, 13, 10, 14)


@dataclass(frozen=True, slots=True)
class Case:
    """One study.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        sex: ``m`` or ``f``.
        day: of the study.
        earlier: day of an earlier study, made here or elsewhere.
        left: grade of the left hip.
        right: grade of the right hip.
        sheet: which sheet has its grades.
        defect: what keeps it out, or empty.
    """

    serial: int
    patient: int
    sex: str
    day: date
    earlier: date
    left: str
    right: str
    sheet: str
    defect: str

    @property
    def grades(self) -> list[str]:
        """Of the left and the right hip."""
        return [self.left, self.right]


def plan(reports: int, seed: int) -> list[Case]:
    """Plans the studies of a simulation, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    rng = stream(seed, COHORT, "plan")
    tests = max(_FEWEST_TESTS, round(_TEST_SHARE * reports))
    further = max(round(_OF_TEST_SHARE * reports), 2 * int(reports >= _FLOOR))
    others = reports - tests - further
    sizes = [2] * further + [1] * (tests - further)
    sizes += group_sizes(rng, others, _PER_PATIENT, max(1, others // 50))
    sure = range(tests, min(len(sizes), tests + _PATIENTS_OF_A_CODE * len(_CODES)))
    first = [*accumulate(sizes, initial=0)]  # serial of each patient's first study
    spared = {first[patient] for patient in sure}
    free = [serial for serial in range(tests + further, reports) if serial not in spared]
    defects = _draw_defects(rng, free, reports)
    if reports >= _FLOOR:
        defects[2 * further] = NO_REPORT  # of a patient of the test set with one study
    cases: list[Case] = []
    for patient, size in enumerate(sizes):
        sex, day = rng.choice("mff"), random_date(rng, *DAYS)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
        hips = _first_grades(rng)
        for study in range(size):
            serial = len(cases)
            defect, sheet = defects.get(serial, ""), FINAL
            if patient < tests and study == 0:
                sheet = GRADED
            elif patient < tests:
                defect = OF_TEST_PATIENT
            elif rng.random() < _EXTRA_SHARE:
                sheet = EXTRA
            left, right = _as_shown(rng, hips)
            if defect == REPEATED:
                left = right = "0"
            elif patient in sure and study == 0:
                left, right = _sure_codes(patient - tests)
            cases.append(Case(serial, patient, sex, day, earlier, left, right, sheet, defect))
            earlier, day = day, day + timedelta(days=rng.randrange(60, 900))
            hips = [_later(rng, grade) for grade in hips]
    return cases


def _draw_defects(rng: Random, serials: Sequence[int], total: int) -> dict[int, str]:
    free = rng.sample(serials, len(serials))
    defects: dict[int, str] = {}
    for name, share in _DEFECTS.items():
        for _ in range(max(round(share * total), 2 * int(total >= _FLOOR))):
            defects[free.pop()] = name
    return defects


def _first_grades(rng: Random) -> list[str]:
    first = rng.choices(_GRADES, _GRADE_WEIGHTS)[0]
    second = first if rng.random() < 0.4 else rng.choices(_GRADES, _GRADE_WEIGHTS)[0]
    return [first, second]


def _sure_codes(number: int) -> tuple[str, str]:
    """Codes by turns, in all combinations."""
    turn, code = divmod(number, len(_CODES))
    return _CODES[code], _CODES[(code + turn) % len(_CODES)]


def _as_shown(rng: Random, hips: list[str]) -> list[str]:
    """The grades as far as a report tells them: often it shows one hip only."""
    chance = rng.random()
    if chance < 0.01:
        return ["n", "n"]
    if chance < 0.11:
        return [hips[0], "n"] if rng.random() < 0.5 else ["n", hips[1]]
    return hips


def _later(rng: Random, grade: str) -> str:
    """The grade at the next study: the same, one worse, or a prosthesis after a high grade."""
    if grade == "p" or rng.random() < 0.7:
        return grade
    return "p" if grade in "34" else str(int(grade) + 1)
