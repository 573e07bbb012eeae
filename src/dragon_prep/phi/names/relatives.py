"""Patients and relatives: ``dochter Lisa``, ``pt. vd Wal``, ``meisjesnaam Winter``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import in_mixed_case
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.lines import codes_at
from dragon_prep.phi.names.lower_case import small_surname
from dragon_prep.phi.names.reader import person, read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_SMALL_NAME = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]{4,}(?:-[^\W\d_]+)?)?")
_OTHER_NAME_GAP = re.compile(r"[:.]? ")
# "bot op bot contact. Osteofyten": behind these a dot ends the sentence.
_NO_SHORT_FORMS = frozenset(("contact", "dag", "beste"))
_MARRIED = ("e/v", "e.v.", "ev ", "w.g.", "w/g")
_MARRIED_TO = re.compile(r"(?<![^\W_])(?:e[./]?v[.]?|w[./]g[.]?|c\.?c\.?) ", re.IGNORECASE)


def other_names(page: Page) -> Iterator[Detection]:
    """``meisjesnaam winter``, ``roepnaam Simon``, ``e/v Bangura``, ``w.g. PMS``."""
    starts = []
    for index in page.of_kind("other_name"):
        gap = _OTHER_NAME_GAP.match(page.text, page.end(index))
        dot = gap is not None and gap.group() == ". " and page.words[index] in _NO_SHORT_FORMS
        if gap is not None and not dot:
            starts.append(gap.end())
    for index in page.of_kind("married"):
        if page.low.startswith(_MARRIED, page.starts[index]):
            match = _MARRIED_TO.match(page.text, page.starts[index])
            if match is not None:
                starts.append(match.end())
    for start in starts:
        name = read_name(page, start, bare=True)
        if name is not None and not is_plain(name.words[0]):
            if name.start == start:  # "Geachte heer Francke": the title takes it
                yield person(name, "name.relative")
            continue
        small = small_surname(page, start, alone=False)
        if small is not None:
            yield person(small, "name.relative")
        else:
            yield from codes_at(page, start, "name.supervision", small=False, sure=True)


def relatives(page: Page) -> Iterator[Detection]:
    """``echtgenote Anneke``, ``zus naima``, ``pt. vd Wal``: who stands behind a word for people."""
    for index in page.of_kind("relative"):
        word = page.word(index + 1)
        gap = page.gap_before(index + 1) if word else "\n"
        if gap not in (" ", ". ", " (", ", ", ": "):
            continue
        if len(word) == 1 or word in ("vd", "van", "de"):
            if gap in (" ", ". "):
                yield from _announced(page, page.starts[index + 1], small=len(word) == 1)
        elif not page.is_capital(index + 1):
            yield from _small_first_name(page, index + 1)
        elif not is_plain(word) and not page.classes[word] & W.EPONYM:
            yield from _capital_relative(page, index, gap)


def _announced(page: Page, position: int, *, small: bool) -> Iterator[Detection]:
    """``pt. vd Wal``, ``pt. j. smit``: a name with initials or particles of its own."""
    name = read_name(page, position, small=small)
    if name is None or is_plain(name.words[0]):
        return
    if name.initials or name.particles:
        yield person(name, "name.relative")


def _small_first_name(page: Page, index: int) -> Iterator[Detection]:
    word, start = page.words[index], page.starts[index]
    if page.classes[word] & W.STRONG_NAME:
        name = _SMALL_NAME.match(page.text, start)
        end = name.end() if name is not None else page.end(index)
        behind = page.text[start:end].rpartition(" ")[2].partition("-")[0]
        if is_plain(behind) or page.classes[behind] & W.DUTCH:
            end = page.end(index)
        yield found(start, end, "PERSOON", "name.relative")


def _capital_relative(page: Page, index: int, gap: str) -> Iterator[Detection]:
    start, end = page.starts[index + 1], page.end(index + 1)
    if gap == ". " or page.text[start:end].isupper() or page.text[start:end] in in_mixed_case():
        return
    if _is_first_name_here(page, index, gap):
        name = read_name(page, start, bare=True)
        yield found(start, name.end if name is not None else end, "PERSOON", "name.relative")


def _is_first_name_here(page: Page, index: int, gap: str) -> bool:
    """Whether a word for people and what joins it to the next word make that one a first name."""
    word, end = page.words[index + 1], page.end(index + 1)
    kinds = page.classes[word]
    if kinds & W.FIRST_NAME:
        return True
    if gap == " ":
        return not kinds & W.DUTCH or not page.classes[page.words[index]] & W.RELATIVE_WEAK
    if gap != " (" or kinds & W.DUTCH:
        return False
    # "dochter (Yfke, 12)": an aside that says who she is.
    return len(word) > 2 and page.text.startswith((",", ")"), end)
