"""Label Studio: tasks with predictions and a labelling set-up, and its JSON, full and ``JSON_MIN``.

Offsets count in UTF-16 units, as the browser does. ``completed_by`` (``annotator`` in
``JSON_MIN``) is who annotated.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from dragon_prep.annotate.documents import AnswerKind, Mark, Returned, ToolExport, name_in
from dragon_prep.annotate.packed import unreadable
from dragon_prep.core.errors import Place
from dragon_prep.intake.records import as_json
from dragon_prep.intake.units import OffsetUnit, counted_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import DocumentQuestion, OutDocument, Scheme
    from dragon_prep.annotate.packed import Member

DOCUMENT = "document"
_SPANS = "spans"
_TEXT = "text"
_MODEL = "dragon-prep"
_QUESTION = "question"


def write(documents: Sequence[OutDocument], scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """The files for a project: its tasks, and its set-up."""
    tasks = [_task(one) for one in documents]
    yield "tasks.json", json.dumps(tasks, indent=1).encode("ascii") + b"\n"
    has_own = any(one.shown for one in documents)
    yield "labelling.xml", _set_up(scheme, has_own=has_own).encode("utf-8")


def _task(one: OutDocument) -> dict[str, object]:
    counted = zip(one.spans, counted_spans(one.text, one.spans, OffsetUnit.UTF16), strict=True)
    result = [
        {
            "id": f"{one.name}-{number}",
            "from_name": _SPANS,
            "to_name": _TEXT,
            "type": "labels",
            "value": {
                "start": start,
                "end": end,
                "text": one.text[span.start : span.end],
                "labels": [label],
            },
        }
        for number, (span, (start, end, label)) in enumerate(counted, start=1)
    ]
    predictions = [{"model_version": _MODEL, "result": result}] if result else []
    shown = {_QUESTION: one.shown} if one.shown else {}
    data = {_TEXT: one.text, DOCUMENT: one.name, **shown}
    return {"data": data, "predictions": predictions}


def _set_up(scheme: Scheme, *, has_own: bool = False) -> str:
    lines = ["<View>"]
    if has_own:
        lines.append(f'  <Header value="${_QUESTION}"/>')
    if scheme.labels:
        lines.append(f'  <Labels name="{_SPANS}" toName="{_TEXT}">')
        lines += [f"    <Label value={quoteattr(label)}/>" for label in scheme.labels]
        lines.append("  </Labels>")
    # Without granularity a span that is drawn grows to whole words.
    lines.append(f'  <Text name="{_TEXT}" value="${_TEXT}" granularity="symbol"/>')
    for question in scheme.questions:
        lines += _asked(question)
    return "\n".join([*lines, "</View>", ""])


def _asked(question: DocumentQuestion) -> Iterator[str]:
    name = quoteattr(question.name)
    yield f"  <Header value={name}/>"
    if question.kind is AnswerKind.NUMBER:
        yield f'  <Number name={name} toName="{_TEXT}"/>'
        return
    yield f'  <Choices name={name} toName="{_TEXT}" choice="single">'
    yield from (f"    <Choice value={quoteattr(choice)}/>" for choice in question.choices)
    yield "  </Choices>"


def read(files: Iterable[Member]) -> ToolExport:
    """What a project exported.

    Raises:
        InputFault: if a file is not Label Studio's JSON.
    """
    found = ToolExport()
    for file in files:
        tasks = as_json(file.decoded())
        if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
            raise unreadable(file.export, "it is not a JSON array of tasks")
        for number, task in enumerate(tasks, start=1):
            place = Place(file.export, number)
            if isinstance(task.get("data"), dict):
                _take(task, place, found)
            else:
                found.documents.append(_minimal(task, place))
    return found


def _take(task: dict[str, Any], place: Place, found: ToolExport) -> None:
    """A task of the full export: a document for each of its annotations."""
    data = task["data"]
    name, text = name_in(data.get(DOCUMENT)), data.get(_TEXT)
    for one in task.get("annotations", task.get("completions")) or []:
        if not isinstance(one, dict) or one.get("was_cancelled"):
            found.cancelled.append(place)
            continue
        annotator = _person(one.get("completed_by"))
        if not isinstance(text, str):
            damaged = Returned(name, annotator, place, damage="it has no text")
            found.documents.append(damaged)
            continue
        result = one.get("result")
        found.documents.append(_parsed(result, Returned(name, annotator, place, text)))


def _parsed(result: object, so_far: Returned) -> Returned:
    marks: list[Mark] = []
    answers: list[tuple[str, str]] = []
    name, annotator, place, text = so_far.name, so_far.annotator, so_far.place, so_far.text
    try:
        for one in result if isinstance(result, list) else []:
            _region(one, marks, answers)
    except (ValueError, TypeError, KeyError):
        return Returned(name, annotator, place, text, damage="a region of it is malformed")
    return Returned(name, annotator, place, text, tuple(marks), tuple(answers), finished=True)


def _region(one: Any, marks: list[Mark], answers: list[tuple[str, str]]) -> None:
    """A part of a result: a span, or an answer; what else a project may ask is passed over."""
    value, kind = one["value"], one["type"]
    if kind in ("labels", "hypertextlabels"):
        marks += _marks(value, value[kind])
    elif kind == "choices":
        answers += [(str(one["from_name"]), str(choice)) for choice in value["choices"]]
    elif kind == "number":
        answers.append((str(one["from_name"]), str(value["number"])))


def _marks(value: dict[str, Any], labels: list[Any]) -> Iterator[Mark]:
    start, end, quoted = value["start"], value["end"], value.get("text")
    if type(start) is not int or type(end) is not int:
        raise ValueError("an offset is no whole number")
    for label in labels:
        yield Mark(start, end, str(label), quoted if isinstance(quoted, str) else None)


def _minimal(task: dict[str, Any], place: Place) -> Returned:
    """An annotation of ``JSON_MIN``: what was marked stands under the names of the set-up."""
    name, annotator = name_in(task.get(DOCUMENT)), _person(task.get("annotator"))
    text = task.get(_TEXT)
    if not isinstance(text, str):
        return Returned(name, annotator, place, damage="it has no text")
    marks: list[Mark] = []
    answers: list[tuple[str, str]] = []
    try:
        for key, value in task.items():
            if isinstance(value, list) and all(isinstance(v, dict) and "start" in v for v in value):
                marks += [mark for one in value for mark in _marks(one, _labels_of(one))]
            elif key not in _OWN:
                answers += _told(key, value)
    except (ValueError, TypeError, KeyError):
        return Returned(name, annotator, place, text, damage="a region of it is malformed")
    return Returned(name, annotator, place, text, tuple(marks), tuple(answers), finished=True)


_OWN = {
    *(_TEXT, DOCUMENT, _QUESTION, "id", "annotator", "annotation_id", "created_at", "updated_at"),
    *("lead_time", "agreement"),
}


def _labels_of(region: dict[str, Any]) -> list[Any]:
    found = region.get("labels", region.get("hypertextlabels"))
    if not isinstance(found, list):
        raise ValueError("a region has no labels")
    return found


def _told(question: str, value: Any) -> Iterator[tuple[str, str]]:
    """The answers under a name: one as it is, several as a list, or in ``choices``."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            inside = one.get("choices", one.get("number"))
            yield from _told(question, inside)
        elif isinstance(one, str | int | float):
            yield question, str(one)


def _person(told: object) -> str:
    if isinstance(told, dict):
        told = told.get("email", told.get("id"))
    return "" if told is None else str(told)
