"""WebAnno TSV 3.x, of INCEpTION and WebAnno: a table of tokens for each document.

Offsets count in UTF-16 units. A line of the text is a sentence. Where a span begins or ends within
a token, the token is cut there, and where it begins or ends with blanks they are tokens of their
own: the format has no other way to say so. What a file says of its tokens is checked against the
report; the text between them it does not have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.annotate.documents import Mark, Returned, ToolExport, name_in
from dragon_prep.annotate.formats.inception_project import ENTITY, is_of_spans, whose
from dragon_prep.annotate.packed import unreadable
from dragon_prep.core.errors import Place
from dragon_prep.intake.units import OffsetUnit, counted_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import OutDocument, Scheme
    from dragon_prep.annotate.packed import Member
    from dragon_prep.core.spans import Span

_HEAD = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|identifier|value\n\n"
_FORMAT = "#FORMAT=WebAnno TSV 3"
_SPAN_LAYER = "#T_SP="
_EMPTY, _NO_VALUE = "_", "*"
_WORD = re.compile(r"\S+")
_LINE_END = re.compile(r"[\r\n]")
_RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n]")
_CONTROL = {"\\": "\\\\", "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}
_PLAIN = {"b": "\b", "n": "\n", "t": "\t", "f": "\f", "r": "\r"}
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_STACK = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ID = re.compile(r"(?<!\\)((?:\\\\)*)\[(\d+)\]\Z")
_UNIT = re.compile(r"(\d+)-(\d+)(?:\.\d+)?\Z")


def write(documents: Sequence[OutDocument], _scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """A file for each document: spans are INCEpTION's named entities."""
    for one in documents:
        yield f"{one.name}.tsv", _table(one).encode("utf-8")


def _table(one: OutDocument) -> str:
    tokens = list(_tokens(one.text, one.spans))
    covering: list[list[int]] = [[] for _ in tokens]
    for number, span in enumerate(one.spans):
        for at, (start, end) in enumerate(tokens):
            if span.start <= start and end <= span.end:
                covering[at].append(number)
    out = [_HEAD]
    for number, sentence in enumerate(_sentences(one.text, tokens), start=1):
        start, end = tokens[sentence[0]][0], tokens[sentence[-1]][1]
        out.append("\n")
        out += [f"#Text={escaped_text(line)}\n" for line in one.text[start:end].split("\n")]
        for place, at in enumerate(sentence, start=1):
            ids = covering[at]
            out.append(
                f"{number}-{place}\t{_token(one.text, tokens[at])}\t{_cells(ids, one.spans)}"
            )
    return "".join(out)


def _token(text: str, place: tuple[int, int]) -> str:
    units = (counted_in(text, at, OffsetUnit.UTF16) for at in place)
    return f"{'-'.join(map(str, units))}\t{escaped_text(text[slice(*place)])}"


def _cells(ids: Sequence[int], spans: Sequence[Span]) -> str:
    if not ids:
        return f"{_EMPTY}\t{_EMPTY}\t\n"
    values = "|".join(f"{escaped_value(spans[i].label)}[{i + 1}]" for i in ids)
    return "|".join(f"{_NO_VALUE}[{i + 1}]" for i in ids) + f"\t{values}\t\n"


def _tokens(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Words, cut where spans begin and end, and the blanks that these begin or end with."""
    cuts = sorted({at for span in spans for at in (span.start, span.end)})
    edges = {at for span in spans for at in (*_led(text, span), *_trailed(text, span))}
    pieces = [match.span() for match in _WORD.finditer(text)]
    pieces += [(at, at + 1) for at in edges]
    inner = iter(cuts)
    cut = next(inner, None)
    for start, end in sorted(pieces):
        while cut is not None and cut <= start:
            cut = next(inner, None)
        while cut is not None and cut < end:
            yield start, cut
            start, cut = cut, next(inner, None)
        yield start, end


def _led(text: str, span: Span) -> Iterator[int]:
    at = span.start
    while at < span.end and text[at].isspace():
        yield at
        at += 1


def _trailed(text: str, span: Span) -> Iterator[int]:
    at = span.end - 1
    while at >= span.start and text[at].isspace():
        yield at
        at -= 1


def _sentences(text: str, tokens: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The tokens of each line."""
    found: list[list[int]] = []
    for at, (start, _) in enumerate(tokens):
        if not found or _LINE_END.search(text, tokens[at - 1][1], start):
            found.append([])
        found[-1].append(at)
    return found


def escaped_text(text: str) -> str:
    """A text as it stands in a sentence or token."""
    return "".join(_CONTROL.get(char, char) for char in text)


def escaped_value(value: str) -> str:
    """The value of a feature."""
    return _RESERVED.sub(lambda m: "\\" + _PLAIN_OF.get(m[0], m[0]), value)


_PLAIN_OF = {control: letter for letter, control in _PLAIN.items()}


def unescaped(text: str) -> str:
    """What was escaped, text or value."""
    return _ESCAPE.sub(lambda m: _PLAIN.get(m[1], m[1]), text)


def read(files: Iterable[Member]) -> ToolExport:
    """The documents of a project, or single ones.

    Raises:
        InputFault: if a file is not WebAnno TSV 3.
    """
    found = ToolExport()
    for number, file in enumerate((f for f in files if f.ending == ".tsv"), start=1):
        text = file.decoded()
        if not text.startswith(_FORMAT):
            raise unreadable(file.export, "a file of it is not WebAnno TSV 3")
        work = whose(file.parts)
        if work is not None:
            found.documents.append(_returned(text, *work, Place(file.export, number)))
    return found


def _returned(text: str, document: str, annotator: str, place: Place) -> Returned:
    name = name_in(document)
    checks: list[Mark] = []
    spans = _Spans()
    columns: list[tuple[str, str]] = []
    try:
        for line in text.split("\n"):
            if line.startswith(_SPAN_LAYER):
                layer, *features = line.removeprefix(_SPAN_LAYER).rstrip("\r").split("|")
                columns += [(layer, feature) for feature in features or ("",)]
            elif line and not line.startswith("#"):
                checks.append(_unit(line.rstrip("\r"), columns, spans))
    except (ValueError, IndexError):
        return Returned(name, annotator, place, damage="a line of it is malformed")
    tokens = tuple(check for check in checks if check.start < check.end)
    return Returned(name, annotator, place, None, tuple(spans.marks()), checks=tokens)


class _Spans:
    """Spans of several units, as they grow."""

    def __init__(self) -> None:
        self._found: dict[object, tuple[int, int, str]] = {}

    def add(self, key: object, start: int, end: int, label: str) -> None:
        before = self._found.get(key)
        if before is not None:
            start, end, label = min(start, before[0]), max(end, before[1]), before[2] or label
        self._found[key] = (start, end, label)

    def marks(self) -> Iterator[Mark]:
        for start, end, label in self._found.values():
            yield Mark(start, end, label)


def _unit(line: str, columns: Sequence[tuple[str, str]], spans: _Spans) -> Mark:
    """A token or a part of one; its annotations are added."""
    fields = line.split("\t")
    start, end = (int(at) for at in fields[1].split("-"))
    if not _UNIT.match(fields[0]):
        raise ValueError("not a token")
    for (layer, feature), cell in zip(columns, fields[3:], strict=False):
        if cell == _EMPTY or not is_of_spans(layer) or feature not in ("value", ""):
            continue
        for stacked, told in enumerate(_stacked(cell)):
            value, number = _identified(told)
            label = "" if value == _NO_VALUE else unescaped(value)
            key = (layer, number) if number else (layer, fields[0], stacked)
            spans.add(key, start, end, label)
    return Mark(start, end, "", unescaped(fields[2]))


def _stacked(cell: str) -> list[str]:
    return _STACK.sub(lambda m: m[1] + "\0", cell).split("\0")


def _identified(told: str) -> tuple[str, str]:
    match = _ID.search(told)
    return (told[: match.start()] + match[1], match[2]) if match else (told, "")
