"""Pairs of colon pathology reports: in one container there is one thing, or another."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from dragon_prep.synthetic.colon_pathology.export import BORN, LABELS, WRITERS
from dragon_prep.synthetic.colon_pathology.places import fits
from dragon_prep.synthetic.colon_pathology.report import NUMERALS, ColonReport
from dragon_prep.synthetic.colon_pathology.state import (
    COHORT,
    DAYS,
    TAKEN,
    PathologyCase,
    container_of,
)
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.desks import Office
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.ids import t_number
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.turned import Turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from dragon_prep.synthetic.colon_pathology.places import Place
    from dragon_prep.synthetic.colon_pathology.state import Container
    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.turned import Pair

_CONTAINERS = (30, 30, 20, 12, 8)  # weights of 1, 2, 3, ...


def findings(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T15. What was resected is in none: its stage would turn, too."""
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=WRITERS, referrers=50)
    styles = lexicon(COHORT)["styles"]
    authors = draw_authors(f"{seed}/{COHORT}/rumc", styles, knobs, count=WRITERS)
    office = Office(staff, authors, BORN, DAYS)
    name = f"{seed}/{COHORT}/pair"
    sexes = stream(name, "sexes")
    for number in count():
        desk = office.desk(name, number, sexes.choice("mf"))
        rng = desk.generator("case")
        size = rng.choices(range(1, len(_CONTAINERS) + 1), _CONTAINERS)[0]
        case = _case(rng, desk, size)
        at = rng.randrange(size)
        own = case.containers[at]
        kinds = [kind for kind in _kinds(own.taken) if kind != own.kind]
        other = rng.choice(kinds)
        places = _TurnedReport(case, desk.slots(desk.begin()), ("", ""), desk.author, knobs).places
        alone = not any(one.kind.startswith("carc") for one in case.containers if one is not own)
        if fits(places[at], other) and (alone or not other.startswith("carc")):
            turned = container_of(at, own.number - at, other, own.taken)
            containers = (*case.containers[:at], turned, *case.containers[at + 1 :])
            cases = (case, _with(case, containers))
            first, second = (_written(desk, one, places, at, knobs) for one in cases)
            yield first, second


def _kinds(taken: str) -> list[str]:
    """What may be found in tissue that was taken so."""
    at = TAKEN.index(taken)
    return [kind["name"] for kind in lexicon(COHORT)["kinds"] if kind["taken"][at]]


def _case(rng: Random, desk: Desk, size: int) -> PathologyCase:
    kinds = lexicon(COHORT)["kinds"]
    drawn: list[tuple[str, str]] = []
    while len(drawn) < size:
        kind = rng.choices(kinds, [kind["weight"] for kind in kinds])[0]
        taken = rng.choices(TAKEN[:2], kind["taken"][:2])[0]
        second = kind["name"].startswith("carc") and any(k.startswith("carc") for k, _ in drawn)
        if not second:
            drawn.append((kind["name"], taken))
    containers = tuple(container_of(i, 1, kind, taken) for i, (kind, taken) in enumerate(drawn))
    return PathologyCase(0, desk.setting.day, desk.setting.earlier, containers, "")


def _with(case: PathologyCase, containers: tuple[Container, ...]) -> PathologyCase:
    return PathologyCase(case.serial, case.day, case.earlier, containers, case.defect)


class _TurnedReport(ColonReport):
    """A report of a pair, each container by itself: none is like another, or refers to one."""

    def groups(self) -> Iterator[tuple[Container, ...]]:
        """The containers one by one."""
        return ((container,) for container in self.case.containers)

    def found(self, container: Container, numeral: str) -> Passage:
        """What is found."""
        self.described_already = {}
        return super().found(container, numeral)


def _written(
    desk: Desk, case: PathologyCase, places: Sequence[Place], at: int, knobs: Knobs
) -> Turned:
    rng = desk.begin()
    own = t_number(desk.generator("number"), case.day.year, plain=True)
    writer = _TurnedReport(case, desk.slots(rng), (own, desk.sex), desk.author, knobs)
    writer.places = [*places]
    asked = case.containers[at]
    labels = {name: str(int(name in asked.findings)) for name in LABELS}
    return Turned(writer.report(), {**labels, "container": NUMERALS[asked.number]})


PAIRS = {"Task015_colon_pathology_clf": findings}
"""By task."""
