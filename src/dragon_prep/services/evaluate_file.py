"""Evaluation of a file of predictions against one that people annotated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import FILE_EMPTY, REPORTS_DIFFER
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.core.files import system_faults
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.evaluate import Compared, Evaluation, compared, evaluate
from dragon_prep.intake.json_lines import Broken, LineFault, read_json_lines, record_id
from dragon_prep.services.marked_file import (
    MOST_LISTED,
    common_spans,
    marked_report,
    repeated,
    require_files,
)

if TYPE_CHECKING:
    from pathlib import Path

_ANNOTATE = "Give a file with at least one annotated report."


@dataclass(frozen=True, slots=True, repr=False)
class _Prediction:
    id: str | int
    number: int
    spans: object


def evaluate_detection(
    gold: Path, predictions: Path, *, seed: int = 0, resamples: int = 1000
) -> Evaluation:
    """Scores a file of predictions against one that people annotated.

    Args:
        gold: ``{"id", "text", "spans", "centre"?}`` lines, or what doccano exports; spans are
            ``[start, end, label]`` in code points of ``text``, and with the label ``IGNORE`` count
            neither way.
        predictions: ``{"id", "spans"}`` lines of the same reports, in any order; what a span has
            behind its label is passed over.
        seed: of the bootstrap; same seed, same figures.
        resamples: of the bootstrap.

    Raises:
        UsageFault: if there is no such file.
        InputFault: if the gold is empty, a line cannot be used, or the two files are not of the
            same reports.
        SystemFault: if a file cannot be read.
    """
    require_files(gold, predictions)
    with system_faults(predictions.name):
        guesses = _read_predictions(predictions)
    with system_faults(gold.name):
        reports = _compare_all(gold, predictions.name, guesses)
    if not reports:
        raise InputFault(FILE_EMPTY, place=Place(gold.name), remedy=_ANNOTATE)
    return evaluate(reports, seed=seed, resamples=resamples)


def _read_predictions(path: Path) -> dict[str | int, _Prediction]:
    broken = Broken(path.name, MOST_LISTED)
    found: dict[str | int, _Prediction] = {}
    for line, record in read_json_lines(path, _parse_prediction, broken):
        if record[0] in found:
            broken.add(line.number, repeated())
        else:
            found[record[0]] = _Prediction(record[0], line.number, record[1])
    broken.stop_if_any()
    return found


def _parse_prediction(record: dict[str, Any]) -> tuple[str | int, object]:
    return record_id(record), record.get("spans")


def _compare_all(gold: Path, name: str, guesses: dict[str | int, _Prediction]) -> list[Compared]:
    """Compares report by report; ``guesses`` is used up."""
    broken, broken_guesses = Broken(gold.name, MOST_LISTED), Broken(name, MOST_LISTED)
    seen: set[str | int] = set()
    unpaired: list[Problem] = []
    reports: list[Compared] = []
    for line, report in read_json_lines(gold, marked_report, broken):
        if report.id in seen:
            broken.add(line.number, repeated())
            continue
        seen.add(report.id)
        guess = guesses.pop(report.id, None)
        if guess is None:
            unpaired.append(_unpaired(gold.name, line.number, "the predictions"))
            continue
        try:
            found = common_spans(guess.spans, report.text, ignore=False)
        except LineFault as fault:
            broken_guesses.add(guess.number, fault)
            continue
        comparison = compare(report.text, report.spans, found)
        reports.append(compared(report.id, report.centre, report.text, comparison))
    broken.stop_if_any()
    missing = len(unpaired)
    unpaired += [_unpaired(name, guess.number, "the gold") for guess in guesses.values()]
    if unpaired:
        raise InputFault(
            REPORTS_DIFFER,
            f"{missing} reports of the gold have no prediction, {len(guesses)} predictions are of "
            "no report of the gold",
            problems=tuple(unpaired[:MOST_LISTED]),
        )
    broken_guesses.stop_if_any()
    return reports


def _unpaired(file: str, number: int, other: str) -> Problem:
    detail = f"its id is not in {other}"
    return Problem(REPORTS_DIFFER, Place(file, number, "id"), detail, quarantined=False)
