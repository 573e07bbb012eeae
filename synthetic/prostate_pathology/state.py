"""Which prostate pathology reports there are: centres, patients, lesions and defects.

Sizes follow the DRAGON paper (T11: 3165 reports; 227 of 220 patients come from umcg); the shares
of the other centres and of the classes are estimates, as the paper does not give them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import apportion, group_sizes, stream

if TYPE_CHECKING:
    from random import Random

COHORT = "prostate_pathology"
TASK = "T11"
CENTRES = ("rumc", "umcg", "avl")
MINIMUM = 100

_CENTRE_SHARES = (0.73, 0.07, 0.20)
_PER_PATIENT = (88, 10, 2)
_CLASS_SHARES = (0.46, 0.34, 0.14, 0.06)
_FEWEST_OF_A_CLASS = 16  # so that every fold of a split by patient has each class
_FLOOR = 400  # from here on, every sort of defect is there
_SCORES = ((3, 4), (4, 3), (4, 4), (4, 5), (5, 4), (5, 5), (3, 5))
_SCORE_WEIGHTS = (52, 22, 12, 8, 3, 2, 1)
_ISUP = {(3, 3): 1, (3, 4): 2, (4, 3): 3, (4, 4): 4, (3, 5): 4, (5, 3): 4}


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that keeps a report out: what, where, why, in what share of the centre's."""

    name: str
    centre: str
    reason: str
    share: float


COPIED = "copied_text"
TOO_MANY = "too_many"
DEFECTS = (
    Defect(COPIED, "rumc", "text of another report", 0.008),
    Defect("other_centre", "rumc", "other centre", 0.012),
    Defect("no_text", "rumc", "no report text", 0.006),
    Defect("group_unreadable", "rumc", "grade group cannot be read", 0.002),
    Defect("group_beyond", "rumc", "grade group above 5", 0.001),
    Defect(TOO_MANY, "rumc", "more than 3 significant lesions", 0.002),
    Defect("grade_missing", "umcg", "grade missing", 0.009),
    Defect("grade_unreadable", "umcg", "grade cannot be read", 0.004),
    Defect(TOO_MANY, "umcg", "more than 3 significant lesions", 0.002),
    Defect(COPIED, "avl", "text of another report", 0.004),
    Defect("excluded", "avl", "excluded by the annotator", 0.03),
    Defect("score_wrong", "avl", "Gleason score does not add up", 0.006),
    Defect(TOO_MANY, "avl", "more than 3 significant lesions", 0.004),
)


def isup(score: tuple[int, int] | None) -> int:
    """The grade group of a Gleason score; 0 without cancer."""
    return _ISUP.get(score, 5) if score else 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found in some containers: lesions with one Gleason score, or none of cancer.

    Attributes:
        score: the two patterns; None without cancer.
        lesions: how many lesions are written of together.
    """

    score: tuple[int, int] | None
    lesions: int = 1

    @property
    def isup(self) -> int:
        """The grade group; 0 without cancer."""
        return isup(self.score)

    @property
    def significant(self) -> int:
        """How many of its lesions have grade group 2 or higher."""
        return self.lesions if self.isup >= 2 else 0


@dataclass(frozen=True, slots=True)
class Biopsy:
    """One report of the plan.

    Attributes:
        serial: position in the plan.
        centre: where.
        patient: which patient of the centre.
        turn: which of the patient's reports.
        findings: in the order of the report.
        defect: name of its defect, or empty.
        reason: of the defect.
        original: whose text it has.
    """

    serial: int
    centre: str
    patient: int
    turn: int
    findings: tuple[Finding, ...]
    defect: str
    reason: str
    original: int | None

    @property
    def significant(self) -> int:
        """How many lesions are clinically significant."""
        return sum(finding.significant for finding in self.findings)


def plan(reports: int, seed: int) -> list[Biopsy]:
    """Plans the reports of a simulation, centre by centre, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    rng = stream(seed, COHORT, "plan")
    seats: list[tuple[str, int, int]] = []
    for centre, total in zip(CENTRES, apportion(reports, _CENTRE_SHARES), strict=True):
        sizes = group_sizes(rng, total, _PER_PATIENT, max(1, round(0.02 * total)))
        seats += [(centre, man, turn) for man, size in enumerate(sizes) for turn in range(size)]
    chosen = _defects(rng, seats)
    shares = [s for s in _CLASS_SHARES if s * reports >= _FEWEST_OF_A_CLASS]
    classes = [c for c, n in enumerate(apportion(reports, shares)) for _ in range(n)]
    rng.shuffle(classes)
    planned: list[Biopsy] = []
    for serial, (centre, patient, turn) in enumerate(seats):
        defect = chosen.get(serial)
        name = defect.name if defect else ""
        count = rng.choice((4, 4, 4, 5)) if name == TOO_MANY else classes[serial]
        if name == "score_wrong":
            count = max(count, 1)
        findings = _findings(rng, count, together=centre == "avl")
        original = serial - 1 if name == COPIED else None
        reason = defect.reason if defect else ""
        planned.append(Biopsy(serial, centre, patient, turn, findings, name, reason, original))
    return planned


def _defects(rng: Random, seats: list[tuple[str, int, int]]) -> dict[int, Defect]:
    chosen: dict[int, Defect] = {}
    free: dict[str, list[int]] = defaultdict(list)
    for i in rng.sample(range(len(seats)), len(seats)):
        free[seats[i][0]].append(i)
    for defect in DEFECTS:
        here = free[defect.centre]
        count = max(round(defect.share * len(here)), int(len(seats) >= _FLOOR))
        if defect.name == COPIED:  # a patient's second report repeats the first, which is sound
            seconds = [i for i in here if seats[i][2] == 1][:count]
            chosen.update(dict.fromkeys(seconds, defect))
            taken = {*seconds, *(i - 1 for i in seconds)}
            free[defect.centre] = [i for i in here if i not in taken]
            continue
        chosen.update(dict.fromkeys(here[:count], defect))
        del here[:count]
    return chosen


def _findings(rng: Random, count: int, *, together: bool) -> tuple[Finding, ...]:
    """Findings with so many significant lesions, and others; at least one."""
    findings: list[Finding] = []
    while count:
        several = together and count > 1 and rng.random() < 0.2
        lesions = rng.randrange(2, count + 1) if several else 1
        findings.append(Finding(rng.choices(_SCORES, _SCORE_WEIGHTS)[0], lesions))
        count -= lesions
    more = rng.choices((0, 1, 2, 3), (25, 40, 25, 10))[0]
    findings += [Finding((3, 3) if rng.random() < 0.3 else None) for _ in range(more)]
    rng.shuffle(findings)
    return tuple(findings) or (Finding(None),)
