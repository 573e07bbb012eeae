"""Whether somebody writes with capitals: who does not writes names like words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_LETTER = re.compile(r"(?:\A|[.!?\n])\s*([^\W\d_])")


@lru_cache(maxsize=2)  # it is asked of one text after the other, of each several times
def opens_with_capitals(text: str) -> bool:
    """Whether most sentences and lines of a text open with a capital."""
    firsts: Sequence[str] = _FIRST_LETTER.findall(text)
    return 2 * sum(map(str.isupper, firsts)) > len(firsts)
