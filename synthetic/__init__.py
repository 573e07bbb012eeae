"""Simulators: one per cohort, writing raw exports with planted and recorded PHI.

A simulator writes the centres' folders in exactly the layout that the readers take, and returns
the answer key: one :class:`~dragon_prep.synthetic.answers.Answer` per report, with where its
identifiers stand and what each task should make of it. Everything is invented, drawn from word
lists in ``dragon_prep.data`` by private, seeded generators: the same seed gives the same bytes.

The modules ``kit_*`` are shared by all simulators and know nothing of any cohort.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.synthetic.answers import Answer

SIMULATORS: dict[str, str] = {
    "cine_mri": "dragon_prep.synthetic.cine_mri",
    "kidney_ct": "dragon_prep.synthetic.kidney_ct",
    "lung_pathology": "dragon_prep.synthetic.lung_pathology",
    "pancreas_ct": "dragon_prep.synthetic.pancreas_ct",
    "prostate_mri": "dragon_prep.synthetic.prostate_mri",
}
"""The module that simulates each cohort."""


class Simulate(Protocol):
    """Writes one cohort's raw exports below a folder and returns the answer key."""

    def __call__(self, out: Path, *, reports: int, seed: int) -> list[Answer]:
        """Writes ``reports`` distinct reports; the same seed gives the same bytes."""


def simulator(cohort: str) -> Simulate:
    """The simulator of a cohort, imported when asked for.

    Args:
        cohort: a key of :data:`SIMULATORS`.

    Raises:
        KeyError: if there is no simulator of that cohort.
    """
    return cast("Simulate", import_module(SIMULATORS[cohort]).simulate)
