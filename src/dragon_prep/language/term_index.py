"""Terms to be found in a text: all of them at once, by their longest word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

Meaning = TypeVar("Meaning")
_WORD = re.compile(r"[^\W\d_]+")
_BLANKS = r"\s{1,4}"
_MOST_MORE = 12  # blanks that may stand before a term's longest word beyond those it has itself


class TermIndex(Generic[Meaning]):
    """Terms with what each of them means.

    A term stands in a text where nothing but white space differs, it is no part of a longer word
    or number, and its case fits.

    Args:
        terms: each as ``(term, exact, meaning)``; ``exact`` says that it must have this very case.
    """

    def __init__(self, terms: Iterable[tuple[str, bool, Meaning]]) -> None:
        self._by_word: dict[str, list[tuple[re.Pattern[str], int, Meaning]]] = {}
        self._wordless: list[tuple[str, re.Pattern[str], Meaning]] = []
        for term, exact, meaning in terms:
            term = " ".join(term.split())
            body = _BLANKS.join(re.escape(piece) for piece in term.split(" "))
            pattern = re.compile(rf"(?<![^\W_]){body}(?![^\W_])", 0 if exact else re.IGNORECASE)
            words = list(_WORD.finditer(term))
            if words:
                # The longest word is the rarest.
                key = max(words, key=lambda match: len(match.group()))
                entry = (pattern, key.start(), meaning)
                self._by_word.setdefault(key.group().lower(), []).append(entry)
            else:
                self._wordless.append((term.split(" ")[0], pattern, meaning))

    def __bool__(self) -> bool:
        return bool(self._by_word or self._wordless)

    def find(self, page: Page) -> Iterator[tuple[int, int, Meaning]]:
        """Where terms stand, as start, end and meaning; they may overlap."""
        by_word, text = self._by_word, page.text
        if not by_word.keys().isdisjoint(page.words):
            for index, word in enumerate(page.words):
                for pattern, before, meaning in by_word.get(word, ()):
                    last = page.starts[index] - before
                    for start in range(last, max(-1, last - _MOST_MORE * bool(before) - 1), -1):
                        match = pattern.match(text, start)
                        if match is not None:
                            yield *match.span(), meaning
                            break
        for first, pattern, meaning in self._wordless:
            if first in text:
                for match in pattern.finditer(text):
                    yield *match.span(), meaning
