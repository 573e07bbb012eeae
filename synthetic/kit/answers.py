"""The answer key of a simulation: what was planted where, and what each task should make of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The truth about one report of a simulated export.

    Attributes:
        cohort: such as ``prostate_mri``.
        centre: such as ``rumc``.
        file: the export it stands in, relative to the raw folder, with forward slashes.
        row: the row a person sees: a sheet's header is row 1, and so is the first of JSON lines.
            The first one, for a report spread over several rows.
        uid: the report's id in the export.
        patient_id: the patient's id in the export.
        text: the report as the hospital holds it; a newline is one character.
        phi: the planted identifiers, disjoint, in order; offsets in code points of ``text``.
        annotated: whether the export has annotations of the report.
        targets: for each task that must keep the report (``T10``), its label.
        left_out: for each task that must leave it out, why.
    """

    cohort: str
    centre: str
    file: str
    row: int
    uid: str
    patient_id: str
    text: str
    phi: tuple[Span, ...]
    annotated: bool
    targets: Mapping[str, object]
    excluded: Mapping[str, str]

    def __repr__(self) -> str:
        # No text, no id, no label: a simulation is harmless, but habits should not differ.
        return (
            f"<Answer {self.cohort} {self.centre}, {self.file} row {self.row}: "
            f"{len(self.text)} characters, {len(self.phi)} spans>"
        )


def write_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Writes the answer key as JSON lines, in the order given."""
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for answer in answers:
            lines.write(answer_line(answer) + "\n")


def answer_line(answer: Answer) -> str:
    """An answer as a line of the answer key, without its end."""
    return json.dumps(_record(answer), ensure_ascii=False)


def read_answers(path: Path) -> list[Answer]:
    """Reads what :func:`write_answers` wrote.

    Raises:
        ValueError: if a line is not an answer; the message names the line's number only.
    """
    answers = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            try:
                answers.append(_answer(json.loads(line)))
            except (ValueError, KeyError, TypeError):
                raise ValueError(f"line {number} is not an answer") from None
    return answers


def _record(answer: Answer) -> dict[str, Any]:
    return {
        "cohort": answer.cohort,
        "centre": answer.centre,
        "file": answer.file,
        "row": answer.row,
        "uid": answer.uid,
        "patient_id": answer.patient_id,
        "text": answer.text,
        "phi": [[span.start, span.end, span.label] for span in answer.phi],
        "annotated": answer.annotated,
        "targets": dict(answer.targets),
        "left_out": dict(answer.excluded),
    }


def _answer(record: dict[str, Any]) -> Answer:
    phi = tuple(Span(start, end, label) for start, end, label in record.pop("phi"))
    return Answer(phi=phi, excluded=record.pop("left_out"), **record)
