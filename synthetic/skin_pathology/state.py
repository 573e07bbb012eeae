"""Which skin pathology reports there are: patients, days, containers, findings and defects.

Sizes follow the DRAGON paper (Table 1: T4 756, T28 624 reports); the shares of the findings are
estimates, as the paper does not give them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.defects import Defect
from dragon_prep.synthetic.kit.draw import group_sizes, stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

TASKS = ("T4", "T28")
MINIMUM = 100
BCC, NO_TUMOUR = "BCC", "geen maligniteit"
BIOPSY, AGAIN = "biopt", "re-excisie"
MOST_CONTAINERS = 10

_ROWS = 761  # that the paper's sizes are made of
_FLOOR = 200  # from here on, every sort of defect is there
_EXCLUDED = 131
_REPORTS_PER_PATIENT = (72, 20, 6, 2)
DAYS = (date(2007, 1, 1), date(2020, 12, 31))
_CONTAINERS = (62, 21, 9, 4, 2, 1, 1)  # weights of 1, 2, 3, ... of them
_ALIKE = 0.35  # of the containers are like the one before
_PROCEDURES = {BIOPSY: 62, "excisie": 28, AGAIN: 10}
_DIAGNOSES = {
    BCC: 64, "actinische keratose": 8, "plaveiselcelcarcinoom": 7, "Bowen": 6, NO_TUMOUR: 15,
}  # fmt: skip
_SUBTYPES = {
    ("nodular",): 36, ("superficial",): 24, ("infiltrative",): 10, ("micronodular",): 6,
    ("nodular", "infiltrative"): 12, ("nodular", "superficial"): 6, (): 6,
}  # fmt: skip
_ADJECTIVES = 0.25  # of the single subtypes
_MARGINS = {"radicaal": 74, "irradicaal": 26}
# Fewer patients than these with a finding, and a fold may have none of them to train on.
_FEWEST_PATIENTS = 10


DEFECTS = (
    Defect("no_text", TASKS, "no report text", 2),
    Defect("no_patient", TASKS, "the patient's id is missing", 1),
    Defect("unknown_label", TASKS, "a finding without a container", 1),
    Defect("span_outside", TASKS, "a span outside its text", 1),
    Defect("many_containers", ("T28",), "more than ten containers", 1),
    Defect("excluded", ("T28",), "excluded by the annotators", _EXCLUDED),
)


@dataclass(frozen=True, slots=True)
class Container:
    """What a container holds, and what is found in it.

    Attributes:
        procedure: how the tissue was taken.
        diagnosis: what is found.
        subtypes: of a basal cell carcinoma.
        margin: whether it was removed wholly; empty where that is not said.
        adjective: whether the one subtype is told before the diagnosis, and is a part of it:
            ``nodulair basaalcelcarcinoom``.
    """

    procedure: str
    diagnosis: str
    subtypes: tuple[str, ...]
    margin: str
    adjective: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its labels, and of two that begin at one place: one class to clients."""
        margin = (self.margin,) if self.margin else ()
        return (self.procedure, self.diagnosis, *self.subtypes, *margin, *self.both)

    @property
    def both(self) -> tuple[str, ...]:
        """Diagnosis and subtype as one name, if they are told so."""
        return (f"{self.diagnosis} {self.subtypes[0]}",) if self.adjective else ()


@dataclass(frozen=True, slots=True)
class Sample:
    """One report of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        day: when the material came in.
        earlier: day of an earlier report, made here or elsewhere.
        containers: what there is, in the order of their numbers.
        defect: name of its defect, or empty.
        left_out: reasons by task.
    """

    serial: int
    patient: int
    day: date
    earlier: date
    containers: tuple[Container, ...]
    defect: str
    excluded: dict[str, str]


def plan(reports: int, seed: int) -> list[Sample]:
    """Plans the reports of a simulation, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the skin pathology cohort")
    rng = stream(seed, "skin_pathology", "plan")
    sizes = group_sizes(rng, reports, _REPORTS_PER_PATIENT, max(1, reports // 50))
    rng.shuffle(sizes)
    defects = _defects(rng, reports)
    samples: list[Sample] = []
    for patient, size in enumerate(sizes):
        day = random_date(rng, *DAYS)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
        for _ in range(size):
            serial = len(samples)
            defect = defects.get(serial)
            name = defect.name if defect else ""
            excluded = dict.fromkeys(defect.tasks, defect.reason) if defect else {}
            containers = draw_containers(rng, name)
            samples.append(Sample(serial, patient, day, earlier, containers, name, excluded))
            earlier, day = day, day + timedelta(days=rng.randrange(10, 300))
    return _without_rare_findings(samples)


def _defects(rng: Random, reports: int) -> dict[int, Defect]:
    chosen: dict[int, Defect] = {}
    free = rng.sample(range(reports), reports)
    for defect in DEFECTS:
        count = defect.count_in(reports, full_size=_ROWS, floor=_FLOOR)
        for _ in range(count):
            chosen[free.pop()] = defect
    return chosen


def draw_containers(rng: Random, defect: str) -> tuple[Container, ...]:
    """The containers of a report, with as many as the defect asks for."""
    count = rng.choices(range(1, len(_CONTAINERS) + 1), _CONTAINERS)[0]
    if defect == "many_containers":
        count = rng.randrange(MOST_CONTAINERS + 1, MOST_CONTAINERS + 4)
    found = [_container(rng)]
    while len(found) < count:
        found.append(found[-1] if rng.random() < _ALIKE else _container(rng))
    return tuple(found)


def _container(rng: Random) -> Container:
    procedure = rng.choices([*_PROCEDURES], [*_PROCEDURES.values()])[0]
    diagnosis = rng.choices([*_DIAGNOSES], [*_DIAGNOSES.values()])[0]
    if procedure == AGAIN:  # of a basal cell carcinoma, of which often nothing is left
        diagnosis = rng.choice((BCC, NO_TUMOUR))
    subtypes = rng.choices([*_SUBTYPES], [*_SUBTYPES.values()])[0] if diagnosis == BCC else ()
    margin = ""
    if procedure != BIOPSY and diagnosis != NO_TUMOUR:
        margin = rng.choices([*_MARGINS], [*_MARGINS.values()])[0]
    adjective = len(subtypes) == 1 and rng.random() < _ADJECTIVES
    return Container(procedure, diagnosis, subtypes, margin, adjective)


def _without_rare_findings(samples: Sequence[Sample]) -> list[Sample]:
    """Makes findings that few patients have common ones: models cannot learn them in every fold."""
    fewer = list(samples)
    while True:
        patients = _patients(fewer)
        rare = {key for key, who in patients.items() if len(who) < _FEWEST_PATIENTS}
        most = 1
        while len(_with_container(fewer, most + 1)) >= 2 * _FEWEST_PATIENTS:
            most += 1
        common = {n: _common(fewer, n) for n in range(1, most + 1)}
        changed = [_simplified(sample, rare, common) for sample in fewer]
        if changed == fewer:
            return fewer
        fewer = changed


def _patients(samples: Sequence[Sample]) -> dict[tuple[int, str], set[int]]:
    """Who has each finding, by container number and name, in reports that T28 keeps."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for sample in samples:
        if "T28" not in sample.excluded:
            for number, container in enumerate(sample.containers, 1):
                for name in container.names:
                    found[number, name].add(sample.patient)
    return found


def _with_container(samples: Sequence[Sample], number: int) -> set[int]:
    kept = (s for s in samples if "T28" not in s.excluded and len(s.containers) >= number)
    return {sample.patient for sample in kept}


def _common(samples: Sequence[Sample], number: int) -> tuple[str, str]:
    """The most common procedure and diagnosis of a container."""
    found = [s.containers[number - 1] for s in samples if len(s.containers) >= number]
    procedures, diagnoses = (
        Counter(c.procedure for c in found),
        Counter(c.diagnosis for c in found),
    )
    return procedures.most_common(1)[0][0], diagnoses.most_common(1)[0][0]


def _simplified(
    sample: Sample, rare: set[tuple[int, str]], common: dict[int, tuple[str, str]]
) -> Sample:
    """A report without rare findings, and without containers that few reports have."""
    if "T28" in sample.excluded:
        return sample
    found = []
    for number, container in enumerate(sample.containers[: len(common)], 1):
        procedure, diagnosis, margin = container.procedure, container.diagnosis, container.margin
        subtypes = tuple(s for s in container.subtypes if (number, s) not in rare)
        if (number, procedure) in rare:
            procedure = common[number][0]
        if (number, diagnosis) in rare:
            diagnosis, subtypes = common[number][1], ()
        if (number, margin) in rare or procedure == BIOPSY or diagnosis == NO_TUMOUR:
            margin = ""
        same = subtypes == container.subtypes
        adjective = container.adjective and same and (number, *container.both) not in rare
        found.append(Container(procedure, diagnosis, subtypes, margin, adjective))
    return replace(sample, containers=tuple(found))
