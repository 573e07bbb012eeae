"""Days with their month in digits and no year, such as ``12-3`` and ``24/5``.

Scores, fractions, ranges, levels and image numbers look the same. What tells a date is a zero that
pads, a word, weekday, time or staff code beside it, its place in the text, numbers that cannot be
a fraction or a range, or that it stands elsewhere in the same report as a date without doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import is_day, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.staff_codes.grammar import is_code

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

SHORT = re.compile(r"(\d{1,2})([-/.‑–]|[ \xa0])(\d{1,2})(?!\d)")
WEEKDAY_BEFORE = re.compile(
    r"(?<![^\W_])(?:ma|di|wo|woe|do|don|vr|za|zat|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)"
    r"\.?,?[ \xa0\n]?\Z"
)
_TIME_BEHIND = re.compile(
    r"[,;]?[ \xa0/|]{1,3}(?:om |rond |vanaf )?\(?(?:[01]?\d|2[0-3])"
    r"(?::[0-5]\d|[ ]?[uh](?:ur)?(?:[0-5]\d)?(?![^\W\d_])|\.[0-5]\d[ ]?u)"
)
# With a dot only behind words such as "gebeld": "gebeld 5-12 16.10".
_DOTTED_TIME_BEHIND = re.compile(
    r" (?:[01]\d|2[0-3])\.[0-5]\d(?![\d.,%])(?! ?[mck]?[mlg](?![^\W_]))"
)
# "5/10 dd uitsl 10/10": the two letters open the next date, and are no doses a day.
_NEXT_DATE = re.compile(r"\s+dd\.?\s+[^\W\d_]+\.?:?\s+\d{1,2}[-/]\d")
_MARKERS = frozenset(("19-9", "19.9", "15-3", "15.3"))
_PAIR = re.compile(r"\(\d{1,3}-\d{1,3}\)")
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
_ALWAYS = "24/7"
_LONGEST_LOWER_CODE = 4
_LAST_MONTH = 12
# Up to here a second number is the whole of a fraction as often: "2/3", "3/4".
_SMALL_WHOLE = 4
_NOTHING_BEFORE = re.compile(r"(?:^|\n)[ \t>*•-]{0,6}\Z")


def glued(page: Page, start: int, end: int) -> bool:
    """Whether the number goes on to a side, as in ``1.2.3.4``, ``NM_12``, ``L4-5`` or ``3-4x``."""
    return glued_before(page, start) or glued_after(page, end)


def glued_before(page: Page, start: int, *, letters: bool = True) -> bool:
    """Whether a number goes on to its left."""
    before = page.text[start - 1] if start else " "
    if (before.isalnum() if letters else before.isdigit()) or before in "_-/+=<>±*^~≥≤×":
        return True
    return before in ".,:" and start > 1 and page.text[start - 2].isdigit()


def glued_after(page: Page, end: int) -> bool:
    """Whether a number goes on to its right."""
    after = page.text[end : end + 2]
    if after and (after[0].isalnum() or after[0] in "_%+*^×°"):
        return True
    return len(after) == 2 and after[0] in "-/.,:" and after[1].isdigit()


def before(page: Page, start: int) -> tuple[str, str, str]:
    """The word before a place, the word before that, and what stands between word and place.

    Both words are empty unless only blanks and light punctuation separate the word from the place.
    """
    index = page.index_before(start)
    gap = page.low[page.end(index) if index >= 0 else max(0, start - 8) : start]
    if index < 0 or len(gap) > 4 or gap.strip(" \t\n\xa0.:('’‘"):
        return "", "", gap
    if page.words[index] == "v" and page.low.endswith("t.o.v", 0, page.end(index)):
        return "tov", "", gap
    return page.words[index], page.word(index - 1), gap


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


def key_of(match: re.Match[str]) -> tuple[int, str, int]:
    """What two spellings of one day have in common."""
    return int(match[1]), match[2], int(match[3])


def _is_announced(page: Page, start: int, end: int, *, descending: bool) -> bool:
    """Whether the words around a day and month say that they are a date."""
    word, earlier, _ = before(page, start)
    if page.classes[word] & (W.DATE_BEFORE | W.SIGNING) or word.endswith("datum"):
        return word != "d" or earlier == "d"
    if word in ("van", "vd") and (page.classes[earlier] & W.STUDY or earlier.endswith("grafie")):
        return True
    # Ranges ascend, so "van 23-4" and "tot 23/4" are no ranges, and no fractions either.
    if descending and page.classes[word] & W.DATE_BEFORE_DESCENDING:
        return page.text[start : start + 3].count(".") == 0
    # "tov CT 12-3"; without a word of comparison 3-4 behind "CT" may be a range, 12-3 is none.
    return _is_examined(page, start, end, descending=descending) or _is_told(page, start, end)


def _is_examined(page: Page, start: int, end: int, *, descending: bool) -> bool:
    """Whether an examination or a comparison stands in front: ``tov CT 12-3``, ``lab 11/12``."""
    word, earlier, gap = before(page, start)
    slash = page.text[start + 1 : start + 3].find("/") >= 0
    if page.classes[word] & (W.STUDY | W.DATE_HEAD) and (
        page.classes[earlier] & W.COMPARE or descending
    ):
        return True
    if slash and page.classes[word] & W.DATE_HEAD:
        return True
    if page.classes[word] & W.DATE_HEAD and _far_apart(page, start, end):
        return True
    if word in ("met", "van", "dd") and page.classes[earlier] & (W.COMPARE | W.DATE_BEFORE):
        return True
    return bool(page.classes[word] & W.DATE_BEFORE_WEAK) and (
        descending or ":" in gap or "(" in gap
    )


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


def _beside_code(page: Page, start: int, end: int, *, descending: bool) -> bool:
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


def _far_apart(page: Page, start: int, end: int) -> bool:
    """Whether the two numbers are too far apart for a range: ``gastroscopie 3-8``."""
    match = SHORT.match(page.text, start)
    if match is None or int(match[3]) - int(match[1]) < _SMALL_WHOLE:
        return False
    return match.end() == end and not page.classes[word_after(page, end)] & W.COUNTED


def _closes_title(page: Page, start: int, end: int, *, falls: bool) -> bool:
    """Whether it closes a title or a line of signature: ``ECHO BUIK   7/3``, ``kwo-ivd 9-8``."""
    if not falls or page.text[end : end + 2].strip(" ")[:1] not in ("", "\n"):
        return False
    line = page.low[page.low.rfind("\n", 0, start) + 1 : start]
    if len(line) > _LONGEST_TITLE or not _TITLE.match(line):
        return False
    words = _LETTERS.findall(line)
    if any(bool(page.classes[word] & W.STUDY) or word.endswith("grafie") for word in words):
        return True
    codes = len(words) <= _FEW and max(map(len, words)) <= _LONGEST_LOWER_CODE
    return codes and all(
        not page.classes[word] & W.DUTCH and not page.classes[word] & (W.UNIT | W.ABBREVIATION)
        for word in words
    )


def _may_be_code(token: str) -> bool:
    small = token.lower()
    if len(token) > _LONGEST_LOWER_CODE or classes[small] & (W.ABBREVIATION | W.UNIT | W.STUDY):
        return False
    return token.isupper() or not any(vowel in small for vowel in "aeiouy")


def read_short(page: Page, start: int, match: re.Match[str]) -> bool | None:
    """Whether ``12-3``, ``04.10``, ``24/5`` or ``8 06`` is a day and month and nothing else.

    Returns:
        None if only the rest of the report can tell.
    """
    day, separator, month = match.groups()
    end = match.end()
    if not is_day(int(day), int(month)):
        return False
    if unit_follows(page, end):
        return _NEXT_DATE.match(page.low, end) is not None and not glued_before(page, start)
    if glued_after(page, end) or (glued_before(page, start) and not _glued_to_cue(page, start)):
        return False
    word, _, gap = before(page, start)
    ascending = int(day) < int(month)
    follows = word_after(page, end)
    if page.classes[word] & W.NOT_DATE_BEFORE or word.endswith("score"):
        return False
    counted = bool(page.classes[follows] & W.NOT_DATE_AFTER) and (
        ascending or follows not in ("van", "de")
    )
    if counted or (word == "ca" and match[0] in _MARKERS):
        return False
    padded_month = month[0] == "0"
    padded_day = day[0] == "0"
    if separator in " \xa0":
        at_head = ":" in gap or start == 0 or page.text[start - 1] == "\n"
        return padded_month and (
            at_head or word in ("op", "dd", "d", "van") or at_section_head(page, start, end)
        )
    if separator == ".":
        return _with_dot(page, start, match)
    if padded_month or padded_day:
        return True
    return _unpadded(page, word, match)


def _with_dot(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``04.10`` or ``28.9.`` is a day and month, and no decimal or number of a heading."""
    end, descending = match.end(), int(match[1]) > int(match[3])
    if len(match[3]) == 1 and not _is_dotted_twice(page, end, descending=descending):
        return False
    return match[1][0] == "0" or _is_announced(page, start, end, descending=descending)


def _is_dotted_twice(page: Page, end: int, *, descending: bool) -> bool:
    """Whether a dot closes day and month too, as in ``30.8.: rustig beeld``."""
    after = page.text[end : end + 3]
    if after[:1] != ".":
        return False
    return after[1:2] in frozenset(":,;)") or (descending and after[1:2] in ("", " ", "\n"))


def end_of_short(page: Page, match: re.Match[str]) -> int:
    """End of a day and month, with the dot that belongs to it: ``30.8.:``, ``28.9. rustig``."""
    end = match.end()
    if match[2] != "." or page.text[end : end + 1] != ".":
        return end
    after = page.text[end + 1 : end + 3]
    closed = after[:1] in frozenset(":,;)") or (after[:1] == " " and after[1:].islower())
    return end + 1 if closed else end


def _unpadded(page: Page, word: str, match: re.Match[str]) -> bool | None:
    start, end = match.span()
    day, month = int(match[1]), int(match[3])
    if match[0] == _ALWAYS:
        return False
    if WEEKDAY_BEFORE.search(page.low, max(0, start - 12), start) and word != "do":
        return True
    if _before_time(page, word, end):
        return True
    if _is_size(page, start, word):
        return False
    bracketed = page.text[start - 1 : start] == "(" and page.text[end : end + 1] == ")"
    if _beside_code(page, start, end, descending=day > month):
        return True
    if day > _LAST_MONTH and not (bracketed and match[2] == "-" and _several(page)):
        # No range descends, and no part is more than the whole.
        return True
    if _closes_title(page, start, end, falls=day > month):
        return True
    falls = day > month or (day == month and match[2] != "/")
    if _is_announced(page, start, end, descending=falls):
        return not _is_fraction_or_range(page, word, match)
    if bracketed and match[2] == "/" and _behind_lab_value(page, start):
        return True
    # "(8-3)" is an image as often; "9/4" at an end of a line may still be a ratio.
    return None if not bracketed else False


def _before_time(page: Page, word: str, end: int) -> bool:
    """Whether a time stands right behind a place; with a dot only behind some words."""
    if _TIME_BEHIND.match(page.low, end):
        return True
    weak = bool(page.classes[word] & W.DATE_BEFORE_WEAK)
    return weak and _DOTTED_TIME_BEHIND.match(page.low, end) is not None


def _behind_lab_value(page: Page, start: int) -> bool:
    """``kreat 84 (12/3)``, ``eGFR: 74 ml/min (3/2)``: what was measured, and when."""
    value = _LAB_VALUE.search(page.low, max(0, start - _LONGEST_VALUE), start)
    return value is not None and bool(page.classes[value[1]] & W.LAB_VALUE)


def _is_size(page: Page, start: int, word: str) -> bool:
    """Whether two diameters stand here: ``Doellaesies: 24-7``, ``TL2 klier 14/10``."""
    if page.classes[word] & W.SIZED:
        return True
    if page.classes[word] & (
        W.STUDY | W.DATE_HEAD | W.DATE_BEFORE | W.DATE_BEFORE_DESCENDING | W.COMPARE
    ):
        return False
    first = max(0, start - _LONGEST_LINE)
    line = page.low[first:start].rpartition("\n")[2]
    if len(line) == _LONGEST_LINE:
        return False
    return _LESION_BEFORE.search(line) is not None or _TARGETS.match(line) is not None


def _several(page: Page) -> bool:
    """Whether a report has several pairs such as ``(8-104)``, which are series and image."""
    pairs = _PAIR.finditer(page.text)
    return next(pairs, None) is not None and next(pairs, None) is not None


def _glued_to_cue(page: Page, start: int) -> bool:
    """Whether a word that announces a day is glued to it: ``d.d06/02``, ``wo14/2``."""
    index = page.index_before(start)
    if index < 0 or page.end(index) != start:
        return False
    word = page.words[index]
    if word == "d":
        return page.word(index - 1) == "d"
    return bool(page.classes[word] & (W.WEEKDAY | W.DATE_BEFORE | W.MONTH_BEFORE)) and len(word) > 1


def _is_fraction_or_range(page: Page, word: str, match: re.Match[str]) -> bool:
    """Whether it reads as ``op 2/3 van`` or ``op 3-4 plaatsen``."""
    first, second = int(match[1]), int(match[3])
    if first >= second:
        return False
    follows = word_after(page, match.end())
    if match[2] == "/":
        return second <= _SMALL_WHOLE and bool(follows)
    return (
        word in ("op", "per", "vanaf")
        and bool(follows)
        and not page.classes[follows] & W.AFTER_YEAR
    )


def holds_elsewhere(page: Page, match: re.Match[str]) -> bool:
    """Whether a string that is a date elsewhere in the report is one here too."""
    if int(match[1]) >= int(match[3]):
        return True
    # "3-4" in front of a small word may count things, whatever day it was.
    follows = word_after(page, match.end())
    return not follows or bool(page.classes[follows] & (W.AFTER_YEAR | W.DATE_AFTER))
