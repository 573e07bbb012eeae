"""Texts without their surrogates, so that copies in the records of two patients are the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "\u03c6"
"""Stands for a surrogate: a letter, so that it is a word, which no de-identified text has."""

_SEVERAL = re.compile(rf"{MASK}(?:\s*{MASK})+")


def masked(text: str, phi: Iterable[tuple[int, int]]) -> str:
    """A text with one sign in place of each surrogate, or of several side by side.

    Which kind of PHI it is does not show: of the same words, one report may have a name and another
    the code of the same doctor.

    Args:
        text: as it was de-identified.
        phi: where the surrogates are; disjoint, in order.
    """
    parts: list[str] = []
    last = 0
    for start, end in phi:
        parts += [text[last:start], MASK]
        last = end
    return _SEVERAL.sub(MASK, "".join([*parts, text[last:]]))
