"""The raw export of colon pathology reports, as the reader of that cohort takes it.

``rumc/colon``: a workbook with one row per slide and the conclusion of a case in some of its rows,
and a list of containers whose report is not in Dutch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.synthetic.colon_pathology.report import write_report
from dragon_prep.synthetic.colon_pathology.state import (
    COHORT,
    EXCLUDED,
    FLAG_UNREADABLE,
    LABEL_MISSING,
    LABEL_UNREADABLE,
    LABELS_DIFFER,
    NO_CONCLUSION,
    NOT_DUTCH,
    NUMBER_MISSING,
    NUMBER_UNKNOWN,
    TWO_CONCLUSIONS,
    plan,
)
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_json, write_xlsx
from dragon_prep.synthetic.kit.ids import Register, t_number
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage, expand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.colon_pathology.state import Container, PathologyCase
    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.kit.knobs import Knobs

FOLDER = "rumc/colon"
SHEET = f"{FOLDER}/colon_rumc_gt.xlsx"
LABELS = ("biopsy", "cancer", "hgd", "hyperplastic", "lgd", "ni", "serrated")
COLUMNS: tuple[Cell, ...] = ("pa", "block", "block_nr", "Conclusion", "exclude", *LABELS)

BORN = (date(1925, 1, 1), date(1990, 12, 31))
WRITERS = 20
_SLIDES = (50, 25, 14, 7, 4)  # weights of containers with 1, 2, ... slides
_TEXT_IN = (70, 20, 10)  # weights: in a case's first row, in all, in each container's first
_FLAG_EMPTY = 0.2  # of the cases


@dataclass(frozen=True, slots=True, repr=False)
class _Written:
    """A case with its number and its text."""

    case: PathologyCase
    number: str
    passage: Passage


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many containers there are, at least 100.
        seed: the same seed gives the same bytes in all files.
        knobs: how hard and how noisy the reports are.

    Returns:
        The answer key: one answer for each container, in the order of the sheet.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _written(plan(reports, seed), seed, knobs)
    rng = stream(seed, COHORT, "sheet")
    rows: list[tuple[Cell, ...]] = [COLUMNS]
    answers: list[Answer] = []
    for one in rng.sample(written, len(written)):
        slides = [_slides(rng, one.case, container) for container in one.case.containers]
        starts = [sum(slides[:i]) for i in range(len(slides))]
        answers += [
            _answer(one, container, len(rows) + start + 1)
            for container, start in zip(one.case.containers, starts, strict=True)
        ]
        rows += _rows(rng, one, slides, starts)
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    write_xlsx(out / SHEET, rows)
    foreign = [a.uid for a in answers if a.excluded.get("T15") == NOT_DUTCH]
    write_json(out / FOLDER / "excluded_cases_not_dutch.json", foreign)
    return answers


def _written(cases: Sequence[PathologyCase], seed: int, knobs: Knobs) -> list[_Written]:
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=WRITERS, referrers=50)
    styles = lexicon(COHORT)["styles"]
    authors = draw_authors(f"{seed}/{COHORT}/rumc", styles, knobs, count=WRITERS)
    texts: set[str] = set()
    written: list[_Written] = []
    for case in cases:
        rng = stream(seed, COHORT, "case", case.serial)
        sex = rng.choice("mf")
        patient = draw_patient(rng, register, BORN, sex=sex)
        year = case.day.year
        number = register.fresh(lambda: t_number(rng, year, plain=True))  # noqa: B023 - called at once
        # Nobody marks PHI in these texts, so they have plain forms only.
        author = rng.choice(authors)
        setting = Setting(patient, case.day, case.earlier, staff, plain=True, author=author.number)
        passage = Passage("")
        while case.defect != NO_CONCLUSION and (not passage.text or passage.text in texts):
            slots = PhiSlots(rng, register, setting)
            passage = write_report(case, slots, (number, sex), author, knobs)
        texts.add(passage.text)
        written.append(_Written(case, number, passage))
    return written


def _slides(rng: Random, case: PathologyCase, container: Container) -> int:
    count = rng.choices(range(1, len(_SLIDES) + 1), _SLIDES)[0]
    twice = case.defect == TWO_CONCLUSIONS or container.defect == LABELS_DIFFER
    return max(count, 2) if twice else count


def _rows(
    rng: Random, one: _Written, slides: Sequence[int], starts: Sequence[int]
) -> list[tuple[Cell, ...]]:
    """The rows of a case: those of a container are the same but for where the text stands."""
    words, case = lexicon(COHORT), one.case
    seats = rng.choices(({0}, set(range(sum(slides))), set(starts)), _TEXT_IN)[0]
    texts = dict.fromkeys(seats, one.passage.text or None)
    if case.defect == TWO_CONCLUSIONS:
        texts[sum(slides) - 1] = f"{one.passage.text} {expand(rng, rng.choice(words['changed']))}"
        texts[0] = one.passage.text
    kept = None if rng.random() < _FLAG_EMPTY else 0
    rows: list[tuple[Cell, ...]] = []
    for container, count in zip(case.containers, slides, strict=True):
        number: Cell = container.number
        if container.defect == NUMBER_MISSING:
            number = None
        elif container.defect == NUMBER_UNKNOWN:
            number = rng.choice((16, 17, -1))
        flag: Cell = 1 if container.defect == EXCLUDED else kept
        if container.defect == FLAG_UNREADABLE:
            flag = rng.choice(words["unreadable"])
        labels: list[Cell] = [int(label in container.findings) for label in LABELS]
        odd = rng.randrange(len(LABELS))
        for slide in range(count):
            cells = [*labels]
            if container.defect == LABEL_MISSING:
                cells[odd] = None
            elif container.defect == LABEL_UNREADABLE:
                cells[odd] = words["unreadable"][odd % len(words["unreadable"])]
            elif container.defect == LABELS_DIFFER and slide:
                cells[odd] = int(not labels[odd])
            block = _block(one, container)
            rows.append((one.number, block, number, texts.get(len(rows)), flag, *cells))
    return rows


def _block(one: _Written, container: Container) -> str:
    return f"{one.number}_{container.ordinal}"


def _answer(one: _Written, container: Container, row: int) -> Answer:
    defect = one.case.defect or container.defect
    labels = [label in container.findings for label in LABELS]
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=SHEET,
        row=row,
        uid=_block(one, container),
        patient_id=one.number,
        text=one.passage.text,
        phi=one.passage.phi,
        annotated=False,
        targets={} if defect else {"T15": labels},
        excluded={"T15": defect} if defect else {},
    )
