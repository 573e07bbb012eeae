"""The words and inner capitals of a text, found fast: by tables over one byte a character.

What Latin-1 cannot spell becomes a byte of its kind, so that places in bytes and text are the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODEC = "latin-1"
_WORD = re.compile(r"[^\W\d_]")


def _table(wanted: str) -> bytes:
    """A byte table that keeps some characters' place: 1 for them, 0 for all others."""
    codes = frozenset(wanted.encode(_CODEC))
    return bytes(code in codes for code in range(256))


_LETTERS = "".join(char for char in map(chr, range(256)) if _WORD.match(char))
_IS_LETTER = _table(_LETTERS)
_BLANKED = bytes(code if is_letter else 0x20 for code, is_letter in enumerate(_IS_LETTER))
# "A" for a capital, "a" for any other letter.
_BY_CASE = bytes(
    0x20 if not is_letter else 0x41 if 0x41 <= code <= 0x5A else 0x61
    for code, is_letter in enumerate(_IS_LETTER)
)
_ANY_LETTER = ord("x")


def _bytes_of(text: str) -> tuple[bytes, bool]:
    """A byte for each character, and whether letters among them stand for others."""
    if text.isascii():
        return text.encode(_CODEC), False
    raw = text.encode(_CODEC, "replace")
    changed: bytearray | None = None
    at = raw.find(b"?")
    while at >= 0:
        if text[at] != "?" and _WORD.match(text[at]):
            changed = bytearray(raw) if changed is None else changed
            changed[at] = _ANY_LETTER
        at = raw.find(b"?", at + 1)
    return (raw, False) if changed is None else (bytes(changed), True)


def words(low: str) -> tuple[list[str], list[int], list[int]]:
    """The runs of letters of a text, where each starts, and where it ends."""
    raw, changed = _bytes_of(low)
    mask = np.frombuffer(b"\0" + raw.translate(_IS_LETTER) + b"\0", np.bool_)
    edges: list[int] = (mask[1:] != mask[:-1]).nonzero()[0].tolist()
    starts, ends = edges[0::2], edges[1::2]
    if changed:
        found = [low[start:end] for start, end in zip(starts, ends, strict=True)]
    else:
        found = raw.translate(_BLANKED).decode(_CODEC).split()
    return found, starts, ends


def inner_capitals(text: str) -> list[int]:
    """Where capitals (A to Z) stand inside a word that is not all capitals, in order.

    These are the first of some capitals behind another letter, as in ``vdB``, and the letter
    behind two capitals or more, as in ``RGer``.
    """
    kinds = _bytes_of(text)[0].translate(_BY_CASE)
    return sorted(
        [at + 1 for at in _places(kinds, b"aA")] + [at + 2 for at in _places(kinds, b"AAa")]
    )


def _places(raw: bytes, pattern: bytes) -> Iterator[int]:
    at = raw.find(pattern)
    while at >= 0:
        yield at
        at = raw.find(pattern, at + 1)
