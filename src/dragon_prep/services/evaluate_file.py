"""Evaluation of a file of predictions against one that people annotated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import FILE_EMPTY, REPORTS_DIFFER
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import InputFault, Place, Problem, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.core.spans import Span
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.evaluate import Compared, Evaluation, compared, evaluate
from dragon_prep.evaluation.labels import IGNORE, common_label
from dragon_prep.intake.annotations import SpanFault, parse_spans
from dragon_prep.intake.json_lines import Broken, LineFault, read_json_lines, record_id, record_text

if TYPE_CHECKING:
    from pathlib import Path

_MOST_LISTED = 10
_ANNOTATE = "Give a file with at least one annotated report."


@dataclass(frozen=True, slots=True, repr=False)
class _Gold:
    id: str | int
    text: str
    spans: tuple[Span, ...]
    centre: str


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
        gold: ``{"id", "text", "spans", "centre"?}`` lines; spans are ``[start, end, label]`` in
            code points of ``text``, and with the label ``IGNORE`` count neither way.
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
    for path in (gold, predictions):
        with system_faults(path.name):
            if not path.is_file():
                place = Place(path.name or str(path))
                raise UsageFault(RECORDS_INVALID, "there is no such file", place=place)
    with system_faults(predictions.name):
        guesses = _read_predictions(predictions)
    with system_faults(gold.name):
        reports = _compare_all(gold, predictions.name, guesses)
    if not reports:
        raise InputFault(FILE_EMPTY, place=Place(gold.name), remedy=_ANNOTATE)
    return evaluate(reports, seed=seed, resamples=resamples)


def _read_predictions(path: Path) -> dict[str | int, _Prediction]:
    broken = Broken(path.name, _MOST_LISTED)
    found: dict[str | int, _Prediction] = {}
    for line, record in read_json_lines(path, _parse_prediction, broken):
        if record[0] in found:
            broken.add(line.number, _repeated())
        else:
            found[record[0]] = _Prediction(record[0], line.number, record[1])
    broken.stop_if_any()
    return found


def _repeated() -> LineFault:
    return LineFault("its id stands in an earlier line, too", "id")


def _parse_prediction(record: dict[str, Any]) -> tuple[str | int, object]:
    return record_id(record), record.get("spans")


def _parse_gold(record: dict[str, Any]) -> _Gold:
    text = record_text(record)
    centre = record.get("centre")
    if centre is not None and not isinstance(centre, str):
        raise LineFault("its centre is not a string", "centre")
    spans = _spans(record.get("spans"), text, ignore=True)
    return _Gold(record_id(record), text, spans, (centre or "").strip())


def _spans(found: object, text: str, *, ignore: bool) -> tuple[Span, ...]:
    """Spans under common labels.

    Raises:
        LineFault: if they are malformed, outside the text, or have an unknown label.
    """
    if isinstance(found, list):
        found = [item[:3] if isinstance(item, list) else item for item in found]
    try:
        spans = parse_spans(found, text)
    except SpanFault as fault:
        raise LineFault(fault.kind.title, "spans") from None
    common: list[Span] = []
    for span in spans:
        label = common_label(span.label)
        if label is None or (label == IGNORE and not ignore):
            raise LineFault("a span has a label that docs/annotations.md does not list", "spans")
        common.append(Span(span.start, span.end, label))
    return tuple(common)


def _compare_all(gold: Path, name: str, guesses: dict[str | int, _Prediction]) -> list[Compared]:
    """Compares report by report; ``guesses`` is used up."""
    broken, broken_guesses = Broken(gold.name, _MOST_LISTED), Broken(name, _MOST_LISTED)
    seen: set[str | int] = set()
    unpaired: list[Problem] = []
    reports: list[Compared] = []
    for line, report in read_json_lines(gold, _parse_gold, broken):
        if report.id in seen:
            broken.add(line.number, _repeated())
            continue
        seen.add(report.id)
        guess = guesses.pop(report.id, None)
        if guess is None:
            unpaired.append(_unpaired(gold.name, line.number, "the predictions"))
            continue
        try:
            found = _spans(guess.spans, report.text, ignore=False)
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
            problems=tuple(unpaired[:_MOST_LISTED]),
        )
    broken_guesses.stop_if_any()
    return reports


def _unpaired(file: str, number: int, other: str) -> Problem:
    detail = f"its id is not in {other}"
    return Problem(REPORTS_DIFFER, Place(file, number, "id"), detail, quarantined=False)
