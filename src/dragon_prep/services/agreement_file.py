"""Agreement of two people who marked PHI in the same reports, from their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_EMPTY, REPORTS_DIFFER
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.core.files import system_faults
from dragon_prep.evaluation.agreement import Agreement, TwiceMarked, agreement, twice_marked
from dragon_prep.intake.json_lines import Broken, LineFault, read_json_lines
from dragon_prep.services.marked_file import (
    MOST_LISTED,
    MarkedReport,
    marked_report,
    repeated,
    require_files,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ALONE = "its id is not in the other file"
_ANNOTATE = "Give files with at least one annotated report."
_Reports = dict[str | int, tuple[int, MarkedReport]]


def annotator_agreement(
    first: Path, second: Path, *, seed: int = 0, resamples: int = 1000
) -> Agreement:
    """How far two people agree on what is PHI in the same reports.

    Args:
        first: what one of them marked: ``{"id", "text", "spans", "centre"?}`` lines, or what
            doccano exports.
        second: what the other marked, of the same reports in any order, with the same texts.
        seed: of the bootstrap; same seed, same figures.
        resamples: of the bootstrap.

    Raises:
        UsageFault: if there is no such file.
        InputFault: if there is no report, a line cannot be used, or the two files are not of the
            same reports.
        SystemFault: if a file cannot be read.
    """
    require_files(first, second)
    ones, twos = _read(first), _read(second)
    _require_same((first.name, ones), (second.name, twos))
    if not ones:
        raise InputFault(FILE_EMPTY, place=Place(first.name), remedy=_ANNOTATE)
    return agreement(_paired(ones, twos, second.name), seed=seed, resamples=resamples)


def _read(path: Path) -> _Reports:
    broken = Broken(path.name, MOST_LISTED)
    found: _Reports = {}
    with system_faults(path.name):
        for line, report in read_json_lines(path, marked_report, broken):
            if report.id in found:
                broken.add(line.number, repeated())
            else:
                found[report.id] = line.number, report
    broken.stop_if_any()
    return found


def _require_same(*files: tuple[str, Mapping[str | int, tuple[int, MarkedReport]]]) -> None:
    """Sees to it that each report of one file is in the other.

    Raises:
        InputFault: if one is not.
    """
    (_, ones), (_, twos) = files
    alone = [
        Problem(REPORTS_DIFFER, Place(name, number, "id"), _ALONE, quarantined=False)
        for (name, reports), others in zip(files, (twos, ones), strict=True)
        for uid, (number, _) in reports.items()
        if uid not in others
    ]
    if alone:
        detail = f"{len(alone)} reports are in one of the files only"
        raise InputFault(REPORTS_DIFFER, detail, problems=tuple(alone[:MOST_LISTED]))


def _paired(ones: _Reports, twos: _Reports, name: str) -> list[TwiceMarked]:
    """Compares report by report.

    Raises:
        InputFault: if the texts of a report differ: the offsets of one are not those of the other.
    """
    broken = Broken(name, MOST_LISTED)
    pairs: list[TwiceMarked] = []
    for uid, (_, one) in ones.items():
        number, two = twos[uid]
        if one.text != two.text:
            broken.add(number, LineFault("its text is not that of the other file", "text"))
            continue
        centre = one.centre or two.centre
        pairs.append(twice_marked(uid, centre, one.text, one.spans, two.spans))
    broken.stop_if_any()
    return pairs
