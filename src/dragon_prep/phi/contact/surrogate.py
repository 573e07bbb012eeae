"""Telephone numbers, e-mail and web addresses, addresses and postcodes, in the form they had."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, fold, like, redraw, scramble
from dragon_prep.language.pools import pool, words
from dragon_prep.phi.names.marking import is_first_name
from dragon_prep.phi.names.particles import particle_and_core
from dragon_prep.phi.names.surrogate import Identity
from dragon_prep.phi.numbers.surrogate import in_shape
from dragon_prep.phi.places.surrogate import town

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragon_prep.phi.scope import Scope

_PHONE = re.compile(r"\+?\d(?:[ ().-]{0,3}\d)*")
_LONG_NUMBER = 9  # digits; from here on a leading 0 is the trunk prefix
_SUBSCRIBER = 9  # digits of a Dutch number without its prefix
_EMAIL = re.compile(r"(?<![^\s@<>,;:()])[^\s@<>,;:()]+@[^\s@<>,;:()]*[A-Za-z\d]")
_LOCAL_PART = re.compile(r"(?P<word>[A-Za-z]+)|\d+")
_URL = re.compile(
    r"(?<![A-Z\d.-])(?P<head>(?:https?://)?(?:www\.)?)"
    r"(?P<host>(?:[A-Z\d-]+\.)+[A-Z]{2,})(?P<tail>[:/?#][^\s<>]*)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_POSTCODE = re.compile(
    r"(?<!\d)(?P<digits>\d{4})(?P<gap>[ \n\t.-]{0,3})(?P<letters>[A-Za-z]{2})(?![A-Za-z])"
)
_POSTCODE_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"  # those in use
_ADDRESS = re.compile(
    rf"(?P<postcode>{_POSTCODE.pattern})|(?P<number>\d+)"
    r"|(?P<words>[A-Za-z](?:[A-Za-z'. -]*[A-Za-z])?)"
)
_LONGEST_SUFFIX = 2  # letters behind a house number


def phone(original: str, scope: Scope) -> str:
    """Another telephone, mobile or pager number; 0, 06 and +31 stay, and words such as "sein"."""
    return _each(_PHONE, _new_phone, clean(original), scope, words("phone"))


def email(original: str, scope: Scope) -> str:
    """Another e-mail address, in a domain that is nobody's (RFC 2606)."""
    return _each(_EMAIL, _new_email, clean(original), scope, words("phone"))


def url(original: str, scope: Scope) -> str:
    """Another web address, in a domain that is nobody's (RFC 2606)."""
    return _each(_URL, _new_url, clean(original), scope, words("phone"))


def postcode(original: str, scope: Scope) -> str:
    """Another postcode, of whatever country, and another town if one stands beside it."""

    def other(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "postcode":
            return _new_postcode(match, scope)
        if kind == "number":
            return redraw(match[0], scope.stream(KeyPurpose.DIGITS, match[0]))
        if len(match[0]) <= _LONGEST_SUFFIX:  # "B-9000", "9728 G"
            return scramble(match[0], scope.stream(KeyPurpose.LETTERS, match[0].lower()))
        return _new_words(match[0], scope, street=False)

    return _ADDRESS.sub(other, clean(original))


def address(original: str, scope: Scope) -> str:
    """Another street, house number, postcode and town, as far as the original has them."""
    seen: list[str] = []

    def other(match: re.Match[str]) -> str:
        kind = match.lastgroup or ""
        if kind == "postcode":
            new = _new_postcode(match, scope)
        elif kind == "number":
            new = redraw(match[0], scope.stream(KeyPurpose.CONTACT, "house", match[0]))
        elif seen[-1:] == ["number"] and len(match[0]) <= _LONGEST_SUFFIX:
            new = scramble(match[0], scope.stream(KeyPurpose.LETTERS, match[0].lower()))
        else:
            new = _new_words(match[0], scope, street=not seen)
        seen.append(kind)
        return new

    return _ADDRESS.sub(other, clean(original))


def _each(
    pattern: re.Pattern[str],
    new: Callable[[re.Match[str], Scope], str],
    text: str,
    scope: Scope,
    keep: frozenset[str],
) -> str:
    """Replaces what a pattern takes; of the rest, only known words stay."""
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        parts += (_rest(text[at : match.start()], scope, keep), new(match, scope))
        at = match.end()
    return "".join((*parts, _rest(text[at:], scope, keep)))


def _rest(text: str, scope: Scope, keep: frozenset[str]) -> str:
    if not any(map(str.isalnum, text)):
        return text
    return scramble(text, scope.stream(KeyPurpose.LETTERS, text), keep)


def _new_phone(match: re.Match[str], scope: Scope) -> str:
    digits = "".join(filter(str.isdigit, match[0]))
    kept = 0
    if match[0][0] == "+":
        kept = 2  # the country
    elif digits.startswith("00"):
        kept = 4
    if len(digits) - kept >= _LONG_NUMBER and digits[kept] == "0":
        kept += 1  # the trunk prefix; "+31 (0)24" has both
    if len(digits) - kept == _SUBSCRIBER and digits[kept] == "6":
        kept += 1  # mobile
    if kept >= len(digits) - 1:
        kept = 0
    number = digits[kept:]
    new = digits[:kept] + redraw(number, scope.stream(KeyPurpose.DIGITS, number))
    return in_shape(match[0], new)


def _new_email(match: re.Match[str], scope: Scope) -> str:
    local, _, domain = match[0].rpartition("@")
    found = re.findall("[A-Za-z]{2,}", local.lower())
    surname = found[-1] if found else ""
    identity = Identity(scope, particle_and_core(surname)[1])

    def other(part: re.Match[str]) -> str:
        if not part["word"]:
            return redraw(part[0], scope.stream(KeyPurpose.DIGITS, part[0]))
        word = part[0].lower()
        if len(word) == 1:
            return like(part[0], identity.initial(word))
        if word != surname and is_first_name(word):
            return like(part[0], identity.given(word).lower())
        kind, core = particle_and_core(word)
        particle, name = scope.people.surname(core, kind)
        return like(part[0], f"{particle}{name}".replace(" ", "").lower())

    return f"{_LOCAL_PART.sub(other, local)}@{_nobodys(domain)}"


def _new_url(match: re.Match[str], scope: Scope) -> str:
    tail = match["tail"] or ""
    if tail:
        tail = scramble(tail, scope.stream(KeyPurpose.CONTACT, "url", tail))
    return match["head"] + _nobodys(match["host"]) + tail


def _nobodys(domain: str) -> str:
    new = "example.nl" if domain.lower().endswith(".nl") else "example.org"
    return "example.com" if new in domain.lower() else new


def _new_postcode(match: re.Match[str], scope: Scope) -> str:
    digits, gap, letters = match.group("digits", "gap", "letters")
    stream = scope.stream(KeyPurpose.CONTACT, "postcode", digits, letters.upper())
    new = "".join(stream.choice(_POSTCODE_LETTERS) for _ in letters)
    return redraw(digits, stream) + gap + like(letters, new)


def _new_words(text: str, scope: Scope, *, street: bool) -> str:
    kept = words("address")
    name = text
    word = ""
    while name and name.partition(" ")[0].lower() in kept:
        word, _, name = name.partition(" ")
    before = text[: len(text) - len(name)]
    if not name:
        return text
    if not street or word.lower() in words("place"):  # "wonende te Nijmegen"
        return before + town(name, scope)
    stream = scope.stream(KeyPurpose.PLACE, "street", fold(name))
    is_real = scope.people.is_real
    new = draw(
        stream,
        pool("streets"),
        lambda other: fold(other) == fold(name),
        lambda other: is_real(fold(other)),
    )
    return before + like(name, new)
