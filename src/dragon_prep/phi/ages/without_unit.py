"""Whether a number without a unit is an age: ``leeftijd: 67``, ``man (67)``, ``zus 50``."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.ages.notations import DECADE, ORDINAL
from dragon_prep.phi.ages.persons import (
    SIGNS,
    is_sex,
    name_before,
    of_relative,
    relations,
    subjects,
)
from dragon_prep.phi.ages.with_unit import ADULT, CLOSES

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_TEN = 9
_WIDEST_GAP = 5
_NUMBER_GOES_ON = re.compile(
    r"[\d%°×²³_^*=<>+]|[.,/:xX-]\d|[ ]?[-–x×][ ]?\d|[ ]?/[ ]?\d|[ ]?[%°x](?![^\W_])"
    r"|[ ]?/[ ]?(?:min|minuut|uur|u|dag|d|week|wk|mnd|jaar|ml|l|dl|mm|cm|s|sec|x|kg|h)(?![^\W_])"
)
_BEHIND_NAME = " \xa0,(/|"  # between a name and the age that stands directly behind it
_DECADE_ENDS = ("er", "-er", "'er", "’er")
_DECADE_SIGNS = frozenset("e-'’")
_DECADES = frozenset((20, 30, 40, 50, 60, 70, 80, 90))
_CLAUSE_ENDS = frozenset(".;\n")
_WORDS_TO_PERSON = 3
_SETS_OFF = frozenset(",(.")
_FIELD_ENDS = frozenset("-/|;–")
_SET_APART = frozenset(",(")
_KNOWN = W.PERSON | W.RELATIVE | W.AGE_PERSON | W.KIN | W.KIN_YOUNG


def is_bare_age(page: Page, start: int, end: int) -> bool:
    """Whether a number without unit is an age: ``op zijn 63e``, ``V 59,``, ``man (67)``."""
    index = bisect_left(page.starts, start) - 1
    if index < 0:
        return start <= _WIDEST_GAP and _by_words(page, index, 0, start, end)
    text, word = page.text, page.words[index]
    last = page.starts[index] + len(word)
    if start - last > _WIDEST_GAP:
        return False
    # Small words lead to an age only behind a title: "mevr k. ploeg, 51", "zus ovca (47)".
    set_off = text[start - 1] == "(" or text[last] in _SETS_OFF
    if not set_off and word not in _leads() and not _may_be_of_name(page, index, start, end):
        return _by_sign(page, start, end, last)
    return _by_words(page, index, last, start, end)


def _may_be_of_name(page: Page, index: int, start: int, end: int) -> bool:
    """Whether a number may be the age of whoever is named in front; nobody so named is a child."""
    if end - start == 1 or not page.text[page.starts[index]].isupper():
        return False
    return int(page.text[start:end]) >= ADULT and not _says_no_name(page.text, start, end)


def _says_no_name(text: str, start: int, end: int) -> bool:
    """Whether a number is no age of whoever is named in front: ``PSA 22 ng``, ``Th11-12``."""
    measured = text[end : end + 1] == " " and text[end + 1 : end + 2] not in _FIELD_ENDS
    return measured or text[start - 1] == "-"


def _by_words(page: Page, index: int, last: int, start: int, end: int) -> bool:
    """Whether the words before, of which the nearest ends at ``last``, make an age of a number."""
    gap, number = page.low[last:start], int(page.text[start:end])
    if gap.strip(" \n,:;=(|/†♂♀-."):
        return False
    if gap == " " and (ordinal := ORDINAL.match(page.low, end)) is not None:
        return _is_nth_year(page, index, number, ordinal)
    if _is_decade(page, index, start, end):
        return True
    if _goes_on(page, end):
        return False
    if not SIGNS.isdisjoint(gap) or _says_age(page, index, gap):
        return True
    if index < 0 or number == 0 or word_after(page, end) in _uncounted():
        return False
    return _of_person(page, index, start, end)


def _goes_on(page: Page, end: int) -> bool:
    """Whether a number is part of a larger one, of a code or of a measure."""
    return bool(_NUMBER_GOES_ON.match(page.text, end)) or page.text[end : end + 1].isalpha()


def _by_sign(page: Page, start: int, end: int, last: int) -> bool:
    """Whether only the sign of the sex, or what follows, tells that it is an age: ``♀ 54,``."""
    gap = page.low[last:start]
    if not SIGNS.isdisjoint(gap):
        return not gap.strip(" \n,:;=(|/†♂♀-.") and not _goes_on(page, end)
    decade = page.low[end : end + 1] in _DECADE_SIGNS and page.low.startswith(_DECADE_ENDS, end)
    return decade and _is_decade(page, -1, start, end)


def _is_decade(page: Page, index: int, start: int, end: int) -> bool:
    """Whether it is ``70-er``, ``70'er``, or behind a person ``begin 60``, ``eind 50``."""
    if int(page.text[start:end]) not in _DECADES:
        return False
    if DECADE.match(page.low, end) and page.word(page.index_before(start)) != "jaren":
        return page.low[end : end + 1] in "-'’"
    if not page.classes[page.word(index)] & W.DECADE_PART or page.low[start - 1 : start] != " ":
        return False
    if word_after(page, end) in _uncounted() or _NUMBER_GOES_ON.match(page.text, end):
        return False
    for at in range(index - 1, max(-1, index - 1 - _WORDS_TO_PERSON), -1):
        if not _CLAUSE_ENDS.isdisjoint(page.gap_before(at + 1)):
            return False
        if page.classes[page.words[at]] & (W.AGE_PERSON | W.PERSON):
            return True
    return False


def _is_nth_year(page: Page, index: int, number: int, ordinal: re.Match[str]) -> bool:
    """``op 62e`` and ``rond haar 62e``; small numbers count: ``op zijn 2e been``, ``de 3e dag``."""
    follows = word_after(page, ordinal.end())
    if page.classes[follows] & (W.COUNTED | W.UNIT | W.THING_AFTER):
        return False
    word = page.word(index)
    if not page.classes[word] & W.OWN:
        return word in ("op", "rond") and number >= ADULT and ordinal[0] == "e"
    if not page.classes[page.word(index - 1)] & W.AGE_PREPOSITION:
        return False
    # "op zijn 9e naar Nederland gekomen", but "op zijn 2e been"
    told = not follows or bool(page.classes[follows] & W.NTH_AFTER)
    return number > _TEN or (number > 1 and told)


def _says_age(page: Page, index: int, gap: str) -> bool:
    """Whether the word before is ``leeftijd``, one word between allowed: ``leeftijd circa 30``."""
    word, before = page.word(index), page.classes[page.word(index - 1)] & W.AGE_KEY
    if page.classes[word] & W.AGE_KEY or (word == "van" and before):
        return True
    if not page.classes[word] & W.AGE_KEY_THEN or gap.strip(" :="):
        return False
    between = page.word(index - 1) in ("bij", "ten")  # "leeftijd bij diagnose 61"
    return bool(before or (between and page.classes[page.word(index - 2)] & W.AGE_KEY))


def _of_person(page: Page, index: int, start: int, end: int) -> bool:
    """Whether a number is the age of the person that the words before are about."""
    gap, is_adult = page.low[page.end(index) : start], int(page.text[start:end]) >= ADULT
    kinds = page.classes[page.words[index]]
    bracketed = gap.strip() == "(" and page.text[end : end + 1] == ")"
    if bracketed and (kinds & W.AGE_PERSON or not is_adult):
        return bool(kinds & (W.AGE_PERSON | W.PERSON)) or name_before(page, index, gap)
    return _of_adult(page, index, start, end) if is_adult else _of_child(page, index, gap, end)


def _of_child(page: Page, index: int, gap: str, end: int) -> bool:
    """``zusje van 13.``, ``dochter van 12 is gezond``; ``moeder van 4`` has four of them."""
    if page.words[index] != "van" or gap != " ":
        return False
    if not page.classes[page.word(index - 1)] & W.KIN_YOUNG:
        return False
    return CLOSES.match(page.text, end) is not None or bool(word_after(page, end))


def _of_adult(page: Page, index: int, start: int, end: int) -> bool:
    """Whether a bare number of sixteen or more is the age of whom the words before are about."""
    word, gap = page.words[index], page.low[page.end(index) : start]
    kinds = page.classes[word]
    closes = CLOSES.match(page.text, end) is not None
    if kinds & W.AGE_PERSON:
        return _is_of_patient(page, index, gap, word_after(page, end), closes=closes)
    if word in ("m", "v"):
        return (closes or _is_glued(page, index, gap, end)) and is_sex(page, start)
    if kinds & (W.KIN | W.KIN_YOUNG | W.RELATIVE | W.PERSON):
        return _is_of_relative(page, word, gap, word_after(page, end), closes=closes)
    if gap == " " and (word in ("van", "op") or kinds & (W.BEING | W.SUBJECT)):
        return _in_sentence(page, index, start, word_after(page, end), closes=closes)
    return _is_of_named(page, index, gap, page.text[end : end + 1], closes=closes)


def _is_glued(page: Page, index: int, gap: str, end: int) -> bool:
    """``M/67 hematurie``: the sex as a capital, and a stroke."""
    return gap == "/" and page.is_capital(index) and not page.text[end : end + 1].isalnum()


def _is_of_patient(page: Page, index: int, gap: str, follows: str, *, closes: bool) -> bool:
    """``man 72``, ``dame, 67 gevallen``; ``HR 72`` is the heart rate."""
    if gap.strip(" ,:(|/;"):
        return False
    if gap == " " and page.text.startswith("HR", page.starts[index]) and page.words[index] == "hr":
        return False
    return closes or (bool(follows) and "/" not in gap)


def _is_of_relative(page: Page, word: str, gap: str, follows: str, *, closes: bool) -> bool:
    """``zus 50 mammaca``, ``patiënt (57)``: of who is no relative only what is set apart."""
    kin = bool(page.classes[word] & (W.KIN | W.KIN_YOUNG))
    if closes and (kin or not _SET_APART.isdisjoint(gap)):
        return True
    return kin and gap == " " and bool(follows)


def _is_of_named(page: Page, index: int, gap: str, behind: str, *, closes: bool) -> bool:
    """``Jansen (57)``, ``mevr k. ploeg, 51``; and ``moeder (overl. 51)``."""
    strong = page.classes[page.words[index]] & W.STRONG_NAME
    if strong and gap == " (" and behind == ")":
        return page.is_capital(index)
    if not closes:
        return False
    shortened = gap == ". " and page.word(index - 1) in relations()
    return (shortened or not gap.strip(_BEHIND_NAME)) and name_before(page, index, gap)


def _in_sentence(page: Page, index: int, start: int, follows: str, *, closes: bool) -> bool:
    word, earlier = page.words[index], page.word(index - 1)
    if page.classes[word] & W.SUBJECT:
        return follows in ("was", "werd", "is")
    if word == "van":
        return bool(page.classes[earlier] & _KNOWN) and (closes or bool(follows))
    if word == "op":
        return of_relative(page, start)
    if word == "wordt" and follows in ("in", "op", "komende", "dit", "deze", "volgende"):
        return earlier in subjects()
    return closes and earlier in (subjects() if word != "is" else cue("subject"))


@cache
def _uncounted() -> frozenset[str]:
    return cue("unit", "not_date_after", "counted")


@cache
def _leads() -> frozenset[str]:
    """The words that may stand in front of an age without unit; names beside them."""
    return cue(
        "age_key", "age_key_then", "own", "age_person", "kin", "kin_young", "relative", "person",
        "subject", "being", "decade_part",
    ) | {"op", "rond", "van", "m", "v"}  # fmt: skip
