"""What a text can be cleaned of."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class CleanKind(StrEnum):
    """What was cleaned, as it is counted and told."""

    RTF = "rtf"
    HTML = "html"
    XML = "xml"
    ENTITIES = "entities"
    MOJIBAKE = "mojibake"
    CODE_PAGE = "code page"
    STRAYS = "bytes of another encoding"
    INVISIBLE = "invisible characters"
    BLANKS = "blanks"
    DASHES = "dashes and signs"
    WIDE = "wide characters and digits"
    ACCENTS = "accents apart"
    LINE_ENDS = "line ends in words"
    NO_ASCII = "characters that ASCII drops"


class Change(NamedTuple):
    """``[start, end)`` of a text becomes ``new``."""

    start: int
    end: int
    new: str
    kind: CleanKind

    def __repr__(self) -> str:
        return f"<Change of [{self.start}, {self.end}), {self.kind}>"
