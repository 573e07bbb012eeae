"""Numbers that their form alone gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.grammar import parse
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.numbers import notations
from dragon_prep.phi.numbers.evidence import (
    SHORTEST_TAIL,
    ends_a_date,
    is_iban,
    is_report,
    token_around,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

# What may stand behind two digits, or a digit alone, in a number of several parts.
_HYPHENS = frozenset("-‑–.")
_AFTER_MEASURE = frozenset({"", ",", ";", ")", ":", "/", "%", "x"})
_BEHIND_DIGIT = frozenset(" -/.")
_FIELD_EDGES = ("", "|", ";", "\n", "\t", "|\n")


def by_form(page: Page) -> Iterator[Detection]:
    """All numbers of a text with a form of their own, by the first of their digits."""
    text = page.text
    done = 0
    for start, end in page.numbers:
        length = end - start
        if length == 1 or start < done:
            continue
        if length == 2 and text[end : end + 1] in _AFTER_MEASURE:
            continue
        hit = None
        if start > 1 and text[start - 1].isupper() and text[start - 2].isupper():
            hit = _iban(text, start)
        if hit is None:
            form = _FORMS.get(length)
            hit = form(page, start, end) if form is not None else None
        if hit is not None:
            done = hit.span.end
            yield hit


def _two(page: Page, start: int, end: int) -> Detection | None:
    if page.text[end : end + 1] not in notations.BEHIND_YEAR_SIGNS:
        return None
    behind = page.text[end : end + 9].lstrip(" \t\n\xa0-‑–.")
    return _report(page, start, end) if behind[:4].isdigit() and len(behind) > 3 else None


def _four(page: Page, start: int, end: int) -> Detection | None:
    after = page.text[end : end + 1]
    hit = _report(page, start, end) if after.isspace() or after in _HYPHENS else None
    return hit or _report_form(page, start, end)


def _report(page: Page, start: int, end: int) -> Detection | None:
    """A report number whose year is the run of two or four digits at a place."""
    text = page.text
    behind = notations.BEHIND_YEAR.match(text, end)
    if behind is None:
        return None
    prefix = notations.PREFIX.search(text, max(0, start - 6), start)
    if prefix is None:
        return None
    letters = prefix[1].upper()
    blank = text[end].isspace()
    if not _opens_a_report(page, prefix[1], apart=blank or not text[start - 1].isalnum()):
        return None
    if blank and prefix[1] != letters:
        return None
    centre = notations.CENTRE_BEFORE.search(text, max(0, prefix.start(1) - 6), prefix.start(1))
    pot = notations.POT.match(text, behind.end())
    last = pot.end() if pot is not None else behind.end()
    if centre is not None:
        return found(centre.start(1), last, "RAPPORT_ID", "id.report")
    known = letters in notations.SUBTYPES
    label = f"RAPPORT_ID.{letters}_NUMMER" if known else "RAPPORT_ID"
    return found(prefix.start(1), last, label, "id.report")


def _opens_a_report(page: Page, prefix: str, *, apart: bool) -> bool:
    """Whether letters may stand before a year: those that stand apart must be well known."""
    if prefix.upper() in notations.SUBTYPES:
        return True
    return not apart and not page.classes[prefix.lower()] & (W.NOT_DATE_BEFORE | W.STUDY)


def _report_form(page: Page, start: int, end: int) -> Detection | None:
    """A report number of some other habit that a run of three digits or more is part of."""
    text = page.text
    before = text[start - 1] if start else " "
    if before == " " and text[start] == "0" and end - start >= SHORTEST_TAIL:
        # ZS25 0447: letters and a year, a blank, and a number with a leading nought.
        glued = notations.LETTERS_AND_YEAR.search(text, max(0, start - 6), start - 1)
        if glued is not None:
            return found(glued.start(), end, "RAPPORT_ID", "id.report_form")
    if before in "-/.":
        if ends_a_date(text, start, end):
            return None
    elif not before.isalnum() and text[end : end + 1] not in ("-", "/"):
        return None
    token = token_around(text, start, end)
    return _token(page, token, start, end) if token is not None else None


def _token(page: Page, token: re.Match[str], start: int, end: int) -> Detection | None:
    """A report number that a run of digits is part of."""
    value = token.group()
    if notations.REPORT_FORM.fullmatch(value.upper()) is None or _is_date_with_letters(value):
        return None
    is_one = is_report(value, page.text[start:end])
    return found(token.start(), token.end(), "RAPPORT_ID", "id.report_form") if is_one else None


def _is_date_with_letters(value: str) -> bool:
    """Whether a code is a date: ``22-mrt-2017``, ``12-III-2019``, ``XX-XX-1963``."""
    date = parse(value) if not value.isascii() or any(map(str.isalpha, value)) else None
    return date is not None and date.end == len(value)


def _iban(text: str, start: int) -> Detection | None:
    """An account number whose first digits are at a place."""
    country = text[max(0, start - 2) : start]
    match = None
    if country in ("NL", "BE"):
        # With its own form it counts even if the check digits were invented or mistyped.
        domestic = notations.DUTCH_IBAN.match(text, start - 2)
        if (
            domestic is not None
            and len(domestic.group().replace(" ", "")) in notations.IBAN_LENGTHS
        ):
            return found(start - 2, domestic.end(), "IBAN", "id.iban")
    if len(country) == len("NL") and country.isupper():
        match = notations.IBAN.match(text, start - 2)
    if match is None:
        return None
    value = match.group()
    # A word in capitals may have been taken along behind the last group.
    while value and not is_iban(value):
        value = value.rpartition(" ")[0]
    return found(start - 2, start - 2 + len(value), "IBAN", "id.iban") if value else None


# What a number of so many digits may be.
_FORMS = dict.fromkeys(range(3, 13), _report_form) | {2: _two, 4: _four}
