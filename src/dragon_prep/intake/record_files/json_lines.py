"""Files of JSON lines, and the text of others, as streams."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.decode import decode
from dragon_prep.intake.record_files.files import FileState
from dragon_prep.intake.record_files.one_file import OneFile
from dragon_prep.intake.record_files.streams import PackedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class LinesFile(OneFile):
    """A file of JSON lines; all their members are told, whatever the columns."""

    @property
    def is_packed(self) -> bool:
        """Whether it is packed; raises OSError if it cannot be read."""
        return PackedFile(self.path, self.name).is_packed

    def survey(self) -> FileState:
        """Its digest, and whether it is UTF-8; faults as of :meth:`lines`."""
        return text_state(PackedFile(self.path, self.name))

    def lines(self, state: FileState) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers.

        A file that is not UTF-8 is read whole, to tell what it is.

        Raises:
            InputFault: if it is packed, and damaged.
            OSError: if it cannot be read.
        """
        with text_stream(PackedFile(self.path, self.name), state, newline="\n") as stream:
            for row, line in enumerate(stream, start=1):
                yield row, line.removesuffix("\n")


def text_state(file: PackedFile) -> FileState:
    """Size, digest and encoding of a text.

    Raises:
        InputFault: if it is packed, and damaged.
        OSError: if it cannot be read.
    """
    digest, decoder, is_utf8 = hashlib.sha256(), _decoder(), True
    size = 0
    with file.opened() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return FileState(digest.hexdigest(), size, is_utf8)


@contextlib.contextmanager
def text_stream(file: PackedFile, state: FileState, *, newline: str) -> Iterator[Iterator[str]]:
    """The lines of a text, with their ends and without a byte order mark.

    Args:
        file: whose text.
        state: of the file.
        newline: what ends a line; empty for all that do in csv.

    Raises:
        InputFault: if it is packed, and damaged.
        OSError: if it cannot be read.
    """
    with file.opened() as stream:
        if state.is_utf8:
            lines: Iterator[str] = io.TextIOWrapper(stream, "utf-8", newline=newline)
        else:
            lines = io.StringIO(decode(stream.read()), newline=newline)
        yield _without_mark(lines)


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line if number else line.lstrip("\ufeff")


def _decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")()


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True
