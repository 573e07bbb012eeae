"""The words of a text, and which of them some spans cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.spans import Span

WORD = re.compile(r"\w+")


class Cover:
    """Which characters of a text some spans cover, and under which label."""

    def __init__(self, length: int, spans: Iterable[Span]) -> None:
        self.labels: list[str] = []
        self._codes = bytearray(length)
        for span in spans:
            if span.label not in self.labels:
                self.labels.append(span.label)
            code = self.labels.index(span.label) + 1
            self._codes[span.start : span.end] = bytes([code]) * (span.end - span.start)

    def label(self, start: int, end: int) -> str | None:
        """The label of the first covered character in ``[start, end)``, None if there is none."""
        code = next(filter(None, self._codes[start:end]), 0)
        return self.labels[code - 1] if code else None

    def touches(self, start: int, end: int) -> bool:
        """Whether any character is covered."""
        return any(self._codes[start:end])
