"""Codes of staff: by their form, in lines of their own, and made of names in the same report.

``RGer``, ``JvdB``, ``LvN``: a capital inside a short word is rare in Dutch. What has one and is no
staff code is an abbreviation, a unit or a brand, and these are listed in ``lex_mixed_case.txt``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.runs import inner_capitals
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.staff_codes.grammar import is_code, may_be_code
from dragon_prep.phi.staff_codes.in_sections import codes_in_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.language.page import Page

_GLUED_BEFORE = re.compile(r"[\w.@-]")
_GLUED_BEHIND = re.compile(r"[\w@]|[-.]\w")
# A code that starts small counts only where reports are signed: "rsV i.o.m. pdWi", "rad: gHe".
_SIGNS_BEFORE = re.compile(r"(?:\n|: |i\.?o\.?m\.? |door |radioloog |patholoog |[.;/] |[;|(])\Z")
_SIGNS_BEHIND = re.compile(r"\s{0,3}\Z|[ \t]{0,3}\n|,? i\.?o\.?m|[ ]?[/,.;)|]|\s\d\d?[-/]")
_GLUED_PARTICLE = compiled(r"(?:vd|vdr|vander|vanden|van)[A-ZÀ-Þ][a-zà-ÿ]{3,15}\Z")
# One to three short tokens that fill a line, with a date or time behind them at most.
_CODE_LINE = re.compile(
    r"[ \t]*+[-(]?([A-Za-z]{2,6}+(?:[ ]?(?:/|-|,|\+|&| en )[ ]?[A-Za-z]{2,6}+){0,2}+)\)?[ \t.]*+"
    r"((?:[ ,|]*\d{1,2}[-/.: u]\d{1,2}(?:[-/.: u]\d{1,4}){0,3}(?: ?u(?:ur)?)?)?)[ \t.]*\Z"
)
_GOES_ON_BELOW = re.compile(r"[^\W_][ \t]*\Z")
_LONGEST_LINE = 32
_PART = re.compile(r"(?!en )[A-Za-z]+")
_SLASH_BEFORE = re.compile(r"(?<![^\W_])([A-Za-z]{2,6})[ ]?/[ ]?\Z")
_NAME_BEFORE_SLASH = compiled(r"(?<![^\W_])([A-ZÀ-Þ][a-zà-ÿ]{3,15})/\Z")
_SLASH_BEHIND = re.compile(r"[ ]?/[ ]?([A-Za-z]{2,6})(?![^\W_])")
# The very last word: "... controle over 6 mnd. lhe".
_LAST_WORD = re.compile(r"[.!?)] {1,3}([A-Za-z]{2,5})\.?\s{0,5}\Z")
_IN_BRACKET = re.compile(r"\(([A-Za-z]{2,6}), ?\Z")
_PARTS = re.compile(r"[^\s.,-]+")
_SHORTEST_MADE = 3


def _by_form(page: Page) -> Iterator[Detection]:
    text, done = page.text, 0
    for place in inner_capitals(text):
        if place < done:
            continue
        index = page.index_before(place)
        start, done = page.starts[index], page.ends[index]
        token = text[start:done]
        if _GLUED_PARTICLE.match(token) and not (start and text[start - 1] in "@._"):
            yield found(start, done, "PERSOON", "name.code")
            continue
        if is_code(token) and _stands_alone(text, start, done):
            yield found(start, done, "PERSOONAFKORTING", "name.code")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a code is no part of an address or file, and signs something if it starts small."""
    if (start and _GLUED_BEFORE.match(text, start - 1)) or _GLUED_BEHIND.match(text, end):
        return False
    if text[start].isupper():
        return True
    signs = _SIGNS_BEFORE.search(text, max(0, start - 12), start)
    return signs is not None and _SIGNS_BEHIND.match(text, end) is not None


def _signing_lines(page: Page) -> Iterator[Detection]:
    """Lines that hold nothing but codes, and perhaps the moment: ``kwo-ivd 9-8``, ``MMa/dLam``."""
    lines = page.text.split("\n")
    # The first line is a heading.
    heading = len(page.text) - len(page.text.lstrip())
    last = len(page.text.rstrip())
    at, above = 0, ""
    for line in lines:
        last_line, above = above, line
        start, at = at, at + len(line) + 1
        if not 2 <= len(line) <= _LONGEST_LINE or start <= heading:
            continue
        match = _CODE_LINE.match(line)
        if match is None:
            continue
        parts = list(_PART.finditer(line, match.start(1), match.end(1)))
        if not all(may_be_code(part.group()) for part in parts):
            continue
        closes = at > last
        if len(parts) == 1 and _may_be_a_word(line, match, last_line, closes=closes):
            continue
        for part in parts:
            yield found(
                start + part.start(), start + part.end(), "PERSOONAFKORTING", "name.code_line"
            )


def _may_be_a_word(line: str, match: re.Match[str], above: str, *, closes: bool) -> bool:
    """Whether one short token that fills a line may be no code: with a capital, or in a sentence.

    Args:
        line: the line.
        match: the token in it, and the moment behind the token.
        above: the line above.
        closes: whether it is the report's last.
    """
    if closes:
        return False
    token = match[1]
    if not token.islower() and not is_code(token) and not match[2]:
        return True
    # "Evaluatie na 2 kuren\ncaelyx.": a sentence goes on here.
    inside = line.islower() and line.rstrip().endswith(".")
    return inside and _GOES_ON_BELOW.search(above) is not None


def of_names(page: Page, names: Iterable[Detection]) -> Iterator[Detection]:
    """Codes made of names in the same report, ``A.Th. Lammers`` and ``(ATL)``, and codes again.

    Args:
        page: the text.
        names: the persons and codes found in it.
    """
    codes: set[str] = set()
    again: set[str] = set()
    for name in names:
        mention = page.text[name.span.start : name.span.end]
        if name.span.label == "PERSOON":
            codes |= _codes_of(mention)
            yield from _behind_slash(page, name)
        elif name.span.label == "PERSOONAFKORTING":
            yield from _joined_to(page, name)
            if len(mention) >= _SHORTEST_MADE:
                again.add(mention)
    if not codes and not again:
        return
    wanted = codes | {mention.lower() for mention in again}
    for index in [at for at, word in enumerate(page.words) if word in wanted]:
        word = page.words[index]
        start, end = page.starts[index], page.end(index)
        token = page.text[start:end]
        if token in again or (word in codes and may_be_code(token)):
            yield found(start, end, "PERSOONAFKORTING", "name.code_of")


def _behind_slash(page: Page, name: Detection) -> Iterator[Detection]:
    """The code that a slash joins to a name: ``D.W. MEIJERS / TLU``."""
    end = name.span.end
    match = _SLASH_BEHIND.match(page.text, end) if "/" in page.text[end : end + 2] else None
    if match is None or not may_be_code(match[1], sure=match[1].isupper()):
        return
    if match[1].isupper() or is_code(match[1]) or page.text[match.end() :][:1] in ("", "\n"):
        yield found(match.start(1), match.end(1), "PERSOONAFKORTING", "name.code_of")


def _joined_to(page: Page, code: Detection) -> Iterator[Detection]:
    """The codes that a slash joins to one: ``(jwi/akl)``."""
    text, start, end = page.text, code.span.start, code.span.end
    before = "/" in text[max(0, start - 2) : start]
    behind = "/" in text[end : end + 2]
    for match in (
        _SLASH_BEFORE.search(text, max(0, start - 9), start) if before else None,
        _SLASH_BEHIND.match(text, end) if behind else None,
    ):
        if match is not None and may_be_code(match[1], sure=True):
            yield found(match.start(1), match.end(1), "PERSOONAFKORTING", "name.code_of")
    surname = _NAME_BEFORE_SLASH.search(text, max(0, start - 20), start) if before else None
    if surname is not None:
        small = surname[1].lower()
        if not (is_plain(small) or page.classes[small] & W.DUTCH or page.classes[small] & W.EPONYM):
            yield found(surname.start(1), surname.end(1), "PERSOON", "name.code_of")


@lru_cache(maxsize=4096)
def _codes_of(name: str) -> frozenset[str]:
    """Codes in lower case that people make of a name, of three letters or more."""
    parts = _PARTS.findall(name)
    if len(parts) < 2:
        return frozenset()
    particles = cue("particle_inside")
    surname = next((p for p in parts if len(p) > 2 and p.lower() not in particles), "")
    if "," in name:  # "Lammers, A.Th." is A.Th. Lammers
        given = len(_PARTS.findall(name.rpartition(",")[2]))
        parts = [*parts[len(parts) - given :], *parts[: len(parts) - given]]
    firsts = "".join(part[0] for part in parts).lower()
    big = "".join(part[0] for part in parts if part.lower() not in particles).lower()
    last = parts[-1].lower() if len(parts[-1]) > 2 else surname.lower()
    codes = {firsts, big, parts[0][0].lower() + last[:2], parts[0][0].lower() + last[:3]}
    return frozenset(code for code in codes if len(code) >= _SHORTEST_MADE)


def _by_place(page: Page, moments: Iterable[Detection]) -> Iterator[Detection]:
    """Codes at the very end, and before a moment in brackets."""
    matches = [_LAST_WORD.search(page.text, max(0, len(page.text) - 16))]
    for moment in moments:
        start = moment.span.start
        if "(" not in page.text[max(0, start - 9) : start]:
            continue
        matches.append(_IN_BRACKET.search(page.text, max(0, start - 10), start))
    for match in matches:
        if match is not None and may_be_code(match[1]):
            yield found(match.start(1), match.end(1), "PERSOONAFKORTING", "name.code_line")


def find_codes(page: Page, moments: Iterable[Detection]) -> Iterator[Detection]:
    """Codes of staff by their form and by their place, as PERSOONAFKORTING.

    Args:
        page: the text.
        moments: its dates and times, beside which reports are signed.
    """
    moments = list(moments)
    yield from _by_form(page)
    yield from _signing_lines(page)
    yield from _by_place(page, moments)
    yield from codes_in_sections(page, moments)
