"""Ways to reach a person: e-mail, web, telephone and pager, postcode and street address."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect import lexicon
from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.ids import key_at
from dragon_prep.detect.letters import compiled
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.phrases import town_index
from dragon_prep.detect.plausible import is_year, unit_follows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_LOCAL_PART = re.compile(r"[\w.+%'-]{1,64}\Z")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62}\.){1,6}[^\W\d_]{2,24}")
_URL = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"')\]]{3,2000}")
_SITE_END = re.compile(r"\.(?:nl|be|com|org|eu|net)(?![^\W_]|\.\w)(?:/[^\s<>\"')\],;]{0,200})?")
_SITE_START = re.compile(r"(?<![\w@.-])[a-z][a-z0-9-]{1,40}(?:\.[a-z0-9-]{2,40}){0,3}\Z")

_ABROAD = re.compile(
    r"(?:\+|00)(?:31|32|49)[ \-./]?(?:\(0\)|0)?[ \-./]?[1-9](?:[ \n\-./]?\d){7,9}(?!\d)"
)
_AREA_CODE = re.compile(
    r"(06|0[1-57-9]\d{1,2})\)?[ ]?[-/. \n]?[ ]?\d(?:[-. \n]?\d){5,8}(?!\d)|0\d{9}(?!\d)"
)
_EXTENSION = re.compile(r"\*?[ ]?\d{3,6}(?:[ -]\d{2,4}(?!\d))?(?!\d)(?![-/.]\d{1,2}[-/.]\d)")
_MORE_EXTENSIONS = re.compile(r"\s?(?:/|of|en|,)\s?\*?(\d{3,6})(?!\d)")
_WEAK_EXTENSION = re.compile(r"\*?[ ]?\d{4,5}(?!\d)(?![-/.,:]\d)")
_PHONE_GAP = re.compile(r"(?:\s?(?:is|nr\.?|nummer))?[\s:.#=*(-]{0,6}")

_POSTCODE_LETTERS = compiled(
    r"([ \xa0]{0,2})([A-Z]{2}(?=[A-ZÀ-Þ][a-zà-ÿ])|(?:[A-Z]{2}|[a-z]{2})(?![^\W_]|-))"
)
_TOWN_BEHIND = compiled(
    r"[ ,\xa0]{0,3}((?:'[st][- ])?[A-ZÀ-Þ][\w'’-]{1,30}"
    r"(?: (?:aan|op|bij|en|de|den|in|ter|te|der)){0,2}(?: [A-ZÀ-Þ][\w'’-]{1,30})?)"
)
_HOUSE = re.compile(r"\d{1,5}(?:[ -]?[a-zA-Z](?![^\W\d_]))?(?:[-/]\d{1,4})?(?![\d,.]\d|[^\W_])")
_STREET = compiled(
    r"(?:(?:[A-ZÀ-Þ][\w'’.-]{0,30}|van|de|der|den|het|ter|ten|'t)[ ]){0,5}"
    r"[A-ZÀ-Þ][\w'’-]{2,40}[ \xa0]{1,2}\Z"
)
_STREET_OF = re.compile(r"(?:laan|plein|weg|hof|straat) van (?:de |den |der )?\Z")
_POSTCODE_BEHIND = re.compile(r",?[ \xa0\n]{1,3}[1-9]\d{3}[ \xa0]?[A-Z]{2}(?![^\W_])")
_BLANK_FREE = re.compile(r"[^\s]+")
_POST_BOX = re.compile(r"postbus[ ]{1,2}\d{1,6}(?!\d)", re.IGNORECASE)


def _emails(page: Page) -> Iterator[Detection]:
    position = page.text.find("@")
    while position >= 0:
        local = _LOCAL_PART.search(page.text, max(0, position - 64), position)
        domain = _DOMAIN.match(page.text, position + 1)
        if local is not None and domain is not None:
            yield found(local.start(), domain.end(), "EMAIL", "contact.email")
        position = page.text.find("@", position + 1)


def _urls(page: Page) -> Iterator[Detection]:
    if "://" in page.low or "www." in page.low:
        for match in _URL.finditer(page.low):
            end = match.start() + len(match.group().rstrip(".,;:!?"))
            yield found(match.start(), end, "URL", "contact.url")
    for match in _SITE_END.finditer(page.low):
        site = _SITE_START.search(page.low, max(0, match.start() - 80), match.start())
        if site is not None:
            end = match.start() + len(match.group().rstrip(".,;:!?"))
            yield found(site.start(), end, "URL", "contact.site")


def _by_form(page: Page) -> Iterator[Detection]:
    text = page.text
    done = 0
    for start, _ in page.numbers:
        if start < done or text[start] != "0":
            if text[start - 1 : start] != "+" or start < done:
                continue
            match = _ABROAD.match(text, start - 1)
        else:
            match = _ABROAD.match(text, start) or _AREA_CODE.match(text, start)
            if match is not None and not _is_national(match):
                match = None
        if match is None or _glued_before(text, match.start()):
            continue
        opened = match.start() and text[match.start() - 1] == "(" and ")" in match.group()
        done = match.end()
        yield found(match.start() - int(opened), done, "TELEFOONNUMMER", "contact.phone")


def _is_national(match: re.Match[str]) -> bool:
    """Ten digits behind a Dutch or Belgian area code; nine in Belgium, where it is two long."""
    digits = sum(char.isdigit() for char in match.group())
    return digits == 10 or match.group().startswith("00")


def _glued_before(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return before.isalnum() or before in "_.,/-+"


def _by_key(page: Page) -> Iterator[Detection]:
    for index in page.of_kind("id_key"):
        hit = key_at(page, index)
        if hit is None or hit[0].label != "TELEFOONNUMMER":
            continue
        gap = _PHONE_GAP.match(page.low, hit[1])
        start = gap.end() if gap is not None else hit[1]
        if start == hit[1]:
            continue
        form = _WEAK_EXTENSION if hit[0].weak else _EXTENSION
        match = _ABROAD.match(page.text, start) or _AREA_CODE.match(page.text, start)
        match = match or form.match(page.text, start)
        if match is None or unit_follows(page, match.end()):
            continue
        yield found(_first_digit(page.text, match), match.end(), "TELEFOONNUMMER", "contact.key")
        more = _MORE_EXTENSIONS.match(page.low, match.end())
        if more is not None:
            yield found(more.start(1), more.end(1), "TELEFOONNUMMER", "contact.key")


def _first_digit(text: str, match: re.Match[str]) -> int:
    start = match.start()
    while text[start] in "* ":
        start += 1
    return start


def _postcodes(page: Page) -> Iterator[Detection]:
    for start, end in page.numbers:
        if end - start != 4 or page.text[start] == "0":
            continue
        match = _POSTCODE_LETTERS.match(page.text, end)
        if match is None or (
            start and (page.text[start - 1].isalnum() or page.text[start - 1] in ".,-/")
        ):
            continue
        town = _TOWN_BEHIND.match(page.text, match.end())
        known = town is not None and town[1].lower().split(" ")[-1] in town_index()
        if match[2].islower() and match[2] in lexicon.not_names():
            continue
        if not (known or _behind_its_name(page, start) or _is_postcode(page, start, match)):
            continue
        yield found(start, match.end(), "POSTCODE", "contact.postcode")
        if town is not None and (known or match[2].isupper()) and _opens_a_town(town[1]):
            yield found(town.start(1), town.end(1), "PLAATS", "contact.town")


def _behind_its_name(page: Page, start: int) -> bool:
    """Whether the word "postcode" stands before a number."""
    index = page.index_before(start)
    return page.word(index) == "postcode" and start - page.end(index) <= 3


def _opens_a_town(name: str) -> bool:
    return name.split(" ")[0].lower() not in cue("unit", "section")


def _is_postcode(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether four digits and two letters are a postcode without a known town behind them."""
    letters = match[2]
    if letters.islower() or letters.lower() in cue("postcode_deny"):
        return False
    if letters in ("SA", "SD", "SS"):
        return False
    # "2018 AB" may be a year; without the blank, or with any other number, it is a postcode.
    return not match[1] or not is_year(int(page.text[start : start + 4]))


@cache
def _street_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("street_end")))


def _addresses(page: Page) -> Iterator[Detection]:
    for start, end in page.numbers:
        if end - start > 5 or start < 4 or page.text[start - 1] not in " \xa0":
            continue
        index = page.index_before(start)
        if index < 0 or page.end(index) < start - 2:
            continue
        house = _HOUSE.match(page.text, start)
        if house is None or not _is_street(page, index, house.end()):
            continue
        if not unit_follows(page, house.end()):
            street = _street(page, start, index)
            if street >= 0:
                yield found(street, house.end(), "ADRES", "contact.address")
    if "postbus" in page.low:
        for match in _POST_BOX.finditer(page.text):
            yield found(match.start(), match.end(), "ADRES", "contact.post_box")


def _is_street(page: Page, index: int, house_end: int) -> bool:
    """Whether a word names a street: by its ending, or because a postcode follows the number."""
    word = page.words[index]
    if word in cue("street_deny"):
        return False
    if word.endswith(_street_ends()) and len(word) > 5:
        return True
    if _STREET_OF.search(page.low, max(0, page.starts[index] - 30), page.starts[index]):
        return page.is_capital(index)
    return _POSTCODE_BEHIND.match(page.text, house_end) is not None


def _street(page: Page, number: int, index: int) -> int:
    """Where the street starts that ends before a house number; -1 if none does."""
    match = _STREET.search(page.text, max(0, page.starts[index] - 50), number)
    if match is None:
        return -1
    start = match.start()
    # "Woont op de Kerkstraat 3": the sentence's own words are not part of the street.
    for word in _BLANK_FREE.finditer(page.text, match.start(), match.end()):
        start = word.start()
        text = word.group()
        if not text[0].islower() and text.lower() not in cue("place_before", "name_line"):
            break
    return start


def find_contacts(page: Page) -> list[Detection]:
    """All e-mail and web addresses, phone numbers, postcodes and addresses of a text."""
    hits: list[Detection] = []
    if "@" in page.text:
        hits += _emails(page)
    if "." in page.text:
        hits += _urls(page)
    if page.numbers:
        hits += _by_form(page)
        hits += _by_key(page)
        hits += _postcodes(page)
        hits += _addresses(page)
    return hits
