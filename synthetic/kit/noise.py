"""Slips of typing and dictation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# Not the name of a slot that is still to be filled, nor that of a mark (`<biopt:Stansbiopt>`).
_WORD = re.compile(r"(?<![{<\w])[a-z]{6,}(?![\w}:])")


def slip(rng: Random, sentence: str) -> str:
    """One slip: letters swapped, dropped or doubled in a long lower-case word, or a blank doubled.

    Figures, capitals and short words stay, so that values, abbreviations and `geen` stay readable.
    """
    words = list(_WORD.finditer(sentence))
    if not words or rng.random() < 0.15:
        return sentence.replace(" ", "  ", 1)
    word = rng.choice(words)
    i = rng.randrange(word.start() + 1, word.end() - 1)
    a, b = sentence[i], sentence[i + 1]
    slips = [b, a + a + b] if a == b else [b, a + a + b, b + a]
    return sentence[:i] + rng.choice(slips) + sentence[i + 2 :]
