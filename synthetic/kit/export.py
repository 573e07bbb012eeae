"""Writing exports as hospitals hand them in, to the same bytes on every machine."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.spans import Span

Cell = str | int | float | None

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    ),
}
_TAGS = {"ACCREDITATIE_NUMMER": "ACCREDATIE_NUMMER"}


def write_xlsx(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """Writes a workbook of one sheet; the first row is the header, None an empty cell.

    Written by hand: a library's workbook changes with its version, the clock and the machine's
    compression.

    Args:
        path: where to.
        rows: cells; texts without control characters other than newline, at most 26 columns.
    """
    strings: dict[str, int] = {}
    sheet = _sheet(rows, strings)
    parts = {**_PARTS, "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": _shared(strings)}
    _write_parts(path, parts)


def write_workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> None:
    """Writes a workbook of several sheets by name, each as :func:`write_xlsx` does.

    Args:
        path: where to.
        sheets: rows by the sheet's name; names of letters, figures and blanks.
    """
    strings: dict[str, int] = {}
    numbers = range(1, len(sheets) + 1)
    strings_id = len(sheets) + 1
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    book, links, first = (
        _PARTS[name]
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
    )
    head, tail = links.split("<Relationship Id", 1)[0], "</Relationships>"
    parts = {
        **_PARTS,
        "[Content_Types].xml": first.replace(
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>',
            types,
        ),
        "xl/workbook.xml": book.replace('<sheet name="Sheet1" sheetId="1" r:id="rId1"/>', entries),
        "xl/_rels/workbook.xml.rels": (
            f'{head}{relations}<Relationship Id="rId{strings_id}" Type="{_OFFICE}/sharedStrings"'
            f' Target="sharedStrings.xml"/>{tail}'
        ),
    }
    for n, rows in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(rows, strings)
    parts["xl/sharedStrings.xml"] = _shared(strings)
    _write_parts(path, parts)


def _sheet(rows: Iterable[Sequence[Cell]], strings: dict[str, int]) -> str:
    """The part of one sheet; its texts are added to ``strings``."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for letter, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", row, strict=False):
            if isinstance(value, str):
                index = strings.setdefault(value, len(strings))
                cells.append(f'<c r="{letter}{number}" t="s"><v>{index}</v></c>')
            elif value is not None:
                cells.append(f'<c r="{letter}{number}"><v>{value!r}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _shared(strings: Iterable[str]) -> str:
    items = (f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    return f'<sst xmlns="{_MAIN}">{"".join(items)}</sst>'


def _write_parts(path: Path, parts: Mapping[str, str]) -> None:
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0  # else the writing machine's
            archive.writestr(info, (_HEAD + content).encode())


def write_csv(
    path: Path, rows: Iterable[Sequence[str]], *, separator: str, encoding: str, line_end: str
) -> None:
    """Writes a sheet as text; newlines within cells stay as they are."""
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)


def write_json(path: Path, content: object) -> None:
    """Writes a JSON file."""
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


def write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Writes JSON lines: one record a line, letters as they are."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_annotations(
    path: Path, documents: Iterable[tuple[str, str, Sequence[Span]]], *, hyphens: bool = False
) -> None:
    """Writes annotations as doccano does: JSON lines, numbered from 1.

    Args:
        path: where to.
        documents: uid, text and spans of each; a label becomes a tag such as ``<PERSOON>``.
        hyphens: whether the centre writes tags with hyphens (``<STUDIE-NAAM>``).
    """
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number, (uid, text, spans) in enumerate(documents, 1):
            label = [[span.start, span.end, _tag(span.label, hyphens)] for span in spans]
            line = {"id": number, "text": text, "label": label, "meta": {"uid": uid}}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def write_flat_annotations(
    path: Path, documents: Iterable[tuple[str, str, Sequence[Span]]]
) -> None:
    """Writes annotations as :func:`write_annotations` does, with the uid beside the text."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for uid, text, spans in documents:
            label = [[span.start, span.end, _tag(span.label, hyphens=False)] for span in spans]
            out.write(json.dumps({"uid": uid, "text": text, "label": label}, ensure_ascii=False))
            out.write("\n")


def tagged(spans: Iterable[Span], *, hyphens: bool = False) -> list[list[int | str]]:
    """Spans of identifiers as annotation files have them: ``[start, end, tag]``."""
    return [[span.start, span.end, _tag(span.label, hyphens)] for span in spans]


def _tag(label: str, hyphens: bool) -> str:
    # ACCREDATIE is how the annotators' tool spells it.
    name = _TAGS.get(label, label)
    return f"<{re.sub('_', '-', name) if hyphens else name}>"
