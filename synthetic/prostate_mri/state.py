"""Which prostate MRI studies there are: centres, patients, days, defects and classes.

Shares follow the numbers of the DRAGON paper (Table 1: T10 7340, T19 7308, T20 6805, T21 6720
reports, out of about 7600 studies).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, stream

if TYPE_CHECKING:
    from random import Random

TASKS = ("T10", "T19", "T20", "T21")
CENTRES = ("rumc", "umcg", "avl")
MINIMUM = 30

_CENTRE_SHARES = (0.80, 0.08, 0.12)
_STUDIES_PER_PATIENT = (80, 14, 4, 2)
_CLASS_SHARES = (0.45, 0.38, 0.13, 0.04)
_CLASS_PATIENTS = 12  # so that every fold of a split by patient has each class
_KEPT_SHARES = {"T10": 7340 / 7600, "T19": 7308 / 7600, "T20": 6805 / 7600, "T21": 6720 / 7600}
_NOT_ANNOTATED = 0.08
_DEFAULT_FLOOR = 600  # from here on, every sort of defect is there
DAYS = (date(2012, 1, 1), date(2020, 12, 31))


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that keeps a study out of some tasks.

    Attributes:
        name: what it is.
        centre: where it happens.
        tasks: which tasks it concerns.
        reason: why, in words.
        share: of the centre's studies.
        floor: from how many reports in the whole simulation there is at least one.
    """

    name: str
    centre: str
    tasks: tuple[str, ...]
    reason: str
    share: float
    floor: int = _DEFAULT_FLOOR


_COPY = Defect("copied_text", "avl", TASKS, "text of an earlier report", 0.02)
_VISIT = Defect("no_detection", "umcg", TASKS, "no detection study", 0)
DEFECTS = (
    Defect("other_centre", "rumc", TASKS, "other centre", 0.0148),
    Defect("no_text", "rumc", TASKS, "no report text", 0.0066),
    Defect("not_dutch", "rumc", TASKS, "not Dutch", 0.0041),
    Defect("pirads_missing", "rumc", ("T10",), "PI-RADS not stated", 0.0043),
    Defect("volume_sheet_only", "rumc", ("T19",), "volume not in the report", 0.0040),
    Defect("volume_implausible", "rumc", ("T19",), "volume not plausible", 0.0006, 300),
    Defect("volume_unreadable", "rumc", ("T19",), "volume cannot be read", 0.0006, 300),
    Defect("psa_sheet_only", "rumc", ("T20",), "PSA not in the report", 0.0060),
    Defect("psa_implausible", "rumc", ("T20",), "PSA not plausible", 0.0006, 300),
    Defect("psa_unreadable", "rumc", ("T20",), "PSA cannot be read", 0.0006, 300),
    Defect("psad_implausible", "rumc", ("T21",), "PSA density not plausible", 0.0006, 300),
    Defect("psad_unreadable", "rumc", ("T21",), "PSA density cannot be read", 0.0006, 300),
    _VISIT,
    Defect("volume_implausible", "umcg", ("T19",), "volume not plausible", 0.003),
    Defect("volume_unreadable", "umcg", ("T19",), "volume cannot be read", 0.003),
    Defect("psa_implausible", "umcg", ("T20",), "PSA not plausible", 0.003),
    Defect("psad_unreadable", "umcg", ("T21",), "PSA density cannot be read", 0.003),
    _COPY,
    Defect("no_detection", "avl", TASKS, "no detection study", 0.03),
    Defect("pirads_missing", "avl", ("T10",), "PI-RADS not stated", 0.014),
    Defect("pirads_wtf", "avl", ("T10",), "PI-RADS ambiguous", 0.002),
    Defect("pirads_slash", "avl", ("T10",), "PI-RADS ambiguous", 0.004),
    Defect("pirads_question", "avl", ("T10",), "PI-RADS ambiguous", 0.002),
    Defect("pirads_tot", "avl", ("T10",), "PI-RADS ambiguous", 0.004),
    Defect("pirads_dash", "avl", ("T10",), "PI-RADS ambiguous", 0.004),
    Defect("pirads_checker", "avl", ("T10",), "checker: PI-RADS ambiguity", 0.005),
    Defect("volume_unclear", "avl", ("T19",), "volume not certain", 0.004),
    Defect("volume_checker", "avl", ("T19",), "checker: prostate volume", 0.005),
    Defect("volume_implausible", "avl", ("T19",), "volume not plausible", 0.002),
    Defect("psa_unclear", "avl", ("T20",), "PSA not clear", 0.005),
    Defect("psa_checker", "avl", ("T20",), "checker: PSA", 0.005),
    Defect("psad_unclear", "avl", ("T21",), "PSA density not clear", 0.005),
    Defect("psad_checker", "avl", ("T21",), "checker: PSA density", 0.005),
    Defect("psad_implausible", "avl", ("T21",), "PSA density not plausible", 0.002),
)
_NOT_STATED = {
    "T19": "volume not stated",
    "T20": "PSA not stated",
    "T21": "PSA density not stated",
}


@dataclass(frozen=True, slots=True)
class Study:
    """One study of the plan; ``patient`` counts within the centre, ``serial`` over all.

    Attributes:
        serial: position in the plan.
        centre: where.
        patient: which patient of the centre.
        day: of the study.
        earlier: day of an earlier study, made here or elsewhere.
        lesions: how many lesions have PI-RADS 3 or more.
        defect: name of its defect, or empty.
        missing: tasks whose value neither sheet nor report states.
        original: serial of the study whose text it has a copy of, or None.
        annotated: whether somebody has marked its identifiers.
        left_out: reasons by task.
    """

    serial: int
    centre: str
    patient: int
    day: date
    earlier: date
    lesions: int
    defect: str
    missing: tuple[str, ...]
    original: int | None
    annotated: bool
    excluded: dict[str, str]


def plan(reports: int, seed: int) -> list[Study]:
    """Plans the studies of a simulation, centre by centre, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed")
    rng = stream(seed, "prostate_mri", "plan")
    seats = _seats(rng, reports)
    defects, originals = _defects(rng, reports, seats)
    missing = _missing(rng, reports, seats, defects)
    kept = [i for i in range(reports) if i not in defects or "T10" not in defects[i].tasks]
    classes = _classes(rng, seats, kept)
    bare = _not_annotated(rng, seats, defects)
    days = _days(rng, seats)
    studies = []
    for i, (centre, patient) in enumerate(seats):
        excluded = {task: _NOT_STATED[task] for task in missing.get(i, ())}
        if i in defects:
            excluded = dict.fromkeys(defects[i].tasks, defects[i].reason)
        day, earlier = days[i]
        studies.append(
            Study(
                serial=i,
                centre=centre,
                patient=patient,
                day=day,
                earlier=earlier,
                lesions=classes[i],
                defect=defects[i].name if i in defects else "",
                missing=missing.get(i, ()),
                original=originals.get(i),
                annotated=i not in bare,
                excluded=excluded,
            )
        )
    return studies


def _seats(rng: Random, reports: int) -> list[tuple[str, int]]:
    """Centre and patient of each study; one patient's studies stand together."""
    seats = []
    for centre, total in zip(CENTRES, apportion(reports, _CENTRE_SHARES), strict=True):
        # A small simulation has few patients to spare: most of them get one study.
        weights = _STUDIES_PER_PATIENT if reports >= 150 else (1,)
        pairs = max(1, round(0.04 * total))
        for patient, size in enumerate(group_sizes(rng, total, weights, pairs)):
            seats += [(centre, patient)] * size
    return seats


def _defects(
    rng: Random, reports: int, seats: list[tuple[str, int]]
) -> tuple[dict[int, Defect], dict[int, int]]:
    """Defects by study, and the original of each copied study."""
    chosen: dict[int, Defect] = {}
    originals: dict[int, int] = {}
    for centre in CENTRES:
        here = [i for i, seat in enumerate(seats) if seat[0] == centre]
        pairs = [i for i in here[1:] if seats[i] == seats[i - 1]]
        free = dict.fromkeys(rng.sample(here, len(here)))
        for defect in DEFECTS:
            if defect.centre != centre:
                continue
            count = max(round(defect.share * len(here)), int(reports >= defect.floor))
            if defect is _COPY:
                seconds = [i for i in pairs if i - 1 == here[0] or seats[i] != seats[i - 2]]
                for i in rng.sample(seconds, min(count, len(seconds))):
                    chosen[i], originals[i] = defect, i - 1
                    del free[i], free[i - 1]
                continue
            for i in list(free)[: 1 if defect is _VISIT else count]:
                chosen[i] = defect
                del free[i]
    return chosen, originals


def _missing(
    rng: Random, reports: int, seats: list[tuple[str, int]], defects: dict[int, Defect]
) -> dict[int, tuple[str, ...]]:
    """Values that are stated nowhere, as many as are left of the paper's shares.

    A density is rarely given where PSA or volume is not: one list, the density missing in all of
    it, the PSA in its first part, the volume in its last.
    """
    counts = {}
    for task in ("T19", "T20", "T21"):
        already = sum(task in defect.tasks for defect in defects.values())
        left = round(reports * (1 - _KEPT_SHARES[task])) - already
        counts[task] = max(left, len(CENTRES) if reports >= _DEFAULT_FLOOR else 0)
    total = max(counts["T20"] + counts["T19"], counts["T21"])
    sound = [i for i in range(reports) if i not in defects]
    rng.shuffle(sound)
    # One study of each centre at either end: each centre has each kind of missing value.
    by_centre = [[i for i in sound if seats[i][0] == centre] for centre in CENTRES]
    front, back = [ones[0] for ones in by_centre if ones], [ones[-1] for ones in by_centre if ones]
    middle = [i for i in sound if i not in front and i not in back]
    chosen = (front + middle)[: total - counts["T19"]]
    chosen += (back + [i for i in middle if i not in chosen])[: counts["T19"]]
    found: dict[int, tuple[str, ...]] = {}
    for position, i in enumerate(chosen):
        psa, volume = position < counts["T20"], position >= total - counts["T19"]
        density = position >= total - counts["T21"]
        flags = (("T19", volume), ("T20", psa), ("T21", density))
        found[i] = tuple(task for task, missing in flags if missing)
    return found


def _classes(rng: Random, seats: list[tuple[str, int]], kept: list[int]) -> list[int]:
    """The number of suspicious lesions of each study; exact shares among the studies kept.

    Classes that would have too few patients are left away, and each class is given to enough
    different patients before the rest is dealt out at random.
    """
    shares = [s for s in _CLASS_SHARES if s * len(kept) >= _CLASS_PATIENTS + 4]
    if len(shares) < 2:
        shares = [1, 1]
    labels = [c for c, n in enumerate(apportion(len(kept), shares)) for _ in range(n)]
    first_of_patient = {seats[i]: i for i in reversed(kept)}
    firsts = sorted(first_of_patient.values())
    rng.shuffle(firsts)
    secured = [c for c in range(len(shares)) for _ in range(_CLASS_PATIENTS)]
    classes = rng.choices(range(len(shares)), shares, k=len(seats))
    for i, label in zip(firsts, secured, strict=False):
        classes[i] = label
        labels.remove(label)
    rng.shuffle(labels)
    done = set(firsts[: len(secured)])
    for i, label in zip((i for i in kept if i not in done), labels, strict=True):
        classes[i] = label
    return classes


def _not_annotated(
    rng: Random, seats: list[tuple[str, int]], defects: dict[int, Defect]
) -> set[int]:
    """Studies without annotations; the AVL has annotated all of its own.

    Nobody annotates a report without text, or one of another centre.
    """
    bare = {i for i, d in defects.items() if d.name in ("no_text", "other_centre")}
    for centre in ("rumc", "umcg"):
        here = [i for i, seat in enumerate(seats) if seat[0] == centre]
        sound = [i for i in here if i not in defects]
        count = max(round(_NOT_ANNOTATED * len(here)), int(len(here) >= 8))
        bare.update(rng.sample(sound, count))
    return bare


def _days(rng: Random, seats: list[tuple[str, int]]) -> list[tuple[date, date]]:
    """Day of each study and of the one before, which may have been made elsewhere."""
    days: list[tuple[date, date]] = []
    for i, seat in enumerate(seats):
        if i and seat == seats[i - 1]:
            earlier = days[-1][0]
            day = earlier + timedelta(days=rng.randrange(150, 500))
        else:
            day = random_date(rng, *DAYS)
            earlier = day - timedelta(days=rng.randrange(200, 1500))
        days.append((day, earlier))
    return days
