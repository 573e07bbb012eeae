"""Fetches a file beside its place, so that a pull that was killed goes on where it was.

Beside the bytes that came stands a small file that says what they are of, and the digest of as many
as the disk is sure to hold. Only those are trusted by the next run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.pull import CHANGED_WHILE_READ, CHECKSUM_DIFFERS, CONNECTION_LOST
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.core.files import make_private, write_atomically
from dragon_prep.fetch.remote import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import BinaryIO

    from dragon_prep.fetch.remote import Remote, RemoteFile

CHECKPOINT = 1 << 22  # bytes after which the disk is made to hold what came
_BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


@dataclass(frozen=True, slots=True, repr=False)
class _State:
    """What a staged file is of, and how much of it is sure to be there."""

    address: str
    name: str
    target: str
    size: int
    modified: str
    version: str
    done: int = 0
    sha256: str = hashlib.sha256().hexdigest()
    is_whole: bool = False

    def is_of(self, other: _State) -> bool:
        """Whether both are of one version of one file."""
        return self._identity == other._identity

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.address, self.name, self.target, self.size, self.modified, self.version


@dataclass(frozen=True, slots=True, repr=False)
class Staged:
    """A file that has come whole.

    Attributes:
        path: where it is until it is put in place.
        sha256: of its bytes.
        resumed: how many bytes an earlier run had fetched.
    """

    path: Path
    sha256: str
    resumed: int


class Staging:
    """The folder that files of one run, and of those that were killed before it, are fetched to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(
        self,
        remote: Remote,
        file: RemoteFile,
        target: str,
        *,
        address: str,
        told: Place,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> Staged:
        """Fetches a file, or what is missing of it.

        Args:
            remote: the place it is at.
            file: which one.
            target: where it will go, as a part of what it is.
            address: of the place.
            told: what faults call the file.
            progress: is told how many bytes are there.

        Returns:
            The file, whole, flushed to disk and compared with the server's checksums.

        Raises:
            PullFault: if the connection is lost, or the file changed or differs from its checksum.
            OSError: if the system refuses to write.
        """
        new = _State(address, file.name, target, file.size, file.modified, file.version)
        path = self._folder / f"{_digest(address, file.name, target)}.part"
        state = self._known(path, new) if file.has_stamp else new
        resumed = state.done
        if not state.is_whole:
            make_private(self._folder)
            chunks = remote.read(file, state.done)
            with _opened(path, state.done) as opened, contextlib.closing(chunks):
                state = self._grow(opened, path, state, chunks, progress)
            self._require_unchanged(path, state, remote.look(file) == file, told)
            for expected in remote.checksums(file):
                self.compare(Staged(path, state.sha256, resumed), expected, told)
            state = _changed(state, is_whole=True)
            self._save(path, state)
        progress(state.done)
        return Staged(path, state.sha256, resumed)

    def compare(self, staged: Staged, expected: str, told: Place) -> None:
        """Sees to it that a file has a checksum; else it is fetched anew the next time.

        Raises:
            PullFault: if it has another.
        """
        name = _BY_LENGTH[len(expected)]
        actual = staged.sha256 if name == "sha256" else digest_of(staged.path, name)
        if actual != expected.lower():
            self._drop(staged.path)
            raise PullFault(CHECKSUM_DIFFERS, place=told)

    def close(self) -> None:
        """Removes the folder and all that is staged in it."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                path.unlink()
            self._folder.rmdir()

    def _grow(
        self,
        opened: BinaryIO,
        path: Path,
        state: _State,
        chunks: Iterable[bytes],
        progress: Callable[[int], None],
    ) -> _State:
        digest = _digest_so_far(path, state.done)
        done = saved = state.done
        try:
            for chunk in chunks:
                opened.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                progress(done)
                if done > state.size:
                    break  # it grows: told by the comparison with the listing
                if done - saved >= CHECKPOINT:
                    state, saved = self._checkpoint(opened, path, state, done, digest), done
        finally:
            # Also when the connection is lost, or the run is stopped: nothing that came is lost.
            state = self._checkpoint(opened, path, state, done, digest)
        return state

    def _checkpoint(
        self, opened: BinaryIO, path: Path, state: _State, done: int, digest: Any
    ) -> _State:
        opened.flush()
        os.fsync(opened.fileno())
        state = _changed(state, done=done, sha256=digest.hexdigest())
        self._save(path, state)
        return state

    def _require_unchanged(self, path: Path, state: _State, is_same: bool, told: Place) -> None:
        if is_same and state.done == state.size:
            return
        if is_same and state.done < state.size:
            raise PullFault(CONNECTION_LOST, "the server ended the file too early", place=told)
        self._drop(path)
        raise PullFault(CHANGED_WHILE_READ, place=told)

    def _known(self, path: Path, new: _State) -> _State:
        """How much of a file an earlier run fetched, if that can be trusted."""
        try:
            found = _State(**json.loads(_note_of(path).read_bytes()))
            if not found.is_of(new) or found.done > min(path.stat().st_size, new.size):
                return new
            return found if _digest_so_far(path, found.done).hexdigest() == found.sha256 else new
        except (OSError, ValueError, TypeError):
            return new

    def _save(self, path: Path, state: _State) -> None:
        note = json.dumps(asdict(state), ensure_ascii=True).encode()
        write_atomically(_note_of(path), note, private=True)

    def _drop(self, path: Path) -> None:
        for each in (_note_of(path), path):
            each.unlink(missing_ok=True)


def digest_of(path: Path, name: str = "sha256") -> str:
    """A digest of a file's bytes.

    Raises:
        OSError: if it cannot be read.
    """
    digest = hashlib.new(name, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _changed(state: _State, **changes: Any) -> _State:
    return _State(**(asdict(state) | changes))


def _note_of(path: Path) -> Path:
    return path.with_suffix(".json")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _digest_so_far(path: Path, length: int) -> Any:
    """The digest of the first bytes of a file, to go on from."""
    digest = hashlib.sha256()
    if length:
        with path.open("rb") as file:
            while length and (chunk := file.read(min(CHUNK, length))):
                digest.update(chunk)
                length -= len(chunk)
    return digest


@contextlib.contextmanager
def _opened(path: Path, done: int) -> Any:
    """A private file, open behind the bytes that are sure to be there."""
    if path.is_symlink():  # none of ours; what it points to must not be cut off
        path.unlink()
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "rb+") as file:
        file.truncate(done)
        file.seek(done)
        yield file
