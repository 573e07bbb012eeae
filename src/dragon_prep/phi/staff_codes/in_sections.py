"""Codes of staff where reports of pathology have them, in whatever case.

Behind what was embedded (``in 3 blokjes. MKA / jsm``), where a section opens (``Macro: 25/2
klu/shof. I t/m VI``), beside a date that signs, behind with whom something was seen
(``intercollegiaal BVCVR``), and as a sentence of its own before the next section. The place tells
so much that a code may look like an abbreviation.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.openings import matches
from dragon_prep.language.word_kinds import REMEMBERED, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.staff_codes.grammar import is_code, may_be_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dragon_prep.language.page import Page

    May = Callable[[str], bool]

_CODE = r"[^\W\d_]{2,6}(?![^\W_])"
_CODES = rf"({_CODE}(?:[ ]?/[ ]?{_CODE}|,[ ]{{1,2}}{_CODE}){{0,2}})"
_TOKEN = re.compile(r"[^\W\d_]+")
_SECTION = r"M[AI]CROSCOPI|M[ai]croscopi|m[ai]croscopi|CONCLUSI|[Cc]onclusi|OPMERKING|AANVULLING"
# What stands behind codes that close what was cut: the next section or container, or nothing.
_CLOSES = rf"\)?\.?(?=[ \t]{{0,3}}(?:\n|\Z)|\s+(?:{_SECTION}|[IVX]{{1,5}}\s?[:.]|[A-Z]{{6,}}))"
_CUT = compiled(
    r"(?i:(?<![^\W_])(?:\d{1,2}[ ]?[bc]|(?:\d{1,2}|een|één)[ ](?:cassettes?|blokjes?)|t\.i\.))"
    rf"\)?[.,]{{0,2}}[ \n]\(?{_CODES}{_CLOSES}"
)
_HEADING = (
    r"(?i:(?:ontvangen materiaal|inzending|macro(?:scopi\w{1,4})?(?: onderzoek| beschrijving)?))"
    r"[ ]?(?::\s{0,3}|\n)"
)
_HEADED = compiled(rf"(?<![^\n. ]){_HEADING}{_CODES}(?=[.,]?\s)")
_HEADING_BEFORE = compiled(rf"(?:{_HEADING}|(?i:nagesneden |uitgesneden ))(?:[a-z]{{2,9}}dag )?\Z")
_SENTENCE_BEFORE = re.compile(r"[.] (?:[a-z]{2,9}dag )?\Z")
# What is told of containers and pots opens so.
_LISTED = (
    r"(?i:[IVX]{1,5}[\s:.]|containers?|materiaal|op form|samen|er (?:zijn|is)|gefixeerd"
    r"|(?:in )?totaal)"
)
_BEHIND_DATE = compiled(rf"\.?,?[ ]{{1,2}}{_CODES}(?=\.?[ \n]{{1,3}}{_LISTED}|[.]?[ \t]*(?:\n|\Z))")
_BRACKET_BEHIND = compiled(rf"[ ]\({_CODES}\)(?=:)")
_BEFORE_DATE = compiled(rf"(?:\n|[.!?)][ ]{{1,2}}){_CODES}[ ,]{{1,2}}\Z")
_ENDS = re.compile(r"[ .\t]*(?:\n|\Z)")
_WITH = compiled(
    r"(?i:(?<![^\W_])(?:gezien|bekeken|beoordeeld|overleg|overlegd|besproken) met )"
    rf"{_CODES}(?=[.,;)]|[ \t]*(?:\n|\Z))"
)
_AGREED = compiled(
    r"(?i:(?<![^\W_])(?:intercollegiaal|dubbele beoordeling:|akkoord|assistentie:) )"
    rf"{_CODES}(?=[.,;:/)]|[ \t]*(?:\n|\Z))"
)
_OWN_SENTENCE = compiled(
    rf"[.?!)][ ]{_CODES}\.(?= (?:{_SECTION}|[A-Z]{{6,}}|(?i:gemeld|bericht|besproken|doorgegeven)))"
)
# Without one of these there is nothing to look for.
_CUT_SIGNS = ("cassette", "blokje", "t.i.", "gesloten", "ingebed")
# It opens with a number and one of these, or with a word; see _cut.
_CUT_NUMBER = re.compile(r"\d(?<![^\W_].)\d?[ ]?[bcBC]")
_CUT_OPENS = (*(f"{one} {of}" for one in ("een", "één") for of in ("cassette", "blokje")), "t.i.")
_HEADINGS = ("ontvangen materiaal", "inzending", "macro")
_SEEN_WITH = tuple(
    f"{seen} met "
    for seen in ("gezien", "bekeken", "beoordeeld", "overleg", "overlegd", "besproken")
)
_AGREED_OPENS = ("intercollegiaal ", "dubbele beoordeling: ", "akkoord ", "assistentie: ")
_AGREED_SIGNS = ("intercoll", "dubbele", "akkoord", "assistentie")
_ROMAN = re.compile(r"x{0,2}(?:ix|iv|v?i{0,3})")
_REACH = 60
_YEAR = 4  # digits: a year alone signs nothing
_LONGEST_SMALL = 5
_LONGEST_WORD = 3  # letters of a Dutch word that may be a code in capitals
_VOWELS = frozenset("aeiouyé")
_NEVER = W.SECTION | W.PERSON | W.MONTH | W.ORGAN | W.SPECIMEN | W.PARTICLE | W.ROLE_WORD
_ABBREVIATED = W.ABBREVIATION | W.STUDY | W.NOT_A_STUDY
_NOT_WITH = W.STUDY | W.NOT_A_STUDY | W.MEASURED | W.ABBREVIATION | W.DEPARTMENT | W.PROCEDURE
_NOT_AGREED = W.STUDY | W.NOT_A_STUDY | W.VERSIONED | W.DATE_BEFORE


@lru_cache(maxsize=REMEMBERED)
def may_sign(token: str) -> bool:
    """Whether a short token may be a code where hardly anything else stands."""
    small = token.lower()
    if classes[small] & _NEVER or _ROMAN.fullmatch(small):
        return False
    if token.isupper():
        if classes[small] & _ABBREVIATED:
            return False
        return len(small) <= _LONGEST_WORD or not (classes[small] & W.DUTCH or is_plain(small))
    if token.islower():
        return _may_sign_small(small)
    return token[0].isupper() and (is_code(token) or not token.istitle())


def _may_sign_small(small: str) -> bool:
    """In small letters: no word, or one without a vowel, which is none."""
    if not _LONGEST_WORD <= len(small) <= _LONGEST_SMALL or classes[small] & W.UNIT:
        return False
    return may_be_code(small, sure=True) or _VOWELS.isdisjoint(small)


@lru_cache(maxsize=REMEMBERED)
def _may_be_with(token: str) -> bool:
    """Whether somebody may have looked at something together with this one."""
    small = token.lower()
    return may_sign(token) and not classes[small] & (_NOT_WITH | W.ABBREVIATION_LISTED)


@lru_cache(maxsize=REMEMBERED)
def _may_agree(token: str) -> bool:
    return may_sign(token) and not classes[token.lower()] & _NOT_AGREED


def codes_in_sections(page: Page, moments: Iterable[Detection]) -> Iterator[Detection]:
    """Codes in the places of reports of pathology.

    Args:
        page: the text.
        moments: its dates and times.
    """
    text, low = page.text, page.low
    if _has_one(low, _CUT_SIGNS):
        for match in _cut(text, low):
            yield from _codes(match, may_sign)
    for match in matches(_HEADED, text, low, _HEADINGS):
        yield from _codes(match, may_sign)
    if " met " in low:
        for match in matches(_WITH, text, low, _SEEN_WITH):
            yield from _codes(match, _may_be_with)
    if _has_one(low, _AGREED_SIGNS):
        for match in matches(_AGREED, text, low, _AGREED_OPENS):
            yield from _codes(match, _may_agree)
    for match in _OWN_SENTENCE.finditer(text):
        yield from _codes(match, _may_agree)
    for moment in moments:
        yield from _beside(text, moment.span.start, moment.span.end)


def _cut(text: str, low: str) -> Iterator[re.Match[str]]:
    """Where codes stand behind what was embedded."""
    yield from matches(_CUT, text, low, _CUT_OPENS)
    for number in _CUT_NUMBER.finditer(text):
        if (match := _CUT.match(text, number.start())) is not None:
            yield match


def _has_one(low: str, signs: tuple[str, ...]) -> bool:
    return any(sign in low for sign in signs)


def _beside(text: str, start: int, end: int) -> Iterator[Detection]:
    """The codes beside a date: behind it where a section opens, before it where one closes."""
    bracket = _BRACKET_BEHIND.match(text, end)
    if bracket is not None:
        yield from _codes(bracket, may_sign)
        return
    behind = _BEHIND_DATE.match(text, end)
    before = text[max(0, start - _REACH) : start]
    if behind is not None and _HEADING_BEFORE.search(before):
        yield from _codes(behind, may_sign)
    elif behind is not None and _SENTENCE_BEFORE.search(before):
        yield from _codes(behind, _may_be_with)
    if end - start > _YEAR and _ENDS.match(text, end) is not None:
        closing = _BEFORE_DATE.search(text, max(0, start - _REACH), start)
        if closing is not None:
            yield from _codes(closing, _may_agree)


def _codes(match: re.Match[str], may: May) -> Iterator[Detection]:
    """The codes that a match holds, if all of them may be codes."""
    tokens = list(_TOKEN.finditer(match.string, *match.span(1)))
    if all(may(token[0]) for token in tokens):
        for token in tokens:
            yield found(*token.span(), "PERSOONAFKORTING", "name.sign_off")
