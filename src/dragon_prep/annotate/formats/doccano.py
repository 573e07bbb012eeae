"""doccano: JSON lines to import, and every shape in which its text projects are exported.

Spans stand as triples (``label``, or ``entities`` beside ``cats``) or as objects with
``start_offset`` (a project with relations); answers about whole documents are its categories,
written ``question=answer``: as a list, or in CSV joined by ``#``. doccano quotes nothing, but it
gives the text back. Its server keeps the offsets it is given; its page, where people mark, counts
in UTF-16 units (v-annotator takes the ``length`` of each grapheme), so these are written and read.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.documents import Mark, Returned, ToolExport, name_in
from dragon_prep.annotate.packed import unreadable
from dragon_prep.core.errors import Place
from dragon_prep.intake.records import as_json, member
from dragon_prep.intake.span_members import SPAN_KEYS
from dragon_prep.intake.units import OffsetUnit, counted_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import OutDocument, Scheme
    from dragon_prep.annotate.packed import Member

DOCUMENT = "document"
_LABELS = ("span_labels", "category_labels")
_NAMED = (DOCUMENT, "meta/document", "uid", "meta/uid")
_OBJECTS = "entities"
_CATEGORIES = "cats"
_EQUALS = "="
_QUESTION = "question"  # its page shows what stands beside the text
_JOINED = "#"
_COLOURS = ("#1f77b4", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#17657d", "#7f7f7f", "#9c5700")


def write(documents: Sequence[OutDocument], scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """The files for a project: its documents, and its labels.

    Args:
        documents: with what is marked already.
        scheme: with questions, a project for intents and slots takes it; without labels of spans,
            one for classification; else one for sequences.
    """
    lines = []
    for one in documents:
        spans = counted_spans(one.text, one.spans, OffsetUnit.UTF16)
        body: dict[str, object] = {"text": one.text, DOCUMENT: one.name}
        if one.shown:
            body[_QUESTION] = one.shown
        if not scheme.questions:
            body["label"] = spans
        elif scheme.labels:
            body |= {_OBJECTS: spans, _CATEGORIES: []}
        else:
            body["label"] = []
        lines.append(json.dumps(body) + "\n")
    yield "documents.jsonl", "".join(lines).encode("ascii")
    if scheme.labels:
        yield f"{_LABELS[0]}.json", _labels(scheme.labels)
    if scheme.questions:
        answers = [f"{q.name}{_EQUALS}{choice}" for q in scheme.questions for choice in q.choices]
        yield f"{_LABELS[1]}.json", _labels(answers)


def _labels(names: Iterable[str]) -> bytes:
    body = [
        {"text": name, "background_color": _COLOURS[at % len(_COLOURS)], "text_color": "#ffffff"}
        for at, name in enumerate(names)
    ]
    return json.dumps(body, indent=1).encode("ascii") + b"\n"


def read(files: Iterable[Member]) -> ToolExport:
    """What a project exported; the name of a file, without its ending, is the annotator's.

    Raises:
        InputFault: if a file is none of doccano's.
    """
    found = ToolExport()
    for file in (file for file in files if file.stem not in _LABELS):
        records = _of_csv(file) if file.ending == ".csv" else _of_json(file)
        for number, record in enumerate(records, start=1):
            found.documents.append(_returned(record, file.stem, Place(file.export, number)))
    return found


def _of_csv(file: Member) -> list[object]:
    rows = csv.DictReader(io.StringIO(file.decoded(), newline=""))
    try:
        return [dict(row) for row in rows]
    except csv.Error:
        raise unreadable(file.export, "it is not CSV") from None


def _of_json(file: Member) -> list[object]:
    text = file.decoded()
    if text.lstrip().startswith("["):
        found = as_json(text)
        if not isinstance(found, list):
            raise unreadable(file.export, "it is not a JSON array")
        return found
    return [as_json(line) for line in text.split("\n") if line.strip()]


def _returned(record: object, annotator: str, place: Place) -> Returned:
    if not isinstance(record, dict):
        return Returned("", annotator, place, damage="it is not a JSON object")
    told = (member(record, where) for where in _NAMED)
    name = next((name for one in told if (name := name_in(one))), "")
    text = record.get("text", record.get("data"))
    if not isinstance(text, str):
        return Returned(name, annotator, place, damage="it has no text")
    try:
        marks, categories = _found(record)
    except ValueError as fault:
        return Returned(name, annotator, place, text, damage=str(fault))
    answers = tuple(_answer(category) for category in categories)
    return Returned(name, annotator, place, text, tuple(marks), answers)


def _found(record: dict[str, Any]) -> tuple[list[Mark], list[str]]:
    """Spans and categories of a record, wherever they stand.

    Raises:
        ValueError: if one of them is neither.
    """
    marks: list[Mark] = []
    categories: list[str] = []
    for key in (*SPAN_KEYS, _OBJECTS, _CATEGORIES):
        given = record.get(key)
        if isinstance(given, str):  # CSV
            given = [part for part in given.split(_JOINED) if part]
        for one in given if isinstance(given, list) else []:
            if isinstance(one, str):
                categories.append(one)
            else:
                marks.append(_mark(one))
    return marks, categories


def _mark(one: object) -> Mark:
    match one:
        case [start, end, str(label)]:
            pass
        case {"start_offset": start, "end_offset": end, "label": str(label)}:
            pass
        case _:
            raise ValueError("a span of it is malformed")
    if type(start) is not int or type(end) is not int:
        raise ValueError("an offset of it is no whole number")
    return Mark(start, end, label)


def _answer(category: str) -> tuple[str, str]:
    question, _, answer = category.rpartition(_EQUALS)
    return question, answer
