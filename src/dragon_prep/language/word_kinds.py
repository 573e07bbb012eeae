"""Whether a word means something else than a name: the one place where that is decided.

Names are found by their place, and in doubt by what a word is besides. The answers differ in how
much doubt is enough, and each says why; all rest on the flags of :mod:`dragon_prep.language.words`.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import cache, lru_cache

from dragon_prep.language import lexicon
from dragon_prep.language.compounds import is_compound
from dragon_prep.language.letters import without_accents
from dragon_prep.language.lexicon import cue
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

# Reports say the same words over and over: what so many of them mean is looked up once.
REMEMBERED = 16_384
SHORTEST = 3  # letters; shorter words stand anywhere
_LONG = 5  # letters of a word that an ending may tell of
# What a word can mean in a report without being part of the language's vocabulary.
THING = (
    W.EPONYM | W.TOWN | W.HOSPITAL | W.ROLE_WORD | W.ABBREVIATION | W.MONTH | W.UNIT | W.INSTITUTION
)
_PLACE = W.TOWN | W.HOSPITAL


class WordKind(Enum):
    """What a word is besides a name."""

    NAME = auto()  # nothing else
    DUTCH = auto()  # a Dutch word, which is written small but at the start of a sentence
    COMMON = auto()  # a medical or everyday word, an eponym, a town, a month, a role


@cache
def _plain_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("plain_end")))


@cache
def _accented() -> frozenset[str]:
    """Words, towns and eponyms that are written with an accent, without it."""
    towns = lexicon.phrases("towns") | lexicon.phrases("hospitals")
    words = lexicon.dutch() | lexicon.not_names() | lexicon.eponyms() | towns
    return frozenset(without_accents(word) for word in words if not word.isascii())


@lru_cache(maxsize=REMEMBERED)
def is_plain(word: str) -> bool:
    """Whether a word (lower case) is an everyday or medical word, by lexicon, ending or parts.

    It decides where a title or a line has announced nobody: no list holds all medical words, so
    endings and compounds count. A known name is none by its ending alone: "Koning" ends as "meting"
    does.
    """
    if classes[word] & W.NOT_A_NAME:
        return True
    if classes[word] & W.KNOWN_NAME:
        return False
    return len(word) > _LONG and (word.endswith(_plain_ends()) or is_compound(word))


def is_term(token: str) -> bool:
    """Whether an abbreviation is joined to a word: ``MDL-arts``, ``SI-gewrichten``, ``DM-type``.

    Such a token opens with a capital and is on no list, as unknown surnames are; "AL-sayed" and
    "VAN-wijk" are names in whatever case.
    """
    head, dash, tail = token.partition("-")
    if not dash or len(head) < 2 or not head.isupper() or not tail[:1].islower():
        return False
    return not (classes[head.lower()] | classes[tail]) & W.PARTICLE


@lru_cache(maxsize=1 << 14)
def is_common(word: str) -> bool:
    """Whether a word without accents stands in reports without being anybody's name.

    It decides about a name that is known (of the patient, of the cohort) and stands somewhere with
    nothing beside it: then any other meaning is reason enough to leave it.
    """
    if len(word) < SHORTEST or word in _accented():
        return True
    return bool(classes[word] & (THING | W.DUTCH | W.PARTICLE)) or is_plain(word)


def gives_away(word: str, *, capital: bool) -> bool:
    """Whether a word of a known name gives its bearer away with nothing beside it.

    Three letters in lower case are too often part of something else: "bos", "tak".
    """
    return not is_common(word) and (len(word) > SHORTEST or capital)


@lru_cache(maxsize=1 << 14)
def word_kind(word: str) -> WordKind:
    """What a word in lower case is besides a name.

    It decides about an original that is met in a text that goes out: a word that means something
    is there for its own sake, unless it is written as names are.
    """
    if classes[word] & THING or is_plain(word):
        return WordKind.COMMON
    is_word = classes[word] & (W.DUTCH | W.NAME_AND_WORD)
    return WordKind.DUTCH if is_word else WordKind.NAME


@lru_cache(maxsize=1 << 12)
def kind_in_place(word: str) -> WordKind:
    """What a word in lower case is besides part of the name of a town or hospital.

    Towns are looked for as words of their own, so that being a town is no other meaning here.
    """
    if classes[word] & (W.EPONYM | W.KNOWN_NAME):
        return WordKind.COMMON
    if classes[word] & W.DUTCH:
        return WordKind.DUTCH
    return WordKind.NAME if classes[word] & _PLACE else word_kind(word)


def is_found_again(word: str) -> bool:
    """Whether a capitalised word (lower case) of a name found once means it wherever it stands.

    A first name alone is somebody else's as often, and places and eponyms stand in every report.
    """
    return not classes[word] & (W.EPONYM | W.FIRST_NAME | _PLACE) and not is_plain(word)


def is_only_a_word(town: str) -> bool:
    """Whether a known town's name means something else as well: ``Best``, ``Echt``."""
    if classes[town] & (W.DUTCH | W.TOWN_AMBIGUOUS):
        return True
    return is_common(town) and not classes[town] & W.TOWN
