"""Plain CSV: a row for each span or answer, for spreadsheets, beside a text for each document.

Columns are ``document``, ``annotator``, ``start``, ``end``, ``label``, ``quote``, ``question`` and
``answer``. A document in which nothing is marked has a row with its name alone.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dragon_prep.annotate.documents import Mark, Returned, ToolExport, name_in
from dragon_prep.annotate.packed import unreadable
from dragon_prep.core.errors import Place
from dragon_prep.intake.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import OutDocument, Scheme
    from dragon_prep.annotate.packed import Member

COLUMNS = ("document", "annotator", "start", "end", "label", "quote", "question", "answer")
_NEEDED = {"document"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so
_GUARD = "'"
_DELIMITERS = (";", ",", "\t")


def write(documents: Sequence[OutDocument], scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """The texts, what is marked already with a row for each answer to be given, and the labels."""
    rows: list[list[object]] = [[*COLUMNS]]
    for one in documents:
        own = [
            [one.name, "", s.start, s.end, s.label, guarded(one.text[s.start : s.end]), "", ""]
            for s in one.spans
        ]
        own += [[one.name, "", "", "", "", "", q.name, ""] for q in one.asked(scheme)]
        rows += own or [[one.name, *[""] * (len(COLUMNS) - 1)]]
        yield f"texts/{one.name}.txt", one.text.encode("utf-8")
    yield "spans.csv", _csv(rows)
    choices: list[list[object]] = [["label", "question", "answer"]]
    choices += [[label, "", ""] for label in scheme.labels]
    choices += [["", q.name, choice] for q in scheme.questions for choice in q.choices or ("",)]
    yield "labels.csv", _csv(choices)


def guarded(quote: str) -> str:
    """What a spreadsheet does not take for a formula."""
    return _GUARD + quote if quote.startswith((*_FORMULA, _GUARD)) else quote


def unguarded(quote: str) -> str:
    """What :func:`guarded` was given."""
    return quote.removeprefix(_GUARD)


def _csv(rows: list[list[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return ("\ufeff" + out.getvalue()).encode("utf-8")  # Excel takes it for UTF-8 by the mark


def read(files: Iterable[Member]) -> ToolExport:
    """What was marked in files of rows; texts and labels beside them are passed over.

    The delimiter is a semicolon, a comma or a tab. Whose a row is, its column says, else the name
    of its file.

    Raises:
        InputFault: if a file has no such columns.
    """
    found = ToolExport()
    for file in files:
        if file.ending != ".csv" or file.stem == "labels":
            continue
        by_work: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
        for number, row in _rows(file):
            annotator = row.get("annotator", "").strip() or file.stem
            key = (row["document"].strip(), annotator)
            by_work.setdefault(key, []).append((number, row))
        for (document, annotator), rows in by_work.items():
            place = Place(file.export, rows[0][0])
            some = [row for _, row in rows]
            found.documents.append(_returned(name_in(document), annotator, place, some))
    return found


def _rows(file: Member) -> list[tuple[int, dict[str, str]]]:
    try:
        text = decode(file.data)  # a spreadsheet may have saved it in another encoding
    except UnicodeError:
        raise unreadable(file.export, "it is cut off inside a character") from None
    text = text.removeprefix("\ufeff")
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval=""))
    except csv.Error:
        raise unreadable(file.export, "it is not CSV") from None
    if rows and not rows[0].keys() >= _NEEDED:
        raise unreadable(file.export, "it has no column 'document'")
    plain = [{k: v for k, v in row.items() if isinstance(v, str)} for row in rows]
    return [(number, row) for number, row in enumerate(plain, start=2) if any(row.values())]


def _returned(name: str, annotator: str, place: Place, rows: Sequence[dict[str, str]]) -> Returned:
    marks: list[Mark] = []
    answers: list[tuple[str, str]] = []
    for row in rows:
        if row.get("answer", "").strip():
            answers.append((row.get("question", "").strip(), row["answer"].strip()))
        start, end, label = (row.get(key, "").strip() for key in ("start", "end", "label"))
        if not (start or end or label):
            continue
        if not (start.isdecimal() and end.isdecimal() and label):
            damage = "a row of it lacks an offset or a label"
            return Returned(name, annotator, place, damage=damage)
        quote = row.get("quote", "")
        quoted = unguarded(quote) if quote else None
        marks.append(Mark(int(start), int(end), label, quoted))
    return Returned(name, annotator, place, None, tuple(marks), tuple(answers))
