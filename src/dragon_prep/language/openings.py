"""Matches of patterns that open with one of a few words, looked for where these stand.

A search of the whole text tries the pattern at nearly every letter; to find a word takes a tenth
of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

_LIKE_OTHERS = ("ı", "İ", "ſ")  # a pattern without case takes these for an i or s


def matches(
    pattern: re.Pattern[str], text: str, low: str, opens: Iterable[str]
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` gives.

    Args:
        pattern: with one of the words opens all that it matches.
        text: the text.
        low: the text in lower case, of the same length.
        opens: the words, in lower case.
    """
    starts: list[int] = []
    for word in opens:
        at = low.find(word)
        while at >= 0:
            starts.append(at)
            at = low.find(word, at + 1)
    if not text.isascii() and any(map(text.__contains__, _LIKE_OTHERS)):
        yield from pattern.finditer(text)
        return
    end = 0
    for start in sorted(starts):
        if start >= end and (match := pattern.match(text, start)) is not None:
            end = match.end()
            yield match
