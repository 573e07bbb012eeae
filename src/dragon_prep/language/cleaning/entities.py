"""Characters written as HTML entities, with or without HTML around them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from dragon_prep.language.cleaning.kinds import Change, CleanKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# With their semicolon only: without it, "&copy" may be anything.
_ENTITY = re.compile(
    "&#(?:13|x0?D);(?=&#(?:10|x0?A);)"  # a line end of two
    "|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});",
    re.IGNORECASE,
)
_LINE_END = {"\r": "\n"}


def changes(text: str) -> Iterator[Change]:
    """The entities of a text, each as its character."""
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        start, end = match.span()
        new = unescape(match[0])
        if new == "\r" and text.startswith("&#", end) and unescape(text[end : end + 6])[:1] == "\n":
            new = ""
        if new != match[0]:
            yield Change(start, end, _LINE_END.get(new, new), CleanKind.ENTITIES)
