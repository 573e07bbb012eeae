"""Compounds of medical words, which no list holds all of: ``coecumpoliep``, ``rectumbiopten``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.lexicon import cue

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIMINUTIVES = ("tjes", "tje", "pjes", "pje", "jes", "je")
_ENDINGS = (*_DIMINUTIVES, "es", "en", "s", "n", "")
_SHORTEST, _LONG = 3, 5
_SHORTEST_WORD = 4


@cache
def _terms() -> frozenset[str]:
    """Medical and everyday words that are no surname and no institution."""
    words = lexicon.words("medical") | lexicon.words("not_names") | cue("study")
    words -= cue("surname_too") | lexicon.surnames() | lexicon.word_names() | cue("institution")
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


@cache
def _long_terms() -> frozenset[str]:
    return frozenset(word for word in _terms() if len(word) >= _LONG)


def _without_link(first: str) -> Iterator[str]:
    """The first part of a compound as it is, and without the letters that join it to the next."""
    yield first
    if first[-1] in "sen":
        yield first[:-1]
    if first.endswith("en"):
        yield first[:-2]


def is_compound(word: str) -> bool:
    """Whether a word (lower case) is put together of medical words, or a small one of its kind.

    Of forty thousand surnames six have this form. Linear in the word's length.
    """
    organs, parts, terms, long_terms = cue("organ"), cue("specimen"), _terms(), _long_terms()
    for ending in _ENDINGS:
        if not word.endswith(ending):
            continue
        body = word[: len(word) - len(ending)]
        if ending in _DIMINUTIVES and (body in terms or body in parts):
            return True
        for at in range(_SHORTEST, len(body) - 2):
            last = body[at:]
            term = last in long_terms
            if (term or last in parts) and any(
                first in organs or (term and first in terms) for first in _without_link(body[:at])
            ):
                return True
    return False
