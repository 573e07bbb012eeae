"""The persons of a mention, and the surnames of each with their particles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.phi.names import mentions
from dragon_prep.phi.names.mentions import Piece, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEVERAL = re.compile(
    r"(\s+(?:en|of|and)\s+|[;&+|]+"
    r"|\s*/\s*(?=(?i:dr|drs|prof|ir|mw|mevr|dhr)\b)"  # "dr. Jansen/dr. Bakker"
    r"|,\s+(?=(?:[A-Z]\.\s?){1,5}(?:[a-z' ]+ )?[A-Z][a-z]{2}))"  # "A. Jansen, B. de Wit"
)


class Surname(NamedTuple):
    """A word of a surname.

    Attributes:
        at: which of the pieces it is.
        core: the word in lower case.
        run: which pieces are its particles.
        particles: these, joined, as they stand.
    """

    at: int
    core: str
    run: tuple[int, ...]
    particles: str


class Part(NamedTuple):
    """One person of a mention, or what stands between two.

    Attributes:
        text: as it stands.
        pieces: what it is made of; empty if there is nothing to replace.
        surname: the person's first surname in lower case; of "Jan" in "Jan en Piet Jansen", too.
            Empty if there is none.
        surnames: all words of the surname that are in the pieces.
    """

    text: str
    pieces: tuple[Piece, ...]
    surname: str
    surnames: tuple[Surname, ...] = ()


@lru_cache(maxsize=4096)  # a few doctors make up most mentions
def parts(mention: str) -> tuple[Part, ...]:
    """Takes a mention of one or more persons apart; joined the texts are the mention.

    Args:
        mention: clean text.
    """
    texts = _SEVERAL.split(mention)
    named = [text for text in texts[::2] if not mentions.is_title(text)]
    found: list[Part] = []
    surname = ""
    for i, text in reversed(list(enumerate(texts))):
        if i % 2 or (named and text not in named):  # between two, or "dr." of "dr. en mw. Jansen"
            found.append(Part(text, (), ""))
        else:
            pieces = mentions.parse(text)
            surname = next((p.text.lower() for p in pieces if p.role is Role.SURNAME), surname)
            found.append(Part(text, pieces, surname, _surnames(pieces)))
    return tuple(found[::-1])


def _surnames(pieces: Sequence[Piece]) -> tuple[Surname, ...]:
    # Particles are right before their surname, or behind all ("Berg, P. van den").
    runs: dict[int, list[int]] = {}
    run: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.role is Role.PARTICLE:
            run.append(i)
        elif piece.role is Role.SURNAME:
            runs[i], run = run, []
    if run and runs:
        first = min(runs)
        runs[first] = runs[first] or run
    return tuple(
        Surname(i, pieces[i].text.lower(), tuple(its), "".join(pieces[j].text for j in its))
        for i, its in runs.items()
    )


def initials_of(text: str) -> str:
    """The initials in a piece: "AB" is two first names in short; "Chr." and "IJ." are one."""
    return text if text.isupper() and text != "IJ" else text[0]
