"""Text in the code page of DOS or the old Mac that was read as Windows': ``pati‰nt``.

Which it is, words tell: one that the word table knows in one reading and in no other. Where no word
tells, nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.cleaning.kinds import Change, CleanKind
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WINDOWS = "cp1252"
OTHERS = ("cp850", "mac_roman")
# What the accents of Dutch in DOS and on the Mac are in cp1252, but for what stands between letters
# in good Dutch (foto’s, zo’n) or is a letter there.
_SIGNS = "‚ƒ„…†‡ˆ‰‹•–—˜™›¡¢£¤¥§¨©ª«¬®¯°±²³´¶·¸¹º»¼½¾¿“”‘’ŠŒŽšœžŸ"
_LETTER = f"[^\\W\\d_{_SIGNS}]"
_BYTE = "\udc80-\udcff"


def _words_with(signs: str) -> re.Pattern[str]:
    """Words in which one of some signs stands."""
    return re.compile(f"(?<![^\\W\\d_]){_LETTER}*[{signs}](?:[^\\W\\d_]|[{signs}])*")


_WORD = _words_with(_SIGNS)
_STRAY = _words_with(_BYTE)
_FOREIGN = _words_with(f"\xc0-\u02dc{_SIGNS}{_BYTE}")
# Signs that stand inside no word of any language, and the letters that Dutch words have there.
_NO_SIGN = re.compile("(?<=[a-z])[‰‹ˆ‡†](?=[a-z])")
_DUTCH = re.compile("[A-Za-zëïéèêöüç]+")
_SIGN_BESIDE = re.compile(f"[{_SIGNS}](?:(?<=[A-Za-z].)|(?=[A-Za-z]))")
_LETTERS_BESIDE = re.compile("[A-Za-z]")
_MOST_WORDS = 2000  # of a file, which is enough to tell


def changes(text: str) -> Iterator[Change]:
    """The letters of a text that were read in the wrong code page, if its words say which."""
    if text.isascii() or _SIGN_BESIDE.search(text) is None:
        return
    found = [match for match in _WORD.finditer(text) if _LETTERS_BESIDE.search(match[0])]
    page = told({match[0] for match in found}) if found else None
    if page not in OTHERS:
        return
    for match in found:
        new = reread(match[0], page)
        if new.isalpha() and match[0].lower() not in classes:
            for at, (old, letter) in enumerate(zip(match[0], new, strict=True), match.start()):
                if old != letter:
                    yield Change(at, at + 1, letter, CleanKind.CODE_PAGE)


def told(words: Iterable[str]) -> str | None:
    """The code page that words are in; None if none tells.

    Args:
        words: as read in cp1252, or with lone surrogates for bytes, each with at least one
            character beyond ASCII.
    """
    votes: Counter[str] = Counter()
    for word in sorted(words)[:_MOST_WORDS]:
        readings = {page: reread(word, page) for page in (WINDOWS, *OTHERS)}
        known = [page for page, read in readings.items() if _is_word(read)]
        if not known and _NO_SIGN.search(word):
            known = [page for page, read in readings.items() if _DUTCH.fullmatch(read)]
        if len(known) == 1:
            votes[known[0]] += 1
    best = max((WINDOWS, *OTHERS), key=lambda page: votes[page])
    others = (votes[page] for page in (WINDOWS, *OTHERS) if page != best)
    return best if votes[best] > max(others) else None


def code_page_of(text: str) -> str:
    """The code page of a whole file, as its words tell; cp1252 if none does.

    Args:
        text: of the file, read as cp1252, with lone surrogates for bytes that mean nothing there.
    """
    return told(_words(text)) or WINDOWS


def with_strays_read(text: str) -> tuple[str, int]:
    """Reads the bytes of another encoding in a file of UTF-8, if its words tell which it is.

    Args:
        text: of the file, with lone surrogates for bytes that are no UTF-8.

    Returns:
        The text, and how many bytes were read. Those that no letter comes of stay as they are.
    """
    words = {match[0] for match in _STRAY.finditer(text)}
    page = told(words)
    if page is None:
        return text, 0
    read = 0

    def in_page(match: re.Match[str]) -> str:
        nonlocal read
        new = reread(match[0], page)
        if not new.isalpha():
            return match[0]
        read += sum(old != letter for old, letter in zip(match[0], new, strict=True))
        return new

    return _STRAY.sub(in_page, text), read


def _words(text: str) -> set[str]:
    found = (match[0] for match in _FOREIGN.finditer(text))
    return {word for word in found if _LETTERS_BESIDE.search(word)}


@lru_cache(maxsize=1 << 12)
def reread(word: str, page: str) -> str:
    """A word read as cp1252 in another code page; empty if it cannot be."""
    parts: list[str] = []
    try:
        for char in word:
            is_byte = "\udc80" <= char <= "\udcff"
            if is_byte or (char > "\x7f" and page != WINDOWS):
                char = char.encode(WINDOWS, errors="surrogateescape").decode(page)
            parts.append(char)
    except UnicodeError:
        return ""
    return "".join(parts)


def _is_word(word: str) -> bool:
    lower = word.lower()
    return len(lower) > 2 and not lower.isascii() and lower.isalpha() and bool(classes[lower])
