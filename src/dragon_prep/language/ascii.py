"""Transliteration to ASCII, the character set of the benchmark's texts."""

from __future__ import annotations

import re
from functools import lru_cache

from dragon_prep.core.offsets import OffsetMap, substitute
from dragon_prep.language.signs import SIGNS, SUPERSCRIPT, SUPERSCRIPT_DIGIT, superscript

# One character, or a superscript: looked for by its first character alone, which is quick.
_NOT_PLAIN = re.compile(
    rf"[^\t\n -~](?:(?<={SUPERSCRIPT_DIGIT}|[\u207a\u207b]){SUPERSCRIPT_DIGIT}+)?"
)


def to_ascii(text: str) -> tuple[str, OffsetMap]:
    """Reduces a text to printable ASCII, tabs and line feeds, character by character.

    Clinical signs become words for them (``language/signs.py``), the rest what Unidecode says.

    Other control characters (NUL, BEL, ESC, DEL, a carriage return) become a blank: they would
    reach consoles and readers of the release. What has no likeness in ASCII, such as an emoji or
    a private-use character, goes.

    Returns:
        The new text, and the map from the old to the new.
    """
    found = [(m.start(), m.end(), _written(m)) for m in _NOT_PLAIN.finditer(text)]
    return substitute(text, found) if found else (text, OffsetMap())


def _written(match: re.Match[str]) -> str:
    if SUPERSCRIPT.match(match.string, match.start()):
        return superscript(match[0])
    return "".join(map(likeness, match[0]))


@lru_cache(maxsize=4096)
def likeness(character: str) -> str:
    """What a character becomes; empty if nothing in ASCII is like it."""
    if character.isascii():
        return " "
    if character in SIGNS:
        return SIGNS[character]
    from unidecode import unidecode_expect_nonascii

    if "\ud800" <= character <= "\udfff":  # half of a surrogate pair: unidecode would warn
        return ""
    return unidecode_expect_nonascii(character)
