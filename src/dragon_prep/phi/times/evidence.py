"""Whether a reading is a time of the day: the words and signs beside it decide.

A duration, a position on a clock face, a ratio and a laboratory value are written like a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.staff_codes.finders import is_code
from dragon_prep.phi.times.figures import in_figures
from dragon_prep.phi.times.grammar import RANGE, Time
from dragon_prep.phi.times.notations import HOUR, MINUTE
from dragon_prep.phi.times.parts_of_day import beside_time

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_SIX, _TEN, _NOON, _HOME, _MIDNIGHT = 6, 10, 12, 17, 24
_SIXTY = 60
_REACH = 5  # words before and behind a whole hour that tell what it is
_SENTENCE_ENDS = frozenset(".\n;")
_ROUND = frozenset("±~")
_BARE_CLOSES = frozenset((".", ",", ";", ")", "\n", ""))
_NUMBER_SIGNS = frozenset(".,:/-")
_BETWEEN = frozenset(("tussen", "en"))
_ONE = ("een", "één")


def word_before(page: Page, start: int) -> str:
    """The word right before a place in lower case, empty if something else stands there."""
    index = page.index_before(start)
    if index < 0:
        return ""
    gap = page.low[page.end(index) : start]
    return "" if len(gap) > 3 or gap.strip(" \t\n\xa0.:(") else page.words[index]


def is_clock(page: Page, start: int, time: Time, *, behind_date: bool) -> bool:
    """Whether hours and minutes are a time of the day."""
    if page.text[time.end : time.end + 1].isalnum() or not _is_whole(page, time):
        return False
    word = word_before(page, start)
    if page.classes[word] & W.TIME_DENY and not _is_exact(page, start, time, word):
        return False
    between, unit = time.notation.between.strip(), time.notation.unit
    if not unit and page.classes[word_after(page, time.end)] & W.TIME_UNIT_DENY:
        return False
    if between.isalpha() or unit:
        return True
    announced = _is_announced(page, word, behind_date=behind_date)
    if between == ".":
        return _with_dot(page, start, time, announced=announced, behind_date=behind_date)
    return announced or _with_colon(page, start, time, word)


def _is_whole(page: Page, time: Time) -> bool:
    """Whether hours and minutes belong together: ``8 uur 30``, but ``elke 8 uur 30 mg``."""
    between, unit = time.notation.between, time.notation.unit
    if between.isspace():
        return unit.strip() == "uur"
    apart = between.strip() == "uur" or (between[-1].isspace() and between.strip().isalpha())
    return not apart or not (unit_follows(page, time.end) or goes_on(page, time.end))


def _is_exact(page: Page, start: int, time: Time, word: str) -> bool:
    """Whether the form alone makes it a time of the day, whatever word stands before."""
    between, two_figures = time.notation.between.strip(), page.text[start + 1].isdigit()
    if between.isalpha() or (time.notation.unit and two_figures):
        return True
    # "binnen 11:08" is when something came in, "na 02:00" may be how long it took.
    late = between == ":" and two_figures and time.second >= _SIX * HOUR
    return late and bool(page.classes[word] & W.TIME_DENY_WEAK)


def _is_announced(page: Page, word: str, *, behind_date: bool) -> bool:
    """Whether a date or word before says that a time follows."""
    return behind_date or bool(page.classes[word] & W.TIME_BEFORE) or word.startswith("tijd")


def _with_colon(page: Page, start: int, time: Time, word: str) -> bool:
    """Whether ``9:36`` is a time: ``1:40`` is a titre and ``5:23`` an image, unless it is said."""
    if page.text[start + 1].isdigit() or word == "op" or page.classes[word] & W.TIME_VERB:
        return True
    if time.second >= _SIX * HOUR or page.text[start] == "0":
        return True
    join = RANGE.match(page.low, time.end)
    other = next(in_figures(page.low, join.end()), None) if join else None
    return other is not None and other.notation.between in (":", ".")


def _with_dot(page: Page, start: int, time: Time, *, announced: bool, behind_date: bool) -> bool:
    """Whether ``15.30`` is a time: the dot is a decimal sign more often than not."""
    word = word_before(page, start)
    if _is_told(word, time):
        return True
    two_figures, named = page.text[start + 1].isdigit(), page.classes[word] & W.TIME_VERB
    if _is_counted(page, time.end):
        return two_figures and (bool(named) or _closes_remark(page, start, time.end))
    if behind_date:
        return True
    if not two_figures:
        return bool(named) and time.second >= _SIX * HOUR
    # No decimal has a zero in front of another digit: "tot 03.30".
    if page.text[start] == "0" and announced:
        return True
    return bool(named) or _closes_remark(page, start, time.end)


def _is_counted(page: Page, end: int) -> bool:
    """Whether a unit stands behind a number: ``15.30 ml``."""
    return unit_follows(page, end) and word_after(page, end) != "per"


def _is_told(word: str, time: Time) -> bool:
    """Whether a word before, with the number, can only tell a time.

    ``op 15.15`` is one, because no year has fifteen months; ``op 04.10`` is a day.
    """
    if word == "om" or word.startswith("tijd"):
        return True
    hour, minute = time.second // HOUR, time.second // MINUTE % _SIXTY
    return word == "op" and hour > _NOON and minute >= _TEN


def _closes_remark(page: Page, start: int, end: int) -> bool:
    """Whether a remark ends here as in ``(Gr, 21.30)``."""
    if page.text[end : end + 1] == ")" and page.text[start - 2 : start] == ", ":
        return True
    if page.text[end : end + 2].strip(" .")[:1] not in ("", "\n"):
        return False
    index = page.index_before(start)
    if page.text[start - 3 : start] == " | ":
        # "FKo | 17.02": a signature and its time.
        return index >= 0 and is_code(page.text[page.starts[index] : page.end(index)])
    nearest = page.words[max(0, index - 3) : index + 1]
    return page.text[start - 1 : start] == " " and not cue("time_verb").isdisjoint(nearest)


def goes_on(page: Page, end: int) -> bool:
    """Whether a number goes on behind a sign: ``half 3-5`` is no time."""
    return page.text[end : end + 1] in _NUMBER_SIGNS and page.text[end + 1 : end + 2].isdigit()


def is_whole_hour(page: Page, start: int, time: Time, *, behind_date: bool) -> bool:
    """Whether ``15 uur`` is a time of the day and no duration or position on a clock face."""
    word = word_before(page, start)
    return (
        word == "om"
        or behind_date
        or _is_of_named_day(page, word, time.end)
        or _is_in_day(page, start, time.end, word, time.second // HOUR)
    )


def is_hour_in_words(page: Page, start: int, end: int) -> bool:
    """Whether ``acht uur`` is a time of the day."""
    word = word_before(page, start)
    if word == "om" or _is_of_named_day(page, word, end):
        return True
    told = bool(page.classes[word] & W.HOUR_BEFORE) and word != "na"
    return told and _in_daily_context(page, start, end)


def _is_of_named_day(page: Page, word: str, end: int) -> bool:
    """Whether the day stands before an hour or the part of it behind: ``2 uur 's nachts``."""
    return bool(page.classes[word] & W.DAY_NAMED) or beside_time(page.low, end) is not None


def _is_in_day(page: Page, start: int, end: int, word: str, hour: int) -> bool:
    """Whether a whole hour without ``om`` or a day right before it is a time of the day."""
    if page.classes[word] & W.TIME_VERB:
        # "Gezien 8h", "aanvang 9 uur"; "gestopt 24 uur voor" and "gezien 7 uur na" are spans.
        return (
            _SIX <= hour < _MIDNIGHT and not page.classes[word_after(page, end)] & W.HOUR_DENY_AFTER
        )
    # Positions on a clock face end at twelve, so "op 15 uur" is a time and "op 3 uur" is not.
    # "na 14 uur" is how long a culture took; "na 17 uur" is when somebody is at home.
    first = _HOME if word == "na" else _NOON + 1
    if first <= hour < _MIDNIGHT and page.classes[word] & W.HOUR_BEFORE:
        return True
    if word == "na":
        return False
    before = page.classes[word] & W.HOUR_BEFORE or word in _BETWEEN or _is_about(page, start)
    return bool(before) and _in_daily_context(page, start, end)


def _is_about(page: Page, start: int) -> bool:
    """Whether a sign says ``about``: ``± 8 uur``."""
    return not _ROUND.isdisjoint(page.text[max(0, start - 2) : start])


def _in_daily_context(page: Page, start: int, end: int) -> bool:
    """Whether the clause speaks of what is done at an hour, and not of a place on a clock face."""
    clause = [*_words_back(page, start), *_words_on(page, end)]
    if any(page.classes[word] & W.HOUR_PLACE for word in clause):
        return False
    return any(page.classes[word] & W.HOUR_CONTEXT for word in clause)


def _words_back(page: Page, start: int) -> list[str]:
    index, limit = page.index_before(start), start
    found: list[str] = []
    for at in range(index, max(-1, index - _REACH - 2), -1):
        if not _SENTENCE_ENDS.isdisjoint(page.low[page.end(at) : limit]):
            break
        found.append(page.words[at])
        limit = page.starts[at]
    return found


def _words_on(page: Page, end: int) -> list[str]:
    first, limit = page.index_from(end), end
    found: list[str] = []
    for at in range(first, min(len(page.words), first + _REACH)):
        if not _SENTENCE_ENDS.isdisjoint(page.low[limit : page.starts[at]]):
            break
        found.append(page.words[at])
        limit = page.end(at)
    return found


def is_bare_hour(page: Page, start: int, end: int) -> bool:
    """``om 9 bij de assistente``, ``om 14.``: an hour without unit behind ``om``."""
    if start < len("om ") or not page.low.startswith("om ", start - len("om ")):
        return False
    if int(page.text[start:end]) > _MIDNIGHT or page.text[start - 4 : start - 3].isalnum():
        return False
    follows = word_after(page, end)
    if follows:
        return bool(page.classes[follows] & W.HOUR_AFTER)
    return page.text[end : end + 1] in _BARE_CLOSES and not page.text[end + 1 : end + 2].isdigit()


def is_related(page: Page, start: int, time: Time) -> bool:
    """Whether ``half drie`` or ``tien over vier`` is a time and no part of a sum, dose or list."""
    notation = time.notation
    if not notation.unit and goes_on(page, time.end):
        return False
    word = word_before(page, start)
    if notation.relation.startswith("kwart") or "uur" in notation.unit:
        return True
    if page.classes[word] & (W.TIME_BEFORE | W.TIME_VERB):
        return True
    # "half drie" may end a sum or a dose, and half an hour is "een half uur".
    if not notation.relation.startswith("half"):
        return "half" in notation.relation
    counted = page.classes[word_after(page, time.end)] & (W.UNIT | W.COUNTED)
    if page.classes[word] & W.HALF_DENY or counted:
        return False
    return notation.hour is not None and page.low[start : time.end].split()[-1] not in _ONE
