"""Patients who have reports in several cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.people import draw_patient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dragon_prep.synthetic.kit.people import Patient


def population(
    seed: int,
    name: str,
    size: int,
    born: tuple[date, date],
    *,
    sexes: Sequence[str],
    register: Register | None = None,
) -> list[Patient]:
    """The first patients of a population that several cohorts draw on.

    A patient depends on seed, name and position alone, so that a larger population begins with the
    smaller one: two cohorts that ask for different sizes share the patients of the smaller.

    Args:
        seed: the simulation's.
        name: the population's.
        size: how many patients.
        born: first and last possible day of birth; the same in all cohorts.
        sexes: ``m`` or ``f``, taken in turn; the same in all cohorts.
        register: where a cohort takes its other numbers from, still empty.
    """
    register = register or Register()
    return [
        draw_patient(
            stream(seed, "population", name, i),
            register,
            born,
            sex=sexes[i % len(sexes)],
            charset="cp1252",
        )
        for i in range(size)
    ]
