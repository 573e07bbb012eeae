"""The cells of the three centres' sheets, each in its centre's own notations and with its slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dates import age_on
from dragon_prep.synthetic.kit.measures import figure, written_diameters
from dragon_prep.tasks.registry import find_tasks

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.prostate_mri.state import Study
    from dragon_prep.synthetic.prostate_mri.values import Values

RUMC_COLUMNS: tuple[Cell, ...] = (
    "patient_id", "study_id", "mri_date", "center", "patient_age", "psa", "psad",
    "prostate_volume", "lesion_PIRADS", "lesion_GS", "radiology_report",
)  # fmt: skip
UMCG_COLUMNS = (
    "patient_id", "study_id", "roiID", "pirads", "RadiologyReport", "psa", "psa_density", "volume",
)  # fmt: skip
AVL_COLUMNS = (
    "patient_id", "date", "text", "pirads_lesions", "psa", "psa_density", "prostate_volume",
    "joeran_checken",
)  # fmt: skip
UMCG_NO_DETECTION = "visit0395406"

_UNREADABLE = ("zie verslag", "volgt", "zie verslag radiologie")
_UNITS = {
    "T19": (" cc", " ml", " cm3", "cc"),
    "T20": (" ng/ml", " ng/mL", " ug/l"),
    "T21": (" ng/ml2", " ng/ml/cc", " ng/ml\u00b2"),
}
_NAMES = {"T19": "volume", "T20": "psa", "T21": "psad"}
_AMBIGUOUS = {"wtf": "wtf", "slash": "3/4", "question": "???", "tot": "3 tot 4", "dash": "3-4"}
_CHECKER = {
    "no_detection": "Exclude no detection study",
    "pirads_checker": "Exclude for PI-RADS ambiguity",
    "volume_checker": "Exclude for prostate volume",
    "psa_checker": "Exclude for PSA",
    "psad_checker": "Exclude for PSA density",
}


def rumc(rng: Random, study: Study, values: Values, patient: Patient) -> tuple[Cell, ...]:
    """The cells from ``mri_date`` to ``lesion_GS``; numbers are numbers or texts."""
    scores = ["N/A" if x.score is None else str(x.score) for x in values.lesions] or ["N/A"]
    comma = "." if rng.random() < 0.12 else ","
    biopsied = [rng.choice(("3+3", "3+4", "3+4", "4+3", "4+4", "N/A")) for _ in values.lesions]
    other = study.defect == "other_centre"
    return (
        study.day.isoformat(),
        rng.choice(("ZGT", "PCNN")) if other else "RUMC",
        age_on(patient.birth, study.day),
        _number_or_text(rng, study, "T20", values),
        _number_or_text(rng, study, "T21", values),
        _number_or_text(rng, study, "T19", values),
        None if study.defect == "pirads_missing" else comma.join(scores),
        ",".join(biopsied) or None,
    )


def umcg(rng: Random, study: Study, values: Values) -> list[tuple[str, str, str, str, str]]:
    """Rows of ``roiID, pirads, psa, psa_density, volume``; now and then one stands twice."""
    rest = (
        _text(rng, study, "T20", values, "NA"),
        _text(rng, study, "T21", values, "NA"),
        _text(rng, study, "T19", values, "NA"),
    )
    rows = []
    for number, lesion in enumerate(values.lesions, 1):
        rows.append((str(number), "NA" if lesion.score is None else str(lesion.score), *rest))
        if rng.random() < 0.06:
            rows.append(rows[-1])
    return rows or [("NA", "NA", *rest)]


def avl(rng: Random, study: Study, values: Values) -> tuple[str, ...]:
    """The cells from ``pirads_lesions`` to ``joeran_checken``."""
    scores = [str(lesion.score) for lesion in values.lesions] or [str(values.low)]
    pirads = rng.choice((".", ",", ",")).join(scores)
    if study.defect.startswith("pirads_"):
        pirads = _AMBIGUOUS.get(study.defect.removeprefix("pirads_"), pirads)
    return (
        "nr" if study.defect == "pirads_missing" else pirads,
        _text(rng, study, "T20", values, "nr"),
        _text(rng, study, "T21", values, "nr"),
        _text(rng, study, "T19", values, "nr"),
        _CHECKER.get(study.defect, ""),
    )


def _number_or_text(rng: Random, study: Study, task: str, values: Values) -> Cell:
    if task in study.missing:
        return None
    value = _stated(task, values)
    spoilt = _spoilt(rng, study, task, value)
    if spoilt is not None:
        return spoilt
    if rng.random() < 0.7:
        return int(value) if value == int(value) else value
    return figure(value) + (rng.choice(_UNITS[task]) if rng.random() < 0.4 else "")


def _text(rng: Random, study: Study, task: str, values: Values, missing: str) -> str:
    if task in study.missing:
        return missing
    value = _stated(task, values)
    by_diameters = task == "T19" and values.by_diameters
    if by_diameters and study.defect == "volume_implausible":
        return "{} x {} x {} cm".format(*values.diameters)  # millimetres, with the wrong unit
    spoilt = _spoilt(rng, study, task, value)
    if spoilt is not None:
        return spoilt
    if by_diameters:
        return written_diameters(rng, values.diameters, slips=True)
    unit = rng.choice(_UNITS[task]) if rng.random() < 0.15 else ""
    return figure(value, comma=rng.random() < 0.5) + unit


def _stated(task: str, values: Values) -> float:
    return {"T19": values.volume, "T20": values.psa, "T21": values.psad}[task]


def _largest(task: str) -> float:
    """The largest value the task's definition believes."""
    (definition,) = find_tasks([task])
    plausible = definition.target.plausible
    return plausible[1] if plausible else 0.0


def _spoilt(rng: Random, study: Study, task: str, value: float) -> str | None:
    """What a defect made of the value, or None."""
    name, _, defect = study.defect.partition("_")
    if name != _NAMES[task]:
        return None
    match defect:
        case "implausible":
            if task == "T19" and rng.random() < 0.3:
                return figure(round(value / 100, 2))
            while value <= _largest(task):  # as when the comma is forgotten
                value *= 10
            return figure(round(value))
        case "unreadable":
            return rng.choice(_UNREADABLE)
        case "unclear":
            return f"{figure(value)}?" if task == "T19" else "onduidelijk"
    return None
