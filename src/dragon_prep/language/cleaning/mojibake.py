"""Text that was written in UTF-8 and read as something else: ``MÃ¼llenders``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.cleaning.kinds import Change, CleanKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# A character of UTF-8 beyond ASCII is read as two or more beyond ASCII, the second of "à" perhaps
# as a blank. Word by word: a text may be half and half.
_SUSPECT = re.compile("[^\x00-\x20]{0,200}[^\x00-\x7f]{2}[^\x00-\x20]{0,200}|(?<![^\\s])Ã (?= |$)")


def changes(text: str) -> Iterator[Change]:
    """The words of a text that are certainly such, as they were written."""
    if text.isascii():
        return
    for match in _SUSPECT.finditer(text):
        new = _fixed(match[0])
        if len(new) < len(match[0]):
            yield _shortest(match.start(), match[0], new)


def _fixed(word: str) -> str:
    import ftfy

    # What stands for a byte that is lost is no certain letter, nor a surrogate half a character.
    if "\ufffd" in word or any("\ud800" <= char <= "\udfff" for char in word):
        return word
    config = ftfy.TextFixerConfig(explain=False, replace_lossy_sequences=False)
    return ftfy.fix_encoding(word, config)


def _shortest(at: int, old: str, new: str) -> Change:
    """The change without what is the same at both ends."""
    most = len(new)
    first = 0
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    end = len(old) - last
    return Change(at + first, at + end, new[first : len(new) - last], CleanKind.MOJIBAKE)
