"""Particles of surnames: the one table of which words they are and how they are shortened.

The words stand in ``lex_cues.txt``, and those that only a mention already found may have in
``pool_words.txt``; what is written shorter, ``v.d.``, ``v/d``, ``d'``, ``'s-``, stands here.
"""

from __future__ import annotations

import re
from functools import cache

from dragon_prep.language.letters import compiled
from dragon_prep.language.lexicon import cue
from dragon_prep.language.name_pools import kinds_of_cores, particle_kind
from dragon_prep.language.pools import words

APOSTROPHES = "'’"
# The particles that patterns look for; all are words of the table.
USUAL = "van|de|der|den|ten|ter|'t|el"
# Right before the capital that opens the surname.
SHORTENED = compiled(r"(?:v\.? ?d\.?r?|v/d|v\.|d['’]|['’]s-)[ ]?(?=[A-ZÀ-Þ])")
SHORTENED_SIGNS = frozenset("vd'’")
SHORTENED_BEFORE = re.compile(r"(?<![^\W_])(?:v\.? ?d\.?r?\.?|v/d|v\.) ?\Z", re.IGNORECASE)
# Up to three usual ones before a surname.
BEFORE = re.compile(r"(?<![^\W_])(?:(?:van|de|den|der|ter|ten|te|het|el|'t|v\.d\.) ){1,3}\Z")
# A second surname behind a hyphen: "Pronk - van der Laan".
MARRIED = compiled(rf" ?[-–] ?(?=(?:(?:{USUAL}) )+[A-ZÀ-Þ])")
# Behind all, as in a register: "Berg, P. van den".
BEHIND = compiled(rf"(?: (?:{USUAL}|te)(?![^\W_])){{1,3}}(?!\s*[\wÀ-Þà-ÿ'])")
_ABBREVIATED = frozenset(("v", "d", "vd", "vdr"))
_GLUED = re.compile(r"(?P<particle>van(?:de[nr]?)?|de)(?P<core>.+)")
# What is written as one word with the surname in an address or a file's name.
_GLUED_WORDS = frozenset(("van", "de", "den", "der", "ter", "ten", "o", "d"))


@cache
def in_mentions() -> frozenset[str]:
    """All particles, in lower case, with their apostrophe: of a mention they are no name."""
    return cue("particle", "particle_inside") | words("particle_rare")


@cache
def with_capital() -> frozenset[str]:
    """Those that are particles with a capital as well; ``Al`` or ``In`` are names as often."""
    return words("particle_capital")


@cache
def bare() -> frozenset[str]:
    """Particles by their letters alone, which no text is searched for; ``bel`` and ``lo`` are."""
    return cue("particle") | {"v", "d", "vd", "t", "s"}


def is_abbreviated(word: str) -> bool:
    """Whether a particle is shortened, so that it suits every surname of its kind: ``v.d.``."""
    return word.lower() in _ABBREVIATED


def particle_and_core(word: str) -> tuple[str, str]:
    """The kind of the particle that a word in lower case starts with, and the rest of the word.

    Only where the rest is a surname known to have one: ``devries`` is, ``dekker`` is not.
    """
    match = _GLUED.fullmatch(word)
    if match and match["core"] in kinds_of_cores():
        return particle_kind(match["particle"]), match["core"]
    return "none", word


def glued(words_of_name: list[str]) -> list[str]:
    """``de Vries`` and ``van den Berg`` written as one word.

    Args:
        words_of_name: its words in lower case, without accents.
    """
    found, before = [], ""
    for word in words_of_name:
        if word in _GLUED_WORDS:
            before += word
            continue
        if before:
            found.append(before + word)
        before = ""
    return found
