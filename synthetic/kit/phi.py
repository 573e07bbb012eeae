"""What stands in the slots for identifiers of one report, with the label it must be found under.

The slot names are Dutch, as the templates are. Each report has its own :class:`PhiSlots`; what is
said twice in a report agrees: one patient, one study day, one earlier day, one referrer.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit import dates as kit_dates
from dragon_prep.synthetic.kit import ids as kit_ids
from dragon_prep.synthetic.kit import people as kit_people
from dragon_prep.synthetic.kit import places as kit_places
from dragon_prep.synthetic.kit import times as kit_times
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.text import Passage, join, planted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from random import Random

    from dragon_prep.synthetic.kit.ids import Register
    from dragon_prep.synthetic.kit.people import Patient, Person, Staff


@dataclass(frozen=True, slots=True, repr=False)
class Setting:
    """Whom and when a report is about.

    Attributes:
        patient: whose report.
        day: of the study.
        earlier: the day of an earlier study.
        staff: of the centre.
        plain: use only forms that a rule-based detector can find.
        decomposed: write letters with accents as a letter and a combining accent, as some
            systems export them.
        author: which of the staff's authors writes it; None for any.
    """

    patient: Patient
    day: date
    earlier: date
    staff: Staff
    plain: bool
    decomposed: bool = False
    author: int | None = None


class PhiSlots:
    """Fills the slots for identifiers of one report."""

    def __init__(self, rng: Random, register: Register, setting: Setting) -> None:
        self.rng = rng
        self.register = register
        self.setting = setting
        self.authors = rng.sample(setting.staff.authors, 2)
        if setting.author is not None:
            own = setting.staff.authors[setting.author]
            self.authors = [own, next(a for a in (*self.authors,) if a is not own)]
        self.referrer, self.colleague = rng.sample(setting.staff.referrers, 2)
        self.clock = kit_times.random_time(rng)

    def __call__(self, slot: str) -> Passage:
        """What stands in the slot.

        Raises:
            KeyError: if there is no such slot.
        """
        if slot == "stempel":  # date and time run together: two spans that touch
            return join("", (self("datum"), self("tijd")))
        label, make = _SLOTS[slot]
        text = make(self)
        return planted(
            unicodedata.normalize("NFD", text) if self.setting.decomposed else text, label
        )


def _day(slots: PhiSlots, day: date) -> str:
    return kit_dates.with_year(slots.rng, day, plain=slots.setting.plain)


def _soon(slots: PhiSlots) -> date:
    return slots.setting.day + timedelta(days=slots.rng.randrange(2, 15))


def _recent(slots: PhiSlots) -> date:
    return slots.setting.day - timedelta(days=slots.rng.randrange(5, 60))


def _time(slots: PhiSlots) -> str:
    return kit_times.time_of_day(slots.rng, *slots.clock, plain=slots.setting.plain)


def _name(slots: PhiSlots, person: Person) -> str:
    return kit_people.written_name(slots.rng, person, plain=slots.setting.plain)


def _t_number(slots: PhiSlots) -> str:
    rng, year, plain = slots.rng, slots.setting.earlier.year, slots.setting.plain
    return slots.register.fresh(lambda: kit_ids.t_number(rng, year, plain=plain))


def _town(slots: PhiSlots) -> str:
    patient = slots.setting.patient
    return patient.known_town if slots.setting.plain else patient.town


_SLOTS: dict[str, tuple[str, Callable[[PhiSlots], str]]] = {
    "datum": ("DATUM", lambda s: _day(s, s.setting.day)),
    "datum_eerder": ("DATUM", lambda s: _day(s, s.setting.earlier)),
    "datum_recent": ("DATUM", lambda s: _day(s, _recent(s))),
    "datum_straks": ("DATUM", lambda s: _day(s, _soon(s))),
    "geboortedatum": ("DATUM", lambda s: _day(s, s.setting.patient.birth)),
    "datum_kort": ("DATUM", lambda s: kit_dates.without_year(s.rng, _recent(s))),
    "vandaag_kort": ("DATUM", lambda s: kit_dates.without_year(s.rng, s.setting.day)),
    "maand_jaar": ("DATUM", lambda s: kit_dates.month_and_year(s.rng, s.setting.earlier)),
    "maand": ("DATUM", lambda s: kit_dates.month_name(_recent(s))),
    "jaar": ("DATUM", lambda s: str(s.setting.earlier.year)),
    "jaar_kort": ("DATUM", lambda s: kit_dates.short_year(s.setting.earlier)),
    "tijd": ("TIJD", lambda s: _time(s)),
    "leeftijd": (
        "LEEFTIJD",
        lambda s: str(kit_dates.age_on(s.setting.patient.birth, s.setting.day)),
    ),
    "radioloog": ("PERSOON", lambda s: _name(s, s.authors[0])),
    "radioloog2": ("PERSOON", lambda s: _name(s, s.authors[1])),
    "arts": ("PERSOON", lambda s: _name(s, s.referrer)),
    "collega": ("PERSOON", lambda s: s.colleague.family),
    "huisarts": ("PERSOON", lambda s: _name(s, s.setting.patient.general_practitioner)),
    "patient": ("PERSOON", lambda s: _name(s, s.setting.patient.person)),
    "patient_lijst": (
        "PERSOON",
        lambda s: kit_people.listed_name(s.rng, s.setting.patient.person),
    ),
    "code": ("PERSOONAFKORTING", lambda s: kit_people.staff_code(s.rng, s.authors[0])),
    "code2": ("PERSOONAFKORTING", lambda s: kit_people.staff_code(s.rng, s.authors[1])),
    "tel": ("TELEFOONNUMMER", lambda s: s.register.fresh(lambda: kit_ids.phone(s.rng))),
    "tel_patient": ("TELEFOONNUMMER", lambda s: s.setting.patient.phone),
    "sein": ("TELEFOONNUMMER", lambda s: kit_ids.digits(s.rng, 4)),
    "email": ("EMAIL", lambda s: kit_people.email(s.rng, s.referrer)),
    "url": ("URL", lambda s: s.register.fresh(lambda: kit_ids.url(s.rng))),
    "adres": ("ADRES", lambda s: s.setting.patient.address),
    "postcode": ("POSTCODE", lambda s: s.setting.patient.postcode),
    "plaats": ("PLAATS", lambda s: _town(s)),
    "ziekenhuis": ("ZIEKENHUIS", lambda s: kit_places.hospital(s.rng, plain=s.setting.plain)),
    "patientnr": ("PATIENTNUMMER", lambda s: s.setting.patient.number),
    "znr": ("ZNUMMER", lambda s: s.setting.patient.z_number),
    "bsn": ("BSN", lambda s: s.setting.patient.bsn),
    "accessie": ("RAPPORT_ID", lambda s: s.register.fresh(lambda: kit_ids.digits(s.rng, 9))),
    "tnr": ("RAPPORT_ID.T_NUMMER", lambda s: _t_number(s)),
    "phinr": (
        "PHINUMMER",
        lambda s: s.register.fresh(lambda: kit_ids.letters_and_figures(s.rng, 2, 5, "-")),
    ),
    "studie": ("STUDIE_NAAM", lambda s: s.rng.choice(lexicon("places")["studies"])),
    "accreditatie": (
        "ACCREDITATIE_NUMMER",
        lambda s: f"M{kit_ids.digits(s.rng, 3)}",
    ),
    "bedrijf": ("BEDRIJF", lambda s: s.rng.choice(lexicon("places")["companies"])),
}
