"""brat: a ``.txt`` with a ``.ann`` for each document, and ``annotation.conf``.

brat counts code points. It has no questions about whole documents. A span may be in pieces, and
brat itself breaks spans at line ends: pieces with nothing but line ends between them are one span
again, others become a span each, which is told.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dragon_prep.annotate.documents import Mark, Returned, ToolExport, name_in
from dragon_prep.annotate.packed import unreadable
from dragon_prep.core.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import OutDocument, Scheme
    from dragon_prep.annotate.packed import Member
    from dragon_prep.core.spans import Span

_LINE_ENDS = re.compile(r"[\r\n]+")
_BLANK = re.compile(r"\s")
_UNFIT = re.compile(r"[^A-Za-z0-9-]")
_ESCAPED = re.compile(r"_u([0-9a-f]+)_")
_BOUND = re.compile(r"T\S*\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_ENTITIES = "[entities]"
_REST = "\n[relations]\n\n[events]\n\n[attributes]\n"


def write(documents: Sequence[OutDocument], scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """The files of a collection. A type's name has letters, digits and hyphens only."""
    types = "".join(f"{_typed(label)}\n" for label in scheme.labels)
    yield "annotation.conf", f"{_ENTITIES}\n{types}{_REST}".encode()
    for one in documents:
        lines = [_line(number, span, one.text) for number, span in enumerate(one.spans, start=1)]
        yield f"{one.name}.txt", one.text.encode("utf-8")
        yield f"{one.name}.ann", "".join(lines).encode("utf-8")


def _typed(label: str) -> str:
    # An underscore is escaped where it could be read as an escape, and stays readable elsewhere.
    plain = label.replace("_u", "_u5f_u")
    return _UNFIT.sub(lambda m: m[0] if m[0] == "_" else f"_u{ord(m[0]):x}_", plain)


def _label(typed: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), typed)


def _line(number: int, span: Span, text: str) -> str:
    pieces = list(_pieces(span, text))
    places = ";".join(f"{start} {end}" for start, end in pieces)
    quoted = " ".join(_BLANK.sub(" ", text[start:end]) for start, end in pieces)
    return f"T{number}\t{_typed(span.label)} {places}\t{quoted}\n"


def _pieces(span: Span, text: str) -> Iterator[tuple[int, int]]:
    """A span without the line ends within it."""
    start = span.start
    for match in _LINE_ENDS.finditer(text, span.start, span.end):
        if start < match.start() and match.end() < span.end:
            yield start, match.start()
            start = match.end()
    yield start, span.end


def read(files: Iterable[Member]) -> ToolExport:
    """What a collection holds; the folder it lies in is the annotator's.

    Raises:
        InputFault: if there is no ``.ann`` in it.
    """
    found = ToolExport()
    every = list(files)
    texts = {
        (*f.parts[:-1], f.stem): f.decoded(with_mark=True) for f in every if f.ending == ".txt"
    }
    annotated = [file for file in every if file.ending == ".ann"]
    if not annotated:
        raise unreadable(every[0].export if every else "brat", "it holds no .ann")
    for number, file in enumerate(annotated, start=1):
        annotator = file.parts[-2] if len(file.parts) > 1 else ""
        text = texts.get((*file.parts[:-1], file.stem))
        found.documents.append(_returned(file, annotator, text, Place(file.export, number)))
    return found


def _returned(file: Member, annotator: str, text: str | None, place: Place) -> Returned:
    name = name_in(file.parts[-1])
    marks: list[Mark] = []
    pieces = 0
    for line in file.decoded().split("\n"):
        if not line.startswith("T"):
            continue  # notes, relations and attributes
        match = _BOUND.fullmatch(line.removesuffix("\r"))
        if match is None:
            return Returned(name, annotator, place, text, damage="a line of it is malformed")
        label, places, quoted = match.groups()
        spans = [_ints(place) for place in places.split(";")]
        whole = _joined(spans, text)
        pieces += len(whole) > 1
        told = _whole(quoted, spans, text) if len(whole) == 1 else None
        marks += [Mark(*one, _label(label), told) for one in whole]
    return Returned(name, annotator, place, text, tuple(marks), pieces=pieces)


def _ints(place: str) -> tuple[int, int]:
    start, _, end = place.partition(" ")
    return int(start), int(end)


def _joined(spans: list[tuple[int, int]], text: str | None) -> list[tuple[int, int]]:
    """Pieces, those of which are one that have only line ends between them."""
    joined = spans[:1]
    for start, end in spans[1:]:
        before = joined[-1]
        between = text[before[1] : start] if text is not None else ""
        if _LINE_ENDS.fullmatch(between):
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined


def _whole(quoted: str, spans: list[tuple[int, int]], text: str | None) -> str:
    """What is quoted of a span in pieces, with the line ends that were between them."""
    told = quoted
    for (_, end), (start, _) in pairwise(spans):
        at = end - spans[0][0]
        told = told[:at] + (text or "")[end:start] + told[at + 1 :]
    return told
