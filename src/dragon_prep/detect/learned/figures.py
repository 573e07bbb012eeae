"""Numbers that look like a date, time or age to the model and are values, places or spans of time.

Reports of imaging and pathology are full of them: ``densiteit 0.18``, ``lengtes van 10, 11 en 9
mm``, ``beeld 47``, ``mrT2a``, ``13 jaar geleden``. What stands around the number tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_REACH = 60  # characters before and behind
_INTEGER_BEFORE = re.compile(r"(?<![\d.,:/-])\d{1,3},\Z")
_ZERO_BEFORE = re.compile(r"(?<![\d.,:/-])0\.\Z")
_FRACTION_BEHIND = re.compile(r",\d{1,2}(?![\d,:/-]|\.\d)")
_DECIMAL = re.compile(r"\d{1,3},\d{1,2}")
_FRACTION = re.compile(r"0\.\d{1,3}")
_DENSITY = re.compile(r"densit|dichtheid|(?<![^\W_])psad?(?![^\W_])|ng/ml", re.IGNORECASE)
_OF_THE_CLOCK = re.compile(r"\s?(?:u|uur|h)(?![^\W_])")
_NUMBER = re.compile(r"\d{1,3}|(?!19|20)\d{4}|\d{1,3}[.,]\d{1,2}|\d{1,2}/\d{1,2}")
# "PSA 10.7 - 14.7 - 18.37", "densiteit opgelopen van 0,18 naar 0,16", "exon 10 en 14"
_VALUES_BEFORE = re.compile(
    r"(?<![^\W\d_])([^\W\d_]+)(?:(?<=seg)\.)?(?:[ \n]opgelopen)?(?:[ \n](?:van|tot))?[\s:=]{0,3}"
    r"(?:\d{1,4}(?:[.,]\d{1,2})?(?:\s?[-,/]\s?|\s(?:en|naar|tot)\s)){0,5}\Z"
)
_MARKER_BEFORE = re.compile(r"(?<!\w)ca[ -]{0,2}(?:19[-.]9|15[-.]3|125):?\s{1,2}\Z", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"\s?([^\W\d_]{2,})(?![^\W_])")
_SERIES_BEHIND = re.compile(
    r"(?:(?:\s?,|\s?[-x+]|\s(?:en|tot|bij))\s?\d{1,3}){1,6}\s?([^\W\d_]{2,})(?![^\W_])"
)
_SPAN_BEHIND = re.compile(
    r"\s(?:jaar|jr|maand|maanden|mnd|weken|wkn|dagen)[.,]?\s(?:geleden|later|klachten|na)(?![^\W_])"
)
# "tot nu 9 maanden", "waarvan nu 33 weken", "6 maanden)", "nu 13 maanden venetoclax"; a child may
# be "nu 9 maanden", too
_LASTING = re.compile(r"\s(?:maanden|mnd|weken|wkn)(?:(\))|\s([^\W\d_]{4,}))?(?![^\W_])")
_LASTING_BEFORE = re.compile(r"(?<![^\W_])(?:tot|waarvan)\snu(?:\stoe)?\s\Z")
_DRUG_BEFORE = re.compile(r"([^\W\d_]{5,})\s\(\Z")
# Of the international stems of drugs.
_DRUG_ENDS = (
    "mab", "nib", "clib", "lisib", "rolimus", "platin", "taxel", "tecan", "rubicine", "teron",
    "tamide", "citabine", "clax", "parib", "zomib", "mustine",
)  # fmt: skip
_FURTHER = frozenset(("verder", "achter"))
_OF_TIME = frozenset(
    ("uur", "hr", "dag", "dagen", "dd", "wk", "weken", "week", "mnd", "mnden", "maand", "maanden",
     "jr", "jaar", "jaren", "ma")
)  # fmt: skip
_STAGE = re.compile(r"(?:mr|mp|[acpuy])?t[0-4x](?:[a-d]|\s?n[0-3x]|(?=[.,)\s]))", re.IGNORECASE)
_STAGE_BEFORE = re.compile(r"(?<![^\W\d_])(?:mr|mp|[acpuy])?t\Z", re.IGNORECASE)
_GLUED_BEHIND = re.compile(
    r"(?:[a-df-gi-km-np-tv-zA-KM-NP-Z](?![^\W_])|-(?![IVX]+(?![^\W_]))[A-Z]{2,4}(?![^\W_]))"
)
_GLUED_BEFORE = re.compile(r"(?<![^\W_])[a-zA-Z]\Z")
_LONE_LETTERS = frozenset("cdgs")
_IN_A_SERIES = re.compile(r"\d{1,2}-(?:3[2-9]|[4-9]\d|\d{3})")
_LAST_HOUR = 24
_ITEM_BEFORE = re.compile(r"(?:\A|[;:.,\n])\s*\(\Z")
_LONGEST_MEASURE = 3  # digits
_JOINS_TIMES = frozenset(".,:")
_JOINS_DAYS = frozenset("/-")
# Behind these stands a value, or where something is seen.
_VALUED = frozenset(
    ("densiteit", "dichtheid", "psad", "volume", "lipase", "amylase", "beeld", "reeks", "station",
     "seg", "segment", "exon", "exonen")
)  # fmt: skip
_ORDINALS = frozenset(
    ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende",
     "tiende")
)  # fmt: skip
_WORD_BEHIND = re.compile(r"\s(?:en [^\W\d_]+ )?([^\W\d_]{3,})")


def is_figure(text: str, start: int, stop: int, family: str) -> bool:
    """Whether what may be a date, time or age is a value, a place or a span of time.

    Args:
        text: the report in its plain form.
        start: of what was found.
        stop: behind it.
        family: ``date``, ``time`` or ``age``; of another one nothing is told.
    """
    tells = _TELLS.get(family, ())
    if not tells:
        return False
    mention = text[start:stop]
    before, behind = text[max(0, start - _REACH) : start], text[stop : stop + _REACH]
    return any(tell(mention, before, behind) for tell in tells)


def _is_decimal(mention: str, before: str, behind: str) -> bool:
    """``0.18``, ``29,4``: no time of day has a comma, unless it is said of the clock."""
    if _OF_THE_CLOCK.match(behind):
        return False
    if _DECIMAL.fullmatch(mention) or _FRACTION.fullmatch(mention):
        return "," in mention or _DENSITY.search(before) is not None
    if not mention.isdecimal():
        return False
    if _INTEGER_BEFORE.search(before) or _FRACTION_BEHIND.match(behind):
        return True
    return _ZERO_BEFORE.search(before) is not None and _DENSITY.search(before) is not None


def _is_value(mention: str, before: str, behind: str) -> bool:
    """What stands behind a word of measuring or counting, perhaps in a series of such values."""
    if not _NUMBER.fullmatch(mention):
        return False
    if _MARKER_BEFORE.search(before):
        return True
    found = _VALUES_BEFORE.search(before)
    if found is None:
        return False
    word = found[1].lower()
    of_day = "/" in before[-1:] + mention + behind[:1]
    return word in _VALUED or (not of_day and bool(classes[word] & W.LAB_VALUE))


def _is_measured(mention: str, before: str, behind: str) -> bool:
    """What stands before a unit of no time: ``37 mm``, ``42 pakjaren``."""
    is_short = mention.isdecimal() and len(mention) <= _LONGEST_MEASURE
    return is_short and before[-1:] not in _JOINS_DAYS and _is_unit(_UNIT_BEHIND.match(behind))


def _is_in_series(mention: str, before: str, behind: str) -> bool:
    """What stands in a series before a unit: ``10, 11 en 9 mm``."""
    del before
    return mention.isdecimal() and _is_unit(_SERIES_BEHIND.match(behind))


def _is_unit(found: re.Match[str] | None) -> bool:
    if found is None or found[1].lower() in _OF_TIME:
        return False
    return bool(classes[found[1].lower()] & (W.UNIT | W.COUNTED))


def _is_span(mention: str, before: str, behind: str) -> bool:
    """``13 jaar geleden``, ``tot nu 9 maanden``: how long ago something is or how long it lasts."""
    del mention
    if _SPAN_BEHIND.match(behind) is not None:
        return True
    lasting = _LASTING.match(behind)
    if lasting is None:
        return False
    if _LASTING_BEFORE.search(before) is not None:
        return True
    bracket, following = lasting.groups(default="")
    if following:
        return following in _FURTHER or _is_drug(following)
    drug = _DRUG_BEFORE.search(before) if bracket else None
    return drug is not None and _is_drug(drug[1])


def _is_drug(word: str) -> bool:
    return bool(classes[word.lower()] & W.BRAND) or word.endswith(_DRUG_ENDS)


def _is_stage(mention: str, before: str, behind: str) -> bool:
    """``mrT2a`` is a stage, and no day in March."""
    if _STAGE.match(mention + behind[:4]):
        return True
    return _STAGE_BEFORE.search(before) is not None and mention[0] in "01234"


def _is_part(mention: str, before: str, behind: str) -> bool:
    """A number that a letter is glued to, or a letter by itself: ``13b``, ``5-FU``."""
    del before
    if mention in _LONE_LETTERS:
        return True
    return mention.isdecimal() and _GLUED_BEHIND.match(behind) is not None


def _is_joined(mention: str, before: str, behind: str) -> bool:
    """A number behind a letter, ``L3``."""
    del behind
    return mention.isdecimal() and _GLUED_BEFORE.search(before) is not None


def _is_image(mention: str, before: str, behind: str) -> bool:
    """The place of an image in brackets, ``(5-273)``."""
    in_brackets = before.endswith("(") and behind.startswith(")")
    return in_brackets and _IN_A_SERIES.fullmatch(mention) is not None


def _is_ordinal(mention: str, before: str, behind: str) -> bool:
    """``de tweede haard``: an ordinal before what is counted, and no day."""
    is_ordinal = mention.lower() in _ORDINALS and not before.endswith("van de ")
    found = _WORD_BEHIND.match(behind) if is_ordinal else None
    if found is None or found[1].lower() in _ORDINALS:
        return False
    kinds = classes[found[1].lower()]
    return bool(kinds & (W.DUTCH | W.MEDICAL)) and not kinds & (W.MONTH | W.PARTICLE)


def _is_numbered(mention: str, before: str, behind: str) -> bool:
    """``; (2) linker long``: the number of an item in a list."""
    is_number = mention.isdecimal() and len(mention) == 1 and behind.startswith(") ")
    return is_number and _ITEM_BEFORE.search(before) is not None


def _is_long(mention: str, before: str, behind: str) -> bool:
    """``29 uur``: more hours than a day has."""
    is_hour = mention.isdecimal() and before[-1:] not in _JOINS_TIMES
    return is_hour and int(mention) > _LAST_HOUR and _OF_THE_CLOCK.match(behind) is not None


_TELLS: Mapping[str, tuple[Callable[[str, str, str], bool], ...]] = {
    "date": (
        _is_decimal,
        _is_value,
        _is_measured,
        _is_in_series,
        _is_stage,
        _is_part,
        _is_image,
        _is_ordinal,
    ),
    "time": (_is_decimal, _is_value, _is_part, _is_joined, _is_long),
    "age": (_is_value, _is_measured, _is_span, _is_numbered),
}
