"""A text in pieces, the units that the learned layer labels, and what each piece is by itself.

A piece is a run of letters, a run of digits, a line feed, a tab, or a single other sign. What a
piece is by itself is a few names of features: its form, shape, affixes and classes. They depend on
nothing but its spelling and the word table, so they are looked up once for each spelling.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.words import WordClass as W

if TYPE_CHECKING:
    from collections.abc import Mapping

PIECE = re.compile(r"[^\W\d_]+|\d+|[\n\t]|\S")

# What a word is, the first that fits; what stands later says less.
_KINDS: tuple[tuple[str, int], ...] = (
    ("month", W.MONTH_FULL | W.MONTH_SHORT),
    ("weekday", W.WEEKDAY_ANY),
    ("kin", W.RELATIVE | W.KIN),
    ("particle", W.PARTICLE),
    ("role", W.ROLE_WORD | W.ROLE_PHRASE | W.ROLE_SHORT),
    ("institution", W.INSTITUTION | W.HOSPITAL_GENERIC | W.INSTITUTION_SHORT),
    ("unit", W.UNIT | W.COUNTED | W.MEASURED),
    ("hospital", W.HOSPITAL),
    ("town_and_word", W.TOWN_AMBIGUOUS),
    ("name_and_word", W.NAME_AND_WORD),
    ("name", W.STRONG_NAME),
    ("eponym", W.EPONYM),
    ("abbreviation", W.ABBREVIATION | W.ABBREVIATION_LISTED),
    ("brand", W.BRAND | W.ABROAD),
    ("town", W.TOWN),
    ("plain", W.MEDICAL | W.NOT_A_NAME),
    ("dutch_first_name", W.FIRST_NAME),
    ("dutch_surname", W.KNOWN_SURNAME),
    ("dutch", W.DUTCH),
)
# How a word can be written, each with its code; what is no word has none.
CASES: Mapping[str, int] = MappingProxyType({"small": 1, "capital": 2, "capitals": 3, "mixed": 4})
_NUMBERS = ("hour", "day", "minute", "two", "three", "year", "four", "six", "eight", "many")
_SIGNS = ".,:;/-()[]|<>@+=%'\"*_&^~#?!\\\t\n"
_LONGEST_AFFIX = 4
_LONGEST_SHAPE = 6


@cache
def coarse_names() -> tuple[str, ...]:
    """The coarse classes that a piece can have."""
    words = [f"{case} {kind}" for case in CASES for kind in ("title", *dict(_KINDS), "unknown")]
    return ("outside", *map(repr, _SIGNS), "sign", *_NUMBERS, *words)


@cache
def _coarse_codes() -> Mapping[str, int]:
    return {name: code for code, name in enumerate(coarse_names())}


@cache
def _bits() -> tuple[tuple[str, int], ...]:
    return tuple((name, bit) for name, bit in vars(W).items() if name.isupper())


@lru_cache(maxsize=1 << 12)
def _class_features(bits: int) -> tuple[str, ...]:
    """The names of some classes; words of the same classes are many."""
    return tuple(f"c {name}" for name, bit in _bits() if bits & bit) or ("c NONE",)


def case_of(word: str) -> str:
    """How a word is written: ``small``, ``capital``, ``capitals`` or ``mixed``."""
    if word.islower():
        return "small"
    if word.isupper():
        return "capitals" if len(word) > 1 else "capital"
    return "capital" if word[1:].islower() else "mixed"


def coarse_of(piece: str, bits: int) -> int:
    """The code of a piece's coarse class, its place in :func:`coarse_names`.

    Args:
        piece: as it is written; empty for what is outside the text.
        bits: the classes of its lower case in the word table.
    """
    codes = _coarse_codes()
    if not piece:
        return codes["outside"]
    if piece[0].isdecimal():
        return codes[_number_kind(piece)]
    if not piece[0].isalpha():
        return codes.get(repr(piece), codes["sign"])
    if piece.lower() in lexicon.titles():
        kind = "title"
    else:
        kind = next((name for name, mask in _KINDS if bits & mask), "unknown")
    return codes[f"{case_of(piece)} {kind}"]


def _number_kind(digits: str) -> str:
    length = len(digits)
    if length <= 2:
        value = int(digits)
        return next(
            (name for name, most in (("hour", 12), ("day", 31), ("minute", 59)) if value <= most),
            "two",
        )
    if length == 4:
        return "year" if digits[:2] in ("19", "20") else "four"
    return {3: "three", 5: "six", 6: "six", 7: "eight", 8: "eight"}.get(length, "many")


def features_of(piece: str, bits: int) -> list[str]:
    """What a piece is by itself, as names of features.

    Args:
        piece: as it is written; empty for what is outside the text.
        bits: the classes of its lower case in the word table.
    """
    low = piece.lower()
    features = [f"f {low}", f"k {coarse_names()[coarse_of(piece, bits)]}"]
    if not piece:
        return features
    if piece[0].isdecimal():
        features.append(f"n {min(len(piece), 12)}")
        features.append(f"z {piece[0] == '0'}")
        return features
    if not piece[0].isalpha():
        return [f"f {low!a}", *features[1:]]
    features.append(f"s {shape_of(piece)}")
    features.append(f"l {min(len(piece), 12)}")
    for length in range(1, min(_LONGEST_AFFIX, len(low) - 1) + 1):
        features += (f"p {low[:length]}", f"e {low[-length:]}")
    features += _class_features(bits)
    return features


def shape_of(piece: str) -> str:
    """Its capitals and small letters; more than six letters as runs."""
    shape = "".join("X" if char.isupper() else "x" for char in piece)
    if len(shape) <= _LONGEST_SHAPE:
        return shape
    return "".join(f"{char}+" if len(list(run)) > 1 else char for char, run in groupby(shape))
