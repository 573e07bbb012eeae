"""Men with a prostate MRI: the same in the simulations of MRI, pathology and biopsy reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.synthetic import full_size
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.ids import digits
from dragon_prep.synthetic.kit.people import draw_patient
from dragon_prep.synthetic.prostate_mri.state import plan

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.kit.ids import Register
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.prostate_mri.state import Study

CHARSETS = {"rumc": "utf-8", "umcg": "utf-8", "avl": "cp1252"}
BORN = (date(1932, 1, 1), date(1967, 12, 31))
_FIRST_WITHOUT_MRI = {"rumc": 40000, "umcg": 5000, "avl": 0}  # no simulation has as many with MRI


@dataclass(frozen=True, slots=True, repr=False)
class Man:
    """A patient of one centre.

    Attributes:
        patient_id: in the centre's exports.
        patient: who he is.
        study_id: the number of his first MRI study; his own where he had none.
        day: of that study, or of his first visit.
    """

    patient_id: str
    patient: Patient
    study_id: str
    day: date


def mri_identity(rng: Random, centre: str, index: int, register: Register) -> tuple[str, Patient]:
    """Draws a patient of a centre, with the id that the centre's exports have.

    Args:
        rng: the stream of his first study.
        centre: where.
        index: which of the centre's patients.
        register: where numbers are taken from.
    """
    charset = CHARSETS[centre]
    if centre == "avl":  # the export has the hospital's own number, as the texts have
        number = register.fresh(lambda: digits(rng, 7))
        return number, draw_patient(rng, register, BORN, sex="m", charset=charset, number=number)
    patient = draw_patient(rng, register, BORN, sex="m", charset=charset)
    if centre == "rumc":
        return str(10000 + index), patient
    return f"UMCG-{index:04}{rng.choice('abcdefghkmnpqrstvwxz')}", patient


def mri_reports(cohort: str, reports: int) -> int:
    """How many MRI reports are simulated beside a cohort's: as many, or each its full size."""
    return full_size("prostate_mri") if reports == full_size(cohort) else reports


class Men:
    """The patients of one centre, most of them known from the simulation of MRI reports.

    Args:
        cohort: whose simulation asks.
        centre: where.
        mri: how many reports the simulation of MRI reports has.
        seed: of both simulations.
        register: where numbers are taken from.
    """

    def __init__(self, cohort: str, centre: str, mri: int, seed: int, register: Register) -> None:
        self._of = (seed, cohort, "man", centre)
        self._centre = centre
        self._seed = seed
        self._register = register
        firsts: dict[int, Study] = {}
        for study in plan(mri, seed):
            if study.centre == centre and study.defect != "other_centre":
                firsts.setdefault(study.patient, study)
        known = list(firsts.values())
        self._known = stream(seed, cohort, "known", centre).sample(known, len(known))
        self._without = 0

    def draw(self, *, with_mri: bool) -> Man:
        """The next man; one without MRI when all who had one are taken."""
        if with_mri and self._known:
            study = self._known.pop()
            rng = stream(self._seed, "prostate_mri", "study", study.serial)
            number, patient = mri_identity(rng, self._centre, study.patient, self._register)
            return Man(number, patient, str(1000000 + study.serial), study.day)
        index = _FIRST_WITHOUT_MRI[self._centre] + self._without
        self._without += 1
        rng = stream(*self._of, index)
        number, patient = mri_identity(rng, self._centre, index, self._register)
        day = date(2012, 1, 1).toordinal() + rng.randrange(3200)
        return Man(number, patient, str(3000000 + index), date.fromordinal(day))
