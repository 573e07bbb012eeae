"""Which pancreas CT studies there are: patients, days, diagnoses, defects and what is stated.

Shares follow the numbers of the DRAGON paper (Table 1: T9 1962, T8 and T17 597, T22 490 reports)
and the steps that lead to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, lexicon, quantile, stream

if TYPE_CHECKING:
    from random import Random

TASKS = ("T8", "T9", "T17", "T22")
GROUPS = ("PDAC", "Other pancreatic disease", "Normal pancreas")
MINIMUM = 100

_ROWS = 2077  # that the paper's sizes are made of, those without a diagnosis included
_GROUP_SHARES = (651, 600, 826)
_STUDIES_PER_PATIENT = (84, 12, 3, 1)
_NOT_STATED = 107 / 597  # of the reports about PDAC: no size in the report
_CLASS_PATIENTS = 12  # so that every fold of a split by patient has each class
_FLOOR = 300  # from here on, every sort of defect is there
DAYS = (date(2008, 1, 1), date(2020, 12, 31))
SIZES = ((0, 9), (0.1, 18), (0.4, 27), (0.7, 37), (0.9, 52), (1, 105))  # mm
ATTENUATIONS: dict[str, float] = {"hypo": 80, "iso": 7, "hyper": 3, "not mentioned": 10}
LOCATIONS: dict[str, float] = {"head": 63, "body": 17, "tail": 13, "not mentioned": 7}


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that keeps a study out of some tasks.

    Attributes:
        name: what it is.
        groups: in which groups it happens.
        tasks: which tasks it concerns.
        reason: why, in words.
        count: how many there are among :data:`_ROWS` studies.
    """

    name: str
    groups: tuple[str, ...]
    tasks: tuple[str, ...]
    reason: str
    count: int


_PDAC, _REST = GROUPS[:1], GROUPS[1:]
DEFECTS = (
    Defect("no_text", _PDAC, TASKS, "no report text", 22),
    Defect("no_text", _REST, TASKS, "no report text", 19),
    Defect("not_diagnostic", _PDAC, TASKS, "no diagnostic report", 32),
    Defect("no_diagnosis", _REST, TASKS, "no diagnosis", 42),
    Defect("unmapped", _REST, ("T9",), "diagnosis in no group", 3),
    Defect("size_sheet_only", _PDAC, ("T22",), "size not in the report", 40),
    Defect("size_implausible", _PDAC, ("T22",), "size not plausible", 2),
    Defect("size_unreadable", _PDAC, ("T8", "T22"), "size cannot be read", 2),
    Defect("attenuation_unknown", _PDAC, ("T17",), "attenuation cannot be read", 2),
    Defect("location_unknown", _PDAC, ("T17",), "location cannot be read", 2),
)


@dataclass(frozen=True, slots=True)
class Study:
    """One study of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        sex: ``m`` or ``f``.
        day: of the study.
        earlier: day of an earlier study, made here or elsewhere.
        group: what is found, one of :data:`GROUPS`.
        diagnosis: in the centre's words; empty where the sheet has none.
        size: of a PDAC, in mm.
        states_size: whether report and sheet state it; in ``size_sheet_only`` the sheet does.
        attenuation: of a PDAC.
        location: of a PDAC.
        defect: name of its defect, or empty.
        left_out: reasons by task.
    """

    serial: int
    patient: int
    sex: str
    day: date
    earlier: date
    group: str
    diagnosis: str
    size: float
    states_size: bool
    attenuation: str
    location: str
    defect: str
    excluded: dict[str, str]

    @property
    def is_pdac(self) -> bool:
        """Whether a pancreatic ductal adenocarcinoma is found."""
        return self.group == GROUPS[0]

    @property
    def is_normal(self) -> bool:
        """Whether the pancreas is normal."""
        return self.group == GROUPS[2]


def plan(reports: int, seed: int) -> list[Study]:
    """Plans the studies of a simulation, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the pancreas cohort")
    rng = stream(seed, "pancreas_ct", "plan")
    weights = _STUDIES_PER_PATIENT if reports >= 2 * MINIMUM else (1,)
    sizes = group_sizes(rng, reports, weights, max(1, reports // 50))
    rng.shuffle(sizes)
    groups = _groups(rng, reports, sizes)
    seats = [patient for patient, size in enumerate(sizes) for _ in range(size)]
    defects = _defects(rng, reports, [groups[patient] for patient in seats])
    silent = _silent(rng, seats, groups, defects)
    with_values = [
        i
        for i, patient in enumerate(seats)
        if groups[patient] == GROUPS[0] and (i not in defects or "T17" not in defects[i].tasks)
    ]
    patients = sorted({seats[i] for i in with_values})
    attenuation = _dealt(rng, ATTENUATIONS, patients)
    location = _dealt(rng, LOCATIONS, patients)
    sexes = [rng.choice("mf") for _ in sizes]
    studies: list[Study] = []
    for i, patient in enumerate(seats):
        before = studies[-1] if studies and studies[-1].patient == patient else None
        studies.append(
            _study(
                rng,
                seat=(i, patient, sexes[patient], groups[patient]),
                before=before,
                defect=defects.get(i),
                states_size=i not in silent,
                attenuation=attenuation.get(patient, "hypo"),
                location=location.get(patient, "head"),
            )
        )
    return studies


def _groups(rng: Random, reports: int, sizes: list[int]) -> list[str]:
    """The group of each patient, such that the studies have the shares of the paper."""
    wanted = apportion(reports, _GROUP_SHARES)
    groups = [""] * len(sizes)
    order = rng.sample(range(len(sizes)), len(sizes))
    for patient in order:
        at = max(range(len(GROUPS)), key=lambda g: wanted[g])
        groups[patient] = GROUPS[at]
        wanted[at] -= sizes[patient]
    return groups


def _defects(rng: Random, reports: int, groups: list[str]) -> dict[int, Defect]:
    chosen: dict[int, Defect] = {}
    free = rng.sample(range(reports), reports)
    for defect in DEFECTS:
        count = max(round(defect.count * reports / _ROWS), int(reports >= _FLOOR))
        here = [i for i in free if groups[i] in defect.groups and i not in chosen]
        chosen.update(dict.fromkeys(here[:count], defect))
    return chosen


def _silent(
    rng: Random, seats: list[int], groups: list[str], defects: dict[int, Defect]
) -> set[int]:
    """Studies about a PDAC whose report does not state the size; different patients first."""
    kept = [
        i
        for i, patient in enumerate(seats)
        if groups[patient] == GROUPS[0] and (i not in defects or "T8" not in defects[i].tasks)
    ]
    already = {i for i in kept if i in defects and defects[i].name == "size_sheet_only"}
    free = [i for i in kept if i not in defects]
    rng.shuffle(free)
    first = {seats[i]: i for i in reversed(free)}
    free.sort(key=lambda i: first[seats[i]] != i)
    count = max(round(_NOT_STATED * len(kept)), _CLASS_PATIENTS) - len(already)
    return already | set(free[:count])


def _dealt(rng: Random, shares: dict[str, float], patients: list[int]) -> dict[int, str]:
    """An attribute of each patient's tumour; exact shares, and no class with too few patients.

    A small simulation has the common classes only.
    """
    common = sorted(shares, key=lambda name: -shares[name])
    common = common[: 1 + max(1, len(patients) // (2 * _CLASS_PATIENTS))]
    counts = apportion(len(patients), [shares[name] for name in common])
    secured = [name for name in common[1:] for _ in range(_CLASS_PATIENTS)]
    rest = [
        name
        for name, count in zip(common[1:], counts[1:], strict=True)
        for _ in range(count - _CLASS_PATIENTS)
    ]
    rest += [common[0]] * (len(patients) - len(secured) - len(rest))
    rng.shuffle(rest)
    order = rng.sample(patients, len(patients))
    return dict(zip(order, secured + rest, strict=True))


def draw_diagnosis(rng: Random, group: str, sex: str) -> str:
    """One of a group's diagnoses; some are found in women far more often."""
    kinds = lexicon("pancreas_ct")["other" if group == GROUPS[1] else "normal"]
    weights = [
        kind["weight"] / (kind.get("women", 1) if sex == "m" else 1) for kind in kinds.values()
    ]
    return str(rng.choices(list(kinds), weights)[0])


def _study(
    rng: Random,
    *,
    seat: tuple[int, int, str, str],
    before: Study | None,
    defect: Defect | None,
    states_size: bool,
    attenuation: str,
    location: str,
) -> Study:
    serial, patient, sex, group = seat
    name = defect.name if defect else ""
    if before:
        earlier = before.day
        day = earlier + timedelta(days=rng.randrange(60, 400))
    else:
        day = random_date(rng, *DAYS)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
    excluded = {} if group == GROUPS[0] else dict.fromkeys(("T8", "T17", "T22"), "no PDAC")
    if not excluded and not states_size:
        excluded["T22"] = "size not stated"
    if defect:
        excluded |= dict.fromkeys(defect.tasks, defect.reason)
    diagnosis = before.diagnosis if before else draw_diagnosis(rng, group, sex)
    if group == GROUPS[0]:
        diagnosis = GROUPS[0]
    size = quantile(rng, SIZES)
    return Study(
        serial=serial,
        patient=patient,
        sex=sex,
        day=day,
        earlier=earlier,
        group=group,
        diagnosis=diagnosis,
        size=float(round(size)) if rng.random() < 0.93 else round(size * 2) / 2,
        states_size=states_size,
        attenuation=attenuation,
        location=location,
        defect=name,
        excluded=excluded,
    )
