"""Slips of typing and dictation, for sentences that hold nothing that matters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_WORD = re.compile(r"[a-z]{6,}")


def slip(rng: Random, sentence: str) -> str:
    """One slip: letters swapped, dropped or doubled in a long lower-case word, or a blank doubled.

    Figures, capitals and short words stay, so that values and abbreviations stay readable.
    """
    words = list(_WORD.finditer(sentence))
    if not words or rng.random() < 0.15:
        return sentence.replace(" ", "  ", 1)
    word = rng.choice(words)
    i = rng.randrange(word.start() + 1, word.end() - 1)
    a, b = sentence[i], sentence[i + 1]
    slips = [b, a + a + b] if a == b else [b, a + a + b, b + a]
    return sentence[:i] + rng.choice(slips) + sentence[i + 2 :]
