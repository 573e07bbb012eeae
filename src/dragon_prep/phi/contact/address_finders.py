"""Postal addresses in a text: by the street's ending, by a postcode, by a word for one."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.phrases import town_index
from dragon_prep.language.units import is_year, unit_follows
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.contact import addresses
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


_ADDRESS_KEY = compiled(
    r"[ ]{0,8}[:=][ ]{0,2}((?:[A-ZÀ-Þ]\.[ ]?){0,3}[^\W\d_][^\d\n|;:=]{2,40}[ ])(?=[\dl])"
)
_SHORTEST_STREET = 5  # letters of what ends as one does
_LONGEST_ADDRESS = 60
_BLANK_FREE = re.compile(r"[^\s]+")
# The last three letters of what stands before the last word of "Laan van Meerdervoort".
_BEFORE_STREET = frozenset(
    [
        *("aan", "ein", "weg", "hof", "aat", "pad", "eef", "ade", "gel"),
        *("van", "aar", "den", "der", " op", " de"),
    ]
)


def postcodes(page: Page) -> Iterator[Detection]:
    """``6511 LX Nijmegen``: four digits and two letters, and the town behind them."""
    text = page.text
    for start in page.by_length.get(4, ()):
        if text[start] == "0" or _is_tail(text, start):
            continue
        match = addresses.POSTCODE_LETTERS.match(text, start + 4)
        if match is not None:
            yield from _with_letters(page, start, match)


def _with_letters(page: Page, start: int, match: re.Match[str]) -> Iterator[Detection]:
    """Four digits and two letters, if they are a postcode, and the town behind them."""
    if page.classes[match[2]] & W.NOT_A_NAME:
        return  # "2500 ml": no class has a word in capitals
    town = addresses.TOWN_BEHIND.match(page.text, match.end())
    known = town is not None and _is_known(town[1].lower().split(" "))
    if not known and not _behind_its_name(page, start) and not _is_postcode(page, start, match):
        return
    yield found(start, match.end(), "POSTCODE", "contact.postcode")
    if town is not None and (known or match[2].isupper()):
        yield from _town(town)


def _is_known(words: list[str]) -> bool:
    """Whether words in lower case are a town's: towns are listed by their longest word."""
    return words[-1] in town_index() or max(words, key=len) in town_index()


def _town(match: re.Match[str]) -> Iterator[Detection]:
    """The town behind a postcode, unless it is a unit or a heading."""
    if _opens_a_town(match[1]):
        yield found(match.start(1), match.end(1), "PLAATS", "contact.town")


def _is_tail(text: str, start: int) -> bool:
    """Whether a number goes on in front: ``12.1234 AB``."""
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] in ".,-/")


def _behind_its_name(page: Page, start: int) -> bool:
    """Whether the word "postcode" stands before a number."""
    index = page.index_before(start)
    return page.word(index) == "postcode" and start - page.end(index) <= 3


def _opens_a_town(name: str) -> bool:
    return not classes[name.split(" ")[0].lower()] & (W.UNIT | W.SECTION)


def _is_postcode(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether four digits and two letters are a postcode without a known town behind them."""
    letters = match[2]
    if addresses.HOUSE_BEFORE.search(page.text, max(0, start - 12), start):
        return True
    if letters.islower() or page.classes[letters.lower()] & W.POSTCODE_DENY:
        return False
    if letters in ("SA", "SD", "SS") or match[1] == "-":
        return False
    # "2018 AB" may be a year; without the blank, or with any other number, it is a postcode.
    return not match[1] or not is_year(int(page.text[start : start + 4]))


def belgian_postcodes(page: Page) -> Iterator[Detection]:
    """``3600 Genk``: four digits that are no year and no count in front of a known town."""
    text = page.text
    for start in page.by_length.get(4, ()):
        end = start + 4
        if text[end : end + 1] != " " or text[start] == "0":
            continue
        if start and text[start - 1] not in " \n\t|;,(-":
            continue
        index = page.index_from(end)
        if text[end + 1 : end + 2].isupper() and _is_town_behind(page, start, end, index):
            yield found(start, end, "POSTCODE", "contact.postcode")
            yield found(end + 1, page.end(index), "PLAATS", "contact.town")


def _is_town_behind(page: Page, start: int, end: int, index: int) -> bool:
    """Whether a word is a town, and the four digits before it no year: ``in 2019 Genk``."""
    phrases = town_index().get(page.word(index), ())
    year = is_year(int(page.text[start:end]))
    if year and page.text[max(0, start - 2) : start] not in (", ", "- ", "B-"):
        return False
    sure = (phrase for phrase in phrases if not (year and phrase.ambiguous))
    return any(phrase.start_in(page.low, page.starts[index]) >= 0 for phrase in sure)


def street_addresses(page: Page) -> Iterator[Detection]:
    """``Kerkstraat 12a, Zwolle``: a street by its ending or by the postcode, and its number."""
    text, low = page.text, page.low
    codes = _postcode_numbers(page)
    tails = _street_tails()
    for start, end in page.numbers:
        if end - start > 5 or start < 4 or text[start - 1] not in " \xa0":
            continue
        if _may_be_street(text, low, start, tails) or (codes and _is_near(codes, end)):
            yield from _with_number(page, start)


def _with_number(page: Page, start: int) -> Iterator[Detection]:
    """The street before a house number, the number, and the town behind it."""
    index = page.index_before(start)
    if index < 0 or page.end(index) < start - 2:
        return
    house = addresses.HOUSE.match(page.text, start)
    if house is None or not _is_street(page, index, house.end()):
        return
    street = -1 if unit_follows(page, house.end()) else _street(page, start, index)
    if street >= 0:
        yield found(street, house.end(), "ADRES", "contact.address")
        yield from _behind_address(page, house.end())


@cache
def _street_tails() -> frozenset[str]:
    """The last three or four letters of words that end a street."""
    return frozenset(end.rjust(3)[-4:] for end in (*_street_ends(), *addresses.SIDES))


@cache
def _street_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("street_end")))


def _is_near(codes: list[int], end: int) -> bool:
    """Whether one of some places, in order, is within an address's length behind another."""
    at = bisect_right(codes, end)
    return at < len(codes) and codes[at] < end + _LONGEST_ADDRESS


def _postcode_numbers(page: Page) -> list[int]:
    """Where four digits stand that a capital follows."""
    text = page.text
    return [
        start
        for start in page.by_length.get(4, ())
        if text[start + 4 : start + 7].lstrip(" \xa0")[:1].isupper()
    ]


def _may_be_street(text: str, low: str, start: int, tails: frozenset[str]) -> bool:
    """Whether the word before a number may name a street; true of a few others, for speed."""
    end = start - 1
    if not low[end - 1].isalpha():
        end -= 1
        if not low[end - 1].isalpha():
            return False
    if low[end - 4 : end] in tails or low[end - 3 : end] in tails:
        return True
    gap = low.rfind(" ", end - 50 if end > 50 else 0, end)
    return text[gap + 1].isupper() and low[gap - 3 : gap] in _BEFORE_STREET


def _behind_address(page: Page, end: int) -> Iterator[Detection]:
    """The Belgian postcode or the town behind a house number."""
    code = addresses.BELGIAN_POSTCODE.match(page.text, end)
    if code is not None:
        if _opens_a_town(code[2]):
            yield found(code.start(1), code.end(1), "POSTCODE", "contact.postcode")
            yield found(code.start(2), code.end(2), "PLAATS", "contact.town")
        return
    town = addresses.TOWN_OF_ADDRESS.match(page.text, end)
    if town is None:
        return
    words = town[1].lower().split(" ")
    known = _is_known(words) or bool(page.classes[words[-1]] & W.PROPER)
    if known and (not page.classes[words[0]] & W.FIRST_NAME or page.classes[words[0]] & W.TOWN):
        yield found(town.start(1), town.end(1), "PLAATS", "contact.town")


def by_address_key(page: Page) -> Iterator[Detection]:
    """``Adres : Veerdam 21 Tiel``: whatever is called an address."""
    for index in page.of_kind("address_key"):
        street = _ADDRESS_KEY.match(page.text, page.end(index))
        house = addresses.HOUSE.match(page.text, street.end()) if street is not None else None
        if street is not None and house is not None:
            yield found(street.start(1), house.end(), "ADRES", "contact.address")
            yield from _behind_address(page, house.end())


def may_be_street(word: str) -> bool:
    """Whether a word in lower case ends as streets do, and is none of those that mean else."""
    ends = word.endswith(_street_ends()) and len(word) > _SHORTEST_STREET
    return ends and not classes[word] & W.STREET_DENY


def _is_street(page: Page, index: int, house_end: int) -> bool:
    """Whether a word names a street: by its ending, or because a postcode follows the number."""
    word = page.words[index]
    if page.classes[word] & W.STREET_DENY:
        return False
    if may_be_street(word):
        return True
    if addresses.STREET_OF.search(page.low, max(0, page.starts[index] - 30), page.starts[index]):
        return page.is_capital(index)
    if word in addresses.SIDES and page.word(index - 1).endswith(_street_ends()):
        return True
    belgian = addresses.BELGIAN_POSTCODE.match(page.text, house_end)
    if belgian is not None and belgian[2].lower() in town_index():
        return page.is_capital(index)
    return addresses.POSTCODE_BEHIND.match(page.text, house_end) is not None


def _street(page: Page, number: int, index: int) -> int:
    """Where the street starts that ends before a house number; -1 if none does."""
    match = addresses.STREET.search(page.text, max(0, page.starts[index] - 50), number)
    if match is None:
        small = addresses.SMALL_STREET.search(page.text, max(0, number - 45), number)
        if small is None or not addresses.SMALL_BEFORE.search(
            page.text, max(0, small.start() - 20), small.start()
        ):
            return -1
        return small.start()
    start = match.start()
    # "Woont op de Kerkstraat 3": the sentence's own words are not part of the street.
    for word in _BLANK_FREE.finditer(page.text, match.start(), match.end()):
        start = word.start()
        text = word.group()
        if not text[0].islower() and not page.classes[text.lower()] & (
            W.PLACE_BEFORE | W.NAME_LINE
        ):
            break
    return start
