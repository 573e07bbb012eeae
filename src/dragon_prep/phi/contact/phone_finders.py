"""Telephone, pager and extension numbers in a text, with what tells them from other numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.phrases import key_table
from dragon_prep.language.units import unit_follows
from dragon_prep.phi.contact import phones
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.numbers.keys import keys_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page


_GLUED_NUMBER = re.compile(r"\d-?\d{3}")
_PHONE_GAP = re.compile(r"(?:\s?(?:is|nr\.?|nummer))?[\s:.#=*(-]{0,6}")
# "06-06-2019 16", "06 06 2019 16.54" and "06-06-19 16.54" are a date and what follows it.
_DATE_AND_TIME = re.compile(
    r"0\d(?:([-./])(?:0[1-9]|1[0-2])\1(?:19|20|21)\d\d(?!\d)"
    r"|([-./ ])\d\d\2\d{4}(?: |, | om )[0-2]\d[:.u]"
    r"|([-.])(?:0[1-9]|1[0-2])\3\d\d,? [0-2]\d[:.u]?[0-5]\d(?!\d)"
    r"|([-./ ])(?:0[1-9]|1[0-2])\4(?:19|20|21)\d\d[0-2]\d[:.u][0-5]\d)"
)
# The month and year of "28 02 2016 16.12".
_MONTH_AND_YEAR = re.compile(r"(?:0[1-9]) (?:19|20|21)\d\d(?!\d{3})")
_DAY_BEFORE = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01]) \Z")


def phones_by_form(page: Page) -> Iterator[Detection]:
    """Numbers with a form of their own: national ones, and those from abroad."""
    text = page.text
    done = 0
    for start, end in page.numbers:
        if start < done:
            continue
        if text[start] == "0":
            match = _national(text, start) if end - start > 1 else None
        elif text[start - 1 : start] == "+":
            match = phones.ABROAD.match(text, start - 1) or phones.FOREIGN.match(text, start - 1)
        else:
            continue
        if match is None or _glued_before(text, match.start()):
            continue
        opened = match.start() and text[match.start() - 1] == "(" and ")" in match.group()
        done = match.end()
        yield found(match.start() - int(opened), done, "TELEFOONNUMMER", "contact.phone")


def _national(text: str, start: int) -> re.Match[str] | None:
    """A whole phone number that starts with a nought, and is no date with a time behind it."""
    if _DATE_AND_TIME.match(text, start):
        return None
    if _MONTH_AND_YEAR.match(text, start) and _DAY_BEFORE.search(text, max(0, start - 4), start):
        return None
    return phones.in_text(text, start)


def _glued_before(text: str, start: int) -> bool:
    """Whether a number is the tail of something longer, which is no phone number."""
    before = text[start - 1] if start else " "
    return before.isalnum() or before in "_.,/-+"


def phones_by_key(page: Page) -> Iterator[Detection]:
    """``tel. 024-3611111``, ``sein 4417 of 4418``: behind a word for one."""
    table = key_table(phones=True)
    for _, key, stop in keys_in(page, "phone_key", table):
        if key.label != "TELEFOONNUMMER":
            continue
        gap = _PHONE_GAP.match(page.low, stop)
        start = gap.end() if gap is not None else stop
        # "tel0725482222", "sein6120": glued, it must be long enough to be no word with a number.
        if start == stop and not _GLUED_NUMBER.match(page.text, start):
            continue
        extension = phones.WEAK_EXTENSION if key.weak else phones.EXTENSION
        match = phones.behind_key(page.text, start, extension)
        if match is None or unit_follows(page, match.end()):
            continue
        yield found(_first_digit(page.text, match), match.end(), "TELEFOONNUMMER", "contact.key")
        more = phones.MORE_EXTENSIONS.match(page.low, match.end())
        if more is not None:
            yield found(more.start(1), more.end(1), "TELEFOONNUMMER", "contact.key")


def _first_digit(text: str, match: re.Match[str]) -> int:
    """Where the number proper starts, behind the star of a pager."""
    start = match.start()
    while text[start] in "* ":
        start += 1
    return start
