"""Reads a surname written in lower case where something announces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.detect import lexicon
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.nameparse import (
    Name,
    is_plain,
)

if TYPE_CHECKING:
    from dragon_prep.detect.page import Page


def small_surname(page: Page, position: int, *, alone: bool) -> Name | None:
    """A surname in lower case behind a title or function: ``mw. van der veen-smit``, ``dr jansen``.

    It must be a known name, stand behind a particle, or stand ``alone`` behind a title; and it must
    be no Dutch word unless the title has said that a person follows.
    """
    index = page.index_from(position)
    if index >= len(page.words) or page.starts[index] != position:
        return None
    particles = 0
    while page.word(index + particles) in cue("particle_inside") and particles < 3:
        particles += 1
        if page.text[page.end(index + particles - 1) :][:1] not in (" ", "-"):
            return None
    last = index + particles
    word = page.word(last)
    if len(word) < 3 or page.is_capital(last):
        return None
    if particles and page.gap_before(last).strip(" -"):
        return None
    if is_plain(word) and not (word in lexicon.surnames() or word in cue("surname_too")):
        return None
    known = word in lexicon.known_names() and (alone or word not in lexicon.dutch())
    known = known or word in lexicon.surnames() or word in lexicon.phrases("firstnames")
    known = known or (alone and word in lexicon.word_names())
    unknown = word not in lexicon.dutch() and len(word) > 3
    if not known and not (unknown and (particles or alone)) and particles < 2:
        return None
    while _goes_on(page, last):
        last += 1
    return Name(position, page.end(last), 0, particles, (word,))


def _goes_on(page: Page, index: int) -> bool:
    """Whether the next word in lower case is more of the same name."""
    word, gap = page.word(index + 1), page.text[page.end(index) : page.end(index) + 1]
    if not word or page.starts[index + 1] != page.end(index) + 1:
        return False
    if gap == "-":
        return len(word) > 2 or word in cue("particle_inside")
    behind = page.word(index + 2)
    if word in cue("particle_inside") and (
        behind in cue("particle_inside") or behind not in lexicon.not_names()
    ):
        return bool(behind) and page.gap_before(index + 2) == " "
    if page.word(index) in cue("particle_inside"):
        return gap == " "
    return gap == " " and word in lexicon.strong_names() and not page.is_capital(index + 1)
