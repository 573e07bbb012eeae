"""Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, cp1252, cp850, Mac."""

from __future__ import annotations

import codecs
import re
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
_WIDE = (
    ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "utf-32"),  # first: its mark begins as UTF-16's
    ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"),
)
_NOT_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")


def decode(data: bytes) -> str:
    """Text of an export, whatever a hospital's programs made of it.

    A file with more stray bytes than well-formed characters beyond ASCII is taken for cp1252, or
    for cp850 or Mac Roman if its words tell so. Else it is UTF-8, or what its byte order mark says.
    A byte that is not is read in the code page that words tell, if they do, or stays visible as a
    lone surrogate: see :func:`is_damaged`.

    Raises:
        UnicodeError: if a file of two or four bytes a character ends in the middle of one.
    """
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


def read_text(root: Path, path: str) -> str:
    """The text of a raw file, see :func:`decode` and :func:`read_bytes`.

    Raises:
        InputFault: if there is no such file, or it is not a text file.
        SystemFault: if it may not be read.
    """
    data = read_bytes(root, path)
    wide = any(data.startswith(marks) for marks, _ in _WIDE)
    try:
        if b"\x00" in data and not wide:
            raise UnicodeError
        return decode(data)
    except UnicodeError:
        raise InputFault(FILE_UNREADABLE, "it is not a text file", place=Place(path)) from None


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of a raw file.

    Args:
        root: the source folder.
        path: relative to it, with forward slashes.

    Raises:
        InputFault: if there is no such file, with the nearest name that is there.
        SystemFault: if it may not be read.
    """
    file = root.joinpath(*path.split("/"))
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
