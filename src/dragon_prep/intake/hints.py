"""Names from an export that a message may quote: a file's or a column's, if nobody is in it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+|\d+")
_UNIT = re.compile(r"\s*[(\[][^()\[\]]{1,12}[)\]]\s*\Z")  # "Prostate_volume (ml)"
_SHORT = 2  # digits, such as those of a copy: export (2).csv
_SAME = 0.75
_NAMES = W.FIRST_NAME | W.SURNAME | W.KNOWN_SURNAME


def nearest(wanted: str, there: Iterable[str], *, cutoff: float) -> str | None:
    """The name most like the wanted one that may be told; None if there is none.

    Args:
        wanted: a name that we know.
        there: names that stand in the export, which may hold anything.
        cutoff: how like it must be, from 0 to 1.
    """
    bare = [_UNIT.sub("", name) for name in there]  # what is in brackets may be anything
    folded = {name.casefold(): name for name in reversed(bare)}
    for near in difflib.get_close_matches(wanted.casefold(), folded, 3, cutoff=cutoff):
        if may_be_told(folded[near], wanted):
            return folded[near]
    return None


def may_be_told(name: str, wanted: str) -> bool:
    """Whether each word of a name is one of a name of ours, but for a letter or two.

    The detector reads sentences; in names of files it sees people everywhere. So nothing new is
    told at all, but for letters and numbers that are too short to be anybody's; and a word that is
    like ours is not told if it is a name on our lists, such as `Maas` beside `maat`.
    """
    ours = _words(wanted)
    return all(
        (word.isdigit() and len(word) <= _SHORT) or word in ours or _is_slip(word, ours)
        for word in _words(name)
    )


def _is_slip(word: str, ours: list[str]) -> bool:
    if not difflib.get_close_matches(word, ours, 1, cutoff=_SAME):
        return False
    return word.removesuffix("s") in ours or not classes[word] & _NAMES


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())
