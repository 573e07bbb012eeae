"""What a file is: its bytes decide, not its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = b"\xef\xbb\xbf \t\r\n"


class FileKind(StrEnum):
    """What readers there are for."""

    WORKBOOK = "workbook"
    PARQUET = "Parquet"
    SQLITE = "SQLite"
    JSON = "JSON"
    TEXT = "text"


def kind_of(data: bytes) -> FileKind:
    """What the bytes of a file are; text where they are nothing that is known."""
    if data.startswith(_OLD_OFFICE) or (data.startswith(b"PK") and _is_office(data)):
        return FileKind.WORKBOOK
    if data.startswith(b"PAR1"):
        return FileKind.PARQUET
    if data.startswith(b"SQLite format 3\x00"):
        return FileKind.SQLITE
    if data[:4096].lstrip(_MARKS)[:1] in (b"{", b"["):
        return FileKind.JSON
    return FileKind.TEXT


def _is_office(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    # What Excel writes, and OpenDocument; an OpenDocument file has its kind in a file of its own.
    return not names.isdisjoint(("[Content_Types].xml", "xl/workbook.xml", "mimetype"))
