"""Signs around a day and month in digits that tell a date from a score, a range or a size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.neighbours import before
from dragon_prep.phi.staff_codes.grammar import is_code

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_TIME_BEHIND = re.compile(
    r"[,;]?[ \xa0/|]{1,3}(?:om |rond |vanaf )?\(?(?:[01]?\d|2[0-3])"
    r"(?::[0-5]\d|[ ]?[uh](?:ur)?(?:[0-5]\d)?(?![^\W\d_])|\.[0-5]\d[ ]?u)"
)
# With a dot only behind words such as "gebeld": "gebeld 5-12 16.10".
_DOTTED_TIME_BEHIND = re.compile(
    r" (?:[01]\d|2[0-3])\.[0-5]\d(?![\d.,%])(?! ?[mck]?[mlg](?![^\W_]))"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE = re.compile(r"[^\W\d_][^\d,;:()]*\s\Z")
_LONGEST_TITLE = 40
_LAB_VALUE = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,15})[ :=<>]{1,3}\d{1,4}(?:[.,]\d{1,2})?"
    r"(?: ?[a-zµ][a-z/0-9µ²]{0,12})? \(\Z"
)
_LONGEST_VALUE = 48
# The number of a lesion, and where it lies: "TL2 klier hilair re 14/10".
_LESION_BEFORE = re.compile(
    r"(?<![^\W_])(?:n?tl|(?:non-?)?target|(?:doel)?la?esie)[ .-]?\d\b[:.]?"
    r"(?: \w{1,14}\.?){0,5}[ :=]{1,4}\Z"
)
_TARGETS = re.compile(
    r"[ *-]{0,3}(?:target|doel)[ -]?(?:la?esies?)?\b(?!.*\b(?:ct|mr|mri|van|op|dd|vgl)\b)"
)
_LONGEST_LINE = 120
_FEW = 2
_LONGEST_LOWER_CODE = 4
# Up to here a second number may end a range: "2-3", "3-5".
_NEAR = 4
_NOTHING_BEFORE = re.compile(r"(?:^|\n)[ \t>*•-]{0,6}\Z")
_NAME_WORDS, _VISIT_WORDS = 4, 8  # how far back a hospital, and what was done there, may stand
_VISIT = W.COMPARE | W.TREATED | W.DATE_BEFORE_WEAK | W.DATE_HEAD
_DATED = W.STUDY | W.DATE_HEAD | W.DATE_BEFORE | W.DATE_BEFORE_DESCENDING | W.COMPARE


def at_section_head(page: Page, start: int, end: int) -> bool:
    """Whether a date here would open a section: ``MACROSCOPIE: 07-03`` or ``4-04 AANVULLING``."""
    word, _, gap = before(page, start)
    if page.classes[word] & W.SECTION and (":" in gap or not gap.strip()):
        return True
    index = page.index_from(end)
    return (
        bool(page.classes[page.word(index)] & W.SECTION)
        and page.is_capital(index)
        and page.starts[index] - end < 3
    )


def is_announced(page: Page, start: int, match: re.Match[str], *, descending: bool) -> bool:
    """Whether the words around a day and month say that they are a date.

    Args:
        page: the text.
        start: where they start.
        match: the day, separator and month.
        descending: whether they can be no range, as the first number is the greater one.
    """
    word, earlier, _ = before(page, start)
    if page.classes[word] & (W.DATE_BEFORE | W.SIGNING) or word.endswith("datum"):
        return word != "d" or earlier == "d"
    if word in ("van", "vd") and _is_study(page, earlier):
        return True
    # Ranges ascend, so "van 23-4" and "tot 23/4" are no ranges, and no fractions either.
    if descending and page.classes[word] & W.DATE_BEFORE_DESCENDING:
        return match[2] != "."
    # "tov CT 12-3"; without a word of comparison 3-4 behind "CT" may be a range, 12-3 is none.
    return _is_examined(page, match, descending=descending) or _is_told(page, start, match.end())


def _is_study(page: Page, word: str) -> bool:
    return bool(page.classes[word] & W.STUDY) or word.endswith("grafie")


def _is_examined(page: Page, match: re.Match[str], *, descending: bool) -> bool:
    """Whether an examination or a comparison stands in front: ``tov CT 12-3``, ``lab 11/12``."""
    word, earlier, gap = before(page, match.start())
    known, known_earlier = page.classes[word], page.classes[earlier]
    if known & (W.STUDY | W.DATE_HEAD) and (descending or known_earlier & W.COMPARE):
        return True
    if known & W.DATE_HEAD and _is_no_range(page, match):
        return True
    if word in ("met", "van", "dd") and known_earlier & (W.COMPARE | W.DATE_BEFORE):
        return True
    if not known & W.DATE_BEFORE_WEAK:
        return False
    return descending or not {":", "("}.isdisjoint(gap)


def _is_told(page: Page, start: int, end: int) -> bool:
    """Whether what follows, or the place in the text, says that it is a day."""
    follows = word_after(page, end)
    # "25/12 mpMRI prostaat" opens a line with its day.
    if page.classes[follows] & (W.STUDY | W.DATE_AFTER) and _NOTHING_BEFORE.search(
        page.text, max(0, start - 7), start
    ):
        return True
    if page.classes[follows] & W.DATE_AFTER and page.text[end : end + 1] == " ":
        return True
    return at_section_head(page, start, end) or _closes_signed_line(page, start, end)


def _closes_signed_line(page: Page, start: int, end: int) -> bool:
    """Whether a line such as ``Getekend: J. ter Borg (JtB) 4/7`` ends here."""
    if not _ends_line(page, end):
        return False
    index = page.index_before(start)
    line = page.text.rfind("\n", 0, start)
    nearest = range(index, max(-1, index - 8), -1)
    return any(
        bool(page.classes[page.words[at]] & W.SIGNING) and page.starts[at] > line for at in nearest
    )


def _ends_line(page: Page, end: int) -> bool:
    return page.text[end : end + 3].strip(" .,-)")[:1] in ("", "\n")


def beside_code(page: Page, start: int, end: int, *, descending: bool) -> bool:
    """Whether the initials of staff stand beside: ``KvdM 17/5``, ``(21/5, SHak)``, ``ivd 9-8``."""
    index = page.index_before(start)
    if index >= 0:
        gap = page.text[page.end(index) : start]
        if gap.strip(" ,/|()-") == "" and 0 < len(gap) <= 3 and "\n" not in gap:
            token = page.text[page.starts[index] : page.end(index)]
            if is_code(token):
                return True
            if descending and _ends_line(page, end) and _may_be_code(token):
                return True
    index = page.index_from(end)
    if index < len(page.words):
        gap = page.text[end : page.starts[index]]
        if gap.strip(" ,/|()-;:") == "" and 0 < len(gap) <= 3:
            return is_code(page.text[page.starts[index] : page.end(index)])
    return False


def _is_no_range(page: Page, match: re.Match[str]) -> bool:
    """Whether a stroke, or what is between the numbers, rules a range out: ``gastroscopie 3-8``."""
    if match[2] == "/":
        return True
    if int(match[3]) - int(match[1]) < _NEAR:
        return False
    return not page.classes[word_after(page, match.end())] & W.COUNTED


def closes_title(page: Page, start: int, end: int) -> bool:
    """Whether it closes a title or a line of signature: ``ECHO BUIK   7/3``, ``kwo-ivd 9-8``."""
    if page.text[end : end + 2].strip(" ")[:1] not in ("", "\n"):
        return False
    line = page.low[page.low.rfind("\n", 0, start) + 1 : start]
    if len(line) > _LONGEST_TITLE or not _TITLE.match(line):
        return False
    words = _LETTERS.findall(line)
    if any(_is_study(page, word) for word in words):
        return True
    if len(words) > _FEW or max(map(len, words)) > _LONGEST_LOWER_CODE:
        return False
    return not any(page.classes[word] & (W.DUTCH | W.UNIT | W.ABBREVIATION) for word in words)


def _may_be_code(token: str) -> bool:
    small = token.lower()
    if len(token) > _LONGEST_LOWER_CODE or classes[small] & (W.ABBREVIATION | W.UNIT | W.STUDY):
        return False
    return token.isupper() or not any(vowel in small for vowel in "aeiouy")


def before_time(page: Page, word: str, end: int) -> bool:
    """Whether a time stands right behind a place; with a dot only behind some words."""
    if _TIME_BEHIND.match(page.low, end):
        return True
    weak = bool(page.classes[word] & W.DATE_BEFORE_WEAK)
    return weak and _DOTTED_TIME_BEHIND.match(page.low, end) is not None


def behind_lab_value(page: Page, start: int) -> bool:
    """``kreat 84 (12/3)``, ``eGFR: 74 ml/min (3/2)``: what was measured, and when."""
    value = _LAB_VALUE.search(page.low, max(0, start - _LONGEST_VALUE), start)
    return value is not None and bool(page.classes[value[1]] & W.LAB_VALUE)


def behind_hospital(page: Page, start: int, end: int) -> bool:
    """``Eerdere CT in UMCG (12.12)``: in brackets behind where somebody was before."""
    opening = start - 1
    closed = page.text[end : end + 2].lstrip(".")[:1] == ")"
    if not closed or page.text[opening : opening + 1] != "(":
        return False
    last = page.index_before(opening)
    if last < 0 or page.text[page.end(last) : opening].strip():
        return False
    first = max(0, last - _NAME_WORDS + 1)
    named = [at for at in range(first, last + 1) if _is_hospital(page, page.words[at])]
    if not named:
        return False
    begin = max(0, last - _VISIT_WORDS + 1)
    visits = [at for at in range(begin, last + 1) if page.classes[page.words[at]] & _VISIT]
    return bool(visits) and ". " not in page.text[page.starts[visits[-1]] : opening]


def _is_hospital(page: Page, word: str) -> bool:
    return bool(page.classes[word] & (W.HOSPITAL | W.INSTITUTION)) or word in ("mc", "umc")


def is_size(page: Page, start: int, word: str) -> bool:
    """Whether two diameters stand here: ``Doellaesies: 24-7``, ``TL2 klier 14/10``."""
    if page.classes[word] & W.SIZED:
        return True
    if page.classes[word] & _DATED:
        return False
    first = max(0, start - _LONGEST_LINE)
    line = page.low[first:start].rpartition("\n")[2]
    if len(line) == _LONGEST_LINE:
        return False
    return _LESION_BEFORE.search(line) is not None or _TARGETS.match(line) is not None
