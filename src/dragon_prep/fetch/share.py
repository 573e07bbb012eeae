"""Exports in a folder: on a share that the system has mounted, or on this machine."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.pull import CONNECTION_LOST, NOT_ALLOWED, NOT_THERE
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.remote import Listing, RemoteFile, chunks_of, stamp

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from dragon_prep.fetch.origin import Origin


class Share:
    """A folder, or a single file, that the system can open."""

    def __init__(self, origin: Origin) -> None:
        self._told = origin.told
        self._root = Path(origin.path)

    def files(self, *, dry: bool) -> Listing:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        del dry  # a listing is all that a dry run needs
        with self._faults():
            if stat.S_ISREG(self._root.stat().st_mode):
                return Listing.of([_described(self._root.name, self._root)], is_single=True)
            found: list[RemoteFile] = []
            links = 0
            for home, folders, names in os.walk(self._root, onerror=_raise):
                links += sum(Path(home, name).is_symlink() for name in folders)
                for name in names:
                    path = Path(home, name)
                    if path.is_symlink():
                        links += 1
                    elif path.is_file():
                        found.append(_described(path.relative_to(self._root).as_posix(), path))
            return Listing.of(found, links=links)

    def look(self, file: RemoteFile) -> RemoteFile:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        with self._faults():
            return _described(file.name, self._path(file))

    def read(self, file: RemoteFile, offset: int) -> Generator[bytes]:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        with self._faults(), self._path(file).open("rb") as opened:
            yield from chunks_of(opened, file, offset)

    def checksums(self, file: RemoteFile) -> tuple[str, ...]:
        """A folder knows none."""
        del file
        return ()

    def _path(self, file: RemoteFile) -> Path:
        return self._root if self._root.is_file() else self._root / file.name

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError):
            raise PullFault(NOT_THERE, place=Place(self._told)) from None
        except PermissionError:
            raise PullFault(NOT_ALLOWED, place=Place(self._told)) from None
        except OSError:
            raise PullFault(CONNECTION_LOST, place=Place(self._told)) from None


def _described(name: str, path: Path) -> RemoteFile:
    found = path.stat()
    return RemoteFile(name, found.st_size, stamp(found.st_mtime), str(found.st_mtime_ns))


def _raise(error: OSError) -> None:
    raise error
