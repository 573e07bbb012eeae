"""The examples whose label is a count of lesions: T101, T102 and T104."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.examples import (
    LESION,
    Draft,
    Piece,
    Structure,
    draw_structures,
    planned,
    report,
    vocabulary,
)

if TYPE_CHECKING:
    from random import Random

_LARGE = 10  # mm; larger lesions count in T104, and sizes above it are printed there
_POSITIONS = 5


def in_cm(structure: Structure) -> bool:
    """Whether it is a lesion whose size is given in cm."""
    return structure.kind == LESION and structure.unit == "cm"


def large(structure: Structure) -> bool:
    """Whether it is a lesion of more than 10 mm."""
    return structure.kind == LESION and structure.mm > _LARGE


def t101(rng: Random, _seed: int, index: int) -> Draft:
    """Whether the size of any lesion is given in cm."""
    label = planned("T101", index) == "true"
    hits = rng.choices((1, 2, 3), (62, 28, 10))[0] if label else 0
    pieces = _lesions_in_cm(rng, index, hits)
    return Draft(pieces, {"lesion_in_cm": label}, label)


def t102(rng: Random, _seed: int, index: int) -> Draft:
    """How many lesions have their size given in cm, 4 standing for more, too."""
    label = planned("T102", index)
    hits = int(label) + (label == "4" and rng.random() < 0.15)
    pieces = _lesions_in_cm(rng, index, hits)
    return Draft(pieces, {"lesions_in_cm": label}, label)


def t104(rng: Random, _seed: int, index: int) -> Draft:
    """Whether there is a first, second, ... fifth lesion of more than 10 mm."""
    hits = int(planned("T104", index))
    count = rng.randrange(5, 15)
    if hits == _POSITIONS and count > _POSITIONS:
        hits += rng.random() < 0.25
    structures = draw_structures(rng, count, hits, large, (0.3, 0.5, 0.2))
    sentences = [_sentence(rng, s, with_size=s.mm > _LARGE) for s in structures]
    label = [position < hits for position in range(_POSITIONS)]
    return Draft(report(rng, index, sentences), {"large_lesions": label}, label)


def _lesions_in_cm(rng: Random, index: int, hits: int) -> list[Piece]:
    structures = draw_structures(rng, rng.randrange(5, 15), hits, in_cm)
    return report(rng, index, [_sentence(rng, s) for s in structures])


def _sentence(rng: Random, structure: Structure, *, with_size: bool = True) -> list[Piece]:
    words = vocabulary()
    size = f" sized {structure.figure} {structure.unit}" if with_size else ""
    told = f"{words['structures'][structure.kind]}{size}."
    return [Piece(rng.choice(words["openings"])), Piece(told, telling=True)]
