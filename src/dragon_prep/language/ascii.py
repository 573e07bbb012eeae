"""Transliteration to ASCII, the character set of the benchmark's texts."""

from __future__ import annotations

import re
from functools import lru_cache

from dragon_prep.core.offsets import OffsetMap, substitute

_NOT_PLAIN = re.compile(r"[^\t\n -~]")


def to_ascii(text: str) -> tuple[str, OffsetMap]:
    """Reduces a text to printable ASCII, tabs and line feeds, character by character.

    Other control characters (NUL, BEL, ESC, DEL, a carriage return) become a blank: they would
    reach consoles and readers of the release. What has no likeness in ASCII, such as an emoji or
    a private-use character, goes.

    Returns:
        The new text, and the map from the old to the new.
    """
    found = [(m.start(), m.end(), likeness(m.group())) for m in _NOT_PLAIN.finditer(text)]
    return substitute(text, found) if found else (text, OffsetMap())


@lru_cache(maxsize=4096)
def likeness(character: str) -> str:
    """What a character becomes; empty if nothing in ASCII is like it."""
    if character.isascii():
        return " "
    from unidecode import unidecode_expect_nonascii

    if "\ud800" <= character <= "\udfff":  # half of a surrogate pair: unidecode would warn
        return ""
    return unidecode_expect_nonascii(character)
