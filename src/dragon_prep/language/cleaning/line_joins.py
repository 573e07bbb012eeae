"""Words cut by a line end: hyphenated ones, and those of lines of a fixed width.

Both parts of ``Tjep-`` / ``kema`` are no words, and together they are a name: whatever is more
likely by the word table is taken. In ``hart-`` / ``en vaatziekten`` both parts are words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.cleaning.kinds import Change, CleanKind
from dragon_prep.language.compounds import is_compound
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTER = r"[^\W\d_]"
# From the line end on, which are few; the part before it is looked up from there.
_HYPHENATED = re.compile(rf"-[ \t]*\n[ \t]*(?=({_LETTER}{{2,40}}))")
_BEGINNING = re.compile(rf"{_LETTER}{{1,40}}")
_BEFORE = re.compile(rf"(?<!\w){_LETTER}{{1,40}}\Z")
_LONGEST = 41
# Numbers with hyphens: of dates, telephones, post codes.
_NUMBER = re.compile(r"(?<=[0-9]-)\n(?=[0-9])|(?<=[0-9])\n(?=-[0-9])")
_IN_NUMBER = re.compile(r"(?<=[0-9])\n(?=[0-9])")
_NARROWEST = 40  # characters of a line of fixed width
_FEWEST = 3  # lines that are cut at it
_MOSTLY = 0.8  # of the long lines end at it
_RAGGED = 15  # lines that are so much shorter are ends of paragraphs
_LONG = 5
# Behind a hyphen these join two words, one of which is cut short: hart- en vaatziekten.
_JOINS = frozenset({"en", "of", "tot", "als", "dan", "en/of", "resp", "cq", "noch"})


def changes(text: str) -> Iterator[Change]:
    """The line ends of a text that stand inside words, with the hyphens before them."""
    if "\n" not in text:
        return
    found = {*_hyphenated(text), *_cut(text)}
    yield from sorted(found)


def _hyphenated(text: str) -> Iterator[Change]:
    # Most texts have no hyphen beside a line end, which is quickly seen.
    behind, before = "-\n" in text, "\n-" in text
    if behind or ("-" in text and (" \n" in text or "\t\n" in text)):
        for match in _HYPHENATED.finditer(text):
            left = _word_before(text, match.start())
            if len(left) > 1 and _is_one_word(left, match[1]):
                yield _gone(*match.span())
    if behind or before:
        for match in _NUMBER.finditer(text):
            yield _gone(*match.span())


def _word_before(text: str, at: int) -> str:
    """The word that ends at a place; empty if none does."""
    if not text[at - 1 : at].isalnum():  # most line ends follow a full stop or a colon
        return ""
    match = _BEFORE.search(text[max(at - _LONGEST, 0) : at])
    return match[0] if match else ""


def _cut(text: str) -> Iterator[Change]:
    cuts = [*_beside_letters(text)]
    if not cuts:
        return
    width = _fixed_width(text)
    ends = _ends_at(text, width) if width else frozenset()
    if not any(at in ends and _is_known_together(left, right) for at, left, right in cuts):
        ends = frozenset()  # lines of a table, perhaps
    for at, left, right in cuts:
        joins = _is_one_word if at in ends else _is_known_together
        if joins(left, right):
            yield _gone(at, at + 1)
    for match in _IN_NUMBER.finditer(text) if ends else ():
        if match.start() in ends:
            yield _gone(*match.span())


def _beside_letters(text: str) -> Iterator[tuple[int, str, str]]:
    """The line ends between two letters, with the words before and behind."""
    at = text.find("\n", 1)
    while at > 0:
        if text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum():
            left, right = _word_before(text, at), _BEGINNING.match(text, at + 1)
            if left and right:
                yield at, left, right[0]
        at = text.find("\n", at + 1)


def _gone(start: int, end: int) -> Change:
    return Change(start, end, "", CleanKind.LINE_ENDS)


def _fixed_width(text: str) -> int:
    """The width at which lines are cut, whatever stands there; 0 if they are not."""
    lengths = [len(line) for line in text.split("\n")[:-1]]
    width = max(lengths, default=0)
    if width < _NARROWEST:
        return 0
    cut = lengths.count(width)
    long = sum(length > width - _RAGGED for length in lengths)
    return width if cut >= _FEWEST and cut >= _MOSTLY * long else 0


def _ends_at(text: str, width: int) -> frozenset[int]:
    ends: set[int] = set()
    at = 0
    for line in text.split("\n")[:-1]:
        at += len(line)
        if len(line) == width:
            ends.add(at)
        at += 1
    return frozenset(ends)


@lru_cache(maxsize=1 << 12)
def _is_one_word(left: str, right: str) -> bool:
    """Whether two parts are more likely one word than two."""
    if not _in_one_case(left, right):
        return False
    if right in _JOINS:
        return not _is_known(left.lower())
    whole = (left + right).lower()
    if left.isupper():  # abbreviations, mostly
        return bool(classes[whole])
    return _is_known(whole) or not (_is_known(left.lower()) and _is_known(right.lower()))


@lru_cache(maxsize=1 << 12)
def _is_known_together(left: str, right: str) -> bool:
    """Whether two parts without a hyphen are a word together, and one of them is none alone."""
    if len(left) < 2 or len(right) < 2 or not _in_one_case(left, right):
        return False
    if classes[left.lower()] and classes[right.lower()]:
        return False
    return bool(classes[(left + right).lower()])


def _in_one_case(left: str, right: str) -> bool:
    if left.isupper():
        return right.isupper() or len(left) == 1
    return right.islower()


def _is_known(word: str) -> bool:
    return bool(classes[word]) or (len(word) > _LONG and is_compound(word))
