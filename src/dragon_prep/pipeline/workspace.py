"""The workspace: private working data of builds, beside a release and never inside one."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import WORKSPACE_BUSY, WORKSPACE_NOT_OURS
from dragon_prep.core.errors import SystemFault, UsageFault
from dragon_prep.core.files import (
    absolute,
    discard,
    make_private,
    partial_of,
    scratch_folder,
    system_faults,
    write_atomically,
)
from dragon_prep.core.package import HOME, definitions_home
from dragon_prep.core.sealed import drop_partials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOTE = "PRIVATE.txt"
_LOCK = "in-use.lock"
_WHAT_THIS_IS = """\
This folder is the workspace of dragon-prep. It must not leave the hospital.

It holds de-identified reports next to values from the raw exports, so that the next build goes
faster and a build that was stopped can go on. It can be deleted when no build is running, but for
split-ledger.sealed and profile-ledger.sealed, if they are there: the one alone says on which side
each patient of a benchmark is, the other what release profiles have cost.
"""


def workspace_beside(release: Path) -> Path:
    """Where the workspace of a release is unless the user says otherwise."""
    return release.parent / "dragon-prep-workspace"


def is_workspace(folder: Path) -> bool:
    """Whether a folder is the workspace of some build."""
    return (folder / _NOTE).is_file()


@contextlib.contextmanager
def opened(workspace: Path) -> Iterator[None]:
    """Makes the workspace if need be, and keeps other builds out of it.

    Raises:
        UsageFault: if the folder holds files and is not a workspace.
        SystemFault: if another build is using it, or it cannot be written to.
    """
    from filelock import FileLock, Timeout

    with system_faults("workspace"):
        _require_ours(workspace)
        make_private(workspace)
        write_atomically(workspace / _NOTE, _WHAT_THIS_IS.encode())
        lock = FileLock(workspace / _LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise SystemFault(WORKSPACE_BUSY) from None
    try:
        yield
    finally:
        lock.release()


def in_use(workspace: Path) -> bool:
    """Whether a build is using the workspace.

    Raises:
        OSError: if the system refuses to tell.
    """
    from filelock import FileLock, Timeout

    if not (workspace / _LOCK).is_file():
        return False
    lock = FileLock(workspace / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


@contextlib.contextmanager
def work_folder(workspace: Path | None, kind: str, name: str, beside: Path) -> Iterator[Path]:
    """A private folder for a piece of work, which is gone when that is done.

    In a workspace it stays if the work is stopped or fails, so that a later run goes on with it.

    Args:
        workspace: where; None for beside something, for the time of the run.
        kind: of work.
        name: of the work: the digest of all that it depends on.
        beside: where else.

    Raises:
        UsageFault: if the folder given holds files and is not a workspace.
        SystemFault: if another run uses it.
        OSError: if the system refuses.
    """
    if workspace is None:
        with scratch_folder(beside) as folder:
            yield folder
        return
    workspace = absolute(workspace)
    with opened(workspace):
        folder = _made(workspace, kind, name)
        drop_partials(folder)
        yield folder
        discard(folder)


def shared_folder(workspace: Path, kind: str, name: str) -> Path:
    """A private folder for a piece of work that several processes share; locks nobody out.

    Arguments are those of :func:`work_folder`.

    Raises:
        UsageFault: if the folder given holds files and is not a workspace.
        OSError: if it cannot be written to.
    """
    workspace = absolute(workspace)
    _require_ours(workspace)
    make_private(workspace)
    if not is_workspace(workspace):
        write_atomically(workspace / _NOTE, _WHAT_THIS_IS.encode(), alone=False)
    return _made(workspace, kind, name)


def folder_of_work(workspace: Path, kind: str, name: str) -> Path:
    """Where a piece of work lies in a workspace; arguments as of :func:`work_folder`."""
    return absolute(workspace) / kind / name


def _made(workspace: Path, kind: str, name: str) -> Path:
    folder = folder_of_work(workspace, kind, name)
    make_private(folder.parent)
    make_private(folder)
    return folder


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Has processes of several hosts do something one after another, where the disk keeps locks.

    Where it keeps none they may do it at once: what they write is checked when it is read.

    Args:
        path: of the lock, beside what they write.

    Raises:
        OSError: if the system refuses.
    """
    from filelock import FileLock

    lock = FileLock(path)
    with contextlib.suppress(NotImplementedError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _require_ours(workspace: Path) -> None:
    # A folder of the user's own must neither be closed to others nor filled with working data.
    if not workspace.exists() or is_workspace(workspace):
        return
    # What a run leaves that was killed while it wrote the note, or has just written of it.
    half = partial_of(workspace / _NOTE).name.removesuffix(".partial")
    if not workspace.is_dir() or (
        not all(path.name.startswith(half) for path in workspace.iterdir())
        and not is_workspace(workspace)
    ):
        raise UsageFault(WORKSPACE_NOT_OURS)


@functools.cache
def code_digest() -> str:
    """What the package's own code and data are, so that nothing made by other code is reused."""
    digest = hashlib.sha256()
    for folder in (HOME, definitions_home()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in (".py", ".txt", ".json"):
                digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
