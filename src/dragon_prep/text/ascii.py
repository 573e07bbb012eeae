"""Transliteration to ASCII, the character set of the benchmark's texts."""

from __future__ import annotations

import re
from functools import lru_cache

from dragon_prep.model.offsets import OffsetMap, substitute

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def to_ascii(text: str) -> tuple[str, OffsetMap]:
    """Reduces a text to ASCII, character by character.

    What has no likeness in ASCII, such as an emoji or a private-use character, goes.

    Returns:
        The new text, and the map from the old to the new.
    """
    if text.isascii():
        return text, OffsetMap()
    found = [(m.start(), m.end(), _likeness(m.group())) for m in _NOT_ASCII.finditer(text)]
    return substitute(text, found)


@lru_cache(maxsize=4096)
def _likeness(character: str) -> str:
    from unidecode import unidecode_expect_nonascii

    if "\ud800" <= character <= "\udfff":  # half of a surrogate pair: unidecode would warn
        return ""
    return unidecode_expect_nonascii(character)
