"""What an original leaves to look for in the texts that go out: its spellings, folded.

Folded is: ASCII, lower case, letters and digits only. So case, accents, blanks, hyphens, line
breaks and the separators and leading zeros of numbers make no difference. Dates and times are
compared by what they mean, see :mod:`dragon_prep.audit.moments`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.audit.name_orders import orders
from dragon_prep.core.known import KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.detect.known_values import read_address, read_phone
from dragon_prep.language import lexicon
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.folding import plain_text
from dragon_prep.language.lexicon import cue
from dragon_prep.language.word_kinds import WordKind, kind_in_place, word_kind
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.contact import phones
from dragon_prep.phi.names import particles
from dragon_prep.phi.numbers.grammar import compared
from dragon_prep.phi.staff_codes.grammar import is_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.core.known import KnownFact

SHORTEST = 4  # letters and digits; what is shorter stands anywhere by chance
SHORTEST_NUMBER = 5  # digits
LONG_NUMBER = 7  # digits from which on a number is no quantity
LONG_NAME = 6  # letters from which on an unknown surname is looked for with everybody
_CHECK_DIGITS = 2  # of an IBAN
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_RUN = re.compile(r"[0-9]+")
_CODE = re.compile(r"[A-Za-z]{2,6}")
_NAMES = (PhiCategory.PLAATS, PhiCategory.ZIEKENHUIS, PhiCategory.STUDIE_NAAM, PhiCategory.BEDRIJF)
_PLACES = (PhiCategory.PLAATS, PhiCategory.ZIEKENHUIS)
MOMENTS = (PhiCategory.DATUM, PhiCategory.TIJD, PhiCategory.LEEFTIJD)


class Form(Enum):
    """What an original, or a part of it, looks like."""

    NAME = auto()  # a whole name of several words
    WORD = auto()  # a word of a name, or a name of one word
    CODE = auto()  # a staff code or abbreviation, in its very case
    NUMBER = auto()  # digits, without the zeros it starts with
    STRING = auto()  # letters and digits
    TURNED = auto()  # a whole name in another order, or with initials


@dataclass(frozen=True, slots=True, repr=False)
class SearchTerm:
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
    sort: WordKind = WordKind.NAME

    def __hash__(self) -> int:
        return hash(self.folded)  # nearly always enough, and quick

    def __repr__(self) -> str:
        return f"<Needle {self.category} {self.form.name}, {len(self.folded)} characters>"

    @property
    def tells(self) -> bool:
        """Whether it is rare enough to be looked for in the reports of everybody."""
        if self.form is Form.NUMBER:
            return len(self.folded) >= LONG_NUMBER
        if (
            self.form in (Form.CODE, Form.TURNED)
            or self.category in _NAMES
            or self.sort is not WordKind.NAME
        ):
            return False
        if self.form is Form.WORD and classes[self.folded] & W.FIRST_NAME:
            return False
        return len(self.folded) >= LONG_NAME and self.category is not PhiCategory.POSTCODE


def fold(text: str) -> str:
    """Letters and digits of a text, in ASCII and lower case."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(filter(str.isalnum, to_ascii(plain_text(text))[0].lower()))


def spellings(original: str) -> tuple[str, ...]:
    """What an original can look like in a text that goes out: its plain form in ASCII first.

    The other is what the ASCII step makes of what nobody found; it knows no look-alike letters.
    """
    if original.isascii() and original.isprintable():
        return (original,)
    both = to_ascii(plain_text(original))[0], to_ascii(original)[0]
    return tuple(dict.fromkeys(both))


@lru_cache(maxsize=1 << 15)
def search_terms_of(original: str, category: PhiCategory) -> tuple[SearchTerm, ...]:
    """What to look for of an original: itself, and the parts that give somebody away.

    Args:
        original: a mention in a report, or a value of the export.
        category: what it is.
    """
    if category in MOMENTS:
        return ()
    found = (n for plain in spellings(original) for n in _needles(plain, category))
    return tuple({needle.folded: needle for needle in found}.values())


def _needles(plain: str, category: PhiCategory) -> Iterator[SearchTerm]:
    if category is PhiCategory.PERSOON:
        yield from _of_name(plain)
    elif category is PhiCategory.PERSOONAFKORTING:
        yield from (SearchTerm(word, category, Form.CODE) for word in _CODE.findall(plain))
    elif category in _NAMES:
        yield from _of_proper_name(plain, category)
    elif category is PhiCategory.ADRES:
        yield from _of_address(plain)
    else:
        yield from _of_number(plain, category)


def search_terms_of_fact(fact: KnownFact) -> tuple[SearchTerm, ...]:
    """What to look for of something the export knows of a patient beside the text."""
    value = plain_text(fact.value)
    match fact.kind:
        case KnownKind.NAME | KnownKind.DOCTOR:
            return tuple(
                needle
                for name in re.split(r"\s*[;|\n]\s*", value)
                for needle in search_terms_of(
                    name,
                    PhiCategory.PERSOONAFKORTING if is_code(name) else PhiCategory.PERSOON,
                )
            )
        case KnownKind.ADDRESS:
            return search_terms_of(fact.value, PhiCategory.ADRES)
        case KnownKind.PHONE:
            phone = PhiCategory.TELEFOONNUMMER
            more = (SearchTerm(n.digits, phone, Form.NUMBER) for n in read_phone(value))
            return (*search_terms_of(fact.value, phone), *more)
        case KnownKind.REPORT_NUMBER:
            return search_terms_of(fact.value, PhiCategory.RAPPORT_ID)
        case KnownKind.NUMBER:
            return search_terms_of(fact.value, PhiCategory.PATIENTNUMMER)
        case _:  # a date, which is compared by what it means
            return ()


def _of_name(plain: str) -> Iterator[SearchTerm]:
    words = [word for word in _WORD.findall(plain) if word.lower() not in lexicon.titles()]
    cores = [word for word in words if word.lower() not in particles.bare() and len(word) > 1]
    several = len(words) > 1
    if several:
        whole = tuple(_of_whole_name(plain, words, cores))
        yield from whole
        written = {term.folded for term in whole}
        for order in orders(plain):
            if order.written not in written:
                sort = WordKind.NAME if order.is_sure else WordKind.COMMON
                yield SearchTerm(order.written, PhiCategory.PERSOON, Form.TURNED, sort)
    for word in cores:
        # Initials without dots, such as "JP" in "JP Jansen", stand anywhere.
        if several and word.isupper() and len(word) < SHORTEST:
            continue
        small = fold(word)
        yield SearchTerm(small, PhiCategory.PERSOON, Form.WORD, word_kind(small))


def _of_whole_name(plain: str, words: list[str], cores: list[str]) -> Iterator[SearchTerm]:
    """A name of several words as one, and with what stands behind its comma in front."""
    whole = fold("".join(words))
    if len(whole) < SHORTEST:
        return
    sorts = {word_kind(word.lower()) for word in cores}
    # Nothing but a name has initials.
    named = WordKind.NAME in sorts or any(len(w) == 1 and w.isupper() for w in words)
    sort = WordKind.NAME if named else WordKind.COMMON
    yield SearchTerm(whole, PhiCategory.PERSOON, Form.NAME, sort)
    surname_first, comma, rest = plain.partition(",")
    if comma:  # "Jansen, P. van" is "P. van Jansen"
        yield SearchTerm(fold(rest + surname_first), PhiCategory.PERSOON, Form.NAME, sort)


def _of_proper_name(plain: str, category: PhiCategory) -> Iterator[SearchTerm]:
    words = _WORD.findall(plain)
    whole = fold(plain)
    if len(words) == 1 and len(words[0]) <= LONG_NAME and words[0][1:] != words[0][1:].lower():
        # An abbreviation counts in its very case.
        other = bool(classes[words[0].lower()] & W.HOSPITAL_AMBIGUOUS)
        yield SearchTerm(words[0], category, Form.CODE, WordKind.COMMON if other else WordKind.NAME)
        return
    kind = kind_in_place if category in _PLACES else word_kind
    sorts = {kind(word.lower()) for word in words}
    sort = (
        WordKind.NAME
        if WordKind.NAME in sorts
        else WordKind.COMMON
        if WordKind.COMMON in sorts
        else WordKind.DUTCH
    )
    if whole:
        yield SearchTerm(whole, category, Form.NAME if len(words) > 1 else Form.WORD, sort)


def _of_address(plain: str) -> Iterator[SearchTerm]:
    category = PhiCategory.ADRES
    streets, codes, towns = read_address(plain)
    for street in streets:
        yield SearchTerm("".join(street.words) + street.house, category, Form.STRING)
        name = "".join(street.words)
        if street.words[-1].endswith(tuple(sorted(cue("street_end")))) and len(name) > LONG_NAME:
            yield SearchTerm(name, category, Form.WORD, word_kind(name))
    for code in codes:
        folded = f"{code.digits}{code.letters.lower()}"
        yield SearchTerm(folded, PhiCategory.POSTCODE, Form.STRING)
    for town in towns:
        yield from _of_proper_name(town, PhiCategory.PLAATS)
    if not streets:
        whole = fold(plain)
        if len(whole) >= SHORTEST and not codes:
            yield SearchTerm(whole, category, Form.NAME, word_kind(whole))


def _of_number(plain: str, category: PhiCategory) -> Iterator[SearchTerm]:
    whole = fold(plain)
    runs: list[str] = _RUN.findall(plain)
    digits = compared(plain)[0]
    code = read_address(plain)[1] if category is PhiCategory.POSTCODE else []
    if code:
        yield SearchTerm(f"{code[0].digits}{code[0].letters.lower()}", category, Form.STRING)
        return
    if any(map(str.isalpha, whole)) and len(whole) >= SHORTEST:
        yield SearchTerm(whole, category, Form.STRING, WordKind.NAME if runs else word_kind(whole))
    if len(digits) >= SHORTEST_NUMBER and category not in (PhiCategory.EMAIL, PhiCategory.URL):
        yield SearchTerm(digits, category, Form.NUMBER)
        if category is PhiCategory.IBAN:
            yield SearchTerm(digits[_CHECK_DIGITS:].lstrip("0"), category, Form.NUMBER)
        elif category is PhiCategory.TELEFOONNUMMER:
            for _, phone in phones.pieces(plain):
                if phone is not None and len(phone.core) >= SHORTEST_NUMBER:
                    yield SearchTerm(phone.core, category, Form.NUMBER)
        else:
            longest = max(runs, key=len).lstrip("0")
            if len(longest) >= SHORTEST_NUMBER:
                yield SearchTerm(longest, category, Form.NUMBER)
    elif not any(map(str.isalpha, whole)) and whole:
        yield SearchTerm(digits, category, Form.NUMBER)


def telling(needles: Iterable[SearchTerm]) -> Iterator[SearchTerm]:
    """Those of which a single mention tells who is meant."""
    return (needle for needle in needles if needle.tells)
