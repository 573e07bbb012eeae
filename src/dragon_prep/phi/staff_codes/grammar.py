"""The grammar of staff codes: the only code that knows how ``KDij``, ``JvdB`` or ``KD/ro`` look.

A code is two to six letters: initials, perhaps of particles, and the start of a surname. Several
stand beside each other with a slash or comma. Any short word has that form, so it is asked how
much the form tells: by itself, where the place says that a code stands, or of a given mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language import name_pools as names
from dragon_prep.language.abbreviations import in_mixed_case
from dragon_prep.language.form import like as in_case_of
from dragon_prep.language.pools import words
from dragon_prep.language.word_kinds import REMEMBERED, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 6
_SHORTEST, _SHORTEST_ALONE = 2, 3
_BETWEEN = re.compile(r"(\s*[/,;+&]\s*|\s+en\s+)")
_LETTERS = re.compile(r"[A-Za-z]{1,6}\.?(?![^\W_])(?!-[^\W_])")
_ONE = re.compile(r"[A-Za-z]{2,5}\.?")
_CAPITAL_INSIDE = re.compile(r"[A-Z]{2,}[a-z]|[a-z][A-Z]")
_PLURAL = re.compile(r"[A-Z]{2,5}(?:s|en|tje|jes)\Z")
_STAGE = re.compile(r"[IVX]+[a-d]\Z|IJ[a-z]+\Z")
_OTHER = W.ABBREVIATION | W.UNIT | W.PERSON | W.MONTH | W.ROLE_WORD | W.DUTCH


@dataclass(frozen=True, slots=True, repr=False)
class Codes:
    """One code or several beside each other.

    Attributes:
        start: where the first starts in its text.
        parts: the codes and what stands between two, in turn.
    """

    start: int
    parts: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Codes, {len(self.codes)} of them>"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes as they stand."""
        return self.parts[::2]

    @property
    def end(self) -> int:
        """Behind the last code point."""
        return self.start + sum(map(len, self.parts))


def parse(text: str, at: int = 0) -> Codes | None:
    """The longest reading of codes that starts at a place; None if none does.

    A single letter is a code beside another only: ``R/kd``.
    """
    if at and text[at - 1].isalnum():
        return None
    parts: list[str] = []
    position = at
    while (match := _LETTERS.match(text, position)) is not None:
        parts.append(match.group())
        sign = _BETWEEN.match(text, match.end())
        if sign is None or not _LETTERS.match(text, sign.end()):
            break
        parts.append(sign.group())
        position = sign.end()
    alone = len(parts) == 1 and len(parts[0].rstrip(".")) < _SHORTEST
    return None if not parts or alone else Codes(at, tuple(parts))


def mention(text: str) -> Codes:
    """A whole mention of codes; what no grammar can read is one code, of letters and digits."""
    return Codes(0, tuple(_BETWEEN.split(text)))


def reads(text: str) -> bool:
    """Whether a mention is made of codes only."""
    found = parse(text)
    return found is not None and found.end == len(text)


def render(codes: Sequence[str], like: Codes) -> str:
    """Writes codes in the notation of others: their separators, dots and capitals.

    Args:
        codes: the letters of each; as many of each as the notation has.
        like: codes that were read.
    """
    new = list(like.parts)
    new[::2] = map(_in_capitals_of, like.codes, codes)
    return "".join(new)


def _in_capitals_of(model: str, code: str) -> str:
    letters = iter(filter(str.isalpha, code))
    return "".join(in_case_of(c, next(letters, c)) if c.isalpha() else c for c in model)


@lru_cache(maxsize=REMEMBERED)
def is_code(token: str) -> bool:
    """Whether a token has the inner capitals of a staff code and is no known abbreviation.

    A capital inside a short word is rare in Dutch, so that the form is enough anywhere.
    """
    if not _SHORTEST_ALONE <= len(token) <= LONGEST or not token.isalpha():
        return False
    if token.istitle() or token.isupper() or token.islower():
        return False
    return not _is_other_form(token) and not classes[token.lower()] & W.UNIT


def _is_other_form(token: str) -> bool:
    """Whether capitals and small letters make a plural, a stage or a known abbreviation."""
    return bool(_PLURAL.match(token) or _STAGE.match(token)) or token in in_mixed_case()


@lru_cache(maxsize=REMEMBERED)
def may_be_code(token: str, *, sure: bool = False) -> bool:
    """Whether a short token can be somebody's code where the place says that one stands.

    Any case, two to six letters; no word, abbreviation, unit, month or eponym, since these stand
    in the same places.

    Args:
        token: letters.
        sure: whether the place leaves little doubt, so that it may be a rare abbreviation.
    """
    if not _SHORTEST <= len(token) <= LONGEST or not token.isalpha():
        return False
    if is_code(token):
        return True
    small = token.lower()
    if _is_other_form(token) or classes[small] & _OTHER or small in lexicon.titles():
        return False
    doubtful = W.EPONYM
    if token.isupper():
        doubtful = 0 if sure else W.EPONYM | W.ABBREVIATION_LISTED
    return not classes[small] & doubtful and not is_plain(small)


def is_code_and_no_name(word: str) -> bool:
    """Whether a lone word that was called a person is a staff code rather than a name.

    A name that no list knows starts with two consonants only if Dutch has words that do ("Smit");
    "Rbo" is a code.
    """
    if not _ONE.fullmatch(word):
        return False
    low = word.lower()
    if word.istitle() and (names.first_name_origin(low) or names.is_surname(low)):
        return False
    if _CAPITAL_INSIDE.search(word) and not low.startswith("ij"):
        return True
    consonants = not any(letter in "aeiouy" for letter in low[:2])
    return len(low.rstrip(".")) > _SHORTEST and consonants and low[:2] not in words("onset")


def codes_in(text: str) -> list[str]:
    """The codes of a mention that was called a code; none if it is rather a name."""
    codes = [code.strip() for code in mention(text).codes]
    longest = max(map(len, re.findall("[A-Za-z]+", text)), default=0)
    return codes if longest <= LONGEST and not any(" " in code for code in codes) else []
