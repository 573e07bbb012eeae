"""Text that was written in UTF-8 and read as something else: ``MÃ¼llenders``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.cleaning.kinds import Change, CleanKind
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

# A character of UTF-8 beyond ASCII is read as two or more beyond ASCII; the first is one of few,
# and the second of "à" is often a blank. Word by word: a text may be half and half.
_FIRST = "[\xc2-\xf4\u221a\xac\u201a\u251c\u252c\u0393\u253c]"
_SUSPECT = re.compile(f"{_FIRST}[^\x00-\x7f]|(?<![^\\s])Ã (?= |$)")
_CAPITAL_INSIDE = re.compile("[a-z][\xc2-\xc5]")
_BLANK = re.compile("[\x00-\x20]")
_LONGEST = 40  # characters of a word on either side


def changes(text: str) -> Iterator[Change]:
    """The words of a text that are certainly such, as they were written."""
    if text.isascii() or _SUSPECT.search(text) is None:
        return
    done = 0
    for match in _SUSPECT.finditer(text):
        if match.start() < done:
            continue
        start = max(done, match.start() - _LONGEST)
        before = [blank.end() for blank in _BLANK.finditer(text, start, match.start())]
        start = before[-1] if before else start
        behind = _BLANK.search(text, match.end(), match.end() + _LONGEST)
        done = behind.start() if behind else min(match.end() + _LONGEST, len(text))
        word = text[start:done]
        new = _fixed(word)
        if len(new) < len(word):
            yield _shortest(start, word, new)


def _fixed(word: str) -> str:
    import ftfy

    # What stands for a byte that is lost is no certain letter, nor a surrogate half a character.
    if "\ufffd" in word or any("\ud800" <= char <= "\udfff" for char in word):
        return word
    config = ftfy.TextFixerConfig(explain=False, replace_lossy_sequences=False)
    fixed = ftfy.fix_encoding(word, config)
    return _as_a_word(word) if fixed == word else fixed


def _as_a_word(word: str) -> str:
    """What ftfy is not sure of, where a capital stands inside a word or a list knows more."""
    try:
        other = word.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return word
    is_certain = _CAPITAL_INSIDE.search(word) or classes[other.strip(".,;:()").lower()]
    return other if is_certain else word


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
