"""Files that hold no records as they are, and what to do about each kind."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.file_kind import FileKind, kind_of

if TYPE_CHECKING:
    from pathlib import Path

_AS_CSV = "Save the sheet as csv (UTF-8), or the table as Parquet, and give that."
_AS_TEXT = "Export the reports as JSON lines, csv or .txt files, and give these."
_UNPACK = "Unpack it, and give the files that are in it, or their folder."
_ARCHIVES = ((b"7z\xbc\xaf\x27\x1c", "a 7z archive"), (b"Rar!", "a rar archive"))
_DOCUMENTS = ((b"%PDF-", "a PDF document"), (b"{\\rtf", "an RTF document"))

ENDINGS = (
    *(".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".zip", ".7z", ".rar", ".tar", ".tgz", ".bz2"),
    *(".xz", ".pdf", ".rtf", ".doc", ".docx", ".odt", ".xml", ".html", ".htm", ".db", ".sqlite"),
    *(".sav", ".dta", ".sas7bdat", ".accdb", ".mdb", ".feather", ".arrow", ".pkl"),
)
"""Of files that may hold reports, and are not read."""


def require_readable(path: Path, name: str, head: bytes) -> None:
    """Sees to it that a file is of a kind that records are read from.

    Args:
        path: of the file.
        name: what messages call it.
        head: its first bytes, unpacked.

    Raises:
        InputFault: if not; it says what the file is, and what to do.
        OSError: if it cannot be read.
    """
    if found := _foreign(path, head):
        what, remedy = found
        raise InputFault(FILE_UNREADABLE, f"it is {what}", place=Place(name), remedy=remedy)


def _foreign(path: Path, head: bytes) -> tuple[str, str] | None:
    for sign, what in _ARCHIVES:
        if head.startswith(sign):
            return what, _UNPACK
    for sign, what in _DOCUMENTS:
        if head.startswith(sign):
            return what, _AS_TEXT
    if head.startswith(b"PK"):
        return _of_zip(path)
    kind = kind_of(head)
    if kind is FileKind.WORKBOOK:
        return "an Excel workbook or another Office file", _AS_CSV
    if kind is FileKind.JSON and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        remedy = "Export it with an object a line (JSON lines), without the brackets around all."
        return "one JSON array, not an object a line", remedy
    return None


def _of_zip(path: Path) -> tuple[str, str]:
    """What a zip archive is: a spreadsheet and a document are some, too."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "a zip archive that is damaged", "Copy or export it again, unpacked."
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "a spreadsheet (Excel or OpenDocument)", _AS_CSV
    if any(name.startswith("word/") for name in names):
        return "a Word document", _AS_TEXT
    return "a zip archive", _UNPACK
