"""What looks like PHI to the model and is something else by what stands beside it.

Each of these is a kind that no number of examples teaches: values that a task may ask for, an
eponym, an abbreviation with dots, the second half of a name such as that of a tumour marker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.detect.learned.b_values import is_b_value
from dragon_prep.detect.learned.beside import is_word_beside
from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.detect.learned.figures import is_figure
from dragon_prep.language.abbreviations import in_mixed_case
from dragon_prep.language.capitals import opens_with_capitals
from dragon_prep.language.compounds import is_eponym_compound
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.ages.notations import AGE_BEHIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.detect.learned.model import Listed
    from dragon_prep.phi.finding import Detection

_NUMBERS = frozenset({"number", "phone", "report", "patient", "postcode"})
_MAY_BE_B_VALUES = _NUMBERS | {"date", "time", "age"}
_NAMES = frozenset({"person", "code", "institution", "town", "company", "study"})
_MEASURES = W.MEASURED | W.LAB_VALUE | W.SIZED | W.NOT_DATE_BEFORE
_NUMBER_WORDS = ("nummer", "nr")
_SHORT = re.compile(r"\d{1,4}(?:[^\w\n]\d{1,4})?")
_VALUES = re.compile(r"\d{1,4}(?:[^\w\n]{1,2}\d{1,4})*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_REACH = 80  # characters in which such a word stands
_SURE_OF_SHORT = 750
_SURE_OF_JOINED = 950
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ -]\Z")
_VERSION = re.compile(r"([^\W\d_]+)[ -][\d.-]{0,6}\Z")
_WORD_BEHIND = re.compile(r"[ -]([^\W\d_]+)")
_DOTTED = re.compile(r"(?:[A-Z]\.){1,5}[A-Z]\.?|(?<![^\W_])(?:[a-z]\.){1,4}[a-z]\.?(?![^\W_])")
_LONGEST_DOTTED = 12
_SMALL_DOTTED = frozenset(("dd", "wg", "ga", "iom", "ivm", "nav", "tav", "svp", "aub", "zn"))
_OF_PERSONS_AND_TOWNS = frozenset(("person", "town"))
# The letters for morbus, musculus, nervus, arteria, vena, and the Latin or eponym behind them.
_ABBREVIATED = frozenset("mnav")
_EPONYM_BEHIND = re.compile(r"\.[ ]([^\W\d_]{4,})")
_LETTERED = re.compile(r"[MNAVmnav]\.[ ]([^\W\d_]{4,})")
_LETTER_BEFORE = re.compile(r"(?<![^\W_])[MNAVmnav]\.[ ]\Z")
_ROMAN = re.compile(r"(?i:x{0,2}(?:ix|iv|v?i{0,3}))(?<=\w)")
_LONGEST_SHARED = 3
_RANGE_BEHIND = re.compile(r"[ ]?(?:t/m|tot en met|-[ ]?[IVX])")
_JOINED_BEHIND = re.compile(r"-([^\W\d_]{2,})")
_JOINED_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})-\Z")
_JOINED_TO = W.DUTCH | W.MEDICAL | W.BRAND | W.ABBREVIATION | W.ABBREVIATION_LISTED | W.NOT_A_NAME
_JOINED_AS_NAMES = (
    W.KNOWN_NAME | W.NAME_AND_WORD | W.SURNAME_TOO | W.TOWN | W.HOSPITAL | W.PARTICLE
    | W.STUDY_WORD | W.STUDY | W.INSTITUTION
)  # fmt: skip
_MARKER = re.compile(r"(?<!\w)ca[ -]{0,2}(?:19[-.]9|15[-.]3)(?!\d)", re.IGNORECASE)
_LONGEST_MARKER = 8
_SURE_OF_COUNTRY = 990
_LEAST = 5  # letters of a word that is looked for elsewhere
_WORD_ELSEWHERE = 100  # a word in small letters that is less likely a name somewhere is none


def means_else(text: str, weighed: Listed, first: int, end: int) -> bool:
    """Whether likely pieces are something else.

    Args:
        text: the report in its plain form.
        weighed: what the model says of it.
        first: the first of the pieces.
        end: behind the last of them.
    """
    family = FAMILIES[weighed.family[first]]
    likely = max(weighed.likely[first:end])
    start, stop = weighed.starts[first], weighed.ends[end - 1]
    if family in _MAY_BE_B_VALUES and is_b_value(text, start, stop):
        return True
    if family in _NUMBERS:
        return _is_value(text, start, stop, likely)
    if family == "address":
        return _is_particles(text[start:stop])
    if family in _NAMES:
        if _is_particles(text[start:stop]):
            return True
        is_abroad = bool(classes[text[start:stop].lower()] & W.ABROAD)
        if is_abroad and likely < _SURE_OF_COUNTRY:
            return True
        if family in _OF_PERSONS_AND_TOWNS and is_word_beside(text, start, stop, likely):
            return True
        return _names_nobody(text, start, stop, family)
    if is_figure(text, start, stop, family):
        return True
    if family == "date":
        is_name = _is_joined(text, start, likely) or _is_marker(text, start, stop)
        return is_name or _is_version(text, start)
    return False


def names_throughout(
    text: str, weighed: Listed, pieces: Sequence[int], owned: Iterable[int]
) -> list[int]:
    """Likely pieces without the words that stand in small letters elsewhere, hardly as names.

    One word is a name everywhere in a report or nowhere. Who writes without capitals writes names
    in small letters as well, so that this holds only of others; and a name that is known may be a
    word besides. Linear in the text's length.

    Args:
        text: the report in its plain form.
        weighed: what the model says of it.
        pieces: the likely ones that no rule found, in order.
        owned: the pieces of what rules found.
    """
    words = {
        piece: word for piece in _alone(pieces) if (word := _may_be_word(text, weighed, piece))
    }
    if not words or not opens_with_capitals(text):
        return list(pieces)
    unlikely = [at for at, likely in enumerate(weighed.likely) if likely < _WORD_ELSEWHERE]
    as_words = {_word(text, weighed, piece) for piece in unlikely}
    as_words -= {_word(text, weighed, piece).lower() for piece in owned}
    return [piece for piece in pieces if words.get(piece) not in as_words]


def _word(text: str, weighed: Listed, piece: int) -> str:
    return text[weighed.starts[piece] : weighed.ends[piece]]


def _alone(pieces: Sequence[int]) -> Iterator[int]:
    """The pieces that stand between none of the others."""
    all_of = frozenset(pieces)
    return (piece for piece in pieces if not {piece - 1, piece + 1} & all_of)


def _may_be_word(text: str, weighed: Listed, piece: int) -> str:
    """A likely name in small letters if it may be a word instead, or nothing."""
    word = _word(text, weighed, piece)
    low = word.lower()
    if FAMILIES[weighed.family[piece]] not in _NAMES or len(word) < _LEAST or not word.isalpha():
        return ""
    is_name = word != low and (word[1:] != low[1:] or classes[low] & W.KNOWN_NAME)
    return "" if is_name else low


def _is_particles(mention: str) -> bool:
    """Whether nothing but words that stand before a name was found: ``Ter hoogte van``."""
    words = mention.lower().split()
    return all(classes[word] & W.PARTICLE for word in words)


def _is_version(text: str, start: int) -> bool:
    """Whether a date is that of a version or guideline."""
    before = _VERSION.search(text[max(0, start - _REACH) : start])
    return before is not None and bool(classes[before[1].lower()] & W.VERSIONED)


def _is_joined(text: str, start: int, likely: int) -> bool:
    """Whether a number is the end of a name: ``CA19-9``."""
    is_joined = text[start].isdecimal() and text[start - 1 : start].isalpha()
    return is_joined and likely < _SURE_OF_JOINED


def _is_marker(text: str, start: int, stop: int) -> bool:
    """Whether a number is that of a tumour marker: ``CA 19-9``."""
    found = _MARKER.finditer(text, max(0, start - _LONGEST_MARKER), stop + _LONGEST_MARKER)
    return any(match.start() < stop and start < match.end() for match in found)


def is_product(text: str, hit: Detection) -> bool:
    """Whether a name that a rule found ends in a drug, device or maker: ``van de Ventolin``."""
    if category_of(hit.span.label) is not PhiCategory.PERSOON:
        return False
    last = text[hit.span.start : hit.span.end].rpartition(" ")[2].lower()
    return bool(classes[last] & W.BRAND) and not classes[last] & W.KNOWN_NAME


def _is_value(text: str, start: int, stop: int, likely: int) -> bool:
    """Whether a short number may be a value, a place in a scan or part of a gene."""
    number = text[start:stop]
    if not _VALUES.fullmatch(number):
        return False
    if likely < _SURE_OF_SHORT and _SHORT.fullmatch(number):
        return True
    words = _WORD.findall(text[max(0, start - _REACH) : start].rpartition("\n")[2])
    if not words or (word := words[-1].lower()).endswith(_NUMBER_WORDS):
        return False
    return bool(classes[word] & _MEASURES)


def _is_eponym(text: str, start: int, stop: int) -> bool:
    """Whether a name stands for a disease, sign or operation, by the word beside it."""
    before = _WORD_BEFORE.search(text[max(0, start - _REACH) : start])
    behind = _WORD_BEHIND.match(text, stop)
    tells_before = before is not None and bool(classes[before[1].lower()] & W.EPONYM_BEFORE)
    tells_behind = behind is not None and bool(classes[behind[1].lower()] & W.EPONYM_AFTER)
    if classes[text[start:stop].lower()] & W.EPONYM:
        return tells_before or tells_behind
    return tells_before and tells_behind


def _is_disease(text: str, start: int, stop: int) -> bool:
    """``M. Bowen``, or the M alone: an eponym behind the letter of morbus, Latin behind any."""
    mention = text[start:stop]
    if mention.lower() in _ABBREVIATED:
        found = _EPONYM_BEHIND.match(text, stop)
        return found is not None and _is_latin(mention, found[1].lower())
    lettered = _LETTERED.fullmatch(mention)
    if lettered is not None:
        return _is_latin(mention[0], lettered[1].lower())
    before = _LETTER_BEFORE.search(text, max(0, start - 4), start)
    return before is not None and _is_latin(before[0][0], mention.lower())


def _is_latin(letter: str, word: str) -> bool:
    """Whether a word behind such a letter names a disease, nerve or muscle."""
    kinds = W.EPONYM | W.MEDICAL if letter in "mM" else W.MEDICAL
    return bool(classes[word] & kinds) and not classes[word] & W.SURNAME


def _names_nobody(text: str, start: int, stop: int, family: str) -> bool:
    """Whether what may be a name is one of a thing by its form and what stands beside it."""
    if _is_eponym(text, start, stop) or _is_dotted_abbreviation(text, start, stop):
        return True
    if _is_listed(text[start:stop]) or _is_somebody(text, start, stop):
        return True
    if _is_numeral(text, start, stop, sure=family != "code"):
        return True
    if is_eponym_compound(text[start:stop].lower()):
        return True
    if family not in _OF_PERSONS_AND_TOWNS:
        return family == "study" and _is_part_of_word(text, start, stop, W.BRAND | W.MEDICAL)
    return _is_disease(text, start, stop) or _is_part_of_word(text, start, stop, _JOINED_TO)


def _is_listed(mention: str) -> bool:
    """Whether capitals and small letters are none of a person; of three letters they may be."""
    return len(mention) > _LONGEST_SHARED and mention in in_mixed_case()


def _is_somebody(text: str, start: int, stop: int) -> bool:
    """``Man, 70 jr``: a sex in front of an age is no surname."""
    is_sex = bool(classes[text[start:stop].lower()] & W.AGE_PERSON)
    return is_sex and AGE_BEHIND.match(text, stop) is not None


def _is_numeral(text: str, start: int, stop: int, *, sure: bool) -> bool:
    """``V-VII``, ``XII: twee pijpjes``, ``I t/m VI``: numbers of containers and grades."""
    mention = text[start:stop]
    if not _ROMAN.fullmatch(mention):
        return False
    if sure and len(mention) > 1:
        return True
    return text[stop : stop + 1] in (":", ")") or _RANGE_BEHIND.match(text, stop) is not None


def _is_part_of_word(text: str, start: int, stop: int, kinds: int) -> bool:
    """What a hyphen joins to a word or abbreviation that is no name: ``R-CHOP``, ``non-``."""
    behind = _JOINED_BEHIND.match(text, stop)
    before = _JOINED_BEFORE.search(text, max(0, start - _REACH), start)
    if before is not None and _is_no_name(before[1], kinds):
        return True
    return behind is not None and not behind[1].istitle() and _is_no_name(behind[1], kinds)


def _is_no_name(word: str, kinds: int) -> bool:
    of_word = classes[word.lower()]
    return bool(of_word & kinds) and not of_word & _JOINED_AS_NAMES


def _is_dotted_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether letters belong to an abbreviation that is written with dots, such as ``P.S.A.``."""
    near = text[max(0, start - _LONGEST_DOTTED) : stop + _LONGEST_DOTTED]
    at = start - max(0, start - _LONGEST_DOTTED)
    for match in _DOTTED.finditer(near):
        if match.start() <= at < match.end():
            word = match[0].replace(".", "").lower()
            if match[0].islower():
                return word in _SMALL_DOTTED and at + stop - start <= match.end()
            return bool(classes[word] & (W.ABBREVIATION | W.MEASURED | W.ABBREVIATION_LISTED))
    return False
