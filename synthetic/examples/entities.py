"""The examples with a label for each word: T108 and T109."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.examples.sizes import ROMAN
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.examples import (
    LESION,
    START,
    Draft,
    Piece,
    Structure,
    draw_structure,
    more,
    vocabulary,
)

if TYPE_CHECKING:
    from random import Random

_EVERY = 10  # record is a long one
_MOST_LESIONS = 10  # blocks 0 to 9: the evaluator takes block 1 for a part of block 11
_FULL = 6  # every sixth record of a small set goes up to the tenth structure


def t108(rng: Random, _seed: int, index: int) -> Draft:
    """Opening, symptom, diagnosis, numerals, kinds of structure, and advice."""
    words = vocabulary()
    opening = rng.choice(words["openings"])
    pieces = [
        Piece(opening, ("PREFIX",)),
        Piece(rng.choice(words["symptoms"]), ("SYMPTOM",)),
        Piece(rng.choice(words["diagnoses"]), ("DIAGNOSIS",)),
    ]
    for numeral in ROMAN[: rng.randrange(5, 16)]:
        structure = draw_structure(rng)
        pieces += [
            Piece(numeral, ("ROMAN_NUMERAL",), telling=True),
            Piece(opening),
            Piece(structure.kind, ("STRUCTURE",), telling=True),
            Piece("sized"),
            Piece(f"{structure.figure} {structure.unit}.", telling=True),
        ]
    pieces.append(Piece(rng.choice(words["advice"]), ("NOTE",)))
    pieces += [Piece(note.text, ("NOTE",)) for note in more(rng, index, _EVERY)]
    return Draft(pieces)


def t109(rng: Random, _seed: int, index: int) -> Draft:
    """The size of each lesion, by the number of the lesion among all structures.

    Up to three structures share a size. Behind the tenth, all are normal.
    """
    words = vocabulary()
    pieces = [
        Piece(rng.choice(words["openings"])),
        Piece(rng.choice(words["symptoms"])),
        Piece(rng.choice(words["diagnoses"])),
    ]
    for first, last, kind in _groups(index):
        size = draw_structure(rng)
        structure = Structure(kind, size.tenths, size.unit)
        blocks = range(first, last) if kind == LESION else ()
        pieces += [
            Piece("+".join(ROMAN[first:last]), telling=True),
            Piece(rng.choice(words["openings"])),
            Piece(f"{structure.kind} sized", telling=True),
            Piece(
                f"{structure.figure} {structure.unit}.",
                tuple(f"{block}-lesion" for block in blocks),
                telling=True,
            ),
        ]
    pieces.append(Piece(rng.choice(words["advice"])))
    return Draft([*pieces, *more(rng, index, _EVERY)])


def _groups(index: int) -> list[tuple[int, int, str]]:
    """First and last (exclusive) structure of each sentence, and what they are.

    The same for every seed, so that which tags a fold has depends on the size of a set alone.
    """
    rng = stream("plan", "T109", index)
    full = index < START and index % _FULL == 0
    groups: list[tuple[int, int, str]] = []
    count = 5 if full else rng.randrange(1, 6)
    at = 0
    for _ in range(count):
        size = rng.randrange(2, 4) if full else rng.randrange(1, 4)
        kind = draw_structure(rng).kind
        last = at + size
        if at >= _MOST_LESIONS:
            kind = "normal"
        elif last >= _MOST_LESIONS:
            last = _MOST_LESIONS
            kind = LESION if full else kind
        groups.append((at, last, kind))
        at = last
    return groups
