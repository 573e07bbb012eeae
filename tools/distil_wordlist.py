"""Distils three lexicons from OpenTaal's list of Dutch words, as Debian's ``wdutch`` has it (BSD).

``tools/remake_data.py`` writes what this makes: ``lex_dutch.txt.gz`` (ordinary words, which speak
against a name), ``lex_proper.txt`` (words that are written with a capital only: surnames, first
names, towns) and ``lex_proper_ambiguous.txt`` (those that are ordinary words too). The list itself
stands in ``tools/raw``, as it is in ``/usr/share/dict/dutch`` of wdutch 2.20.19.
"""

from __future__ import annotations

import gzip
import lzma
import re
from functools import cache
from pathlib import Path

RAW = Path(__file__).with_name("raw") / "opentaal_words.txt.xz"

SHORTEST, LONGEST = 3, 13  # letters; nobody's name is longer, and two letters are initials
_STREET = re.compile(
    r".*(straat|laan|weg|plein|baan|kade|hof|singel|pad|dreef|dijk|gracht|steeg|plantsoen|markt"
    r"|park|brug|ring|kwartier|poort|wal|haven)"
)
# Inhabitants, languages and adjectives of places.
_OF_A_PLACE = re.compile(r".*(se|ische|isch|enaars?|aren|ezen|iërs?)")


@cache
def all_words() -> frozenset[str]:
    """The whole word list."""
    return frozenset(lzma.decompress(RAW.read_bytes()).decode("utf-8").split("\n")) - {""}


def ordinary(words: frozenset[str]) -> list[str]:
    """Words that are written small."""
    return sorted(
        word
        for word in words
        if word.isalpha() and word.islower() and SHORTEST <= len(word) <= LONGEST
    )


def proper(words: frozenset[str], *, ambiguous: bool) -> list[str]:
    """Words that are written with a capital, and name no street, adjective or language.

    Args:
        words: the whole list.
        ambiguous: those that are written small as well, instead of those that never are.
    """
    capital = {
        word for word in words if word.isalpha() and word[0].isupper() and word[1:].islower()
    }
    return sorted(
        word
        for word in capital
        if SHORTEST <= len(word) <= LONGEST
        and (word.lower() in words) is ambiguous
        and not (word.endswith("s") and word[:-1] in capital)
        and not _STREET.fullmatch(word)
        and not _OF_A_PLACE.fullmatch(word)
    )


def made() -> dict[str, bytes]:
    """The content of each lexicon by its file name."""
    head = (
        "# {}\n"
        "# Source: OpenTaal word list, as in Debian wdutch 2.20.19; licence: BSD, see "
        "lex_licence.txt.\n"
        "# Written by tools/distil_wordlist.py; do not edit.\n"
    )
    words = all_words()
    found = {}
    for name, title, lines in (
        ("dutch", "Dutch words.", ordinary(words)),
        ("proper", "Words that are always written with a capital.", proper(words, ambiguous=False)),
        ("proper_ambiguous", "Names that are ordinary words too.", proper(words, ambiguous=True)),
    ):
        found[f"lex_{name}.txt"] = (head.format(title) + "\n".join(lines) + "\n").encode()
    found["lex_dutch.txt.gz"] = gzip.compress(found.pop("lex_dutch.txt"), 9, mtime=0)
    return found
