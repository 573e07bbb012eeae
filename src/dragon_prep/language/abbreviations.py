"""Abbreviations as reports write them, ``PIRADS``, ``HbA``, ``BI-RADS``: a name ends before one."""

from __future__ import annotations

from functools import cache, lru_cache

from dragon_prep.language import lexicon
from dragon_prep.language.lexicon import cue
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

_REMEMBERED = 16_384
_SHORT = 3


@cache
def in_mixed_case() -> frozenset[str]:
    """Abbreviations, units and brands of capitals and small letters, as they are written."""
    return frozenset(word for line in lexicon.lines("mixed_case") for word in line.split())


@cache
def _in_capitals() -> frozenset[str]:
    return lexicon.words("abbreviations") | cue("versioned", "measured")


@lru_cache(maxsize=_REMEMBERED)
def is_abbreviation(token: str) -> bool:
    """Whether a token is an abbreviation and no name, by its letters and their case.

    Of what is joined by hyphens, ``LV-EF`` is one and ``AL-SAYED`` or ``VOS-BAL`` is none: an
    abbreviation beside a name or behind a particle is a name itself.

    Args:
        token: letters and hyphens, as they stand in the text.
    """
    parts = token.split("-")
    if len(parts) == 1:
        return _is_one(token)
    joined = "".join(parts)
    if joined.lower() in _in_capitals() and parts[0].isupper():
        return True
    if classes[parts[0].lower()] & W.PARTICLE_INSIDE:
        return False
    for at, part in enumerate(parts):
        others = parts[:at] + parts[at + 1 :]
        short = part.isupper() and part.lower() in _in_capitals()
        if (short or _is_one(part)) and not any(_is_name(other) for other in others):
            return True
    return False


def _is_one(word: str) -> bool:
    if word in in_mixed_case():
        return True
    # "Gleason" and "Volume" are written as names are, "Hb" and "Ki" are too short for one.
    if classes[word.lower()] & W.MEASURED and not (word.istitle() and len(word) > _SHORT):
        return True
    return word.isupper() and word.lower() in _in_capitals() and not _is_name(word)


def _is_name(word: str) -> bool:
    return bool(classes[word.lower()] & W.KNOWN_NAME)
