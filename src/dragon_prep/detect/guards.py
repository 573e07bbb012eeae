"""Conditions that entries name: what is found must meet all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from dragon_prep.language.atoms import pattern_of
from dragon_prep.language.units import is_year, unit_follows
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import class_of, classes
from dragon_prep.phi.contact.address_finders import may_be_street
from dragon_prep.phi.names.titles import announces
from dragon_prep.phi.numbers.evidence import is_bsn
from dragon_prep.phi.organisations.evidence import is_company
from dragon_prep.phi.staff_codes.grammar import is_code, may_be_code

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

# Takes the text, the index of the word the entry looks beside (-1 for none), and the place found.
Guard = Callable[["Page", int, int, int], bool]

_BREAKS = re.compile(r"[-\d ]")
_LETTERS = re.compile(r"[^\W\d_]+")
_STUDY_BEFORE = pattern_of(
    r"(?<![\w-])((?=[\w-]{0,12}[A-Z])[A-Z0-9][A-Za-z0-9]{1,14}(?:-[A-Za-z0-9]{1,14}){0,3})[ -]\Z"
)
_SHORT_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{1,4}[ \n.-]?\Z")
_TAKES_PART = {"behandeld": "volgens", "deel": "aan", "mee": "aan"}
_NO_NAME = W.DUTCH | W.EPONYM | W.TOWN | W.HOSPITAL | W.BRAND
_NO_NAME |= W.ABBREVIATION_LISTED | W.INSTITUTION | W.ABBREVIATION


def _parts(text: str) -> list[str]:
    return [part for part in _BREAKS.split(text.lower()) if part]


def _two_capitals(page: Page, _: int, start: int, end: int) -> bool:
    return sum(map(str.isupper, page.text[start:end])) > 1


def _opens_capital(page: Page, _: int, start: int, _end: int) -> bool:
    return page.text[start].isupper()


def _mixed_case(page: Page, _: int, start: int, end: int) -> bool:
    return not page.text[start:end].isupper()


def _not_plain(page: Page, _: int, start: int, end: int) -> bool:
    """A word that is no everyday or medical one."""
    return not is_plain(page.low[start:end])


def _first_part_not_plain(page: Page, _: int, start: int, end: int) -> bool:
    return not is_plain(_parts(page.text[start:end])[0])


def _last_word_not_plain(page: Page, _: int, start: int, end: int) -> bool:
    return not is_plain(page.low[start:end].rpartition(" ")[2])


def _staff_code(page: Page, _: int, start: int, end: int) -> bool:
    return may_be_code(page.text[start:end])


def _sure_staff_code(page: Page, _: int, start: int, end: int) -> bool:
    return may_be_code(page.text[start:end], sure=True)


def _code_if_small(page: Page, _: int, start: int, end: int) -> bool:
    token = page.text[start:end]
    return not token.islower() or may_be_code(token)


def _code_if_mixed(page: Page, _: int, start: int, end: int) -> bool:
    token = page.text[start:end]
    return token.islower() or token.isupper() or token.istitle() or is_code(token)


def _closes_section(page: Page, _: int, start: int, end: int) -> bool:
    """A code; on a line of its own, or as a sentence, "Mild" looks the same as "Hja"."""
    token = page.text[start:end]
    alone = page.text[start - 1 : start] == "\n" or page.text[end : end + 1] == "."
    return is_code(token) or (3 <= len(token) <= 4 and not alone)


def _company(page: Page, _: int, start: int, end: int) -> bool:
    return is_company(page.text[start:end])


def _unknown_words(page: Page, _: int, start: int, end: int) -> bool:
    """Words none of which means anything that a list knows."""
    words = _LETTERS.findall(page.low[start:end])
    return not any(is_plain(word) or classes[word] & _NO_NAME for word in words)


def _name_in_field(page: Page, _: int, start: int, end: int) -> bool:
    """A first word, particles aside, that may be a surname."""
    words = _LETTERS.findall(page.low[start:end])
    first = next((word for word in words if not page.classes[word] & W.PARTICLE), "")
    if not first or is_plain(first) or page.classes[first] & W.ABBREVIATION_LISTED:
        return False
    return not page.classes[first] & W.DUTCH or bool(page.classes[first] & W.SURNAME)


def _takes_part(page: Page, index: int, _start: int, _end: int) -> bool:
    """``neemt deel aan``, ``behandeld volgens``: these need their preposition."""
    needed = _TAKES_PART.get(page.words[index])
    return needed is None or page.word(index + 1) == needed


def _not_bare_voorheen(page: Page, index: int, start: int, end: int) -> bool:
    """Behind ``voorheen`` alone two words or more: ``voorheen PSA 4`` is no employer."""
    return page.words[index] != "voorheen" or " " in page.text[start:end]


def _study_stands_before(page: Page, index: int, _start: int, _end: int) -> bool:
    at = page.starts[index]
    match = _STUDY_BEFORE.search(page.text, max(0, at - 48), at)
    if match is None or not _two_capitals(page, index, *match.span(1)):
        return False
    return _is_study(page, index, *match.span(1))


def _no_unit_behind(page: Page, _: int, _start: int, end: int) -> bool:
    return not unit_follows(page, end)


def _no_year(page: Page, _: int, start: int, end: int) -> bool:
    return end - start != len("2016") or not is_year(int(page.text[start:end]))


def _street(page: Page, _: int, start: int, end: int) -> bool:
    """A last word that ends as streets do; without an article no town."""
    name = page.low[start:end].rpartition(" ")[2]
    if not may_be_street(name):
        return False
    article = page.text[start - 5 : start].endswith((" de ", " het "))
    return article or not page.classes[name] & W.TOWN


def _no_short_word_before(page: Page, _: int, start: int, _end: int) -> bool:
    """No word of one to four letters, which would be the letters of a report number."""
    return _SHORT_WORD.search(page.text, max(0, start - 6), start) is None


def _bsn(page: Page, _: int, start: int, end: int) -> bool:
    return is_bsn("".join(filter(str.isdigit, page.text[start:end])))


def _word_before_not(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, _end: int) -> bool:
        return not page.classes[page.word(page.index_before(start))] & mask

    return guard


def _near_one_of(mask: int) -> Guard:
    """A word of some classes stands within 80 characters before, or 30 behind on the same line."""

    def guard(page: Page, _: int, start: int, end: int) -> bool:
        line = page.text.find("\n", end, end + 30)
        last = page.index_from(end + 30 if line < 0 else line)
        near = range(page.index_from(start - 80), last)
        return any(page.classes[page.words[index]] & mask for index in near)

    return guard


def _some_part_not(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, end: int) -> bool:
        parts = _parts(page.text[start:end])
        return not all(page.classes[part] & mask for part in parts)

    return guard


_is_study = _some_part_not(W.NOT_A_STUDY | W.NOT_A_NAME)


def _first_part_not(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, end: int) -> bool:
        parts = _parts(page.text[start:end])
        return bool(parts) and not page.classes[parts[0]] & mask

    return guard


def _last_word_not(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, end: int) -> bool:
        return not page.classes[page.low[start:end].rpartition(" ")[2]] & mask

    return guard


def _first_word_not(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, end: int) -> bool:
        return not page.classes[page.low[start:end].partition(" ")[0]] & mask

    return guard


def _is_one_of(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, end: int) -> bool:
        return bool(page.classes[page.low[start:end]] & mask)

    return guard


def _is_none_of(mask: int) -> Guard:
    def guard(page: Page, _: int, start: int, end: int) -> bool:
        return not page.classes[page.low[start:end]] & mask

    return guard


def _beside_one_of(mask: int) -> Guard:
    """The word that the entry looks beside is of one of some classes."""

    def guard(page: Page, index: int, _start: int, _end: int) -> bool:
        return bool(page.classes[page.words[index]] & mask)

    return guard


def _announces(page: Page, index: int, _start: int, _end: int) -> bool:
    return announces(page, index)


GUARDS: dict[str, Guard] = {
    "announces": _announces,
    "bsn": _bsn,
    "closes_section": _closes_section,
    "code_if_mixed": _code_if_mixed,
    "code_if_small": _code_if_small,
    "company": _company,
    "first_part_not_plain": _first_part_not_plain,
    "last_word_not_plain": _last_word_not_plain,
    "mixed_case": _mixed_case,
    "name_in_field": _name_in_field,
    "no_short_word_before": _no_short_word_before,
    "no_unit_behind": _no_unit_behind,
    "no_year": _no_year,
    "not_bare_voorheen": _not_bare_voorheen,
    "not_plain": _not_plain,
    "opens_capital": _opens_capital,
    "staff_code": _staff_code,
    "street": _street,
    "study_stands_before": _study_stands_before,
    "sure_staff_code": _sure_staff_code,
    "takes_part": _takes_part,
    "two_capitals": _two_capitals,
    "unknown_words": _unknown_words,
}
# These take classes of words: ``first_part_not:not_a_name,hospital``.
_WITH_CLASSES: dict[str, Callable[[int], Guard]] = {
    "beside_one_of": _beside_one_of,
    "first_part_not": _first_part_not,
    "first_word_not": _first_word_not,
    "is_none_of": _is_none_of,
    "is_one_of": _is_one_of,
    "last_word_not": _last_word_not,
    "near_one_of": _near_one_of,
    "some_part_not": _some_part_not,
    "word_before_not": _word_before_not,
}


def guard_named(name: str) -> Guard:
    """The condition that an entry names.

    Raises:
        ValueError: if there is no such condition, or no such class of words.
    """
    name, colon, listed = name.partition(":")
    if not colon and name in GUARDS:
        return GUARDS[name]
    if not colon or name not in _WITH_CLASSES:
        raise ValueError(f"there is no guard {name}")
    return _WITH_CLASSES[name](mask_of(listed))


def mask_of(listed: str) -> int:
    """Classes of words, with commas between them, as one mask.

    Raises:
        ValueError: if one is none.
    """
    mask = 0
    for word_class in listed.split(","):
        mask |= class_of(word_class)
    return mask
