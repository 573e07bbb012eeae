"""The files that a pattern of a mapping means, in folders and zip archives."""

from __future__ import annotations

import re
import zipfile
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dragon_prep.intake.reading import Located
from dragon_prep.language.english import is_english
from dragon_prep.language.word_kinds import is_common, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WILD = "*?["
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_SHORT = 2  # letters that are nobody's name
_YEAR = 4
_ENDINGS = frozenset(
    ("csv", "json", "jsonl", "ndjson", "ods", "parquet", "sqlite", "txt", "xls", "xlsb", "xlsx")
)
_NAMES = W.FIRST_NAME | W.STRONG_NAME | W.SURNAME


def is_pattern(name: str) -> bool:
    """Whether it means whatever fits it, and not one file."""
    return any(sign in name for sign in _WILD)


def tells_nobody(path: str) -> bool:
    """Whether nobody's name or date can be in a path: plain words, and at most two short numbers.

    It goes into messages and into the manifest, and a steward may have called a file after whom it
    is of.
    """
    words = [word for word in _LETTERS.findall(path.lower()) if len(word) > _SHORT]
    numbers = _DIGITS.findall(path)
    short = len(numbers) <= _SHORT and all(len(number) <= _YEAR for number in numbers)
    return short and all(map(_says_no_name, words))


def _says_no_name(word: str) -> bool:
    means = is_plain(word) or ((is_common(word) or is_english(word)) and not classes[word] & _NAMES)
    return means or word in _ENDINGS


def is_below(pattern: str) -> bool:
    """Whether a pattern stays within the centre's folder."""
    steps = pattern.split("/")
    return bool(pattern) and not ({"", ".", ".."} & {*steps}) and "\\" not in pattern


def located(root: Path, centre: str, pattern: str) -> list[Located]:
    """The files that fit a pattern, in the order of their paths.

    Args:
        root: the source folder.
        centre: whose folder the pattern begins in.
        pattern: with forward slashes, ``*``, ``?`` and ``[]``; a zip archive counts as a folder.

    Returns:
        Each with what it is to be called: those of a pattern with wild cards by number.
    """
    if not is_pattern(pattern):
        path = f"{centre}/{pattern}"
        return [Located(path, path)]
    found = sorted(_matching(root / centre, centre, pattern.split("/")))
    return [Located(path, f"{centre}/{pattern}[{n}]") for n, path in enumerate(found, start=1)]


def _matching(folder: Path, path: str, steps: list[str]) -> Iterator[str]:
    step, *rest = steps
    if not folder.is_dir():
        if folder.is_file() and zipfile.is_zipfile(folder):
            yield from (f"{path}/{name}" for name in _members(folder, steps))
        return
    for child in folder.iterdir():
        if fnmatchcase(child.name, step):
            if rest:
                yield from _matching(child, f"{path}/{child.name}", rest)
            elif child.is_file():
                yield f"{path}/{child.name}"


def _members(archive: Path, steps: list[str]) -> Iterator[str]:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            parts = name.split("/")
            if len(parts) == len(steps) and not name.endswith("/"):
                fits = zip(parts, steps, strict=True)
                if all(fnmatchcase(part, step) for part, step in fits):
                    yield name
