"""Cohorts as their simulators write them, with PHI masked, and the sample reports beside them.

Depends on the simulators only, so that it runs with any checkout's environment.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from dragon_prep.synthetic import simulator

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PHI = "\ue000"  # stands for one identifier
_REPORT = re.compile(r"Anonymous sample report:\n```\n(.*?)\n```", re.DOTALL)
_DISCLAIMER = re.compile(r"#{20,}\s*DISCLAIMER.*?#{20,}\s*", re.DOTALL)

SAMPLES: dict[str, tuple[int, ...]] = {
    "chest_ct_nodules": (2, 7),
    "cine_mri": (1,),
    "colon_pathology": (15,),
    "hip_xray": (18,),
    "kidney_ct": (3,),
    "lung_pathology": (6, 12, 13),
    "mednli_dutch": (14,),
    "pancreas_ct": (8,),
    "prostate_biopsy": (27,),
    "prostate_mri": (10,),
    "prostate_pathology": (11,),
    "recist_ct": (5,),
    "skin_pathology": (4, 28),
    "terminology_ct": (26,),
}
"""Of each cohort, the tasks whose sample reports differ."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One simulated report.

    Attributes:
        text: as it was written.
        masked: the text with :data:`PHI` for each identifier.
        targets: its label for each task that keeps it.
        centre: who wrote it.
        patient: whose it is.
    """

    text: str
    masked: str
    targets: dict[str, object]
    centre: str
    patient: str


def simulate(cohort: str, *, reports: int, seed: int) -> list[Report]:
    """The reports of a cohort, in the order of its exports."""
    with tempfile.TemporaryDirectory() as folder:
        answers = simulator(cohort)(Path(folder), reports=reports, seed=seed)
    return [
        Report(a.text, _masked(a.text, a.phi), dict(a.targets), a.centre, a.patient_id)
        for a in answers
    ]


def _masked(text: str, spans: object) -> str:
    for span in sorted(spans, key=lambda s: s.start, reverse=True):  # type: ignore[call-overload]
        text = text[: span.start] + PHI + text[span.end :]
    return text


def sample_page(number: int) -> str | None:
    """The published page of a task's sample report; None where the samples are missing."""
    found = list((SHARED_DATA / "dragon_sample_reports" / "dutch").glob(f"Task{number:03}_*.md"))
    return found[0].read_text(encoding="utf-8") if found else None


def sample_text(number: int) -> str | None:
    """The sample report of a task without its disclaimer."""
    page = sample_page(number)
    if page is None:
        return None
    report = _REPORT.search(page)
    body = report[1] if report else page.split("```", 2)[1] if "```" in page else page
    return without_disclaimer(body)


def without_disclaimer(text: str) -> str:
    """The text without the notice that samples begin with."""
    return _DISCLAIMER.sub("", text, count=1)


def folded(text: str) -> str:
    """The text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()
