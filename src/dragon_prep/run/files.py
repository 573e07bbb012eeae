"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING

from dragon_prep.errors import Place, SystemFault
from dragon_prep.run.kinds import DISK_FULL, NO_PERMISSION, SYSTEM_REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file beside its place, then moves it there."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


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


def recover(folder: Path) -> None:
    """Ends what a killed run left half done: brings an earlier folder back, removes the rest."""
    old = old_of(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (old, staging_of(folder)):
        if left.exists():
            shutil.rmtree(left)


def put_in_place(new: Path, folder: Path) -> None:
    """Moves a finished folder to its place, in one step where the system can.

    Where it cannot, the earlier folder is renamed first; :func:`recover` brings it back if the run
    is killed between the two steps.
    """
    old = old_of(folder)
    if not folder.exists():
        new.rename(folder)
        return
    if _exchange(new, folder):
        new.rename(old)
    else:
        folder.rename(old)
        new.rename(folder)
    shutil.rmtree(old)


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
