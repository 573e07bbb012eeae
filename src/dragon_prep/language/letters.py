"""Capitals and small letters beyond ASCII, for the patterns of names and places.

``re`` has no class for capitals. The patterns of this package write ``À-Þ`` for the capitals with
an accent and ``à-ÿ`` for the small letters, and :func:`compiled` puts all of Latin there: names
from Poland, Turkey, Croatia or Vietnam (``Ł``, ``Ş``, ``Đ``, ``Ễ``) are names as others are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCKS = (range(0xC0, 0x250), range(0x1E00, 0x1F00))  # Latin-1 to Extended-B, and Additional
_LETTERS = [chr(code) for block in _BLOCKS for code in block]
CAPITALS = "".join(filter(str.isupper, _LETTERS))
SMALL = "".join(filter(str.islower, _LETTERS))
# Letters of their own, which are no letter and a mark.
_NO_MARKS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ı": "i"})


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern in which ``À-Þ`` and ``à-ÿ`` stand for all such letters of Latin.

    Args:
        pattern: with these two inside character classes only.
        flags: of ``re``.
    """
    return re.compile(pattern.replace("À-Þ", CAPITALS).replace("à-ÿ", SMALL), flags)


def each_char(text: str, change: Callable[[str], str]) -> str:
    """A text in lower or upper case, of the same length: what would become two stays as it is."""
    changed = change(text)
    if len(changed) == len(text):
        return changed
    return "".join(new if len(new := change(char)) == 1 else char for char in text)


@lru_cache(maxsize=1 << 14)
def without_accents(word: str) -> str:
    """A word in lower case without accents: ``Hélène`` and ``helene`` are one."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower().translate(_NO_MARKS))
    return "".join(char for char in parts if not unicodedata.combining(char))
