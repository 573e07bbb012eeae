"""Raw exports of prostate biopsy reports, as the reader of that cohort takes them.

``rumc/prostate-biopsy``: one file of annotated reports, with spans of identifiers in ``label`` and
spans of needles in ``meta.label``. Most patients are those of the simulated prostate MRI reports
of the same seed, if that simulation has as many reports as this one, or both have the paper's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.draw import group_sizes, lexicon, stream
from dragon_prep.synthetic.kit.export import tagged, write_lines
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.prostate_biopsy.report import COHORT, SEVERAL, write_report
from dragon_prep.synthetic.prostate_mri.patients import Men, mri_reports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage

TASK = "T27"
ANNOTATED = "rumc/prostate-biopsy/all_checked_with_phi_annot.jsonl"
MINIMUM = 60

_NEEDLES = (1, 2, 3, 4, 5, 6)
_NEEDLE_WEIGHTS = (6, 22, 29, 20, 12, 11)
_FEWEST_OF_A_NEEDLE = 55  # reports, so that each of its tags is in more than one fold
_PER_PATIENT = (90, 8, 2)
_WITH_MRI = 0.9  # of the patients
_FLOOR = 150  # from here on, every sort of defect is there
_COPIED = "text of another report"
_DEFECTS = {_COPIED: 0.012, "excluded by the annotator": 0.04, "more than 6 needles": 0.002}
_EXCLUDED, _SEVENTH = [*_DEFECTS][1:]


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    uid: str
    patient_id: str
    defect: str
    passage: Passage

    @property
    def phi(self) -> tuple[Span, ...]:
        return tuple(s for s in self.passage.phi if not _is_entity(s))

    @property
    def entities(self) -> list[Span]:
        """Spans of needles; words about several needles have a span for each."""
        return [
            Span(span.start, span.end, label)
            for span in self.passage.phi
            if _is_entity(span)
            for label in span.label.split(SEVERAL)
        ]


def _is_entity(span: Span) -> bool:
    return span.label == "exclude" or span.label[0].isdigit()


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 60.
        seed: the same seed gives the same bytes in all files.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each report, in the order of the export. The target is a
        list of ``[start, end, label]`` in the report's text.

    Raises:
        ValueError: if fewer than 60 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _reports(reports, seed, knobs)
    rng = stream(seed, COHORT, "order")
    lines = []
    for number, report in enumerate(written, 1):
        marks = [[s.start, s.end, s.label] for s in report.entities]
        if report.defect == _EXCLUDED:
            rng.shuffle(marks)
        meta = {"uid": report.uid, "PatientID": report.patient_id, "label": marks}
        label = tagged(report.phi)
        lines.append({"id": number, "text": report.passage.text, "label": label, "meta": meta})
    (out / ANNOTATED).parent.mkdir(parents=True, exist_ok=True)
    write_lines(out / ANNOTATED, lines)
    return [_answer(report, row) for row, report in enumerate(written, 1)]


def _reports(reports: int, seed: int, knobs: Knobs) -> list[_Report]:
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    rng = stream(seed, COHORT, "plan")
    sizes = group_sizes(rng, reports, _PER_PATIENT, max(1, reports // 50))
    turns = [turn for size in sizes for turn in range(size)]
    defects = _defects(seed, turns)
    register = Register()
    mri = mri_reports(COHORT, reports)
    men = Men(COHORT, "rumc", mri, seed, register)
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=AUTHORS, referrers=30)
    authors = draw_authors(f"{seed}/{COHORT}", lexicon(COHORT)["styles"], knobs)
    most = _most_needles(reports)
    written: list[_Report] = []
    texts: set[str] = set()
    for serial, turn in enumerate(turns):
        rng = stream(seed, COHORT, "report", serial)
        if turn == 0:
            man = men.draw(with_mri=rng.random() < _WITH_MRI)
        uid, defect = f"{man.patient_id}_{5000000 + serial}", defects.get(serial, "")
        if defect == _COPIED:
            written.append(_Report(uid, man.patient_id, defect, written[-1].passage))
            continue
        day = man.day + timedelta(days=rng.randrange(5, 45) + 300 * turn)
        author = rng.choice(authors)
        setting = Setting(man.patient, day, man.day, staff, plain=False, author=author.number)
        needles = min(most, rng.choices(_NEEDLES, _NEEDLE_WEIGHTS)[0])
        if defect == _SEVENTH:
            needles = 7
        excluded = defect == _EXCLUDED
        phi = PhiSlots(rng, register, setting)
        passage = write_report(rng, needles, phi, author, knobs, excluded=excluded)
        while passage.text in texts:
            phi = PhiSlots(rng, register, setting)
            passage = write_report(rng, needles, phi, author, knobs, excluded=excluded)
        texts.add(passage.text)
        written.append(_Report(uid, man.patient_id, defect, passage))
    return written


def _most_needles(reports: int) -> int:
    """The last needle that enough reports have."""
    shares = [sum(_NEEDLE_WEIGHTS[n - 1 :]) / sum(_NEEDLE_WEIGHTS) for n in _NEEDLES]
    return sum(reports * share >= _FEWEST_OF_A_NEEDLE for share in shares)


def _defects(seed: int, turns: Sequence[int]) -> dict[int, str]:
    rng = stream(seed, COHORT, "defects")
    free = rng.sample(range(len(turns)), len(turns))
    found: dict[int, str] = {}
    for name, share in _DEFECTS.items():
        count = max(round(share * len(turns)), int(len(turns) >= _FLOOR))
        here = [i for i in free if name != _COPIED or turns[i] == 1][:count]
        found.update(dict.fromkeys(here, name))
        # What is copied is sound.
        taken = {*here, *(i - 1 for i in here if name == _COPIED)}
        free = [i for i in free if i not in taken]
    return found


def _answer(report: _Report, row: int) -> Answer:
    target = [[s.start, s.end, s.label] for s in report.entities]
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=ANNOTATED,
        row=row,
        uid=report.uid,
        patient_id=report.patient_id,
        text=report.passage.text,
        phi=report.phi,
        annotated=True,
        targets={} if report.defect else {TASK: target},
        excluded={TASK: report.defect} if report.defect else {},
    )
