"""Files of the workspace that end in their own checksum, so that damage shows before they are read.

The last 32 bytes are the SHA-256 of all others. It tells damage, not forgery: whoever may write to
the workspace may seal what he likes.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import WORKSPACE_DAMAGED
from dragon_prep.core.errors import SystemFault
from dragon_prep.core.files import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CHUNK = 1 << 20
_SIZE = hashlib.sha256().digest_size


def write_sealed(path: Path, data: bytes, *, private: bool = False, alone: bool = True) -> None:
    """Writes a file and its checksum, whole or not at all.

    Args:
        path: its place.
        data: what it holds.
        private: whether only its owner may read it, from the first byte on.
        alone: whether nobody else writes the same file at the same time.

    Raises:
        UsageFault: if what stands there is not a file.
        OSError: if the system refuses.
    """
    write_sealed_parts(path, (data,), private=private, alone=alone)


def write_sealed_parts(
    path: Path, parts: Iterable[bytes | memoryview], *, private: bool = False, alone: bool = True
) -> None:
    """The same of what comes in parts."""
    digest = hashlib.sha256()
    with written_whole(path, private=private, alone=alone) as file:
        for part in parts:
            digest.update(part)
            file.write(part)
        file.write(digest.digest())


def read_sealed(path: Path) -> bytes:
    """What :func:`write_sealed` wrote.

    Raises:
        SystemFault: if the file is not there, or is damaged.
        OSError: if the system refuses.
    """
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        raise SystemFault(WORKSPACE_DAMAGED) from None
    data = whole[:-_SIZE]
    if hashlib.sha256(data).digest() != whole[-_SIZE:]:
        raise SystemFault(WORKSPACE_DAMAGED)
    return data


def map_sealed(path: Path) -> memoryview:
    """What :func:`write_sealed` wrote, mapped: its pages are shared by all processes that do.

    Raises:
        SystemFault: if the file is not there, or is damaged.
        OSError: if the system refuses.
    """
    try:
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (FileNotFoundError, ValueError):  # of an empty file there is nothing to map
        raise SystemFault(WORKSPACE_DAMAGED) from None
    data = whole[:-_SIZE]
    if hashlib.sha256(data).digest() != whole[-_SIZE:]:
        raise SystemFault(WORKSPACE_DAMAGED)
    return data


def checksum_of(path: Path) -> bytes:
    """The checksum that a file ends in, which is not checked.

    Raises:
        OSError: if the system refuses.
    """
    with path.open("rb") as file:
        file.seek(-_SIZE, os.SEEK_END)
        return file.read()


def is_sealed(path: Path) -> bool:
    """Whether a file is there and undamaged; little of it is in memory at once."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            left = path.stat().st_size - _SIZE
            while left > 0 and (chunk := file.read(min(left, _CHUNK))):
                digest.update(chunk)
                left -= len(chunk)
            return not left and file.read() == digest.digest()
    except FileNotFoundError:
        return False


def drop_damaged(paths: Iterable[Path]) -> int:
    """Removes the files that are damaged, so that they are made again.

    Returns:
        How many there were.
    """
    damaged = [path for path in paths if not is_sealed(path)]
    for path in damaged:
        path.unlink(missing_ok=True)
    return len(damaged)


def drop_partials(folder: Path) -> None:
    """Removes what killed processes left half written in a folder.

    Raises:
        OSError: if the system refuses.
    """
    for path in folder.glob(".*.partial"):
        path.unlink(missing_ok=True)
