"""Reports with a two-valued label, of cohorts of one sheet: which there are, and their texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.dates import random_date
from dragon_prep.synthetic.kit.draw import apportion, group_sizes, lexicon, stream
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient

    Row = tuple[str, ...]

MINIMUM = 60
_FLOOR = 200  # from here on, every sort of defect is there
_REPEATED = 0.01  # rows that stand in the sheet twice
NO_TEXT = "no report text"
NO_LABEL = "label missing"
NOT_TWO = "label cannot be read"
DIFFERENT = "twice, with different labels"
DEFECTS = {NO_TEXT: 0.012, NO_LABEL: 0.005, NOT_TWO: 0.005, DIFFERENT: 0.005}
"""What keeps a report out, and in what share of the reports."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a cohort of two-valued labels is made of.

    Attributes:
        positive: the share of reports whose label is true.
        per_patient: weights of patients with 1, 2, 3, ... reports.
        days: the first and last day of a patient's first report.
        born: the first and last day of birth.
        sexes: ``m`` and ``f``, as often as they occur.
    """

    positive: float
    per_patient: tuple[float, ...]
    days: tuple[date, date]
    born: tuple[date, date]
    sexes: str


@dataclass(frozen=True, slots=True)
class Case:
    """One report of the plan.

    Attributes:
        serial: position in the plan.
        patient: which patient.
        sex: ``m`` or ``f``.
        day: of the study.
        earlier: day of an earlier study, made here or elsewhere.
        label: what is found; a patient's reports agree.
        defect: what keeps it out, or empty.
    """

    serial: int
    patient: int
    sex: str
    day: date
    earlier: date
    label: bool
    defect: str


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """A case with its text (empty where the sheet has none) and its patient."""

    case: Case
    patient: Patient
    passage: Passage


class WriteReport(Protocol):
    """Writes the text of a case."""

    def __call__(self, rng: Random, case: Case, phi: PhiSlots, author: Author) -> Passage:
        """The text, with the spans of its identifiers."""


def plan(cohort: str, numbers: Numbers, reports: int, seed: int) -> list[Case]:
    """Plans the reports of a simulation, patient by patient.

    Raises:
        ValueError: if fewer than :data:`MINIMUM` reports are asked for.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {cohort}")
    rng = stream(seed, cohort, "plan")
    sizes = group_sizes(rng, reports, numbers.per_patient, max(1, reports // 50))
    rng.shuffle(sizes)
    wanted = apportion(reports, (numbers.positive, 1 - numbers.positive))
    labels = []
    for size in sizes:
        at = max((0, 1), key=lambda i: wanted[i])
        labels.append(at == 0)
        wanted[at] -= size
    defects: dict[int, str] = {}
    free = rng.sample(range(reports), reports)
    for name, share in DEFECTS.items():
        for _ in range(max(round(share * reports), int(reports >= _FLOOR))):
            defects[free.pop()] = name
    cases: list[Case] = []
    for patient, size in enumerate(sizes):
        sex, day = rng.choice(numbers.sexes), random_date(rng, *numbers.days)
        earlier = day - timedelta(days=rng.randrange(20, 1500))
        for _ in range(size):
            serial = len(cases)
            defect = defects.get(serial, "")
            cases.append(Case(serial, patient, sex, day, earlier, labels[patient], defect))
            earlier, day = day, day + timedelta(days=rng.randrange(60, 400))
    return cases


def write_cases(
    cohort: str,
    numbers: Numbers,
    cases: Sequence[Case],
    seed: int,
    write: WriteReport,
    knobs: Knobs,
) -> list[Written]:
    """Writes each case, no text twice, in the order in which a sheet has them."""
    register = Register()
    staff = draw_staff(stream(seed, cohort, "staff"), authors=AUTHORS, referrers=40)
    authors = draw_authors(f"{seed}/{cohort}", lexicon(cohort)["styles"], knobs)
    patients: dict[int, Patient] = {}
    texts: set[str] = set()
    written: list[Written] = []
    for case in cases:
        rng = stream(seed, cohort, "case", case.serial)
        if case.patient not in patients:
            patients[case.patient] = draw_patient(rng, register, numbers.born, sex=case.sex)
        # Nobody marks PHI in these texts, so they have plain forms only. Not decomposed letters
        # either: the detector does not find a name that is written with combining accents.
        setting = Setting(
            patient=patients[case.patient],
            day=case.day,
            earlier=case.earlier,
            staff=staff,
            plain=True,
            author=(author := rng.choice(authors)).number,
        )
        passage = Passage("")
        while case.defect != NO_TEXT and (not passage.text or passage.text in texts):
            passage = write(rng, case, PhiSlots(rng, register, setting), author)
        texts.add(passage.text)
        written.append(Written(case, setting.patient, passage))
    return stream(seed, cohort, "order").sample(written, len(written))


def label_cell(rng: Random, case: Case, false: str, true: str) -> str:
    """The cell with a case's label, which may be missing or not one of the two."""
    if case.defect == NO_LABEL:
        return ""
    if case.defect == NOT_TWO:
        return rng.choice(("?", "onduidelijk", "2"))
    return true if case.label else false


def repeated(
    rng: Random, written: Sequence[Written], rows: Sequence[Row], other: Callable[[Case, Row], Row]
) -> list[Row]:
    """Rows to be written once more: some as they are, and those with two labels in another form.

    Args:
        rng: source of randomness.
        written: the reports.
        rows: their rows.
        other: makes a row with the other label.
    """
    pairs = [(one.case, row) for one, row in zip(written, rows, strict=True)]
    sound = [row for case, row in pairs if not case.defect]
    again = rng.sample(sound, max(1, round(_REPEATED * len(rows))))
    return [*again, *(other(case, row) for case, row in pairs if case.defect == DIFFERENT)]
