"""Ages, the number only: ``67-jarige``, ``vrouw, 41jr``, ``mw R. Mahabier 69``; no durations.

An age needs a unit that says so (``-jarige``, ``jaar oud``), or a person in front: a word for one
(``man 72``, ``zus 50``), a sign or letter of the sex (``V 63,``), a title with its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue, first_names
from dragon_prep.detect.plausible import word_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_OLDEST = 115
# Small numbers behind a word count things: "man, 2 kinderen".
_ADULT = 16
_TEN = 9
_LONG_NUMBER = 4
_BEHIND = re.compile(
    r"(?:[ \n-]{0,2}(jarig(?:e|en)?)"
    r"|\s?(?:-\s?)?(jaar|jaren|jr|jrs|j[mv]?|y|yo|maanden|maand|mnd|mndn|weken|wkn|wk|dagen|years?)\.?)"
    r"(?![^\W_])(?:[ -](oude?|old))?(?![^\W_])"
)
_YEARS = frozenset(("jaar", "jr", "jrs", "j", "jm", "jv"))
_ORDINAL = re.compile(r"(?:e|ste|de)(?![^\W_])")
_SEX_BEHIND = re.compile(
    r"[ ,(/|]{1,3}(?:m|v|vr|man|vrouw|vrw|jongen|meisje|heer|dame|♂|♀)(?![^\W_])"
)
_CLOSES = re.compile(r"[ \t]?(?:\Z|[,;)|/\n]|\.(?!\d)| - )")
_NUMBER_GOES_ON = re.compile(
    r"[\d%°×²³_^*=<>+]|[.,/:xX-]\d|[ ]?[-–x×][ ]?\d|[ ]?/[ ]?\d|[ ]?[%°x](?![^\W_])"
)
_DECIMAL = re.compile(r"[.,]\d(?=[ ]?(?:jaar|jr)(?![^\W_]))")
_LIST = re.compile(r"\(\d{1,2}((?:(?:, ?| en |/| & | ?\+ ?)\d{1,2})+)?(?: ?(?:j|jr|jaar)\.?)?\)")
_YEAR_BEFORE = re.compile(r"[-/. ](?:19|20)\d\d[ ,]{0,2}\Z")
# Between a title and the age stand the name's words: initials, particles, capitals.
_LONGEST_NAME = 6
_IN_NAME = frozenset(" .-'’,()\n/|")
_SEX_LETTER = re.compile(r"(?:^|[\s,;:(|/\d]|[\s,;:(|]m[/-])([mv])[ /:-]{0,2}\Z")


def _unit_is_age(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``N jaar``, ``N jr`` or ``N maanden oud`` is somebody's age."""
    number = int(page.text[start : match.start()])
    unit, old = match[2], match[3]
    follows = word_after(page, match.end())
    if old == "oude":
        # "een 3 weken oude fractuur" is no patient.
        return follows in cue("person")
    if old == "old":
        return unit.startswith("year")
    person = _person_before(page, start)
    if old == "oud":
        index = page.index_before(start)
        said = page.word(index) == "is" and page.word(index - 1) in cue("person")
        return unit in _YEARS or person or said or follows in cue("person")
    if unit not in _YEARS:
        return person and number > 0 and unit not in ("y", "yo") and _no_span(page, start, match)
    if not _no_span(page, start, match):
        return False
    if person or unit in ("jm", "jv") or _SEX_BEHIND.match(page.low, match.end()):
        return True
    return _years_stand_free(page, start, match)


def _years_stand_free(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether years with no person beside them are an age because of their place."""
    number, unit = int(page.text[start : match.start()]), match[2]
    index = page.index_before(start)
    gap = page.low[page.end(index) : start] if index >= 0 else page.low[:start]
    word = page.word(index) if not gap.strip(" \t\n\xa0.,:;(†") else ""
    if word in cue("age_before") and len(gap) <= 4:
        return True
    closes = _CLOSES.match(page.text, match.end()) is not None
    if word == "nu":
        return closes
    if word == "op":
        return unit == "jaar" or (number >= _ADULT and _of_relative(page, start))
    # "67 jr, PSA 9": at the head of a line or clause, and no short time.
    head = page.low[max(0, start - 3) : start].rstrip(" \t\xa0")
    at_head = not head or head[-1] in "\n.:;(|/,[†•)" or head == " -"
    if "(" in head and closes and page.low[start - 3 : start - 2].isdigit():
        return True
    if not at_head or number < _ADULT:
        return False
    single = unit == "j" and page.text[match.end() - 1] != "."
    return not single or closes


def _no_span(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether no word beside it makes a span of time of a number with its unit."""
    index = page.index_before(start)
    near = index >= 0 and not page.low[page.end(index) : start].strip(" \t\n\xa0.")
    if near and page.words[index] in cue("duration_before"):
        return False
    return word_after(page, match.end()) not in cue("duration_after")


def _person_before(page: Page, start: int) -> bool:
    """Whether a word for a person, or a title with a name, stands in front of a number."""
    index = page.index_before(start)
    if index < 0:
        return False
    gap = page.low[page.end(index) : start]
    if len(gap) > 3 or gap.strip(" \t\n\xa0,:;(†|/-"):
        return gap.strip(" ,(|/:") in ("♂", "♀")
    word = page.words[index]
    if word == "van":
        return not gap.strip() and page.word(index - 1) in cue("person", "relative", "age_person")
    if word in cue("person", "age_person"):
        return word not in ("m", "v") or _is_sex(page, start)
    return word in cue("relative") or _name_before(page, index, gap)


def _is_sex(page: Page, start: int) -> bool:
    """Whether a lone ``m`` or ``v`` before a number is the sex, and no unit behind a length."""
    match = _SEX_LETTER.search(page.low, max(0, start - 8), start)
    if match is None:
        return False
    last = page.low[max(0, match.start(1) - 8) : match.start(1)].rstrip(" ")
    long = last[-_LONG_NUMBER:].isdigit() and len(last) >= _LONG_NUMBER
    return long or not last[-1:].isdigit()


def _name_before(page: Page, index: int, gap: str) -> bool:
    """Whether a name with its title ends at a word: ``mevr k. ploeg, 51``, ``Jan Bos (70)``."""
    closed = bool(gap.strip())
    capitals = first = 0
    for at in range(index, max(-1, index - _LONGEST_NAME), -1):
        word = page.words[at]
        if word in cue("title_of_patient", "age_person") and at < index:
            return True
        if at < index and set(page.low[page.end(at) : page.starts[at + 1]]) - _IN_NAME:
            return False
        if page.is_capital(at):
            capitals += 1
            first += word in first_names() and at < index
        elif word not in cue("particle") and len(word) > 1 and not closed:
            return False
        if first and closed and capitals > 1:
            return True
    return False


def _of_relative(page: Page, start: int) -> bool:
    """Whether the clause before a place speaks of a relative: ``moeder mammaca op 44``."""
    index = page.index_before(start)
    for at in range(index, max(-1, index - 8), -1):
        if page.words[at] in cue("kin"):
            return True
        if set(page.low[page.end(at - 1) if at else 0 : page.starts[at]]) & set(".;\n|"):
            return False
    return False


def _is_age(page: Page, start: int, end: int) -> bool:
    after = page.low[end : end + 3].lstrip(" -\xa0\n")[:1]
    if after and after in "jmwdy":
        match = _BEHIND.match(page.low, end)
        if match is not None:
            if match[1] is not None:
                follows = word_after(page, match.end())
                return not follows.startswith(_things()) and page.low[end : end + 2] != "\n\n"
            # "54 m" is a man behind a number of years only, elsewhere it is a length.
            return _unit_is_age(page, start, match)
    return _is_bare_age(page, start, end)


def _things() -> tuple[str, ...]:
    return tuple(sorted(cue("thing_after")))


def _is_bare_age(page: Page, start: int, end: int) -> bool:
    """``leeftijd: 67``, ``man (67)``, ``op zijn 63e``, ``V 59,``, ``zus 50``."""
    index = page.index_before(start)
    gap = page.low[page.end(index) : start] if index >= 0 else page.low[:start]
    if len(gap) > _LONG_NUMBER or gap.strip(" \n,:;=(|/†♂♀-."):
        return False
    if gap == " " and (ordinal := _ORDINAL.match(page.low, end)) is not None:
        return _is_nth_year(page, index, int(page.text[start:end]), ordinal)
    if _NUMBER_GOES_ON.match(page.text, end) or page.text[end : end + 1].isalpha():
        return False
    if "♂" in gap or "♀" in gap or _says_age(page, index, gap):
        return True
    number = int(page.text[start:end])
    if (
        index < 0
        or number == 0
        or word_after(page, end) in cue("unit", "not_date_after", "counted")
    ):
        return False
    word = page.words[index]
    bracketed = gap.strip() == "(" and page.text[end : end + 1] == ")"
    if bracketed and (word in cue("age_person") or number < _ADULT):
        return word in cue("age_person", "person") or _name_before(page, index, gap)
    return number >= _ADULT and _of_adult(page, index, start, end)


def _is_nth_year(page: Page, index: int, number: int, ordinal: re.Match[str]) -> bool:
    """``op 62e`` and ``rond haar 62e``; small numbers count: ``op zijn 2e been``, ``de 3e dag``."""
    if word_after(page, ordinal.end()) in cue("counted", "unit", "thing_after"):
        return False
    word = page.word(index)
    if word in cue("own"):
        return page.word(index - 1) in cue("age_preposition") and number > _TEN
    return word in ("op", "rond") and number >= _ADULT and ordinal[0] == "e"


def _of_adult(page: Page, index: int, start: int, end: int) -> bool:
    """Whether a bare number of sixteen or more is the age of whom the words before are about."""
    word, gap = page.words[index], page.low[page.end(index) : start]
    closes = _CLOSES.match(page.text, end) is not None
    follows = word_after(page, end)
    if word in cue("age_person"):
        return not gap.strip(" ,:(|/") and (closes or _reads_on(gap, follows))
    if word in ("m", "v"):
        return closes and _is_sex(page, start)
    if word in cue("kin", "relative", "person"):
        kin = word in cue("kin")
        set_off = closes and ("," in gap or "(" in gap or kin)
        return set_off or (kin and gap == " " and bool(follows))
    if gap == " " and word in ("is", "was", "van", "op", *cue("subject")):
        return _in_sentence(page, index, start, follows, closes=closes)
    return closes and _name_before(page, index, gap)


def _in_sentence(page: Page, index: int, start: int, follows: str, *, closes: bool) -> bool:
    word, earlier = page.words[index], page.word(index - 1)
    if word in cue("subject"):
        return follows in ("was", "werd", "is")
    if word == "van":
        known = earlier in cue("person", "relative", "age_person")
        return known and (closes or bool(follows))
    if word == "op":
        return _of_relative(page, start)
    return closes and earlier in cue("subject")


def _reads_on(gap: str, follows: str) -> bool:
    return bool(follows) and "/" not in gap


def _says_age(page: Page, index: int, gap: str) -> bool:
    """Whether the word before is ``leeftijd``, one word between allowed: ``leeftijd circa 30``."""
    word = page.word(index)
    if word in cue("age_key"):
        return True
    if word in cue("age_key_then") and not gap.strip(" :="):
        return page.word(index - 1) in cue("age_key") or (
            page.word(index - 1) in ("bij", "ten") and page.word(index - 2) in cue("age_key")
        )
    return False


def _numbers(page: Page) -> Iterator[tuple[int, int]]:
    for start, end in page.numbers:
        if end - start <= 3 and int(page.text[start:end]) <= _OLDEST:
            before = page.text[start - 1] if start else " "
            after = page.text[end : end + 2]
            if after[1:].isdigit() and after[0] in ".,:-/xX" and before != "(":
                continue
            if before in "/-" and start > 1 and page.text[start - 2] in "mvMV":
                yield start, end
            elif not (before.isalnum() or before in "_-/+=<>"):
                decimal = before in ".," and start > 1 and page.text[start - 2].isdigit()
                if not decimal:
                    yield start, end
            elif before in "mvMV" and end - start == 2 and _is_glued_sex(page, start, end):
                yield start, end


def _is_glued_sex(page: Page, start: int, end: int) -> bool:
    """Whether a letter of the sex is glued to an age: ``M54,`` at the head of a line or clause."""
    head = page.text[max(0, start - 3) : start - 1].rstrip(" ")
    return (not head or head[-1] in "\n,(|") and page.text[end : end + 1] in frozenset(",j")


def _in_brackets(page: Page, start: int) -> int:
    """End of bracketed ages: ``12-12-1939 (82)``, ``kinderen (4, 9 en 13)``; -1 if none."""
    match = _LIST.match(page.text, start - 1)
    if match is None:
        return -1
    alone = match[1] is None
    if alone and _YEAR_BEFORE.search(page.text, max(0, start - 8), start - 1):
        return match.end()
    index = page.index_before(start)
    near = index >= 0 and page.text[page.end(index) : start] == " ("
    return (
        match.end()
        if near and page.words[index] in cue("kin_list" if alone else "kin_lists")
        else -1
    )


def find_ages(page: Page) -> list[Detection]:
    """All ages of a text, as LEEFTIJD, the digits only."""
    hits: list[Detection] = []
    listed = 0
    for start, end in _numbers(page):
        if page.text[start - 1 : start] == "(" and start > listed:
            listed = max(listed, _in_brackets(page, start))
        if end < listed or _is_age(page, start, end):
            hits.append(found(start, end, "LEEFTIJD", "age.number"))
    return hits
