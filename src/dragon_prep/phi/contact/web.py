"""How e-mail and web addresses are written: read, compared, and written again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# In a mention that is one.
_EMAIL = re.compile(r"(?<![^\s@<>,;:()])([^\s@<>,;:()]+)@([^\s@<>,;:()]*[A-Za-z\d])")
_URL = re.compile(
    r"(?<![A-Z\d.-])((?:https?://)?(?:www\.)?)((?:[A-Z\d-]+\.)+[A-Z]{2,})([:/?#][^\s<>]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, repr=False)
class Email:
    """An e-mail address. Two are equal whatever their case.

    Attributes:
        meaning: the address in lower case.
        local: what stands before the @, as it is written.
        domain: what stands behind it.
        end: where it ends in the text it was read from.
    """

    meaning: str
    local: str = field(compare=False)
    domain: str = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Url:
    """A web address. Two are equal whatever their case and protocol.

    Attributes:
        meaning: site and page in lower case.
        head: the protocol and ``www.``, as far as it is written.
        host: the site.
        tail: the page on it, empty for none.
        end: where it ends in the text it was read from.
    """

    meaning: str
    head: str = field(compare=False)
    host: str = field(compare=False)
    tail: str = field(compare=False)
    end: int = field(compare=False)


def email(local: str, domain: str, end: int = 0) -> Email:
    """An address of its two parts."""
    return Email(f"{local}@{domain}".lower(), local, domain, end)


def url(head: str, host: str, tail: str, end: int = 0) -> Url:
    """An address of its three parts."""
    return Url(f"{host}{tail}".lower().rstrip("/"), head, host, tail, end)


def render_email(value: Email) -> str:
    """An e-mail address as it is written: nothing but its case is notation."""
    return f"{value.local}@{value.domain}"


def render_url(value: Url, like: Url) -> str:
    """A web address with the protocol of another."""
    return f"{like.head}{value.host}{value.tail}"


def reads_email(text: str) -> bool:
    """Whether a mention is an e-mail address, or several."""
    return _EMAIL.search(text) is not None


def reads_url(text: str) -> bool:
    """Whether a mention is a web address, or several."""
    return _URL.search(text) is not None


def emails(text: str) -> Iterator[tuple[str, Email | None]]:
    """A whole mention: what stands between its addresses, and the addresses, in order."""
    done = 0
    for match in _EMAIL.finditer(text):
        yield text[done : match.start()], email(match[1], match[2], match.end())
        done = match.end()
    yield text[done:], None


def urls(text: str) -> Iterator[tuple[str, Url | None]]:
    """A whole mention: what stands between its addresses, and the addresses, in order."""
    done = 0
    for match in _URL.finditer(text):
        yield text[done : match.start()], url(match[1], match[2], match[3] or "", match.end())
        done = match.end()
    yield text[done:], None
