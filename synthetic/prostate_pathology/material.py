"""What came in and what is found in it: containers, cores and tumour of one prostate biopsy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import quantile
from dragon_prep.synthetic.prostate_pathology.state import isup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.prostate_pathology.state import Biopsy, Finding

    Score = tuple[int, int]

TARGET, RANDOM, BOTH = "target", "random", "beide"
SIDES = ("links", "rechts")
MOST = 24  # containers of a report
_PSA = ((0, 0.6), (0.1, 3.9), (0.5, 7.8), (0.8, 14), (0.95, 45), (1, 400))
_RANDOM_BENIGN = 0.5  # of the findings without significant cancer
_RANDOM_OWN = 0.12  # of the significant lesions: found by chance, MRI shows nothing on that side
_MORE_RANDOM = 0.72  # of the reports: further containers without cancer
_SIZES = {3: (6, 15), 4: (6, 15), 5: (15, 32)}  # mm, by PI-RADS
_ROUNDED = 100  # ng/mL: from here on PSA has no decimals
_CORES = (4, 12, 30, 12, 8)  # weights of 1 to 5 containers for one place
_BENIGN = ("stil", "ontsteking", "atrofie", "hyperplasie", "pin", "asap", "granuloom")
_BENIGN_WEIGHTS = (34, 24, 14, 14, 6, 4, 2)
_FORMER = ("", "benigne", "3+3", "3+4", "4+3")
_FORMER_WEIGHTS = (52, 22, 15, 7, 4)


@dataclass(frozen=True, slots=True)
class Core:
    """The core of one container: its length and that of its tumour, in mm, and the score."""

    length: int
    tumour: int
    score: Score | None


@dataclass(frozen=True, slots=True)
class Group:
    """Containers of one place.

    Attributes:
        first: the first container, from 0.
        cores: of its containers.
        kind: ``target`` of a lesion on MRI, or ``random``.
        side: ``links`` or ``rechts``; ``beide`` for several lesions told of together.
        zone: ``perifere zone`` or ``transitiezone``; empty for random cores.
        level: ``apex``, ``midden`` or ``basis``; empty for random cores.
        pirads: of the lesion on MRI.
        size: of that lesion, in mm.
        own: which of the report's findings it is; -1 where its lesion is counted with another
            group, or there is none.
        score: the highest of its cores; None without cancer.
        benign: what is seen beside cancer or instead of it.
    """

    first: int
    cores: tuple[Core, ...]
    kind: str
    side: str
    zone: str
    level: str
    pirads: int
    size: int
    own: int
    score: Score | None
    benign: str

    @property
    def last(self) -> int:
        """The last container, from 0."""
        return self.first + len(self.cores) - 1

    @property
    def tumour(self) -> int:
        """The length of tumour in all of its cores, in mm."""
        return sum(core.tumour for core in self.cores)

    @property
    def positive(self) -> int:
        """How many of its cores have cancer."""
        return sum(core.score is not None for core in self.cores)


@dataclass(frozen=True, slots=True)
class Material:
    """All that came in for one report.

    Attributes:
        groups: in the order of their containers.
        psa: in ng/mL.
        volume: of the prostate, in cm3.
        former: what earlier biopsies showed; empty where there were none.
    """

    groups: tuple[Group, ...]
    psa: float
    volume: int
    former: str

    @property
    def containers(self) -> int:
        """How many containers came in."""
        return self.groups[-1].last + 1


class _Draw:
    """Groups being drawn: which sides have random cores, and which places are taken."""

    def __init__(self, rng: Random, findings: Sequence[Finding]) -> None:
        self.rng = rng
        self.findings = findings
        self.random: set[str] = set()
        self.own: set[str] = set()  # sides where random cores found a lesion of their own
        self.places: set[tuple[str, str, str]] = set()
        self.groups: list[Group] = []

    def significant(self) -> None:
        """Draws the lesions that count."""
        numbers = [i for i, f in enumerate(self.findings) if f.significant]
        single = [i for i in numbers if self.findings[i].lesions == 1]
        chance = len(numbers) > 1 and single and self.rng.random() < _RANDOM_OWN
        last = single[-1] if chance else -1
        for i in numbers:
            if i != last:
                self.target(i)
        sides = {group.side for group in self.groups}
        free = [s for s in SIDES if s not in sides and BOTH not in sides]
        if last >= 0 and free:
            self.own.add(free[0])
            self.at_random(free[0], last, self.findings[last].score)
        elif last >= 0:
            self.target(last)

    def others(self) -> None:
        """Draws what does not count: no cancer, or of the lowest grade."""
        for i, finding in enumerate(self.findings):
            if finding.significant:
                continue
            free = [s for s in SIDES if s not in self.random]
            if free and self.rng.random() < _RANDOM_BENIGN:
                self.at_random(self.rng.choice(free), i, finding.score)
            else:
                self.target(i)

    def hit_again(self, share: float) -> None:
        """Random cores on the side of a lesion that is counted already hit it again."""
        for group in list(self.groups):
            free = group.side in SIDES and group.side not in self.random
            if group.kind == TARGET and isup(group.score) > 1 and free:
                if self.rng.random() < share:
                    score = self.rng.choice((group.score, group.score, (3, 4), (3, 3)))
                    self.at_random(group.side, -1, score)
                return

    def more(self) -> None:
        """Random cores of a side without cancer."""
        for side in SIDES:
            if side not in self.random and self.rng.random() < _MORE_RANDOM:
                self.at_random(side, -1, None)

    def target(self, own: int) -> None:
        """Draws the cores of a lesion on MRI."""
        rng, finding = self.rng, self.findings[own]
        while True:
            side = rng.choice(SIDES)
            zone = rng.choices(("perifere zone", "transitiezone"), (70, 30))[0]
            place = side, zone, rng.choice(("apex", "midden", "basis"))
            if place not in self.places and not (finding.score and side in self.own):
                break
        self.places.add(place)
        pirads = rng.choices((3, 4, 5), (20, 48, 32) if finding.significant else (52, 40, 8))[0]
        size = rng.randrange(*_SIZES[pirads])
        count = max(finding.lesions, rng.choices((1, 2, 3, 4, 5), _CORES)[0])
        cores = _cores(rng, finding.score, count, many=finding.lesions > 1)
        side = BOTH if finding.lesions > 1 else side
        self.groups.append(Group(0, cores, TARGET, side, place[1], place[2], pirads, size, own,
                                 finding.score, _benign(rng)))  # fmt: skip

    def at_random(self, side: str, own: int, score: Score | None) -> None:
        """Draws random cores of a side."""
        rng = self.rng
        self.random.add(side)
        cores = _cores(rng, score, rng.choices((1, 2, 3, 4, 5), _CORES)[0], many=False)
        self.groups.append(Group(0, cores, RANDOM, side, "", "", 0, 0, own, score, _benign(rng)))


def draw_material(rng: Random, biopsy: Biopsy, difficulty: float) -> Material:
    """Draws the containers that give the findings of a report, each received and concluded."""
    draw = _Draw(rng, biopsy.findings)
    draw.significant()
    draw.others()
    draw.hit_again(difficulty)
    draw.more()
    psa = quantile(rng, _PSA)
    former = rng.choices(_FORMER, _FORMER_WEIGHTS)[0]
    return Material(
        groups=_numbered(draw.groups),
        psa=round(psa, 1) if psa < _ROUNDED else float(round(psa)),
        volume=round(quantile(rng, ((0, 16), (0.5, 44), (0.9, 92), (1, 210)))),
        former=former if rng.random() < 2 * difficulty or former in ("", "benigne") else "",
    )


def _benign(rng: Random) -> str:
    return rng.choices(_BENIGN, _BENIGN_WEIGHTS)[0]


def _cores(rng: Random, score: Score | None, count: int, *, many: bool) -> tuple[Core, ...]:
    """Cores of which the worst has the score; all have cancer where ``many``."""
    worst, cores = rng.randrange(count), []
    for i in range(count):
        length = rng.randrange(7, 19)
        has = score
        if i != worst and not many:
            has = rng.choice((score, score, None, (3, 3) if score else None))
        cores.append(Core(length, rng.randrange(1, length) if has else 0, has))
    return tuple(cores)


def _numbered(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups with their containers, those of lesions first, as they are sent in."""
    order = sorted(groups, key=lambda group: (group.kind != TARGET, -group.pirads))
    numbered: list[Group] = []
    at = 0
    for i, group in enumerate(order):
        room = max(1, MOST - at - (len(order) - i - 1))
        # Never without the worst of them.
        cores = sorted(group.cores, key=lambda core: core.score != group.score)[:room]
        kept = tuple(core for core in group.cores if core in cores)[:room]
        numbered.append(replace(group, first=at, cores=kept))
        at += len(kept)
    return tuple(numbered)
