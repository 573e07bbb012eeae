"""A release as zip files: the same bytes on every machine, and read back without trusting them."""

from __future__ import annotations

import contextlib
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dragon_prep.core.codes.archive import ZIP_UNREADABLE
from dragon_prep.core.errors import Place, VerifyFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WHEN = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell: no clock in outputs
_UNIX = 3
_MODE = stat.S_IFREG | 0o644
_BLOCK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_BYTES = 1 << 36  # of all that a zip holds; far more than any release


def write_zip(path: Path, files: Mapping[str, Path | bytes]) -> None:
    """Writes a zip whose bytes depend on names and contents alone.

    Nothing is compressed: what zlib makes of the same bytes differs from version to version.

    Args:
        path: of the zip; must not be there yet.
        files: by name in the zip, a file or what it holds.
    """
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as out:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system, entry.external_attr = _UNIX, _MODE << 16
            content = files[name]
            data = content.read_bytes() if isinstance(content, Path) else content
            out.writestr(entry, data)


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of a release, which may be given as a zip; unpacked ones are removed again.

    Args:
        path: a folder, or a zip.

    Raises:
        VerifyFault: if it is neither, or a zip that no release is written as: with links, with
            names twice or that lead outside, encrypted or damaged.
    """
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="dragon-prep-") as home:  # closed to others
        root = Path(home) / "release"
        try:
            with zipfile.ZipFile(path) as zipped:
                _require_plain(zipped)
                for entry in zipped.infolist():
                    _unpack(zipped, entry, root)
        # What these say may quote names in the zip.
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
            raise VerifyFault(ZIP_UNREADABLE, place=_place(path)) from None
        except (OSError, ValueError):
            detail = "it is neither a folder nor a zip that can be unpacked"
            raise VerifyFault(ZIP_UNREADABLE, detail, place=_place(path)) from None
        yield root


def _require_plain(zipped: zipfile.ZipFile) -> None:
    entries = zipped.infolist()
    names = {entry.filename.rstrip("/").casefold() for entry in entries}
    if len(names) < len(entries) or not all(map(_is_plain, entries)):
        raise zipfile.BadZipFile
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise zipfile.BadZipFile


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file or a folder, inside, in a form that every system reads alike."""
    name = entry.filename.rstrip("/")
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or inside.as_posix() != name or "\\" in name:
        return False
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG, stat.S_IFDIR) and entry.compress_type in _METHODS


def _unpack(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, root: Path) -> None:
    target = root / entry.filename
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with zipped.open(entry) as source, target.open("xb") as out:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:  # more than it said
                raise zipfile.BadZipFile
            out.write(block)


def _place(path: Path) -> Place:
    return Place(path.name)
