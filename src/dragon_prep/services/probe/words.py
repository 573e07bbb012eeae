"""Words and numbers of a text, where they stand, and what a phrase is."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
PART = "\x1e"  # between the parts of a text; no word holds it


def folded(text: str) -> str:
    """The text in small letters without accents, character for character."""
    if not text.isascii():
        text = "".join(unicodedata.normalize("NFKD", c)[0] for c in text)
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower()[0] for c in text)


def one_text(content: str | Sequence[str]) -> str:
    """A text, or the parts of one with a sign between them that no word holds."""
    return content if isinstance(content, str) else PART.join(content)


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """The words and numbers of a text and where they stand.

    Those of later parts say of which part they are.
    """
    found, part, at = [], 1, 0
    small = folded(text)
    for match in WORD.finditer(small):
        part += small.count(PART, at, match.start())
        at = match.start()
        found.append((match[0] if part == 1 else f"{part}:{match[0]}", match.start(), match.end()))
    return found


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, without where they stand."""
    parts = folded(text).split(PART)
    found = WORD.findall(parts[0])
    for n, part in enumerate(parts[1:], 2):
        found += [f"{n}:{word}" for word in WORD.findall(part)]
    return found
