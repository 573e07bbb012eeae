"""Who signed beside a date; codes in brackets and at the end of a section are entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.lines import one_entry
from dragon_prep.phi.names.reader import Reading, person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_BLANK_BEHIND = re.compile(r"[ ]{1,3}(?=[^\W\d_'’])")
_ENDS_LINE = re.compile(r"[ \t]{0,3}(?:\n|\Z)")
_SHORTEST_DATE = 8
_BEHIND_MOMENT = re.compile(r"(?:[ .]?, ?| ?\| ?| ?/ )(?=[^\W\d_'’])")
_END_OF_LINE = re.compile(r"[ \t]{0,3}\.?[ \t]{0,3}(?:\n|\||\Z)")
_BEFORE_MOMENT = re.compile(r"(?:\A|\n|[.:)?] {1,3})((?:[^\W\d_]|'t )[^\n|:()]{1,40}?) ?\| ?\Z")
_HEADER_NAME = compiled(
    r"(?<![^\W_])((?:(?:van|de|der|den|ter|ten|el|VAN|DE|DER|DEN|TER|TEN) ){0,3}"
    r"[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’-]{1,30}){0,3}, "
    r"(?:(?:[A-ZÀ-Þ]\.?[ ]?){1,5}|[A-ZÀ-Þ][a-zà-ÿ]{2,15}|[A-ZÀ-Þ]{3,15})"
    r"(?:(?<= )\([^\W\d_]{2,15}\))?)(?<! )[ ,;|*°—–(-]{1,6}(?:geb(?:oren|\.)? ?)?\Z"
)
_SIGNING_LINE = compiled(
    r"\n[ \t]*(?:([^\W\d_]{3,20}):[ \t]{1,3})?"
    r"((?:van|de|der|den|ter|ten|el|te|[A-ZÀ-Þ])[^\n,|:;]{2,28}?)"
    r"[ ]?[,|]?[ ]{1,3}(?:d\.?d\.? )?\Z"
)
_SIGNED = W.SUPERVISION | W.NAME_LINE | W.BY_VERB  # "Verslag: MacLeod, 05-11-2017"
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG = 6
_LONGEST_FIRST = 40


def _beside_moments(page: Page, moments: list[Detection]) -> Iterator[Detection]:
    """``Autorisatiedatum: 26-05-2014, Koster`` and ``J. Koster | 7-7-2016 | 9.15``."""
    for moment in moments:
        gap = _BEHIND_MOMENT.match(page.text, moment.span.end)
        if gap is not None:
            hit = _sure_entry(page, gap.end())
            if hit is not None and _ends_line(page, hit.span.end):
                yield hit
        elif _opens_line(page, moment):
            gap = _BLANK_BEHIND.match(page.text, moment.span.end)
            hit = _sure_entry(page, gap.end()) if gap is not None else None
            if hit is not None and _signs_line(page, hit):
                yield hit
        start = moment.span.start
        if "|" not in page.text[max(0, start - 2) : start]:
            continue
        before = _BEFORE_MOMENT.search(page.text, max(0, start - 50), start)
        if before is not None:
            hit = _sure_entry(page, before.start(1))
            if hit is not None and hit.span.end >= before.end(1):
                yield hit


def _sure_entry(page: Page, position: int) -> Detection | None:
    """The name or code at a place, unless its longest word means something else."""
    hit = one_entry(page, position, "name.beside_date")
    return hit if hit is not None and _is_sure(page, hit) else None


def _opens_line(page: Page, moment: Detection) -> bool:
    """Whether a whole date is the first thing on its line."""
    start = moment.span.start
    first = start == 0 or page.text[start - 1] == "\n"
    return first and moment.span.label == "DATUM" and moment.span.end - start >= _SHORTEST_DATE


def _signs_line(page: Page, hit: Detection) -> bool:
    """Whether a name alone ends the line: ``26-10-2019 e. ijsselstein``, ``... van Veen``."""
    if hit.span.label != "PERSOON" or not _ENDS_LINE.match(page.text, hit.span.end):
        return False
    mention = page.text[hit.span.start : hit.span.end]
    if "." in mention or mention[:1].islower():
        return True
    kinds = page.classes[page.word(page.index_before(hit.span.end))]
    return bool(kinds & W.KNOWN_SURNAME) and not kinds & (W.DUTCH | W.EPONYM | W.TOWN)


def _before_dates(page: Page, moments: list[Detection]) -> Iterator[Detection]:
    """``Tan Sin Hok, F. * 09.08.1966``, ``van Gaal , 28-05-2023``, ``Verslag: Gaal, 28-5``."""
    for moment in moments:
        start = moment.span.start
        header = _header_before(page, start)
        if header is not None:
            yield found(header.start(1), header.end(1), "PERSOON", "name.born")
            continue
        if "\n" not in page.text[max(0, start - 60) : start]:
            continue
        line = _SIGNING_LINE.search(page.text, max(0, start - 40), start)
        if line is not None and _ends_line(page, moment.span.end):
            name = read_name(page, line.start(2))
            if name is not None and name.end == line.end(2) and _may_sign(page, name, line[1]):
                yield person(name, "name.beside_date")


def _may_sign(page: Page, name: Reading, key: str | None) -> bool:
    if key is None:
        return _is_signing(page, name)
    is_for_names = bool(page.classes[key.lower()] & _SIGNED)
    return is_for_names and (_is_signing(page, name) or _is_behind_key(page, name))


def _header_before(page: Page, start: int) -> re.Match[str] | None:
    """Surname, comma and first names right before a place: ``Tan Sin Hok, F. *``."""
    window = page.text[max(0, start - 60) : start]
    comma = window.rfind(", ") + 2
    if comma == 1 or len(window) - comma > _LONGEST_FIRST:
        return None
    if not window[comma : comma + 1].isupper():
        return None
    header = _HEADER_NAME.search(page.text, max(0, start - 60), start)
    if header is None:
        return None
    words = [word for word in _LETTERS.findall(header[1].lower()) if len(word) > 2]
    return header if words and not any(map(_is_other, words)) else None


def _is_other(word: str) -> bool:
    kinds = W.ABBREVIATION | (W.ABBREVIATION_LISTED if len(word) < _LONG else 0)
    return is_plain(word) or bool(classes[word] & kinds)


def _is_signing(page: Page, name: Reading) -> bool:
    word = name.words[0]
    if (
        _is_other(word)
        or page.classes[word] & W.EPONYM
        or page.text[name.start : name.end].isupper()
    ):
        return False
    return bool(name.particles or name.initials) or not page.classes[word] & W.DUTCH


def _is_behind_key(page: Page, name: Reading) -> bool:
    """An eponym or a double surname where a line says that a name stands: ``Verslag: MacLeod``."""
    last = page.text[name.start : name.end].lower().rpartition("-")[2]
    if _is_other(last):
        return False
    return bool(page.classes[last] & (W.KNOWN_SURNAME | W.EPONYM))


def _ends_line(page: Page, end: int) -> bool:
    return _END_OF_LINE.match(page.text, end) is not None


def _is_sure(page: Page, hit: Detection) -> bool:
    first = page.index_from(hit.span.start)
    word = max(page.words[first : page.index_from(hit.span.end)], key=len, default="")
    if is_plain(word):
        return False
    return hit.span.label == "PERSOON" or not page.classes[word] & W.ABBREVIATION


def find_signatures(page: Page, moments: list[Detection]) -> list[Detection]:
    """Names and codes of those who wrote, cut, checked or signed.

    Args:
        page: the text.
        moments: its dates and times; signatures stand beside them.
    """
    return [
        *_beside_moments(page, moments),
        *_before_dates(page, moments),
    ]
