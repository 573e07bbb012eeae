"""What was found once in a report, found again in it where nothing announces it.

Surnames with a capital, and numbers. A word that means something else is found again only where it
cannot open a sentence; a first name, town or eponym not at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.language.letters import without_accents
from dragon_prep.language.word_kinds import is_common, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

_SHORTEST_NAME = 4
_SHORTEST_SMALL = 5
_SHORTEST_NUMBER = 5
_FEW = 8
_NUMBERS = frozenset(
    {
        PhiCategory.TELEFOONNUMMER,
        PhiCategory.PATIENTNUMMER,
        PhiCategory.ZNUMMER,
        PhiCategory.BSN,
        PhiCategory.IBAN,
        PhiCategory.RAPPORT_ID,
        PhiCategory.PHINUMMER,
    }
)
_DIGITS = re.compile(r"[0-9]+")
_OPENS_SENTENCE = re.compile(r"(?:\A|[.!?:\n]\s{0,3}|[-•*] )\Z")


@cache
def _is_number(label: str) -> bool:
    return category_of(label) in _NUMBERS


# By its first digits, then by where these stand in it and how long it is: a number and its labels.
# So a report with a thousand numbers such as "T24-81762" compares each with one other.
_Numbers = dict[str, dict[tuple[int, int], dict[str, list[str]]]]


def _numbers_of(page: Page, hits: Iterable[Detection]) -> _Numbers:
    numbers: _Numbers = {}
    for hit in hits:
        span = hit.span
        if span.end - span.start < _SHORTEST_NUMBER or not _is_number(span.label):
            continue
        mention = page.text[span.start : span.end]
        digits = _DIGITS.search(mention)
        if digits is not None:
            shape = digits.start(), len(mention)
            same = numbers.setdefault(digits.group(), {}).setdefault(shape, {})
            labels = same.setdefault(mention, [])
            if span.label not in labels:
                labels.append(span.label)
    return numbers


def numbers_again(page: Page, hits: Iterable[Detection]) -> Iterator[Detection]:
    """Further places of the numbers found in a report."""
    numbers = _numbers_of(page, hits)
    # Most numbers stand once, and few are soon counted.
    if len(numbers) <= _FEW and all(page.text.count(digits) == 1 for digits in numbers):
        return
    for start, end in page.numbers:
        for (offset, length), mentions in numbers.get(page.text[start:end], {}).items():
            first, last = start - offset, start - offset + length
            labels_here = mentions.get(page.text[first:last]) if first >= 0 else None
            if labels_here is None:
                continue
            before, behind = page.text[max(0, first - 1) : first], page.text[last : last + 1]
            if not before.isalnum() and not behind.isalnum():
                for label in labels_here:
                    yield found(first, last, label, "again.number")


def names_again(page: Page, hits: Iterable[Detection]) -> Iterator[Detection]:
    """Further places of the surnames found in a report."""
    surnames: set[str] = set()
    covered: set[int] = set()
    for hit in hits:
        if hit.span.label != "PERSOON":
            continue
        for index in range(page.index_from(hit.span.start), page.index_from(hit.span.end)):
            covered.add(index)
            word = page.words[index]
            if len(word) >= _SHORTEST_NAME and page.is_capital(index):
                surnames.add(word)
    yield from _with_particles_again(page, surnames, covered)
    surnames = {word for word in surnames if _tells(word)}
    # "Çelik" is "celik" to who is in a hurry.
    bare = {without_accents(word) for word in surnames if not word.isascii()} - surnames
    # Most names stand once, and few are soon counted.
    again = any(page.low.count(word) > 1 for word in surnames) or any(w in page.low for w in bare)
    if len(surnames) > _FEW or again:
        surnames |= bare
        for index in [at for at, word in enumerate(page.words) if word in surnames]:
            if index not in covered and _is_name_again(page, index):
                yield found(page.starts[index], page.end(index), "PERSOON", "again.name")


def _with_particles_again(page: Page, surnames: set[str], covered: set[int]) -> Iterator[Detection]:
    """``De Groot`` a second time: a surname that is a word is one behind its capital particle."""
    for index in page.of_kind("particle_capital"):
        word = page.word(index + 1)
        if index in covered or word not in surnames or not classes[word] & W.SURNAME:
            continue
        name = page.text[page.starts[index] : page.end(index + 1)]
        if name.istitle() and name[len(page.words[index])] == " " and not _opens(page, index):
            yield found(page.starts[index], page.end(index + 1), "PERSOON", "again.name")


def _is_no_word(word: str) -> bool:
    """Whether a word means its bearer in small letters, too: it is long, and nothing else."""
    known = classes[word] & W.DUTCH or is_plain(word) or is_common(word)
    return len(word) >= _SHORTEST_SMALL and not known


def _tells(word: str) -> bool:
    """Whether a surname means its bearer again; an ending makes no word of what was announced."""
    return not classes[word] & (W.NOT_A_NAME | W.EPONYM | W.FIRST_NAME | W.TOWN | W.HOSPITAL)


def _opens(page: Page, index: int) -> bool:
    start = page.starts[index]
    return _OPENS_SENTENCE.search(page.text, max(0, start - 4), start) is not None


def _is_name_again(page: Page, index: int) -> bool:
    word = page.words[index]
    if not page.is_capital(index):
        return bool(page.classes[word] & W.STRONG_NAME) or _is_no_word(word)
    if not page.classes[word] & W.DUTCH:
        return True
    return not _opens(page, index)
