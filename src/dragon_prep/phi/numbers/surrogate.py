"""Numbers of patients, reports, accounts and the like: another number in the same shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, redraw, scramble
from dragon_prep.language.pools import words
from dragon_prep.phi.dates.moves import moved_year, year_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragon_prep.core.streams import KeyedStream
    from dragon_prep.phi.scope import Scope

_PART = re.compile(r"[A-Za-z]+|\d+")
_YEAR_OF_REPORT = re.compile(r"(?<!\d)(?:\d{2}|(?:19|20|21)\d{2})(?=[ ./-]{1,3}\d{3})")
_BSN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
_BSN_START = "9"  # no citizen service number handed out starts with it
_IBAN = re.compile(
    r"(?<![A-Z\d])(?:NL[ .-]?\d\d[ .-]?(?:[A-Z][ .-]?){4}(?:\d[ .-]?){9}\d(?!\d)"
    r"|[A-Z]{2}\d\d(?:[ .-]?[A-Z\d]){10,30}(?![A-Z\d]))",
    re.IGNORECASE,
)


def identifier(original: str, scope: Scope) -> str:
    """Another number of the same shape; a group of digits is the same wherever it stands."""
    return _PART.sub(lambda match: _part(match[0], scope), clean(original))


def report_id(original: str, scope: Scope) -> str:
    """Another report number; a year at its start (``T24-123456``) moves as years do."""
    text = clean(original)
    parts: list[str] = []
    at = 0
    for match in _YEAR_OF_REPORT.finditer(text):
        new = moved_year(year_of(match[0]), scope.days)
        parts += (identifier(text[at : match.start()], scope), f"{new:04}"[-len(match[0]) :])
        at = match.end()
    return "".join((*parts, identifier(text[at:], scope)))


def bsn(original: str, scope: Scope) -> str:
    """Another citizen service number that passes the 11-proof."""
    return _each(_BSN, clean(original), scope, _new_bsn)


def iban(original: str, scope: Scope) -> str:
    """Another account number that passes the test modulo 97 (ISO 13616)."""
    return _each(_IBAN, clean(original), scope, _new_iban)


def in_shape(model: str, characters: Iterable[str]) -> str:
    """Other letters and digits in the places of the letters and digits of a model."""
    left = iter(characters)
    return "".join(next(left) if letter.isalnum() else letter for letter in model)


def _part(part: str, scope: Scope) -> str:
    if part.isdigit():
        return redraw(part, scope.stream(KeyPurpose.DIGITS, part))
    return scramble(part, scope.stream(KeyPurpose.LETTERS, part.lower()), words("id"))


def _each(
    pattern: re.Pattern[str],
    text: str,
    scope: Scope,
    new: Callable[[str, KeyedStream], str],
) -> str:
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        plain = "".join(filter(str.isalnum, match[0])).upper()
        made = new(plain, scope.stream(KeyPurpose.DIGITS, plain))
        made = made if match[0].upper() == match[0] else made.lower()
        parts += (identifier(text[at : match.start()], scope), in_shape(match[0], made))
        at = match.end()
    return "".join((*parts, identifier(text[at:], scope)))


def _new_bsn(plain: str, stream: KeyedStream) -> str:
    from stdnum.nl.bsn import checksum  # here, because few patients have such a number

    while True:
        digits = _BSN_START + "".join(stream.choice("0123456789") for _ in range(7))
        check = checksum(f"{digits}0")  # ten is no digit
        if check < 10 and digits + str(check) != plain:
            return digits + str(check)


def _new_iban(plain: str, stream: KeyedStream) -> str:
    from stdnum.iso7064.mod_97_10 import calc_check_digits

    country, account = plain[:2], plain[4:]
    new = account
    while new == account:
        new = "".join(
            stream.choice("0123456789" if letter.isdigit() else "ABCDEFGHIJKLMNOPRSTUVW")
            for letter in account
        )
        if country == "NL":
            new = stream.choice(sorted(words("bank"))) + new[4:]
    return f"{country}{calc_check_digits(f'{new}{country}')}{new}"
