"""Single characters: the invisible ones, blanks, dashes, digits, and letters with their accents.

``language/folding.py`` says what the plain form of a character is. The clean text takes over what a
reader cannot tell from it, or what the ASCII step would write in the same way; letters of other
scripts, quotation marks and the usual dashes are left to it, since they are meant to be seen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language import folding
from dragon_prep.language.ascii import likeness
from dragon_prep.language.cleaning.kinds import Change, CleanKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is typed, and seen as what it is.
_USUAL = frozenset("\u2013\u2014\u2015\u2018\u2019\u201a\u201b\u2026\u2032\xb4")
_NOT_OURS = frozenset({"Cs", "Co", "Cn"})  # half characters, private ones, and none
_TYPESETTERS = frozenset(map(chr, range(0xFB00, 0xFB07)))  # ligatures such as fi


def single(text: str) -> Iterator[Change]:
    """Characters that become another, or nothing."""
    for match in folding.ODD.finditer(text):
        found = _cleaned(match[0])
        if found is not None:
            yield Change(match.start(), match.end(), *found)


def composed(text: str) -> Iterator[Change]:
    """Letters whose accents stand apart."""
    if text.isascii():
        return
    for start, end, new in folding.composed(text):
        yield Change(start, end, new, CleanKind.ACCENTS)


def vanishing(text: str) -> int:
    """How many characters of a text the ASCII step writes as nothing."""
    if text.isascii():
        return 0
    return sum(
        not likeness(match[0]) and not unicodedata.combining(match[0])
        for match in _BEYOND.finditer(text)
    )


_BEYOND = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2010-\u2027]")


@lru_cache(maxsize=1 << 12)
def _cleaned(char: str) -> tuple[str, CleanKind] | None:
    category = unicodedata.category(char)
    if char in _USUAL or category in _NOT_OURS or unicodedata.combining(char):
        return None
    new = folding.plain_character(char)
    kind = _kind(char, new, category)
    return None if kind is None else (new, kind)


def _kind(char: str, new: str, category: str) -> CleanKind | None:
    """What a character is cleaned as; None if it is left as it is."""
    if not new:
        return CleanKind.INVISIBLE
    if new in " \n":
        return CleanKind.BLANKS
    if category == "Nd" or char in _TYPESETTERS or _is_wide(char):
        return CleanKind.WIDE
    if unicodedata.normalize("NFC", char) == new:
        return CleanKind.ACCENTS
    # A control character is no sign in ASCII, but Word's hyphen is one.
    as_ascii = category == "Cc" or likeness(char) == new
    return CleanKind.DASHES if as_ascii and new in folding.SIGNS else None


def _is_wide(char: str) -> bool:
    form = unicodedata.decomposition(char).partition(" ")[0]
    return form in ("<wide>", "<narrow>", "<small>", "<font>", "<vertical>")
