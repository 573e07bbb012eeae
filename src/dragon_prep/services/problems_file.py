"""All problems of a build or a check as a table in the workspace, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from dragon_prep.core.errors import in_order
from dragon_prep.core.files import system_faults, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dragon_prep.core.errors import DragonPrepError, ErrorCode, Place, Problem

PROBLEMS = "problems.csv"
COLUMNS = ("file", "sheet", "row", "column", "code", "effect", "what", "what to do")
_SHEET = re.compile(r"(.+)\[([^\[\]]+)\]")  # how a place names a sheet behind its file
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would take for the start of one


def keep_problems(
    workspace: Path, problems: Iterable[Problem], faults: Iterable[DragonPrepError] = ()
) -> Path:
    """Writes problems to the workspace, those of the last run only.

    Args:
        workspace: a folder that is there.
        problems: by which rows were held back, or which are worth a look.
        faults: what stops the work; they come first.

    Returns:
        The file.

    Raises:
        SystemFault: if it cannot be written.
    """
    file = workspace / PROBLEMS
    with system_faults("workspace"):
        write_atomically(file, problems_csv(problems, faults), private=True)
    return file


def problems_csv(problems: Iterable[Problem], faults: Iterable[DragonPrepError] = ()) -> bytes:
    """Problems as a table: a row each, in order of code and place."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_cell(cell) for cell in row] for row in _rows(problems, faults))
    return out.getvalue().encode("utf-8")


def _rows(
    problems: Iterable[Problem], faults: Iterable[DragonPrepError]
) -> Iterator[tuple[str, ...]]:
    for fault in faults:
        yield _row(fault.kind, fault.place, "stops the work", fault.detail, fault.remedy)
    for problem in in_order(problems):
        effect = "held back" if problem.quarantined else "listed only"
        yield _row(problem.kind, problem.place, effect, problem.detail, problem.kind.remedy)


def _row(
    kind: ErrorCode, place: Place | None, effect: str, detail: str, remedy: str
) -> tuple[str, ...]:
    file, row, column = (place.file, place.row, place.column) if place else ("", None, None)
    named = _SHEET.fullmatch(file)
    file, sheet = (named[1], named[2]) if named else (file, "")
    said = detail or kind.title
    what = said if said == kind.title else f"{kind.title}: {said}"
    return file, sheet, str(row or ""), column or "", kind.code, effect, what, remedy


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
