"""Numbers of patients, reports, accounts and the like: another number in the same shape."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, redraw, scramble
from dragon_prep.language.pools import words
from dragon_prep.phi.dates.moves import is_date, moved, moved_month, moved_year, nearest, year_of
from dragon_prep.phi.numbers.grammar import Number, NumberKind, RunKind, pieces, reads, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragon_prep.core.streams import KeyedStream
    from dragon_prep.phi.scope import Scope

_BSN_START = "9"  # no citizen service number handed out starts with it
# What a mention without a digit gets: one of the usual notation.
_USUAL = {
    NumberKind.CODE: "1234567",
    NumberKind.REPORT: "T12-12345",
    NumberKind.BSN: "123456782",
    NumberKind.IBAN: "NL91 ABNA 0417 1643 00",
}
_MOST_BORN_A_DAY = 499  # pairs of serial numbers, odd for men and even for women


def identifier(original: str, scope: Scope) -> str:
    """Another number of the same shape; a group of digits is the same wherever it stands."""
    return _each(original, scope)


def report_id(original: str, scope: Scope) -> str:
    """Another report number; a year, month or day within (``T24-123456``) moves as dates do."""
    return _each(original, scope, NumberKind.REPORT)


def days_in(original: str) -> Iterator[date]:
    """The days that what tells when a report was made moves with, of a report number."""
    text = clean(original)
    for _, number in pieces(text, NumberKind.REPORT) if reads(text) else ():
        for part, run in zip(number.parts, number.runs, strict=True) if number else ():
            if run is RunKind.YEAR:
                yield date(year_of(part), 7, 1)
            elif run is not RunKind.PLAIN:
                yield nearest(int(part[6:] or 15), int(part[4:6]), int(part[:4]))


def bsn(original: str, scope: Scope) -> str:
    """Another citizen's number with right check digits, Dutch or Belgian."""
    return _each(original, scope, NumberKind.CITIZEN, NumberKind.BSN)


def iban(original: str, scope: Scope) -> str:
    """Another account number that passes the test modulo 97 (ISO 13616)."""
    return _each(original, scope, NumberKind.IBAN)


def _each(original: str, scope: Scope, *kinds: NumberKind) -> str:
    text = clean(original)
    if not reads(text):
        text = _USUAL[kinds[-1] if kinds else NumberKind.CODE]
    parts: list[str] = []
    for between, number in pieces(text, *kinds):
        parts.append(between)
        if number is not None:
            parts.append(render(_other(number, scope), like=number))
    return "".join(parts)


def _other(number: Number, scope: Scope) -> Number:
    """Another number of the same kind, and of as many characters."""
    make = _WITH_CHECK_DIGITS.get(number.kind)
    if make is not None:
        stream = scope.stream(KeyPurpose.DIGITS, number.characters)
        return number.with_parts([make(number.characters, stream, scope)])
    return number.with_parts(
        _run(part, run, scope) for part, run in zip(number.parts, number.runs, strict=True)
    )


def _run(part: str, run: RunKind, scope: Scope) -> str:
    if run is not RunKind.PLAIN:
        return _made(part, run, scope.days)
    if part.isdigit():
        return redraw(part, scope.stream(KeyPurpose.DIGITS, part))
    return scramble(part, scope.stream(KeyPurpose.LETTERS, part.lower()), words("id"))


def _made(part: str, run: RunKind, days: int) -> str:
    """When a report was made, moved."""
    if run is RunKind.YEAR:
        return f"{moved_year(year_of(part), days):04}"[-len(part) :]
    year, month = int(part[:4]), int(part[4:6])
    if run is RunKind.MONTH:
        return f"{moved_month(month, year, days):%Y%m}"
    return f"{moved(nearest(int(part[6:]), month, year), days):%Y%m%d}"


def _new_bsn(plain: str, stream: KeyedStream, _: Scope) -> str:
    from stdnum.nl.bsn import checksum  # here, because few patients have such a number

    while True:
        digits = _BSN_START + "".join(stream.choice("0123456789") for _ in range(7))
        check = checksum(f"{digits}0")  # ten is no digit
        if check < 10 and digits + str(check) != plain:
            return digits + str(check)


def _new_citizen(plain: str, stream: KeyedStream, scope: Scope) -> str:
    """A Belgian number: the day of birth moves as dates do, the sex stays."""
    year, month, day = (int(plain[at : at + 2]) for at in (0, 2, 4))
    century = 2000 if _checks(plain, "2") else 1900
    if is_date(day, month, century + year):
        born = moved(date(century + year, month, day), scope.days)
        head = f"{born:%y%m%d}"
        century = born.year // 100 * 100
    else:
        head = plain[:6]  # not known, such as 40.00.00, or made up
    serial = 2 * stream.below(_MOST_BORN_A_DAY) + 2 - int(plain[8]) % 2
    number = f"{head}{serial:03}"
    return number + _check_digits(number, "2" if century == 2000 else "")


def _checks(plain: str, century: str) -> bool:
    return plain[9:] == _check_digits(plain[:9], century)


def _check_digits(number: str, century: str) -> str:
    return f"{97 - int(century + number) % 97:02}"


def _new_iban(plain: str, stream: KeyedStream, _: Scope) -> str:
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


_WITH_CHECK_DIGITS: dict[NumberKind, Callable[[str, KeyedStream, Scope], str]] = {
    NumberKind.BSN: _new_bsn,
    NumberKind.CITIZEN: _new_citizen,
    NumberKind.IBAN: _new_iban,
}
