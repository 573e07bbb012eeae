"""Telephone numbers, e-mail and web addresses, addresses and postcodes, in the form they had."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.avoidance import draw
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.weighted import Weighted
from dragon_prep.language.form import DIGITS, clean, fold, like, redraw, scramble
from dragon_prep.language.gazetteer import (
    area_code,
    area_codes,
    postcode_region,
    postcode_regions,
    postcodes_of,
)
from dragon_prep.language.gazetteer import towns as towns_by_name
from dragon_prep.language.institutions import by_name, kinds_like, of_kinds
from dragon_prep.language.pools import pool, words
from dragon_prep.phi.contact import addresses, phones, web
from dragon_prep.phi.contact.addresses import Part
from dragon_prep.phi.names.marking import is_first_name
from dragon_prep.phi.names.particles import particle_and_core
from dragon_prep.phi.names.surrogate import Identity
from dragon_prep.phi.places.grammar import HospitalForm, pieces
from dragon_prep.phi.places.grammar import parse as parse_town
from dragon_prep.phi.places.surrogate import other_town, town, towns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragon_prep.core.streams import KeyedStream
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
_MOBILE, _NETHERLANDS = "6", "31"  # at the end of what is dialled first
_DIGITS_OF_MOBILE, _DIGITS_IN_AREA = 8, 9  # behind 06; behind the 0 of an area code
_FIRST_OF_MOBILE, _FIRST_OF_AREA = "123458", "23456789"  # those in use
_DIGITS_OF_POSTCODE = 4
_NOT_ISSUED = frozenset({"SA", "SD", "SS"})  # letters of postcodes
_LEGAL = re.compile(r" (?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?)$")
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
    """Another e-mail address: of a provider for one of a provider, else of a made-up domain."""
    text = clean(original)
    parts: list[str] = []
    for between, address in web.emails(text if web.reads_email(text) else _EMAIL):
        parts.append(_between(between))
        if address is not None:
            parts.append(web.render_email(_other_email(address, scope)))
    return "".join(parts)


def url(original: str, scope: Scope) -> str:
    """Another web address, of a made-up domain, or of another hospital for a hospital."""
    text = clean(original)
    parts: list[str] = []
    for between, address in web.urls(text if web.reads_url(text) else _URL):
        parts.append(_between(between))
        if address is not None:
            parts.append(web.render_url(_other_url(address, scope), like=address))
    return "".join(parts)


def postcode(original: str, scope: Scope) -> str:
    """Another postcode, of whatever country, and another town if one stands beside it."""
    text = clean(original)
    value = addresses.parse(text, street=False)
    named = value.of(Part.TOWN) if value is not None else ()

    def other(kind: Part, part: str) -> str:
        if kind is Part.HOUSE and (named or len(part) != _DIGITS_OF_POSTCODE):
            return redraw(part, scope.stream(KeyPurpose.DIGITS, part))  # of a postcode abroad
        if kind is Part.HOUSE:
            return _other_postcode(part, scope, ())
        return _other_part(kind, part, scope, named)

    return _each_part(value, other) or postcode(_POSTCODE, scope)


def address(original: str, scope: Scope) -> str:
    """Another street, house number, postcode and town, as far as the original has them."""
    value = addresses.parse(clean(original))
    named = value.of(Part.TOWN) if value is not None else ()
    new = _each_part(value, lambda kind, part: _other_part(kind, part, scope, named))
    return new or _street(fold(original), scope)


def place(original: str, scope: Scope) -> str:
    """The surrogate of a place, or of an address, which some annotators call a place."""
    is_address = _HOUSE_NUMBER.search(clean(original)) is not None
    return address(original, scope) if is_address else towns(original, scope)


def towns_in(original: str) -> tuple[str, ...]:
    """The towns that a place or an address names, and those of its postcodes, folded."""
    text = clean(original)
    if _HOUSE_NUMBER.search(text) is None:
        return tuple(place.identity for _, place in pieces(text) if place is not None)
    value = addresses.parse(text)
    if value is None:
        return ()
    named = (place.identity for town in value.of(Part.TOWN) if (place := parse_town(town)))
    regions = (postcode_regions().get(code[:2]) for code in value.of(Part.POSTCODE))
    return (*named, *(fold(region.name) for region in regions if region is not None))


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
    """Another number: of the same area or near it, mobile for mobile, and one that can be dialled.

    No Dutch numbers are set aside for examples, so that it may be somebody's.
    """
    digits = number.number
    stream = scope.stream(KeyPurpose.DIGITS, digits)
    if number.prefix.endswith(_MOBILE) and len(digits) == _DIGITS_OF_MOBILE:
        return number.with_number(_drawn(digits, _FIRST_OF_MOBILE, stream))
    code = _area_code_of(number)
    if not code:
        return number.with_number(redraw(digits, stream))
    town = other_town(fold(area_codes()[code].name), scope)
    new = area_code(town, len(code))
    rest = digits[len(code) - 1 :]
    return number.with_number(new[1:] + _drawn(rest, _FIRST_OF_AREA, stream))


def _area_code_of(number: phones.Phone) -> str:
    """The area code of a Dutch number that has one, with its 0; empty for any other."""
    if number.prefix[-1:] != "0" and not number.prefix.endswith(_NETHERLANDS):
        return ""
    if len(number.number) != _DIGITS_IN_AREA:
        return ""
    codes = (f"0{number.number[:length]}" for length in (2, 3))
    return next((code for code in codes if code in area_codes()), "")


def _drawn(digits: str, first: str, stream: KeyedStream) -> str:
    """Another number of as many digits, with one of some digits first."""
    new = digits
    while new == digits:
        new = stream.choice(first) + "".join(stream.choice(DIGITS) for _ in digits[1:])
    return new


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

    return web.email(_RUN.sub(other, address.local), _other_domain(address.domain, scope))


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

    host = _other_domain(address.host, scope)
    return web.url(address.head, host, _RUN.sub(other, address.tail))


def _other_domain(domain: str, scope: Scope) -> str:
    """A domain of the same kind: of providers of mail, of hospitals, or made up.

    All of them could be in a domain that RFC 2606 sets aside; a real one would then stand out.
    """
    low = domain.lower()
    stream = scope.stream(KeyPurpose.CONTACT, "domain", low)
    providers = pool("mail_domains")
    if low in providers.options:
        return providers.pick(stream)
    *_, name, end = ("", *domain.rstrip(".").split("."))
    known = by_name().get(fold(name))
    options = _made_up_domains()
    if known is not None:
        alike = of_kinds(kinds_like(known[0].kind), scope.around.home).pairs()
        options = Weighted.of((fold(one.names[HospitalForm.SHORT]), n) for one, n in alike)
    new = draw(stream, options, lambda option: option == name.lower(), scope.people.is_real)
    return f"{like(name, new)}.{end}"


@cache
def _made_up_domains() -> Weighted[str]:
    """What stands before the dot of companies that are made up."""
    named = (fold(_LEGAL.sub("", company)) for company in pool("companies").options)
    return Weighted.alike(sorted({*named} - {""}))


def _each_part(value: addresses.Address | None, other: Callable[[Part, str], str]) -> str:
    """An address with other parts; empty where there is none to read."""
    if value is None:
        return ""
    kinds = (kind for kind, _ in value.parts)
    new = map(other, kinds, value.written)
    return addresses.render(value.with_parts(new), like=value)


def _other_part(kind: Part, part: str, scope: Scope, towns: Sequence[str]) -> str:
    """Another part of an address that names some towns."""
    match kind:
        case Part.POSTCODE:
            return _other_postcode(part, scope, towns)
        case Part.HOUSE:
            number = part.replace("l", "1").replace("O", "0")
            return redraw(number, scope.stream(KeyPurpose.CONTACT, "house", part))
        case Part.LETTERS:
            return scramble(part, scope.stream(KeyPurpose.LETTERS, part.lower()))
        case Part.STREET:
            return like(part, _street(fold(part), scope))
        case Part.TOWN:
            return town(part, scope)


def _other_postcode(written: str, scope: Scope, towns: Sequence[str]) -> str:
    """A postcode of where the surrogate of the town is that stands beside it, or of its own."""
    digits, gap, letters = addresses.split_postcode(written)
    stream = scope.stream(KeyPurpose.CONTACT, "postcode", digits, letters.upper())
    new = _other_digits(digits, scope, towns, stream)
    pair = ""
    while letters and (not pair or pair in _NOT_ISSUED):
        pair = "".join(stream.choice(_POSTCODE_LETTERS) for _ in letters)
    return new + gap + like(letters, pair)


def _other_digits(digits: str, scope: Scope, towns: Sequence[str], stream: KeyedStream) -> str:
    identity = _town_of(digits[:2], scope, towns)
    region = 100 * int(digits[:2])
    options: Sequence[int] = range(region, region + 100)
    if identity:
        options = postcodes_of(other_town(identity, scope))
    return str(stream.choice([code for code in options if str(code) != digits] or options))


def _town_of(region: str, scope: Scope, named: Sequence[str]) -> str:
    """The town of a postcode, folded: one beside it, else one of the patient's, else its region's.

    Args:
        region: its first two digits.
        scope: the patient's.
        named: the towns beside it.
    """
    place = parse_town(named[0]) if named else None
    if place is not None:
        return place.identity
    known = towns_by_name()
    own = (town for town in scope.around.towns if postcode_region(known[town]) == region)
    main = postcode_regions().get(region)
    return next(own, "" if main is None else fold(main.name))


def _street(name: str, scope: Scope) -> str:
    """Another street for one, folded."""
    is_real = scope.people.is_real
    return draw(
        scope.stream(KeyPurpose.PLACE, "street", name),
        pool("streets"),
        lambda other: fold(other) == name,
        lambda other: is_real(fold(other)),
    )
