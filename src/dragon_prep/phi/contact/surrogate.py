"""Telephone numbers, e-mail and web addresses, addresses and postcodes, in the form they had."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, fold, like, redraw, scramble
from dragon_prep.language.pools import pool, words
from dragon_prep.phi.contact import addresses, phones, web
from dragon_prep.phi.contact.addresses import Part
from dragon_prep.phi.names.marking import is_first_name
from dragon_prep.phi.names.particles import particle_and_core
from dragon_prep.phi.names.surrogate import Identity
from dragon_prep.phi.places.surrogate import town, towns

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragon_prep.phi.scope import Scope

# What a mention gets that cannot be read: one of the nearest notation.
_PHONE = "06-12345678"
_EMAIL = "j.jansen@voorbeeld.nl"
_URL = "www.voorbeeld.nl"
_POSTCODE = "1234 AB"
_RUN = re.compile(r"(?P<word>[A-Za-z]+)|\d+")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2,}")
_POSTCODE_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"  # those in use
# Pages that every site has; what says which it is (index, pdf) stays.
_PAGES = (
    *("zorg", "folder", "contact", "afspraak", "uitslag", "informatie", "behandeling", "nieuws"),
    *("locatie", "poli", "team", "vragen", "bezoek", "verwijzers", "onderzoek", "dossier"),
)
_PAGE_FORMS = frozenset(
    [
        *("asp", "aspx", "cfm", "do", "htm", "html", "jpg", "jsp", "nl", "pdf", "php", "png"),
        *("www", "index", "id"),
    ]
)
_HOUSE_NUMBER = re.compile(r"(?<![A-Za-z])[0-9]|[0-9]{2}")


def phone(original: str, scope: Scope) -> str:
    """Another telephone, mobile or pager number; 0, 06 and +31 stay, and words such as "sein"."""
    text = clean(original)
    parts: list[str] = []
    for between, number in phones.pieces(text if phones.reads(text) else _PHONE):
        parts.append(_between(between))
        if number is not None:
            parts.append(phones.render(_other_phone(number, scope), like=number))
    return "".join(parts).strip(" ")


def email(original: str, scope: Scope) -> str:
    """Another e-mail address, in a domain that is nobody's (RFC 2606)."""
    text = clean(original)
    parts: list[str] = []
    for between, address in web.emails(text if web.reads_email(text) else _EMAIL):
        parts.append(_between(between))
        if address is not None:
            parts.append(web.render_email(_other_email(address, scope)))
    return "".join(parts)


def url(original: str, scope: Scope) -> str:
    """Another web address, in a domain that is nobody's (RFC 2606)."""
    text = clean(original)
    parts: list[str] = []
    for between, address in web.urls(text if web.reads_url(text) else _URL):
        parts.append(_between(between))
        if address is not None:
            parts.append(web.render_url(_other_url(address, scope), like=address))
    return "".join(parts)


def postcode(original: str, scope: Scope) -> str:
    """Another postcode, of whatever country, and another town if one stands beside it."""

    def other(kind: Part, part: str) -> str:
        if kind is Part.HOUSE:  # the digits of a postcode abroad
            return redraw(part, scope.stream(KeyPurpose.DIGITS, part))
        return _other_part(kind, part, scope)

    text = clean(original)
    return _each_part(addresses.parse(text, street=False), other) or postcode(_POSTCODE, scope)


def address(original: str, scope: Scope) -> str:
    """Another street, house number, postcode and town, as far as the original has them."""
    new = _each_part(addresses.parse(clean(original)), lambda k, part: _other_part(k, part, scope))
    return new or _street(fold(original), scope)


def place(original: str, scope: Scope) -> str:
    """The surrogate of a place, or of an address, which some annotators call a place."""
    is_address = _HOUSE_NUMBER.search(clean(original)) is not None
    return address(original, scope) if is_address else towns(original, scope)


def _between(text: str) -> str:
    """What stands between numbers: its known words; others are dropped, not made unreadable."""
    if not any(map(str.isalnum, text)):
        return text
    known = words("phone")
    kept = _RUN.sub(lambda match: match[0] if match[0].lower() in known else "", text)
    if kept == text:
        return text
    return " ".join(kept.split()).strip(" .,:;-()/&") + (" " if kept[-1:].isspace() else "")


def _other_phone(number: phones.Phone, scope: Scope) -> phones.Phone:
    digits = number.number
    return number.with_number(redraw(digits, scope.stream(KeyPurpose.DIGITS, digits)))


def _other_email(address: web.Email, scope: Scope) -> web.Email:
    found = _TWO_LETTERS.findall(address.local.lower())
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

    return web.email(_RUN.sub(other, address.local), _nobodys(address.domain))


def _other_url(address: web.Url, scope: Scope) -> web.Url:
    stream = scope.stream(KeyPurpose.CONTACT, "url", address.tail)

    def other(part: re.Match[str]) -> str:
        word = part[0]
        if word.isdigit():
            return redraw(word, stream)
        if word.lower() in _PAGE_FORMS:
            return word
        if len(word) == 1:
            return scramble(word, stream)
        new = stream.choice([page for page in _PAGES if page != word.lower()])
        return like(word, new)

    return web.url(address.head, _nobodys(address.host), _RUN.sub(other, address.tail))


def _nobodys(domain: str) -> str:
    new = "example.nl" if domain.lower().endswith(".nl") else "example.org"
    return "example.com" if new in domain.lower() else new


def _each_part(value: addresses.Address | None, other: Callable[[Part, str], str]) -> str:
    """An address with other parts; empty where there is none to read."""
    if value is None:
        return ""
    kinds = (kind for kind, _ in value.parts)
    new = map(other, kinds, value.written)
    return addresses.render(value.with_parts(new), like=value)


def _other_part(kind: Part, part: str, scope: Scope) -> str:
    match kind:
        case Part.POSTCODE:
            return _other_postcode(part, scope)
        case Part.HOUSE:
            number = part.replace("l", "1").replace("O", "0")
            return redraw(number, scope.stream(KeyPurpose.CONTACT, "house", part))
        case Part.LETTERS:
            return scramble(part, scope.stream(KeyPurpose.LETTERS, part.lower()))
        case Part.STREET:
            return like(part, _street(fold(part), scope))
        case Part.TOWN:
            return town(part, scope)


def _other_postcode(written: str, scope: Scope) -> str:
    digits, gap, letters = addresses.split_postcode(written)
    stream = scope.stream(KeyPurpose.CONTACT, "postcode", digits, letters.upper())
    new = "".join(stream.choice(_POSTCODE_LETTERS) for _ in letters)
    return redraw(digits, stream) + gap + like(letters, new)


def _street(name: str, scope: Scope) -> str:
    """Another street for one, folded."""
    is_real = scope.people.is_real
    return draw(
        scope.stream(KeyPurpose.PLACE, "street", name),
        pool("streets"),
        lambda other: fold(other) == name,
        lambda other: is_real(fold(other)),
    )
