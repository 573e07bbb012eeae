"""How towns and hospitals are written: read, compared, and written again.

A town may have words in front (``te``), a hospital a department beside it; both are of a case, and
a hospital is named in full, in short or by an abbreviation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.form import fold, like
from dragon_prep.language.gazetteer import towns
from dragon_prep.language.institutions import by_name
from dragon_prep.language.pools import words
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

# "Zwolle, Kampen", "Arnhem/Nijmegen", "Zwolle en Kampen"; but "Alphen a/d Rijn" is one.
_BETWEEN = re.compile(r"(?:[,;&+()\n\r\t]|(?<! a)/)+|\s(?:en|of|naar)\s")
_WORD_BEFORE = re.compile(r"([^\s,;&+()/]+) (?=[^\s])")
# What a full name says of its kind, and a short one does not.
_KIND = re.compile(
    "zieken|medisch|centrum|gasthuis|kliniek|hospital|hospice|apothe|laborat|patholog|revalid|zorg"
    "|verple|huisarts|praktijk|fysiother|tandarts|diagnost|psychiat|trombosedienst",
    re.IGNORECASE,
)
_AS_IT_COMES = "Aa"
_MOST_LETTERS_SHORT = 6  # an abbreviation is no longer
# "afdeling urologie van het UMCG", "poli MDL, Isala", "Isala, afd. interne".
_UNIT = r"(?:afd(?:\.|eling)?|(?:poli(?:kliniek)?|dienst|vakgroep|spoedeisende hulp|seh)\b)"
_UNIT_BEFORE = re.compile(
    rf"{_UNIT} ([^\W\d_]{{3,30}})(?:,| van| in| -)? (?:het |de )?(?=\S)", re.IGNORECASE
)
_UNIT_BEHIND = re.compile(rf",? [(-]?{_UNIT} ([^\W\d_]{{3,30}})\)?\Z", re.IGNORECASE)


class HospitalForm(IntEnum):
    """By which of its names a hospital is called; as the pool has them in order."""

    FULL = 0
    SHORT = 1
    ABBREVIATION = 2


@dataclass(frozen=True, slots=True, repr=False)
class Notation:
    """How a place is written.

    Attributes:
        before: words that stay in front of its name.
        behind: words that stay behind it.
        model: the name, whose case others take.
        form: by which name a hospital is called.
    """

    before: str
    behind: str
    model: str
    form: HospitalForm = HospitalForm.FULL


@dataclass(frozen=True, slots=True, repr=False)
class PlaceName:
    """A town or hospital. Two are equal if they are the same place, however they are written.

    Attributes:
        identity: its name, folded; of a hospital that is known, its full name.
        name: as it is written.
        notation: how.
        end: where it ends in the text it was read from.
    """

    identity: str
    name: str = field(compare=False)
    notation: Notation = field(compare=False)
    end: int = field(compare=False)


def parse(text: str, at: int = 0) -> PlaceName | None:
    """The town that starts at a place of a text, with the words before it: ``te Zwolle``."""
    if not text[at : at + 1].strip():
        return None
    start = at
    while (word := _WORD_BEFORE.match(text, start)) and word[1].lower() in words("place"):
        start = word.end()
    name = text[start : _end(text, start)].rstrip()
    identity = fold(name)
    if not identity:
        return None
    return PlaceName(identity, name, Notation(text[at:start], "", name), start + len(name))


def _end(text: str, at: int) -> int:
    """Where a town's name ends; "Eck en Wiel" is one name."""
    ends = [match.start() for match in _BETWEEN.finditer(text, at)] + [len(text)]
    if len(ends) > 1 and text[at : ends[1]].strip().lower() in _with_separators():
        return ends[1]
    return ends[0]


@cache
def _with_separators() -> frozenset[str]:
    """Names of towns, in lower case, that look like several."""
    names = lexicon.phrases("towns") | {town.name.lower() for town in towns().values()}
    return frozenset(name for name in names if _BETWEEN.search(name))


def parse_hospital(text: str) -> PlaceName | None:
    """The hospital that a mention names, with a department beside it."""
    name = text.rstrip()
    before = behind = ""
    unit = _UNIT_BEFORE.match(name)
    if unit is not None and _is_department(unit[1]):
        before, name = name[: unit.end()], name[unit.end() :]
    unit = _UNIT_BEHIND.search(name)
    if unit is not None and unit.start() and _is_department(unit[1]):
        name, behind = name[: unit.start()], name[unit.start() :]
    if not fold(name) or not name[:1].strip():
        return None
    identity, form, model = fold(name), _form(name), name
    if (known := by_name().get(identity)) is not None:
        identity, form = known[0].names[0], HospitalForm(known[1])
        # PAMM is written so by everybody: its capitals are no notation.
        model = _AS_IT_COMES if name in known[0].names else name
    end = len(before) + len(name) + len(behind)
    return PlaceName(identity, name, Notation(before, behind, model, form), end)


def render(value: PlaceName, like: PlaceName) -> str:
    """A place in the notation of another."""
    return f"{like.notation.before}{in_case(value.name, like)}{like.notation.behind}"


def in_case(name: str, of: PlaceName) -> str:
    """A name in the case of a place's; an abbreviation has its own."""
    return name if of.notation.form is HospitalForm.ABBREVIATION else like(of.notation.model, name)


def reads(text: str) -> bool:
    """Whether a mention is a town, or several."""
    return any(place is not None for _, place in pieces(text))


def pieces(text: str) -> Iterator[tuple[str, PlaceName | None]]:
    """A whole mention: what stands between its towns, and the towns, in order."""
    at = done = 0
    while at < len(text):
        between = _BETWEEN.match(text, at)
        if between is not None:
            at = between.end()
        elif (place := parse(text, at)) is not None:
            yield text[done:at], place
            at = done = place.end
        else:
            at += 1
    yield text[done:], None


def _is_department(word: str) -> bool:
    """Whether a word names a department, and neither a person nor a place."""
    low = word.lower()
    known = classes[low] & (W.DUTCH | W.MEDICAL | W.ABBREVIATION_LISTED | W.NOT_A_NAME)
    return bool(known) and not classes[low] & (W.KNOWN_NAME | W.TOWN | W.HOSPITAL)


def _form(name: str) -> HospitalForm:
    """How an unknown hospital is called."""
    if _KIND.search(name):
        return HospitalForm.FULL
    letters = "".join(filter(str.isalpha, name))
    capitals = sum(map(str.isupper, letters))
    if len(letters) <= _MOST_LETTERS_SHORT and capitals > len(letters) / 2:
        return HospitalForm.ABBREVIATION
    return HospitalForm.SHORT if len(name.split()) <= 2 else HospitalForm.FULL
