"""What a reader gets of a report: text and question, under an id that tells nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.reader_study.blocks import StudyBlock, StudyTask

_KINDS = {
    TargetType.SINGLE_LABEL_BINARY: "true or false",
    TargetType.MULTI_LABEL_BINARY: "true or false",
    TargetType.SINGLE_LABEL_MULTI_CLASS: "choice",
    TargetType.MULTI_LABEL_MULTI_CLASS: "choice",
    TargetType.SINGLE_LABEL_REGRESSION: "number",
    TargetType.MULTI_LABEL_REGRESSION: "number",
    TargetType.NER: "spans",
    TargetType.MULTI_LABEL_NER: "spans",
}
_COLUMNS = ("id", "text", "question", "kind", "choices", "positions", "unit", "label")


def report_id(block: str, task: str, uid: str, key: ProjectKey) -> str:
    """The id of a report in a block."""
    return "r" + key.digest(KeyPurpose.CASE, block, task, uid).hex()[:15]


def shown_text(content: str | tuple[str, ...], kind: TargetType) -> str:
    """The text of a report; words with a blank between them, other parts with an empty line."""
    if isinstance(content, str):
        return content
    return (" " if kind.is_token_level else "\n\n").join(content)


def record(task: StudyTask, uid: str, name: str) -> dict[str, Any]:
    """What a reader gets of a report.

    Args:
        task: whose question is asked.
        uid: of the report.
        name: its id in the study.
    """
    question = task.labelled.question
    text = shown_text(task.labelled.contents[uid], question.type)
    body: dict[str, Any] = {"id": name, "text": text, "question": task.title}
    body["kind"] = _KINDS[question.type]
    if choices := choices_of(task):
        body["choices"] = choices
    if positions := positions_of(task):
        body["positions"] = positions
    if task.unit:
        body["unit"] = task.unit
    return body


def choices_of(task: StudyTask) -> list[str]:
    """The classes or kinds of entity there are to choose from, in an order that counts nothing."""
    question = task.labelled.question
    answers = task.labelled.answers.values()
    if question.type.is_token_level:
        return sorted({label for answer in answers for label, _, _ in answer.entities})
    if _KINDS[question.type] != "choice":
        return []
    if not question.has_positions and question.labels:
        return list(question.labels)
    values = {value for answer in answers for value in answer if value is not None}
    return [str(value) for value in question.in_order(values)]


def positions_of(task: StudyTask) -> list[str]:
    """What a label with several values has them for."""
    question = task.labelled.question
    return list(question.labels) if question.has_positions else []


def lines_of(
    block: StudyBlock, name: str, tasks: Mapping[str, StudyTask], reader: str, key: ProjectKey
) -> list[dict[str, Any]]:
    """The records of a block, in an order of the reader's own that only the key tells.

    Args:
        block: what is read.
        name: of the block.
        tasks: by name.
        reader: who gets it.
        key: of the study.
    """
    records = [
        record(tasks[task], uid, report_id(name, task, uid, key)) for task, uid in block.reports
    ]
    return sorted(records, key=lambda one: key.digest(KeyPurpose.ORDER, reader, one["id"]))


def as_json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records as JSON, one a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()


def as_csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Records as a sheet with an empty column for the label, which Excel reads as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in records:
        cells = [one.get(name, "") for name in _COLUMNS]
        writer.writerow(["; ".join(cell) if isinstance(cell, list) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")
