"""Which files of a place are wanted, and what they may be called here.

Names are judged in the same way on every system: what one steward can pull, another one can, too.
"""

from __future__ import annotations

import re
import unicodedata
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 200  # characters of one part of a path; systems take 255 bytes
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
# What spreadsheets, viewers and systems leave beside a file.
_LEFTOVERS = (".*", "~$*", "thumbs.db", "desktop.ini", "*.tmp", "*.part", "*.partial", "*.filepart")


def matches(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern: ``*`` within a folder, ``**/`` through any number of them."""
    return _compiled(pattern).fullmatch(name) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    kinds = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return re.compile("".join(kinds.get(part) or re.escape(part) for part in parts), re.DOTALL)


def has_wildcard(pattern: str) -> bool:
    """Whether a pattern can match a name that it does not say."""
    return "*" in pattern or "?" in pattern


def is_leftover(name: str) -> bool:
    """Whether a file is hidden, or is what a program leaves beside the files it works on."""
    parts = name.lower().split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    return hidden or any(fnmatchcase(parts[-1], pattern) for pattern in _LEFTOVERS)


def is_usable(path: str) -> bool:
    """Whether a path can be one here, on Linux, macOS and Windows, and stays below its folder."""
    return all(map(_is_usable_part, path.split("/")))


def _is_usable_part(part: str) -> bool:
    if not part.strip() or len(part) > _LONGEST or _FORBIDDEN.search(part):
        return False
    return not (part.startswith(".") or part.endswith((".", " ")) or _DEVICES.fullmatch(part))


def clashing(paths: Iterable[str]) -> int:
    """How many paths are those of another one where small and capital letters are one."""
    seen: set[str] = set()
    clashes = 0
    for path in paths:
        folded = unicodedata.normalize("NFC", path).casefold()
        clashes += folded in seen
        seen.add(folded)
    return clashes
