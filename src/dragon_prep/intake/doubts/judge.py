"""What of a file's figures is to be doubted: thresholds, each with a code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes import doubts as kinds
from dragon_prep.core.errors import Place, Problem, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.intake.doubts.figures import FileFigures, RowsFound, TextFigures

ABSENT = 0.05  # of rows without a text, where each should have one
REPEATED = 0.05  # of rows
FEWEST = 3  # rows, of which a share says something
PLACED = 0.9  # of annotations
OTHER_MEDIAN = 2  # times another than the cohort's
NOT_STATED = 0.1  # of the numbers of labels
FEWEST_NUMBERS = 10


def judged(figures: FileFigures) -> FileFigures:
    """Figures with what of them is to be doubted."""
    return replace(figures, doubts=in_order(_doubts(figures)))


def _doubts(figures: FileFigures) -> Iterator[Problem]:
    file = figures.file
    if _is_many(figures.repeated.count, figures.rows, REPEATED):
        yield _doubt(kinds.ROWS_REPEATED, file, figures.repeated, figures.rows)
    for column in figures.forms:
        if column.unlike.count:
            of = column.filled
            yield _doubt(kinds.IDS_UNLIKE, file, column.unlike, of, column=column.column)
        if column.orders > 1:
            detail = f"its dates are written in {column.orders} ways"
            yield _told(kinds.DATES_UNLIKE, Place(file, None, column.column), detail)
    if figures.placed:
        placed, of = figures.placed
        if _is_many(of - placed, of, 1 - PLACED):
            detail = f"{of - placed} of {of} annotations"
            yield _told(kinds.FEW_PLACED, Place(file), detail)
    if figures.texts is not None:
        yield from _doubts_of_texts(file, figures.rows, figures.texts)
    if (numbers := figures.numbers) is not None:
        of = numbers.stand + numbers.nowhere.count
        if of >= FEWEST_NUMBERS and _is_many(numbers.nowhere.count, of, NOT_STATED):
            yield _doubt(kinds.NUMBERS_NOT_STATED, file, numbers.nowhere, of, what="numbers")


def _doubts_of_texts(file: str, rows: int, texts: TextFigures) -> Iterator[Problem]:
    absent = texts.empty * texts.needed + texts.excuses.count
    if _is_many(absent, rows, ABSENT):
        yield _told(kinds.TEXTS_ABSENT, Place(file), f"{absent} of {rows} rows")
    by_rows = (
        (kinds.LENGTHS_UNUSUAL, texts.far, ""),
        (kinds.TEXT_OF_SEVERAL, texts.of_several, ""),
        (kinds.TEXTS_END_ALIKE, texts.cut, texts.cut_at),
        (kinds.LETTERS_GARBLED, texts.garbled, ""),
        (kinds.NOT_DUTCH, texts.not_dutch, ""),
        *((kinds.MARKUP_CLEANED, found, kind) for kind, found in texts.markup.items()),
    )
    for kind, found, said in by_rows:
        if found.count:
            yield _doubt(kind, file, found, texts.filled, what=said or "texts")
    if texts.lengths and texts.usual:
        ours, usual = texts.lengths.median, texts.usual.median
        if max(ours, usual) > OTHER_MEDIAN * min(ours, usual):
            detail = f"half of its texts have up to {ours} characters; in the cohort up to {usual}"
            yield _told(kinds.LENGTHS_UNUSUAL, Place(file), detail)


def _is_many(count: int, of: int, share: float) -> bool:
    return count >= FEWEST and count > share * of


def _doubt(
    kind: ErrorCode, file: str, found: RowsFound, of: int, *, what: str = "rows", column: str = ""
) -> Problem:
    """A doubt of rows; it stands at the first of them, and names some more."""
    place = Place(file, min(found.first, default=None), column or None)
    said = f"{found.count} of {of} {what}" if what in ("rows", "texts", "numbers") else ""
    detail = said or f"{what}: {found.count} of {of} texts"
    return _told(kind, place, f"{detail}: {found}" if found.first else detail)


def _told(kind: ErrorCode, place: Place, detail: str) -> Problem:
    return Problem(kind, place, detail, quarantined=False)
