"""One kind of line end."""

from __future__ import annotations

import re

from dragon_prep.core.offsets import OffsetMap, substitute

_CARRIAGE_RETURN = re.compile(r"\r\n?")


def normalise_newlines(text: str) -> tuple[str, OffsetMap]:
    """Makes every CRLF and every lone CR a line feed.

    Returns:
        The new text, and the map from the old to the new.
    """
    if "\r" not in text:
        return text, OffsetMap()
    found = [(m.start(), m.end(), "\n") for m in _CARRIAGE_RETURN.finditer(text)]
    return substitute(text, found)
