"""Patients with CT reports of the chest, some of whom are measured by RECIST as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.population import population

if TYPE_CHECKING:
    from dragon_prep.synthetic.kit.ids import Register
    from dragon_prep.synthetic.kit.people import Patient

CENTRES = ("jbz", "rumc")

SEXES = "mf"
BORN = (date(1932, 1, 1), date(1978, 12, 31))


@dataclass(frozen=True, slots=True, repr=False)
class ThoraxPatient:
    """A patient of one centre.

    Attributes:
        centre: ``jbz`` or ``rumc``.
        id: the patient's id in all exports of that centre.
        sex: ``m`` or ``f``.
        identity: name, numbers and so on.
    """

    centre: str
    id: str
    sex: str
    identity: Patient


def centre_of(position: int) -> str:
    """The centre of a patient: two by two, so that each centre has as many of either sex."""
    return CENTRES[position // 2 % 2]


def sex_of(position: int) -> str:
    """The sex of a patient, ``m`` or ``f``."""
    return SEXES[position % len(SEXES)]


def thorax_patients(seed: int, count: int, register: Register) -> list[ThoraxPatient]:
    """The first patients of both centres, half of them of each.

    Args:
        seed: the simulation's.
        count: how many; who asks for more gets the same patients first.
        register: where the caller takes its other numbers from, still empty.
    """
    people = population(seed, "thorax", count, BORN, sexes=SEXES, register=register)
    return [
        ThoraxPatient(centre_of(i), f"{centre_of(i).upper()}{i + 1:06}", sex_of(i), person)
        for i, person in enumerate(people)
    ]
