"""Which studies with RECIST measurements there are: patients, visits, lesions and defects.

A patient's target lesions are chosen at the baseline study and measured again at each follow-up.
The size of the cohort follows the DRAGON paper (Table 1: T5, T16 and T24 have 397 reports).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.defects import Defect
from dragon_prep.synthetic.kit.draw import group_sizes, lexicon, quantile, stream
from dragon_prep.synthetic.kit.text import expand
from dragon_prep.synthetic.kit.thorax_patients import centre_of, sex_of

if TYPE_CHECKING:
    from random import Random

TASKS = ("T5", "T16", "T24")
MINIMUM = 100
BASELINE = "nulmeting"

_ROWS = 402  # that the paper's sizes are made of
_FLOOR = 200  # from here on, every sort of defect is there
_VISITS = (34, 30, 18, 10, 5, 3)  # weights of patients with 1, 2, 3, ... studies
_FEW_VISITS = (60, 40)  # in a small simulation, to have enough patients
_STARTS_HERE = 0.75  # of the patients: the others' baseline study was elsewhere
# Share of the patients, and at least how many (as far as there are twice as many patients), so
# that each part of a split has a report with five sizes and the test set one without any.
_NO_LESION, _FIVE_LESIONS = (0.08, 14), (0.2, 36)
_SOME = (0, 24, 32, 24, 20)  # weights of 0 to 4 lesions among the rest
_SIX = 0.7  # of the lymphomas of rumc with five lesions or more
_TREND = {"respons": (0.55, 0.85), "stabiel": (0.95, 1.05), "progressie": (1.12, 1.45)}
_NOT_EVALUABLE = 0.03  # of the measurements at follow-ups
_GONE = 0.06  # of the lesions, at a visit with a response
_SMALLEST, _LARGEST = 4, 250  # mm; what is smaller has gone
_HALF = 0.04  # of the sizes: with half a millimetre
_FIRST_DAY, _LAST_DAY = date(2010, 1, 1), date(2019, 12, 31)
_NODE = ((0, 15), (0.5, 21), (0.9, 36), (1, 62))  # short axis in mm
_ORGAN = ((0, 10), (0.4, 22), (0.8, 48), (1, 115))  # longest diameter in mm


DEFECTS = (
    Defect("no_text", TASKS, "no report text", 2),
    Defect("twice", TASKS, "twice, with different labels", 1),
    Defect("flag_missing", ("T5",), "baseline or follow-up not stated", 1),
    Defect("flag_unknown", ("T5",), "flag cannot be read", 1),
    Defect("size_unreadable", ("T16", "T24"), "size cannot be read", 1),
    Defect("size_implausible", ("T24",), "size not plausible", 1),
)


@dataclass(frozen=True, slots=True)
class Lesion:
    """A target lesion at one visit.

    Attributes:
        place: where it is, in the report's words.
        is_node: whether it is a lymph node, of which the short axis counts.
        long: longest diameter in mm; 0 when the lesion has gone.
        short: the diameter across it, in mm.
        evaluable: whether it could be measured at this visit.
        before: its size at the visit before, where one was measured.
    """

    place: str
    is_node: bool
    long: float
    short: float
    evaluable: bool = True
    before: float | None = None

    @property
    def size(self) -> float | None:
        """What RECIST counts, in mm; None when it could not be measured."""
        return (self.short if self.is_node else self.long) if self.evaluable else None


@dataclass(frozen=True, slots=True)
class Study:
    """One study of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        day: of the study.
        earlier: day of the study before, made here or elsewhere.
        baseline_day: day of the patient's baseline study, here or elsewhere.
        course: ``nulmeting`` for the baseline, else respons, stabiel or progressie.
        disease: which one of the word list's, the same in all of a patient's studies.
        therapy: what the patient is treated with.
        lesions: the target lesions in order, at most six.
        defect: name of its defect, or empty.
        left_out: reasons by task.
    """

    serial: int
    patient: int
    day: date
    earlier: date
    baseline_day: date
    course: str
    disease: int
    therapy: str
    lesions: tuple[Lesion, ...]
    defect: str
    excluded: dict[str, str]

    @property
    def is_baseline(self) -> bool:
        """Whether it is the baseline study."""
        return self.course == BASELINE

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
        disease = _disease(rng, sex_of(patient))
        nodal = lexicon("recist_ct")["diseases"][disease]["nodal"]
        more = int(nodal and centre_of(patient) == "rumc" and count == 5 and rng.random() < _SIX)
        lesions = _first_lesions(rng, count + more, nodal=nodal)
        studies += _visits(rng, (len(studies), patient, disease), number, lesions)
    return _with_defects(rng, studies)


def _disease(rng: Random, sex: str) -> int:
    diseases = lexicon("recist_ct")["diseases"]
    weights = [disease["weight"] * (sex in disease["sex"]) for disease in diseases]
    return rng.choices(range(len(diseases)), weights)[0]


def _lesion_counts(rng: Random, patients: int) -> list[int]:
    none, five = (
        max(round(share * patients), min(least, int(patients * least / 80)))
        for share, least in (_NO_LESION, _FIVE_LESIONS)
    )
    rest = rng.choices(range(len(_SOME)), _SOME, k=patients - none - five)
    counts = [0] * none + [5] * five + rest
    return rng.sample(counts, patients)


def _first_lesions(rng: Random, count: int, *, nodal: bool) -> list[Lesion]:
    words = lexicon("recist_ct")
    kinds = [(True, p) for p in words["nodes"]]
    kinds += [] if nodal else [(False, p) for p in words["organs"]]
    lesions = []
    for is_node, place in rng.sample(kinds, count):
        size = _size(rng, quantile(rng, _NODE if is_node else _ORGAN))
        ratio = rng.uniform(1.1, 1.8)
        long, short = (round(size * ratio), size) if is_node else (size, round(size / ratio))
        name = expand(rng, place)
        if is_node and not name.startswith("mesen") and rng.random() < 0.4:
            name = f"{rng.choice(words['node_word'])} {name}"
        lesions.append(Lesion(name, is_node, float(max(long, short + 1)), float(short)))
    return lesions


def _size(rng: Random, size: float) -> float:
    return round(size) + (0.5 if rng.random() < _HALF else 0.0)


def _visits(
    rng: Random, seat: tuple[int, int, int], number: int, lesions: list[Lesion]
) -> list[Study]:
    """A patient's studies; ``seat`` is the first serial, the patient and the disease."""
    serial, patient, disease = seat
    therapy = rng.choice(lexicon("recist_ct")["diseases"][disease]["therapy"])
    day = random_date(rng, _FIRST_DAY, _LAST_DAY)
    earlier = day - timedelta(days=rng.randrange(20, 120))
    starts_here = rng.random() < _STARTS_HERE
    baseline_day = day if starts_here else earlier - timedelta(days=rng.choice((0, 56, 84, 126)))
    studies = []
    for visit in range(number):
        is_baseline = starts_here and visit == 0
        course = BASELINE if is_baseline else rng.choice(list(_TREND))
        if not is_baseline:
            lesions = [_measured_again(rng, one, course, known=visit > 0) for one in lesions]
        studies.append(
            Study(
                serial=serial + visit,
                patient=patient,
                day=day,
                earlier=earlier,
                baseline_day=baseline_day,
                course=course,
                disease=disease,
                therapy=therapy,
                lesions=tuple(lesions),
                defect="",
                excluded={},
            )
        )
        earlier, day = (
            day,
            day + timedelta(days=rng.choice((42, 56, 63, 84, 98)) + rng.randrange(9)),
        )
    return studies


def _measured_again(rng: Random, lesion: Lesion, course: str, *, known: bool) -> Lesion:
    """A lesion at the next visit.

    Args:
        rng: source of randomness.
        lesion: as it was.
        course: how the disease goes.
        known: whether a report of ours has the size before.
    """
    factor = rng.uniform(*_TREND[course])
    long, short = float(round(lesion.long * factor)), _size(rng, lesion.short * factor)
    if (short if lesion.is_node else long) < _SMALLEST or (
        course == "respons" and rng.random() < _GONE
    ):
        long = short = 0.0
    else:
        short = min(short, _LARGEST - 1)
        long = max(min(long, _LARGEST), short + 1)
    return Lesion(
        place=lesion.place,
        is_node=lesion.is_node,
        long=long,
        short=short,
        evaluable=rng.random() >= _NOT_EVALUABLE,
        before=lesion.size if known else None,
    )


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
