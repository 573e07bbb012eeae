"""Known names where they stand in a text, with all that belongs to them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.letters import without_accents
from dragon_prep.language.word_kinds import THING, gives_away, is_common
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names import particles, tokens
from dragon_prep.phi.names.known import (
    TYPO_LENGTH,
    KnownNames,
    is_near,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_LETTER_BEFORE = re.compile(r"(?<![^\W_])[A-Za-z]['’]\Z")  # O'Brien, d'Angelo
_BETWEEN = re.compile(r"[ \t\xa0]{0,2}(?:[-,'’–]|\n)?[ \t\xa0]{0,2}\Z")
_MOST_PARTS = 8


def find_names(page: Page, names: KnownNames) -> Iterator[Detection]:
    """The known names in a text, with the initials, first names and particles that belong to them.

    Linear in the text's length.
    """
    own = names.surnames | names.given
    small, ends = _units(page)
    done = -1
    for index, word in enumerate(small):
        if index <= done or not word:
            continue
        near = word not in own
        if near and not _is_typo(word, names):
            yield from _code(page, index, names)
            continue
        first, last = index, _last_part(page, small, ends, index, names, own)
        start = page.starts[first]
        if small[first] not in names.given:
            start = _with_particles(page, start, first, small, names)
        start, end = _with_initials(page, start, ends[last], names)
        is_sure = near or _means_a_person(page, small, first, last, names)
        if is_sure or _is_person_here(page, small, first, last, start, end, names):
            done = last
            rule = "known.near" if near and first == last else "known.name"
            yield found(start, end, "PERSOON", rule)


def names_apart(page: Page, names: KnownNames) -> Iterator[Detection]:
    """The known names in a label or class, which is no sentence: nothing announces a person there.

    A name that the lists have as another word, too, counts only where nothing else stands there.
    """
    small, ends = _units(page)
    own = names.surnames | names.given
    beside = names.particles | names.initials
    is_all = all(word in own or word in beside for word in small if word)
    for start, end, word in zip(page.starts, ends, small, strict=True):
        if word in own and (is_all or not classes[word] & (THING | W.NOT_A_NAME)):
            yield found(start, end, "PERSOON", "known.name")


def _code(page: Page, index: int, names: KnownNames) -> Iterator[Detection]:
    """A word that is a known staff code, letter for letter."""
    if page.text[page.starts[index] : page.end(index)] in names.codes:
        yield found(page.starts[index], page.end(index), "PERSOONAFKORTING", "known.code")


def _means_a_person(page: Page, small: list[str], first: int, last: int, names: KnownNames) -> bool:
    """Whether one of the names from a word to another is nothing but a name as it stands.

    Two words that are words alone are one surname by the hyphen between them.
    """
    own = names.surnames | names.given
    for at in range(first, last + 1):
        if small[at] in own and gives_away(small[at], capital=page.is_capital(at)):
            return True
    return any(
        {small[at], small[at + 1]} <= names.surnames
        and page.text[page.end(at) : page.starts[at + 1]] == "-"
        for at in range(first, last)
    )


def _units(page: Page) -> tuple[list[str], list[int]]:
    """Folded words and their ends; a word in pieces, by accents of their own, stands at its first.

    The other pieces are empty.
    """
    ends = [start + len(word) for start, word in zip(page.starts, page.words, strict=True)]
    if page.low.isascii():
        return page.words, ends
    small = [without_accents(word) for word in page.words]
    whole = 0
    for index in range(1, len(small)):
        gap = page.low[ends[index - 1] : page.starts[index]]
        if gap and not gap.isascii() and all(map(unicodedata.combining, gap)):
            small[whole] += small[index]
            small[index] = ""
            ends[whole] = ends[index]
        else:
            whole = index
    return small, ends


def _is_typo(word: str, names: KnownNames) -> bool:
    """Whether a long word is a known name with one slip and nothing else that is known."""
    if len(word) < TYPO_LENGTH - 1:
        return False
    near = names.near.get(word[:2], ()) + names.near.get("-" + word[-2:], ())
    if not any(is_near(word, known) for known in near):
        return False
    return not is_common(word) and not classes[word] & W.FIRST_NAME


def _last_part(
    page: Page,
    small: list[str],
    ends: list[int],
    index: int,
    names: KnownNames,
    own: frozenset[str],
) -> int:
    """The last of the words behind one that are parts of the name too."""
    last = left = index
    for at in range(index + 1, min(index + _MOST_PARTS, len(small))):
        if not small[at]:
            continue
        if _BETWEEN.fullmatch(page.low, ends[left], page.starts[at]) is None:
            break
        if small[at] in own and small[at] not in small[index:at]:
            last = at
        elif small[at] not in names.particles:
            break
        left = at
    return last


def _with_initials(page: Page, start: int, end: int, names: KnownNames) -> tuple[int, int]:
    text = page.text
    before = tokens.DOTTED_BEFORE.search(text, max(0, start - 24), start)
    if before is not None:
        return before.start(), end
    behind = tokens.DOTTED_BEHIND.match(text, end, end + 28)
    if behind is not None:
        return start, behind.start(1) + len(behind[1].rstrip())
    # In small letters or without dots they may be an abbreviation: only their own letters count.
    dotted = tokens.SMALL_BEFORE.search(text, max(0, start - 16), start)
    if dotted is not None and names.initials.issuperset(tokens.LETTERS.findall(dotted.group())):
        return dotted.start(), end
    bare = tokens.BARE_BEFORE.search(text, max(0, start - 7), start)
    if bare is not None and names.initials.issuperset(bare[1].lower()):
        return bare.start(), end
    bare = tokens.KNOWN_BARE_BEHIND.match(text, end, end + 9)
    if bare is not None and names.initials.issuperset(bare[1].lower()):
        return start, bare.end()
    return start, end


def _with_particles(page: Page, start: int, first: int, small: list[str], names: KnownNames) -> int:
    """Takes in the particles right before a surname, as far as the name has such."""
    at = first
    while (
        at > 0
        and first - at < 4
        and small[at - 1] in names.particles
        and page.gap_before(at) in (" ", "\n", "'", "’", "' ")
    ):
        at -= 1
    if at < first:
        start = page.starts[at]
        return start - 1 if page.text[start - 1 : start] in ("'", "’") else start
    letter = _LETTER_BEFORE.search(page.text, max(0, start - 3), start)
    if letter is not None:
        return letter.start()
    if names.particles:
        short = particles.SHORTENED_BEFORE.search(page.text, max(0, start - 8), start)
        if short is not None:
            return short.start()
    return start


def _is_person_here(
    page: Page,
    small: list[str],
    first: int,
    last: int,
    start: int,
    end: int,
    names: KnownNames,
) -> bool:
    """Whether a name that is also a word stands for the person: by initial, title or first name."""
    around = page.low[start : page.starts[first]] + page.low[page.end(last) : end]
    letters = {word[0] for word in tokens.LETTERS.findall(around)}
    if letters & names.initials and len(small[last]) > 1:
        return True
    if not (page.is_capital(last) and page.is_capital(first)):
        return False
    if _is_announced(page, start):
        return True
    words = set(small[first : last + 1])
    if not words & names.surnames:
        return False
    if last > first and words & names.given:
        return True
    # "gezien: mw. de Bos", "de Vries": its own particles in small letters before a capital
    return start < page.starts[first] and bool(names.particles)


def _is_announced(page: Page, start: int) -> bool:
    """Whether a title or the word of a line for names stands right before a place."""
    before = page.index_before(start)
    gap = page.text[page.end(before) : start] if before >= 0 else ""
    if gap.strip(" .,:\xa0"):
        return False
    word = page.word(before)
    return word in lexicon.titles() or bool(page.classes[word] & W.NAME_LINE)
