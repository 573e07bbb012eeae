"""The raw export of skin pathology reports, as the reader of that cohort takes it.

``rumc/bcc``: one file of annotated reports, identifiers in ``label`` and findings in
``meta.label``. Some annotators leave out a letter of a finding, or mark a blank behind it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.ids import Register, digits
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.skin_pathology.conclusion import FINDING
from dragon_prep.synthetic.skin_pathology.report import write_report
from dragon_prep.synthetic.skin_pathology.state import TASKS, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.skin_pathology.state import Sample

COHORT = "skin_pathology"
FILE = "rumc/bcc/all_checked_with_patient_ids_anon_annot_manual_fixed.jsonl"

BORN = (date(1922, 1, 1), date(1978, 12, 31))
WRITERS = 20
_DECOMPOSED = 0.02
_REPEATED = 0.005  # lines that stand in the file twice
_SLOPPY = 0.01  # of the findings


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    sample: Sample
    pid: str
    number: str
    text: str
    phi: tuple[Span, ...]
    findings: tuple[Span, ...]

    @property
    def uid(self) -> str:
        """The report's id, of which the patient's is a part."""
        return f"{self.pid}_{self.number}"


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 100.
        seed: the same seed gives the same bytes.
        knobs: how hard, how long and how noisy the reports are.

    Returns:
        The answer key: one answer for each report, in the order of the file. Of T28 it has spans
        ``[start, end, label]`` in the report as the hospital holds it: what annotators should
        have marked.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if the file cannot be written.
    """
    written = _reports(plan(reports, seed), seed, knobs)
    rng = stream(seed, COHORT, "file")
    written = rng.sample(written, len(written))
    lines = [_line(rng, number, report) for number, report in enumerate(written, 1)]
    sound = [line for line, report in zip(lines, written, strict=True) if not report.sample.defect]
    again = rng.sample(sound, max(1, round(_REPEATED * len(lines))))
    (out / FILE).parent.mkdir(parents=True, exist_ok=True)
    with (out / FILE).open("w", encoding="utf-8", newline="\n") as file:
        for line in (*lines, *again):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return [_answer(report, row) for row, report in enumerate(written, 1)]


def _reports(samples: Sequence[Sample], seed: int, knobs: Knobs) -> list[_Report]:
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=WRITERS, referrers=50)
    styles = lexicon(COHORT)["styles"]
    authors = draw_authors(f"{seed}/{COHORT}/rumc", styles, knobs, count=WRITERS)
    patients: dict[int, Patient] = {}
    texts: set[str] = set()
    written: list[_Report] = []
    for sample in samples:
        rng = stream(seed, COHORT, "sample", sample.serial)
        if sample.patient not in patients:
            patients[sample.patient] = draw_patient(rng, register, BORN)
        setting = Setting(
            patient=patients[sample.patient],
            day=sample.day,
            earlier=sample.earlier,
            staff=staff,
            plain=False,
            decomposed=rng.random() < _DECOMPOSED,
            author=(author := rng.choice(authors)).number,
        )
        slots = PhiSlots(rng, register, setting)
        passage = write_report(sample, slots, author, knobs)
        while passage.text in texts:
            passage = write_report(sample, slots, author, knobs)
        if sample.defect == "no_text":
            passage = Passage("")
        texts.add(passage.text)
        number = register.fresh(lambda: digits(rng, 6))  # noqa: B023 - called at once
        written.append(_report(sample, number, passage))
    return written


def _report(sample: Sample, number: str, passage: Passage) -> _Report:
    found = [span for span in passage.phi if span.label.startswith(FINDING)]
    phi = tuple(span for span in passage.phi if span not in found)
    findings = tuple(Span(s.start, s.end, s.label.removeprefix(FINDING)) for s in found)
    return _Report(sample, str(30001 + sample.patient), number, passage.text, phi, findings)


def _line(rng: Random, number: int, report: _Report) -> dict[str, Any]:
    defect = report.sample.defect
    label = [[s.start, s.end, f"<{s.label}>"] for s in report.phi]
    if defect == "span_outside":
        label.append([len(report.text), len(report.text) + 5, "<DATUM>"])
    return {
        "id": number,
        "text": report.text,
        "label": label,
        "meta": {
            "pid": "" if defect == "no_patient" else report.pid,
            "id": int(report.number),
            "pid_id": report.uid,
            "label": [[s.start, s.end, s.label] for s in _marked(rng, report)],
        },
    }


def _marked(rng: Random, report: _Report) -> Iterator[Span]:
    """What annotators marked beside identifiers."""
    if report.sample.defect == "excluded":
        # A word, or all of the first lines: whatever identifiers are in them.
        end = len(report.text.split()[0]) if rng.random() < 0.5 else min(60, len(report.text))
        yield Span(0, end, "excluded")
    for span in report.findings:
        label = span.label
        if report.sample.defect == "unknown_label":
            label = label.partition("-")[2]
        if rng.random() >= _SLOPPY:
            yield Span(span.start, span.end, label)
        elif report.text[span.end] == " " and rng.random() < 0.5:
            yield Span(span.start, span.end + 1, label)
        else:
            yield Span(span.start, span.end - 1, label)


def _answer(report: _Report, row: int) -> Answer:
    sample = report.sample
    truth: dict[str, object] = {
        "T4": sample.defect == "excluded",
        "T28": [[s.start, s.end, s.label] for s in report.findings],
    }
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=FILE,
        row=row,
        uid=report.uid,
        patient_id=report.pid,
        text=report.text,
        phi=report.phi,
        annotated=bool(report.text),
        targets={task: truth[task] for task in TASKS if task not in sample.excluded},
        excluded=sample.excluded,
    )
