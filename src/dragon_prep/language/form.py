"""The outer form of a mention: its character set, its case, its shape."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from unidecode import unidecode_expect_nonascii

from dragon_prep.language.folding import plain_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from dragon_prep.core.streams import KeyedStream

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_APART = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1d\x7f\u2028\u2029]")
_CONTROL = re.compile(r"[^\t\n\r -~]")
_WORD_OR_DIGIT = re.compile(r"[A-Za-z]+|\d")
DIGITS = string.digits
_AT_ONCE = 15  # digits that are drawn together
_FOLDED = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}


def clean(text: str) -> str:
    """A text in printable ASCII, tabs and the line ends it had.

    Surrogates are made from the clean form, so that neither an accent nor an odd blank makes two
    persons, dates or numbers out of one.
    """
    if text.isascii() and text.isprintable():
        return text
    # Of two words with such a sign between them a surrogate makes neither one nor two lines.
    text = plain_text(_APART.sub(" ", text))
    text = _NOT_ASCII.sub(lambda m: unidecode_expect_nonascii(m[0]).replace("\n", " "), text)
    return _CONTROL.sub(" ", text)


def fold(text: str) -> str:
    """What two spellings of one thing have in common: letters and digits, in lower case."""
    if text.isalnum() and text.isascii():
        return text.lower()
    return clean(text).translate(_FOLDED)


def like(model: str, new: str) -> str:
    """A word in the case of another: lower, UPPER or as it comes."""
    if model.islower():
        return new.lower()
    if model.isupper() and (len(model) > 1 or len(new) == 1):
        return new.upper()
    return new[:1].upper() + new[1:] if model[:1].isupper() else new


def case_of(word: str) -> str:
    """A word's case as a model for :func:`like`: ``aa``, ``AA`` or ``Aa``; says nothing else."""
    if word.isupper() and len(word) > 1:
        return "AA"
    return "Aa" if word[:1].isupper() else "aa"


def scramble(text: str, stream: KeyedStream, keep: Collection[str] = ()) -> str:
    """Puts another letter for each letter and another digit for each digit, case kept.

    Args:
        text: clean text.
        stream: what makes the choices.
        keep: words, in lower case, to leave as they are.
    """

    def other(match: re.Match[str]) -> str:
        found = match[0]
        if found.isdigit():
            return stream.other(DIGITS, found)
        if found.lower() in keep:
            return found
        return "".join(_other_letter(letter, stream) for letter in found)

    return _WORD_OR_DIGIT.sub(other, text)


def redraw(digits: str, stream: KeyedStream) -> str:
    """Another number of as many digits, not all zeros; leading zeros stay if two digits follow."""
    rest = digits.lstrip("0")
    if len(rest) < 2:
        rest = digits
    zeros = digits[: len(digits) - len(rest)]
    new = rest
    while new == rest:
        new = "".join(_digits(len(rest[at : at + _AT_ONCE]), stream, at) for at in _starts(rest))
    return zeros + new


def _starts(digits: str) -> range:
    return range(0, len(digits), _AT_ONCE)


def _digits(count: int, stream: KeyedStream, at: int) -> str:
    """So many digits, of which the first is no nought where a number starts."""
    if at:
        return f"{stream.below(10**count):0{count}}"
    least = 10 ** (count - 1)
    return str(least + stream.below(9 * least))


def _other_letter(letter: str, stream: KeyedStream) -> str:
    return stream.other(
        string.ascii_lowercase if letter.islower() else string.ascii_uppercase, letter
    )
