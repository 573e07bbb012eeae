"""What every kind of server is to the rest: files with names, stamps and bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import IO

CHUNK = 1 << 18  # bytes that are asked for at once


@dataclass(frozen=True, slots=True, repr=False)
class RemoteFile:
    """A file as its server has it. Its name may hold an id, so it is told nowhere.

    Attributes:
        name: below the place that was asked for, with slashes.
        size: in bytes.
        modified: the server's time stamp in UTC, as ISO 8601; empty where it has none.
        version: what else tells one version of the file from another, such as an ETag; or empty.
    """

    name: str
    size: int
    modified: str = ""
    version: str = ""

    @property
    def has_stamp(self) -> bool:
        """Whether a change of the file would show without reading it."""
        return bool(self.modified or self.version)


@dataclass(frozen=True, slots=True, repr=False)
class Listing:
    """What a place has.

    Attributes:
        files: in the order of their names.
        links: how many symbolic links there are, which are not followed.
        is_single: whether the address is that of one file.
    """

    files: tuple[RemoteFile, ...]
    links: int = 0
    is_single: bool = False

    @classmethod
    def of(cls, files: list[RemoteFile], *, links: int = 0, is_single: bool = False) -> Listing:
        """Files in the order of their names, whatever order the server has them in."""
        return cls(tuple(sorted(files, key=lambda file: file.name)), links, is_single)


def chunks_of(opened: IO[bytes], file: RemoteFile, offset: int) -> Iterator[bytes]:
    """What an open file has from an offset on, but for what was added since it was listed.

    One byte more than it had tells that it grew; a file that grows all the time has an end so.
    """
    opened.seek(offset)
    left = file.size + 1 - offset
    while left > 0 and (chunk := opened.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk


class Remote(Protocol):
    """A place on a server, logged in to. What goes wrong is raised as a ``PullFault``."""

    def files(self, *, dry: bool) -> Listing:
        """All files of the place; ``dry`` asks for no work that the listing does not need."""

    def look(self, file: RemoteFile) -> RemoteFile:
        """The file as it is now."""

    def read(self, file: RemoteFile, offset: int) -> Generator[bytes]:
        """The bytes of a file from an offset on."""

    def checksums(self, file: RemoteFile) -> tuple[str, ...]:
        """What the server says of the file's bytes: MD5, SHA-1, SHA-256, SHA-512 as hexadecimal."""


def stamp(seconds: float | None) -> str:
    """A time stamp as it is recorded: UTC, to the second."""
    if seconds is None:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
