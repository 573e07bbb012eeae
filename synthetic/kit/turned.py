"""Two reports that differ in what was turned, and in nothing else.

The writers of a report draw from one generator, so that one draw more changes all that follows.
Where a pair is written, each part of a report draws from a generator of its own instead
(:func:`part`), and what must be the same in both is taken over from the one that was written first
(:func:`kept`). Where a report is written alone, both do nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, cast

from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.cases import Numbers
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage

T = TypeVar("T")


class Parts(Random):
    """The generator of one report of a pair.

    Args:
        name: of the pair: both reports draw the same where they ask the same.
        kept: what the first report leaves to the second.
    """

    def __init__(self, name: str, kept: dict[str, Any]) -> None:
        super().__init__(name)
        self.name = name
        self.kept = kept


def part(rng: Random, name: str, make: Callable[[], T]) -> T:
    """Makes a part of a report that draws as much as it likes without changing what follows.

    Args:
        rng: of the report; if it is not one of a pair, nothing but ``make`` happens.
        name: of the part, once in a report.
        make: makes it.
    """
    if not isinstance(rng, Parts):
        return make()
    before = rng.getstate()
    rng.seed(f"{rng.name}/{name}")
    try:
        return make()
    finally:
        rng.setstate(before)


def kept(rng: Random, name: str, make: Callable[[], T]) -> T:
    """Makes a part of a report, which the second of a pair has as the first has it.

    Args:
        rng: as for :func:`part`.
        name: of the part, once in a report.
        make: makes it.
    """
    if not isinstance(rng, Parts):
        return make()
    if name not in rng.kept:
        rng.kept[name] = part(rng, name, make)
    return cast("T", rng.kept[name])


@dataclass(frozen=True, slots=True, repr=False)
class Turned:
    """One report of a pair.

    Attributes:
        passage: the text, with where its identifiers stand.
        row: what a task's functions see of it.
    """

    passage: Passage
    row: Mapping[str, object]


Pair = tuple[Turned, Turned]


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """Where both reports of a pair are written.

    Attributes:
        name: of the pair.
        sex: the patient's.
        setting: whom and when they are about.
        author: who writes them, without breaks of lines, which would move behind what is turned.
        kept: what the first leaves to the second.
    """

    name: str
    sex: str
    setting: Setting
    author: Author
    kept: dict[str, Any] = field(default_factory=dict)

    def generator(self, *names: str) -> Random:
        """A generator for what is decided before writing."""
        return stream(self.name, *names)

    def begin(self) -> Parts:
        """The generator of one of the two reports."""
        return Parts(f"{self.name}/report", self.kept)


def unbroken(author: Author) -> Author:
    """An author who does not break lines within a paragraph."""
    return replace(author, style={**author.style, "wrap": 0})


def desks(cohort: str, numbers: Numbers, seed: int, knobs: Knobs) -> Iterator[Desk]:
    """Without end, desks of a cohort of one centre: its authors, and patients of their own.

    Args:
        cohort: such as ``cine_mri``.
        numbers: whom it is made of.
        seed: of the look-alike.
        knobs: of the simulation.
    """
    staff = draw_staff(stream(seed, cohort, "staff"), authors=AUTHORS, referrers=40)
    authors = draw_authors(f"{seed}/{cohort}", lexicon(cohort)["styles"], knobs)
    for number in count():
        name = f"{seed}/{cohort}/pair/{number}"
        rng = stream(name)
        sex, day = rng.choice(numbers.sexes), random_date(rng, *numbers.days)
        author = rng.choice(authors)
        setting = Setting(
            patient=draw_patient(rng, Register(), numbers.born, sex=sex),
            day=day,
            earlier=day - timedelta(days=rng.randrange(20, 1500)),
            staff=staff,
            plain=True,
            author=author.number,
        )
        yield Desk(name, sex, setting, unbroken(author))
