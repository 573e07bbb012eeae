"""Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, cp1252, cp850, Mac."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_MISSING, FILE_UNREADABLE, NO_PERMISSION
from dragon_prep.core.errors import InputFault, Place, SystemFault
from dragon_prep.intake.hints import nearest
from dragon_prep.language.cleaning import code_pages
from dragon_prep.language.cleaning.kinds import CleanKind

if TYPE_CHECKING:
    from pathlib import Path

_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_MARK = "\ufeff"
_FORMS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods", ".parquet")
_WIDE = (
    ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-32"),  # first: its mark begins as UTF-16's
    ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"),
)
_NOT_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")


def decode(data: bytes, encoding: str = "") -> str:
    """Text of an export, whatever a hospital's programs made of it.

    A file with more stray bytes than well-formed characters beyond ASCII is taken for cp1252, or
    for cp850 or Mac Roman if its words tell so. Else it is UTF-8, or what its byte order mark says.
    A byte that is not is read in the code page that words tell, if they do, or stays visible as a
    lone surrogate: see :func:`is_damaged`.

    Args:
        data: the bytes.
        encoding: theirs, if somebody told it; nothing is guessed then.

    Raises:
        UnicodeError: if a file of two or four bytes a character ends in the middle of one.
    """
    if encoding:
        return data.decode(encoding, errors="surrogateescape").lstrip(_MARK)
    for marks, encoding in _WIDE:
        if data.startswith(marks):
            return data.decode(encoding, errors="surrogateescape").lstrip(_MARK)
    while data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    text = data.decode("utf-8", errors="surrogateescape")
    stray = len(_ESCAPED_BYTE.findall(text))
    if stray and stray >= len(_NOT_ASCII.findall(text)):
        # Five bytes mean nothing in cp1252; they stay visible like stray bytes in UTF-8.
        windows = data.decode(code_pages.WINDOWS, errors="surrogateescape")
        page = code_pages.code_page_of(windows)
        return windows if page == code_pages.WINDOWS else data.decode(page)
    return code_pages.with_strays_read(text)[0] if stray else text


def doubtful_encoding(data: bytes) -> tuple[CleanKind, int] | None:
    """What had to be guessed to read a file: its code page, or bytes of another among UTF-8.

    Args:
        data: of a text file.

    Returns:
        Which of the two, and how many characters that are; None for UTF-8, UTF-16 and cp1252.
    """
    if b"\x00" in data or any(data.startswith(marks) for marks, _ in _WIDE):
        return None
    text = data.decode("utf-8", errors="surrogateescape")
    stray = len(_ESCAPED_BYTE.findall(text))
    if not stray:
        return None
    if stray < len(_NOT_ASCII.findall(text)):
        read = code_pages.with_strays_read(text)[1]
        return (CleanKind.STRAYS, read) if read else None
    page = code_pages.code_page_of(data.decode(code_pages.WINDOWS, errors="surrogateescape"))
    return (CleanKind.CODE_PAGE, stray) if page != code_pages.WINDOWS else None


def is_damaged(text: str) -> bool:
    """Whether the text holds a byte that could not be decoded."""
    return _ESCAPED_BYTE.search(text) is not None


def read_text(root: Path, path: str, shown: str = "", encoding: str = "") -> str:
    """The text of a raw file, see :func:`decode` and :func:`read_bytes`.

    Raises:
        InputFault: if there is no such file, or it is not a text file.
        SystemFault: if it may not be read.
    """
    return text_of(read_bytes(root, path, shown), Place(shown or path), encoding)


def text_of(data: bytes, place: Place, encoding: str = "") -> str:
    """The text of bytes, see :func:`decode`.

    Raises:
        InputFault: if they are no text.
    """
    wide = any(data.startswith(marks) for marks, _ in _WIDE)
    try:
        if b"\x00" in data and not wide and not encoding:
            raise UnicodeError
        return decode(data, encoding)
    except UnicodeError:
        raise InputFault(FILE_UNREADABLE, "it is not a text file", place=place) from None


def read_bytes(root: Path, path: str, shown: str = "") -> bytes:
    """The bytes of a raw file, which may stand in a zip archive: ``x/export.zip/reports.csv``.

    A file that is missing may be there in another form: of one name but for its ending.

    Args:
        root: the source folder.
        path: relative to it, with forward slashes.
        shown: what messages call it, if not that.

    Raises:
        InputFault: if there is no such file, with the nearest name that is there.
        SystemFault: if it may not be read.
    """
    file = root.joinpath(*path.split("/"))
    if (member := zip_member(root, path)) is not None:
        return _unzipped(*member, Place(shown or path))
    if not file.exists() and (other := _other_form(file)) is not None:
        file = other
    path = shown or path
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        here = file.parent
        while not here.is_dir():
            here = here.parent
        # Only a name very like the expected one is quoted: others may hold anything.
        names = [path.name for path in here.iterdir()]
        detail = "the file is missing"
        if here != file.parent:
            absent = file.relative_to(here).parts[0]
            detail = f"the file is missing, and so is the folder {absent!r} it should be in"
        elif near := nearest(file.name, names, cutoff=0.8):
            detail = f"the file is missing; did you mean {near!r}, which is there?"
        raise InputFault(FILE_MISSING, detail, place=Place(path)) from None
    except IsADirectoryError:
        raise InputFault(FILE_UNREADABLE, "it is a folder", place=Place(path)) from None
    except PermissionError:
        raise SystemFault(NO_PERMISSION, "the file may not be read", place=Place(path)) from None


def _other_form(file: Path) -> Path | None:
    """The one file beside a missing one that has its name with another ending of a table's."""
    if file.suffix not in _FORMS or not file.parent.is_dir():
        return None
    there = [file.with_suffix(ending) for ending in _FORMS]
    found = [path for path in there if path.is_file()]
    return found[0] if len(found) == 1 else None


def zip_member(root: Path, path: str) -> tuple[Path, str] | None:
    """The zip archive that a path leads through, and the path within it; None if it does not."""
    steps = path.split("/")
    for count in range(1, len(steps)):
        file = root.joinpath(*steps[:count])
        if file.is_file():
            return (file, "/".join(steps[count:])) if zipfile.is_zipfile(file) else None
    return None


def _unzipped(archive: Path, member: str, place: Place) -> bytes:
    try:
        with zipfile.ZipFile(archive) as opened:
            return opened.read(member)
    except KeyError:
        detail = "the file is missing in its zip archive"
        raise InputFault(FILE_MISSING, detail, place=place) from None
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError):
        detail = "its zip archive is damaged or locked with a password"
        raise InputFault(FILE_UNREADABLE, detail, place=place) from None
