"""Which chest CT studies there are: patients, days, parts, nodules, sizes and defects.

Numbers follow Table 1 of the DRAGON paper (T2 1000 + 200, T7 348 + 66, T23 186 + 32 reports).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, quantile, stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

COHORT = "chest_ct_nodules"
MINIMUM = 100
DEVELOPMENT, TEST = "development", "test"
OVERLAP = "patient_in_test_set"

_ROWS = 1245  # studies that make the paper's sizes, those left out included
_FLOOR = 300  # from here on, every sort of defect is there
_STRATA = (  # part, nodule, share
    (DEVELOPMENT, True, 351),
    (DEVELOPMENT, False, 649),
    (TEST, True, 66),
    (TEST, False, 134),
)
_STATED = {DEVELOPMENT: 191 / 351, TEST: 32 / 66}  # of the reports with a nodule
_STUDIES_PER_PATIENT = (87, 10, 3)
DAYS = (date(2010, 1, 1), date(2020, 12, 31))
_SIZE = ((0, 2), (0.1, 3), (0.4, 5), (0.7, 8), (0.9, 14), (1, 30))  # mm


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that keeps a study out of some tasks.

    Attributes:
        name: what it is.
        tasks: which tasks it concerns.
        reason: why, in words.
        development: how many there are of it among :data:`_ROWS` studies, in the development set.
        test: and in the test set.
    """

    name: str
    tasks: tuple[str, ...]
    reason: str
    development: int
    test: int = 0


_ALL = ("T2", "T7", "T23")
_OWN_PATIENT = (
    Defect("no_text", _ALL, "no report text", 6, 1),
    Defect("no_report", _ALL, "report not found", 5, 1),
    Defect("no_label", _ALL, "label missing", 3, 1),
    Defect("bad_label", _ALL, "label cannot be read", 3),
    Defect("no_hospital", _ALL, "hospital cannot be read", 3, 1),
    Defect("two_labels", _ALL, "twice, with different labels", 3),
    Defect("two_parts", _ALL, "in both parts", 2),
    Defect("two_texts", _ALL, "two texts", 2),
    Defect("two_patients", _ALL, "sheet and report of different patients", 2),
)
_IN_TEST_SET = Defect(OVERLAP, _ALL, "patient of the separate test set", 12)
_OF_DIAMETER = (
    Defect("bad_diameter", ("T7", "T23"), "diameter cannot be read", 3),
    Defect("big_diameter", ("T23",), "diameter not plausible", 2),
)


@dataclass(frozen=True, slots=True)
class Study:
    """One study of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        part: of the data, ``development`` or ``test``.
        day: of the study.
        earlier: day of an earlier study, made here or elsewhere.
        nodule: whether one is described.
        size: diameter of the largest in mm, where the report states it.
        defect: name of its defect, or empty.
        left_out: reasons by task.
    """

    serial: int
    patient: int
    part: str
    day: date
    earlier: date
    nodule: bool
    size: float | None
    defect: str
    excluded: dict[str, str]


@dataclass(slots=True)
class _Seat:
    """A study while it is being planned."""

    patient: int
    part: str
    nodule: bool
    stated: bool = False
    defect: Defect | None = None


def plan(reports: int, seed: int) -> list[Study]:
    """Plans the studies of a simulation; a patient's studies follow one another.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the chest CT cohort")
    rng = stream(seed, COHORT, "plan")
    alone = [
        (part, defect)
        for defect in _OWN_PATIENT
        for part, count in ((DEVELOPMENT, defect.development), (TEST, defect.test))
        for _ in range(_scaled(count, reports))
    ]
    overlapping = _scaled(_IN_TEST_SET.development, reports)
    seats = _sound(rng, reports - len(alone) - overlapping)
    for defect in _OF_DIAMETER:
        free = [s for s in seats if s.part == DEVELOPMENT and s.stated and not s.defect]
        for seat in rng.sample(free, _scaled(defect.development, reports)):
            seat.defect = defect
    in_test = list({seat.patient: seat for seat in seats if seat.part == TEST}.values())
    for seat in rng.sample(in_test, overlapping):
        stated = any(s.stated for s in seats if s.patient == seat.patient)
        seats.append(_Seat(seat.patient, DEVELOPMENT, seat.nodule, stated, _IN_TEST_SET))
    patients = 1 + max(seat.patient for seat in seats)
    for i, (part, defect) in enumerate(alone):
        nodule = rng.random() < 0.35
        stated = nodule and rng.random() < 0.5
        seats.append(_Seat(patients + i, part, nodule, stated, defect))
    return _dated(rng, seats, patients + len(alone))


def _scaled(count: int, reports: int) -> int:
    least = int(reports >= _FLOOR and count > 0)
    return max(round(count * reports / _ROWS), least)


def _sound(rng: Random, studies: int) -> list[_Seat]:
    """Studies without a defect; all studies of a patient are of one part, with or without."""
    sizes = group_sizes(rng, studies, _STUDIES_PER_PATIENT, max(1, studies // 50))
    rng.shuffle(sizes)
    wanted = apportion(studies, [share for *_, share in _STRATA])
    # Larger groups first, so that the last ones of single studies fill up each stratum exactly.
    seats: list[_Seat] = []
    for patient in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        open_strata = [i for i, left in enumerate(wanted) if left >= sizes[patient]]
        at = rng.choices(open_strata, [wanted[i] for i in open_strata])[0]
        part, nodule, _ = _STRATA[at]
        wanted[at] -= sizes[patient]
        seats += [_Seat(patient, part, nodule) for _ in range(sizes[patient])]
    for part, share in _STATED.items():
        with_nodule = [seat for seat in seats if seat.part == part and seat.nodule]
        for seat in rng.sample(with_nodule, round(share * len(with_nodule))):
            seat.stated = True
    return seats


def _dated(rng: Random, seats: Sequence[_Seat], patients: int) -> list[Study]:
    """The studies patient by patient, patients in a new order, each with its days."""
    of_patient: dict[int, list[_Seat]] = {}
    for seat in seats:
        of_patient.setdefault(seat.patient, []).append(seat)
    studies: list[Study] = []
    for number, patient in enumerate(rng.sample(range(patients), patients)):
        day = random_date(rng, *DAYS)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
        for seat in of_patient[patient]:
            size = draw_size(rng) if seat.stated else None
            defect = seat.defect.name if seat.defect else ""
            studies.append(
                Study(len(studies), number, seat.part, day, earlier, seat.nodule, size, defect,
                      _left_out(seat))
            )  # fmt: skip
            earlier, day = day, day + timedelta(days=rng.randrange(60, 400))
    return studies


def draw_size(rng: Random) -> float:
    """The diameter of a nodule in mm."""
    size = quantile(rng, _SIZE)
    return float(round(size)) if rng.random() < 0.92 else round(size * 2) / 2


def _left_out(seat: _Seat) -> dict[str, str]:
    excluded = {}
    if not seat.nodule:
        excluded = dict.fromkeys(("T7", "T23"), "no nodule described")
    elif not seat.stated:
        excluded = {"T23": "diameter not stated"}
    if seat.defect and seat.defect.name == OVERLAP:
        # Of the other tasks it is left out already, and their test sets lack the patient.
        return dict.fromkeys(_ALL, seat.defect.reason) | excluded
    return excluded | (dict.fromkeys(seat.defect.tasks, seat.defect.reason) if seat.defect else {})
