"""The files of what a tool exported: one file, a folder, or an archive with archives in it."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_UNREADABLE
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import system_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST = 1 << 31  # bytes of all members of an archive
_ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_LENGTH = 22  # bytes, without the comment
_ZIP64 = 0xFFFFFFFF
_DEPTH = 2  # an archive for each annotator in the archive of a project
_DAMAGED = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True, repr=False)
class Member:
    """A file of an export.

    Attributes:
        export: the name of what was given.
        parts: its path in it, folders first.
        data: what it holds.
    """

    export: str
    parts: tuple[str, ...]
    data: bytes

    @property
    def stem(self) -> str:
        """Its name without an ending."""
        return self.parts[-1].partition(".")[0]

    @property
    def ending(self) -> str:
        """Its last ending, in small letters, with the dot."""
        _, dot, ending = self.parts[-1].rpartition(".")
        return f"{dot}{ending}".lower() if dot else ""

    def decoded(self, *, with_mark: bool = False) -> str:
        """Its text.

        Args:
            with_mark: whether a byte order mark before it is a part of it.

        Raises:
            InputFault: if it is not UTF-8.
        """
        try:
            return self.data.decode("utf-8" if with_mark else "utf-8-sig")
        except UnicodeDecodeError:
            raise unreadable(self.export, "a file of it is not UTF-8") from None


def unreadable(export: str, detail: str) -> InputFault:
    """Says that an export is not what its format wants."""
    remedy = "ToolExport it from the tool again, and give its format with --format."
    return InputFault(FILE_UNREADABLE, detail, place=Place(export), remedy=remedy)


def members(path: Path) -> Iterator[Member]:
    """The files of an export, in the order of their paths.

    Raises:
        UsageFault: if nothing is there.
        InputFault: if an archive is damaged, or too large.
        SystemFault: if it cannot be read.
    """
    with system_faults(path.name):
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not file.name.startswith("."):
                    parts = (path.name, *file.relative_to(path).parts)
                    yield from _unpacked(path.name, parts, file.read_bytes(), _DEPTH)
        elif path.is_file():
            yield from _unpacked(path.name, (path.name,), path.read_bytes(), _DEPTH)
        else:
            raise UsageFault(RECORDS_INVALID, "there is no such file", place=Place(path.name))


def _unpacked(export: str, parts: tuple[str, ...], data: bytes, depth: int) -> Iterator[Member]:
    if not data.startswith(_ZIP) or not depth:
        yield Member(export, parts, data)
        return
    if not _is_whole(data):
        raise unreadable(export, "an archive of it is cut off")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = sorted((m for m in archive.infolist() if not m.is_dir()), key=_path)
            if sum(member.file_size for member in inside) > _LARGEST:
                raise unreadable(export, "it is larger than 2 GiB")
            for member in inside:
                path = tuple(part for part in _path(member).split("/") if part)
                if not any(part.startswith((".", "__MACOSX")) for part in path):
                    yield from _unpacked(export, (*parts, *path), archive.read(member), depth - 1)
    except _DAMAGED:
        raise unreadable(export, "an archive of it is damaged") from None


def _path(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")


def _is_whole(data: bytes) -> bool:
    """Whether an archive ends as it says: of one that is cut off, one within it would be read."""
    at = data.rfind(_END)
    if at < 0 or at + _END_LENGTH > len(data):
        return False
    size, offset, comment = struct.unpack_from("<IIH", data, at + 12)
    if at + _END_LENGTH + comment != len(data):
        return False
    return _ZIP64 in (size, offset) or offset + size == at
