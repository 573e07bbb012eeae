"""What an original leaves to look for in the texts that go out: its spellings, folded.

Folded is: ASCII, lower case, letters and digits only. So case, accents, blanks, hyphens, line
breaks and the separators and leading zeros of numbers make no difference. Dates and times are
compared by what they mean, see :mod:`dragon_prep.run.moments`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.detect import lexicon
from dragon_prep.detect.codes import is_code
from dragon_prep.detect.knownnames import titles
from dragon_prep.detect.knownvalues import read_address, read_phone
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.nameparse import is_plain
from dragon_prep.model.known import KnownKind
from dragon_prep.model.phi import PhiCategory
from dragon_prep.text.ascii import to_ascii
from dragon_prep.text.folding import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.model.known import KnownFact

SHORTEST = 4  # letters and digits; what is shorter stands anywhere by chance
SHORTEST_NUMBER = 5  # digits
LONG_NUMBER = 7  # digits from which on a number is no quantity
_LONG_NAME = 6
_CHECK_DIGITS = 2  # of an IBAN
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_RUN = re.compile(r"[0-9]+")
_POSTCODE = re.compile(r"\s*([1-9][0-9]{3})\s?([A-Za-z]{2})(?![A-Za-z0-9])")
_CODE = re.compile(r"[A-Za-z]{2,6}")
_NAMES = (PhiCategory.PLAATS, PhiCategory.ZIEKENHUIS, PhiCategory.STUDIE_NAAM, PhiCategory.BEDRIJF)
MOMENTS = (PhiCategory.DATUM, PhiCategory.TIJD, PhiCategory.LEEFTIJD)


class Form(Enum):
    """What an original, or a part of it, looks like."""

    NAME = auto()  # a whole name of several words
    WORD = auto()  # a word of a name, or a name of one word
    CODE = auto()  # a staff code or abbreviation, in its very case
    NUMBER = auto()  # digits, without the zeros it starts with
    STRING = auto()  # letters and digits


class Sort(Enum):
    """What a word is besides a name."""

    NAME = auto()  # nothing else
    DUTCH = auto()  # a Dutch word, which is written small but at the start of a sentence
    COMMON = auto()  # a medical or everyday word, an eponym, a town, a month, a role


@dataclass(frozen=True, slots=True, repr=False)
class Needle:
    """Something to look for.

    Attributes:
        folded: its letters and digits, ASCII, in lower case; of a code, in its very case.
        category: what it is.
        form: what it looks like.
        sort: what its words are besides names.
    """

    folded: str
    category: PhiCategory
    form: Form
    sort: Sort = Sort.NAME

    def __hash__(self) -> int:
        return hash(self.folded)  # nearly always enough, and quick

    def __repr__(self) -> str:
        return f"<Needle {self.category} {self.form.name}, {len(self.folded)} characters>"

    @property
    def tells(self) -> bool:
        """Whether it is rare enough to be looked for in the reports of everybody."""
        if self.form is Form.NUMBER:
            return len(self.folded) >= LONG_NUMBER
        if self.form is Form.CODE or self.category in _NAMES or self.sort is not Sort.NAME:
            return False
        if self.form is Form.WORD and self.folded in lexicon.first_names():
            return False
        return len(self.folded) >= _LONG_NAME and self.category is not PhiCategory.POSTCODE


def fold(text: str) -> str:
    """Letters and digits of a text, in ASCII and lower case."""
    return "".join(filter(str.isalnum, to_ascii(plain_text(text))[0].lower()))


def spellings(original: str) -> tuple[str, ...]:
    """What an original can look like in a text that goes out: its plain form in ASCII first.

    The other is what the ASCII step makes of what nobody found; it knows no look-alike letters.
    """
    if original.isascii() and original.isprintable():
        return (original,)
    both = to_ascii(plain_text(original))[0], to_ascii(original)[0]
    return tuple(dict.fromkeys(both))


@lru_cache(maxsize=1 << 16)
def sort_of(word: str) -> Sort:
    """What a word in lower case is besides a name."""
    if (
        is_plain(word)
        or word in lexicon.eponyms()
        or word in lexicon.months()
        or word in lexicon.words("roles")
        or any(word in lexicon.phrases(name) for name in ("towns", "hospitals"))
        or word in cue("abbreviation", "weekday", "unit", "institution")
    ):
        return Sort.COMMON
    is_word = word in lexicon.dutch() or word in lexicon.word_names()
    return Sort.DUTCH if is_word else Sort.NAME


@lru_cache(maxsize=1 << 15)
def needles_of(original: str, category: PhiCategory) -> tuple[Needle, ...]:
    """What to look for of an original: itself, and the parts that give somebody away.

    Args:
        original: a mention in a report, or a value of the export.
        category: what it is.
    """
    if category in MOMENTS:
        return ()
    found = (n for plain in spellings(original) for n in _needles(plain, category))
    return tuple({needle.folded: needle for needle in found}.values())


def _needles(plain: str, category: PhiCategory) -> Iterator[Needle]:
    if category is PhiCategory.PERSOON:
        yield from _of_name(plain)
    elif category is PhiCategory.PERSOONAFKORTING:
        yield from (Needle(word, category, Form.CODE) for word in _CODE.findall(plain))
    elif category in _NAMES:
        yield from _of_proper_name(plain, category)
    elif category is PhiCategory.ADRES:
        yield from _of_address(plain)
    else:
        yield from _of_number(plain, category)


def needles_of_fact(fact: KnownFact) -> tuple[Needle, ...]:
    """What to look for of something the export knows of a patient beside the text."""
    value = plain_text(fact.value)
    match fact.kind:
        case KnownKind.NAME | KnownKind.DOCTOR:
            return tuple(
                needle
                for name in re.split(r"\s*[;|\n]\s*", value)
                for needle in needles_of(
                    name,
                    PhiCategory.PERSOONAFKORTING if is_code(name) else PhiCategory.PERSOON,
                )
            )
        case KnownKind.ADDRESS:
            return needles_of(fact.value, PhiCategory.ADRES)
        case KnownKind.PHONE:
            phone = PhiCategory.TELEFOONNUMMER
            more = (Needle(n.digits, phone, Form.NUMBER) for n in read_phone(value))
            return (*needles_of(fact.value, phone), *more)
        case KnownKind.REPORT_NUMBER:
            return needles_of(fact.value, PhiCategory.RAPPORT_ID)
        case KnownKind.NUMBER:
            return needles_of(fact.value, PhiCategory.PATIENTNUMMER)
        case _:  # a date, which is compared by what it means
            return ()


def _particles() -> frozenset[str]:
    return cue("particle") | {"v", "d", "vd", "t", "s"}


def _of_name(plain: str) -> Iterator[Needle]:
    category = PhiCategory.PERSOON
    words = [word for word in _WORD.findall(plain) if word.lower() not in titles()]
    if not words:
        return
    cores = [word for word in words if word.lower() not in _particles() and len(word) > 1]
    if len(words) > 1:
        sorts = {sort_of(word.lower()) for word in cores}
        # Nothing but a name has initials.
        named = Sort.NAME in sorts or any(len(w) == 1 and w.isupper() for w in words)
        sort = Sort.NAME if named else Sort.COMMON
        whole = fold("".join(words))
        if len(whole) >= SHORTEST:
            yield Needle(whole, category, Form.NAME, sort)
        surname_first, comma, rest = plain.partition(",")
        if comma and len(whole) >= SHORTEST:  # "Jansen, P. van" is "P. van Jansen"
            yield Needle(fold(rest + surname_first), category, Form.NAME, sort)
    for word in cores:
        # Initials without dots, such as "JP" in "JP Jansen", stand anywhere.
        if len(word) < SHORTEST and (word.isupper() and len(words) > 1):
            continue
        small = fold(word)
        yield Needle(small, category, Form.WORD, sort_of(small))


def _of_proper_name(plain: str, category: PhiCategory) -> Iterator[Needle]:
    words = _WORD.findall(plain)
    whole = fold(plain)
    if len(words) == 1 and len(words[0]) <= _LONG_NAME and words[0][1:] != words[0][1:].lower():
        # An abbreviation counts in its very case.
        other = words[0].lower() in lexicon.phrases("hospitals_ambiguous")
        yield Needle(words[0], category, Form.CODE, Sort.COMMON if other else Sort.NAME)
        return
    sorts = {_sort_of_place(word.lower(), category) for word in words}
    sort = Sort.NAME if Sort.NAME in sorts else Sort.COMMON if Sort.COMMON in sorts else Sort.DUTCH
    if whole:
        yield Needle(whole, category, Form.NAME if len(words) > 1 else Form.WORD, sort)


@lru_cache(maxsize=1 << 12)
def _sort_of_place(word: str, category: PhiCategory) -> Sort:
    """What a word is besides a part of this place's or company's name."""
    if category in (PhiCategory.PLAATS, PhiCategory.ZIEKENHUIS):
        if word in lexicon.eponyms() or word in lexicon.known_names():
            return Sort.COMMON
        if word in lexicon.dutch():
            return Sort.DUTCH
        if word in lexicon.phrases("towns") or word in lexicon.phrases("hospitals"):
            return Sort.NAME
    return sort_of(word)


def _of_address(plain: str) -> Iterator[Needle]:
    category = PhiCategory.ADRES
    streets, codes, towns = read_address(plain)
    for street in streets:
        yield Needle("".join(street.words) + street.house, category, Form.STRING)
        name = "".join(street.words)
        if street.words[-1].endswith(tuple(sorted(cue("street_end")))) and len(name) > _LONG_NAME:
            yield Needle(name, category, Form.WORD, sort_of(name))
    for code in codes:
        folded = f"{code.digits}{code.letters.lower()}"
        yield Needle(folded, PhiCategory.POSTCODE, Form.STRING)
    for town in towns:
        yield from _of_proper_name(town, PhiCategory.PLAATS)
    if not streets:
        whole = fold(plain)
        if len(whole) >= SHORTEST and not codes:
            yield Needle(whole, category, Form.NAME, sort_of(whole))


def _of_number(plain: str, category: PhiCategory) -> Iterator[Needle]:
    whole = fold(plain)
    runs: list[str] = _RUN.findall(plain)
    digits = "".join(runs).lstrip("0")
    if category is PhiCategory.POSTCODE and (code := _POSTCODE.match(plain)):
        yield Needle(f"{code[1]}{code[2].lower()}", category, Form.STRING)
        return
    if any(map(str.isalpha, whole)) and len(whole) >= SHORTEST:
        yield Needle(whole, category, Form.STRING, Sort.NAME if runs else sort_of(whole))
    if len(digits) >= SHORTEST_NUMBER and category not in (PhiCategory.EMAIL, PhiCategory.URL):
        yield Needle(digits, category, Form.NUMBER)
        if category is PhiCategory.IBAN:
            yield Needle(digits[_CHECK_DIGITS:].lstrip("0"), category, Form.NUMBER)
        elif category is PhiCategory.TELEFOONNUMMER:
            core = digits.removeprefix("31") if len(digits) > 10 else digits
            yield Needle(core.lstrip("0"), category, Form.NUMBER)
        else:
            longest = max(runs, key=len).lstrip("0")
            if len(longest) >= SHORTEST_NUMBER:
                yield Needle(longest, category, Form.NUMBER)
    elif not any(map(str.isalpha, whole)) and whole:
        yield Needle(digits, category, Form.NUMBER)


def telling(needles: Iterable[Needle]) -> Iterator[Needle]:
    """Those of which a single mention tells who is meant."""
    return (needle for needle in needles if needle.tells)
