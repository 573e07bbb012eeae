"""What a patient with RECIST measurements has: disease, treatment, lesions and how they change.

By RECIST 1.1 there are at most two targets in an organ, all nodes being one; lymphomas have up to
six nodes. The response follows from the sums of the targets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import lexicon, quantile
from dragon_prep.synthetic.kit.thorax_patients import centre_of, sex_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

TRENDS = {"respons": (0.55, 0.85), "stabiel": (0.95, 1.05), "progressie": (1.12, 1.45)}
_GONE = 0.06  # of the lesions, at a visit with a response
_NOT_EVALUABLE = 0.03  # of the measurements at follow-ups
_EARLIER = ((0.55, 0.9), (0.55, 0.9), (0.95, 1.05), (1.1, 1.4))  # times the size now
_SMALLEST, _LARGEST = 4, 250  # mm; what is smaller has gone
_HALF = 0.04  # of the sizes: with half a millimetre
_NODE = ((0, 15), (0.5, 21), (0.9, 36), (1, 62))  # short axis in mm
_ORGAN = ((0, 10), (0.4, 22), (0.8, 48), (1, 115))  # longest diameter in mm


_OF_AN_ORGAN = 2  # targets, by RECIST 1.1; nodes are one organ
_NODE_NORMAL = 10  # mm, short axis
_PARTIAL, _WORSE, _WORSE_MM = 0.7, 1.2, 5  # times the first and the smallest sum; and mm
_LINES = (45, 35, 20)  # weights of 0, 1, 2 lines before
_CHOICE = re.compile(r"\[([^\[\]]*)\]")  # `[links|rechts]`
_REST = (30, 45, 25)  # weights of 0, 1, 2 kinds of non-target lesions
_SIX = 0.7  # of the lymphomas of rumc with five lesions or more
RESPONSE, STABLE, PROGRESSION, COMPLETE = "PR", "SD", "PD", "CR"

Therapy = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Lesion:
    """A target lesion at one visit.

    Attributes:
        place: where it is, in the report's words.
        organ: of the body that it is in.
        is_node: whether it is a lymph node, of which the short axis counts.
        long: longest diameter in mm; 0 when the lesion has gone.
        short: the diameter across it, in mm.
        evaluable: whether it could be measured at this visit.
        before: its size at the study before, where one is known.
    """

    place: str
    organ: str
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
class Rest:
    """A non-target lesion: its organ, what it is, and its size in mm or 0."""

    organ: str
    said: str
    mm: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a patient has, the same in all studies.

    Attributes:
        disease: which one of the word list's.
        name: of the disease.
        stage: further words of it.
        therapy: of this line.
        prior: of the line before; None in the first line.
        prior_count: how many courses or months of it.
        rest: non-target lesions.
        lesions: the target lesions at the baseline study, at most six.
    """

    disease: int
    name: str
    stage: str
    therapy: Therapy
    prior: Therapy | None
    prior_count: int
    rest: tuple[Rest, ...]
    lesions: tuple[Lesion, ...]


def _diseases() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = lexicon("recist_ct")["diseases"]
    return found


def draw_course(rng: Random, patient: int, count: int) -> Course:
    """A patient's disease, treatment and lesions, as many as wanted and RECIST allows."""
    sex = sex_of(patient)
    weights = [one["weight"] * (sex in one["sex"]) for one in _diseases()]
    at = rng.choices(range(len(weights)), weights)[0]
    disease = _diseases()[at]
    nodal = disease["nodal"]
    more = int(nodal and centre_of(patient) == "rumc" and count == 5 and rng.random() < _SIX)
    lesions = _first_lesions(rng, count + more, disease)
    line = rng.choices(range(len(_LINES)), _LINES)[0]
    therapy = _therapy(rng, disease, line)
    prior = _therapy(rng, disease, line - 1) if line else None
    kinds = rng.sample(disease["rest"], rng.choices((0, 1, 2), _REST)[0])
    if not count:
        kinds = kinds or disease["rest"][:1]
    rest = tuple(_rest(rng, kind) for kind in dict.fromkeys(kinds))
    return Course(
        disease=at,
        name=rng.choice(disease["namen"]),
        stage=rng.choice(disease["stadium"]),
        therapy=therapy,
        prior=prior,
        prior_count=rng.randrange(2, 9),
        rest=rest,
        lesions=tuple(lesions),
    )


def _therapy(rng: Random, disease: Mapping[str, Any], line: int) -> Therapy:
    name, _, unit = rng.choice(disease["lijnen"][line]).partition(";")
    return name, unit


def _rest(rng: Random, kind: str) -> Rest:
    organ, said, low, high = rng.choice(lexicon("recist_ct")["rest"][kind])
    # One side, one amount, wherever it is told: in the list and in the findings.
    settled = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), said)
    return Rest(organ, settled, rng.randrange(low, high + 1) if high else 0)


def _first_lesions(rng: Random, count: int, disease: Mapping[str, Any]) -> list[Lesion]:
    """Target lesions in organs that the disease spreads to, in the order of the body."""
    sites = lexicon("recist_ct")["doel"]
    lesions: list[Lesion] = []
    while len(lesions) < count:
        organ, is_node, places = sites[rng.choice(disease["targets"])]
        place = rng.choice(places)
        near = sum(one.is_node if is_node else one.organ == organ for one in lesions)
        full = near >= _OF_AN_ORGAN and not disease["nodal"]
        if not full and place not in [one.place for one in lesions]:
            lesions.append(_lesion(rng, place, organ, is_node=is_node))
    order = [site[0] for site in sites.values()]
    return sorted(lesions, key=lambda one: order.index(one.organ))


def _lesion(rng: Random, place: str, organ: str, *, is_node: bool) -> Lesion:
    size = _size(rng, quantile(rng, _NODE if is_node else _ORGAN))
    ratio = rng.uniform(1.1, 1.8)
    long, short = (round(size * ratio), size) if is_node else (size, round(size / ratio))
    return Lesion(place, organ, is_node, float(max(long, short + 1)), float(short))


def _size(rng: Random, size: float) -> float:
    return round(size) + (0.5 if rng.random() < _HALF else 0.0)


def total(lesions: Sequence[Lesion]) -> float:
    """The sum of the sizes that could be measured."""
    return sum(lesion.size or 0 for lesion in lesions)


def response(first: Sequence[Lesion], now: Sequence[Lesion], least: float) -> str:
    """The response by RECIST 1.1, of the lesions that could be measured."""
    pairs = [(a, b) for a, b in zip(first, now, strict=True) if b.evaluable]
    if not pairs:
        return STABLE
    before, after = total([a for a, _ in pairs]), total([b for _, b in pairs])
    if all(_is_gone(lesion) for _, lesion in pairs):
        return COMPLETE
    return response_to(before, after, least)


def response_to(before: float, after: float, least: float | None = None) -> str:
    """The response by two sums of lesions of which some are still there.

    Args:
        before: the first sum.
        after: that of now.
        least: the smallest one between, where there were others.
    """
    least = before if least is None else min(least, before)
    if not before:
        return STABLE
    if after >= max(_WORSE * least, least + _WORSE_MM):
        return PROGRESSION
    return RESPONSE if after <= _PARTIAL * before else STABLE


def _is_gone(lesion: Lesion) -> bool:
    return lesion.size == 0 or (lesion.is_node and lesion.short < _NODE_NORMAL)


def known_before(rng: Random, lesions: Sequence[Lesion], *, treated: bool) -> list[Lesion]:
    """Lesions at a baseline study with their sizes at an earlier one, most of them smaller.

    Args:
        rng: source of randomness.
        lesions: as they are.
        treated: whether they may have shrunk under an earlier treatment.
    """
    then = rng.choice(_EARLIER if treated else _EARLIER[:-1])
    return [
        replace(one, before=float(max(_SMALLEST, round((one.size or 0) * rng.uniform(*then)))))
        for one in lesions
    ]


def new_lesion(rng: Random, course: Course, lesions: Sequence[Lesion]) -> Lesion | None:
    """A lesion at a place where the patient had none."""
    sites = lexicon("recist_ct")["doel"]
    taken = {one.place for one in lesions}
    organ, is_node, places = sites[rng.choice(_diseases()[course.disease]["targets"])]
    free = [place for place in places if place not in taken]
    return _lesion(rng, rng.choice(free), organ, is_node=is_node) if free else None


def measured_again(rng: Random, lesion: Lesion, course: str, *, known: bool) -> Lesion:
    """A lesion at the next visit.

    Args:
        rng: source of randomness.
        lesion: as it was.
        course: how the disease goes.
        known: whether a report of ours has the size before.
    """
    factor = rng.uniform(*TRENDS[course])
    long, short = float(round(lesion.long * factor)), _size(rng, lesion.short * factor)
    if (short if lesion.is_node else long) < _SMALLEST or (
        course == "respons" and rng.random() < _GONE
    ):
        long = short = 0.0
    else:
        short = min(short, _LARGEST - 1)
        long = max(min(long, _LARGEST), short + 1)
    return replace(
        lesion,
        long=long,
        short=short,
        evaluable=rng.random() >= _NOT_EVALUABLE,
        before=lesion.size if known else None,
    )
