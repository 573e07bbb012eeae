"""Ages, the number only: ``67-jarige``, ``vrouw, 41jr``, ``mw R. Mahabier 69``; no durations.

An age needs a unit that says so (``-jarige``, ``jaar oud``), or a person in front: a word for one
(``man 72``, ``zus 50``), a sign or letter of the sex (``V 63,``), a title with its name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import word_after
from dragon_prep.language.word_kinds import is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_OLDEST = 115
# Small numbers behind a word count things: "man, 2 kinderen".
_ADULT = 16
_TEN = 9
_LONG_NUMBER = 4
_BEHIND = re.compile(
    r"(?:[ \n-]{0,2}(jarig(?:e|en)?)"
    r"|\s?(?:-\s?)?(jaar|jaren|jr|jrs|j[mv]?|y/?o|y|maanden|maand|mnd|mndn|weken|wkn|wk|dagen|years?)\.?)"
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
    r"|[ ]?/[ ]?(?:min|minuut|uur|u|dag|d|week|wk|mnd|jaar|ml|l|dl|mm|cm|s|sec|x|kg|h)(?![^\W_])"
)
_DECIMAL = re.compile(r"[.,]\d(?=[ ]?(?:jaar|jr)(?![^\W_]))")
_LIST = re.compile(r"\(\d{1,2}((?:(?:, ?| en |/| & | ?\+ ?)\d{1,2})+)?(?: ?(?:j|jr|jaar)\.?)?\)")
_YEAR_BEFORE = re.compile(r"[-/. ](?:19|20)\d\d[ ,]{0,2}\Z")
# Between a title and the age stand the name's words: initials, particles, capitals.
_LONGEST_NAME = 6
_IN_NAME = frozenset(" .-'’,()")
# Only initials and shortened words have a stop inside a name: "Joh.", "Prof.".
_SHORTENED = 4
# Between a name and the age that stands directly behind it.
_BEHIND_NAME = " \xa0,(/|"
_SEX_LETTER = re.compile(
    r"(?:^|[\s,;:(|/\d]|[\s,;:(|]m[/-])([mv])(?:[ /:-]{0,2}|[,;.|] |\s[;|,/]\s)\Z"
)
_DECADE = re.compile(r"['’]?-?er(?:s|tje)?(?![^\W_])")
_DECADE_ENDS = ("er", "-er", "'er", "’er")
_DECADE_SIGNS = frozenset("e-'’")
_DECADES = frozenset((20, 30, 40, 50, 60, 70, 80, 90))
_SETS_OFF = frozenset(",(.")
_FIELD_ENDS = frozenset("-/|;–")
_SHORTEST_NAME = 4
_SIGNS = frozenset("♂♀")
# What the first letters of a unit of age are; "mm", "ml" and "mg" are not.
_UNIT_STARTS = ("j", "w", "y", "maand", "mnd", "dagen")
_UNIT_LETTERS = frozenset("jwymd")
_UNIT_GAPS = frozenset(" -\xa0\n")
_OVER_BEFORE = frozenset(".,:-/xX")
_NO_AGE_BEFORE = frozenset("_-/+=<>")
_WIDEST_GAP = 5


def _unit_is_age(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``N jaar``, ``N jr`` or ``N maanden oud`` is somebody's age."""
    number = int(page.text[start : match.start()])
    unit, old = match[2], match[3]
    follows = word_after(page, match.end())
    if old == "oude":
        # "een 3 weken oude fractuur" is no patient.
        return bool(page.classes[follows] & W.PERSON)
    if old == "old":
        return unit.startswith("year")
    person = _person_before(page, start)
    if old == "oud":
        index = page.index_before(start)
        said = page.word(index) == "is" and bool(page.classes[page.word(index - 1)] & W.PERSON)
        if page.classes[page.word(index)] & W.PROCEDURE and not said:
            return False  # "THP 15 jaar oud"
        return unit in _YEARS or person or said or bool(page.classes[follows] & W.PERSON)
    if unit not in _YEARS:
        if unit in ("yo", "y/o"):
            return True
        return person and number > 0 and unit != "y" and _no_span(page, start, match)
    if not _no_span(page, start, match):
        # "Man, 71 jaar controle na": who is spoken of, and then why.
        index = page.index_before(start)
        described = page.word(index) == "van" and bool(
            page.classes[page.word(index - 1)] & W.AGE_PERSON
        )
        if described and number >= _ADULT and follows != "geleden":
            return True  # "vrouw van 63 jr. bekend met"
        return (
            number >= _ADULT
            and bool(page.classes[page.word(index)] & W.AGE_PERSON)
            and not page.low[page.end(index) : start].strip(" ,(\n")
            and "," in page.low[page.end(index) : start]
            and not page.classes[follows] & W.DURATION_AFTER_HARD
        )
    if person or unit in ("jm", "jv") or _SEX_BEHIND.match(page.low, match.end()):
        return True
    return _years_stand_free(page, start, match)


def _years_stand_free(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether years with no person beside them are an age because of their place."""
    number, unit = int(page.text[start : match.start()]), match[2]
    index = page.index_before(start)
    gap = page.low[page.end(index) : start] if index >= 0 else page.low[:start]
    word = page.word(index) if not gap.strip(" \t\n\xa0.,:;(†") else ""
    if page.classes[word] & W.AGE_BEFORE and len(gap) <= 4:
        return True
    if word == "van" and page.classes[page.word(index - 1)] & W.AGE_KEY:
        return True  # "op een leeftijd van 63 jaar"
    if page.classes[word] & W.BEING and page.word(index - 1) in _subjects():
        return True
    if gap == " " and number >= _ADULT and _looks_named(page, index):
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


def _looks_named(page: Page, index: int) -> bool:
    """Whether two words stand here as a first name and surname do: ``Tjitske Hoekema 77 jr``."""
    if index < 1 or page.gap_before(index) != " ":
        return False
    for at in (index - 1, index):
        start, word = page.starts[at], page.words[at]
        if len(word) < _SHORTEST_NAME or not page.is_capital(at):
            return False
        if (
            page.text[start + 1].isupper()
            or page.classes[word] & W.DUTCH
            or page.classes[word] & W.NOT_A_NAME
        ):
            return False
    return True


def _no_span(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether no word beside it makes a span of time of a number with its unit."""
    index = page.index_before(start)
    near = index >= 0 and not page.low[page.end(index) : start].strip(" \t\n\xa0.")
    if near and page.classes[page.words[index]] & W.DURATION_BEFORE:
        return False
    closed = page.text[match.end() - 1] == "."
    if closed and (match[2] == "jaar" or page.text[match.end() + 1 : match.end() + 2].isupper()):
        return True  # "Vrouw, 70 jr. Status na", "man van 44 jaar. status na": the next sentence
    return not page.classes[word_after(page, match.end())] & W.DURATION_AFTER


def _person_before(page: Page, start: int) -> bool:
    """Whether a word for a person, or a title with a name, stands in front of a number."""
    if page.text[start - 1 : start] in _SIGNS and start:
        return True
    index = page.index_before(start)
    if index < 0:
        return page.low[:start].strip(" ,(|/:") in _SIGNS
    gap = page.low[page.end(index) : start]
    if len(gap) > 3 or gap.strip(" \t\n\xa0,:;(†|/-."):
        return gap.strip(" ,(|/:") in ("♂", "♀")
    word = page.words[index]
    if word == "van":
        return not gap.strip() and bool(
            page.classes[page.word(index - 1)] & (W.PERSON | W.RELATIVE | W.AGE_PERSON)
        )
    if page.classes[word] & (W.PERSON | W.AGE_PERSON):
        return word not in ("m", "v") or _is_sex(page, start)
    return word in _relations() or _name_before(page, index, gap)


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
    if page.classes[page.words[index]] & W.MEASURED:
        return False
    closed = bool(gap.strip())
    means_else = _means_something(page, index)
    capitals = first = 0
    for at in range(index, max(-1, index - _LONGEST_NAME), -1):
        word = page.words[at]
        if at < index and word in _titles():
            # "zus ovca (47)", "vader MI 49": of relatives, what they had is told as well.
            return not means_else or word in _relations()
        if at < index and _ends_before(page, at + 1):
            return False
        means_else = means_else or _is_short_for(page, at)
        if page.is_capital(at):
            capitals += 1
            first += bool(page.classes[word] & W.FIRST_NAME) and at < index
        elif not page.classes[word] & W.PARTICLE and len(word) > 1 and not closed:
            return False
        if first and closed and capitals > 1:
            return not means_else
    return False


def _means_something(page: Page, index: int) -> bool:
    """Whether the last word before a number is no surname: ``dhr. Jansen Prostaat 57``."""
    word = page.words[index]
    return (
        is_plain(word)
        and not page.classes[word] & W.SURNAME
        and not page.classes[word] & W.SURNAME_TOO
    )


def _is_short_for(page: Page, index: int) -> bool:
    """Whether a word is an abbreviation: ``Mw. Bakker GFR 91``."""
    if page.classes[page.words[index]] & W.PARTICLE:
        return False
    return is_abbreviation(page.text[page.starts[index] : page.end(index)])


def _ends_before(page: Page, index: int) -> bool:
    """Whether a name ends before a word: a stop, a colon, or the line's end is between.

    A line may be wrapped behind an initial, a particle or a first name.
    """
    gap, before = page.gap_before(index), page.words[index - 1]
    if "\n" in gap:
        wrapped = (
            len(before) == 1
            or bool(page.classes[before] & W.PARTICLE)
            or bool(page.classes[before] & W.FIRST_NAME)
        )
        return not wrapped or gap.count("\n") > 1
    stop = "." in gap and len(before) > _SHORTENED
    return stop or not _IN_NAME.issuperset(gap)


def _of_relative(page: Page, start: int) -> bool:
    """Whether the clause before a place speaks of a relative: ``moeder mammaca op 44``."""
    index = page.index_before(start)
    for at in range(index, max(-1, index - 8), -1):
        if page.classes[page.words[at]] & W.KIN:
            return True
        if set(page.low[page.end(at - 1) if at else 0 : page.starts[at]]) & set(".;\n|"):
            return False
    return False


def _is_age(page: Page, start: int, end: int) -> bool:
    low = page.low
    after = low[end : end + 1]
    if after in _UNIT_GAPS:
        at = end + 1 if low[end + 1 : end + 2] not in _UNIT_GAPS else end + 2
        after = low[at : at + 1]
    else:
        at = end
    if after in _UNIT_LETTERS and low.startswith(_UNIT_STARTS, at):
        match = _BEHIND.match(low, end)
        if match is not None:
            if match[1] is not None:
                follows = word_after(page, match.end())
                return not follows.startswith(_things()) and low[end : end + 2] != "\n\n"
            # "54 m" is a man behind a number of years only, elsewhere it is a length.
            return _unit_is_age(page, start, match)
    return _is_bare_age(page, start, end)


@cache
def _things() -> tuple[str, ...]:
    return tuple(sorted(cue("thing_after")))


@cache
def _relations() -> frozenset[str]:
    return cue("relative", "kin", "kin_young")


@cache
def _titles() -> frozenset[str]:
    return cue("title_of_patient", "age_person")


@cache
def _subjects() -> frozenset[str]:
    return cue("subject", "subject_spoken")


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


def _is_bare_age(page: Page, start: int, end: int) -> bool:
    """``leeftijd: 67``, ``man (67)``, ``op zijn 63e``, ``V 59,``, ``zus 50``."""
    index = bisect_left(page.starts, start) - 1
    if index < 0:
        return start <= _WIDEST_GAP and _by_words(page, index, 0, start, end)
    text, first, word = page.text, page.starts[index], page.words[index]
    last = first + len(word)
    if start - last > _WIDEST_GAP:
        return False
    # Small words lead to an age only behind a title: "mevr k. ploeg, 51", "zus ovca (47)".
    if word not in _leads() and text[start - 1] != "(" and text[last] not in _SETS_OFF:
        # Behind another word with a capital, which may be a name, nobody is a child.
        small = end - start == 1 or not text[first].isupper() or int(text[start:end]) < _ADULT
        if small or _says_no_name(text, start, end):
            return _by_sign(page, start, end, last)
    return _by_words(page, index, last, start, end)


def _by_words(page: Page, index: int, last: int, start: int, end: int) -> bool:
    """Whether the words before, of which the nearest ends at ``last``, make an age of a number."""
    text, low = page.text, page.low
    gap = low[last:start]
    if gap.strip(" \n,:;=(|/†♂♀-."):
        return False
    if gap == " " and (ordinal := _ORDINAL.match(low, end)) is not None:
        return _is_nth_year(page, index, int(text[start:end]), ordinal)
    if _is_decade(page, index, start, end):
        return True
    if _NUMBER_GOES_ON.match(text, end) or text[end : end + 1].isalpha():
        return False
    if "♂" in gap or "♀" in gap or _says_age(page, index, gap):
        return True
    if index < 0 or int(text[start:end]) == 0 or word_after(page, end) in _uncounted():
        return False
    return _of_person(page, index, start, end)


def _of_person(page: Page, index: int, start: int, end: int) -> bool:
    word, gap, number = page.words[index], page.low[page.end(index) : start], page.text[start:end]
    bracketed = gap.strip() == "(" and page.text[end : end + 1] == ")"
    if bracketed and (page.classes[word] & W.AGE_PERSON or int(number) < _ADULT):
        return bool(page.classes[word] & (W.AGE_PERSON | W.PERSON)) or _name_before(
            page, index, gap
        )
    if int(number) < _ADULT:
        return _of_child(page, index, gap, end)
    return _of_adult(page, index, start, end)


def _says_no_name(text: str, start: int, end: int) -> bool:
    """Whether a number is no age of whoever is named in front: ``PSA 22 ng``, ``Th11-12``."""
    return text[start - 1] == "-" or (
        text[end : end + 1] == " " and text[end + 1 : end + 2] not in _FIELD_ENDS
    )


def _by_sign(page: Page, start: int, end: int, last: int) -> bool:
    """Whether only the sign of the sex, or what follows, tells that it is an age: ``♀ 54,``."""
    gap = page.low[last:start]
    if not _SIGNS.isdisjoint(gap):
        goes_on = _NUMBER_GOES_ON.match(page.text, end) or page.text[end : end + 1].isalpha()
        return not gap.strip(" \n,:;=(|/†♂♀-.") and not goes_on
    decade = page.low[end : end + 1] in _DECADE_SIGNS and page.low.startswith(_DECADE_ENDS, end)
    return decade and _is_decade(page, -1, start, end)


def _is_decade(page: Page, index: int, start: int, end: int) -> bool:
    """``70-er``, ``70'er``, and behind a person ``begin 60``, ``eind 50``."""
    number = int(page.text[start:end])
    if number not in _DECADES:
        return False
    if _DECADE.match(page.low, end) and page.word(page.index_before(start)) != "jaren":
        return page.low[end : end + 1] in "-'’"
    if not page.classes[page.word(index)] & W.DECADE_PART or page.low[start - 1 : start] != " ":
        return False
    if word_after(page, end) in _uncounted() or _NUMBER_GOES_ON.match(page.text, end):
        return False
    for at in range(index - 1, max(-1, index - 4), -1):
        if not _CLAUSE.isdisjoint(page.gap_before(at + 1)):
            return False
        if page.classes[page.words[at]] & (W.AGE_PERSON | W.PERSON):
            return True
    return False


_CLAUSE = frozenset(".;\n")


def _of_child(page: Page, index: int, gap: str, end: int) -> bool:
    """``zusje van 13.``, ``dochter van 12 is gezond``; ``moeder van 4`` has four of them."""
    if (
        page.words[index] != "van"
        or gap != " "
        or not page.classes[page.word(index - 1)] & W.KIN_YOUNG
    ):
        return False
    return _CLOSES.match(page.text, end) is not None or bool(word_after(page, end))


def _is_nth_year(page: Page, index: int, number: int, ordinal: re.Match[str]) -> bool:
    """``op 62e`` and ``rond haar 62e``; small numbers count: ``op zijn 2e been``, ``de 3e dag``."""
    if page.classes[word_after(page, ordinal.end())] & (W.COUNTED | W.UNIT | W.THING_AFTER):
        return False
    word = page.word(index)
    if page.classes[word] & W.OWN:
        if not page.classes[page.word(index - 1)] & W.AGE_PREPOSITION:
            return False
        # "op zijn 9e naar Nederland gekomen", but "op zijn 2e been"
        follows = word_after(page, ordinal.end())
        return number > _TEN or (
            number > 1 and (not follows or bool(page.classes[follows] & W.NTH_AFTER))
        )
    return word in ("op", "rond") and number >= _ADULT and ordinal[0] == "e"


def _of_adult(page: Page, index: int, start: int, end: int) -> bool:
    """Whether a bare number of sixteen or more is the age of whom the words before are about."""
    word, gap = page.words[index], page.low[page.end(index) : start]
    closes = _CLOSES.match(page.text, end) is not None
    if page.classes[word] & W.AGE_PERSON:
        if word == "hr" and gap == " " and page.text.startswith("HR", page.starts[index]):
            return False  # the heart rate
        return not gap.strip(" ,:(|/;") and (closes or _reads_on(gap, word_after(page, end)))
    if word in ("m", "v"):
        # "M/67 hematurie"
        glued = gap == "/" and page.is_capital(index) and not page.text[end : end + 1].isalnum()
        return (closes or glued) and _is_sex(page, start)
    if page.classes[word] & (W.KIN | W.KIN_YOUNG | W.RELATIVE | W.PERSON):
        kin = bool(page.classes[word] & (W.KIN | W.KIN_YOUNG))
        set_off = closes and ("," in gap or "(" in gap or kin)
        return set_off or (kin and gap == " " and bool(word_after(page, end)))
    if gap == " " and (
        word in ("van", "op") or page.classes[word] & W.BEING or page.classes[word] & W.SUBJECT
    ):
        return _in_sentence(page, index, start, word_after(page, end), closes=closes)
    if gap == " (" and page.text[end : end + 1] == ")" and page.classes[word] & W.STRONG_NAME:
        return page.is_capital(index)  # "Jansen (57)"
    shortened = gap == ". " and page.word(index - 1) in _relations()  # "moeder (overl. 51)"
    behind = shortened or not gap.strip(_BEHIND_NAME)
    return closes and behind and _name_before(page, index, gap)


def _in_sentence(page: Page, index: int, start: int, follows: str, *, closes: bool) -> bool:
    word, earlier = page.words[index], page.word(index - 1)
    if page.classes[word] & W.SUBJECT:
        return follows in ("was", "werd", "is")
    if word == "van":
        known = bool(
            page.classes[earlier] & (W.PERSON | W.RELATIVE | W.AGE_PERSON | W.KIN | W.KIN_YOUNG)
        )
        return known and (closes or bool(follows))
    if word == "op":
        return _of_relative(page, start)
    if word == "wordt" and follows in ("in", "op", "komende", "dit", "deze", "volgende"):
        return earlier in _subjects()
    return closes and earlier in (_subjects() if word != "is" else cue("subject"))


def _reads_on(gap: str, follows: str) -> bool:
    return bool(follows) and "/" not in gap


def _says_age(page: Page, index: int, gap: str) -> bool:
    """Whether the word before is ``leeftijd``, one word between allowed: ``leeftijd circa 30``."""
    word = page.word(index)
    if page.classes[word] & W.AGE_KEY or (
        word == "van" and page.classes[page.word(index - 1)] & W.AGE_KEY
    ):
        return True
    if page.classes[word] & W.AGE_KEY_THEN and not gap.strip(" :="):
        return bool(page.classes[page.word(index - 1)] & W.AGE_KEY) or (
            page.word(index - 1) in ("bij", "ten")
            and bool(page.classes[page.word(index - 2)] & W.AGE_KEY)
        )
    return False


def _numbers(page: Page) -> Iterator[tuple[int, int]]:
    """The numbers that may be an age: small, and part of nothing larger."""
    text = page.text
    for start, end in page.numbers:
        if end - start > 2 and (end - start > 3 or int(text[start:end]) > _OLDEST):
            continue
        before = text[start - 1] if start else " "
        over = text[end : end + 1] in _OVER_BEFORE and text[end + 1 : end + 2].isdigit()
        if over and before != "(":
            continue
        if before in " (\n" or (before in "/-" and start > 1 and text[start - 2] in "mvMV"):
            yield start, end
        elif before.isalnum():
            if before in "mvMV" and end - start == 2 and _is_glued_sex(page, start, end):
                yield start, end
        elif before not in _NO_AGE_BEFORE and not (
            before in ".," and start > 1 and text[start - 2].isdigit()
        ):
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
