"""Distils two lexicons from the OpenTaal word list of Dutch, as Debian's ``wdutch`` ships it (BSD).

Run by hand, with the list of a version that is named in ``SOURCES.md``:

    python tools/distil_wordlist.py /usr/share/dict/dutch

Writes ``lex_dutch.txt.gz`` (ordinary words, which speak against a name), ``lex_proper.txt`` (words
that are written with a capital only: surnames, first names, towns) and ``lex_proper_ambiguous.txt``
(those that are ordinary words too) beside the other data.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "dragon_prep" / "data"

SHORTEST, LONGEST = 3, 13  # letters; nobody's name is longer, and two letters are initials
_STREET = re.compile(
    r".*(straat|laan|weg|plein|baan|kade|hof|singel|pad|dreef|dijk|gracht|steeg|plantsoen|markt"
    r"|park|brug|ring|kwartier|poort|wal|haven)"
)
# Inhabitants, languages and adjectives of places.
_OF_A_PLACE = re.compile(r".*(se|ische|isch|enaars?|aren|ezen|iërs?)")


def ordinary(words: set[str]) -> list[str]:
    """Words that are written small."""
    return sorted(
        word
        for word in words
        if word.isalpha() and word.islower() and SHORTEST <= len(word) <= LONGEST
    )


def proper(words: set[str], *, ambiguous: bool) -> list[str]:
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


def main() -> None:
    """Writes the three lexicons."""
    source = Path(sys.argv[1])
    words = set(source.read_text(encoding="utf-8").split("\n")) - {""}
    head = (
        "# {}\n"
        "# Source: OpenTaal word list, as in Debian wdutch 2.20.19; licence: BSD, see "
        "lex_licence.txt.\n"
        "# Written by tools/distil_wordlist.py; do not edit.\n"
    )
    small = head.format("Dutch words.") + "\n".join(ordinary(words)) + "\n"
    (DATA / "lex_dutch.txt.gz").write_bytes(gzip.compress(small.encode(), 9, mtime=0))
    for name, title, ambiguous in (
        ("proper", "Words that are always written with a capital.", False),
        ("proper_ambiguous", "Names that are ordinary words too.", True),
    ):
        lines = head.format(title) + "\n".join(proper(words, ambiguous=ambiguous)) + "\n"
        (DATA / f"lex_{name}.txt").write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
