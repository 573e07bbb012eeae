"""Ways to reach a person: e-mail, web, telephone and pager, postcode and street address."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.phrases import key_table, town_index
from dragon_prep.language.units import is_year, unit_follows
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.numbers.finders import keys_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_LOCAL_PART = re.compile(r"[\w.+%'-]{1,64}\Z")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62}\.){1,6}[^\W\d_]{2,24}")
_URL = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"')\]]{3,2000}")
_SITE_END = re.compile(
    r"\.(?=[a-z])(?:nl|be|com|org|eu|net|info|care|health|frl|de|cw|aw|sr|example)(?![^\W_]|\.\w)(?:/[^\s<>\"')\],;]{0,200})?"
)
_SITE_START = re.compile(r"(?<![\w@.-])[a-z][a-z0-9-]{1,40}(?:\.[a-z0-9-]{2,40}){0,3}\Z")

_ABROAD = re.compile(
    r"(?:\+|00)(?:31|32|49)[ \-./]?(?:\(0\)|0)?[ \-./]?[1-9](?:[ \n\-./]?\d){7,9}(?!\d)"
)
_AREA_CODE = re.compile(
    r"(06|0[1-57-9]\d{1,2})\)?[ ]?[-–/. \n]?[ ]?\d(?:[-. \n]?\d){5,8}(?!\d)|0\d{9}(?!\d)"
)
# 09 224 55 18, 09/224.61.80, 089 32 15 50: nine digits in groups, as Belgians write them.
_AREA_CODE_IN_LINE = re.compile(r"(0[1-9]\d{0,2})\)?[ ]?[-–/.]?[ ]?\d(?:[-. ]?\d){5,8}(?!\d)")
_BELGIAN = re.compile(
    r"0[1-9](?:[ ]?[/. ][ ]?\d{3}|\d[ ]?[/. ][ ]?\d{2})[. ]\d{2}[. ]\d{2}(?!\d|[.,/-]\d)"
)
_FOREIGN = re.compile(r"(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\d{2,4}){3,5}(?!\d|[.,]\d)")
_CALLED_ON = re.compile(
    r"[^\n.;]{0,40}?(?:(?:\b(?:op|via|nr|sein|tst|toestel|SIT)|,) ?[*#]?|[(#]\*?)(\d{4,5})"
    r"(?=[ ,;)\n]|\.(?!\d)|\Z)"
)
_EXTENSION = re.compile(
    r"\*?[ ]?(?:\d{1,2}[- ]\d{3,4}(?!\d)|\d{3,6}(?:[ -]\d{2,4}"
    r"(?!\d))?)(?!\d)(?![-/.]\d{1,2}[-/.]\d)"
)
_MORE_EXTENSIONS = re.compile(r"\s?(?:/|of|en|,)\s?\*?(\d{3,6})(?!\d)")
_WEAK_EXTENSION = re.compile(r"\*?[ ]?\d{4,5}(?!\d)(?![-/.,:]\d)")
_GLUED_NUMBER = re.compile(r"\d-?\d{3}")
_PHONE_GAP = re.compile(r"(?:\s?(?:is|nr\.?|nummer))?[\s:.#=*(-]{0,6}")

_POSTCODE_LETTERS = compiled(
    r"([ \xa0]{0,2}|-)([A-Z]{2}(?=[A-ZÀ-Þ][a-zà-ÿ])|(?:[A-Z]{2}|[a-z]{2})(?![^\W_]|-))"
)
_TOWN_BEHIND = compiled(
    r"[ ,;|–\xa0-]{0,3}((?:'[st][- ])?[A-ZÀ-Þ][\w'’-]{1,30}"
    r"(?: (?:aan|op|bij|en|de|den|in|ter|te|der)){0,2}(?: [A-ZÀ-Þ][\w'’-]{1,30})?)"
)
_HOUSE = re.compile(
    r"[\dlO]{1,5}(?:[ -]?[a-zA-Z](?![^\W\d_]))?(?:[-/]\d{1,4})?"
    r"(?:[ -]?(?:hs|huis|bis|III|II|I|IV|zw|rd|rood|boven|beneden|[1-9][ ]?hoog)(?![^\W_]))?"
    r"(?:,? (?:bus|bte|boîte|app?\.?|apt\.?|kamer|unit) ?[A-Z]?\d{1,4}[A-Z]?)?"
    r"(?!\d|[,.]\d|[^\W_])"
)
_STREET = compiled(
    r"(?:(?:[A-ZÀ-Þ][\w'’.-]{0,30}|van|de|der|den|het|ter|ten|'t|op|aan)[ ]){0,5}"
    r"[A-ZÀ-Þ][\w'’-]{1,40}[ \xa0]{1,2}\Z"
)
_SIDES = ("nz", "zz", "oz", "wz", "noord", "zuid", "oost", "west")
_SMALL_STREET = re.compile(
    r"(?<![^\W_])[a-zà-ÿ'-]{3,30}(?:straat|laan|plein|gracht|singel|dreef|plantsoen|weg|kade) \Z"
)
_SMALL_BEFORE = re.compile(
    r"(?:\d{4} ?[a-zA-Z]{2},? ?|adres[:=]? ?|\n|woont (?:aan|op) (?:de|het) )\Z"
)
_STREET_OF = re.compile(
    r"(?:laan|plein|weg|hof|straat|pad|steenweg|dreef|kade|singel)"
    r"(?: (?:van|op|naar) (?:de |den |der )?| (?=[a-z]{2} \d))\Z"
)
_BELGIAN_POSTCODE = compiled(
    r"[ ]?[,|;–-]?[ \xa0\n]{0,3}(?:B-)?([1-9]\d{3})[ ]{1,2}([A-ZÀ-Þ][\w'’-]{2,30})"
)
_TOWN_OF_ADDRESS = compiled(
    r"[ ]?[,;|–-]?[ ]{1,2}(?:te )?((?:'[st][- ])?[A-ZÀ-Þ][\w'’-]{2,30}"
    r"(?: (?:aan|op|bij|en|de|den|in)){0,2}(?: [A-ZÀ-Þ][\w'’-]{2,30})?)(?=[ ]*(?:[,.;:|)\n(]|\Z))"
)
_ADDRESS_KEY = compiled(
    r"[ ]{0,8}[:=][ ]{0,2}((?:[A-ZÀ-Þ]\.[ ]?){0,3}[^\W\d_][^\d\n|;:=]{2,40}[ ])(?=[\dl])"
)
_POSTCODE_BEHIND = re.compile(r",?[ \xa0\n]{1,3}[1-9]\d{3}[ \xa0]?[A-Z]{2}(?![^\W_])")
_HOUSE_BEFORE = re.compile(r"[a-z] \d{1,4}(?:[ -]?(?:[a-zA-Z]|bis|hs|I{1,3}))?[ ]?[,|;\n][ ]?\Z")
_LONGEST_ADDRESS = 60
_BLANK_FREE = re.compile(r"[^\s]+")
# "06-06-2019 16", "06 06 2019 16.54" and "06-06-19 16.54" are a date and what follows it.
_DATE_AND_TIME = re.compile(
    r"0\d(?:([-./])(?:0[1-9]|1[0-2])\1(?:19|20|21)\d\d(?!\d)"
    r"|([-./ ])\d\d\2\d{4}(?: |, | om )[0-2]\d[:.u]"
    r"|([-.])(?:0[1-9]|1[0-2])\3\d\d,? [0-2]\d[:.u]?[0-5]\d(?!\d)"
    r"|([-./ ])(?:0[1-9]|1[0-2])\4(?:19|20|21)\d\d[0-2]\d[:.u][0-5]\d)"
)
# The month and year of "28 02 2016 16.12".
_MONTH_AND_YEAR = re.compile(r"(?:0[1-9]) (?:19|20|21)\d\d(?!\d{3})")
_DAY_BEFORE = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01]) \Z")
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
    for start, end in page.numbers:
        if start < done:
            continue
        if text[start] == "0":
            match = _national(text, start) if end - start > 1 else None
        elif text[start - 1 : start] == "+":
            match = _ABROAD.match(text, start - 1) or _FOREIGN.match(text, start - 1)
        else:
            continue
        if match is None or _glued_before(text, match.start()):
            continue
        opened = match.start() and text[match.start() - 1] == "(" and ")" in match.group()
        done = match.end()
        yield found(match.start() - int(opened), done, "TELEFOONNUMMER", "contact.phone")


def _national(text: str, start: int) -> re.Match[str] | None:
    """A whole phone number that starts with a nought."""
    if _DATE_AND_TIME.match(text, start):
        return None
    if _MONTH_AND_YEAR.match(text, start) and _DAY_BEFORE.search(text, max(0, start - 4), start):
        return None
    match = _ABROAD.match(text, start) or _AREA_CODE.match(text, start)
    if match is None or not _is_national(match):
        match = _AREA_CODE_IN_LINE.match(text, start)
        if match is not None and not _is_national(match):
            match = None
    match = match or _BELGIAN.match(text, start)
    if match is None and text.startswith("00", start):
        match = _FOREIGN.match(text, start)
    return match


def _is_national(match: re.Match[str]) -> bool:
    """Ten digits behind a Dutch or Belgian area code; nine in Belgium, where it is two long."""
    digits = sum(map(str.isdigit, match.group()))
    return digits == 10 or match.group().startswith("00")


def _glued_before(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return before.isalnum() or before in "_.,/-+"


def _by_key(page: Page) -> Iterator[Detection]:
    table = key_table(phones=True)
    for _, key, stop in keys_in(page, "phone_key", table):
        if key.label != "TELEFOONNUMMER":
            continue
        gap = _PHONE_GAP.match(page.low, stop)
        start = gap.end() if gap is not None else stop
        # "tel0725482222", "sein6120": glued, it must be long enough to be no word with a number.
        if start == stop and not _GLUED_NUMBER.match(page.text, start):
            continue
        form = _WEAK_EXTENSION if key.weak else _EXTENSION
        match = _ABROAD.match(page.text, start) or _AREA_CODE.match(page.text, start)
        match = match or _BELGIAN.match(page.text, start) or _FOREIGN.match(page.text, start)
        match = match or form.match(page.text, start)
        if match is None or unit_follows(page, match.end()):
            continue
        yield found(_first_digit(page.text, match), match.end(), "TELEFOONNUMMER", "contact.key")
        more = _MORE_EXTENSIONS.match(page.low, match.end())
        if more is not None:
            yield found(more.start(1), more.end(1), "TELEFOONNUMMER", "contact.key")


def _called(page: Page) -> Iterator[Detection]:
    """``doorgebeld aan Bakker op 4417``: an extension behind a word of calling."""
    for index in page.of_kind("call"):
        match = _CALLED_ON.match(page.text, page.end(index))
        if match is None or unit_follows(page, match.end()):
            continue
        number = match[1]
        if len(number) == len("2016") and is_year(int(number)):
            continue
        yield found(match.start(1), match.end(1), "TELEFOONNUMMER", "contact.called")


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
        if match[2].islower() and page.classes[match[2]] & W.NOT_A_NAME:
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
    return not classes[name.split(" ")[0].lower()] & (W.UNIT | W.SECTION)


def _is_postcode(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether four digits and two letters are a postcode without a known town behind them."""
    letters = match[2]
    if _HOUSE_BEFORE.search(page.text, max(0, start - 12), start):
        return True
    if letters.islower() or page.classes[letters.lower()] & W.POSTCODE_DENY:
        return False
    if letters in ("SA", "SD", "SS") or match[1] == "-":
        return False
    # "2018 AB" may be a year; without the blank, or with any other number, it is a postcode.
    return not match[1] or not is_year(int(page.text[start : start + 4]))


# The last three letters of what stands before the last word of "Laan van Meerdervoort".
_BEFORE_STREET = frozenset(
    [
        *("aan", "ein", "weg", "hof", "aat", "pad", "eef", "ade", "gel"),
        *("van", "aar", "den", "der", " op", " de"),
    ]
)


@cache
def _street_tails() -> frozenset[str]:
    """The last three or four letters of words that end a street."""
    return frozenset(end.rjust(3)[-4:] for end in (*_street_ends(), *_SIDES))


@cache
def _street_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("street_end")))


def _is_near(codes: list[int], end: int) -> bool:
    """Whether one of some places, in order, is within an address's length behind another."""
    at = bisect_right(codes, end)
    return at < len(codes) and codes[at] < end + _LONGEST_ADDRESS


def _addresses(page: Page) -> Iterator[Detection]:
    text, low = page.text, page.low
    codes = _postcode_numbers(page)
    tails = _street_tails()
    for start, end in page.numbers:
        if end - start > 5 or start < 4 or text[start - 1] not in " \xa0":
            continue
        if not (_may_be_street(text, low, start, tails) or (codes and _is_near(codes, end))):
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
                yield from _behind_address(page, house.end())
    if "postbus" in page.low:
        for match in _POST_BOX.finditer(page.text):
            yield found(match.start(), match.end(), "ADRES", "contact.post_box")


def _postcode_numbers(page: Page) -> list[int]:
    """Where four digits stand that a capital follows."""
    text = page.text
    return [
        start
        for start, end in page.numbers
        if end - start == 4 and text[end : end + 3].lstrip(" \xa0")[:1].isupper()
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
    code = _BELGIAN_POSTCODE.match(page.text, end)
    if code is not None:
        if _opens_a_town(code[2]):
            yield found(code.start(1), code.end(1), "POSTCODE", "contact.postcode")
            yield found(code.start(2), code.end(2), "PLAATS", "contact.town")
        return
    town = _TOWN_OF_ADDRESS.match(page.text, end)
    if town is None:
        return
    words = town[1].lower().split(" ")
    known = words[-1] in town_index() or bool(page.classes[words[-1]] & W.PROPER)
    if known and (not page.classes[words[0]] & W.FIRST_NAME or page.classes[words[0]] & W.TOWN):
        yield found(town.start(1), town.end(1), "PLAATS", "contact.town")


def _by_address_key(page: Page) -> Iterator[Detection]:
    """``Adres : Veerdam 21 Tiel``: whatever is called an address."""
    for index in page.of_kind("address_key"):
        street = _ADDRESS_KEY.match(page.text, page.end(index))
        house = _HOUSE.match(page.text, street.end()) if street is not None else None
        if street is not None and house is not None:
            yield found(street.start(1), house.end(), "ADRES", "contact.address")
            yield from _behind_address(page, house.end())


def _belgian_postcodes(page: Page) -> Iterator[Detection]:
    """``3600 Genk``: four digits that are no year and no count in front of a known town."""
    for start, end in page.numbers:
        if end - start != 4 or page.text[end : end + 1] != " " or page.text[start] == "0":
            continue
        if start and page.text[start - 1] not in " \n\t|;,(-":
            continue
        index = page.index_from(end)
        if not page.text[end + 1 : end + 2].isupper() or page.word(index) not in town_index():
            continue
        year = is_year(int(page.text[start:end]))
        if year and page.text[max(0, start - 2) : start] not in (", ", "- ", "B-"):
            continue
        if any(
            phrase.start_in(page.low, page.starts[index]) >= 0 and not (year and phrase.ambiguous)
            for phrase in town_index()[page.word(index)]
        ):
            yield found(start, end, "POSTCODE", "contact.postcode")
            yield found(end + 1, page.end(index), "PLAATS", "contact.town")


def _is_street(page: Page, index: int, house_end: int) -> bool:
    """Whether a word names a street: by its ending, or because a postcode follows the number."""
    word = page.words[index]
    if page.classes[word] & W.STREET_DENY:
        return False
    if word.endswith(_street_ends()) and len(word) > 5:
        return True
    if _STREET_OF.search(page.low, max(0, page.starts[index] - 30), page.starts[index]):
        return page.is_capital(index)
    if word in _SIDES and page.word(index - 1).endswith(_street_ends()):
        return True
    belgian = _BELGIAN_POSTCODE.match(page.text, house_end)
    if belgian is not None and belgian[2].lower() in town_index():
        return page.is_capital(index)
    return _POSTCODE_BEHIND.match(page.text, house_end) is not None


def _street(page: Page, number: int, index: int) -> int:
    """Where the street starts that ends before a house number; -1 if none does."""
    match = _STREET.search(page.text, max(0, page.starts[index] - 50), number)
    if match is None:
        small = _SMALL_STREET.search(page.text, max(0, number - 45), number)
        if small is None or not _SMALL_BEFORE.search(
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
        hits += _called(page)
        hits += _postcodes(page)
        hits += _addresses(page)
        hits += _by_address_key(page)
        hits += _belgian_postcodes(page)
    return hits
