"""What annotators said of reports, from their files, and what a release has for it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import FILE_EMPTY
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.files import system_faults
from dragon_prep.evaluation.answers import AnswerFault, LabelQuestion, Tagged, read_answer
from dragon_prep.intake.annotations import SpanFault, parse_spans
from dragon_prep.intake.decode import text_of
from dragon_prep.intake.json_lines import Broken, LineFault, read_json_lines, record_id, record_text
from dragon_prep.services.marked_file import MOST_LISTED, noted, repeated, require_files
from dragon_prep.services.probe.metrics import BY_TYPE, LINEAR_KAPPA
from dragon_prep.services.probe.release import read_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dragon_prep.core.targets import Target

_WORD = re.compile(r"\S+")
_LABEL = "label"
_NAMES = ("uid", "id")


@dataclass(frozen=True, slots=True, repr=False)
class LabelledTask:
    """A task of a release.

    Attributes:
        question: what it asks.
        answers: its labels, by uid.
        contents: the reports, by uid: a text, or text parts.
    """

    question: LabelQuestion
    answers: Mapping[str, Any]
    contents: Mapping[str, str | tuple[str, ...]]


def question_of(target: Target) -> LabelQuestion:
    """What a task asks, by its definition."""
    labels = target.labels or ()
    is_ordered = target.metric == LINEAR_KAPPA
    return LabelQuestion(target.type, is_ordered, labels, target.epsilon or 0.0)


def labelled(root: Path, name: str, labels: tuple[str, ...] = ()) -> LabelledTask:
    """A task of a release, with the labels of all cases that have one.

    Args:
        root: the release's folder.
        name: the task's full name.
        labels: its classes or positions, where they are known.

    Raises:
        VerifyFault: if a file of the task cannot be read.
    """
    task = read_task(root, name)
    metric = task.metric or BY_TYPE[task.type]
    question = LabelQuestion(task.type, metric == LINEAR_KAPPA, labels, task.epsilon or 0.0)
    answers = {case.uid: read_answer(question, case.label) for case in task.cases}
    return LabelledTask(question, answers, {case.uid: case.content for case in task.cases})


def read_answers(path: Path, question: LabelQuestion) -> dict[str, Any]:
    """What one annotator said, by report.

    Args:
        path: lines of JSON, each with ``uid`` or ``id`` and ``label`` (as the archives have it, or
            as doccano exports it) or, of entities, ``text`` and ``spans``; or a CSV with columns
            ``id`` and ``label``, or one for each position.
        question: what was asked.

    Returns:
        The answers; reports without one are left out.

    Raises:
        UsageFault: if there is no such file.
        InputFault: if a line cannot be used, or there is none.
        SystemFault: if it cannot be read.
    """
    return read_each(path, lambda _uid: question)


def read_each(path: Path, asked: Callable[[str], LabelQuestion | None]) -> dict[str, Any]:
    """The same of reports of which each has a question of its own.

    Args:
        path: as there.
        asked: the question of a report, by its id; None of one that was not asked about.

    Raises:
        UsageFault: if there is no such file.
        InputFault: if a line cannot be used, or there is none.
        SystemFault: if it cannot be read.
    """
    require_files(path)
    broken = Broken(path.name, MOST_LISTED)
    found: dict[str, Any] = {}

    def parse(record: dict[str, Any]) -> tuple[str, Any]:
        uid = _uid(record)
        question = asked(uid)
        if question is None:
            raise LineFault("its id is of no report that was asked about", "id")
        return uid, _answer(record, question)

    with system_faults(path.name):
        is_csv = path.suffix.lower() == ".csv"
        lines = _rows(path, parse, broken) if is_csv else read_json_lines(path, parse, broken)
        for line, (uid, answer) in lines:
            if uid in found:
                broken.add(line if isinstance(line, int) else line.number, repeated())
            found[uid] = answer
    broken.stop_if_any()
    if not found:
        remedy = "Give a file with at least one report."
        raise InputFault(FILE_EMPTY, place=Place(path.name), remedy=remedy)
    return {uid: answer for uid, answer in found.items() if _says_something(answer)}


def _says_something(answer: Any) -> bool:
    return isinstance(answer, Tagged) or any(value is not None for value in answer or ())


def _uid(record: dict[str, Any]) -> str:
    for name in _NAMES:
        if (found := noted(record, name)) is not None:
            return str(record_id({"id": found})).strip()
    raise LineFault("it has no id", "id")


def _answer(record: dict[str, Any], question: LabelQuestion) -> Any:
    try:
        if question.type.is_token_level:
            return _entities(record, question)
        return read_answer(question, _value(record, question))
    except AnswerFault as fault:
        raise LineFault(str(fault), _LABEL) from None


def _value(record: dict[str, Any], question: LabelQuestion) -> object:
    for name in (question.type.column, _LABEL, "labels"):
        if name in record:
            found = record[name]
            if isinstance(found, dict) and question.labels:
                return [found.get(position) for position in question.labels]
            return found
    if question.has_positions and any(position in record for position in question.labels):
        return [record.get(position) for position in question.labels]
    raise LineFault("it has no label", _LABEL)


def _entities(record: dict[str, Any], question: LabelQuestion) -> Any:
    found = record.get(question.type.column, record.get("spans", record.get(_LABEL)))
    if found is None:
        return None
    has_tags = isinstance(found, list) and bool(found) and _is_tag(found[0])
    return read_answer(question, found) if has_tags else _of_spans(record_text(record), found)


def _is_tag(one: object) -> bool:
    return isinstance(one, str) or (isinstance(one, list) and all(isinstance(t, str) for t in one))


def _of_spans(text: str, found: object) -> Tagged:
    """Spans of a text, as entities of its words: each word that a span touches is wholly in it."""
    if isinstance(found, list):
        found = [item[:3] if isinstance(item, list) else item for item in found]
    try:
        spans = parse_spans(found, text)
    except SpanFault as fault:
        raise LineFault(fault.kind.title, "spans") from None
    words = [match.span() for match in _WORD.finditer(text)]
    marked = set()
    for span in spans:
        touched = [
            n for n, (start, end) in enumerate(words) if start < span.end and span.start < end
        ]
        if touched:  # one of white space marks nothing
            marked.add((span.label, touched[0], touched[-1]))
    return Tagged(len(words), frozenset(marked))


def _rows(path: Path, parse: Any, broken: Broken) -> Iterator[tuple[int, Any]]:
    """The lines of a CSV, parted by commas, semicolons or tabs."""
    text = text_of(path.read_bytes(), Place(path.name))
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    for row, record in enumerate(csv.DictReader(io.StringIO(text), delimiter=mark), start=2):
        named = {(name or "").strip(): _cell(value) for name, value in record.items()}
        try:
            yield row, parse(named)
        except LineFault as fault:
            broken.add(row, fault)


def _cell(value: object) -> object:
    """A cell of a sheet: a list of JSON as one, and text as it is."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
