"""Writing exports as hospitals hand them in, to the same bytes on every machine."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.model.span import Span

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
    items = (f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts = {
        **_PARTS,
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(items)}</sst>',
    }
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


def _tag(label: str, hyphens: bool) -> str:
    # ACCREDATIE is how the annotators' tool spells it.
    name = _TAGS.get(label, label)
    return f"<{re.sub('_', '-', name) if hyphens else name}>"
