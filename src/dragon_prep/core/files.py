"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import (
    DISK_FULL,
    NO_PERMISSION,
    OUTPUT_BUSY,
    OUTPUT_NOT_A_FILE,
    SYSTEM_REFUSED,
)
from dragon_prep.core.errors import Place, SystemFault, UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2
_HERE = -100  # AT_FDCWD


@contextlib.contextmanager
def system_faults(place: str) -> Iterator[None]:
    """Turns what the operating system refuses into a fault with a remedy.

    Args:
        place: what was being written, in words that hold no id.

    Raises:
        SystemFault: for any OSError inside.
    """
    try:
        yield
    except OSError as error:
        kinds = {
            errno.ENOSPC: DISK_FULL,
            errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: DISK_FULL,
            errno.EACCES: NO_PERMISSION,
            errno.EPERM: NO_PERMISSION,
            errno.EROFS: NO_PERMISSION,
        }
        kind = kinds.get(error.errno or 0, SYSTEM_REFUSED)
        raise SystemFault(kind, place=Place(place)) from None


def absolute(path: Path) -> Path:
    """A path in full, links resolved.

    Raises:
        SystemFault: if the working folder is gone, or links lead in a circle.
    """
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):
        raise SystemFault(
            SYSTEM_REFUSED,
            "a path cannot be resolved: the working folder is gone, or links lead in a circle",
            remedy="Change to a folder that exists, or give paths in full.",
        ) from None


def require_file_or_nothing(path: Path) -> None:
    """Sees to it that a file can be put in a place without destroying anything but a file.

    Raises:
        UsageFault: if a folder, a device or the like stands there.
    """
    if path.exists() and not path.is_file():
        raise UsageFault(OUTPUT_NOT_A_FILE, place=Place(path.name) if path.name else None)


def partial_of(path: Path, own: str = "") -> Path:
    """Where a file grows until it is whole; ``own`` tells those of several writers apart."""
    return path.with_name(f".{path.name}{own}.partial")


def write_atomically(path: Path, data: bytes, *, private: bool = False, alone: bool = True) -> None:
    """Writes a file beside its place, then moves it there.

    Args:
        path: its place.
        data: what it holds.
        private: whether only its owner may read it, from the first byte on.
        alone: whether nobody else writes the same file at the same time.

    Raises:
        UsageFault: if what stands there is not a file.
        OSError: if the system refuses.
    """
    with written_whole(path, private=private, alone=alone) as file:
        file.write(data)


@contextlib.contextmanager
def written_whole(path: Path, *, private: bool = False, alone: bool = True) -> Iterator[BinaryIO]:
    """A file that is written beside its place, and moved there when all of it is.

    Args:
        path: its place.
        private: whether only its owner may read it, from the first byte on.
        alone: whether nobody else writes the same file at the same time. If not, each grows by
            itself, and the last one to be whole stays.

    Raises:
        UsageFault: if what stands there is not a file.
        OSError: if the system refuses.
    """
    require_file_or_nothing(path)
    partial = partial_of(path, "" if alone else f".{secrets.token_hex(8)}")
    try:
        partial.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(partial, flags, 0o600 if private else 0o666), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def state_of(path: Path) -> tuple[int, int]:
    """Size and time of a file: if they are as they were, so is the file.

    Raises:
        OSError: if the system refuses.
    """
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def make_private(folder: Path) -> None:
    """Makes a folder, if need be, that only its owner can look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def flush_tree(folder: Path) -> None:
    """Has the disk hold every file below a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def old_of(folder: Path) -> Path:
    """Where the earlier folder stands while it is being replaced."""
    return folder.with_name(f".{folder.name}.old")


def staging_of(folder: Path) -> Path:
    """Where the new folder grows, beside its place and on the same disk."""
    return folder.with_name(f".{folder.name}.staging")


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps other runs from making the same folder; nothing is left beside it afterwards.

    Raises:
        SystemFault: if another run is making it.
    """
    from filelock import FileLock, Timeout

    path = folder.with_name(f".{folder.name}.lock")
    if path.is_symlink():  # no run makes a link; what it points to must not be opened
        path.unlink(missing_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise SystemFault(OUTPUT_BUSY) from None
    try:
        yield
    finally:
        # Before the release, so that nobody can lock a file that is about to go. Windows cannot
        # remove an open file; there filelock removes it itself.
        if os.name == "posix":
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        lock.release()


def recover(folder: Path) -> None:
    """Ends what a killed run left half done: brings an earlier folder back, removes the rest.

    Raises:
        SystemFault: if what is left cannot be removed.
    """
    old = old_of(folder)
    if old.is_dir() and not old.is_symlink() and not folder.exists():
        old.rename(folder)
    for left in (old, staging_of(folder)):
        if not discard(left):
            raise SystemFault(
                NO_PERMISSION,
                "what an earlier run left there cannot be removed",
                place=Place(left.name),
                remedy="Delete that folder by hand, then run the command again.",
            )


def put_in_place(new: Path, folder: Path) -> None:
    """Moves a finished folder to its place, in one step where the system can.

    Where it cannot, the earlier folder is renamed first, and renamed back if the second step fails;
    :func:`recover` brings it back if the run is killed between the two. An earlier folder that
    cannot be removed does not undo the new one: it is left to :func:`recover`.
    """
    if not folder.exists():
        new.rename(folder)
        return
    if _exchange(new, folder):
        discard(new)
        return
    old = old_of(folder)
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    discard(old)


class Replacement:
    """A folder that grows beside its place; see :func:`replaced_atomically`.

    Attributes:
        staging: where it grows.
    """

    def __init__(self, folder: Path) -> None:
        self.staging = staging_of(folder)
        self._folder = folder
        self._is_in_place = False

    def put_in_place(self) -> None:
        """Moves it to its place, once: what else is to be done can then be done under the lock."""
        if not self._is_in_place:
            put_in_place(self.staging, self._folder)
            self._is_in_place = True


@contextlib.contextmanager
def replaced_atomically(folder: Path, require: Callable[[], None]) -> Iterator[Replacement]:
    """Has a folder grow beside its place, and puts it there when all went well.

    Other runs are kept away, and what a killed run left half done is ended first. Whatever is
    raised inside leaves the place as it was.

    Args:
        folder: to be made, or replaced.
        require: refuses, by raising, to replace what is there.

    Yields:
        What to fill. The staging folder itself is not made.

    Raises:
        SystemFault: if another run is making the folder, or what is left of one cannot be removed.
        OSError: if the system refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        recover(folder)
        require()
        new = Replacement(folder)
        try:
            yield new
            new.put_in_place()
        finally:
            discard(new.staging)


@contextlib.contextmanager
def scratch_folder(folder: Path) -> Iterator[Path]:
    """A private folder for the time of a run; what a killed run left in its place is removed first.

    Raises:
        SystemFault: if another run uses it.
        OSError: if the system refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        discard(folder)
        try:
            make_private(folder)
            yield folder
        finally:
            discard(folder)


def discard(folder: Path) -> bool:
    """Removes a folder and all that is in it, closed folders too; False where it cannot.

    Of a link, the link is removed: what it points to is somebody else's.
    """
    if folder.is_symlink():
        with contextlib.suppress(OSError):
            folder.unlink()
        return not os.path.lexists(folder)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.is_dir():
        _open_up(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return not os.path.lexists(folder)


def _open_up(folder: Path) -> None:
    """Takes write protection away, as far as the system lets us; links are not followed."""
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
    for home, folders, files in os.walk(folder):  # from the top: closed folders open on the way
        # Only Windows looks at the mode of a file that is to be deleted.
        for name in folders if os.name == "posix" else [*folders, *files]:
            path = Path(home, name)
            if not path.is_symlink():
                with contextlib.suppress(OSError):
                    path.chmod(0o700)


def _exchange(a: Path, b: Path) -> bool:
    """Swaps two folders in one step; False where that cannot be done."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE) == 0)
