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
        if not word or gap not in (" ", ". ", " (", ", ", ": "):
            continue
        start = page.starts[index + 1]
        if len(word) == 1 or word in ("vd", "van", "de"):
            name = read_name(page, start, small=len(word) == 1) if gap in (" ", ". ") else None
            announced = name is not None and (name.initials or name.particles)
            if name is not None and announced and not is_plain(name.words[0]):
                yield person(name, "name.relative")
        elif not page.is_capital(index + 1):
            yield from _small_first_name(page, index + 1)
        elif not is_plain(word) and not page.classes[word] & W.EPONYM:
            yield from _capital_relative(page, index, gap)


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
    word, start, end = page.words[index + 1], page.starts[index + 1], page.end(index + 1)
    if page.text[start:end].isupper() or gap == ". " or page.text[start:end] in in_mixed_case():
        return
    weak = bool(page.classes[page.words[index]] & W.RELATIVE_WEAK) and bool(
        page.classes[word] & W.DUTCH
    )
    aside = gap == " (" and page.text[end : end + 1] in frozenset(",)") and len(word) > 2
    aside = aside and not page.classes[word] & W.DUTCH
    if page.classes[word] & W.FIRST_NAME or aside or (gap == " " and not weak):
        name = read_name(page, start, bare=True)
        yield found(start, name.end if name is not None else end, "PERSOON", "name.relative")
