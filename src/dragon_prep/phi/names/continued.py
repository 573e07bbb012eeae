"""Names that go on where one was found: a second person, or initials behind a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import found
from dragon_prep.phi.names.reader import person, read_name
from dragon_prep.phi.names.surnames import is_place
from dragon_prep.phi.names.tokens import CALL_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragon_prep.language.page import Page
    from dragon_prep.phi.finding import Detection

_AND = compiled(
    r"(?: en |[ ]?/[ ]?|, | & | \+ )"
    r"(?=(?:(?:[Vv]an|[Dd]e[rn]?|[Tt]e[nr]|[Ee]l) )+[A-ZÀ-Þ]|[A-ZÀ-Þ]\.)"
)
_TITLE_INITIALS = compiled(
    r", (?:(?:[Dd]rs?|[Pp]rof|[Mm]w|[Dd]hr|[Mm]evr|[Ii]r|[Mm]r)\.? ){1,3}"
    r"((?:[A-ZÀ-Þ]\.[ ]?){1,5}(?<! ))(?![^\W_])"
)
# "WOBBELINK, JAN PIETER": surname and first names in capitals that fill a line or field.
_LINE_IN_CAPITALS = compiled(
    r"(?:\A|\n)[ \t]*((?:[A-ZÀ-Þ']{2,7} ){0,3}[A-ZÀ-Þ'’-]{4,30}),"
    r" ([A-ZÀ-Þ]{3,15}(?: [A-ZÀ-Þ]{3,15}){0,2})(?=[ \t]*(?:\(|[,;|\n]|\Z))"
)
# What such a line has, found many times faster than the line.
_CAPITALS_TWICE = compiled(r", (?<=[A-ZÀ-Þ'’-], )[A-ZÀ-Þ]{3}")
_AND_SIGNS = frozenset(" /,")


def continued(page: Page, names: Sequence[Detection]) -> list[Detection]:
    """``Rademaker en van Wijk-Saleh``, ``J.F. Grasveld, H. Oei``: more names behind one."""
    more: list[Detection] = []
    known = {hit.span.start for hit in names}
    for hit in names:
        end = hit.span.end
        while (
            page.text[end : end + 1] in _AND_SIGNS
            and (sign := _AND.match(page.text, end)) is not None
        ):
            if sign.end() in known:
                break  # it goes on from there by itself
            name = read_name(page, sign.end(), sure=True)
            if name is None or not (name.initials or name.particles):
                break
            if is_plain(name.words[0]) or is_place(page, name.start):
                break
            known.update((sign.end(), name.start))
            more.append(person(name, hit.rule))
            end = name.end
    return more


def initials_behind_titles(page: Page, names: Sequence[Detection]) -> list[Detection]:
    """``Koster, dr. K.L.M.``: initials with the title between them and their surname."""
    more = []
    for hit in names:
        if page.text.startswith(", ", hit.span.end):
            match = _TITLE_INITIALS.match(page.text, hit.span.end)
            if match is not None:
                more.append(found(match.start(1), match.end(1), "PERSOON", hit.rule))
    return more


def with_call_names(page: Page, names: Sequence[Detection]) -> list[Detection]:
    """``Jansen, J.P. (Jan)``: a name with the first name in brackets behind it."""
    more = []
    for hit in names:
        if page.text.startswith(" (", hit.span.end):
            called = CALL_NAME.match(page.text, hit.span.end)
            if called is not None and page.classes[called[1].lower()] & W.FIRST_NAME:
                more.append(found(hit.span.start, called.end(), "PERSOON", hit.rule))
    return more


def in_capitals(page: Page) -> Iterator[Detection]:
    """``WOBBELINK, JAN PIETER``: a surname that no list knows, before known first names."""
    if _CAPITALS_TWICE.search(page.text) is None:
        return
    for match in _LINE_IN_CAPITALS.finditer(page.text):
        surname, given = match[1], match[2].lower().split()
        word = surname.split()[-1].lower()
        doubtful = is_abbreviation(surname) or is_plain(word) or page.classes[word] & W.DUTCH
        if not doubtful and all(page.classes[name] & W.FIRST_NAME for name in given):
            yield found(match.start(1), match.end(2), "PERSOON", "name.surname_first")
