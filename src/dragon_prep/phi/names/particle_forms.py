"""Persons by particles inside a sentence: ``gebeld, Van Dongen``, ``OK van der Oirschot``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.names.reader import Reading, person, read_name
from dragon_prep.phi.names.surnames import is_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

# "bloeding, Van Dongen belt": no sentence starts behind a comma, a bracket or a small letter.
IN_A_SENTENCE = compiled(r"[a-zà-ÿ,;(/] ?\(?\Z|[:(] ?\Z")
_INNER_PARTICLES = frozenset(("der", "den", "de"))


def by_particles(page: Page) -> Iterator[Detection]:
    """``gebeld, Van Dongen``: a particle with a capital in the middle of a sentence."""
    text, words, starts = page.text, page.words, page.starts
    for index in page.of_kind("particle_capital"):
        start = starts[index]
        if not text[start].isupper():
            # Two particles and a capital, a shortened one or an article and a capital.
            behind = index + 1
            if behind < len(starts) and (
                text[starts[behind]].isupper() or words[behind] in _INNER_PARTICLES
            ):
                yield from _small_particles(page, index)
            continue
        if not IN_A_SENTENCE.search(page.text, max(0, start - 3), start):
            continue
        name = read_name(page, start, sure=True)
        if name is None or not name.particles or is_place(page, name.start):
            continue
        if not is_plain(name.words[0]) and not page.text[name.start : name.end].isupper():
            yield person(name, "name.particle")


def _small_particles(page: Page, index: int) -> Iterator[Detection]:
    """``pt. vd Wal``, ``OK van der Oirschot``: two particles, or a shortened one, and a capital."""
    if not _opens_name(page, index):
        return
    word, behind = page.words[index], page.words[index + 1]
    first = index + 2 if word == "van" else index + 1
    if not page.word(first) or not page.is_capital(first):
        return
    name = read_name(page, page.starts[index], sure=True)
    if name is None or not name.particles:
        return
    # "van de Prostaat" is a sentence.
    if behind == "de" and word != "de" and _means_else(page, name.words[0]):
        return
    if not _is_place_or_term(page, name, page.starts[first]):
        yield person(name, "name.particle")


def _opens_name(page: Page, index: int) -> bool:
    """Whether a particle in lower case, with the word behind it, is more than a preposition."""
    word = page.words[index]
    if word == "van":
        return page.words[index + 1] in _INNER_PARTICLES
    if word == "de":
        return _is_surname_behind(page, index)
    return word in ("vd", "ter")


def _is_surname_behind(page: Page, index: int) -> bool:
    """Whether a listed surname follows a word: ``de Vries``."""
    listed = page.classes[page.words[index + 1]] & W.SURNAME
    return bool(listed) and page.gap_before(index + 1) == " "


def _means_else(page: Page, word: str) -> bool:
    return bool(page.classes[word] & (W.DUTCH | W.TOWN))


def _is_place_or_term(page: Page, name: Reading, first: int) -> bool:
    """Whether what stands behind particles, from a place on, is a town, term, eponym or heading."""
    surname = name.words[0]
    if is_plain(surname) or page.classes[surname] & W.EPONYM:
        return True
    place = is_place(page, name.start) or is_place(page, first)
    return place or page.text[first : name.end].isupper()
