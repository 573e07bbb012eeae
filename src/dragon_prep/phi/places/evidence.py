"""What stands beside a place and speaks for it: words before and behind, and listed names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.phrases import Phrase, town_index
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


# An unknown name must be this long to be taken for a hospital's.
SHORT_NAME = 4
WORD_BEHIND = re.compile(r"[ \t\xa0\n-]{0,3}([^\W\d_]+)")


def word_behind(page: Page, end: int) -> str:
    """The word behind a place, in lower case; empty if none is near."""
    match = WORD_BEHIND.match(page.low, end)
    return match[1] if match is not None else ""


def phrases_at(
    page: Page, kind: str, index_of: dict[str, tuple[Phrase, ...]]
) -> Iterator[tuple[Phrase, int, int]]:
    """The listed names of a kind, each with where it starts and ends, the longest first."""
    done, text, words, starts = 0, page.text, page.words, page.starts
    hopeless = _capitals_only() if kind == "town" else ()
    for index in page.of_kind(kind):
        if words[index] in hopeless and not text[starts[index]].isupper():
            continue
        for phrase in index_of[words[index]]:
            start = phrase.start_in(page.low, starts[index])
            # One that goes on where a shorter one ended counts as well: the longer one is kept.
            end = start + len(phrase.name)
            if start >= 0 and end > done:
                done = end
                yield phrase, start, end
                break


@cache
def _capitals_only() -> frozenset[str]:
    """Names of towns that are nothing but a word, such as ``een``, unless a capital opens them."""
    return frozenset(
        word
        for word, phrases in town_index().items()
        if all(phrase.name == word and phrase.ambiguous for phrase in phrases)
    )


def cue_before(page: Page, start: int, cues: frozenset[str]) -> bool:
    """Whether one of some words stands right before a place."""
    index = page.index_before(start)
    if index < 0 or page.words[index] not in cues:
        return False
    gap = page.low[page.end(index) : start]
    return len(gap) <= 3 and not gap.strip(" \t\n\xa0:")


def is_generic(word: str) -> bool:
    """Whether a word is none of a hospital's own name: ``algemeen``, ``centraal``."""
    return bool(classes[word] & W.HOSPITAL_GENERIC) or bool(classes[word] & W.NOT_A_NAME)
