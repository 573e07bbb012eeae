"""Letters and accents put together, so that rules see one letter where a text has two characters.

Some exports hold ``u`` and a combining diaeresis for ``ü``. No rule knows a letter in two pieces,
so the text is composed (Unicode NFC) before it is searched, and what is found is carried back.
"""

from __future__ import annotations

import unicodedata

from dragon_prep.detect.finding import Detection, found


def compose(text: str) -> tuple[str, list[int]] | None:
    """A text with letters and accents put together, and where each of its characters was.

    Returns:
        None if nothing is to be put together. Else the composed text, and for each of its
        characters, and for its end, the code point of ``text`` it starts at.
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return None
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        composed = text[start:end]
        if end > start + 1:
            composed = unicodedata.normalize("NFC", composed)
        pieces.append(composed)
        places += (min(start + at, end - 1) for at in range(len(composed)))
        start = end
    return "".join(pieces), [*places, len(text)]


def carried_back(hit: Detection, places: list[int]) -> Detection:
    """A finding of a composed text with its place in the text as given."""
    start, end = places[hit.span.start], places[hit.span.end]
    return found(start, end, hit.span.label, hit.rule)
