"""Files of simulated records for runs in which something goes wrong, or several hosts work."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep import find_tasks, simulate
from dragon_prep.intake.export import read_export

if TYPE_CHECKING:
    from pathlib import Path


PLANTED = (b"Quispelaarsma", b"06-48151623", b"Zwelgmans-Hoogeboezem", b"NL91ABNA0417164300")
"""What identifies, and is in some of the records."""


_TOLD = """Aanvrager: dr. Quispelaarsma, tel. 06-48151623.
Patient: mevr. Zwelgmans-Hoogeboezem.
IBAN: NL91ABNA0417164300."""


def records(path: Path, count: int) -> Path:
    """Writes so many simulated reports as records, some with the spans that people marked.

    Args:
        path: of the file.
        count: how many.
    """
    raw = path.with_name(f"{path.stem}-raw")
    (task,) = find_tasks(["T19"])
    simulate([task], raw, reports=2 * count, seed=4)
    reports = read_export(task.cohort, raw, task.cohort.centres).reports[:count]
    lines = []
    for number, report in enumerate(reports):
        if number % 8 == 1:
            report = replace(report, text=f"{report.text}\n{_TOLD}", phi=None)
        body = {"id": number, "patient_id": report.patient, "text": report.text}
        if number % 5 == 0 and report.phi:
            body["spans"] = [[s.start, s.end, s.label] for s in report.phi]
        lines.append(json.dumps(body) + "\n")
    path.write_text("".join(lines), encoding="ascii")
    return path
