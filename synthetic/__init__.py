"""Simulators: one per cohort, writing raw exports with planted and recorded PHI.

A simulator writes the centres' folders in exactly the layout that the readers take, and returns
the answer key: one :class:`~dragon_prep.synthetic.kit.answers.Answer` per report, with where its
identifiers stand and what each task should make of it. Everything is invented, drawn from word
lists in ``dragon_prep.data`` by private, seeded generators: the same seed gives the same bytes.

The modules ``kit_*`` are shared by all simulators and know nothing of any cohort.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from dragon_prep.synthetic.kit.knobs import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.synthetic.kit.answers import Answer
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.turned import Pair

SIMULATORS: dict[str, str] = {
    "chest_ct_nodules": "dragon_prep.synthetic.chest_ct_nodules.export",
    "cine_mri": "dragon_prep.synthetic.cine_mri.export",
    "colon_pathology": "dragon_prep.synthetic.colon_pathology.export",
    "example_mednli": "dragon_prep.synthetic.examples.export",
    "example_ml_bin_clf": "dragon_prep.synthetic.examples.export",
    "example_ml_mc_clf": "dragon_prep.synthetic.examples.export",
    "example_ml_ner": "dragon_prep.synthetic.examples.export",
    "example_ml_reg": "dragon_prep.synthetic.examples.export",
    "example_sl_bin_clf": "dragon_prep.synthetic.examples.export",
    "example_sl_mc_clf": "dragon_prep.synthetic.examples.export",
    "example_sl_ner": "dragon_prep.synthetic.examples.export",
    "example_sl_reg": "dragon_prep.synthetic.examples.export",
    "hip_xray": "dragon_prep.synthetic.hip_xray.export",
    "kidney_ct": "dragon_prep.synthetic.kidney_ct.export",
    "lung_pathology": "dragon_prep.synthetic.lung_pathology.export",
    "mednli_dutch": "dragon_prep.synthetic.mednli_dutch.export",
    "pancreas_ct": "dragon_prep.synthetic.pancreas_ct.export",
    "phi_reports": "dragon_prep.synthetic.phi_reports.export",
    "prostate_biopsy": "dragon_prep.synthetic.prostate_biopsy.export",
    "prostate_mri": "dragon_prep.synthetic.prostate_mri.export",
    "prostate_pathology": "dragon_prep.synthetic.prostate_pathology.export",
    "recist_ct": "dragon_prep.synthetic.recist_ct.export",
    "skin_pathology": "dragon_prep.synthetic.skin_pathology.export",
    "terminology_ct": "dragon_prep.synthetic.terminology_ct.export",
}
"""The module that simulates each cohort; one of several has a table ``SIMULATE`` by cohort."""


FULL_SIZES: dict[str, int] = {
    "chest_ct_nodules": 1245,
    "cine_mri": 579,
    "colon_pathology": 4074,
    "example_mednli": 300,
    "example_ml_bin_clf": 500,
    "example_ml_mc_clf": 750,
    "example_ml_ner": 500,
    "example_ml_reg": 1500,
    "example_sl_bin_clf": 500,
    "example_sl_mc_clf": 1000,
    "example_sl_ner": 100,
    "example_sl_reg": 1500,
    "hip_xray": 5173,
    "kidney_ct": 616,
    "lung_pathology": 1029,
    "mednli_dutch": 14067,
    "pancreas_ct": 2079,
    "phi_reports": 600,
    "prostate_biopsy": 523,
    "prostate_mri": 7600,
    "prostate_pathology": 3270,
    "recist_ct": 402,
    "skin_pathology": 761,
    "terminology_ct": 255,
}
"""How many reports give the tasks of a cohort about the sizes of the DRAGON benchmark."""


TURNED: dict[str, str] = {
    "Task001_adhesion_clf": "dragon_prep.synthetic.cine_mri.pairs",
    "Task002_nodule_clf": "dragon_prep.synthetic.chest_ct_nodules.pairs",
    "Task003_kidney_clf": "dragon_prep.synthetic.kidney_ct.pairs",
    "Task004_skin_case_selection_clf": "dragon_prep.synthetic.skin_pathology.pairs",
    "Task005_recist_timeline_clf": "dragon_prep.synthetic.recist_ct.pairs",
    "Task006_pathology_tumor_origin_clf": "dragon_prep.synthetic.lung_pathology.pairs",
    "Task007_nodule_diameter_presence_clf": "dragon_prep.synthetic.chest_ct_nodules.pairs",
    "Task008_pdac_size_presence_clf": "dragon_prep.synthetic.pancreas_ct.pairs",
    "Task009_pdac_diagnosis_clf": "dragon_prep.synthetic.pancreas_ct.pairs",
    "Task015_colon_pathology_clf": "dragon_prep.synthetic.colon_pathology.pairs",
    "Task016_recist_lesion_size_presence_clf": "dragon_prep.synthetic.recist_ct.pairs",
    "Task017_pdac_attributes_clf": "dragon_prep.synthetic.pancreas_ct.pairs",
    "Task018_osteoarthritis_clf": "dragon_prep.synthetic.hip_xray.pairs",
    "Task019_prostate_volume_reg": "dragon_prep.synthetic.prostate_mri.pairs",
    "Task020_psa_reg": "dragon_prep.synthetic.prostate_mri.pairs",
    "Task021_psad_reg": "dragon_prep.synthetic.prostate_mri.pairs",
    "Task022_pdac_size_reg": "dragon_prep.synthetic.pancreas_ct.pairs",
    "Task023_nodule_diameter_reg": "dragon_prep.synthetic.chest_ct_nodules.pairs",
    "Task024_recist_lesion_size_reg": "dragon_prep.synthetic.recist_ct.pairs",
}
"""The module that writes pairs of reports of a task that differ in what turns the label."""


class Turn(Protocol):
    """Writes pairs of reports that differ in what turns a task's label, without end."""

    def __call__(self, seed: int, knobs: Knobs) -> Iterator[Pair]:
        """The pairs; the same seed gives the same ones."""


class Simulate(Protocol):
    """Writes one cohort's raw exports below a folder and returns the answer key."""

    def __call__(
        self, out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD
    ) -> list[Answer]:
        """Writes ``reports`` distinct reports; the same seed gives the same bytes."""


def full_size(cohort: str) -> int:
    """How many reports a cohort has in the benchmark, and a few more that are left out."""
    return FULL_SIZES[cohort]


def simulator(cohort: str) -> Simulate:
    """The simulator of a cohort, imported when asked for.

    Args:
        cohort: a key of :data:`SIMULATORS`.

    Raises:
        KeyError: if there is no simulator of that cohort.
    """
    module = import_module(SIMULATORS[cohort])
    several = getattr(module, "SIMULATE", None)
    return cast("Simulate", several[cohort] if several else module.simulate)


def turned_pairs(task: str) -> Turn | None:
    """What writes pairs of a task, imported when asked for; None where nothing does.

    Args:
        task: its full name.
    """
    if task not in TURNED:
        return None
    return cast("Turn", import_module(TURNED[task]).PAIRS[task])
