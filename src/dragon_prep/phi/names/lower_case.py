"""Reads a surname written in lower case where something announces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.reader import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_SHORTEST = 3


def small_surname(page: Page, position: int, *, alone: bool) -> Reading | None:
    """A surname in lower case behind a title or function: ``mw. van der veen-smit``, ``dr jansen``.

    It must be a known name, stand behind a particle, or stand ``alone`` behind a title; and it must
    be no Dutch word unless the title has said that a person follows.
    """
    index = page.index_from(position)
    if index >= len(page.words) or page.starts[index] != position:
        return None
    particles = 0
    while page.classes[page.word(index + particles)] & W.PARTICLE_INSIDE and particles < 3:
        particles += 1
        if page.text[page.end(index + particles - 1) :][:1] not in (" ", "-"):
            return None
    last = index + particles
    word = page.word(last)
    if len(word) < _SHORTEST or page.is_capital(last):
        return None
    if particles and page.gap_before(last).strip(" -"):
        return None
    if not _may_be_surname(page.classes[word], word, particles, alone=alone):
        return None
    while _goes_on(page, last):
        last += 1
    return Reading(position, page.end(last), 0, particles, (word,))


def _may_be_surname(kinds: int, word: str, particles: int, *, alone: bool) -> bool:
    """Whether a small word is a surname: the more announces it, the less it must look like one.

    Args:
        kinds: its classes.
        word: as it stands.
        particles: how many stand before it; two are part of nothing but a name.
        alone: whether a title stands before it.
    """
    if is_plain(word) and not kinds & (W.SURNAME | W.SURNAME_TOO):
        return False
    if particles > 1 or kinds & (W.SURNAME | W.FIRST_NAME_LISTED):
        return True
    if alone and kinds & (W.KNOWN_NAME | W.NAME_AND_WORD):
        return True
    if kinds & (W.KNOWN_NAME | W.DUTCH):
        return not kinds & W.DUTCH
    return len(word) > _SHORTEST and (alone or particles > 0)


def _goes_on(page: Page, index: int) -> bool:
    """Whether the next word in lower case is more of the same name."""
    word, gap = page.word(index + 1), page.text[page.end(index) : page.end(index) + 1]
    if not word or page.starts[index + 1] != page.end(index) + 1:
        return False
    kinds, behind = page.classes[word], page.word(index + 2)
    if gap == "-":
        return len(word) > 2 or bool(kinds & W.PARTICLE_INSIDE)
    ends = page.classes[behind] & (W.PARTICLE_INSIDE | W.NOT_A_NAME) == W.NOT_A_NAME
    if kinds & W.PARTICLE_INSIDE and not ends:
        return bool(behind) and page.gap_before(index + 2) == " "
    if gap != " ":
        return False
    if page.classes[page.word(index)] & W.PARTICLE_INSIDE:
        return True
    return bool(kinds & W.STRONG_NAME) and not page.is_capital(index + 1)


def lower_pairs(page: Page) -> Iterator[Detection]:
    """``lotte bakker``, ``lotte van der tafel``: first name and surname, both in lower case."""
    for index in page.of_kind("first"):
        if not _is_small_first_name(page, index) or page.gap_before(index + 1) != " ":
            continue
        surname = index + 1
        while page.classes[page.word(surname)] & W.PARTICLE_INSIDE and surname < index + 4:
            surname += 1
        last = page.word(surname)
        known = page.classes[last] & (W.SURNAME | W.NAME_AND_WORD | W.STRONG_NAME)
        if (known or surname > index + 1) and last and not is_plain(last):
            yield found(page.starts[index], page.end(surname), "PERSOON", "name.first_last")


def _is_small_first_name(page: Page, index: int) -> bool:
    """Whether a listed first name in lower case has another word in lower case behind it."""
    word = page.words[index]
    if not page.word(index + 1) or page.is_capital(index) or page.is_capital(index + 1):
        return False
    own = page.classes[word]
    return bool(own & W.FIRST_NAME_LISTED) and not own & W.DUTCH and not is_plain(word)
