"""The bytes of a file of records, unpacked as they are read if it is packed with gzip or zstd."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
PACKED = (".gz", ".zst")


@dataclass(frozen=True, slots=True, repr=False)
class PackedFile:
    """A file that may be packed: its first bytes tell, not its name.

    Attributes:
        path: where it is.
        name: what messages call it.
    """

    path: Path
    name: str

    @contextlib.contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """What it holds, as a stream.

        Raises:
            InputFault: if it is packed, and damaged.
            OSError: if it cannot be read.
        """
        with self.path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head.startswith(_GZIP):
                with self._told(), gzip.open(file) as stream:
                    yield stream  # type: ignore[misc]
            elif head == _ZSTD:
                import pyarrow as pa

                with self._told(pa.ArrowException), pa.CompressedInputStream(file, "zstd") as inner:
                    yield inner
            else:
                yield file

    @property
    def is_packed(self) -> bool:
        """Whether it is packed; raises OSError if it cannot be read."""
        with self.path.open("rb") as file:
            return file.read(4).startswith((_GZIP, _ZSTD))

    def head(self, size: int) -> bytes:
        """The first bytes of what it holds.

        Raises:
            InputFault: if it is packed, and damaged.
            OSError: if it cannot be read.
        """
        with self.opened() as stream:
            return stream.read(size)

    @contextlib.contextmanager
    def _told(self, *more: type[Exception]) -> Iterator[None]:
        """Tells damage of what is packed; what the system refuses is no damage."""
        kinds: tuple[type[Exception], ...] = (gzip.BadGzipFile, zlib.error, EOFError, *more)
        try:
            yield
        except kinds:
            raise self._damaged() from None
        except OSError as error:
            if error.errno is not None:
                raise
            raise self._damaged() from None

    def _damaged(self) -> InputFault:
        return InputFault(
            FILE_UNREADABLE, "what is packed in it is damaged", place=Place(self.name)
        )
