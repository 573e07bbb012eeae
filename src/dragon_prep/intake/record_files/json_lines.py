"""Files of JSON lines as files of records."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.intake.decode import decode
from dragon_prep.intake.record_files.files import FileState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class LinesFile:
    """A file of JSON lines.

    Attributes:
        path: where it is.
    """

    path: Path

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name

    @property
    def paths(self) -> tuple[Path, ...]:
        """The file itself."""
        return (self.path,)

    def survey(self) -> FileState:
        """Its digest, and whether it is UTF-8.

        Raises:
            OSError: if it cannot be read.
        """
        digest, decoder, is_utf8 = hashlib.sha256(), _decoder(), True
        size = 0
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                is_utf8 = is_utf8 and _decodes(decoder, chunk)
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
        return FileState(digest.hexdigest(), size, is_utf8)

    def lines(self, survey: FileState) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers.

        A file that is not UTF-8 is read whole, to tell what it is.

        Raises:
            OSError: if it cannot be read.
        """
        if not survey.is_utf8:
            yield from enumerate(decode(self.path.read_bytes()).split("\n"), start=1)
            return
        with self.path.open(encoding="utf-8", newline="\n") as file:
            for row, line in enumerate(file, start=1):
                yield row, (line.lstrip("\ufeff") if row == 1 else line).removesuffix("\n")


def _decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")()


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True
