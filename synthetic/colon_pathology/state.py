"""Which colon pathology cases there are: their containers, what is found in each, and defects.

The size follows the DRAGON paper (Table 1: T15 3925 containers); the shares of the findings are
estimates, as the paper does not give them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, lexicon, stream

if TYPE_CHECKING:
    from random import Random

COHORT = "colon_pathology"
TAKEN = ("biopsy", "polypectomy", "resection")
MINIMUM = 100

_CONTAINERS = 4074  # that the paper's size is made of
_FLOOR = 300  # from here on, every sort of defect is there
_PER_CASE = (480, 200, 120, 70, 50, 30, 20, 10, 6, 4, 3, 2, 2, 2, 1)
_COMMON, _LEAST = 5, 16  # kinds of at least this weight are found at least so many times
_NOT_NUMBERED = 0.25  # of the cases with one container
_SORTED = 0.5  # of the cases, so that neighbours are alike
DAYS = (date(2000, 1, 1), date(2020, 12, 31))

NO_CONCLUSION = "no report text"
NOT_DUTCH = "not in Dutch"
TWO_CONCLUSIONS = "two conclusions"
EXCLUDED = "excluded"
FLAG_UNREADABLE = "exclude cannot be read"
LABEL_MISSING = "a label is missing"
LABEL_UNREADABLE = "a label cannot be read"
LABELS_DIFFER = "slides with different labels"
NUMBER_MISSING = "container's number missing"
NUMBER_UNKNOWN = "container's number unknown"
OF_CASES = {NO_CONCLUSION: 32, NOT_DUTCH: 28, TWO_CONCLUSIONS: 8}
OF_CONTAINERS = {
    EXCLUDED: 42, FLAG_UNREADABLE: 5, LABEL_MISSING: 8, LABEL_UNREADABLE: 8, LABELS_DIFFER: 8,
    NUMBER_MISSING: 5, NUMBER_UNKNOWN: 5,
}  # fmt: skip
"""What keeps containers out, and how many of :data:`_CONTAINERS`; the first for whole cases."""


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a case.

    Attributes:
        ordinal: its place in the case, from 1.
        number: what the report calls it; 0 where it does not.
        kind: name of what is found, as in the word list.
        taken: how the tissue was taken.
        findings: the labels that hold.
        defect: what keeps it out, or empty.
    """

    ordinal: int
    number: int
    kind: str
    taken: str
    findings: frozenset[str]
    defect: str


@dataclass(frozen=True, slots=True)
class PathologyCase:
    """One case: containers that share a conclusion.

    Attributes:
        serial: position in the plan.
        day: when the material came in.
        earlier: day of an earlier case, here or elsewhere.
        containers: in order.
        defect: what keeps all of it out, or empty.
    """

    serial: int
    day: date
    earlier: date
    containers: tuple[Container, ...]
    defect: str


def plan(reports: int, seed: int) -> list[PathologyCase]:
    """Plans a simulation, case by case.

    Args:
        reports: how many containers.
        seed: the same seed gives the same plan.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` containers are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the colon pathology cohort")
    rng = stream(seed, COHORT, "plan")
    # A few large cases of a small export would hold most of what is rare.
    per_case = _PER_CASE[: None if reports >= _FLOOR else 3]
    sizes = group_sizes(rng, reports, per_case, max(1, reports // 50))
    rng.shuffle(sizes)
    kinds = _kinds(rng, reports)
    of_cases = _whole_cases(rng, sizes)
    free = [
        (case, i) for case, size in enumerate(sizes) if case not in of_cases for i in range(size)
    ]
    rng.shuffle(free)
    of_containers: dict[tuple[int, int], str] = {}
    for name, count in OF_CONTAINERS.items():
        for _ in range(_count(count, reports)):
            of_containers[free.pop()] = name
    cases: list[PathologyCase] = []
    shared = _shared_out(rng, sizes, kinds)
    for serial, size in enumerate(sizes):
        drawn = shared[serial]
        if rng.random() < _SORTED:
            drawn.sort()
        first = 0 if size == 1 and rng.random() < _NOT_NUMBERED else 1
        containers = tuple(
            container_of(i, first, kind, taken, of_containers.get((serial, i), ""))
            for i, (kind, taken) in enumerate(drawn)
        )
        day = random_date(rng, *DAYS)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
        defect = of_cases.get(serial, "")
        cases.append(PathologyCase(serial, day, earlier, containers, defect))
    return cases


def container_of(at: int, first: int, kind: str, taken: str, defect: str = "") -> Container:
    """A container with the labels of what is found.

    Args:
        at: its place in the case, from 0.
        first: what the report calls the first; 0 where it has no numbers.
        kind: what is found.
        taken: how the tissue was taken.
        defect: what keeps it out.
    """
    found = next(k["labels"] for k in lexicon(COHORT)["kinds"] if k["name"] == kind)
    biopsy = ("biopsy",) if taken == "biopsy" else ()
    return Container(at + 1, at + first, kind, taken, frozenset((*found, *biopsy)), defect)


def _kinds(rng: Random, reports: int) -> list[tuple[str, str]]:
    """What is found and how it was taken, to the shares of the word list, in any order."""
    kinds = lexicon(COHORT)["kinds"]
    counts = apportion(reports, [kind["weight"] for kind in kinds])
    for i, kind in enumerate(kinds):
        # Rare ones are not so rare in a small export, or its test set would have none.
        while kind["weight"] >= _COMMON and counts[i] < _LEAST:
            counts[i] += 1
            counts[counts.index(max(counts))] -= 1
    drawn: list[tuple[str, str]] = []
    for kind, count in zip(kinds, counts, strict=True):
        for taken, share in zip(TAKEN, apportion(count, kind["taken"]), strict=True):
            drawn += [(kind["name"], taken)] * share
    rng.shuffle(drawn)
    return drawn


def _shared_out(
    rng: Random, sizes: list[int], kinds: list[tuple[str, str]]
) -> list[list[tuple[str, str]]]:
    """What is found in the containers of each case.

    What was resected comes alone, as far as there are cases of one container, and no case has two
    carcinomas where another has none.
    """
    resected = [kind for kind in kinds if kind[1] == TAKEN[-1]]
    alone = [case for case, size in enumerate(sizes) if size == 1]
    chosen = set(rng.sample(alone, min(len(resected), len(alone))))
    rest = [kind for kind in kinds if kind[1] != TAKEN[-1]] + resected[len(chosen) :]
    rng.shuffle(rest)
    found = [
        [resected.pop(0)] if case in chosen else [rest.pop() for _ in range(size)]
        for case, size in enumerate(sizes)
    ]
    free = [
        (case, i)
        for case in rng.sample(range(len(sizes)), len(sizes))
        for i in range(len(found[case]))
        if case not in chosen and not any(map(_is_cancer, found[case]))
    ]
    taken: set[int] = set()
    for drawn in found:
        for at in [i for i, kind in enumerate(drawn) if _is_cancer(kind)][1:]:
            while free and free[-1][0] in taken:
                free.pop()
            if free:
                case, i = free.pop()
                taken.add(case)
                drawn[at], found[case][i] = found[case][i], drawn[at]
    return found


def _is_cancer(kind: tuple[str, str]) -> bool:
    return kind[0].startswith("carcinoom")


def _whole_cases(rng: Random, sizes: list[int]) -> dict[int, str]:
    """Cases that are kept out as a whole, to exact counts of containers."""
    chosen: dict[int, str] = {}
    order = rng.sample(range(len(sizes)), len(sizes))
    for name, wanted in OF_CASES.items():
        left = _count(wanted, sum(sizes))
        for case in order:
            if case not in chosen and sizes[case] <= left:
                chosen[case] = name
                left -= sizes[case]
    return chosen


def _count(count: int, reports: int) -> int:
    return max(round(count * reports / _CONTAINERS), int(reports >= _FLOOR))
