"""Names and staff codes in a line meant for them, such as ``Radioloog: J. Jansen / RGer``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.letters import compiled
from dragon_prep.language.word_kinds import is_plain, is_term
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.ages.notations import AGE_BEHIND
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.reader import Reading, is_ordinary, person, read_code, read_name
from dragon_prep.phi.names.surnames import is_place
from dragon_prep.phi.staff_codes.grammar import is_code, may_be_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_LONGEST_LIST = 12
_LONGEST_SMALL = 4
# A code is followed by another one, a number, or the end of its clause, never by a word.
_SHORT_TOKEN = re.compile(
    r"[A-Za-z]{2,6}(?=\.(?! ?[A-Z])|[,;:)/|+&\t]|[ \t]{0,3}(?:\n|\Z|[(|/+&])| ?-(?![A-Za-z])"
    r"|\s+(?:\d|en [A-Za-z]{2,6}(?![a-z])))"
)
_NEXT_CODE = re.compile(r"[ ]?(?:/|,|\+|&| en )[ ]?(?=[A-Za-z]{2,6}(?![A-Za-z]))")
_ALSO = re.compile(r"(?: ?\([^()\n]{1,20}\))?\s?(?:/|,|&|en|;)\s?(?=[^\W\d_])")
_AFFILIATION = compiled(
    r", ([A-ZÀ-Þ][\w'’-]{2,30}(?: [A-ZÀ-Þ][\w'’-]{2,30}){0,3})(?=[. \t]{0,3}(?:\n|\Z))"
)
_IN_BRACKETS = compiled(r" \(([A-ZÀ-Þ][a-zà-ÿ]{4,30}(?: [A-ZÀ-Þ][\w'’-]{2,30}){0,3})\)")
_KEY_BEHIND = re.compile(r"\.?[:=]| \d{4}(?!\d)")
_WORD_BEHIND = re.compile(r" (?:[a-zà-ÿ]{2,}|PSA|MRI|CT)(?![^\W_])")
_OF_SOMEBODY = re.compile(r" (?:met|van|die|ivm)(?![^\W_])|,? bekend")
_CODE_BEHIND = re.compile(r" ?\(([A-Za-z]{2,6})\)")


def line_entry(page: Page, position: int, rule: str, *, weak: bool = False) -> Iterator[Detection]:
    """One name or several, or staff codes, where a line for names says that they stand.

    Args:
        page: the text.
        position: where the first of them starts.
        rule: the rule to credit.
        weak: whether the line often holds something else, as ``Patiënt:`` and ``Gezien:`` do.
    """
    for number in range(_LONGEST_LIST):
        hit = one_entry(page, position, rule, weak=weak)
        if hit is None or (number and _KEY_BEHIND.match(page.text, hit.span.end)):
            return  # "Analist: Bos; Secr: mvb", "Jansen, tst 4512"
        yield hit
        code = code_behind(page, hit.span.end)
        if code is not None:
            yield code
        last = code or hit
        place = _place_behind(page, last.span.end) or affiliation_behind(page, last.span.end)
        if place is not None:
            yield place
        more = _ALSO.match(page.text, (place or hit).span.end)
        if more is None:
            return
        position = more.end()


def code_behind(page: Page, end: int) -> Detection | None:
    """The code in brackets behind a name: ``J. ter Borg (JtB)``."""
    match = _CODE_BEHIND.match(page.text, end)
    if match is None or is_plain(match[1].lower()):
        return None
    # Without inner capitals it must be made of the name: "M. Bosch (mbo)", "Kuijpers (VKU)".
    surname, small = page.word(page.index_before(end)), match[1].lower()
    made = small.endswith((surname[:1], surname[:2], surname[:3])) if surname else False
    if not is_code(match[1]) and not (made and may_be_code(match[1], sure=True)):
        return None
    return found(match.start(1), match.end(1), "PERSOONAFKORTING", "name.bracket")


@cache
def _functions() -> frozenset[str]:
    return lexicon.words("roles")


def affiliation_behind(page: Page, end: int) -> Detection | None:
    """An institution behind a name: ``Radioloog Smit, Noorderlicht`` (to the end of the line)."""
    match = _AFFILIATION.match(page.text, end) or _IN_BRACKETS.match(page.text, end)
    if match is None:
        return None
    words = [word.lower() for word in match[1].split(" ")]
    if any(
        is_plain(word) or bool(page.classes[word] & (W.ABBREVIATION | W.PARTICLE)) for word in words
    ):
        return None
    if any(map(is_term, match[1].split(" "))) or words[-1].rpartition("-")[2] in _functions():
        return None
    known = bool(page.classes[words[0]] & W.KNOWN_NAME) or bool(page.classes[words[0]] & W.TOWN)
    if known or page.classes[words[0]] & W.EPONYM:
        return None
    return found(match.start(1), match.end(1), "ZIEKENHUIS", "place.affiliation")


def _place_behind(page: Page, end: int) -> Detection | None:
    """The hospital or town of whom a line names, also one whose name is ambiguous elsewhere."""
    index = page.index_from(end)
    if page.word(index) and page.text[end : page.starts[index]] in (" ", ", ", "  "):
        word, start = page.words[index], page.starts[index]
        if page.is_capital(index) and is_place(page, start) and not is_plain(word):
            label = "PLAATS" if page.classes[word] & W.TOWN else "ZIEKENHUIS"
            return found(start, page.end(index), label, "name.line_place")
    return None


def codes_at(
    page: Page, position: int, rule: str, *, small: bool, sure: bool = False
) -> Iterator[Detection]:
    """The codes of staff that stand at a place, one or several: ``PMJ, AdM``, ``hja/wil``.

    Args:
        page: the text.
        position: where the first one starts.
        rule: the rule to credit.
        small: whether codes may be in small letters.
        sure: see :func:`may_be_code`.
    """
    for _ in range(_LONGEST_LIST):
        match = _SHORT_TOKEN.match(page.text, position)
        if match is None or not may_be_code(match.group(), sure=sure):
            return
        token = match.group()
        if token.islower() and not (small and len(token) <= _LONGEST_SMALL):
            return
        yield found(position, match.end(), "PERSOONAFKORTING", rule)
        more = _NEXT_CODE.match(page.text, match.end())
        if more is None:
            return
        position = more.end()


def one_entry(page: Page, position: int, rule: str, *, weak: bool = True) -> Detection | None:
    """One name or staff code at a place that is meant for names, if one stands there."""
    name = read_name(page, position, small=True, bare=True, code=True, sure=True)
    if name is not None:
        token = page.text[name.start : name.end]
        if len(name.words) == 1 and not name.initials and not name.particles:
            if is_code(token) or (
                len(token) <= 4 and not page.classes[name.words[0]] & W.KNOWN_NAME
            ):
                end = read_code(page, name.start)
                if end > 0:
                    return found(name.start, end, "PERSOONAFKORTING", rule)
            if is_ordinary(name, by_ending=weak) or _opens_sentence(page, name):
                return None
        return person(name, rule)
    end = read_code(page, position)
    if end > 0:
        return found(position, end, "PERSOONAFKORTING", rule)
    return next(codes_at(page, position, rule, small=True), None)


def _opens_sentence(page: Page, name: Reading) -> bool:
    """Whether a word of the language goes on as a sentence does: ``Aanvrager: Verhoogd PSA``."""
    kinds = page.classes[name.words[0]]
    if kinds & W.AGE_PERSON:  # "Aanvrager: Man met", "Aanvraag: Vrouw, 70 jr"
        behind = _OF_SOMEBODY.match(page.text, name.end) or AGE_BEHIND.match(page.text, name.end)
        return behind is not None
    if kinds & (W.KNOWN_NAME | W.NAME_AND_WORD | W.SURNAME_TOO) or not kinds & W.DUTCH:
        return False
    return _WORD_BEHIND.match(page.text, name.end) is not None
