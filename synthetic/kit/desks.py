"""Where both reports of a pair are written: for whom, on which day, by whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.thorax_patients import BORN, CENTRES, SEXES, ThoraxPatient
from dragon_prep.synthetic.kit.turned import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.cases import Numbers
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Staff

    Days = tuple[date, date]


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """Where both reports of a pair are written.

    Attributes:
        name: of the pair.
        number: of the pair, from 0; some are rejected.
        sex: the patient's.
        centre: the hospital; empty where a cohort has one.
        setting: whom and when they are about.
        author: who writes them, without breaks of lines, which would move behind what is turned.
        kept: what the first leaves to the second.
    """

    name: str
    number: int
    sex: str
    centre: str
    setting: Setting
    author: Author
    kept: dict[str, Any] = field(default_factory=dict)

    def generator(self, *names: str) -> Random:
        """A generator for what is decided before writing."""
        return stream(self.name, *names)

    def begin(self) -> Parts:
        """The generator of one of the two reports."""
        return Parts(f"{self.name}/report", self.kept)

    def slots(self, rng: Random) -> PhiSlots:
        """The slots for identifiers of a report that was begun."""
        return PhiSlots(rng, Register(), self.setting)

    @property
    def thorax_patient(self) -> ThoraxPatient:
        """The patient, in a cohort that has such ones."""
        own = f"{self.centre.upper()}{self.number + 1:06}"
        return ThoraxPatient(self.centre, own, self.sex, self.setting.patient)


@dataclass(frozen=True, slots=True, repr=False)
class Office:
    """The people of one centre.

    Attributes:
        staff: who sign and refer.
        authors: their habits.
        born: the first and last day of birth of its patients.
        days: the first and last day of a report.
        plain: whether identifiers have plain forms only, as where nobody marks them.
    """

    staff: Staff
    authors: Sequence[Author]
    born: Days
    days: Days
    plain: bool = True

    def desk(self, name: str, number: int, sex: str, centre: str = "") -> Desk:
        """A desk for one pair."""
        rng = stream(name, number)
        day, author = random_date(rng, *self.days), rng.choice(self.authors)
        setting = Setting(
            patient=draw_patient(rng, Register(), self.born, sex=sex),
            day=day,
            earlier=day - timedelta(days=rng.randrange(20, 1500)),
            staff=self.staff,
            plain=self.plain,
            author=author.number,
        )
        return Desk(f"{name}/{number}", number, sex, centre, setting, unbroken(author))


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
    office = Office(staff, authors, numbers.born, numbers.days)
    name = f"{seed}/{cohort}/pair"
    sexes = stream(name, "sexes")
    for number in count():
        yield office.desk(name, number, sexes.choice(numbers.sexes))


def thorax_desks(
    cohort: str,
    days: Days,
    styles: Mapping[str, Sequence[Mapping[str, Any]]],
    seed: int,
    knobs: Knobs,
) -> Iterator[Desk]:
    """Without end, desks of a cohort of CT of the thorax, of either centre in turn.

    Args:
        cohort: such as ``recist_ct``.
        days: the first and last day of a report.
        styles: of the authors, by centre.
        seed: of the look-alike.
        knobs: of the simulation.
    """
    offices = {
        centre: Office(
            draw_staff(stream(seed, cohort, "staff", centre), authors=AUTHORS, referrers=30),
            draw_authors(f"{seed}/{cohort}/{centre}", styles[centre], knobs),
            BORN,
            days,
        )
        for centre in CENTRES
    }
    name = f"{seed}/{cohort}/pair"
    sexes = stream(name, "sexes")
    for number in count():
        centre = CENTRES[number % len(CENTRES)]
        yield offices[centre].desk(name, number, sexes.choice(SEXES), centre)
