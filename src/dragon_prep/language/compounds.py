"""Compounds, which no list holds all of: ``coecumpoliep``, ``accessienummer``."""

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
_SHORTEST_HEAD = 7
_SHORTEST_EPONYM = 5
_NUMBER = "nummer"
_SHORT_NUMBER = "nr"  # as forms and systems write it: "toegangsnr. 123"


@cache
def _terms() -> frozenset[str]:
    """Medical and everyday words that are no surname and no institution."""
    words = lexicon.words("medical") | lexicon.words("not_names") | cue("study")
    words -= cue("surname_too") | lexicon.surnames() | lexicon.word_names() | cue("institution")
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


@cache
def _long_terms() -> frozenset[str]:
    return frozenset(word for word in _terms() if len(word) >= _LONG)


@cache
def _organs_and_terms() -> frozenset[str]:
    return cue("organ") | _terms()


@cache
def _of_the_body() -> frozenset[str]:
    return frozenset(
        word for word in lexicon.words("medical") | cue("organ", "specimen") if len(word) > 2
    )


def _without_link(first: str) -> Iterator[str]:
    """The first part of a compound as it is, and without the letters that join it to the next."""
    yield first
    if first[-1] in "sen":
        yield first[:-1]
    if first.endswith("en"):
        yield first[:-2]


@cache
def _surname_ends() -> frozenset[str]:
    """What a known surname can end in, from the length of a head on."""
    names = lexicon.surnames() | lexicon.word_names() | lexicon.known_surnames()
    return frozenset(name[at:] for name in names for at in range(len(name) - _SHORTEST_HEAD + 1))


def _is_head(last: str) -> bool:
    """Whether a Dutch word closes compounds and no surname: ``nummer``, ``hemorragie``.

    An institution is none: what stands beside a clinic is its name.
    """
    if last == _NUMBER:
        return True
    if len(last) < _SHORTEST_HEAD or last in cue("institution"):
        return False
    return last in lexicon.dutch() and last not in _surname_ends()


def _is_dutch_compound(body: str) -> bool:
    """Whether a Dutch or medical word stands before a head: ``rest`` before ``hemorragie``."""
    if body.endswith(_SHORT_NUMBER):
        body = body.removesuffix(_SHORT_NUMBER) + _NUMBER
    for at in range(_SHORTEST, len(body) - len(_NUMBER) + 1):
        if _is_head(body[at:]) and any(
            first in lexicon.dutch() or first in lexicon.words("medical")
            for first in _without_link(body[:at])
        ):
            return True
    return False


def is_compound(word: str) -> bool:
    """Whether a word (lower case) is put together of medical words, or a small one of its kind.

    So is a Dutch word before one that no known surname ends in. Of forty thousand surnames six have
    the first form; of those that a half of the lists knows and the other does not, 0.04 % have the
    second. A medical word beside any other one is what a report says, too (``ribhaakje``,
    ``cavakalk``; 0.1 % of the surnames), and so is an eponym before one (``hodgkinlymfoom``).
    Linear in the word's length.
    """
    parts, terms = cue("specimen"), _terms()
    for ending in _ENDINGS:
        if not word.endswith(ending):
            continue
        body = word[: len(word) - len(ending)]
        if ending not in _DIMINUTIVES:
            if _is_dutch_compound(body):
                return True
        elif body in terms or body in parts:
            return True
        if _is_medical_compound(body) or is_eponym_compound(body):
            return True
    return _is_of_the_body(word)


def is_medical_compound(word: str) -> bool:
    """Whether a word (lower case) is one of an organ or eponym and a medical word."""
    bodies = (word[: len(word) - len(end)] for end in _ENDINGS if word.endswith(end))
    return any(_is_medical_compound(body) or is_eponym_compound(body) for body in bodies)


def is_eponym_compound(body: str) -> bool:
    """Whether a word (lower case) is an eponym and a medical one: ``hodgkinlymfoom``."""
    return any(
        body[at:] in _long_terms() and body[:at] in lexicon.eponyms()
        for at in range(_SHORTEST_EPONYM, len(body) - _LONG + 1)
    )


def _is_of_the_body(word: str) -> bool:
    """Whether a medical word stands before any other word, or a Dutch word before a long one."""
    if word in lexicon.known_names():
        return False
    words, dutch = _of_the_body(), lexicon.dutch()
    for at in range(_SHORTEST, len(word) - _SHORTEST_WORD + 1):
        last = word[at:]
        is_medical = last in words
        if (not is_medical and last not in dutch) or last in cue("institution"):
            continue
        for first in _without_link(word[:at]):
            if len(first) < _SHORTEST:
                continue
            if first in words or (is_medical and len(last) >= _LONG and first in dutch):
                return True
    return False


def _is_medical_compound(body: str) -> bool:
    """Whether an organ stands before a part of it, or an organ or a term before a long term."""
    parts, long_terms = cue("specimen"), _long_terms()
    for at in range(_SHORTEST, len(body) - 2):
        last = body[at:]
        if last in long_terms:
            firsts = _organs_and_terms()
        elif last in parts:
            firsts = cue("organ")
        else:
            continue
        if any(first in firsts for first in _without_link(body[:at])):
            return True
    return False
