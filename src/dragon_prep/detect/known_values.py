"""Known dates, numbers and addresses in any spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.letters import without_accents
from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import unit_follows
from dragon_prep.language.word_kinds import is_common
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.contact import addresses, phones
from dragon_prep.phi.contact.addresses import Part
from dragon_prep.phi.dates.grammar import Kind, parse, parse_as
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.numbers import notations
from dragon_prep.phi.numbers.grammar import compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page
    from dragon_prep.phi.dates.grammar import DateValue

_RUN = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W\d_]+")
# Behind a date in a column: a time, or the number of a second report of that day.
_BEHIND_DATE = re.compile(r"(?:\D{0,3}\d{1,2}(?::.*)?)?\D*")
_YEAR = 4  # digits
_SHORTEST_NUMBER = 5
_LONG_NUMBER = 7
_MOST_LETTERS = 3
_STREET_GAP = " \t\xa0\n-'’."


@dataclass(frozen=True, slots=True, repr=False, order=True)
class KnownDate:
    """A day.

    Attributes:
        year: in full, or below 100 where its century is not known.
        month: 1 to 12.
        day: of the month.
    """

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True, repr=False, order=True)
class KnownNumber:
    """A number, whatever separates its digits and however many zeros it starts with.

    Attributes:
        digits: without leading zeros.
        letters: that must stand before it; empty where it is long enough to do without.
        label: what it is.
    """

    digits: str
    letters: str
    label: str


@dataclass(frozen=True, slots=True, repr=False, order=True)
class KnownStreet:
    """A street with a house number.

    Attributes:
        words: of the street's name, folded.
        house: the number.
    """

    words: tuple[str, ...]
    house: str


@lru_cache(maxsize=4096)  # of a patient's columns, which each report has again
def read_date(value: str) -> KnownDate | None:
    """A date in any usual form, such as ``1945-03-12`` or ``12 mrt '45``; None if it is none."""
    text = value.strip()
    date = parse(text)
    if date is None or date.kind is not Kind.FULL or date.last:
        return None
    digits_alone = len(date.written) == len("120345") and date.written.isdigit()
    if digits_alone or _BEHIND_DATE.fullmatch(text, date.end) is None:
        return None
    return _known(date)


def _known(date: DateValue) -> KnownDate:
    return KnownDate(date.year if date.has_century else date.year % 100, date.month, date.day)


def find_dates(page: Page, dates: Iterable[KnownDate]) -> Iterator[Detection]:
    """Known dates in a text, in every notation of a full date that starts with a number.

    A year in two digits is that of any century.
    """
    known = set(dates)
    if not known:
        return
    short = {KnownDate(date.year % 100, date.month, date.day) for date in known}
    numbers = {str(n) for date in short for n in (date.day, date.month, date.year)}
    for start, end in page.numbers:
        run = page.text[start:end]
        if len(run) < _YEAR and run.lstrip("0") not in numbers:
            continue
        for value in _full_dates(page, start, len(run)):
            found_date = _known(value)
            years = (found_date.year, found_date.year % 100)
            forms = {KnownDate(year, value.month, value.day) for year in years}
            if forms & known or (not value.has_century and forms & short):
                yield found(value.start, value.end, "DATUM", "known.date")
                break


def _full_dates(page: Page, start: int, length: int) -> Iterator[DateValue]:
    """The readings of a full date at a number, or at the month's name in front of it."""
    text = page.text
    if length > _YEAR:
        names = ("compact_day_first", "compact_year_first")[: 1 if length == len("120345") else 2]
        values = [parse_as(name, text, start) for name in names]
    else:
        index = page.index_before(start)
        values = [parse(text, start)]
        if index >= 0 and page.classes[page.words[index]] & W.MONTH:
            values.append(parse_as("month_first", text, page.starts[index]))
    for value in values:
        if value is not None and value.kind is Kind.FULL and not value.last:
            yield value


def _value(page: Page, at: int) -> tuple[str, int, int]:
    if at >= len(page.numbers):
        return "", -1, -1
    start, end = page.numbers[at]
    return page.text[start:end], start, end


def read_number(value: str, label: str) -> list[KnownNumber]:
    """A number in any form; none if it is too short to give anybody away."""
    digits, letters = compared(value)
    if not digits or len(digits) + len(letters) < _SHORTEST_NUMBER:
        return []
    if len(digits) < _SHORTEST_NUMBER:
        return [KnownNumber(digits, letters, label)]
    return [KnownNumber(digits, "", label)]


def read_phone(value: str) -> list[KnownNumber]:
    """Telephone numbers, each with and without the country's and the area's code."""
    return [
        KnownNumber(digits, "", "TELEFOONNUMMER")
        for _, phone in phones.pieces(value)
        if phone is not None
        for digits in phone.dialled
    ]


def find_numbers(page: Page, numbers: Iterable[KnownNumber]) -> Iterator[Detection]:
    """Known numbers in a text, with any separators and any zeros before them."""
    by_first: dict[str, list[KnownNumber]] = {}
    for number in sorted(numbers):
        by_first.setdefault(number.digits[0], []).append(number)
    for at, (start, end) in enumerate(page.numbers):
        run = page.text[start:end].lstrip("0")
        if not run:  # zeros of their own: "0 6", "(0)6"
            continue
        for number in by_first.get(run[0], ()):
            if not number.digits.startswith(run):
                continue
            stop = _end_of_number(page, at, number.digits, run)
            begin = _begin_of_number(page, at, number)
            if stop > 0 and begin >= 0 and not _is_quantity(page, begin, stop, number):
                yield found(begin, stop, number.label, "known.number")
                break


def _end_of_number(page: Page, at: int, digits: str, so_far: str) -> int:
    end = page.numbers[at][1]
    while so_far != digits:
        at += 1
        run, start, stop = _value(page, at)
        so_far += run
        apart = page.text[end:start] if start >= 0 else "\n\n\n\n"
        if not run or not digits.startswith(so_far) or len(apart) > 4:
            return -1
        if not notations.GAP.fullmatch(apart):
            return -1
        end = stop
    return end


def _begin_of_number(page: Page, at: int, number: KnownNumber) -> int:
    """Where a number starts, with the zeros, the letters or the country's code before it."""
    start = page.numbers[at][0]
    if at and not page.text[page.numbers[at - 1][0] : page.numbers[at - 1][1]].strip("0"):
        left, end = page.numbers[at - 1]
        if start - end <= 3 and notations.GAP.fullmatch(page.text, end, start):
            start = left
    if number.label == "TELEFOONNUMMER":
        abroad = phones.COUNTRY_BEFORE.search(page.text, max(0, start - 10), start)
        return abroad.start() if abroad is not None else start
    return _begin_of_letters(page, start, number)


def _begin_of_letters(page: Page, start: int, number: KnownNumber) -> int:
    """Where the letters in front of a number start; -1 where it needs some and has others."""
    index = page.index_before(start)
    word, gap = page.word(index), page.text[page.end(index) : start] if index >= 0 else " "
    if number.letters:
        fits = word.upper() == number.letters and gap in ("", " ", "-", ".")
        return page.starts[index] if fits else -1
    # Letters that are written to it belong to it: "Z123456", "Z-123456".
    if not word or len(word) > _MOST_LETTERS:
        return start
    return page.starts[index] if not gap or (gap == "-" and page.is_capital(index)) else start


def _is_quantity(page: Page, start: int, end: int, number: KnownNumber) -> bool:
    """Whether a short number is a measurement here: ``12.345 mm``."""
    if len(number.digits) >= _LONG_NUMBER or number.letters:
        return False
    text = page.text
    decimal = text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit()
    return decimal or "." in text[start:end] or unit_follows(page, end)


def read_address(value: str) -> tuple[list[KnownStreet], list[KnownNumber], list[str]]:
    """Street and house number, postcode, and town of an address."""
    address = addresses.parse(value)
    if address is None:
        return [], [], []
    streets = [
        KnownStreet(tuple(without_accents(word) for word in _WORD.findall(street)), house)
        for street, house in address.houses
    ]
    codes = [
        KnownNumber(digits, letters.upper(), "POSTCODE")
        for digits, _, letters in map(addresses.split_postcode, address.of(Part.POSTCODE))
    ]
    towns = [without_accents(" ".join(_WORD.findall(town))) for town in address.of(Part.TOWN)]
    return streets, codes, towns


def find_streets(page: Page, streets: Iterable[KnownStreet]) -> Iterator[Detection]:
    """Known streets in a text, with their house number where it stands there."""
    by_word: dict[str, list[KnownStreet]] = {}
    for street in sorted(streets):
        for first in _street_forms(street.words[0], last=len(street.words) == 1):
            by_word.setdefault(first, []).append(street)
    if by_word:
        for index, word in enumerate(page.words):
            for street in by_word.get(without_accents(word), ()):
                end = _end_of_street(page, index, street)
                if end > 0:
                    yield found(page.starts[index], end, "ADRES", "known.address")
                    break


def find_postcodes(page: Page, codes: Iterable[KnownNumber]) -> Iterator[Detection]:
    """Known postcodes in a text, in either case, with or without a blank."""
    wanted = {(code.digits, code.letters) for code in codes}
    for start, end in page.numbers if wanted else ():
        index = page.index_from(end)
        close = index < len(page.words) and page.starts[index] - end <= 1
        if close and (page.text[start:end], page.words[index].upper()) in wanted:
            yield found(start, page.end(index), "POSTCODE", "known.address")


def _street_forms(word: str, *, last: bool) -> tuple[str, ...]:
    if last and word.endswith("straat"):
        return word, word.removesuffix("aat")
    return (word,)


def _end_of_street(page: Page, index: int, street: KnownStreet) -> int:
    words = street.words
    for offset, word in enumerate(words):
        at = index + offset
        if without_accents(page.word(at)) not in _street_forms(word, last=offset == len(words) - 1):
            return -1
        if offset and page.gap_before(at).strip(_STREET_GAP):
            return -1
    end = page.end(index + len(words) - 1)
    behind = end + 1 if page.text[end : end + 1] == "." else end
    house = addresses.HOUSE_BEHIND.match(page.text, behind)
    if house is not None and house[1] == street.house:
        return house.end()
    # Without its number, a street must look like one, or have several words.
    capital = page.is_capital(index)
    ends = words[-1].endswith(tuple(sorted(cue("street_end")))) and len(words[-1]) > 7
    return end if capital and ends and not is_common(words[-1]) else -1
