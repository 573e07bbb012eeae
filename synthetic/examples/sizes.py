"""The examples whose label are sizes in mm: T106 and T107."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.examples import (
    LESION,
    Draft,
    Piece,
    Structure,
    draw_structure,
    planned,
    report,
    vocabulary,
)

if TYPE_CHECKING:
    from random import Random

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
         "XI", "XII", "XIII", "XIV", "XV")  # fmt: skip
_POSITIONS = 5


def t106(rng: Random, _seed: int, index: int) -> Draft:
    """The size of the largest lesion; 0 where there is none."""
    # The median lies at the border of records without and with a lesion in cm: by chance it
    # would be 20 or 40 mm.
    wanted = planned("T106", index)
    while True:
        structures = [draw_structure(rng) for _ in range(rng.randrange(5, 15))]
        units = {s.unit for s in structures if s.kind == LESION}
        if wanted == ("cm" if "cm" in units else "mm" if units else "none"):
            break
    sentences = [_sentence(rng, s) for s in structures]
    label = max((s.mm for s in structures if s.kind == LESION), default=0.0)
    return Draft(report(rng, index, sentences), {"largest_lesion": label}, label)


def t107(rng: Random, _seed: int, index: int) -> Draft:
    """The sizes of structures I to V, whatever they are; null for those not named."""
    structures = [draw_structure(rng) for _ in range(int(planned("T107", index)))]
    sentences = [
        [Piece(f"{numeral}.", telling=True), *_sentence(rng, s)]
        for numeral, s in zip(ROMAN, structures, strict=False)
    ]
    missing = [None] * (_POSITIONS - len(structures))
    label = [*(s.mm for s in structures), *missing]
    return Draft(report(rng, index, sentences), {"sizes": label}, label)


def _sentence(rng: Random, structure: Structure) -> list[Piece]:
    words = vocabulary()
    blank = " " if rng.random() < 0.5 else ""
    size = f"{structure.figure}{blank}{structure.unit}"
    told = f"{words['structures'][structure.kind]} sized {size}."
    return [Piece(rng.choice(words["openings"])), Piece(told, telling=True)]
